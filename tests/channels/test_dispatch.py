"""From queue to the wire and back, judged by what the sink received."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import sleep
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.sink import Running
from channels import claims, dispatch, mime, outbox, sweep, wishes
from channels.models import Hold, Lane, Lease, Message, Provider
from channels.outbox import Draft
from customers.consent import Evidence
from customers.models import Customer, Interaction, Profile, Suppression, Touch
from tests.makers import make_content, make_customer, make_dial, make_topic
from tests.races import wait_until_somebody_waits

pytestmark = [pytest.mark.django_db(transaction=True)]
SAID = Evidence("Stop", "test", "customer")


def draft(customer: Customer, content_id: int, **fields: Any) -> Draft:
    base = {
        "channel": "email",
        "content_id": content_id,
        "purpose": "marketing",
        "topic": "offers",
        "cause": "flight:1",
        "due_at": timezone.now(),
    }
    return Draft(customer.pk, **{**base, **fields})


def queue(*drafts: Draft) -> Counter[str]:
    return outbox.queue(drafts, now=timezone.now())


def send_all(lane: int = Lane.BULK) -> int:
    return dispatch.send_range(lane, 0, 2**60)


def recipients(sink: Running) -> list[str]:
    return sorted(arrival.recipient for arrival in sink.arrivals())


def state_of(customer: Customer) -> str:
    return Message.objects.get(customer=customer).state


def later(**ago: float) -> datetime:
    return timezone.now() + timedelta(**ago)


def test_a_queued_message_arrives_and_everything_says_so(mail_sink: Running) -> None:
    make_topic()
    customer = make_customer("Ana Petrović", email="ana@example.org")
    assert queue(draft(customer, make_content().pk)) == {"queued": 1}
    assert send_all() == 1
    (arrival,) = mail_sink.arrivals()
    assert arrival.recipient == "ana@example.org"
    message = Message.objects.get()
    assert (message.state, message.attempts, message.context["customer"]["first_name"]) == (
        "accepted",
        1,
        "Ana",
    )
    assert Touch.objects.get().state == "spent"
    line = Interaction.objects.get()
    assert (line.kind, line.summary, line.message_id) == ("message_accepted", "A word for Ana", message.pk)
    assert Profile.objects.get().messages == 1
    assert not Lease.objects.exists(), "given back with the results"


def test_the_numbers_of_one_plan_are_in_a_row_whoever_draws_meanwhile() -> None:
    people, content = [make_customer() for _ in range(3)], make_content()
    drafts = [draft(each, content.pk) for each in people]

    def plan() -> None:
        try:
            queue(*drafts)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            queue(drafts[1])
            planned = pool.submit(plan)
            wait_until_somebody_waits()  # for our second, with the first of theirs written
            queue(draft(make_customer(), content.pk))
            transaction.set_rollback(True)
        planned.result()
    numbers = Message.objects.filter(customer__in=people).order_by("customer").values_list("pk", flat=True)
    assert list(numbers) == list(range(numbers[0], numbers[0] + 3))


@pytest.mark.parametrize(("otherwise", "looks"), [("defer", 1), ("digest", 2)])
def test_a_range_is_looked_through_again_only_where_more_may_come_up(
    mail_sink: Running, monkeypatch: pytest.MonkeyPatch, otherwise: str, looks: int
) -> None:
    queue(draft(make_customer(email="ana@example.org"), make_content().pk, otherwise=otherwise))
    number, due, looked = Message.objects.get().pk, claims.due, Mock()

    def look(*where: Any, **when: Any) -> list[claims.Due]:
        looked()
        return due(*where, **when)

    monkeypatch.setattr(claims, "due", look)
    assert dispatch.send_range(Lane.BULK, number, number) == 1
    assert looked.call_count == looks


def test_asking_twice_sends_once(mail_sink: Running) -> None:
    customer, content = make_customer(), make_content()
    queue(draft(customer, content.pk))
    assert queue(draft(customer, content.pk)) == {}
    assert send_all() == 1
    assert send_all() == 0
    assert len(recipients(mail_sink)) == 1


def test_refusals_are_kept_with_their_reason_and_told_as_silence(mail_sink: Running) -> None:
    customer = make_customer(consents=())
    assert queue(draft(customer, make_content().pk)) == {"refused": 1}
    assert Message.objects.get().reason == "no_consent"
    silence = Interaction.objects.get()
    assert (silence.kind, silence.summary) == ("message_refused", "Never agreed to this")
    assert send_all() == 0
    assert recipients(mail_sink) == []


def test_holdouts_are_rows_and_never_sent(mail_sink: Running) -> None:
    assert queue(draft(make_customer(), make_content().pk, is_held=True)) == {"held": 1}
    assert send_all() == 0
    assert not Interaction.objects.exists()


def test_a_dial_closed_after_queueing_withholds_the_message(mail_sink: Running) -> None:
    customer = make_customer()
    queue(draft(customer, make_content().pk))
    wishes.turn_dial(customer.pk, 0, topic="offers", evidence=SAID, now=timezone.now())
    message = Message.objects.get()
    assert (message.state, message.reason) == ("cancelled", "dial_closed")
    assert send_all() == 0
    assert recipients(mail_sink) == []


def test_an_opt_out_while_a_worker_has_it_in_hand_is_obeyed(mail_sink: Running, monkeypatch: Any) -> None:
    """The customer says stop while the worker is rendering."""
    customer, other = make_customer(), make_customer("Jakob Winter")
    content = make_content()
    queue(draft(customer, content.pk), draft(other, content.pk))
    render = dispatch.rendering.render

    def and_meanwhile(*arguments: Any) -> Any:
        wishes.unsubscribe(Message.objects.get(customer=customer).pk, SAID, now=timezone.now())
        return render(*arguments)

    monkeypatch.setattr(dispatch.rendering, "render", and_meanwhile)
    assert send_all() == 1
    assert recipients(mail_sink) == [other.contact_points.get().address]
    assert state_of(customer) == "cancelled"
    assert not Touch.objects.filter(customer_id=customer.pk).exclude(state="returned").exists()


def test_a_held_cause_waits_and_a_released_one_goes(mail_sink: Running) -> None:
    customer = make_customer()
    queue(draft(customer, make_content().pk))
    outbox.hold("flight:1", now=timezone.now(), reason="paused by test")
    assert send_all() == 0
    outbox.release("flight:1")
    assert not Hold.objects.exists()
    assert send_all() == 1


def test_a_cancelled_cause_gives_its_allowance_back(mail_sink: Running) -> None:
    customer = make_customer()
    make_dial(customer, 7)
    queue(draft(customer, make_content().pk))
    assert outbox.cancel("flight:1", reason="stopped by test", now=timezone.now()) == 1
    assert send_all() == 0
    assert queue(draft(customer, make_content(subject="Another").pk, cause="flight:2")) == {"queued": 1}
    assert send_all() == 1


def test_refused_bounced_and_deferred_recipients_do_not_spoil_the_batch(mail_sink: Running) -> None:
    content = make_content()
    gone = make_customer("Gone", email="refuse-gone@example.org")
    busy = make_customer("Busy", email="defer-busy@example.org")
    fine = [make_customer(f"Fine {n}", email=f"fine{n}@example.org") for n in range(5)]
    queue(*(draft(customer, content.pk) for customer in (gone, busy, *fine)))
    assert send_all() == 5
    assert recipients(mail_sink) == sorted(f"fine{n}@example.org" for n in range(5))
    assert state_of(gone) in ("bounced", "failed")
    deferred = Message.objects.get(customer=busy)
    assert deferred.state == "deferred"
    assert deferred.due_at > later(seconds=50)
    states = dict(Touch.objects.values_list("customer_id", "state"))
    assert (states[gone.pk], states[busy.pk]) == ("returned", "spent")


def test_an_address_that_does_not_exist_is_barred(mail_sink: Running) -> None:
    customer = make_customer(email="refuse-gone@example.org")
    queue(draft(customer, make_content().pk))
    send_all()
    assert state_of(customer) == "bounced"
    assert Suppression.objects.get().reason == "invalid"
    assert Interaction.objects.filter(kind="message_bounced").count() == 1


def test_a_header_injected_through_a_name_reaches_nobody(mail_sink: Running) -> None:
    evil = make_customer("Eve\r\nBcc: everybody@example.org", email="eve@example.org")
    fine = make_customer("Fine", email="fine@example.org")
    content = make_content(subject="For {{ customer.name }}")
    queue(draft(evil, content.pk), draft(fine, content.pk))
    send_all()
    assert set(recipients(mail_sink)) <= {"eve@example.org", "fine@example.org"}
    assert "fine@example.org" in recipients(mail_sink)


def test_a_worker_that_dies_before_the_wire_leaves_nothing_to_put_right(
    mail_sink: Running, monkeypatch: Any
) -> None:
    queue(draft(make_customer(), make_content().pk))
    monkeypatch.setattr(dispatch.rendering, "render", _die)
    with pytest.raises(KeyboardInterrupt):
        send_all()
    monkeypatch.undo()
    assert send_all() == 1
    assert len(recipients(mail_sink)) == 1


def test_what_died_on_the_wire_is_tried_once_more_under_the_same_message_id(
    mail_sink: Running, monkeypatch: Any
) -> None:
    queue(draft(make_customer(), make_content().pk))
    monkeypatch.setattr(dispatch, "settle", _die)
    with pytest.raises(KeyboardInterrupt):
        send_all()
    monkeypatch.undo()
    assert Message.objects.get().state == "attempting"
    assert sweep.sweep(now=later(seconds=31))["unknown"] == 1
    Message.objects.update(due_at=timezone.now())
    assert send_all() == 1
    message = Message.objects.get()
    assert (message.state, message.crashes, message.is_repeat) == ("accepted", 1, True)
    assert len({arrival.message_id for arrival in mail_sink.arrivals()}) == 1


def test_a_message_that_kills_three_workers_is_set_aside(mail_sink: Running, monkeypatch: Any) -> None:
    queue(draft(make_customer(), make_content().pk))
    monkeypatch.setattr(dispatch, "settle", _die)
    for _ in range(3):
        Message.objects.update(due_at=timezone.now())
        with pytest.raises(KeyboardInterrupt):
            send_all()
        sweep.sweep(now=later(seconds=31))
    assert Message.objects.get().state == "quarantined"
    assert send_all() == 0


def test_what_is_too_late_expires_and_gives_its_allowance_back(mail_sink: Running) -> None:
    customer = make_customer()
    queue(draft(customer, make_content().pk, not_after=later(hours=1)))
    assert sweep.sweep(now=later(hours=2))["expired"] == 1
    assert state_of(customer) == "expired"
    assert send_all() == 0


def test_a_sweep_goes_over_no_more_than_it_has_to(mail_sink: Running) -> None:
    customer, content = make_customer(), make_content().pk
    queue(*(draft(customer, content, cause=f"flight:{n}", not_after=later(days=1)) for n in range(500)))
    Message.objects.filter(cause="flight:7").update(state="attempting", due_at=None, lease_token=7)
    number = Message.objects.get(cause="flight:7").pk
    Lease.objects.create(token=7, low=number, high=number, until_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE channels_message")
    with CaptureQueriesContext(connection) as asked:
        assert sweep.sweep(now=later(seconds=1))["unknown"] == 1
    questions = [each["sql"] for each in asked if "UPDATE channels_message" in each["sql"]]
    used = ["channels_message_pkey", "message_expiry"]
    for question, index in zip(questions, used, strict=True):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {question}")
            plan = str(cursor.fetchall())
            assert f"Index Scan using {index}" in plan and "Seq Scan on channels_message" not in plan


def test_what_was_perhaps_sent_and_is_too_late_leaves_no_room_to_others(
    mail_sink: Running,
) -> None:
    customer, content = make_customer(), make_content().pk
    make_dial(customer, 4)  # 1 a week
    queue(draft(customer, content, cause="first"), draft(customer, content, cause="second"))
    first = Message.objects.get(cause="first")
    Message.objects.filter(pk=first.pk).update(state="unknown", not_after=later(days=-1))
    Touch.objects.create(
        customer_id=customer.pk, channel="email", topic="offers", purpose="marketing", state="spent",
        actor="first", message_id=first.pk, touched_at=later(days=-1),
    )  # fmt: skip
    assert send_all() == 0 and recipients(mail_sink) == []
    states = Message.objects.order_by("pk").values_list("state", "reason")
    assert list(states) == [("quarantined", "expired"), ("deferred", "dial_full")]


def test_a_server_that_is_down_trips_the_breaker_and_loses_nothing(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    customer = make_customer()
    queue(draft(customer, make_content().pk))
    for _ in range(5):
        assert send_all() == 0
    assert Provider.objects.get().failures == 3
    message = Message.objects.get()
    assert (message.state, message.attempts) == ("queued", 0)


def test_mails_that_take_long_to_build_all_go_and_nobody_else_is_blamed(
    mail_sink: Running, monkeypatch: Any
) -> None:
    content = make_content()
    queue(*(draft(make_customer(f"P{n}", email=f"p{n}@example.org"), content.pk) for n in range(12)))
    build = mime.build
    monkeypatch.setattr(mime, "build", lambda *given, **also: sleep(0.2) or build(*given, **also))
    for _ in range(12):
        send_all()
    assert recipients(mail_sink) == sorted(f"p{n}@example.org" for n in range(12))
    assert not Provider.objects.exclude(failures=0, last_error="").exists()


def test_without_a_way_out_messages_wait(settings: Any) -> None:
    settings.EMAIL_URL = ""
    customer = make_customer()
    queue(draft(customer, make_content().pk))
    assert send_all() == 0
    assert state_of(customer) == "queued"


def test_a_broken_merge_fails_alone(mail_sink: Running) -> None:
    one, other = make_customer("One"), make_customer("Two")
    broken = make_content(text="{% for n in (1..900000000) %}x{% endfor %}")
    queue(draft(one, broken.pk), draft(other, make_content(subject="Fine").pk))
    assert send_all() == 1
    assert state_of(one) == "failed"
    assert "loop" in Message.objects.get(customer=one).reason.lower()


def test_a_broken_merge_gives_back_what_an_earlier_attempt_had_spent(mail_sink: Running) -> None:
    customer = make_customer()
    queue(draft(customer, make_content(text="{% for n in (1..900000000) %}x{% endfor %}").pk))
    message = Message.objects.get()
    Touch.objects.create(
        customer_id=customer.pk, channel="email", topic="offers", purpose="marketing", state="spent",
        actor="flight:1", message_id=message.pk, touched_at=timezone.now(),
    )  # fmt: skip
    assert send_all() == 0
    assert state_of(customer) == "failed"
    assert Touch.objects.get().state == "returned"


def test_one_customer_gets_no_more_than_the_dial_says_within_one_batch(mail_sink: Running) -> None:
    customer = make_customer()
    make_dial(customer, 6)
    content = make_content()
    queue(*(draft(customer, content.pk, cause=f"flight:{n}") for n in range(10)))
    assert send_all() == 3
    assert len(recipients(mail_sink)) == 3
    assert Message.objects.filter(state="deferred", reason="dial_full").count() == 7


def _die(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt
