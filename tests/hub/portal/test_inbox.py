"""The inbox: filled like any channel, looked at without a trace, read and put away by its owner alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels import outbox
from channels.models import Message
from channels.outbox import Draft
from customers.models import Customer, Interaction, Touch
from tests.channels.push_peers import send_all
from tests.makers import make_content, make_customer, make_dial

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
DAY = timedelta(days=1)
causes = iter(range(1_000_000))


def put(customer: Customer, **fields: Any) -> Message:
    """Send something to an inbox, through the outbox and its dispatcher."""
    now = timezone.now()
    content = make_content(
        channel="inapp", html="", links=["https://example.org/tea"],
        **{"subject": "Tea for {{ customer.first_name }}", "text": "Two for one.\n\n{{ links[0] }}"} | fields,
    )  # fmt: skip
    cause = f"test:{next(causes)}"
    draft = Draft(
        customer.pk, "inapp", content.pk, "marketing", "offers", cause, now, not_after=now + 2 * DAY
    )
    outbox.queue([draft], now=now)
    send_all()
    return Message.objects.get(cause=cause)


def seen(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_a_message_lies_in_the_inbox_without_an_address_or_a_first_yes_and_counts_in_the_dials(
    anna: Customer, come_in: ComeIn
) -> None:
    message = put(anna)
    assert (message.state, message.contact_point_id) == ("accepted", None)
    assert Touch.objects.get(message_id=message.pk).channel == "inapp"
    inside = come_in(anna)
    for page in ("/portal/inbox/", "/portal/page/"):
        shown = inside.get(page).content.decode()
        assert "Tea for Anna" in shown and "Two for one." in shown
    assert seen(message).state == "accepted", "looking alone changes nothing"


def test_a_closed_dial_keeps_the_inbox_empty(anna: Customer) -> None:
    make_dial(anna, 0, channel="inapp")
    assert put(anna).state == "refused"


def test_what_was_shown_has_arrived_and_what_was_read_was_opened(anna: Customer, come_in: ComeIn) -> None:
    message, inside = put(anna), come_in(anna)
    assert inside.post("/portal/inbox/seen/").status_code == 204
    assert (seen(message).state, message.opened_at) == ("delivered", None)
    answer = inside.post(f"/portal/inbox/{message.pk}/read/", follow=True)
    page = answer.content.decode()
    assert "/t/c/" in page and "More about it" in page
    assert seen(message).opened_at is not None
    inside.post(f"/portal/inbox/{message.pk}/read/")
    kinds = Interaction.objects.filter(message_id=message.pk).values_list("kind", flat=True)
    assert sorted(kinds) == ["message_accepted", "message_delivered", "message_opened"]
    assert "inbox-open" not in inside.get("/portal/page/").content.decode(), "there only what is new"


def test_put_away_it_does_not_come_back(anna: Customer, come_in: ComeIn) -> None:
    message, inside = put(anna), come_in(anna)
    page = inside.post(f"/portal/inbox/{message.pk}/dismiss/", follow=True).content.decode()
    assert "Put away." in page and "Nothing waits for you." in page
    assert inside.get(f"/portal/inbox/{message.pk}/").status_code == 404


def test_what_is_no_longer_worth_reading_is_gone(anna: Customer, come_in: ComeIn) -> None:
    message, inside = put(anna), come_in(anna)
    Message.objects.filter(pk=message.pk).update(not_after=timezone.now() - DAY)
    assert "Nothing waits for you." in inside.get("/portal/inbox/").content.decode()


def test_nobody_reads_anothers_inbox(anna: Customer, come_in: ComeIn) -> None:
    message = put(anna)
    inside = come_in(make_customer("Karl", email="karl@example.org"))
    assert inside.get(f"/portal/inbox/{message.pk}/").status_code == 404
    inside.post(f"/portal/inbox/{message.pk}/read/")
    inside.post(f"/portal/inbox/{message.pk}/dismiss/")
    assert (seen(message).state, message.opened_at) == ("accepted", None)
