"""My page: only what there truly is, in figures that are right, and an account's own purchases alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from channels import writing
from channels.models import Message
from customers import history
from customers.entry import Entry
from customers.models import Connection, Customer
from tests.hub.portal.conftest import dials_link
from tests.makers import make_customer

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Vienna"))
numbers = iter(range(1_000_000))


def bought(customer: Customer, cents: int, at: datetime, currency: str = "EUR", **data: str) -> None:
    entry = Entry(customer.pk, at, "purchase", "till", str(next(numbers)), data=data)
    history.record([entry._replace(amount_minor=cents, currency=currency)], now=NOON)


def words(client: Client) -> str:
    return " ".join(client.get("/portal/page/").content.decode().split())


def at_noon(come_in: ComeIn, customer: Customer) -> str:
    with time_machine.travel(NOON, tick=False):
        return words(come_in(customer))


def test_an_empty_page_invents_nothing(anna: Customer, come_in: ComeIn) -> None:
    page = words(come_in(anna))
    assert "Good day, Anna." in page
    assert "No offers and no news within a month." in page
    assert "Once you have bought something" in page
    assert '<svg class="months"' not in page
    assert "€" not in page


def test_purchases_are_summed_by_the_month_of_the_customers_clock_and_by_place(
    anna: Customer, come_in: ComeIn
) -> None:
    midnight = datetime(2026, 10, 31, 23, 30, tzinfo=ZoneInfo("UTC"))  # already November in Vienna
    bought(anna, 1000, midnight, place="Graz")
    bought(anna, 250_00, NOON - 100 * DAY, place="Linz")
    bought(anna, 999_00, NOON - 400 * DAY, place="Wien")
    bought(anna, 500, NOON - 3 * DAY, currency="CHF")
    page = at_noon(come_in, anna)
    assert "<strong>€260.00</strong>" in page
    assert "in 3 purchases" in page
    for month, amount in (("November", "10.00"), ("August", "250.00"), ("September", "0.00")):
        row = page.split(f'<th scope="row">{month} 2026</th>')[1].split("</tr>")[0]
        assert f"€{amount}<" in row
    assert "Wien" not in page
    assert "CHF 5.00" in page
    assert page.index("Linz") < page.index("Graz")


def test_german_pages_write_money_and_months_as_germans_do(come_in: ComeIn) -> None:
    karl = make_customer("Karl Kern", email="karl@example.org", language="de")
    bought(karl, 1234_56, NOON - 30 * DAY)
    page = at_noon(come_in, karl)
    assert "1.234,56 €" in page
    assert "Oktober 2026" in page
    assert "Guten Tag, Karl." in page


def test_an_account_sees_its_purchases_by_place_and_person_and_nobodys_own(come_in: ComeIn) -> None:
    firm = make_customer("Praxis Dr. Kern", email="praxis@example.org", language="en")
    eva = make_customer("Eva Berg", email="eva@example.org")
    Connection.objects.create(customer=eva, other=firm, kind="works_for", source="crm")
    bought(firm, 100_00, NOON - DAY, place="Graz", person="Udo Tal")
    bought(eva, 40_00, NOON - DAY, place="Linz", account=firm.number)
    bought(eva, 77_77, NOON - DAY, place="Nachtapotheke")
    page = at_noon(come_in, firm)
    assert "<strong>€140.00</strong>" in page
    for name in ("By person", "Udo Tal", "Eva Berg", "Graz", "Linz"):
        assert name in page
    assert "77.77" not in page and "Nachtapotheke" not in page


def test_who_nobody_works_for_has_no_persons(anna: Customer, come_in: ComeIn) -> None:
    bought(anna, 100, NOON - DAY, person="Somebody")
    assert "By person" not in at_noon(come_in, anna)


def test_an_unanswered_word_is_owed_an_answer_until_there_is_one(
    anna: Customer, come_in: ComeIn, receive: Any
) -> None:
    writing.write(anna.pk, "Do you have <b>this</b>?", now=timezone.now() - DAY)
    client = come_in(anna)
    assert "and we owe you an answer" in words(client)
    assert "Do you have &lt;b&gt;this&lt;/b&gt;?" in words(client)
    Message.objects.filter(pk=receive(anna, timedelta(hours=1)).pk).update(purpose="reply")
    assert "and we owe you an answer" not in words(client)


def test_what_came_lately_leads_to_its_exact_words(anna: Customer, come_in: ComeIn, receive: Any) -> None:
    message = receive(anna)
    entry = Entry(
        anna.pk,
        message.accepted_at,
        "message_accepted",
        "m",
        "1",
        summary="Warm hands",
        message_id=message.pk,
    )
    history.record([entry], now=timezone.now())
    page = words(come_in(anna))
    assert f'<a href="/portal/why/{message.pk}/">' in page
    assert "Warm hands" in page


def test_the_page_costs_the_same_after_a_thousand_purchases(
    anna: Customer, come_in: ComeIn, statements: Any
) -> None:
    client = come_in(anna)
    now = timezone.now()
    bought = [Entry(anna.pk, now - n * DAY / 4, "purchase", "t", f"q{n}") for n in range(1000)]
    history.record(
        [each._replace(data={"place": each.source_id}, amount_minor=1) for each in bought], now=now
    )
    with statements(20):
        words(client)


def test_who_came_by_a_messages_link_is_asked_to_come_in(
    client: Client, anna: Customer, receive: Any
) -> None:
    assert client.get(dials_link(receive(anna))).status_code == 200
    answer = client.get("/portal/page/")
    assert (answer.status_code, answer["Location"]) == (302, "/portal/")
