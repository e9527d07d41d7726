"""What people of ours carry: nothing of it is told as received before somebody spoke with the customer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from channels import worklist
from channels.byhand import WorkItem
from channels.models import Message
from customers import history
from customers.entry import Entry
from customers.models import Customer
from hub.portal import said, words
from tests.makers import make_content, make_customer

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
Called = Callable[..., WorkItem]
STAFF = "staff:ana"
PLACES = ("/portal/page/", "/portal/why/", "/portal/conversations/", "/portal/dials/")
LIES = ("You got this", "You got 1", "Messages from us", "See exactly what you got", "We wrote")


@pytest.fixture
def called(receive: Any) -> Called:
    """Let something be on the work list for a customer since three days, and this come of it since."""

    def called(customer: Customer, *outcomes: str, channel: str = "call") -> WorkItem:
        message = receive(customer, timedelta(days=3), channel=channel)
        content = make_content(channel=channel, subject="Secret reason", text="Secret script", html="")
        campaign = Campaign.objects.create(key="a", name="Autumn", topic="offers", sender="x@example.org")
        Message.objects.filter(pk=message.pk).update(content=content, context={}, campaign_id=campaign.pk)
        entry = Entry(customer.pk, message.accepted_at, "message_accepted", "m", str(message.pk), channel)
        entry = entry._replace(summary="Secret reason", message_id=message.pk)
        history.record([entry], now=timezone.now())
        at = message.accepted_at
        item = WorkItem.objects.create(message=message, channel=channel, due_at=at, created_at=at)
        for days, outcome in enumerate(outcomes, start=1):
            try_it(item, outcome, days)
        return item

    return called


def try_it(item: WorkItem, outcome: str, days: int) -> None:
    now = item.created_at + timedelta(days=days)
    WorkItem.objects.filter(pk=item.pk).update(held_by=STAFF, held_until=now)
    later = now + timedelta(days=1) if outcome == "not_now" else None
    worklist.record(item.pk, outcome, actor=STAFF, words="Secret note", until=later, now=now)


def pages(client: Client, item: WorkItem) -> dict[str, str]:
    """Return every page on which it could stand; nothing that is for our people is on any of them."""
    places = (*PLACES, f"/portal/why/{item.message_id}/")
    found = {place: " ".join(client.get(place).content.decode().split()) for place in places}
    for place, page in found.items():
        assert "Secret" not in page, place
    assert client.get(f"/portal/why/{item.message_id}/words/").status_code == 404
    return found


def test_a_call_that_nobody_has_made_is_a_wish_of_ours_and_no_more(
    anna: Customer, come_in: ComeIn, called: Called
) -> None:
    item = called(anna)
    found = pages(come_in(anna), item)
    for place, page in found.items():
        assert not [lie for lie in LIES if lie in page], place
        assert ("We want to call you" in page) == place.startswith("/portal/why/"), place
    assert "It belongs to “Autumn”." in found["/portal/why/"]
    assert "No offers and no news within a month." in found["/portal/page/"]
    assert "No conversation yet" in found["/portal/conversations/"]
    assert "You got no offers and no news from us." in found["/portal/dials/"]


@pytest.mark.parametrize("outcomes", [["not_reached"], ["not_reached"] * 4, ["wrong_number"]])
def test_who_was_not_reached_is_told_that_we_tried_at_most(
    anna: Customer, come_in: ComeIn, called: Called, outcomes: list[str]
) -> None:
    item = called(anna, *outcomes)
    found = pages(come_in(anna), item)
    for place, page in found.items():
        assert not [lie for lie in LIES if lie in page], place
        assert ("We tried to call you" in page) == place.startswith("/portal/why/"), place
    last = said.on(item.created_at + timedelta(days=len(outcomes)), words.zone_of(anna))
    assert last in found["/portal/why/"]


@pytest.mark.parametrize(
    "outcomes", [["accepted"], ["declined"], ["asked"], ["no_more"], ["not_now"], ["not_now", "not_reached"]]
)
def test_a_call_that_reached_them_is_told_and_counted_as_a_call(
    anna: Customer, come_in: ComeIn, called: Called, outcomes: list[str]
) -> None:
    item = called(anna, *outcomes)
    found = pages(come_in(anna), item)
    spoken = said.on(item.created_at + timedelta(days=1), words.zone_of(anna))
    for place in ("/portal/page/", "/portal/why/", "/portal/conversations/"):
        assert "We called you" in found[place], place
        assert spoken in found[place], place
        assert not [lie for lie in ("You got this", "See exactly", "We wrote") if lie in found[place]], place
    assert "It belongs to “Autumn”." in found["/portal/why/"]
    assert "You got 1 message from us." in found["/portal/dials/"]


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ([], "We want to speak with you"),
        (["not_reached"], "We wanted to speak with you"),
        (["accepted"], "We spoke with you"),
    ],
)
def test_what_is_to_be_said_in_the_branch_is_told_no_earlier_either(
    anna: Customer, come_in: ComeIn, called: Called, outcomes: list[str], told: str
) -> None:
    item = called(anna, *outcomes, channel="branch")
    found = pages(come_in(anna), item)
    assert told in found["/portal/why/"]
    assert "You got this" not in found["/portal/why/"]


def test_a_call_that_was_called_off_is_told_as_any_other_silence(
    anna: Customer, come_in: ComeIn, called: Called
) -> None:
    item = called(anna)
    Message.objects.filter(pk=item.message_id).update(state="cancelled", reason="dial_closed")
    page = pages(come_in(anna), item)["/portal/why/"]
    assert "We called this off" in page
    assert "call you" not in page


def test_what_was_written_about_a_call_stands_alone_until_it_was_made(
    anna: Customer, come_in: ComeIn, called: Called
) -> None:
    item = called(anna)
    entry = Entry(anna.pk, timezone.now(), "message_replied", "mail", "1", "email", data={"text": "Not me"})
    history.record([entry._replace(message_id=item.message_id)], now=timezone.now())
    page = pages(come_in(anna), item)["/portal/conversations/"]
    assert "Not me" in page
    assert "We called you" not in page


def test_an_answer_that_nobody_has_given_on_the_phone_is_still_owed(
    anna: Customer, come_in: ComeIn, called: Called
) -> None:
    item = called(anna)
    asked_at = item.created_at - timedelta(days=1)
    entry = Entry(anna.pk, asked_at, "message_replied", "mail", "1", "email", data={"text": "And?"})
    history.record([entry], now=timezone.now())
    Message.objects.filter(pk=item.message_id).update(purpose="reply")
    assert "and we owe you an answer" in pages(come_in(anna), item)["/portal/page/"]


def test_german_customers_are_told_in_german(come_in: ComeIn, called: Called, anna: Customer) -> None:
    karl = make_customer("Karl Kern", email="karl@example.org", language="de")
    item = called(karl)
    client = come_in(karl)
    assert "Wir möchten Sie anrufen" in pages(client, item)["/portal/why/"]
    try_it(item, "not_reached", 1)
    assert "Wir haben versucht, Sie anzurufen" in pages(client, item)["/portal/why/"]
    try_it(item, "accepted", 2)
    assert "Wir haben Sie angerufen" in pages(client, item)["/portal/why/"]
