"""What had to wait goes out in one mail: once, whole, and for one touch."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from bench import sink
from channels import claims, digests, dispatch, outbox, receipts, rendering, sweep, wishes
from channels.models import Hit, Lane, Message
from channels.outbox import Draft
from customers.consent import Evidence
from customers.models import Customer, Touch
from tests.makers import make_content, make_customer, make_dial

pytestmark = [pytest.mark.django_db(transaction=True)]
SAID = Evidence("No more tips", "test", "customer")
HOUR = timedelta(hours=1)
WIDE = (
    "<html><head><style>p{{color:red}}</style></head>"
    "<body bgcolor=white><p>{0}</p>{{{{ pixel }}}}</body></html>"
)


@pytest.fixture
def mails(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The mails that a real server received, each a file."""
    with sink.running(tmp_path, "--mails", str(tmp_path)) as running:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}"
        yield tmp_path


def received(mails: Path) -> list[EmailMessage]:
    return [
        message_from_bytes(each.read_bytes(), policy=policy.default) for each in sorted(mails.glob("*.eml"))
    ]  # type: ignore[misc]


def said(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def let_wait(customer: Customer, *subjects: str, topic: str = "offers", **fields: Any) -> None:
    """Queue these while the dial is full; at the time of the test there is room again."""
    yesterday = timezone.now() - 25 * HOUR
    for subject in subjects:
        words = {"subject": subject, "text": f"{subject} for {{{{ customer.first_name }}}}."}
        content = make_content(**{"html": WIDE.format(subject), "topic": topic, **words})
        draft = Draft(
            customer.pk, "email", content.pk, "marketing", topic, subject, yesterday,
            otherwise="digest", **fields,
        )  # fmt: skip
        outbox.queue([draft], now=yesterday)
    assert set(Message.objects.values_list("state", flat=True)) == {"deferred"}


def make_full(customer: Customer) -> None:
    make_dial(customer, 7)
    Touch.objects.create(
        customer_id=customer.pk, channel="email", topic="offers", purpose="marketing", state="spent",
        actor="earlier", touched_at=timezone.now() - 26 * HOUR,
    )  # fmt: skip


@pytest.fixture
def ana() -> Customer:
    customer = make_customer("Ana Petrović", email="ana@example.org")
    make_full(customer)
    return customer


def send_all() -> int:
    return dispatch.send_range(Lane.BULK, 0, 2**60)


def ends() -> dict[str, tuple[str, str]]:
    return {
        cause: (state, reason)
        for cause, state, reason in Message.objects.values_list("cause", "state", "reason")
    }


def number(cause: str) -> int:
    return Message.objects.get(cause=cause).pk


def test_all_that_waited_goes_out_as_one_mail_for_one_touch(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea", "Balm")
    let_wait(ana, "Sleep well", topic="tips")
    assert send_all() == 1
    (mail,) = received(mails)
    assert mail["Subject"] == "Tea · Balm · Sleep well"
    assert re.findall(r"^(.+)\n=+$", said(mail), re.MULTILINE) == ["Tea", "Balm", "Sleep well"]
    assert "Tea for Ana." in said(mail)
    assert "Sleep well for Ana." in said(mail)
    html = mail.get_body(("html",))
    assert html is not None
    assert re.findall("<h2>(.+?)</h2>", html.get_content()) == ["Tea", "Balm", "Sleep well"]
    assert html.get_content().count("<body") == 1
    assert "<div bgcolor=white><p>Balm</p>" in html.get_content()
    inside = ("cancelled", f"in message {number('Tea')}")
    assert ends() == {"Tea": ("accepted", ""), "Balm": inside, "Sleep well": inside}
    touch = Touch.objects.get(message_id__isnull=False)
    assert (touch.message_id, touch.topic) == (number("Tea"), "offers tips")


def test_the_one_touch_counts_in_the_dial_of_each_topic(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea")
    let_wait(ana, "Sleep well", topic="tips")
    make_dial(ana, 4, topic="tips")
    ana.dials.filter(topic="").update(position=10)
    assert send_all() == 1
    content = make_content(subject="Another", topic="tips")
    draft = Draft(ana.pk, "email", content.pk, "marketing", "tips", "later", timezone.now())
    assert outbox.queue([draft], now=timezone.now()) == {"deferred": 1}


def test_one_alone_is_an_ordinary_mail(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea")
    assert send_all() == 1
    assert [mail["Subject"] for mail in received(mails)] == ["Tea"]
    assert Message.objects.get().digest_id is None


def test_while_there_is_no_room_everything_waits(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea", "Balm")
    ana.dials.update(position=4)
    assert send_all() == 0
    assert set(ends().values()) == {("deferred", "dial_full")}
    assert Message.objects.filter(due_at__gt=timezone.now()).count() == 2


def test_a_closed_topic_holds_up_no_other(mails: Path, ana: Customer) -> None:
    """The dial is turned while a worker holds all of them: what it wanted to say together falls apart."""
    let_wait(ana, "Tea", "Balm")
    let_wait(ana, "Sleep well", topic="tips")
    make_dial(ana, 0, topic="tips")
    while send_all():
        pass
    send_all()
    assert [mail["Subject"] for mail in received(mails)] == ["Tea · Balm"]
    assert ends()["Sleep well"] == ("refused", "dial_closed")


def test_what_is_late_is_left_out_and_expires(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea", not_after=timezone.now() - timedelta(minutes=5))
    let_wait(ana, "Balm", "Soap")
    assert send_all() == 1
    assert [mail["Subject"] for mail in received(mails)] == ["Balm · Soap"]
    assert ends()["Tea"] == ("expired", "expired")


def test_what_expires_last_carries_the_others(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea", not_after=timezone.now() + HOUR)
    let_wait(ana, "Balm", not_after=timezone.now() + 2 * HOUR)
    assert send_all() == 1
    assert {cause: state for cause, (state, _) in ends().items()} == {"Tea": "cancelled", "Balm": "accepted"}


def test_topics_that_do_not_fit_wait_for_the_next_digest(mails: Path, ana: Customer) -> None:
    for name in "abc":
        let_wait(ana, f"About {name}", topic=name * 15)
    assert send_all() == 1
    assert sorted(state for state, _ in ends().values()) == ["accepted", "cancelled", "deferred"]
    assert Touch.objects.get(message_id__isnull=False).topic == f"{'a' * 15} {'b' * 15}"


def test_different_people_get_their_own(mails: Path, ana: Customer) -> None:
    ben = make_customer("Ben", email="ben@example.org")
    make_full(ben)
    let_wait(ana, "Tea", "Balm")
    let_wait(ben, "Soap", "Salt")
    assert send_all() == 2
    assert {mail["To"].addresses[0].addr_spec: mail["Subject"] for mail in received(mails)} == {
        "ana@example.org": "Tea · Balm",
        "ben@example.org": "Soap · Salt",
    }


def _die(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("where", "name"),
    [(claims, "_attempt"), (claims, "_bind"), (claims, "_set_aside"), (dispatch, "settle")],
)
def test_a_worker_that_dies_at_any_step_loses_and_doubles_nothing(
    where: Any, name: str, mails: Path, ana: Customer, monkeypatch: Any
) -> None:
    let_wait(ana, "Tea", "Balm")
    monkeypatch.setattr(where, name, _die)
    with pytest.raises(KeyboardInterrupt):
        send_all()
    monkeypatch.undo()
    sweep.sweep(now=timezone.now() + timedelta(seconds=31))
    Message.objects.filter(state="unknown").update(due_at=timezone.now())
    assert send_all() == 1
    assert send_all() == 0
    found = received(mails)
    assert {mail["Subject"] for mail in found} == {"Tea · Balm"}
    assert len({mail["Message-ID"] for mail in found}) == 1
    assert len(found) == (2 if name == "settle" else 1)
    assert ends() == {"Tea": ("accepted", ""), "Balm": ("cancelled", f"in message {number('Tea')}")}
    assert Touch.objects.filter(message_id__isnull=False).count() == 1


def test_of_many_workers_at_once_one_sends_it(mails: Path, ana: Customer) -> None:
    make_dial(ana, 10, channel="email")
    let_wait(ana, *(f"Number {n}" for n in range(8)))
    gun = Barrier(4)

    def work(_: int) -> int:
        gun.wait()
        try:
            return send_all()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    (mail,) = received(mails)
    assert mail["Subject"].count("·") == 7
    assert sorted(state for state, _ in ends().values()) == ["accepted", *["cancelled"] * 7]


def test_it_is_shown_as_it_was_sent(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea", "Balm")
    send_all()
    message = Message.objects.get(state="accepted")
    assert message.content_id is not None
    subject, text, html = rendering.show(message.content_id, message.context or {}, message.pk)
    assert subject == "Tea · Balm"
    assert text.strip() == said(received(mails)[0]).strip()
    assert "<h2>Balm</h2>" in html


def test_who_clicks_in_a_part_has_answered_the_mail(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea", "Balm")
    send_all()
    seen = receipts.Seen("GET", "Mozilla/5.0 (X11) Firefox/140.0", "192.0.2.7")
    minutes_later = timezone.now() + timedelta(minutes=9)
    receipts.note_hit(number("Balm"), Hit.Kind.CLICK, seen, now=minutes_later, link=0)
    receipts.weigh(now=minutes_later + HOUR)
    assert Touch.objects.get(message_id__isnull=False).answered_at is not None


def test_an_opt_out_in_one_part_is_obeyed_for_all(mails: Path, ana: Customer) -> None:
    let_wait(ana, "Tea", "Balm")
    wishes.unsubscribe(number("Balm"), SAID, now=timezone.now())
    assert send_all() == 0
    assert not received(mails)
    assert {state for state, _ in ends().values()} == {"cancelled"}


def test_a_part_without_html_is_shown_as_its_text() -> None:
    parts = [("Plain <1>", "Two\nlines & more", ""), ("Rich", "Text", "<p>Rich</p>")]
    subject, _, html = digests.compose(parts)
    assert subject == "Plain <1> · Rich"
    assert "Plain &lt;1&gt;" in html
    assert "Two\nlines &amp; more" in html
    assert digests.compose([parts[0], parts[0]])[2] == ""
    assert len(digests.compose([("S" * 100, "", "")] * 3)[0]) == 150
