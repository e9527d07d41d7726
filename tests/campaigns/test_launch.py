"""Launching, pausing, going on and stopping: what is frozen, what is refused, what is held."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from campaigns import flights, launch
from campaigns.launch import CannotLaunch, CannotMove
from campaigns.models import Campaign, Flight
from channels.models import Hold, Message
from customers.models import Customer, Touch
from tests.campaigns.makers import make_campaign
from tests.makers import DAY, NOW, make_customer, make_dial

pytestmark = pytest.mark.django_db
BY = "staff:marketer"


def launched(**fields: Any) -> Flight:
    return launch.launch(make_campaign(**fields), by=BY, now=NOW)


def plan(flight: Flight) -> None:
    for chunk in flight.chunks.order_by("pk"):
        flights.plan_chunk(chunk.pk, now=NOW)
    flight.refresh_from_db()


def states(flight: Flight) -> dict[str, int]:
    found = [state for (state,) in Message.objects.filter(cause=flight.cause).values_list("state")]
    return {state: found.count(state) for state in set(found)}


def test_a_flight_keeps_to_what_was_true_at_launch() -> None:
    anna = make_customer("Anna")
    flight = launched(versions=("A", "B"), holdout=0.0, schedule={"not_after_hours": 3})
    late = make_customer("Late")
    Campaign.objects.update(audience={"attribute": "name", "known": False}, holdout=1.0, topic="else")
    flight.campaign.versions.update(subject="Changed", weight=0)
    plan(flight)
    (message,) = Message.objects.filter(cause=flight.cause)
    assert (message.customer_id, message.topic, message.state) == (anna.pk, "offers", "queued")
    assert message.content is not None
    assert message.content.subject == "A word for {{ customer.first_name }}"
    assert message.not_after == flight.not_after == NOW + timedelta(hours=3)
    assert (flight.launched_by, flight.state) == (BY, Flight.State.SENDING)
    assert not Message.objects.filter(customer=late).exists()


@pytest.mark.parametrize(("otherwise", "state"), [("defer", "deferred"), ("drop", "refused")])
def test_who_cannot_be_written_to_now_waits_or_is_left_as_the_campaign_says(
    otherwise: str, state: str
) -> None:
    anna = make_customer("Anna")
    make_dial(anna, 4)
    spent = {"channel": "email", "topic": "offers", "purpose": "marketing", "state": "spent", "actor": "test"}
    Touch.objects.create(customer_id=anna.pk, touched_at=NOW - DAY, **spent)
    flight = launched(otherwise=otherwise)
    Campaign.objects.update(otherwise="digest")
    plan(flight)
    assert states(flight) == {state: 1}


def test_a_message_is_worth_sending_for_a_week_where_nothing_else_is_said() -> None:
    make_customer("Anna")
    assert launched().not_after == NOW + 7 * DAY


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"audience": {}}, "audience: must be a rule"),
        ({"audience": {"fact": "shoe_size", "is": 3}}, "there is no field 'shoe_size'"),
        ({"audience": {"attribute": "country", "is": "XX"}}, "Nobody is in the audience"),
        ({"sender": "nobody"}, "sender: The sender must be"),
        ({"versions": ()}, "There is no version"),
    ],
    ids=str,
)
def test_what_is_not_fit_to_go_out_is_refused_with_words(fields: dict[str, Any], words: str) -> None:
    make_customer("Anna")
    with pytest.raises(CannotLaunch) as refusal:
        launched(**fields)
    assert words in str(refusal.value)
    assert not Flight.objects.exists()


def test_a_version_with_broken_words_keeps_the_campaign_on_the_ground() -> None:
    make_customer("Anna")
    campaign = make_campaign(versions=("A", "B"))
    campaign.versions.filter(name="B").update(html="{{ customer.name")
    with pytest.raises(CannotLaunch, match="Version B, html: Line 1"):
        launch.launch(campaign, by=BY, now=NOW)


def test_a_campaign_flies_once_at_a_time_and_again_when_it_has_ended() -> None:
    make_customer("Anna")
    first = launched()
    with pytest.raises(CannotLaunch, match="running already"):
        launch.launch(first.campaign, by=BY, now=NOW)
    launch.stop(first, by=BY, now=NOW)
    second = launch.launch(first.campaign, by=BY, now=NOW)
    assert second.pk != first.pk
    assert launch.latest_flight(first.campaign) == second


def test_ranges_hold_as_many_customers_each_whatever_gaps_their_numbers_have(monkeypatch: Any) -> None:
    monkeypatch.setattr(launch, "CHUNK_CUSTOMERS", 2)
    for number in (10, 11, 12, 5_000_000_000, 5_000_000_001):
        Customer.objects.create(pk=number, name="Anna")
    Customer.objects.create(pk=13, erased_at=NOW)
    ranges = [(chunk.low, chunk.high) for chunk in launched().chunks.order_by("pk")]
    assert ranges == [(10, 11), (12, 5_000_000_000), (5_000_000_001, 5_000_000_001)]


def test_launching_tells_the_workers_only_after_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    make_customer("Anna")
    with django_capture_on_commit_callbacks() as callbacks:
        flight = launched()
        assert flight.chunks.get().rung_at is None
    for callback in callbacks:
        callback()
    assert flight.chunks.get().rung_at == NOW


@pytest.fixture
def broker_that_is_down() -> Iterator[None]:
    """Connections are pooled: without a pool of its own it rings the live one, or others the dead one."""
    from hub.celery import app

    with app.connection_for_write() as there:
        url = there.as_uri(include_password=True)
    app.conf.broker_write_url, app.amqp._producer_pool = "redis://127.0.0.1:9/0", None
    yield
    app.conf.broker_write_url, app.amqp._producer_pool = url, None


def test_launching_works_while_the_broker_is_down(
    broker_that_is_down: None, django_capture_on_commit_callbacks: Any, caplog: Any, monkeypatch: Any
) -> None:
    make_customer("Anna")
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda seconds: pytest.fail("it waits"))
    with django_capture_on_commit_callbacks(execute=True):
        assert launched().state == Flight.State.PLANNING
    assert "Ranges could not be rung for" in caplog.text


def test_a_paused_flight_holds_everything_back_and_goes_on_with_the_rest(monkeypatch: Any) -> None:
    monkeypatch.setattr(launch, "CHUNK_CUSTOMERS", 1)
    make_customer("Anna")
    make_customer("Ben")
    flight = launched()
    first, second = flight.chunks.order_by("pk")
    flights.plan_chunk(first.pk, now=NOW)
    launch.pause(flight, by=BY, now=NOW)
    assert flight.state == Flight.State.PAUSED
    assert Hold.objects.get().cause == flight.cause
    assert flights.plan_chunk(second.pk, now=NOW) == {}
    assert flights.waiting_chunks(now=NOW) == []
    launch.resume(flight, by=BY, now=NOW)
    assert flight.state == Flight.State.PLANNING
    assert not Hold.objects.exists()
    assert flights.plan_chunk(second.pk, now=NOW) == {"queued": 1}
    flight.refresh_from_db()
    launch.pause(flight, by=BY, now=NOW)
    launch.resume(flight, by=BY, now=NOW)
    assert flight.state == Flight.State.SENDING
    assert states(flight) == {"queued": 2}


def test_a_stopped_flight_calls_off_what_has_not_begun_for_good(monkeypatch: Any) -> None:
    monkeypatch.setattr(launch, "CHUNK_CUSTOMERS", 1)
    make_customer("Anna")
    make_customer("Ben")
    flight = launched()
    first, second = flight.chunks.order_by("pk")
    flights.plan_chunk(first.pk, now=NOW)
    launch.stop(flight, by=BY, now=NOW)
    assert (flight.state, flight.ended_at) == (Flight.State.STOPPED, NOW)
    assert states(flight) == {"cancelled": 1}
    assert flights.plan_chunk(second.pk, now=NOW) == {}
    assert not Hold.objects.exists()


def test_stopping_keeps_the_hold_while_something_is_on_the_wire_and_calls_it_off_when_it_comes_back() -> None:
    make_customer("Anna")
    flight = launched()
    plan(flight)
    on_the_wire = Message.objects.filter(cause=flight.cause)
    on_the_wire.update(state="attempting", due_at=None)
    launch.stop(flight, by=BY, now=NOW)
    assert flight.ended_at is None
    assert Hold.objects.filter(cause=flight.cause).exists()
    on_the_wire.update(state="deferred", due_at=NOW + timedelta(minutes=1))
    flights.settle_finished(now=NOW + timedelta(seconds=2))
    flight.refresh_from_db()
    assert states(flight) == {"cancelled": 1}
    assert flight.ended_at == NOW + timedelta(seconds=2)
    assert not Hold.objects.exists()


def test_what_was_perhaps_sent_is_never_sent_again_by_a_stopped_flight() -> None:
    make_customer("Anna")
    flight = launched()
    plan(flight)
    Message.objects.filter(cause=flight.cause).update(state="unknown", due_at=NOW)
    launch.stop(flight, by=BY, now=NOW)
    flights.settle_finished(now=NOW)
    assert flight.ended_at == NOW
    assert states(flight) == {"unknown": 1}
    assert Hold.objects.filter(cause=flight.cause).exists()


@pytest.mark.parametrize(
    ("done", "then"),
    [("stop", "pause"), ("stop", "resume"), ("stop", "stop"), ("pause", "pause"), ("resume", None)],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(done: str, then: str | None) -> None:
    make_customer("Anna")
    flight = launched()
    moves = [move for move in (done, then) if move]
    for move in moves[:-1]:
        getattr(launch, move)(flight, by=BY, now=NOW)
    before = (flight.state, list(Hold.objects.values_list("cause", "reason")))
    with pytest.raises(CannotMove, match="It cannot be "):
        getattr(launch, moves[-1])(flight, by=BY, now=NOW)
    flight.refresh_from_db()
    assert (flight.state, list(Hold.objects.values_list("cause", "reason"))) == before
