"""The town: always the same people, who use only the doors that real customers and providers have."""

import ast
import asyncio
import gzip
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from asgiref.sync import SyncToAsync
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from campaigns.models import Flight
from channels import dispatch, inbound, outbox, receipts
from channels.mailreading import BounceClass, Kind, read
from channels.models import Lane, Message
from channels.outbox import Draft
from customers.models import Consent, Customer, Interaction, Suppression
from hub.models import Staff
from hub.postbox import Postbox
from hub.sandbox import home, ports
from hub.sandbox.town import answers, letter, past, people, phrases
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.habits import Act, Pace, deeds
from hub.sandbox.town.life import THREADS, Life
from hub.sandbox.town.mailserver import MailServer
from hub.sandbox.town.people import PROGRAMS, Mailbox, Person, person
from hub.sandbox.town.till import Till
from tests.makers import NOW, make_content, make_customer, make_topic

SEED = "test"
PROGRAM = {program.name: program for _, program in PROGRAMS}
BASE_URL = "http://hub.example.org"
EASY = replace(
    person(SEED, 1),
    mailbox=Mailbox.FINE,
    program=PROGRAM["webmail"],
    has_gateway=False,
    is_away=False,
    reads_at=(),
    patience=100.0,
    replies=0.0,
    clicks=0.0,
    buys=0.0,
)
"""Opens what comes when it comes, and does nothing else."""


def numbered(number: int, **nature: Any) -> Person:
    return replace(EASY, number=number, email=f"person.{number}@town.example", **nature)


def mail(*links: str, pixel: bool = True, subject: str = "Tea for the winter") -> bytes:
    anchors = "".join(f'<a href="{url}">here</a>' for url in links)
    picture = f'<img src="{BASE_URL}/t/o/abc/">' if pixel else ""
    return (
        "From: =?utf-8?q?Hauptplatz?= <hello@mail.rapport.example>\r\nTo: <person.1@town.example>\r\n"
        f"Subject: {subject}\r\nDate: {format_datetime(NOW)}\r\nMessage-ID: <m1@mail.rapport.example>\r\n"
        "Reply-To: <reply+r1@mail.rapport.example>\r\n"
        f"List-Unsubscribe: <{BASE_URL}/t/u/out/>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="edge"\r\n\r\n'
        "--edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGood tea. Ask us!\r\nYour pharmacy\r\n"
        f"--edge\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{anchors}</p>{picture}\r\n--edge--\r\n"
    ).encode()


def letter_of(*links: str) -> letter.Letter:
    return letter.read(mail(*links), "bounce+b1@mail.rapport.example", BASE_URL)


# Who they are


def test_the_same_seed_makes_the_same_people_and_another_makes_others() -> None:
    once = [person(SEED, number) for number in range(1, 100)]
    person.cache_clear()
    assert [person(SEED, number) for number in range(1, 100)] == once
    assert [person("other", number).name for number in range(1, 100)] != [each.name for each in once]


def test_everybody_gets_their_mail_at_their_own_address_and_nobody_elses() -> None:
    everybody = [person(SEED, number) for number in range(1, 1001)]
    for each in everybody:
        if each.email:
            owner = people.resident(SEED, 1000, each.email.upper())
            assert owner and owner.email == each.email
            assert each.number == owner.number or each.number % people.HOUSEHOLD == 0
            assert len(each.email.partition("@")[0]) <= 64
    assert people.resident(SEED, 1000, "nobody7@town.example") is None
    assert people.resident(SEED, 10, everybody[500].email or everybody[501].email) is None
    assert max(len(each.name.partition(" ")[2]) for each in everybody) == 60


def test_the_past_is_the_same_to_the_byte_and_a_later_one_only_adds(tmp_path: Path) -> None:
    def written(name: str, days_later: int = 0) -> bytes:
        until = NOW + timedelta(days=days_later)
        past.write_interactions(tmp_path / name, SEED, 30, until)
        past.write_customers(tmp_path / f"{name}-people", SEED, 30, until.date())
        return (tmp_path / name).read_bytes() + (tmp_path / f"{name}-people").read_bytes()

    assert written("first") == written("second")
    written("later", 40)
    earlier, later = (_lines(tmp_path / name) for name in ("first", "later"))
    start = (NOW - timedelta(days=600)).isoformat()
    known = {person(SEED, number).key for number in range(1, 31) if person(SEED, number).months_ago == 24}
    kept = {
        line
        for line in earlier
        if (said := json.loads(line))["occurred_at"] > start and said["customer"] in known
    }
    assert len(kept) > 100
    assert kept < later


@pytest.mark.django_db
def test_the_past_is_imported_whole_and_only_once(tmp_path: Path) -> None:
    customers, interactions = tmp_path / "customers.csv.gz", tmp_path / "interactions.ndjson.gz"
    past.write_customers(customers, SEED, 60, NOW.date())
    past.write_interactions(interactions, SEED, 60, NOW)

    def taken(command: str, file: Path, **options: Any) -> str:
        out = io.StringIO()
        call_command(command, str(file), source="town", stdout=out, stderr=io.StringIO(), **options)
        return out.getvalue().splitlines()[0].partition(": ")[2]

    fields = ["prefers=text", "birthday_month=number", "shop=text"]
    assert taken("import_customers", customers, declare=fields) == "60 taken, 0 repeated, 0 refused."
    lines = len(_lines(interactions))
    assert taken("import_interactions", interactions) == f"{lines:,} taken, 0 repeated, 0 refused."
    assert taken("import_interactions", interactions) == f"0 taken, {lines:,} repeated, 0 refused."
    assert Customer.objects.count() == 60


@pytest.mark.django_db
def test_the_demo_is_filled_once_and_grows_with_its_town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_DEMO_PASSWORD", "a-long-password")

    def filled(size: int) -> tuple[int, int, int, int]:
        monkeypatch.setenv("RAPPORT_TOWN", str(size))
        call_command("demo_fill", stdout=io.StringIO(), stderr=io.StringIO())
        interactions = Interaction.objects.filter(source="town").count()
        return Customer.objects.count(), interactions, Flight.objects.count(), Staff.objects.count()

    empty = filled(0)
    assert empty == (0, 0, 0, 5)
    first = filled(30)
    assert (first[0], first[2], first[3]) == (30, 4, 5)
    assert filled(30) == first
    grown = filled(40)
    assert (grown[0], grown[2]) == (40, 4)
    for _ in "ab":  # the town asks for it at each start, once its devices are registered
        call_command("demo_fill", notices=True, stdout=io.StringIO())
    assert Flight.objects.filter(campaign__key="winter-notice").count() == 1
    assert grown[1] > first[1]


def _lines(file: Path) -> set[bytes]:
    return {*gzip.decompress(file.read_bytes()).splitlines()}


# What they do with a mail


def test_what_comes_of_a_mail_follows_from_the_seed() -> None:
    pace, links = Pace(240, 10), [f"{BASE_URL}/t/c/{n}/" for n in range(3)]
    lively = replace(EASY, clicks=5.0, buys=5.0, replies=5.0, patience=0.1, opens=2.0)
    plans = [
        list(deeds(lively, letter_of(*links), fatigue=1, local=NOW, pace=pace, rng=Random(7))) for _ in "ab"
    ]
    assert plans[0] == plans[1]
    assert {Act.OPEN, Act.CLICK, Act.BUY, Act.REPLY} <= {deed.act for deed in plans[0]}
    assert min(deed.after_seconds for deed in plans[0]) > pace.least_seconds


def test_machines_come_before_anybody_reads_and_a_gateway_follows_every_link() -> None:
    guarded = replace(EASY, program=PROGRAM["iphone"], has_gateway=True)
    links = [f"{BASE_URL}/t/c/{n}/" for n in range(4)]
    plan = deeds(guarded, letter_of(*links), fatigue=0, local=NOW, pace=Pace(1, 60), rng=Random(1))
    fetched = [deed for deed in plan if deed.act == Act.FETCH]
    assert {deed.url for deed in fetched} == {*links, f"{BASE_URL}/t/o/abc/"}
    assert all(deed.after_seconds < 2.5 and deed.method in ("GET", "HEAD") for deed in fetched)


def test_only_addresses_of_the_hub_are_ever_seen() -> None:
    ours, theirs = f"{BASE_URL}/t/c/1/", "http://evil.example.net/t/c/1/"
    assert letter_of(ours, theirs, "javascript:alert(1)").links == (ours,)
    with pytest.raises(ValueError, match="not an address of the hub"):
        Doors(BASE_URL, ("127.0.0.1", 9), ("127.0.0.1", 9)).visit(theirs, "agent")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("program", PROGRAM)
@pytest.mark.parametrize("about", phrases.SAID["de"])
def test_a_reply_is_read_as_what_the_person_said(language: str, program: str, about: str) -> None:
    someone = replace(EASY, language=language, program=PROGRAM[program])
    post = answers.reply(someone, letter_of(), about, NOW, Random(3))
    reading = read(post.data, [post.recipient], envelope_from=post.sender)
    said = [words.format(shop=someone.shop) for words in phrases.SAID[language][about]]
    assert reading.kind == Kind.REPLY
    assert any(reading.visible_text.startswith(words) for words in said)
    assert "Good tea" not in reading.visible_text
    assert (reading.from_address, reading.in_reply_to) == (someone.email, "m1@mail.rapport.example")


def test_what_mail_systems_send_is_read_as_what_it_is() -> None:
    def reading_of(post: answers.Post) -> Any:
        assert post.sender == ""
        return read(post.data, [post.recipient], envelope_from=post.sender)

    assert reading_of(answers.away(EASY, letter_of(), NOW)).kind == Kind.AUTO_REPLY
    assert reading_of(answers.complaint(EASY, letter_of(), NOW)).kind == Kind.COMPLAINT
    for is_full, expected in ((True, BounceClass.SOFT), (False, BounceClass.HARD)):
        reading = reading_of(answers.bounce(EASY, letter_of(), NOW, is_full=is_full))
        (report,) = reading.reports
        assert (reading.kind, report.bounce_class) == (Kind.BOUNCE, expected)
        assert (report.address, report.original_message_id) == (EASY.email, "m1@mail.rapport.example")


# The whole way


@dataclass
class Street:
    """A few people, their mail server and their life, in a loop and thread of their own."""

    residents: list[Person]
    doors: Doors
    till: Till
    port: int = 0
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _ready: threading.Event = field(default_factory=threading.Event)

    async def live(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.life = Life(SEED, len(self.residents), self.doors, Pace(1e9, 2.2, 0.3), self.till)
        self.life.is_open.set()
        at = {each.email: each for each in self.residents}
        server = MailServer(at.get, self.life.receive)
        self.port = await server.listen(ports.HOST, 0)
        self._ready.set()
        await self._stop.wait()
        await server.close()
        await self.life.close()

    async def quiet(self) -> None:
        async with asyncio.timeout(60):
            while not self.life.is_quiet:
                await asyncio.sleep(0.05)

    def wait_until_quiet(self) -> None:
        asyncio.run_coroutine_threadsafe(self.quiet(), self.loop).result()


@contextmanager
def living(residents: list[Person], doors: Doors) -> Iterator[Street]:
    street = Street(residents, doors, Till())
    thread = threading.Thread(target=lambda: asyncio.run(street.live()))
    thread.start()
    street._ready.wait(10)
    try:
        yield street
    finally:
        street.loop.call_soon_threadsafe(street._stop.set)
        thread.join()
        street.till.close()


@contextmanager
def listener() -> Iterator[int]:
    """The hub's own mail listener, as the command starts it."""
    port = ports.reserve()
    controller = Controller(Postbox(), hostname=ports.HOST, port=port, ready_timeout=20)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
        SyncToAsync.single_thread_executor.submit(connections.close_all).result()


RESIDENTS = {
    "reader": numbered(1, opens=2.0, clicks=5.0, replies=5.0, buys=5.0),
    "dead": numbered(2, mailbox=Mailbox.DEAD),
    "full": numbered(3, mailbox=Mailbox.FULL),
    "gone": numbered(4, mailbox=Mailbox.GONE),
    "overflowing": numbered(5, mailbox=Mailbox.OVERFLOWING),
    "wary": numbered(6, mailbox=Mailbox.WARY),
    "away": numbered(7, is_away=True, opens=0.0),
    "guarded": numbered(8, has_gateway=True, opens=0.0),
    "fed up": numbered(9, patience=0.01, grumpiness=0.0, opens=0.0),
    "grumpy": numbered(11, patience=0.01, grumpiness=1.0, opens=0.0),
}


@pytest.mark.django_db(transaction=True)
def test_a_mailing_is_answered_over_real_smtp_and_http(live_server: Any, settings: Any) -> None:
    settings.BASE_URL = live_server.url
    make_topic()
    customers = {who: make_customer(each.name, email=each.email) for who, each in RESIDENTS.items()}
    links = [f"https://shop.example.org/{n}" for n in range(3)]
    anchors = "".join(f'<a href="{{{{ links[{n}] }}}}">{n}</a>' for n in range(3))
    content = make_content(links=links, html=f'<p>{anchors}</p><img src="{{{{ pixel }}}}">')
    web = (live_server.thread.host, live_server.thread.port)
    with (
        listener() as port,
        living([*RESIDENTS.values()], Doors(live_server.url, web, (ports.HOST, port))) as street,
    ):
        settings.EMAIL_URL = f"smtp://{ports.HOST}:{street.port}"
        outbox.queue([_draft(customer, content.pk) for customer in customers.values()], now=timezone.now())
        dispatch.send_range(Lane.BULK, 0, 2**60)
        street.wait_until_quiet()
        street.till.hand_over()
    inbound.read_waiting(now=timezone.now())
    receipts.weigh(now=timezone.now() + timedelta(minutes=1))

    states = {who: Message.objects.get(customer=customer).state for who, customer in customers.items()}
    assert states == {
        "reader": "delivered",
        "dead": "bounced",
        "full": "deferred",
        "gone": "bounced",
        "overflowing": "bounced",
        "wary": "deferred",
        "away": "accepted",
        "guarded": "delivered",
        "fed up": "accepted",
        "grumpy": "complained",
    }
    kinds = {who: _kinds(customer) for who, customer in customers.items()}
    assert {"message_opened", "message_clicked", "message_replied"} <= kinds["reader"]
    assert "message_auto_replied" in kinds["away"]
    assert kinds["guarded"] == {"message_accepted", "message_scanned"}
    barred = Suppression.objects.values_list("contact_point__address", "reason")
    assert {*barred} == {
        (RESIDENTS["dead"].email, "invalid"),
        (RESIDENTS["gone"].email, "invalid"),
        (RESIDENTS["grumpy"].email, "complaint"),
    }
    assert not Consent.objects.get(customer=customers["fed up"]).is_granted
    assert Interaction.objects.filter(kind="purchase", source="town").count() == 1
    assert dispatch.send_range(Lane.BULK, 0, 2**60) == 0


def _draft(customer: Customer, content_id: int) -> Draft:
    return Draft(customer.pk, "email", content_id, "marketing", "offers", "flight:1", due_at=timezone.now())


def _kinds(customer: Customer) -> set[str]:
    return {*Interaction.objects.filter(customer_id=customer.pk).values_list("kind", flat=True)}


def test_however_much_is_going_on_the_connections_are_few() -> None:
    class Counting(BaseHTTPRequestHandler):
        now = most = served = 0
        lock = threading.Lock()

        def do_GET(self) -> None:
            self._count(1)
            threading.Event().wait(0.01)
            self._count(-1)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _count(self, change: int) -> None:
            with Counting.lock:
                Counting.now += change
                Counting.most = max(Counting.most, Counting.now)
                Counting.served += change > 0

        def log_message(self, *_: object) -> None:
            pass

    web = ThreadingHTTPServer((ports.HOST, 0), Counting)
    threading.Thread(target=web.serve_forever).start()
    till = Till()

    async def receive() -> None:
        doors = Doors(BASE_URL, (ports.HOST, web.server_port), (ports.HOST, 9))
        life = Life(SEED, 200, doors, Pace(1e9, 0.0, 0.01), till)
        life.is_open.set()
        for number in range(1, 201):
            life.receive(numbered(number, opens=5.0), mail(), "")
        async with asyncio.timeout(60):
            while not life.is_quiet:
                await asyncio.sleep(0.05)
        await life.close()

    try:
        asyncio.run(receive())
    finally:
        web.shutdown()
        web.server_close()
        till.close()
    assert Counting.served > 150
    assert 1 < Counting.most <= THREADS


def test_the_town_knows_nothing_of_the_hubs_inside() -> None:
    for source in (home.PROJECT / "hub/sandbox/town").glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in named:
                assert not name.startswith(("customers", "channels", "campaigns")), source
                assert not name.startswith("hub") or name.startswith("hub.sandbox.town"), source
