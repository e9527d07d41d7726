"""Offers on my page: chosen by the rules, in the customer's language, answered for everywhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns import advice
from campaigns.models import Decision, Outcome
from customers import loops
from customers.models import Customer, Touch
from tests.campaigns.makers import make_offer
from tests.makers import make_customer, make_dial

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
PAGE = "/portal/page/"


def page(client: Client, query: str = "") -> str:
    return " ".join(client.get(PAGE + query).content.decode().split())


def test_who_looks_sees_the_two_best_in_their_language_and_nothing_is_kept(come_in: ComeIn) -> None:
    make_offer("tea", title="Sage tea", translations={"de": {"title": "Salbeitee"}}, margin_minor=300)
    make_offer("box", title="The box", margin_minor=200, words="For staff alone")
    make_offer("third", title="The third", margin_minor=100)
    hans = make_customer("Hans Kern", email="hans@example.org", language="de-AT")
    found = page(come_in(hans))
    assert "Jetzt für Sie ausgesucht" in found
    assert "Salbeitee" in found
    assert "The box" in found
    assert "The third" not in found
    assert "For staff alone" not in found
    assert not Decision.objects.exists()
    assert not Touch.objects.exists()


def test_a_no_holds_at_the_till_too(anna: Customer, come_in: ComeIn) -> None:
    make_offer()
    client = come_in(anna)
    answer = client.post(PAGE + "answer/", {"offer": "tariff", "answer": "declined"}, follow=True)
    assert "Understood. We leave it at that." in answer.content.decode()
    assert "A tariff that fits you" not in answer.content.decode()
    assert [each.kind for each in Outcome.objects.order_by("pk")] == ["shown", "declined"]
    found = advice.advise(anna.pk, "till", actor="staff:a", now=timezone.now())
    assert found.best.kind == "silence"
    assert not Touch.objects.exists()


def test_not_now_rests_for_a_month(anna: Customer, come_in: ComeIn) -> None:
    make_offer()
    client = come_in(anna)
    client.post(PAGE + "answer/", {"offer": "tariff", "answer": "not_now"})
    until = Outcome.objects.get(kind="not_now").until
    assert until is not None
    assert timedelta(days=29) < until - timezone.now() <= timedelta(days=30)
    assert "A tariff that fits you" not in page(client)


@pytest.mark.parametrize(
    "says", [{"offer": "tariff", "answer": "shown"}, {"offer": "x", "answer": "accepted"}, {}]
)
def test_an_answer_to_what_does_not_stand_there_is_told_so(
    anna: Customer, come_in: ComeIn, says: dict[str, str]
) -> None:
    make_offer()
    answer = come_in(anna).post(PAGE + "answer/", says, follow=True)
    assert "That is not on offer any more." in answer.content.decode()
    assert not Outcome.objects.exists()


def test_a_dial_at_never_and_an_open_complaint_keep_the_page_quiet(anna: Customer, come_in: ComeIn) -> None:
    make_offer()
    client = come_in(anna)
    assert "Chosen for you now" in page(client)
    number = loops.open(anna.pk, "complaint", "It leaked", actor="customer", now=timezone.now())
    assert "Chosen for you now" not in page(client)
    loops.close(number, actor="staff:a", now=timezone.now())
    make_dial(anna, 0, topic="offers")
    assert "Chosen for you now" not in page(client)


def test_nobody_answers_without_a_visit(anna: Customer, client: Client) -> None:
    make_offer()
    assert client.post(PAGE + "answer/", {"offer": "tariff", "answer": "accepted"}).status_code == 302
    assert not Outcome.objects.exists()
