"""A campaign from launch to funnel over a real SMTP sink, carried by the tasks that Celery would call."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from bench import sink
from campaigns import launch, tasks
from campaigns.models import Flight
from channels import dispatch
from channels.models import Lane
from hub.analytics.funnel import funnel
from tests.campaigns.makers import make_campaign
from tests.makers import make_customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail_sink(tmp_path: Path, settings: Any) -> Iterator[sink.Running]:
    with sink.running(tmp_path) as running:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}"
        yield running


def carry_out(flight: Flight) -> None:
    """Do what the workers do when they are rung for, and the ticks after it."""
    for chunk in flight.chunks.order_by("pk"):
        tasks.plan(chunk.pk)
    dispatch.send_range(Lane.BULK, 0, 2**60)
    tasks.plan_waiting()
    flight.refresh_from_db()


def test_as_many_people_get_mail_as_the_funnel_says_each_their_own(
    mail_sink: sink.Running, monkeypatch: Any
) -> None:
    monkeypatch.setattr(launch, "CHUNK_CUSTOMERS", 40)
    for number in range(1, 101):
        make_customer(f"Person{number} Test", email=f"person{number}@example.org", pk=number)
    for number in range(101, 106):
        make_customer(f"Silent{number}", email=f"silent{number}@example.org", consents=(), pk=number)
    campaign = make_campaign(versions=("A", "B"), holdout=0.2)
    flight = launch.launch(campaign, by="staff:marketer", now=timezone.now())
    carry_out(flight)
    counted = funnel(flight)
    arrived = [arrival.recipient for arrival in mail_sink.arrivals()]
    assert flight.state == Flight.State.ENDED
    assert counted.total.planned == 105
    assert len(arrived) == len(set(arrived)) == counted.total.accepted > 0
    assert counted.total.refused_by_reason.keys() == {"no_consent"}
    assert counted.total.outcomes["held"] == 105 - len(arrived) - counted.total.outcomes["refused"]
    assert all(version.accepted for version in counted.versions)
    assert mail_sink.report()["bodies"] == len(arrived)


def test_a_paused_flight_sends_nothing_until_it_goes_on(mail_sink: sink.Running) -> None:
    make_customer("Anna Huber", email="anna@example.org")
    flight = launch.launch(make_campaign(), by="staff:marketer", now=timezone.now())
    tasks.plan(flight.chunks.get().pk)
    launch.pause(flight, by="staff:marketer", now=timezone.now())
    carry_out(flight)
    assert mail_sink.arrivals() == []
    assert flight.state == Flight.State.PAUSED
    launch.resume(flight, by="staff:marketer", now=timezone.now())
    carry_out(flight)
    assert [arrival.recipient for arrival in mail_sink.arrivals()] == ["anna@example.org"]
    assert flight.state == Flight.State.ENDED
