"""Which way messages go: what several providers received is the judge."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as ours
from django.db import connection
from django.utils import timezone
from redis import Redis

from bench import sink
from channels import breaker, dispatch, lots, outbox, pacing, rates, sweep, ways
from channels.models import Content, Lane, Message, Provider, Traffic
from channels.outbox import Draft
from channels.protocol import Outcome, Outgoing, Result
from tests.channels import gateways
from tests.channels.gateways import Peer, answer
from tests.makers import make_content, make_customer, make_topic, share_point
from tests.processes import real_sender

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_servers(tmp_path: Path, settings: Any) -> Iterator[tuple[sink.Running, sink.Running]]:
    """Two mail servers, the first preferred; it takes its time, so that it can die in the middle."""
    with ExitStack() as stack:
        first, second = tmp_path / "first", tmp_path / "second"
        first.mkdir()
        second.mkdir()
        one = stack.enter_context(sink.running(first, "--delay-ms", "30"))
        other = stack.enter_context(sink.running(second))
        settings.EMAIL_URL = f"smtp://127.0.0.1:{one.port} smtp://127.0.0.1:{other.port}"
        yield one, other


def key_of(server: sink.Running) -> str:
    return f"email:smtp@127.0.0.1:{server.port}"


def queue_mails(count: int, at: str = "example.org") -> None:
    make_topic()
    content = Content.objects.first() or make_content()
    people = [make_customer(f"Person {n}", email=f"person{n}@{at}") for n in range(count)]
    outbox.queue(
        [
            Draft(each.pk, "email", content.pk, "marketing", "offers", "flight:1", timezone.now())
            for each in people
        ],
        now=timezone.now(),
    )


def send_all() -> int:
    return dispatch.send_range(Lane.BULK, 0, 2**60)


def wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def everybody_is_due() -> None:
    Message.objects.exclude(due_at=None).update(due_at=timezone.now())


def test_the_preferred_server_gets_everything_while_it_is_well(two_servers: Any) -> None:
    one, other = two_servers
    queue_mails(7)
    assert send_all() == 7
    assert (len(one.arrivals()), len(other.arrivals())) == (7, 0)
    assert set(Message.objects.values_list("provider", flat=True)) == {f"smtp@127.0.0.1:{one.port}"}
    assert Traffic.objects.get().sent == 7


def test_when_the_first_dies_in_the_middle_nobody_is_lost_and_copies_keep_their_name(
    two_servers: Any, tmp_path: Path
) -> None:
    one, other = two_servers
    queue_mails(60)
    worker = threading.Thread(target=_send_and_close)
    worker.start()
    wait_for(lambda: len(one.arrivals()) >= 8)
    one.process.kill()
    worker.join()
    for _ in range(6):
        send_all()  # three failed windows open the breaker; what was untouched goes by the other
    arrived = one.arrivals()
    unknown = Message.objects.filter(state="unknown")
    assert 0 < unknown.count() <= 60
    assert {each.provider for each in unknown} == {f"smtp@127.0.0.1:{one.port}"}
    assert Message.objects.filter(state="accepted").count() == 60 - len(unknown)
    everybody_is_due()
    assert send_all() == 0  # it waits for the server that perhaps has it
    with sink.running(tmp_path / "first", "--port", str(one.port)) as back:

        def is_done() -> bool:
            Provider.objects.filter(failures__gt=0).update(open_until=timezone.now())
            everybody_is_due()
            send_all()
            return not unknown.all().exists()

        wait_for(is_done)
        arrived = back.arrivals()
    copies = Counter(each.recipient for each in [*arrived, *other.arrivals()])
    names = {(each.recipient, each.message_id) for each in [*arrived, *other.arrivals()]}
    assert len(copies) == 60 and len(names) == 60
    repeated = set(Message.objects.filter(is_repeat=True).values_list("contact_point__address", flat=True))
    assert {recipient for recipient, count in copies.items() if count > 1} <= repeated


def _send_and_close() -> None:
    send_all()
    connection.close()


def test_a_half_open_route_gets_a_few_and_a_success_gives_it_all_again(two_servers: Any) -> None:
    one, other = two_servers
    queue_mails(20)
    Provider.objects.create(key=key_of(one), failures=3, open_until=timezone.now() - timedelta(seconds=1))
    assert send_all() == 20
    assert (len(one.arrivals()), len(other.arrivals())) == (breaker.PROBE_SIZE, 20 - breaker.PROBE_SIZE)
    assert Provider.objects.get(pk=key_of(one)).open_until is None
    assert not ways.roads(now=timezone.now()).ways["email"][0].is_half_open


def test_only_one_worker_probes(two_servers: Any) -> None:
    one, _ = two_servers
    Provider.objects.create(key=key_of(one), failures=3, open_until=timezone.now() - timedelta(seconds=1))
    now = timezone.now()
    assert [breaker.may_probe(key_of(one), now=now) for _ in range(3)] == [True, False, False]


def test_a_failed_probe_rests_longer_and_a_lonely_route_lets_the_others_wait(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    queue_mails(8)
    Provider.objects.create(key="email:smtp", failures=4, open_until=timezone.now() - timedelta(seconds=1))
    assert send_all() == 0
    provider = Provider.objects.get()
    assert provider.failures == 5 and provider.open_until is not None
    assert timedelta(seconds=10) < provider.open_until - timezone.now() <= timedelta(seconds=20)
    assert list(Message.objects.values_list("state", "attempts").distinct()) == [("queued", 0)]


def test_a_route_that_takes_nothing_is_not_tried_lot_by_lot(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lots, "_sizes", {"email:smtp": 4})
    monkeypatch.setattr(lots, "SMALLEST", 2)
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    queue_mails(20)
    assert send_all() == 0
    assert Provider.objects.get().failures == dispatch.MOST_IN_VAIN
    assert list(Message.objects.values_list("state", "attempts").distinct()) == [("queued", 0)]


def test_a_route_that_says_nothing_holds_no_worker_for_long(
    two_servers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says_nothing(_: Any, batch: Sequence[Outgoing], **__: Any) -> list[Result]:
        return [Result(Outcome.UNKNOWN, "No answer")] * 2 + [Result(Outcome.UNTOUCHED)] * (len(batch) - 2)

    monkeypatch.setattr(lots, "_sizes", dict.fromkeys(map(key_of, two_servers), 6))
    monkeypatch.setattr(lots, "SMALLEST", 4)
    monkeypatch.setattr(pacing, "hand_over", says_nothing)
    queue_mails(20)
    assert send_all() == 0
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states == {"unknown": 2 * dispatch.MOST_IN_VAIN, "queued": 20 - 2 * dispatch.MOST_IN_VAIN}


def test_a_slow_route_is_left_when_the_task_has_had_its_time(
    two_servers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*given: Any, **also: Any) -> list[Result]:
        time.sleep(0.3)
        return hand_over(*given, **also)

    hand_over = pacing.hand_over
    monkeypatch.setattr(pacing, "hand_over", slowly)
    monkeypatch.setattr(lots, "_sizes", {key_of(two_servers[0]): 4})
    monkeypatch.setattr(dispatch, "TASK_SECONDS", 0.4)
    queue_mails(20)
    assert send_all() == 4 + 8
    assert send_all() == 8


def test_what_a_person_stopped_is_passed_over_and_waited_for_by_nobody(two_servers: Any) -> None:
    one, other = two_servers
    queue_mails(3)
    Message.objects.filter(contact_point__address="person0@example.org").update(
        state="unknown", provider=f"smtp@127.0.0.1:{one.port}"
    )
    Provider.objects.create(key=key_of(one), paused_at=timezone.now(), paused_why="Moving house")
    assert send_all() == 3
    assert (len(one.arrivals()), len(other.arrivals())) == (0, 3)


def test_a_stopped_channel_sends_nothing_and_loses_nothing(two_servers: Any) -> None:
    one, _ = two_servers
    queue_mails(3)
    Provider.objects.create(key="email:", paused_at=timezone.now(), paused_why="Wrong prices")
    assert send_all() == 0
    Provider.objects.update(paused_at=None)
    assert send_all() == 3
    assert len(one.arrivals()) == 3


def test_a_stopped_channel_hides_nothing_that_another_could_send(two_servers: Any) -> None:
    queue_mails(2)
    # The sweep rings only in a quiet house, and no worker here answers what other tests have rung for.
    Redis.from_url(ours.REDIS_URL).delete(*(lane.label for lane in Lane))
    Traffic.objects.create(key="email:smtp", minute_at=timezone.now() - timedelta(days=3), sent=1)
    assert sweep.sweep(now=timezone.now())["rung"] == 1
    assert not Traffic.objects.exists()
    Provider.objects.create(key="email:", paused_at=timezone.now(), paused_why="Wrong prices")
    assert sweep.sweep(now=timezone.now())["rung"] == 0


def test_a_server_that_defers_refuses_hangs_and_drops_spoils_nobody_elses_mail(two_servers: Any) -> None:
    one, _ = two_servers
    make_topic()
    content = make_content()
    addresses = [f"{kind}-{n}@example.org" for kind in ("defer", "refuse", "drop", "fine") for n in range(3)]
    people = [make_customer(each, email=each) for each in addresses]
    outbox.queue(
        [
            Draft(each.pk, "email", content.pk, "marketing", "offers", "flight:1", timezone.now())
            for each in people
        ],
        now=timezone.now(),
    )
    send_all()
    ends = {
        (each.contact_point.address.partition("-")[0], each.state)
        for each in Message.objects.select_related("contact_point")
        if each.contact_point
    }
    assert ends >= {("defer", "deferred"), ("refuse", "bounced"), ("drop", "unknown")}
    Message.objects.filter(contact_point__address__startswith="drop-").update(state="accepted", due_at=None)
    everybody_is_due()  # what was in flight behind one that was dropped is unknown, too: it goes again
    send_all()
    fine = Message.objects.filter(contact_point__address__startswith="fine-")
    assert {each.state for each in fine} == {"accepted"}
    names = {each.message_id for each in one.arrivals() if each.recipient.startswith("fine-")}
    assert len(names) == 3


@pytest.fixture
def two_lines(settings: Any) -> Iterator[tuple[Peer, Peer]]:
    with gateways.running() as one, gateways.running() as other:
        settings.SMS_URL = " ".join(
            f"twilio+http://AC{n}:secret@127.0.0.1:{peer.port}/?from=+4360{n}"
            for n, peer in enumerate((one, other))
        )
        yield one, other


def queue_texts(count: int) -> None:
    make_topic()
    content = Content.objects.first() or make_content(
        channel="sms", subject="A word", text="Tee for you", html=""
    )
    drafts = []
    for number in range(count):
        customer = make_customer(f"Person {number}", consents=("sms:marketing",))
        share_point(customer, f"+43660{customer.pk:07}", "phone")
        drafts.append(
            Draft(customer.pk, "sms", content.pk, "marketing", "offers", "flight:1", timezone.now())
        )
    outbox.queue(drafts, now=timezone.now())


def test_a_provider_that_asks_us_to_wait_is_left_alone_and_another_goes_on(two_lines: Any) -> None:
    one, other = two_lines
    one.reply = lambda handler, got: answer(handler, 429, b"", Retry_After="600")
    queue_texts(1)
    send_all()
    asked = Message.objects.get()
    assert asked.state == "deferred" and asked.due_at is not None
    assert asked.due_at - timezone.now() > timedelta(seconds=590)
    rests = Provider.objects.get(pk=f"sms:twilio@127.0.0.1:{one.port}")
    assert rests.open_until is not None and rests.open_until - timezone.now() > timedelta(seconds=590)
    queue_texts(4)
    send_all()
    assert (len(one.got), len(other.got)) == (1, 4)


@pytest.mark.parametrize("trouble", ["down", "500", "garbage", "silence"])
def test_a_gateway_in_trouble_is_passed_over_after_three_windows(
    two_lines: Any, trouble: str, monkeypatch: Any
) -> None:
    one, other = two_lines
    monkeypatch.setattr("channels.adapters.sms.ANSWER_SECONDS", 0.5)
    replies: dict[str, gateways.Reply] = {
        "down": gateways.hang_up,
        "500": lambda handler, got: answer(handler, 500, b"oops"),
        "garbage": lambda handler, got: answer(handler, 200, b"<html>Welcome</html>"),
        "silence": gateways.fall_silent(1.0),
    }
    one.reply = replies[trouble]
    queue_texts(1)
    for _ in range(3):
        everybody_is_due()
        send_all()
    assert Message.objects.get().state == "unknown"
    keys = {got.headers["Idempotency-Key"] for got in one.got}
    assert len(one.got) == 3 and len(keys) == 1
    resting = Provider.objects.exclude(open_until=None)
    resting.update(open_until=timezone.now() + timedelta(minutes=1))  # however slow we are here
    queue_texts(3)
    send_all()
    assert len(other.got) == 3
    assert {got.headers["Idempotency-Key"] for got in other.got}.isdisjoint(keys)


def test_a_route_with_no_room_leaves_the_rest_to_the_next(two_servers: Any, settings: Any) -> None:
    one, other = two_servers
    settings.PROVIDER_RATES = {f"smtp@127.0.0.1:{one.port}": (60, 60)}
    queue_mails(10)
    send_all()
    assert len(one.arrivals()) + len(other.arrivals()) == 10
    assert 1 <= len(one.arrivals()) <= 5 and len(other.arrivals()) >= 5


def test_a_domain_with_a_pace_lets_other_mail_go_before_it(two_servers: Any, settings: Any) -> None:
    one, _ = two_servers
    settings.DOMAIN_RATES = {"slow.example": (6, 60)}
    queue_mails(12, at="slow.example")
    queue_mails(5)
    send_all()
    sent = Counter(each.recipient.partition("@")[2] for each in one.arrivals())
    assert sent["example.org"] == 5 and sent["slow.example"] <= 1
    waiting = list(Message.objects.filter(state="queued").order_by("due_at"))
    assert {each.reason for each in waiting} == {"Waits for its turn"}
    assert waiting[-1].due_at and waiting[0].due_at
    assert waiting[-1].due_at - waiting[0].due_at >= timedelta(seconds=90)


def test_two_processes_never_exceed_the_rate_and_use_it(mail_sink: sink.Running) -> None:
    queue_mails(40)
    rates._valkey(ours.REDIS_URL).flushdb()
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(
                real_sender(
                    str(connection.settings_dict["NAME"]),
                    EMAIL_URL=ours.EMAIL_URL,
                    PROVIDER_RATES="smtp=20/s",
                    DOMAIN_RATES="",
                )
            )
        wait_for(lambda: len(mail_sink.arrivals()) == 40, seconds=120)
    moments = sorted(each.begun_at for each in mail_sink.arrivals())
    fullest = max(sum(at <= each < at + 1 for each in moments) for at in moments)
    assert len(moments) == 40
    assert fullest <= 20, fullest


def test_an_address_that_no_route_takes_waits_and_says_so(two_servers: Any, monkeypatch: Any) -> None:
    from channels.adapters import email

    monkeypatch.setattr(email.Smtp, "takes", lambda self, address: "person1" not in address)
    queue_mails(2)
    assert send_all() == 1
    left = Message.objects.get(state="queued")
    assert left.reason == "No route takes this address"
    assert left.due_at and left.due_at > timezone.now() + timedelta(minutes=50)


def test_a_setting_nobody_can_read_stops_its_channel_only(mail_sink: sink.Running, settings: Any) -> None:
    settings.SMS_URL = "pigeon://loft"
    queue_mails(1)
    assert send_all() == 1


def test_what_a_process_of_its_own_must_send_nobody_else_sends(
    mail_sink: sink.Running, monkeypatch: Any
) -> None:
    from channels.adapters import email

    (route,) = email.EMAIL.routes()
    monkeypatch.setattr(email.Email, "routes", lambda self: (email.replace(route, link="loft"),))
    queue_mails(1)
    assert send_all() == 0
    assert dispatch.send_range(Lane.BULK, 0, 2**60, link="loft") == 1
    assert len(mail_sink.arrivals()) == 1
