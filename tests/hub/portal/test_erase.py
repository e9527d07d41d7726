"""Erase me: explained, asked for in kept words, shown on every page, taken back, carried out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from channels import erasing
from customers import gate
from customers.gate import Ask
from customers.models import Customer, Erasure, Suppression
from tests.hub.portal.conftest import dials_link
from tests.makers import make_customer

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
PAGES = ("page", "dials", "why", "known", "conversations", "download", "erase")


def ask(client: Client) -> Any:
    return client.post("/portal/erase/", {"sure": "on"})


def may_write(customer: Customer) -> bool:
    point = customer.contact_points.first()
    asked = Ask(customer.pk, "email", "offers", "marketing", point.pk if point else None)
    return gate.judge([asked], now=timezone.now())[0].is_allowed


def test_the_page_explains_and_a_get_changes_nothing(anna: Customer, come_in: ComeIn) -> None:
    page = come_in(anna).get("/portal/erase/").content.decode()
    for words in ("At once", "Until the day", "On the day", "After that", "Until then I can take this back."):
        assert words in page
    assert not Erasure.objects.exists()


def test_without_the_tick_nothing_happens(anna: Customer, come_in: ComeIn) -> None:
    answer = come_in(anna).post("/portal/erase/", {})
    assert answer.status_code == 422
    assert "Please tick the box if you mean it." in answer.content.decode()
    assert not Erasure.objects.exists()


def test_the_words_that_were_shown_are_kept_in_their_version_and_marketing_stops(
    anna: Customer, come_in: ComeIn
) -> None:
    assert may_write(anna)
    client = come_in(anna)
    shown = client.get("/portal/erase/").content.decode()
    assert ask(client).status_code == 302
    wish = Erasure.objects.get()
    assert wish.wording in shown
    assert (wish.wording_version, wish.place, wish.actor) == ("erase.asked/en/0", "portal", "customer")
    assert timedelta(days=13) < wish.due_at - timezone.now() <= timedelta(days=14)
    assert not may_write(anna)


def test_every_page_says_so_and_offers_the_way_back(anna: Customer, come_in: ComeIn) -> None:
    client = come_in(anna)
    ask(client)
    for name in PAGES:
        page = client.get(f"/portal/{name}/").content.decode()
        assert "You will be erased on" in page, name
        assert 'action="/portal/erase/back/"' in page, name


def test_taken_back_everything_is_as_before(anna: Customer, come_in: ComeIn) -> None:
    client = come_in(anna)
    ask(client)
    answer = client.post("/portal/erase/back/", follow=True)
    assert "Taken back. Nothing is erased" in answer.content.decode()
    assert may_write(anna)
    for name in PAGES:
        assert "You will be erased on" not in client.get(f"/portal/{name}/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert erasing.carry_out(now=timezone.now()) == 0


def test_on_the_day_it_is_carried_out_and_the_pages_close(anna: Customer, come_in: ComeIn) -> None:
    client = come_in(anna)
    ask(client)
    assert erasing.carry_out(now=timezone.now() + timedelta(days=14)) == 1
    assert client.get("/portal/page/")["Location"] == "/portal/"
    anna.refresh_from_db()
    assert (anna.name, anna.erased_at is not None) == ("", True)
    assert Suppression.objects.filter(customer=anna, reason="erased", is_marketing_only=False).exists()


def test_germans_ask_in_german_and_that_is_what_is_kept(come_in: ComeIn) -> None:
    karl = make_customer("Karl Kern", email="karl@example.org", language="de")
    ask(come_in(karl))
    wish = Erasure.objects.get()
    assert wish.wording.startswith("Löschen Sie am ")
    assert wish.wording_version == "erase.asked/de/0"


def test_who_came_by_a_messages_link_is_asked_to_come_in_and_erases_nobody(
    client: Client, anna: Customer, receive: Any
) -> None:
    assert client.get(dials_link(receive(anna))).status_code == 200
    for answer in (client.get("/portal/erase/"), ask(client), client.post("/portal/erase/back/")):
        assert (answer.status_code, answer["Location"]) == (302, "/portal/")
    assert not Erasure.objects.exists()


def test_a_messages_link_does_not_tell_of_the_wish(
    client: Client, anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    ask(come_in(anna))
    assert "You will be erased on" not in client.get(dials_link(receive(anna))).content.decode()
