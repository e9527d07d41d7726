"""What is fuzzed: every reader of strangers' bytes, with the samples it begins from. Needs no database."""

import json
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

for _name, _value in {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "only-for-fuzzing-" + "0123456789abcdef" * 2,
    "ALLOWED_HOSTS": "localhost",
    "DJANGO_SETTINGS_MODULE": "hub.settings",
}.items():
    os.environ[_name] = _value

import django  # noqa: E402

django.setup()

from channels import smpp  # noqa: E402
from channels.adapters import esp_doors, esp_kinds, esp_news, sms_gateway, sms_twilio  # noqa: E402
from channels.carriers import Garbled  # noqa: E402
from channels.intents import read_intent, read_mail  # noqa: E402
from channels.mailreading import read  # noqa: E402
from channels.mailreading.attachments import attached  # noqa: E402
from channels.mailreading.cleaning import shown_html  # noqa: E402
from channels.posting import Answer  # noqa: E402
from channels.smstext import decoded_gsm_7, plainer, segments  # noqa: E402
from channels.texting import LARGEST_BYTES  # noqa: E402
from tests.channels import bounce_notices, esp_bodies  # noqa: E402
from tests.channels.mails import SAMPLES  # noqa: E402
from tests.channels.test_mailhooks import inbound_calls  # noqa: E402
from tests.channels.test_mailreading_bounds import HOSTILE  # noqa: E402

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Reader:
    read: Callable[[bytes], None]
    samples: list[bytes]
    hostile: list[Callable[[], bytes]] = field(default_factory=list)
    """Vast ones, made on the spot."""


def readers() -> dict[str, Reader]:
    socket.socket.connect = _no_network  # type: ignore[method-assign,assignment]
    return {
        "mail": Reader(_mail, _mails(), list(HOSTILE.values())),
        "shown": Reader(_shown, _mails(), list(HOSTILE.values())),
        "words": Reader(
            _words, [b"STOP", b"please stop texting me", "Bitte keine Nachrichten mehr. €".encode()]
        ),
        "events": Reader(_events, _callbacks()),
        "doors": Reader(_doors, _knocks()),
        "sms": Reader(_sms, _texts()),
        "smpp": Reader(_smpp, _pdus()),
    }


def _mail(data: bytes) -> None:
    """Read a mail as it comes in, and ask what it wants."""
    reading = read(data, ["bounce+x@hub.example"], envelope_from="")
    assert "could not be read" not in reading.problem, reading.problem
    read_mail(reading.subject, reading.visible_text)


def _shown(data: bytes) -> None:
    """Show a mail's HTML and hand out a file of it, as staff ask for it."""
    shown_html(data)
    attached(data, 1)


def _words(data: bytes) -> None:
    data = data[:LARGEST_BYTES]
    text = data.decode("utf-8", "replace")
    read_intent(text, channel="sms")
    segments(text)
    plainer(text)
    decoded_gsm_7(data)


def _events(data: bytes) -> None:
    """Read a callback of the email provider, at the door and in the form that the first octets choose."""
    account = _ACCOUNTS[_at(data, 0) % len(_ACCOUNTS)]
    door = ("events", "inbound")[_at(data, 1) % 2]
    content_type = _TYPES[_at(data, 2) % len(_TYPES)]
    with suppress(Garbled, esp_news.Later):
        esp_news.read(account, door, content_type, data[3:])


def _doors(data: bytes) -> None:
    """Ask each provider's door, with any headers, whether it believes this."""
    head, _, body = data[1:].partition(b"\n\n")
    pairs = (line.partition(": ") for line in head.decode("latin-1").split("\n"))
    headers = {name: value for name, _, value in pairs}
    account = _ACCOUNTS[_at(data, 0) % len(_ACCOUNTS)]
    for door in ("events", "inbound"):
        knock = esp_doors.Knock("https://hub.example/hooks/", headers, body)
        esp_doors.is_genuine(account, door, knock, ["user:password"], now=1795000000.0)


def _sms(data: bytes) -> None:
    """Read a callback, an answer and a signature of each SMS provider over HTTP."""
    content_type = _TYPES[_at(data, 0) % len(_TYPES)]
    head = data[1:200].decode("latin-1")
    headers = {
        "X-Twilio-Signature": head,
        "X-Signature": head,
        "X-Timestamp": head[:10],
        "Content-Type": content_type,
    }
    for carrier in _CARRIERS:
        assert not carrier.is_genuine(
            f"https://hub.example/hooks/?{head}", headers, data[1:], now=1795000000.0
        )
        carrier.result(Answer(200 + _at(data, 0), data[1:]))
        with suppress(Garbled):
            carrier.parse(content_type, data[1:])


def _smpp(data: bytes) -> None:
    """Take apart so much as the link reads at once, and read every PDU in it."""
    data = data[: smpp.LARGEST_PDU]
    try:
        for pdu in smpp.frames(bytearray(data)):
            _deliver(pdu.raw)
            assert isinstance(pdu.message_id, str)
    except smpp.BadFrame:
        pass
    _deliver(data)


def _deliver(raw: bytes) -> None:
    with suppress(Garbled):
        smpp.told_by(raw)


def _no_network(*_: Any) -> None:
    raise OSError("fuzzing speaks to nobody")


def _at(data: bytes, place: int) -> int:
    return data[place] if len(data) > place else 0


_TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary==-form",
    "text/plain; charset=UTF-8",
    "application/json; charset=utf-16",
    "multipart/form-data",
)
_ACCOUNTS = [esp_kinds.account(url) for url in esp_bodies.URLS.values()]
_KEYS = list(esp_bodies.URLS)
_CARRIERS = [
    sms_twilio.from_url("twilio://AC1:secret@host.example/?from=+43600", ""),
    sms_gateway.from_url("gateway+https://u:p@host.example/x", json.dumps({"from": "SHOP", "secret": "s"})),
]


def _mails() -> list[bytes]:
    kept = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    head = (
        "From: {0}\nTo: bounce+s1@hub.example\nSubject: {1}\nContent-Type: text/plain; charset=utf-8\n\n{2}"
    )
    plain = [head.format(*each).encode() for each in bounce_notices.PLAIN.values()]
    report = (
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n\nIt failed.\n\n"
        "--b\nContent-Type: message/delivery-status\n\n{}\n\n--b--\n"
    )
    return kept + plain + [report.format(fields).encode() for fields, _ in bounce_notices.STATUS.values()]


def _callbacks() -> list[bytes]:
    said = partial(
        esp_bodies.body, reference="m1-ref", number="n1@x.example", to="a@b.example", words="550 5.1.1 no"
    )
    events = [
        bytes([place, 0, 1 if key == "mandrill" else 0]) + esp_bodies.SIGN[key](said(key, what), "").body
        for place, key in enumerate(_KEYS)
        for what in esp_bodies.KINDS
        if esp_bodies.tells(key, what)
    ]
    mails = [
        bytes([_KEYS.index(key), 1, 2 if key == "sendgrid" else 0]) + call.body
        for key, call in inbound_calls("reply+t@hub.example").items()
    ]
    return events + mails


def _knocks() -> list[bytes]:
    """The headers that each provider signs with, with a signature that is not its own."""
    found = []
    for place, key in enumerate(_KEYS):
        body = esp_bodies.body(key, "delivered", reference="m1", number="n1", to="a@b.example")
        call = esp_bodies.SIGN[key](body, "https://elsewhere.example/")
        lines = [f"{name}: {value[:-2]}AA" for name, value in call.headers.items()]
        head = "\n".join([f"Content-Type: {call.content_type}", *lines])
        found.append(bytes([place]) + head.encode("latin-1") + b"\n\n" + call.body + b" ")
    return found


def _texts() -> list[bytes]:
    return [
        b"\x01MessageSid=SM1&From=%2B43660&To=%2B43600&Body=STOP&NumSegments=1",
        b"\x01MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30005&To=%2B43660",
        b'\x00{"id": "1", "from": "+43660", "to": "+43600", "text": "Hallo"}',
        b'\x00{"reference": "r", "status": "DELIVRD", "error": ""}',
        b'\x00{"sid": "SM1", "status": "queued", "code": 21211, "messages": [{"id": 7}]}',
    ]


def _pdus() -> list[bytes]:
    plain = {"source_addr": "43660", "destination_addr": "43600"}
    receipt = (
        b"id:77 sub:001 dlvrd:001 submit date:2611221000 done date:2611221001 stat:DELIVRD err:000 text:"
    )
    return [
        smpp.frame("deliver_sm", 1, **plain, short_message=b"Hallo", data_coding=0),
        smpp.frame("deliver_sm", 2, **plain, short_message="Grüß dich 😀".encode("utf-16-be"), data_coding=8),
        smpp.frame("deliver_sm", 3, **plain, short_message=receipt, esm_class=4),
        smpp.frame("deliver_sm", 4, **plain, short_message=b"\x05\x00\x03\x07\x02\x01Teil", esm_class=0x40),
        smpp.frame("submit_sm_resp", 5, message_id="77"),
        smpp.frame("enquire_link", 6) + smpp.frame("unbind", 7),
    ]
