"""Planning range by range, and knowing when a flight is over."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from campaigns import flights, launch
from campaigns.arms import HOLD_OUT, arm_of
from campaigns.models import Chunk, Flight
from channels.models import Message
from customers.models import Customer, Interaction
from tests.campaigns.makers import happen, make_campaign
from tests.makers import DAY, NOW, make_customer

BY = "staff:marketer"


def launched(**fields: Any) -> Flight:
    return launch.launch(make_campaign(**fields), by=BY, now=NOW)


def plan(flight: Flight) -> Counter[str]:
    total: Counter[str] = Counter()
    for chunk in flight.chunks.order_by("pk"):
        total += flights.plan_chunk(chunk.pk, now=NOW)
    flight.refresh_from_db()
    return total


@pytest.mark.django_db
def test_everybody_in_the_audience_gets_a_row_with_arm_state_and_reason() -> None:
    people = [make_customer(f"Anna {number}", pk=number) for number in range(1, 41)]
    silent = make_customer("Silent", consents=(), pk=41)
    make_customer("Abroad", country="DE", pk=42)
    flight = launched(versions=("A", "B"), holdout=0.25, audience={"attribute": "country", "is": "AT"})
    split = {customer.pk: arm_of("autumn", customer.pk, 0.25, [1, 1]) for customer in [*people, silent]}
    counts = plan(flight)
    rows = {row.customer_id: row for row in Message.objects.filter(cause=flight.cause)}
    assert set(rows) == set(split)
    names = {None: HOLD_OUT, 0: "A", 1: "B"}
    assert {pk: row.arm for pk, row in rows.items()} == {pk: names[arm] for pk, arm in split.items()}
    for pk, row in rows.items():
        is_held = split[pk] is None
        state = "held" if is_held else "refused" if pk == silent.pk else "queued"
        assert (row.state, row.version_id is None) == (state, is_held)
        assert (row.campaign_id, row.flight_id) == (flight.campaign_id, flight.pk)
    assert rows[silent.pk].reason == "no_consent"
    assert counts == Counter(row.state for row in rows.values())
    assert Interaction.objects.filter(kind="message_refused", customer_id=silent.pk).count() == 1
    assert flight.state == Flight.State.SENDING


@pytest.mark.django_db
def test_planning_a_range_again_adds_nothing() -> None:
    make_customer("Anna")
    flight = launched()
    assert plan(flight) == {"queued": 1}
    assert plan(flight) == {}
    Chunk.objects.update(planned_at=None)  # as if the worker had died before noting it
    Flight.objects.update(state=Flight.State.PLANNING)
    assert plan(flight) == {}
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_the_rule_is_asked_as_of_the_launch() -> None:
    anna = make_customer("Anna")
    happen(anna, "purchase", days_ago=89.5)
    flight = launched(audience={"last": "purchase", "less_than_days": 90})
    (chunk,) = flight.chunks.all()
    assert flights.plan_chunk(chunk.pk, now=NOW + 2 * DAY) == {"queued": 1}


@pytest.mark.django_db
def test_a_range_of_any_size_takes_the_same_few_statements(statements: Any) -> None:
    for number in range(60):
        make_customer(f"Anna {number}")
    flight = launched(versions=("A", "B"), holdout=0.1)
    (chunk,) = flight.chunks.all()
    with statements(24):
        flights.plan_chunk(chunk.pk, now=NOW)
    assert Message.objects.count() == 60


@pytest.mark.django_db
def test_ranges_that_nobody_heard_of_are_rung_for_again_and_not_before_time(monkeypatch: Any) -> None:
    monkeypatch.setattr(launch, "CHUNK_CUSTOMERS", 1)
    monkeypatch.setattr(flights, "MOST_RUNG", 2)
    for number in range(3):
        make_customer(f"Anna {number}")
    first, second, third = launched().chunks.order_by("pk").values_list("pk", flat=True)
    assert flights.waiting_chunks(now=NOW) == [first, second]
    assert flights.waiting_chunks(now=NOW + timedelta(seconds=5)) == []
    flights.plan_chunk(first, now=NOW)
    assert flights.waiting_chunks(now=NOW + timedelta(seconds=10)) == [third]
    assert flights.waiting_chunks(now=NOW + timedelta(seconds=21)) == [second]


@pytest.mark.django_db
def test_a_flight_ends_when_its_last_message_has_come_to_its_end() -> None:
    make_customer("Anna")
    make_customer("Ben")
    flight = launched()
    plan(flight)
    one, other = Message.objects.order_by("pk")
    for state, is_over in [
        ("queued", False),
        ("deferred", False),
        ("attempting", False),
        ("unknown", False),
        ("accepted", True),
    ]:
        Message.objects.filter(pk=other.pk).update(state="accepted")
        Message.objects.filter(pk=one.pk).update(state=state)
        assert flights.settle_finished(now=NOW) == int(is_over), state
    flight.refresh_from_db()
    assert (flight.state, flight.ended_at) == (Flight.State.ENDED, NOW)
    assert flights.settle_finished(now=NOW) == 0


@pytest.mark.django_db
def test_a_paused_flight_does_not_end_and_one_whose_worker_died_is_moved_on() -> None:
    make_customer("Anna")
    flight = launched()
    plan(flight)
    Message.objects.update(state="accepted")
    launch.pause(flight, by=BY, now=NOW)
    assert flights.settle_finished(now=NOW) == 0
    Flight.objects.update(state=Flight.State.PLANNING)  # all planned, but nobody lived to say so
    assert flights.settle_finished(now=NOW) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_range_plan_it_once(committed: Any) -> None:
    make_customer("Anna")
    (chunk,) = launched().chunks.all()
    with transaction.atomic():
        assert flights.plan_chunk(chunk.pk, now=NOW) == {"queued": 1}
        assert in_thread(lambda: flights.plan_chunk(chunk.pk, now=NOW)) == {}
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_stopping_waits_for_a_range_under_way_so_that_nothing_appears_afterwards(committed: Any) -> None:
    make_customer("Anna")
    flight = launched()
    (chunk,) = flight.chunks.all()
    stopping = threading.Thread(target=lambda: stop_elsewhere(flight))
    with transaction.atomic():
        flights.plan_chunk(chunk.pk, now=NOW)
        stopping.start()
        stopping.join(0.5)
        assert stopping.is_alive()
    stopping.join(10)
    assert Message.objects.get().state == "cancelled"


def stop_elsewhere(flight: Flight) -> None:
    launch.stop(Flight.objects.get(pk=flight.pk), by=BY, now=NOW)
    connection.close()


def in_thread(work: Any) -> Any:
    found: list[Any] = []

    def run() -> None:
        found.append(work())
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    return found[0]


@pytest.mark.django_db
def test_erased_customers_are_left_alone() -> None:
    make_customer("Anna")
    Customer.objects.filter(pk=make_customer("Ben").pk).update(erased_at=NOW)
    assert plan(launched()) == {"queued": 1}
