"""What becomes of a message that may not go now: it waits, is dropped, or goes by another channel."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.utils import timezone

from bench.sink import Running
from channels import dispatch, outbox, policies, wishes
from channels.adapters.email import Email
from channels.models import Content, Lane, Message
from channels.outbox import Draft
from channels.registry import ADAPTERS
from customers import history
from customers.consent import Evidence
from customers.models import Consent, Customer, Interaction, QuietHours, Touch
from tests.makers import make_content, make_customer, make_dial

pytestmark = [pytest.mark.django_db(transaction=True)]
BOTH = ("email:marketing", "second:marketing")
SAID = Evidence("Less", "test", "customer")


class Second(Email):
    """Mail under another key: a second channel with a real other side."""

    key = "second"


@pytest.fixture(autouse=True)
def second(monkeypatch: Any) -> None:
    monkeypatch.setitem(ADAPTERS, "second", Second())


def content(subject: str, channel: str = "email") -> int:
    known = Content.objects.filter(subject=subject, channel=channel).first()
    return (known or make_content(subject=subject, channel=channel)).pk


def draft(customer: Customer, *, otherwise: str = "defer", **fields: Any) -> Draft:
    now = timezone.now()
    base = {"content_id": content("First"), "cause": "flight:1", "due_at": now}
    base |= {"channel": "email", "purpose": "marketing", "topic": "offers"}
    return Draft(customer.pk, otherwise=otherwise, **{**base, **fields})


def elsewhere(customer: Customer, **fields: Any) -> Draft:
    other = content("Second", channel="second")
    return draft(customer, otherwise="channel:second", other_content_id=other, **fields)


def queue(*drafts: Draft) -> dict[str, int]:
    return outbox.queue(drafts, now=timezone.now())


def send_all() -> int:
    return dispatch.send_range(Lane.BULK, 0, 2**60)


def spend(customer: Customer, *, channel: str = "email", ago: timedelta = timedelta(hours=1)) -> None:
    Touch.objects.create(
        customer_id=customer.pk, channel=channel, topic="offers", purpose="marketing", state="spent",
        actor="earlier", touched_at=timezone.now() - ago,
    )  # fmt: skip


def states(customer: Customer) -> dict[str, tuple[str, str]]:
    found = Message.objects.filter(customer=customer).values_list("channel", "state", "reason")
    return {channel: (state, reason) for channel, state, reason in found}


def silences(customer: Customer) -> list[str]:
    lines = Interaction.objects.filter(customer_id=customer.pk, kind="message_refused").order_by("id")
    return list(lines.values_list("summary", flat=True))


@pytest.mark.parametrize(
    ("otherwise", "other_content_id"),
    [("sometimes", None), ("channel:", 1), ("channel:email", 1), ("channel:second", None), ("", None)],
)
def test_a_policy_that_cannot_be_carried_out_is_refused(otherwise: str, other_content_id: int | None) -> None:
    with pytest.raises(policies.BadPolicy):
        queue(draft(make_customer(), otherwise=otherwise, other_content_id=other_content_id))
    assert not Message.objects.exists()


def test_what_is_not_worth_waiting_for_is_dropped_when_it_is_planned_and_says_why() -> None:
    customer = make_customer()
    make_dial(customer, 7)
    spend(customer)
    assert queue(draft(customer, otherwise="drop")) == {"refused": 1}
    assert states(customer) == {"email": ("refused", "dial_full")}
    assert silences(customer) == ["The dial is full"]


def test_what_is_not_worth_waiting_for_is_dropped_when_its_turn_comes(mail_sink: Running) -> None:
    customer = make_customer()
    make_dial(customer, 7)
    queue(draft(customer, otherwise="drop"))
    spend(customer)
    assert send_all() == 0
    assert states(customer) == {"email": ("refused", "dial_full")}
    assert silences(customer) == ["The dial is full"]


def test_turning_a_dial_down_drops_at_once_what_would_not_wait(mail_sink: Running) -> None:
    customer = make_customer()
    spend(customer, ago=timedelta(days=2))
    queue(draft(customer, otherwise="drop"), draft(customer, cause="flight:2"))
    wishes.turn_dial(customer.pk, 4, evidence=SAID, now=timezone.now())
    found = dict(Message.objects.values_list("otherwise", "state"))
    assert found == {"drop": "cancelled", "defer": "queued"}


@pytest.mark.parametrize("has_consent", [False, True])
def test_another_channel_takes_over_what_is_refused_or_would_wait(
    has_consent: bool, mail_sink: Running
) -> None:
    customer = make_customer(consents=BOTH if has_consent else BOTH[1:])
    make_dial(customer, 7, channel="email")
    spend(customer)
    assert queue(elsewhere(customer)) == {"refused": 1}
    reason, words = (
        ("dial_full", "The dial is full") if has_consent else ("no_consent", "Never agreed to this")
    )
    assert states(customer) == {"email": ("refused", reason), "second": ("queued", "")}
    assert silences(customer) == [f"{words}; sent by second instead"]
    assert send_all() == 1
    assert states(customer)["second"] == ("accepted", "")
    assert len(mail_sink.arrivals()) == 1


def test_another_channel_takes_over_when_the_first_one_s_turn_comes(mail_sink: Running) -> None:
    customer = make_customer(consents=BOTH)
    make_dial(customer, 7, channel="email")
    queue(elsewhere(customer))
    spend(customer)
    assert send_all() == 1
    assert states(customer) == {"email": ("refused", "dial_full"), "second": ("accepted", "")}
    assert silences(customer) == ["The dial is full; sent by second instead"]
    assert len(mail_sink.arrivals()) == 1


def test_where_the_other_channel_refuses_too_the_first_one_waits() -> None:
    customer = make_customer()
    make_dial(customer, 7)
    spend(customer)
    assert queue(elsewhere(customer)) == {"deferred": 1}
    assert states(customer) == {"email": ("deferred", "dial_full"), "second": ("refused", "no_consent")}
    assert silences(customer) == ["Never agreed to this"]


@pytest.mark.parametrize("is_begun", [False, True])
def test_what_both_channels_refuse_is_told_in_one_go(
    mail_sink: Running, monkeypatch: pytest.MonkeyPatch, is_begun: bool
) -> None:
    """Two records in one transaction could hold what another's waits for, and wait for what it holds."""
    customers = [make_customer(email=f"{name}@example.org") for name in ("ana", "eva")]
    if is_begun:
        queue(*map(elsewhere, customers))
    Consent.objects.all().delete()
    record = Mock(wraps=history.record)
    monkeypatch.setattr(history, "record", record)
    if is_begun:
        assert send_all() == 0
    else:
        queue(*map(elsewhere, customers))
    assert set(Message.objects.values_list("channel", "state")) == {
        ("email", "refused"),
        ("second", "refused"),
    }
    ((entries,),) = [call.args for call in record.call_args_list]
    assert len(entries) == Interaction.objects.filter(kind="message_refused").count() == 4


def test_it_never_comes_back_from_the_other_channel(mail_sink: Running) -> None:
    customer = make_customer(consents=BOTH)
    make_dial(customer, 7, channel="email")
    make_dial(customer, 7, channel="second")
    spend(customer)
    spend(customer, channel="second")
    for _ in range(3):
        queue(elsewhere(customer))
        Message.objects.filter(state="deferred").update(due_at=timezone.now())
        send_all()
    assert states(customer) == {"email": ("refused", "dial_full"), "second": ("deferred", "dial_full")}
    assert not mail_sink.arrivals()


def test_asking_again_does_not_say_it_on_the_other_channel_too(mail_sink: Running) -> None:
    customer = make_customer(consents=BOTH)
    make_dial(customer, 7, channel="email")
    queue(elsewhere(customer))
    assert send_all() == 1
    assert queue(elsewhere(customer)) == {}
    assert states(customer) == {"email": ("accepted", "")}


def test_the_other_channel_keeps_the_hour_it_was_planned_for() -> None:
    customer = make_customer(consents=BOTH[1:])
    due_at = timezone.now() + timedelta(days=3)
    queue(elsewhere(customer, due_at=due_at, step=2))
    second = Message.objects.get(channel="second")
    assert (second.due_at, second.step, second.cause) == (due_at, 2, "flight:1")


def test_bulk_mail_is_spread_over_the_minutes_after_quiet_hours() -> None:
    """Each customer always has the same place, so that no two openings treat them differently."""
    QuietHours.objects.create(starts=time(20), ends=time(8), weekdays=[1, 2, 3, 4, 5, 6, 7])
    night, opening = datetime(2026, 11, 16, 23, tzinfo=UTC), datetime(2026, 11, 17, 7, tzinfo=UTC)
    crowd = [make_customer(f"Customer {n}") for n in range(120)]
    for cause in ("flight:1", "flight:2"):
        drafts = [draft(each, cause=cause, due_at=night) for each in crowd]
        outbox.queue(drafts, now=night)
    due = Message.objects.order_by("customer_id").values_list("cause", "due_at")
    first, again = ([at for cause, at in due if cause == each] for each in ("flight:1", "flight:2"))
    assert first == again
    minutes = [(at - opening) / timedelta(minutes=1) for at in first]
    assert all(0 <= each < 15 for each in minutes)
    assert all(sum(low <= each < low + 3 for each in minutes) >= 12 for low in range(0, 15, 3))


def test_spreading_never_makes_a_message_late_and_leaves_service_alone() -> None:
    QuietHours.objects.create(
        purpose="service", starts=time(20), ends=time(8), weekdays=[1, 2, 3, 4, 5, 6, 7]
    )
    QuietHours.objects.create(starts=time(20), ends=time(8), weekdays=[1, 2, 3, 4, 5, 6, 7])
    night, opening = datetime(2026, 11, 16, 23, tzinfo=UTC), datetime(2026, 11, 17, 7, tzinfo=UTC)
    crowd = [make_customer(f"Customer {n}") for n in range(20)]
    late = opening + timedelta(minutes=2)
    for each in crowd:
        offer = draft(each, due_at=night, not_after=late)
        notice = draft(each, due_at=night, purpose="service", cause="order")
        outbox.queue([offer, notice], now=night)
    assert max(Message.objects.filter(purpose="marketing").values_list("due_at", flat=True)) <= late
    assert set(Message.objects.filter(purpose="service").values_list("due_at", flat=True)) == {opening}


def test_a_message_remembers_what_let_it_through(mail_sink: Running) -> None:
    tight, free = make_customer("Tight"), make_customer("Free")
    make_dial(tight, 8)
    make_dial(tight, 6, channel="email", topic="offers")
    queue(draft(tight), draft(free))
    assert send_all() == 2
    kept = dict(Message.objects.values_list("customer_id", "allowed_by"))
    assert kept == {tight.pk: "dial:email:offers:6", free.pk: "consent:email:marketing:"}
