"""The page of all channels: what it says of each route, and what the owner may do there."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench import sink
from channels import breaker, ways
from channels.models import Provider, Pulse, Traffic
from channels.protocol import Outcome, Result
from hub.console import kept, machinery
from hub.models import SettingChange
from tests.channels.test_receipts import make_message
from tests.hub.console.conftest import LogIn
from tests.makers import NOW, make_topic

pytestmark = [pytest.mark.django_db]
FIRST, SECOND = "email:smtp@127.0.0.1:1", "email:smtp@127.0.0.1:2"


@pytest.fixture
def owner(log_in: LogIn) -> Client:
    make_topic()
    return log_in("admin", username="ruth")


@pytest.fixture
def two_routes(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1 smtp://127.0.0.1:2"
    settings.PROVIDER_RATES = {"smtp@127.0.0.1:2": (600, 60)}


@pytest.fixture
def mail_server(tmp_path: Path, settings: Any) -> Iterator[sink.Running]:
    with sink.running(tmp_path) as running:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}"
        yield running


def page(client: Client) -> str:
    return " ".join(client.get(reverse("console:settings-channels")).content.decode().split())


def act(client: Client, **fields: str) -> str:
    answer = client.post(reverse("console:settings-channels"), fields, follow=True)
    return " ".join(answer.content.decode().split())


@time_machine.travel(NOW, tick=False)
def test_each_route_says_how_it_does_and_what_it_did_today(owner: Client, two_routes: None) -> None:
    now = timezone.now()
    Provider.objects.create(
        key=FIRST, failures=4, open_until=now + timedelta(minutes=1),
        last_error="421 too many <b>connections</b>", last_error_at=now,
    )  # fmt: skip
    breaker.note(SECOND, [Result(Outcome.ACCEPTED)] * 30 + [Result(Outcome.REFUSED, "550 no")] * 2, now=now)
    Traffic.objects.update(minute_at=now.replace(second=0, microsecond=0) - timedelta(minutes=1))
    make_message(state="queued", due_at=now)
    shown = page(owner)
    assert "After 4 failures in a row it is left alone" in shown
    assert "421 too many &lt;b&gt;connections" in shown
    assert "30 in the last minute, at most 600 a minute" in shown
    assert "The last 24 hours by smtp@127.0.0.1:2: 30 sent, 2 refused, 0 held up" in shown
    assert "<dd>30 sent, 2 refused</dd>" in shown and "<dt>Last error of the route</dt>" in shown
    assert "1 wait, 1 of them due now" in shown
    Provider.objects.update(open_until=now - timedelta(seconds=1))
    assert "5 messages try it" in page(owner)


def test_without_any_channel_it_teaches_how_to_set_one_up(owner: Client, settings: Any) -> None:
    for name in ("EMAIL_URL", "SMS_URL", "LETTER_URL", "PUSH_VAPID_KEY"):
        setattr(settings, name, "")
    assert "EMAIL_URL" in page(owner)


def test_a_setting_nobody_can_read_is_told_and_spoils_no_other_channel(
    owner: Client, two_routes: None, settings: Any
) -> None:
    settings.SMS_URL = "pigeon://loft"
    shown = page(owner)
    assert "SMS_URL begins with" in shown and "smtp@127.0.0.1:1" in shown


def test_a_route_is_stopped_with_a_reason_and_goes_on_and_both_are_kept(
    owner: Client, two_routes: None
) -> None:
    assert "Say why it is stopped" in act(owner, key=FIRST, move="pause", why=" ")
    assert not Provider.objects.exists()
    shown = act(owner, key=FIRST, move="pause", why="They move house")
    assert "Stopped by ruth: They move house" in shown
    left = ways.roads(now=timezone.now()).ways["email"]
    assert [way.key for way in left] == [SECOND]
    act(owner, key=FIRST, move="resume")
    assert len(ways.roads(now=timezone.now()).ways["email"]) == 2
    assert [change.actor for change in SettingChange.objects.filter(concern="channels")] == ["staff:ruth"] * 2


def test_a_whole_channel_is_stopped_and_goes_on(owner: Client, two_routes: None) -> None:
    assert "The whole channel was stopped" in act(owner, key="email:", move="pause", why="Wrong prices")
    Pulse.objects.create(name="sweep", beat_at=timezone.now())
    kept.forget()
    assert machinery.state().details[0] == "Email was stopped by hand: Wrong prices"
    assert ways.roads(now=timezone.now()).ways["email"] == []
    act(owner, key="email:", move="resume")
    assert len(ways.roads(now=timezone.now()).ways["email"]) == 2


def test_a_test_message_goes_by_the_very_route_and_its_answer_is_told(
    owner: Client, mail_server: sink.Running
) -> None:
    shown = act(owner, key="email:smtp", move="test", address="ruth@example.org")
    assert "Email by smtp: It was taken." in shown
    assert [each.recipient for each in mail_server.arrivals()] == ["ruth@example.org"]
    assert "There is no such address" in act(
        owner, key="email:smtp", move="test", address="refuse-me@example.org"
    )
    assert "no address that this channel can reach" in act(
        owner, key="email:smtp", move="test", address="ruth"
    )
    assert "ruth@example.org" not in " ".join(SettingChange.objects.values_list("after", flat=True))


def test_a_test_by_a_server_that_is_down_says_so(owner: Client, two_routes: None) -> None:
    assert "It was not begun" in act(owner, key=FIRST, move="test", address="ruth@example.org")


def test_marketers_look_and_change_nothing_and_others_do_not_see_it(log_in: LogIn, two_routes: None) -> None:
    marketer = log_in("marketer")
    assert "Stop this route" not in page(marketer)
    for move in ("pause", "resume", "test"):
        fields = {"key": FIRST, "move": move, "why": "x", "address": "a@example.org"}
        assert marketer.post(reverse("console:settings-channels"), fields).status_code == 403
    for role in ("agent", "analyst", "manager"):
        assert log_in(role).get(reverse("console:settings-channels")).status_code == 403


def test_only_what_is_ours_can_be_acted_on(owner: Client, two_routes: None) -> None:
    for fields in (
        {"key": "pigeon:loft", "move": "resume"},
        {"key": "email:gone", "move": "pause", "why": "x"},
        {"key": FIRST, "move": "burn"},
        {"key": "email:", "move": "test", "address": "a@example.org"},
    ):
        assert owner.post(reverse("console:settings-channels"), fields).status_code == 404
