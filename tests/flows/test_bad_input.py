"""Bad input at every door: a clear refusal, or a mail kept for staff; never a 500, never a lost message."""

import csv
import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns import launch
from campaigns.models import Campaign, Flight, Version
from channels import addresses, inbound
from channels.models import Hit, InboundMail, Message
from customers.models import Consent, Customer
from hub.sandbox import ports
from tests.campaigns.makers import make_campaign, make_version
from tests.campaigns.test_flow import carry_out
from tests.channels.test_receipts import make_message
from tests.hub.console.test_campaigns import form_of
from tests.makers import make_content, make_customer, make_staff, make_topic
from tests.processes import real_mail_listener

pytestmark = pytest.mark.django_db(transaction=True)
OURS = "hello@mail.rapport.example"
MB = 1024 * 1024
Hand = Callable[..., None]


# --- Mail that comes in: the listener, as it is run for real


@pytest.fixture(scope="module")
def door(django_db_setup: None) -> Iterator[Hand]:
    with real_mail_listener(str(connection.settings_dict["NAME"])) as port:

        def hand(raw: bytes, to: str = OURS) -> None:
            with smtplib.SMTP("127.0.0.1", port) as sender:
                sender.sendmail("stranger@example.net", [to], raw)

        yield hand


def read_all() -> None:
    while inbound.read_waiting(now=timezone.now()):
        pass


TOP = b"From: A <a@example.net>\r\nTo: hello@mail.rapport.example\r\n"
MALFORMED = {
    "no header": b"Just words without any header.",
    "noise": b"\x00\xff\xfe" * 3000,
    "only a colon": b":\r\n\r\n",
    "headers without an end": b"From: a@example.net\r\n" * 500,
    "a part that never ends": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 300,
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(300)
    ),
    "a character set that is none": TOP + b'Content-Type: text/plain; charset="\xff"\r\n\r\n\xff\xfe words',
    "base64 that is none": TOP + b"Content-Transfer-Encoding: base64\r\n\r\n====\x00====",
    "dots": TOP + b"\r\n.\r\n..\r\n...two\r\n.\r\n",
    "a line of a megabyte": TOP + b"\r\n" + b"word " * 200_000,
    "line breaks in a subject": TOP + b"Subject: =?utf-8?q?a=0D=0ABcc:_v@example.org=00?=\r\n\r\nHello",
    "a sender of nothing": b"From: <>, ,,;\r\nSubject: \xf0\x28\r\n\r\nHello",
    "a bounce without a report": TOP + b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n",
    "scripts": TOP + b"Content-Type: text/html\r\n\r\n<svg onload=alert(1)><script>alert(1)</script>",
}


def test_a_malformed_mail_is_kept_as_it_came_and_shown_to_staff(door: Hand) -> None:
    for raw in MALFORMED.values():
        door(raw)
    read_all()
    mails = list(InboundMail.objects.order_by("pk"))
    assert [bytes(mail.raw).rstrip(b"\r\n") for mail in mails] == [
        raw.rstrip(b"\r\n") for raw in MALFORMED.values()
    ]
    assert {mail.state for mail in mails} <= {"applied", "unparsed"}
    staff = Client()
    staff.force_login(make_staff("agent"))
    assert staff.get(reverse("console:inbound")).status_code == 200
    for mail in mails:
        page = staff.get(reverse("console:inbound-mail", args=[mail.pk]))
        assert page.status_code == 200
        assert b"<script>alert" not in page.content and b"<svg onload" not in page.content


def test_a_mail_of_20_megabytes_is_taken_and_one_of_26_is_refused_at_the_door(door: Hand) -> None:
    customer = make_customer(email="a@example.net")
    door(TOP + b"\r\nAre you open?\r\n" + b"x" * 76 * 1024 + b"\r\n" * (10 * MB))
    with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPSenderRefused)) as refusal:
        door(TOP + b"\r\n" + (b"x" * 74 + b"\r\n") * (26 * MB // 76))
    assert refusal.value.smtp_code == 552
    read_all()
    mail = InboundMail.objects.get()
    assert (mail.state, mail.customer_id, len(mail.raw) > 20 * MB) == ("applied", customer.pk, True)


def test_a_mail_for_others_is_not_taken(door: Hand) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        door(TOP + b"\r\nHello", to="somebody@example.org")
    assert not InboundMail.objects.exists()


def test_a_mail_server_hands_over_by_lmtp_several_at_once(django_db_setup: None) -> None:
    database = str(connection.settings_dict["NAME"])
    with (
        real_mail_listener(database, "--lmtp") as port,
        socket.create_connection(("127.0.0.1", port)) as wire,
    ):
        one = b"MAIL FROM:<>\r\nRCPT TO:<%s>\r\nDATA\r\n" % OURS.encode()
        wire.sendall(b"LHLO mx.example.org\r\n" + one)
        wire.sendall(TOP + b"\r\nOne\r\n.\r\n" + one + TOP + b"\r\nTwo\r\n.\r\nQUIT\r\n")
        said = b"".join(iter(lambda: wire.recv(4096), b""))
    assert said.count(b"250 2.0.0 Stored") == 2
    assert [bytes(mail.raw)[-5:] for mail in InboundMail.objects.order_by("pk")] == [b"One\r\n", b"Two\r\n"]


def test_a_signature_that_was_tampered_with_is_not_believed(door: Hand) -> None:
    address = addresses.names(make_message().pk).reply_address
    for at in range(6, address.index("@"), 4):
        other = "0" if address[at] != "0" else "1"
        door(TOP + b"\r\nHello %d" % at, to=address[:at] + other + address[at + 1 :])
    read_all()
    assert set(InboundMail.objects.values_list("state", "message_id")) == {("unparsed", None)}


# --- Links in mails: signed tokens


@pytest.fixture
def message() -> Message:
    content = make_content(links=["https://shop.example.org/"])
    return make_message(content=content, context={})


def bad_tokens(message: Message) -> list[str]:
    """Tokens we did not make: invented, cut, lengthened, altered, made for something else, or too long."""
    pixel = addresses.pixel_url(message.pk).rsplit("/", 2)[1]
    gone = addresses.link_url(10**15, 0).rsplit("/", 2)[1]
    altered = [pixel[:at] + ("0" if pixel[at] != "0" else "1") + pixel[at + 1 :] for at in range(len(pixel))]
    odd = [
        "0",
        "nonsense",
        "%00",
        "..%2f..%2fetc",
        "%F0%9F%92%A9",
        "%ff%fe",
        "%0d%0aSet-Cookie:x=1",
        "a" * 5000,
    ]
    return [*odd, *altered, pixel[:-1], pixel + "0", pixel, gone]


@pytest.mark.parametrize("kind", ["c", "u"])
def test_a_token_that_is_not_ours_leads_nowhere_and_changes_nothing(
    client: Client, message: Message, kind: str
) -> None:
    client.raise_request_exception = False
    for token in bad_tokens(message):
        for ask in (client.get, client.post, client.head):
            answer = ask(f"/t/{kind}/{token}/")
            assert answer.status_code in (404, 405), (token, answer.status_code)
            assert "Location" not in answer and "Set-Cookie" not in answer
    assert Consent.objects.get().is_granted
    assert not Hit.objects.exists()


def test_a_pixel_of_nobody_is_served_and_not_counted(client: Client, message: Message) -> None:
    pixel = addresses.pixel_url(message.pk).rsplit("/", 2)[1]
    for token in bad_tokens(message):
        answer = client.get(f"/t/o/{token}/")
        is_path = "%2f" in token
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/gif") or is_path, token
    assert Hit.objects.count() == bad_tokens(message).count(pixel)


# --- The campaign editor


@pytest.fixture
def marketer() -> Client:
    make_topic()
    make_customer()
    client = Client(raise_request_exception=False)
    client.force_login(make_staff("marketer"))
    return client


BROKEN = {
    "never closed": "<p>{{ customer.first_name</p>",
    "no such field": "<p>{{ customer.shoe_size }}</p>",
    "no such tag": "{% include '/etc/passwd' %}",
    "the settings": "{{ settings.SECRET_KEY }}",
    "without end": "{% for i in (1..1000000000) %}x{% endfor %}",
}


@pytest.mark.parametrize("html", BROKEN.values(), ids=BROKEN)
def test_a_broken_template_is_said_at_every_step_and_never_launched(
    marketer: Client, html: str, settings: Any
) -> None:
    words = form_of(**{"form-0-html": html, "r.0-operator": "at_most"})
    preview = marketer.post(reverse("console:campaign-preview-draft"), words)
    assert preview.status_code == 200
    assert settings.SECRET_KEY.encode() not in preview.content
    saved = marketer.post(reverse("console:campaign-new"), words, follow=True)
    assert saved.status_code == 200
    assert b"Version A" in saved.content
    state = reverse("console:campaign-state", args=["spring-sale"])
    refused = marketer.post(state, {"move": "launch"}, follow=True)
    assert refused.status_code == 200
    assert b"Version A" in refused.content
    assert not Flight.objects.exists()


@pytest.mark.parametrize("field", ["name", "key", "sender", "form-0-subject", "form-0-html", "r.0-value"])
@pytest.mark.parametrize("value", ["\0", "x\r\nBcc: v@example.org", "ä" * 100_000])
def test_what_cannot_be_is_refused_or_kept_harmless(marketer: Client, field: str, value: str) -> None:
    words = form_of(**{field: value})
    for name in ("campaign-new", "campaign-preview-draft", "campaign-rules", "campaign-count"):
        answer = marketer.post(reverse(f"console:{name}"), words)
        assert answer.status_code in (200, 302, 422), (name, answer.status_code)
    for campaign in Campaign.objects.all():
        assert "\n" not in campaign.key + campaign.sender
        with pytest.raises(launch.CannotLaunch):
            launch.launch(campaign, by="staff:marketer", now=timezone.now())


def test_a_form_that_lost_its_counters_loses_nothing_else(marketer: Client) -> None:
    words = form_of()
    for total in ("", "x", "-1", "9" * 30):
        for more in ({}, {"versions": "add"}, {"rules": "add:r"}, {"rules": "drop:r.9.9"}, {"rules": "\0"}):
            answer = marketer.post(
                reverse("console:campaign-new"), words | {"form-TOTAL_FORMS": total} | more
            )
            assert answer.status_code in (200, 302, 422), (total, more, answer.status_code)
    assert not Version.objects.exists()


def test_a_body_of_20_megabytes_is_refused_everywhere(marketer: Client, message: Message) -> None:
    body = "name=" + "x" * 20 * MB
    doors = [reverse("console:campaign-new"), reverse("account_login"), addresses.unsubscribe_url(message.pk)]
    for address in doors:
        answer = marketer.post(address, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (400, 413), address
    assert Consent.objects.filter(is_granted=False).count() == 0


@pytest.mark.parametrize("value", ["\0", "x" * 5000, "9" * 40, "-1", "٣", "²", "%", "'\";--", "\udc80"])
def test_no_question_makes_the_console_stumble(value: str) -> None:
    make_customer(pk=7)
    client = Client(raise_request_exception=False)
    client.force_login(make_staff("admin"))
    asked = {
        "/console/find/": ["q"],
        "/console/outbox/": ["show", "cause", "before"],
        "/console/inbound/": ["show", "before"],
        "/console/campaigns/": ["before"],
        "/console/customers/7/timeline/": ["show", "before", "shown"],
        "/console/customers/7/dials/": ["scope", "position", "days"],
        "/console/login/": ["next"],
    }
    for address, names in asked.items():
        for name in names:
            for headers in ({}, {"HX-Request": "true"}):
                answer = client.get(address, {name: value.encode(errors="surrogatepass")}, headers=headers)
                assert answer.status_code in (200, 204, 302, 404, 422), (address, name, answer.status_code)


# --- Names that want to be headers: imported, written to, and looked at where they arrive


class Mailbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], Mail]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append((envelope.rcpt_tos, message_from_bytes(content, policy=default)))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[tuple[int, Mailbox]]:
    mailbox = Mailbox()
    port = ports.reserve()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port, mailbox
    finally:
        controller.stop()


ATTACK = "Bcc: victim@example.org"
NAMES = [
    f"Anna\r\n{ATTACK}",
    f"Anna\n{ATTACK}",
    f"Anna\r{ATTACK}",
    f"Anna\r\n\r\n<b>Body</b>\r\n.\r\n{ATTACK}",
    f"Anna\0\u2028\u0085{ATTACK}",
    f'Anna" <victim@example.org>, "{ATTACK}',
    f"=?utf-8?q?Anna=0D=0A{ATTACK.replace(' ', '_')}?=",
    "{{ settings.SECRET_KEY }}{% assign x = 1 %}",
    "Ä" * 150,
]
HEADERS = {"Date", "From", "To", "Subject", "Message-ID", "Reply-To", "MIME-Version", "Content-Type"}
HEADERS |= {"List-Unsubscribe", "List-Unsubscribe-Post"}
ADDRESSES = ["a@example.org\r\nRCPT TO:<victim@example.org>", "a@example.org, victim@example.org", "<a@x>\0"]


def test_no_name_adds_a_header_or_a_recipient(tmp_path: Path, settings: Any) -> None:
    rows = [(f"n{number}", name, f"n{number}@example.org") for number, name in enumerate(NAMES)]
    rows += [(f"a{number}", "Anna", address) for number, address in enumerate(ADDRESSES)]
    path = _file_of(rows, tmp_path)
    call_command("import_customers", str(path), "--source", "till", verbosity=0)
    rejected = Path(f"{path}.rejects.csv").read_text()
    reached = set(Customer.objects.values_list("contact_points__address", flat=True))
    assert all(f"a{number}," in rejected for number in range(len(ADDRESSES)))
    assert "victim@example.org" not in reached

    campaign = make_campaign(versions=())
    make_version(campaign, "A", subject="A word for {{ customer.name }}, {{ customer.first_name }}")
    with mail_server() as (port, mailbox):
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
        carry_out(launch.launch(campaign, by="staff:marketer", now=timezone.now()))
    arrived = sorted(to for recipients, _ in mailbox.mails for to in recipients)
    assert arrived == sorted(
        Message.objects.filter(state="accepted").values_list("contact_point__address", flat=True)
    )
    assert Message.objects.exclude(state="accepted").filter(reason="").count() == 0
    for recipients, mail in mailbox.mails:
        assert [mailbox.addr_spec for mailbox in mail["To"].addresses] == recipients
        names = [name for name in mail if name != "Content-Transfer-Encoding"]  # said of letters beyond ASCII
        assert set(names) == HEADERS and len(names) == len(HEADERS)
        assert settings.SECRET_KEY not in mail.as_string()


def _file_of(rows: list[tuple[str, str, str]], folder: Path) -> Path:
    path = folder / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["customer", "name", "email", "consent", "consent_at", "consent_evidence"])
        for row in rows:
            writer.writerow([*row, "email:marketing", "2026-01-01", "Paper form"])
    return path
