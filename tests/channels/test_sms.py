"""SMS on their way out, judged by what a real HTTP gateway got and said."""

import json
import socket
import time
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from channels import dispatch, outbox, posting, vapid
from channels.adapters import sms as channel
from channels.adapters import sms_gateway, sms_twilio
from channels.adapters.sms import SMS
from channels.carriers import BadSetting
from channels.models import Lane, Message
from channels.outbox import Draft
from channels.posting import Answer, retry_after
from channels.protocol import Outcome, Outgoing, Result
from channels.registry import ADAPTERS
from customers.models import Customer, Interaction, Suppression, Touch
from tests.channels import gateways
from tests.channels.gateways import Peer, answer
from tests.makers import make_content, make_customer, share_point

DETAILS = {"from": "+43600", "success": {"path": "ok", "values": [True]}, "id": "n"}
DETAILS |= {"error": {"path": "code", "hard": ["dead"], "block": ["no"], "later": ["busy"]}}


@pytest.fixture
def peer(settings: Any) -> Iterator[Peer]:
    with gateways.running() as running:
        settings.SMS_URL = f"twilio+http://AC1:secret@127.0.0.1:{running.port}/?from=+43600"
        settings.SMS_GATEWAY = ""
        yield running


@pytest.fixture
def generic(peer: Peer, settings: Any) -> Peer:
    settings.SMS_URL = f"gateway+http://127.0.0.1:{peer.port}/send?v=1"
    settings.SMS_GATEWAY = json.dumps(DETAILS)
    peer.reply = lambda handler, got: answer(handler, 200, {"ok": True, "n": 7})
    return peer


def text(message_id: int = 1, words: str = "Tee: 3 € & {to}", **fields: Any) -> Outgoing:
    base = {"address": "+43660", "name": "Ana", "sender_name": "House", "sender_address": "", "subject": ""}
    base |= {"html": "", "is_marketing": True, "unsubscribe_url": "", "context": {}}
    return Outgoing(**{"message_id": message_id, "text": words, **base, **fields})


def send(*texts: Outgoing, seconds: float = 2.0) -> list[Result]:
    (route,) = SMS.routes()
    return route.send(texts, start_by=time.monotonic() + seconds)


def outcome_of(peer: Peer, status: int, said: Any, **headers: str) -> Result:
    peer.reply = lambda handler, got: answer(handler, status, said, **headers)
    (result,) = send(text())
    return result


def test_every_route_names_what_it_needs_and_begins_nothing_past_its_time(settings: Any) -> None:
    """The contract of every adapter and of each of its routes."""
    settings.EMAIL_URL, settings.SMS_URL = "smtp://127.0.0.1:9", "twilio+http://a:b@127.0.0.1:9/?from=+431"
    settings.PUSH_VAPID_KEY, settings.PUSH_FCM_ACCOUNT = vapid.new_key(), '{"project_id": "x"}'
    settings.PUSH_APNS_URL, settings.PUSH_APNS_KEY = "apns://k:t@apple.test/?topic=x", "key"
    for key, adapter in ADAPTERS.items():
        assert adapter.key == key
        assert adapter.shape.contact_kind in ("email", "phone", "device", "postal", "")
        assert adapter.shape.max_bytes > 0
        address = {"email": "ana@example.org", "phone": "+43660"}.get(adapter.shape.contact_kind, "")
        words = text(address=address, sender_address="house@example.org", subject="A word")
        routes = adapter.routes() if adapter.is_ready() else ()
        assert len({route.provider for route in routes}) == len(routes)
        for route in routes:
            assert route.provider and len(route.provider) <= 60 and route.window > 0
            if adapter.shape.contact_kind == "device":
                address = f"{route.provider}:1"
                words = words._replace(address=address)
            if address and route.is_ready():
                assert route.takes(address)
                late = route.send([words, words], start_by=time.monotonic() - 1)
                assert [result.outcome for result in late] == [Outcome.UNTOUCHED] * 2
                assert route.send([], start_by=time.monotonic() + 1) == []


def test_a_text_goes_out_as_twilio_takes_it(peer: Peer) -> None:
    (result,) = send(text(9))
    assert (result.outcome, result.provider_id) == (Outcome.ACCEPTED, "SM1")
    (got,) = peer.got
    assert got.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert b64decode(got.headers["Authorization"].removeprefix("Basic ")) == b"AC1:secret"
    callback = got.form.pop("StatusCallback")
    assert got.form | {"StatusCallback": ""} == {
        "To": "+43660", "From": "+43600", "Body": "Tee: 3 € & {to}", "StatusCallback": ""
    }  # fmt: skip
    assert callback.startswith("http://testserver/hooks/sms/twilio/")


def test_a_repeat_carries_the_same_key_and_another_text_another(peer: Peer) -> None:
    send(text(1), text(2))
    send(text(1))
    keys = [got.headers["Idempotency-Key"] for got in peer.got]
    assert len(set(keys)) == 2
    assert keys.count(keys[2]) == 2


def test_connections_are_kept(peer: Peer) -> None:
    for each in range(20):
        send(text(each + 1))
    assert len(peer.connections) <= 2


def test_a_batch_is_answered_in_order_and_one_bad_text_spoils_no_other(peer: Peer) -> None:
    def reply(handler: Any, got: gateways.Got) -> None:
        if got.form["Body"] == "bad":
            answer(handler, 400, {"code": 21211, "message": "Invalid 'To'"})
        else:
            answer(handler, 201, {"sid": got.form["Body"], "status": "queued"})

    peer.reply = reply
    words = ["a", "bad", " ", "x" * 153 * 256, "b"]
    results = send(*(text(number + 1, each) for number, each in enumerate(words)))
    outcomes = [str(each.outcome) for each in results]
    assert outcomes == ["accepted", "bounced", "refused", "refused", "accepted"]
    assert (results[0].provider_id, results[4].provider_id) == ("a", "b")


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (201, {"sid": "SM1", "status": "accepted"}, Outcome.ACCEPTED),
        (201, {"sid": "SM1", "status": "failed", "error_code": 30006}, Outcome.BOUNCED),
        (201, {"sid": "SM1", "status": "failed", "error_code": 30007}, Outcome.REFUSED),
        (200, {}, Outcome.UNKNOWN),
        (200, b"<html>Welcome to the hotel</html>", Outcome.UNKNOWN),
        (200, b"[" * 50_000, Outcome.UNKNOWN),
        (200, b"\xff\xfe\0garbage", Outcome.UNKNOWN),
        (301, b"", Outcome.DEFERRED),
        (400, {"code": 21211}, Outcome.BOUNCED),
        (400, {"code": 21614}, Outcome.BOUNCED),
        (400, {"code": 21610, "message": "Attempt to send to unsubscribed recipient"}, Outcome.REFUSED),
        (400, b"no", Outcome.REFUSED),
        (401, {"code": 20003}, Outcome.DEFERRED),
        (404, b"", Outcome.DEFERRED),
        (429, {"code": 20429}, Outcome.DEFERRED),
        (500, {"code": 20500}, Outcome.DEFERRED),
        (500, b"", Outcome.UNKNOWN),
        (502, b"bad gateway", Outcome.UNKNOWN),
        (503, b"", Outcome.DEFERRED),
        (504, b"", Outcome.UNKNOWN),
    ],
)
def test_each_answer_means_what_it_can_mean(peer: Peer, status: int, said: Any, outcome: Outcome) -> None:
    assert outcome_of(peer, status, said).outcome == outcome


def test_retry_after_is_told_and_nothing_more_begins_until_then(peer: Peer) -> None:
    result = outcome_of(peer, 429, {"code": 20429}, Retry_After="1")
    assert (result.outcome, result.retry_after) == (Outcome.DEFERRED, timedelta(seconds=1))
    assert [each.outcome for each in send(text(2), text(3))] == [Outcome.UNTOUCHED] * 2
    assert len(peer.got) == 1
    time.sleep(1.05)
    send(text(2))
    assert len(peer.got) == 2


def test_who_refuses_the_connection_has_not_been_sent_anything(settings: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        settings.SMS_URL = f"twilio+http://AC1:secret@127.0.0.1:{port}/?from=+43600"
        (result,) = send(text())
    assert result.outcome == Outcome.UNTOUCHED
    assert "127.0.0.1" in result.words and "secret" not in result.words


@pytest.mark.parametrize("reply", [gateways.hang_up, gateways.fall_silent(20), gateways.drip])
def test_no_answer_after_the_request_is_unknown(peer: Peer, monkeypatch: Any, reply: Any) -> None:
    monkeypatch.setattr(channel, "_line", lambda url, many: posting.Line(many, 0.6))
    peer.reply = reply
    before = time.monotonic()
    (result,) = send(text(), seconds=0.3)
    assert result.outcome == Outcome.UNKNOWN
    assert time.monotonic() - before < 10


def test_nothing_begins_once_the_time_is_over(peer: Peer, settings: Any) -> None:
    settings.SMS_CONNECTIONS = 1

    def slow(handler: Any, got: gateways.Got) -> None:
        time.sleep(0.25)
        answer(handler, 201, {"sid": "SM1", "status": "queued"})

    peer.reply = slow
    outcomes = [each.outcome for each in send(*(text(n + 1) for n in range(6)), seconds=0.4)]
    assert outcomes[:1] == [Outcome.ACCEPTED]
    assert outcomes.count(Outcome.UNTOUCHED) == 6 - len(peer.got) >= 3


def test_a_generic_gateway_is_spoken_to_as_its_setting_says(generic: Peer) -> None:
    (result,) = send(text(5))
    assert (result.outcome, result.provider_id) == (Outcome.ACCEPTED, "7")
    (got,) = generic.got
    assert got.path == "/send?v=1"
    assert {**got.json, "reference": ""} == {
        "to": "+43660", "from": "+43600", "text": "Tee: 3 € & {to}", "reference": ""
    }  # fmt: skip


def test_a_form_and_a_query_are_filled_too(generic: Peer, settings: Any) -> None:
    form = {"msisdn": "{to}", "msg": "[{text}]"}
    settings.SMS_GATEWAY = json.dumps({**DETAILS, "form": form})
    send(text())
    settings.SMS_GATEWAY = json.dumps({**DETAILS, "form": form, "method": "get"})
    send(text())
    assert generic.got[0].form == {"msisdn": "+43660", "msg": "[Tee: 3 € & {to}]"}
    assert generic.got[1].path == "/send?v=1&msisdn=%2B43660&msg=%5BTee%3A+3+%E2%82%AC+%26+%7Bto%7D%5D"


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (200, {"ok": True, "n": 1}, Outcome.ACCEPTED),
        (200, {"ok": False}, Outcome.UNKNOWN),
        (200, {"ok": False, "code": "dead"}, Outcome.BOUNCED),
        (400, {"code": "no"}, Outcome.REFUSED),
        (400, {"code": "busy"}, Outcome.DEFERRED),
        (422, {"code": "other"}, Outcome.REFUSED),
        (500, {"code": "other"}, Outcome.DEFERRED),
        (500, b"", Outcome.UNKNOWN),
    ],
)
def test_a_generic_gateway_is_understood(generic: Peer, status: int, said: Any, outcome: Outcome) -> None:
    assert outcome_of(generic, status, said).outcome == outcome


@pytest.mark.parametrize(
    ("url", "details"),
    [
        ("smpp://host", ""),
        ("twilio://host/?from=+43", ""),
        ("twilio://a:b@host/", ""),
        ("gateway+https://host/", ""),
        ("gateway+https://host/", "{"),
        ("gateway+https://host/", '{"from": "+43", "form": {}, "json": {}}'),
        ("gateway+https://host/", '{"from": "+43", "urll": 1}'),
        ("gateway+ftp://host/", '{"from": "+43"}'),
    ],
)
def test_a_setting_that_cannot_work_says_so(url: str, details: str) -> None:
    with pytest.raises(BadSetting):
        channel.carrier_of(url, details)


def test_retry_after_is_read_in_both_spellings() -> None:
    now = timezone.now().replace(year=2026, month=11, day=20, hour=8, minute=0, second=0, microsecond=0)
    assert retry_after("120") == timedelta(minutes=2)
    assert retry_after("Fri, 20 Nov 2026 08:00:30 GMT", now=now) == timedelta(seconds=30)
    assert retry_after("99999999999999999999") == timedelta(hours=1)
    assert retry_after("Thu, 01 Jan 1970 00:00:00 GMT", now=now) == timedelta()
    assert [retry_after(each) for each in ("", "soon", "-1", "1.5", "٣")] == [None] * 5


@given(st.integers(100, 599), st.binary(max_size=200) | st.from_regex(r"\{.*\}").map(str.encode))
def test_no_answer_makes_us_stumble(status: int, body: bytes) -> None:
    for carrier in (
        channel.carrier_of("twilio://a:b@host/?from=+43"),
        channel.carrier_of("gateway+https://host/", json.dumps(DETAILS)),
    ):
        result = carrier.result(Answer(status, body))
        assert result.outcome != Outcome.ACCEPTED or 200 <= status < 300


def _queue(customer: Customer, **fields: Any) -> Message:
    content = make_content(channel="sms", subject="A word", text="Tee for {{ customer.first_name }}", html="")
    draft = Draft(customer.pk, "sms", content.pk, "marketing", "offers", "flight:1", timezone.now())
    outbox.queue([draft], now=timezone.now())
    return Message.objects.get(customer=customer)


def _reachable(name: str = "Ana Petrović") -> Customer:
    customer = make_customer(name, consents=("sms:marketing",))
    share_point(customer, "+436601234567", "phone")
    return customer


@pytest.mark.django_db(transaction=True)
def test_a_queued_text_arrives_and_everything_says_so(peer: Peer) -> None:
    message = _queue(_reachable())
    assert dispatch.send_range(Lane.BULK, 0, 2**60) == 1
    message.refresh_from_db()
    assert (message.state, message.provider_id) == ("accepted", "SM1")
    assert peer.got[0].form["Body"] == "Tee for Ana"
    assert Interaction.objects.get().channel == "sms"
    assert Touch.objects.get().channel == "sms"


@pytest.mark.django_db(transaction=True)
def test_a_number_that_does_not_exist_is_barred_and_costs_no_allowance(peer: Peer) -> None:
    peer.reply = lambda handler, got: answer(handler, 400, {"code": 21614, "message": "not a mobile"})
    message = _queue(_reachable())
    dispatch.send_range(Lane.BULK, 0, 2**60)
    message.refresh_from_db()
    assert (message.state, Touch.objects.get().state) == ("bounced", "returned")
    assert Suppression.objects.get().reason == "invalid"


@pytest.mark.django_db(transaction=True)
def test_a_text_whose_answer_was_lost_goes_once_more_under_the_same_key(peer: Peer) -> None:
    peer.reply = gateways.hang_up
    message = _queue(_reachable())
    dispatch.send_range(Lane.BULK, 0, 2**60)
    message.refresh_from_db()
    assert message.state == "unknown"
    Message.objects.update(due_at=timezone.now())
    peer.reply = lambda handler, got: answer(handler, 201, {"sid": "SM2", "status": "queued"})
    dispatch.send_range(Lane.BULK, 0, 2**60)
    message.refresh_from_db()
    assert (message.state, message.is_repeat) == ("accepted", True)
    assert len({got.headers["Idempotency-Key"] for got in peer.got}) == 1


@pytest.mark.django_db(transaction=True)
def test_a_text_that_is_put_off_waits_as_long_as_it_was_asked_to(peer: Peer) -> None:
    peer.reply = lambda handler, got: answer(handler, 503, b"", Retry_After="1800")
    message = _queue(_reachable())
    dispatch.send_range(Lane.BULK, 0, 2**60)
    message.refresh_from_db()
    assert message.state == "deferred" and message.due_at is not None
    assert timedelta(minutes=29) < message.due_at - timezone.now() < timedelta(minutes=31)


def test_the_modules_name_their_sender() -> None:
    assert sms_twilio.from_url("twilio://a:b@host/?from=%2B43600", "").sender == "+43600"
    assert sms_gateway.from_url("gateway+https://u:p@host/x", '{"from": "SHOP"}').headers["Authorization"]
