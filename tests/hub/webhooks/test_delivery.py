"""Webhooks over real HTTP: what receivers get, whatever they answer; where no connection is ever made."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Standard

from channels import publicweb
from channels.posting import Call, Line, NotBegun
from customers import history
from customers.entry import Entry
from customers.models import Customer, Interaction
from hub.models import Delivery, NewsCursor, Webhook
from hub.webhooks import delivery, news, subscriptions
from tests.channels.gateways import Got, Peer, answer, fall_silent, running
from tests.makers import make_customer

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
LOOPBACK = ["127.0.0.0/8"]


@pytest.fixture
def peer(settings: Any) -> Iterator[Peer]:
    settings.INSIDE_NETWORKS = LOOPBACK
    with running() as found:
        found.reply = lambda handler, got: answer(handler, 200, {})
        yield found


def subscribe(peer: Peer, *kinds: str, path: str = "/news") -> Webhook:
    news.spread(now=timezone.now())
    return subscriptions.make(
        "shop", f"http://127.0.0.1:{peer.port}{path}", kinds or ("purchase",), by="test", now=timezone.now()
    )


def buy(customer: Customer, *orders: str) -> None:
    now = timezone.now()
    entries = [
        Entry(customer.pk, now, "purchase", "shop", order, amount_minor=4990, currency="EUR")
        for order in orders
    ]
    history.record(entries, now=now)


def tell(after: timedelta = timedelta()) -> int:
    news.spread(now=timezone.now())
    return delivery.deliver(now=timezone.now() + after)


def test_what_happened_is_told_once_and_its_signature_holds(peer: Peer) -> None:
    hook, ana = subscribe(peer), make_customer("Ana")
    buy(ana, "1", "2")
    assert (tell(), tell()) == (2, 0)
    for got in peer.got:
        said = Standard(hook.secret).verify(got.body, {k.lower(): v for k, v in got.headers.items()})
        assert said["type"] == said["data"]["kind"] == "purchase"
        assert (said["data"]["customer"], said["data"]["amount_minor"]) == (ana.number, 4990)
    assert len({got.headers["webhook-id"] for got in peer.got}) == 2
    assert set(Delivery.objects.values_list("state", "attempts", "status")) == {("delivered", 1, 200)}


def test_only_the_kinds_that_were_asked_for_are_told(peer: Peer) -> None:
    subscribe(peer, "visit")
    buy(make_customer(), "1")
    assert tell() == 0
    assert not Delivery.objects.exists()


def test_news_from_before_the_subscription_is_not_told(peer: Peer) -> None:
    news.spread(now=timezone.now())
    buy(make_customer(), "1")
    subscribe(peer)
    assert tell() == 0


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, b"down \x00 \xff", "down"),
        (429, b"slowly", "slowly"),
        (302, b"", "redirects are not followed"),
        (404, b"<html>" * 1000, "<html>"),
    ],
)
def test_who_does_not_take_it_is_asked_again_under_the_same_id(
    peer: Peer, status: int, body: bytes, words: str
) -> None:
    subscribe(peer)
    peer.reply = lambda handler, got: answer(handler, status, body, Location="http://127.0.0.1:1/")
    buy(make_customer(), "1")
    assert tell() == 0
    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.status, waiting.attempts) == ("waiting", status, 1)
    assert words in waiting.words
    assert tell() == 0 and len(peer.got) == 1
    peer.reply = lambda handler, got: answer(handler, 204, b"")
    assert tell(after=HOUR) == 1
    first, second = peer.got
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert Webhook.objects.get().failing_since is None


def test_it_is_given_up_after_ten_attempts_over_days_and_can_be_replayed(peer: Peer) -> None:
    hook = subscribe(peer)
    peer.reply = lambda handler, got: answer(handler, 503, b"")
    buy(make_customer(), "1")
    for day in range(12):
        tell(after=timedelta(days=day))
        Webhook.objects.update(stopped_at=None, failing_since=timezone.now())
    assert Delivery.objects.get().state == "failed"
    assert len(peer.got) == 10
    peer.reply = lambda handler, got: answer(handler, 200, b"")
    now = timezone.now()
    assert subscriptions.replay(hook, now - HOUR, now + HOUR, now=now) == 1
    assert tell() == 1
    assert len({got.headers["webhook-id"] for got in peer.got}) == 1


def test_who_is_gone_is_told_no_more_and_what_waits_stays(peer: Peer) -> None:
    hook, ana = subscribe(peer), make_customer()
    peer.reply = lambda handler, got: answer(handler, 410, b"")
    buy(ana, "1")
    tell()
    hook.refresh_from_db()
    assert hook.stopped_at is not None and "410" in hook.stopped_why
    buy(ana, "2")
    assert tell(after=HOUR) == 0
    assert len(peer.got) == 1
    peer.reply = lambda handler, got: answer(handler, 200, b"")
    subscriptions.start(hook)
    assert tell(after=HOUR) == 1


def test_who_takes_nothing_for_days_is_stopped(peer: Peer) -> None:
    hook = subscribe(peer)
    peer.reply = lambda handler, got: answer(handler, 500, b"")
    buy(make_customer(), "1")
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=6))
    tell()
    hook.refresh_from_db()
    assert hook.stopped_why == "It took nothing for 5 days."


def test_a_receiver_that_hangs_holds_up_no_other(peer: Peer, monkeypatch: Any) -> None:
    monkeypatch.setattr(delivery, "ANSWER_SECONDS", 1.0)
    delivery._line.cache_clear()
    slow, quick = subscribe(peer, path="/slow"), subscribe(peer, path="/quick")
    peer.reply = lambda handler, got: (fall_silent(3) if got.path == "/slow" else _ok)(handler, got)
    ana = make_customer()
    buy(ana, "1")
    tell()
    buy(ana, "2", "3")
    began = time.monotonic()
    tell(after=HOUR)
    assert slow.deliveries.filter(state="delivered").count() == 0
    assert quick.deliveries.filter(state="delivered").count() == 3
    assert sum(got.path == "/slow" for got in peer.got) == 2, "one that fails gets a single try"
    assert time.monotonic() - began < 60
    delivery._line.cache_clear()


def _ok(handler: BaseHTTPRequestHandler, got: Got) -> None:
    answer(handler, 200, b"")


def test_two_workers_at_once_tell_nobody_twice(peer: Peer) -> None:
    subscribe(peer)
    buy(make_customer(), *map(str, range(30)))
    gate = threading.Barrier(4)

    def work(_: int) -> None:
        gate.wait()
        for _ in range(8):
            tell()
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    while tell():
        pass
    assert len(peer.got) == len({got.headers["webhook-id"] for got in peer.got}) == 30


def test_a_worker_that_died_with_it_in_hand_loses_nothing(peer: Peer) -> None:
    subscribe(peer)
    buy(make_customer(), "1")
    news.spread(now=timezone.now())
    assert delivery._claim(False, timezone.now())  # and nothing more: it is dead
    assert delivery.deliver(now=timezone.now()) == 0
    assert delivery.deliver(now=timezone.now() + timedelta(minutes=2)) == 1


def test_who_was_erased_meanwhile_is_in_no_body(peer: Peer) -> None:
    subscribe(peer)
    buy(make_customer(), "1")
    news.spread(now=timezone.now())
    Delivery.objects.update(interaction_id=10**15)
    assert delivery.deliver(now=timezone.now()) == 0
    assert (Delivery.objects.get().state, peer.got) == ("dropped", [])


def test_both_secrets_sign_while_the_new_one_is_taken_over(peer: Peer) -> None:
    hook = subscribe(peer)
    old, new = hook.secret, subscriptions.rotate(hook, now=timezone.now())
    buy(make_customer(), "1")
    tell()
    (got,) = peer.got
    headers = {k.lower(): v for k, v in got.headers.items()}
    assert old != new
    for secret in (old, new):
        assert Standard(secret).verify(got.body, headers)
    assert subscriptions.secrets_of(hook, now=timezone.now() + timedelta(days=2)) == [new]


def test_a_broken_off_spread_is_done_again_without_doubles(peer: Peer) -> None:
    subscribe(peer)
    buy(make_customer(), "1", "2")
    cursor = NewsCursor.objects.get().at
    news.spread(now=timezone.now())
    NewsCursor.objects.update(at=cursor)
    news.spread(now=timezone.now())
    assert Delivery.objects.count() == 2


def test_the_history_is_read_by_its_numbers(peer: Peer) -> None:
    buy(make_customer(), "1")
    (row,) = Interaction.objects.all()
    assert b'"kind":"purchase"' in news.bodies([row.id])[row.id]


INSIDE = [
    "http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://LOCALHOST./", "https://127.1/",
    "https://127.0.1/", "https://0/", "https://0.0.0.0/", "https://2130706433/", "https://0x7f000001/",
    "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://017700000001/", "https://127.0.0.1.:443/",
    "https://127.255.255.254/", "https://[::1]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/",
    "https://[2001:0:7f00:1::]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b::127.0.0.1]/", "https://[2002:7f00:1::]/",
    "https://[fe80::1]/", "https://[fc00::1]/", "https://[fd12:3456::1]/", "https://[ff02::1]/",
    "https://10.0.0.1/", "https://10.255.255.255/", "https://172.16.0.1/", "https://172.31.255.1/",
    "https://192.168.0.1/", "https://192.168.1.254/", "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:169.254.169.254]/", "https://0xa9fea9fe/", "https://2852039166/", "https://100.64.0.1/",
    "https://192.0.0.1/", "https://198.18.0.1/", "https://224.0.0.1/", "https://255.255.255.255/",
    "https://240.0.0.1/", "https://user@127.0.0.1/", "https://example.org@127.0.0.1/",
    "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_no_connection_is_ever_made_to_the_inside(url: str, peer: Peer) -> None:
    target = url.replace("127.0.0.1/", f"127.0.0.1:{peer.port}/").replace("[::1]/", f"[::1]:{peer.port}/")
    line = Line(1, 2.0, publicweb.session())
    (said,) = line.send([Call("POST", target, {}, b"{}")], time.monotonic() + 1)
    assert isinstance(said, NotBegun), said
    assert not peer.connections


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example.org/", "https://", "https://user:word@shop.example.org/", "//shop.example.org/",
        "https://shop.example.org/#part", "https://shop.example.org:99999/", "https://sh op.example.org/",
        "javascript:alert(1)", "https://shop.example.org/" + "x" * 500, "https://[::1/", "",
    ],
)  # fmt: skip
def test_an_address_that_could_never_do_is_refused(url: str) -> None:
    with pytest.raises(subscriptions.BadWebhook) as refused:
        subscriptions.check("shop", url, ["purchase"])
    assert refused.value.field == "url"


def test_a_replay_is_bounded(peer: Peer) -> None:
    hook, now = subscribe(peer), datetime(2026, 11, 16, tzinfo=UTC)
    for since, until in ((now, now), (now - timedelta(days=40), now)):
        with pytest.raises(subscriptions.BadWebhook):
            subscriptions.replay(hook, since, until, now=now)
