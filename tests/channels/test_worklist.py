"""Calls and branch tasks, from the outbox to their outcome: who may take what, and what it moves."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from channels import dispatch, outbox, wishes, worklist
from channels.byhand import WorkItem
from channels.models import Content, Message
from channels.outbox import Draft
from channels.worklist import NoTime, NotYours
from customers.consent import Evidence
from customers.models import Consent, Customer, Interaction, Profile, QuietHours, Suppression, Touch
from tests.makers import make_content, make_customer, make_dial, make_topic, share_point

pytestmark = pytest.mark.django_db(transaction=True)
ANA, BEN = "staff:ana", "staff:ben"


def now() -> datetime:
    return timezone.now()


def callee(name: str = "Margarethe Köhler", number: str = "", **fields: Any) -> Customer:
    customer = make_customer(name, consents=("call:marketing",), **fields)
    share_point(customer, number or f"+4366412{customer.pk:05d}", "phone")
    return customer


def listed(*customers: Customer, channel: str = "call", cause: str = "flight:1", **fields: Any) -> None:
    """Bring a call for each of them to the list, through the outbox."""
    make_topic()
    content = Content.objects.first() or make_content(
        channel=channel, subject="Renew for {{ customer.first_name }}", text="Shall we?", html=""
    )
    drafts = [
        Draft(each.pk, channel, content.pk, "marketing", "offers", cause, now(), **fields)
        for each in customers
    ]
    outbox.queue(drafts, now=now())
    assert dispatch.send_range(2, 0, 2**60) == len(customers)


def taken(actor: str = ANA) -> WorkItem:
    item = worklist.take_next(actor, now=now())
    assert item is not None
    return item


def outcome(item: WorkItem, kind: str, **fields: Any) -> WorkItem:
    return worklist.record(item.pk, kind, actor=ANA, **{"now": now(), **fields})


def test_a_call_is_handed_over_by_being_on_the_list_with_its_reason_and_words() -> None:
    customer = callee("Ana Petrović")
    listed(customer)
    (item,) = worklist.listed(now=now())
    assert worklist.words_of(item) == ("Renew for Ana", "Shall we?")
    assert Message.objects.get().state == "accepted"
    assert Touch.objects.get().state == "spent"
    assert dispatch.send_range(2, 0, 2**60) == 0
    assert WorkItem.objects.count() == 1


@pytest.mark.parametrize("kind", ["accepted", "declined", "asked"])
def test_an_outcome_is_a_receipt_and_a_line_of_the_history(kind: str) -> None:
    customer = callee()
    listed(customer)
    outcome(taken(), kind, words="She was friendly.", minutes=4)
    message = Message.objects.get()
    assert (message.state, bool(message.replied_at)) == ("delivered", True)
    line = Interaction.objects.get(kind="call")
    assert (line.direction, line.actor, line.message_id) == ("out", ANA, message.pk)
    assert (line.data["minutes"], line.data["text"]) == (4, "She was friendly.")
    assert Touch.objects.get().answered_at
    assert not worklist.listed(now=now()).exists()
    assert customer.loops.count() == (1 if kind == "asked" else 0)


def test_two_people_never_take_the_same_one() -> None:
    listed(callee())
    both, got = threading.Barrier(2), []

    def reach(actor: str) -> None:
        try:
            both.wait(20)
            got.append(worklist.take_next(actor, now=now()))
        finally:
            connection.close()

    threads = [threading.Thread(target=reach, args=(actor,)) for actor in (ANA, BEN)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert [item is None for item in sorted(got, key=bool)] == [True, False]


def test_what_is_in_anothers_hand_cannot_be_taken_nor_noted_until_they_let_go() -> None:
    listed(callee())
    item = taken()
    with pytest.raises(NotYours, match="Somebody else"):
        worklist.take(item.pk, BEN, now=now())
    with pytest.raises(NotYours):
        worklist.record(item.pk, "accepted", actor=BEN, now=now())
    assert worklist.take_next(BEN, now=now()) is None
    assert worklist.take(item.pk, BEN, now=now() + worklist.LEASE * 1.1).held_by == BEN
    assert worklist.put_back(item.pk, BEN)
    assert worklist.take(item.pk, ANA, now=now()).held_by == ANA


def test_an_outcome_counts_once() -> None:
    listed(callee())
    item = taken()
    outcome(item, "accepted")
    with pytest.raises(NotYours):
        outcome(item, "declined")
    assert Interaction.objects.filter(kind="call").count() == 1


def test_who_opts_out_is_off_the_list_and_gets_the_allowance_back() -> None:
    customer = callee()
    listed(customer)
    wishes.turn_dial(customer.pk, 0, channel="call", evidence=Evidence("No", "test", "customer"), now=now())
    assert Message.objects.get().state == "cancelled"
    assert Touch.objects.get().state == "returned"
    assert worklist.take_next(ANA, now=now()) is None
    assert worklist.tidy(now=now()) == 1
    assert WorkItem.objects.get().done_at


def test_the_gate_is_asked_when_somebody_takes_it() -> None:
    """A consent that is gone by another way than an opt-out, such as a merge, is seen then."""
    customer = callee()
    listed(customer)
    Consent.objects.update(is_granted=False)
    assert worklist.take_next(ANA, now=now()) is None
    assert (Message.objects.get().state, Message.objects.get().reason) == ("cancelled", "withdrawn")
    assert Interaction.objects.filter(kind="message_refused").count() == 1


def test_who_is_in_quiet_hours_comes_back_by_themselves() -> None:
    customer = callee()
    listed(customer)
    local = timezone.localtime(now())
    QuietHours.objects.create(
        purpose="marketing",
        channel="call",
        starts=(local - timedelta(hours=1)).time(),
        ends=(local + timedelta(hours=2)).time(),
        weekdays=[1, 2, 3, 4, 5, 6, 7],
    )
    assert worklist.take_next(ANA, now=now()) is None
    assert Message.objects.get().state == "accepted"
    assert now() < WorkItem.objects.get().due_at <= now() + timedelta(hours=3)


def test_a_paused_cause_hides_its_items_and_a_stopped_one_calls_them_off() -> None:
    listed(callee())
    outbox.hold("flight:1", now=now(), reason="paused")
    assert worklist.take_next(ANA, now=now()) is None
    outbox.release("flight:1")
    assert worklist.put_back(taken().pk, ANA)
    assert outbox.cancel("flight:1", reason="stopped", now=now()) == 1
    assert worklist.take_next(ANA, now=now()) is None
    assert Touch.objects.get().state == "returned"


def test_not_reached_is_tried_at_other_hours_and_given_up_after_four() -> None:
    listed(callee())
    hours, at = set(), now()
    for _ in range(worklist.MOST_TRIES):
        item = worklist.take_next(ANA, now=at)
        assert item is not None
        worklist.record(item.pk, "not_reached", actor=ANA, now=at)
        hours.add(at.hour)
        at = WorkItem.objects.get().due_at
    assert len(hours) == worklist.MOST_TRIES
    message = Message.objects.get()
    assert (message.state, message.reason) == ("expired", "not reached")
    assert Touch.objects.get().state == "spent", "it rang four times"
    assert Interaction.objects.filter(kind="call").count() == 4


def test_too_late_gives_back_what_nobody_tried() -> None:
    listed(callee(), not_after=now() + timedelta(hours=1))
    assert worklist.tidy(now=now() + timedelta(hours=2)) == 1
    assert Message.objects.get().state == "expired"
    assert Touch.objects.get().state == "returned"


def test_not_now_is_a_promise_that_goes_first_and_outlives_the_campaign() -> None:
    first, rich = callee("First"), callee("Rich")
    Profile.objects.update_or_create(customer=rich, defaults={"spent_minor": 500_000})
    listed(first, rich, not_after=now() + timedelta(hours=2))
    assert taken().message.customer == rich, "value goes before age"
    item = taken()
    with pytest.raises(NoTime):
        outcome(item, "not_now")
    tomorrow = now() + timedelta(days=1)
    outcome(item, "not_now", until=tomorrow)
    assert not worklist.listed(now=now()).filter(pk=item.pk).exists()
    worklist.tidy(now=tomorrow)
    back = worklist.take_next(BEN, now=tomorrow + timedelta(minutes=1))
    assert back is not None
    assert back.pk == item.pk
    assert Message.objects.get(customer=first).replied_at


def test_a_wrong_number_is_barred() -> None:
    customer = callee()
    listed(customer)
    outcome(taken(), "wrong_number")
    assert Message.objects.get().state == "bounced"
    assert Suppression.objects.get().reason == "invalid"


def test_no_more_calls_binds_all_who_share_the_number_and_leaves_other_channels() -> None:
    one, other = callee("One", "+43664120000"), callee("Other", "+43664120000")
    Consent.objects.create(
        customer=one, channel="sms", purpose="marketing", is_granted=True, changed_at=now()
    )
    listed(one)
    listed(other, cause="flight:2")
    item = taken()
    outcome(item, "no_more", words="Please never ring me again")
    answers = set(Consent.objects.values_list("customer__name", "channel", "is_granted"))
    assert answers == {("One", "call", False), ("Other", "call", False), ("One", "sms", True)}
    states = set(Message.objects.values_list("state", flat=True))
    assert states == {"delivered", "cancelled"}
    assert not Suppression.objects.exists()


def test_a_branch_task_needs_no_address_and_counts_in_the_dials() -> None:
    customer = make_customer(consents=())
    make_dial(customer, 4, channel="branch")
    listed(customer, channel="branch")
    item = taken()
    outcome(item, "declined")
    assert Interaction.objects.get(kind="task_done").channel == "branch"
    content = make_content(channel="branch", subject="Again", text="Again?", html="")
    again = Draft(customer.pk, "branch", content.pk, "marketing", "offers", "flight:9", now())
    assert outbox.queue([again], now=now()) == {"deferred": 1}


def test_an_item_of_one_person_is_not_taken_by_another() -> None:
    listed(callee())
    (item,) = worklist.listed(now=now())
    worklist.assign(item.pk, BEN)
    assert worklist.take_next(ANA, now=now()) is None
    assert taken(BEN).pk == item.pk
