"""Whatever bytes arrive, reading them ends soon, in little memory, with something that can be stored."""

import tracemalloc
from dataclasses import astuple
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.mailreading import Kind, Reading, read
from tests.channels.mails import SAMPLES
from tests.runaway import no_runaway

MEGABYTE = 1024 * 1024
HEAD = b"From: a@b.example\nMIME-Version: 1.0\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
TEXT = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\n\n"
BOUNCE = b"Return-Path: <>\nFrom: mailer-daemon@b.example\nSubject: failure notice\n\n"
STATUS = (
    b"From: mailer-daemon@b.example\nContent-Type: multipart/report; boundary=b\n\n"
    b"--b\nContent-Type: message/delivery-status\n\n"
)

# Pieces that mean something to some reader of mail; fuzzing puts them where they do not belong.
TOKENS = [
    *(
        b"\x00",
        b"\r",
        b"\n",
        b"\r\n",
        b"\n\n",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xf0\x9f",
        b">",
        b"> ",
        b"<",
        b"\xe2\x80\xae",
    ),
    *(
        b"=?utf-8?Q?",
        b"?=",
        b"=?a?b?",
        b"=?iso-2022-jp?B?GyRC?=",
        b"boundary=",
        b"--b",
        b"--b--",
        b"charset=utf-16",
    ),
    *(
        b"charset=punycode",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Type: multipart/report;",
        b"name*0*=''%",
    ),
    *(
        b"Content-Type: message/delivery-status\n\n",
        b"Final-Recipient: rfc822;",
        b"Status: 5.",
        b"Date: 99 Foo -1 -9999",
    ),
    *(
        b"-----Original Message-----",
        b"On 1 wrote:",
        b"-- \n",
        b"From: ",
        b"<!--",
        b"<blockquote type=cite>",
        b"&#x110000;",
    ),
    *(
        b"Content-Disposition: attachment; filename=",
        b"\\x{FFFFFF}",
        b'"',
        b"(",
        b"Precedence: list\n",
        b"References: <",
    ),
]


def storable(value: object) -> bool:
    match value:
        case StrEnum() | bool() | int() | None:
            return True
        case str():
            return "\x00" not in value and value.encode("utf-8").decode() == value
        case datetime():
            return value.tzinfo is UTC
        case tuple():
            return all(storable(item) for item in value)
    return False


def assert_sound(reading: Reading) -> None:
    assert isinstance(reading, Reading)
    assert storable(astuple(reading))
    assert "could not be read" not in reading.problem  # the net below read() is for what nobody thought of
    for report in reading.reports:
        assert "\n" not in report.address + report.diagnostic + report.original_message_id
    for attachment in reading.attachments:
        assert attachment.name
        assert not set(attachment.name) & set('/\\\n<>:"|?*')
        assert len(attachment.name.encode()) <= 255
        assert attachment.size_bytes >= 0


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw):
    assert_sound(read(raw, ["bounce+x@hub.example"]))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=20)), max_size=60))
def test_any_mixture_of_mail_pieces_is_read(pieces):
    assert_sound(read(HEAD + b"".join(pieces)))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.sampled_from(sorted(SAMPLES.glob("*.eml"))),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 200),
            st.one_of(st.sampled_from(TOKENS), st.binary(max_size=8)),
            st.integers(1, 30),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_any_damaged_sample_is_read(path, damages):
    raw = path.read_bytes()
    for where, removed, inserted, times in damages:
        at = int(where * len(raw))
        raw = raw[:at] + inserted * times + raw[at + removed :]
    assert_sound(read(raw))


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_kept_or_cut_but_never_broken(text):
    assert_sound(read(TEXT + text.encode("utf-8", "surrogatepass")))
    assert_sound(read(HTML + text.encode("utf-8", "surrogatepass")))


def nested(levels: int, inside: bytes) -> bytes:
    return (
        HEAD
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(levels))
        + inside
    )


def near_misses(levels: int, size: int) -> bytes:
    marks = [b"b" * (level + 1) for level in range(levels)]
    heads = b"".join(b"Content-Type: multipart/mixed; boundary=%b\n\n--%b\n" % (mark, mark) for mark in marks)
    return HEAD + heads + (b"--" + marks[-1] + b"x\n") * (size // (levels + 4))


HOSTILE = {
    "20 MB of text": lambda: TEXT + b"hello world and all\n" * MEGABYTE,
    "20 MB of newlines": lambda: TEXT + b"\n" * 20 * MEGABYTE,
    "20 MB of carriage returns": lambda: b"\r" * 20 * MEGABYTE,
    "20 MB of NUL": lambda: b"\x00" * 20 * MEGABYTE,
    "20 MB of header": lambda: b"A: b\n" * 4 * MEGABYTE,
    "20 MB in one header": lambda: b"Subject: " + b"a\n " * 6 * MEGABYTE,
    "20 MB attached": lambda: (
        MIXED
        + b"--b\n\nhi\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
        + (b"A" * 76 + b"\n") * (20 * MEGABYTE // 77)
        + b"--b--\n"
    ),
    "20 MB of HTML": lambda: HTML + b"<p>hello</p>\n" * (20 * MEGABYTE // 13),
    "1,000 parts": lambda: MIXED + b'--b\nContent-Type: text/plain; name="a.txt"\n\nhi\n' * 1000 + b"--b--",
    "100,000 parts": lambda: MIXED + b"--b\nContent-Type: text/html\n\nhi\n" * 100_000 + b"--b--",
    "5 million delimiters": lambda: MIXED + b"--b\n" * 5 * MEGABYTE,
    "parts with vast parameters": lambda: (
        MIXED + (b"--b\nContent-Type: text/plain; name=" + b"=?a?q?" * 300 + b";" * 1900 + b"\n\nhi\n") * 1000
    ),
    "200 levels": lambda: nested(200, b"\nx"),
    "200 levels around 20 MB": lambda: nested(200, b"\n" + (b"A" * 76 + b"\n") * (20 * MEGABYTE // 77)),
    "200,000 levels": lambda: nested(200_000, b""),
    "20 MB of almost delimiters": lambda: near_misses(200, 20 * MEGABYTE),
    "tags that never end": lambda: HTML + b"<a b='" * 3 * MEGABYTE,
    "comments that never end": lambda: HTML + b"<!--" * 5 * MEGABYTE,
    "quotations in quotations": lambda: HTML + b"<blockquote type=cite>" * MEGABYTE,
    "attributes without end": lambda: HTML + (b"<a " + b'class="' * 140 + b">") * 20_000,
    "character references": lambda: HTML + b"&#x41" * 4 * MEGABYTE,
    "lines that might be attributions": lambda: TEXT + b"@1 a:\n" * MEGABYTE,
    "lines that are attributions": lambda: TEXT + b"1 @ wrote:\n" * MEGABYTE,
    "signature marks": lambda: TEXT + b"--\n\n\n\n\n\n\n\n" * MEGABYTE,
    "header blocks": lambda: TEXT + b"From: a\nSent: b\nSent: c\n" * MEGABYTE,
    "lines of dashes": lambda: TEXT + (b"-" * 119 + b"\n") * 100_000,
    "lines of blanks": lambda: BOUNCE + (b" " * 599 + b"\n") * 30_000,
    "recipients in a notice": lambda: BOUNCE + b"<a@b.example>:\n" * MEGABYTE,
    "words in a notice": lambda: BOUNCE + (b"<a@b.example>:\n" + b"user bad " * 50 + b"\n\n") * 5000,
    "recipients in a report": lambda: (
        STATUS + b"Final-Recipient: rfc822; a@b.example\nStatus: 5.0.0\n\n" * 200_000
    ),
    "encoded words without end": lambda: b"Subject: " + b"=?a?q?" * 100_000 + b"\n\nx",
    "comments in a sender": lambda: b"From: " + b"(" * 100_000 + b"\n\nx",
    "recipients in a header": lambda: (b"To: " + b"a@b.c," * 100_000 + b"\n") * 20 + b"\nx",
    "references": lambda: b"References: " + b"<a@b>" * 200_000 + b"\n\nx",
    "a slow charset": lambda: (
        b"From: a@b.example\nContent-Type: text/plain; charset=idna\n\n" + b"xn--a" * MEGABYTE
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_in_bounded_time(name):
    raw = HOSTILE[name]()
    with no_runaway():
        reading = read(raw)
    assert_sound(reading)


@pytest.mark.parametrize("name", ["20 MB of text", "20 MB of newlines", "20 MB attached"])
def test_hostile_mail_is_read_in_bounded_memory(name):
    raw = HOSTILE[name]()
    tracemalloc.start()
    try:
        read(raw)
        assert tracemalloc.get_traced_memory()[1] < 100 * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("20 MB of text", "first part of its text"),
        ("100,000 parts", "first 1,000 parts"),
        ("200 levels", "deeper than 50 levels"),
        ("20 MB of HTML", "first part of its text"),
        ("20 MB of almost delimiters", "too costly to take apart"),
    ],
)
def test_what_was_left_out_is_said(name, words):
    assert words in read(HOSTILE[name]()).problem


def test_more_than_the_size_limit_is_not_read_and_that_is_said():
    assert "first 25 MB" in read(TEXT + b"x" * 26 * MEGABYTE).problem


def test_the_words_before_a_vast_attachment_and_after_it_are_read():
    raw = (
        MIXED
        + b"--b\n\nabove\n--b\nContent-Type: image/png\n\n"
        + b"A" * 19 * MEGABYTE
        + b"\n--b\n\nbelow\n--b--"
    )
    reading = read(raw)
    assert (reading.visible_text, reading.problem) == ("above\n\nbelow", "")
    assert reading.attachments[0].size_bytes == 19 * MEGABYTE


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n\n", b"garbage", b"\x00\xff" * 100, b": :\n\nx", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"]
)
def test_garbage_is_kept_for_staff(raw):
    reading = read(raw, ["reply+t@hub.example"])
    assert reading.kind == Kind.OTHER
    assert "no mail" in reading.problem
    assert reading.to_addresses == ("reply+t@hub.example",)


def test_a_part_without_its_boundary_is_read_as_text():
    assert read(HEAD + b"Content-Type: multipart/mixed\n\nhello").visible_text == "hello"
    assert read(HEAD + b"Content-Type: multipart/mixed; boundary=zz\n\nhello").visible_text == "hello"
    assert read(MIXED + b"--b\nContent-Type: text/plain\n\nhello").visible_text == "hello"
