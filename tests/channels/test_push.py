"""Push messages on their way out, judged by real peers: a browser that decrypts, Firebase's, Apple's."""

import json
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.utils import timezone
from py_vapid import Vapid02

from channels import pushtext, vapid
from channels.adapters import push_apns
from channels.adapters.push import PUSH
from channels.adapters.push_apns import Apns
from channels.adapters.push_fcm import Fcm
from channels.adapters.push_web import WebPush
from channels.models import Device, Message
from channels.protocol import Outcome, Outgoing, Result, Route
from customers.models import ContactPoint
from tests.channels import gateways, push_peers
from tests.channels.gateways import Got, Peer, answer
from tests.channels.push_peers import HANG_UP, SILENCE, Apple, Browser
from tests.makers import make_content, make_customer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def add_device(kind: str, endpoint: str, **keys: str) -> ContactPoint:
    point = ContactPoint.objects.create(kind="device", address=f"{kind}:{ContactPoint.objects.count()}")
    now = timezone.now()
    Device.objects.create(
        contact_point=point, kind=kind, endpoint=endpoint, added_at=now, used_at=now, **keys
    )
    return point


def words(point: ContactPoint | str, message_id: int = 1, **fields: Any) -> Outgoing:
    address = point if isinstance(point, str) else point.address
    base: dict[str, Any] = {"name": "Ana", "sender_name": "House", "sender_address": "", "html": ""}
    base |= {"subject": "Grippe", "text": "Ihr Termin. https://example.org/t/c/1/", "is_marketing": False}
    base |= {"unsubscribe_url": "https://example.org/t/u/1/", "context": {}}
    return Outgoing(message_id=message_id, address=address, **base | fields)


def send(route: Route, *batch: Outgoing, seconds: float = 3.0) -> list[Result]:
    return route.send(batch, start_by=time.monotonic() + seconds)


def outcomes(results: list[Result]) -> list[str]:
    return [str(each.outcome) for each in results]


# --- Browsers ---------------------------------------------------------------------------------


@pytest.fixture
def service(settings: Any) -> Iterator[Peer]:
    with gateways.running() as running:
        running.reply = lambda handler, got: answer(handler, 201, b"")
        settings.PUSH_VAPID_KEY = vapid.new_key()
        settings.PUSH_TRUSTED_ORIGINS = [f"http://127.0.0.1:{running.port}"]
        yield running


def subscribe(service: Peer, path: str = "/push/1") -> tuple[Browser, ContactPoint]:
    browser = Browser(f"http://127.0.0.1:{service.port}{path}")
    return browser, add_device("webpush", browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)


def test_a_browser_reads_what_we_say_and_nobody_on_the_way_does(service: Peer, settings: Any) -> None:
    browser, point = subscribe(service)
    (result,) = send(WebPush(), words(point, is_marketing=True))
    assert result.outcome == Outcome.ACCEPTED
    (got,) = service.got
    assert b"Termin" not in got.body
    assert (got.path, got.headers["Content-Encoding"]) == ("/push/1", "aes128gcm")
    said = browser.read(got.body)
    assert (said["title"], said["body"], said["link"]) == (
        "Grippe", "Ihr Termin.", "https://example.org/t/c/1/"
    )  # fmt: skip
    assert said["shown"].startswith("http://testserver/t/s/")
    assert said["leave"].startswith("http://testserver/portal/less/")
    authorization = got.headers["Authorization"]
    assert Vapid02.verify(authorization)
    token, key = authorization.removeprefix("vapid t=").split(",k=")
    assert key == vapid.public_key(settings.PUSH_VAPID_KEY)
    claims = json.loads(vapid.bytes_of(token.split(".")[1]))
    assert claims["aud"] == f"http://127.0.0.1:{service.port}"
    assert time.time() < claims["exp"] < time.time() + 86400
    assert claims["sub"].startswith("mailto:")


def test_a_repeat_takes_the_place_of_the_first_copy_and_another_message_does_not(service: Peer) -> None:
    browser, point = subscribe(service)
    send(WebPush(), words(point, 1), words(point, 2))
    send(WebPush(), words(point, 1))
    topics = sorted(got.headers["Topic"] for got in service.got)
    assert len(set(topics)) == 2
    assert all(len(topic) <= 32 for topic in topics)
    assert {browser.read(got.body)["tag"] for got in service.got} == set(topics)


@pytest.mark.parametrize(
    ("lane", "urgency"), [(0, "high"), (1, "normal"), (2, "low")], ids=["service", "reply", "marketing"]
)
def test_it_is_kept_as_long_as_it_is_worth_and_as_urgent_as_its_lane(
    service: Peer, lane: int, urgency: str
) -> None:
    _, point = subscribe(service)
    message = Message.objects.create(
        customer=make_customer(), content=make_content(channel="push"), cause="x", channel="push",
        purpose="service", topic="offers", lane=lane, state="attempting",
        not_after=timezone.now() + timedelta(hours=2),
    )  # fmt: skip
    send(WebPush(), words(point, message.pk))
    (got,) = service.got
    assert got.headers["Urgency"] == urgency
    assert 7100 <= int(got.headers["TTL"]) <= 7200


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.ACCEPTED), (201, Outcome.ACCEPTED), (202, Outcome.ACCEPTED),
        (301, Outcome.REFUSED), (400, Outcome.REFUSED), (401, Outcome.DEFERRED), (403, Outcome.DEFERRED),
        (404, Outcome.BOUNCED), (410, Outcome.BOUNCED), (413, Outcome.REFUSED), (429, Outcome.DEFERRED),
        (500, Outcome.UNKNOWN), (502, Outcome.UNKNOWN), (503, Outcome.DEFERRED),
    ],
)  # fmt: skip
def test_each_answer_of_a_push_service_means_what_it_can_mean(
    service: Peer, status: int, outcome: Outcome
) -> None:
    service.reply = lambda handler, got: answer(handler, status, b"because")
    _, point = subscribe(service)
    (result,) = send(WebPush(), words(point))
    assert result.outcome == outcome


def test_a_push_service_that_asks_to_wait_gets_its_time_and_holds_up_no_other(
    service: Peer, settings: Any
) -> None:
    def reply(handler: Any, got: Got) -> None:
        answer(handler, 429, b"", Retry_After="120")

    service.reply = reply
    with gateways.running() as other:
        other.reply = lambda handler, got: answer(handler, 201, b"")
        settings.PUSH_TRUSTED_ORIGINS += [f"http://127.0.0.1:{other.port}"]
        (_, slow), (_, well) = subscribe(service), subscribe(other)
        first = send(WebPush(), words(slow))
        second = send(WebPush(), words(slow), words(well))
    assert outcomes(first + second) == ["deferred", "deferred", "accepted"]
    assert len(service.got) == 1, "nothing more was sent to who asked us to wait"
    for each in (first[0], second[0]):
        assert each.retry_after is not None and timedelta(seconds=100) < each.retry_after
        assert not each.is_about_route


def test_what_was_taken_and_never_answered_is_perhaps_sent(
    service: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.reply = gateways.hang_up
    _, point = subscribe(service)
    (result,) = send(WebPush(), words(point))
    assert result.outcome == Outcome.UNKNOWN


def test_a_host_that_is_not_there_is_tried_later_and_nothing_begins_late(service: Peer) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        gone = closed.getsockname()[1]
    _, point = subscribe(service)
    assert outcomes(send(WebPush(), words(point), seconds=-1)) == ["untouched"]
    Device.objects.update(endpoint=f"https://127.0.0.1:{gone}/x")
    assert outcomes(send(WebPush(), words(point))) == ["deferred"]
    assert service.got == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0", "2130706433", "0x7f000001", "127.1"],
)
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_no_endpoint_leads_inside(settings: Any, scheme: str, host: str) -> None:
    settings.PUSH_VAPID_KEY = vapid.new_key()
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.05)
        browser = Browser(f"{scheme}://{host}:{canary.getsockname()[1]}/")
        point = add_device("webpush", browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
        (result,) = send(WebPush(), words(point))
        assert result.outcome in (Outcome.DEFERRED, Outcome.REFUSED)
        with pytest.raises(TimeoutError):
            canary.accept()


def test_a_redirect_is_not_followed(service: Peer) -> None:
    service.reply = lambda handler, got: answer(handler, 307, b"", Location="/elsewhere")
    _, point = subscribe(service)
    assert outcomes(send(WebPush(), words(point))) == ["refused"]
    assert [got.path for got in service.got] == ["/push/1"]


def test_one_bad_device_spoils_no_other(service: Peer) -> None:
    (_, good), (_, broken) = subscribe(service), subscribe(service)
    Device.objects.filter(pk=broken.pk).update(p256dh="AAAA")
    batch = [words("webpush:none"), words(good), words(broken), words(good, text="x" * 3000), words(good, 5)]
    results = send(WebPush(), *batch)
    assert outcomes(results) == ["refused", "accepted", "refused", "refused", "accepted"]


# --- Firebase ---------------------------------------------------------------------------------


def account(port: int) -> str:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return json.dumps(
        {
            "type": "service_account", "project_id": "house", "private_key": pem,
            "client_email": "push@house.example", "token_uri": f"http://127.0.0.1:{port}/token",
        }
    )  # fmt: skip


@pytest.fixture
def firebase(settings: Any) -> Iterator[Peer]:
    with gateways.running() as running:
        settings.PUSH_FCM_ACCOUNT = account(running.port)
        settings.PUSH_FCM_URL = f"http://127.0.0.1:{running.port}"
        speak(running, 200, {"name": "projects/house/messages/7"})
        yield running


def speak(peer: Peer, status: int, said: Any, **headers: str) -> None:
    def reply(handler: Any, got: Got) -> None:
        if got.path == "/token":
            answer(handler, 200, {"access_token": "ya29", "expires_in": 3600, "token_type": "Bearer"})
        else:
            answer(handler, status, said, **headers)

    peer.reply = reply


def sent(peer: Peer) -> list[Got]:
    return [got for got in peer.got if got.path != "/token"]


def test_firebase_gets_the_words_the_link_and_its_life(firebase: Peer) -> None:
    point = add_device("fcm", "token-1")
    (result,) = send(Fcm(), words(point))
    assert (result.outcome, result.provider_id) == (Outcome.ACCEPTED, "projects/house/messages/7")
    (got,) = sent(firebase)
    assert got.path == "/v1/projects/house/messages:send"
    assert got.headers["Authorization"] == "Bearer ya29"
    message = got.json["message"]
    assert message["token"] == "token-1"
    assert message["notification"] == {"title": "Grippe", "body": "Ihr Termin."}
    assert message["data"]["link"] == "https://example.org/t/c/1/"
    assert message["android"]["ttl"].endswith("s")
    send(Fcm(), words(point))
    assert [got.path for got in firebase.got].count("/token") == 1, "the token is good for an hour"


def error(status: str, code: str = "", message: str = "no") -> dict[str, Any]:
    details = (
        [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}] if code else []
    )
    return {"error": {"status": status, "message": message, "details": details}}


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (404, error("NOT_FOUND", "UNREGISTERED"), Outcome.BOUNCED),
        (404, error("NOT_FOUND"), Outcome.BOUNCED),
        (404, b"<html>no such page</html>", Outcome.DEFERRED),
        (400, error("INVALID_ARGUMENT", "INVALID_ARGUMENT"), Outcome.REFUSED),
        (
            400,
            error("INVALID_ARGUMENT", "", "The registration token is not a valid FCM registration token"),
            Outcome.BOUNCED,
        ),
        (403, error("PERMISSION_DENIED", "SENDER_ID_MISMATCH"), Outcome.DEFERRED),
        (401, error("UNAUTHENTICATED"), Outcome.DEFERRED),
        (429, error("RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"), Outcome.DEFERRED),
        (503, error("UNAVAILABLE", "UNAVAILABLE"), Outcome.DEFERRED),
        (500, error("INTERNAL", "INTERNAL"), Outcome.DEFERRED),
        (502, b"bad gateway", Outcome.UNKNOWN),
        (200, b"[]", Outcome.UNKNOWN),
        (200, b"[" * 50_000, Outcome.UNKNOWN),
    ],
)
def test_each_answer_of_firebase_means_what_it_can_mean(
    firebase: Peer, status: int, said: Any, outcome: Outcome
) -> None:
    speak(firebase, status, said)
    (result,) = send(Fcm(), words(add_device("fcm", "token-1")))
    assert result.outcome == outcome


def test_firebase_gets_the_time_it_asks_for(firebase: Peer) -> None:
    speak(firebase, 429, error("RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"), Retry_After="60")
    (result,) = send(Fcm(), words(add_device("fcm", "token-1")))
    assert (result.outcome, result.retry_after) == (Outcome.DEFERRED, timedelta(seconds=60))


def test_without_a_token_of_google_everything_waits(firebase: Peer) -> None:
    firebase.reply = lambda handler, got: answer(handler, 400, {"error": "invalid_grant"})
    (result,) = send(Fcm(), words(add_device("fcm", "token-1")))
    assert (result.outcome, sent(firebase)) == (Outcome.DEFERRED, [])
    assert "RefreshError" in result.words


# --- Apple ------------------------------------------------------------------------------------


@pytest.fixture
def apple(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Apple]:
    with push_peers.apple(tmp_path) as (server, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        settings.PUSH_APNS_URL = f"apns://KEY:TEAM@127.0.0.1:{server.port}/?topic=com.example.app"
        settings.PUSH_APNS_KEY = push_peers.private_pem()
        yield server


def test_apple_gets_the_words_and_names_that_a_repeat_shares(apple: Apple) -> None:
    point = add_device("apns", "ab" * 32)
    (result,) = send(Apns(), words(point))
    send(Apns(), words(point))
    assert result.outcome == Outcome.ACCEPTED
    first, second = apple.got
    assert first.token == "ab" * 32
    assert first.payload["aps"]["alert"] == {"title": "Grippe", "body": "Ihr Termin."}
    assert first.payload["link"] == "https://example.org/t/c/1/"
    assert result.provider_id == first.headers["apns-id"] == second.headers["apns-id"]
    assert first.headers["apns-collapse-id"] == first.headers["apns-id"]
    assert first.headers["apns-topic"] == "com.example.app"
    assert first.headers["apns-push-type"] == "alert"
    assert int(first.headers["apns-expiration"]) > time.time() + 6 * 86400
    assert first.headers["authorization"].startswith("bearer ey")
    assert first.headers["authorization"] == second.headers["authorization"], "Apple counts new signatures"


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        ((410, "Unregistered"), Outcome.BOUNCED),
        ((410, "ExpiredToken"), Outcome.BOUNCED),
        ((400, "BadDeviceToken"), Outcome.BOUNCED),
        ((400, "DeviceTokenNotForTopic"), Outcome.REFUSED),
        ((413, "PayloadTooLarge"), Outcome.REFUSED),
        ((403, "InvalidProviderToken"), Outcome.DEFERRED),
        ((429, "TooManyRequests"), Outcome.DEFERRED),
        ((500, "InternalServerError"), Outcome.DEFERRED),
        ((503, "ServiceUnavailable"), Outcome.DEFERRED),
        (HANG_UP, Outcome.UNKNOWN),
    ],
)
def test_each_answer_of_apple_means_what_it_can_mean(
    apple: Apple, verdict: push_peers.Verdict, outcome: Outcome
) -> None:
    apple.answer = lambda pushed: verdict
    (result,) = send(Apns(), words(add_device("apns", "ab" * 32)))
    assert result.outcome == outcome
    assert len(apple.got) == 1, "nothing is sent again by itself"


def test_what_apple_never_answers_is_perhaps_sent(apple: Apple, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_apns, "ANSWER_SECONDS", 1.0)
    apple.answer = lambda pushed: SILENCE if pushed.token == "cd" else (200, "")
    results = send(Apns(), words(add_device("apns", "cd")), words(add_device("apns", "ef"), 2))
    assert outcomes(results) == ["unknown", "accepted"]


@pytest.mark.parametrize("most_streams", [1, 10])
def test_a_window_goes_over_one_connection_at_the_pace_apple_allows(apple: Apple, most_streams: int) -> None:
    apple.most_streams = most_streams
    apple.answer = lambda pushed: (410, "Unregistered") if pushed.token == "07" else (200, "")
    batch = [words(add_device("apns", f"{number:02d}"), number + 1) for number in range(30)]
    results = outcomes(send(Apns(), *batch))
    assert results == ["bounced" if number == 7 else "accepted" for number in range(30)]
    assert apple.connections == 1


def test_who_is_not_there_takes_nothing(apple: Apple, settings: Any) -> None:
    point = add_device("apns", "ab")
    assert outcomes(send(Apns(), words(point), seconds=-1)) == ["untouched"]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.PUSH_APNS_URL = settings.PUSH_APNS_URL.replace(str(apple.port), str(closed.getsockname()[1]))
    (result,) = send(Apns(), words(point))
    assert (result.outcome, "127.0.0.1" in result.words) == (Outcome.UNTOUCHED, True)
    settings.PUSH_APNS_KEY = "no key"
    assert outcomes(send(Apns(), words(point))) == ["deferred"]
    assert apple.got == []


# --- The channel ------------------------------------------------------------------------------


def test_each_kind_of_device_has_its_route(settings: Any) -> None:
    settings.PUSH_VAPID_KEY, settings.PUSH_FCM_ACCOUNT = vapid.new_key(), account(9)
    settings.PUSH_APNS_URL, settings.PUSH_APNS_KEY = "apns://k:t@apple.test/?topic=x", "key"
    routes = PUSH.routes()
    assert [route.provider for route in routes] == ["webpush", "fcm", "apns"]
    for kind in ("webpush", "fcm", "apns"):
        assert [route.provider for route in routes if route.takes(f"{kind}:1")] == [kind]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUSH_VAPID_KEY", "short"), ("PUSH_FCM_ACCOUNT", "{}"), ("PUSH_FCM_ACCOUNT", "[1]"),
        ("PUSH_APNS_URL", "https://api.push.apple.com"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_told_before_anything_goes(
    settings: Any, name: str, value: str
) -> None:
    setattr(settings, name, value)
    with pytest.raises(ValueError, match=name):
        PUSH.routes()


@pytest.mark.parametrize(
    ("text", "body", "link"),
    [
        ("No link at all.", "No link at all.", ""),
        ("Here: https://example.org/a", "Here:", "https://example.org/a"),
        (
            "Look at https://example.org/a today.",
            "Look at https://example.org/a today.",
            "https://example.org/a",
        ),
        ("https://example.org/a\n", "", "https://example.org/a"),
        (
            "A https://x.test/1 B https://x.test/2",
            "A https://x.test/1 B https://x.test/2",
            "https://x.test/1",
        ),
    ],
)
def test_a_tap_follows_the_first_link(text: str, body: str, link: str) -> None:
    assert pushtext.notice(" Title ", text) == ("Title", body, link)
