"""What goes onto the wire reads back, with the standard library's parser, as exactly what was meant."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.mime import Letter, UnsafeHeader, address, build

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def letter(**changes: object) -> Letter:
    words: dict[str, object] = {
        "message_id": "<1@mail.example.org>",
        "sender": ("Rapport", "news@example.org"),
        "to": ("Anna Berg", "anna@example.com"),
        "subject": "News for Anna",
        "text": "Hello Anna,\nhere is news.\n",
        "html": "<p>Hello Anna,</p>\n<p>here is news.</p>\n",
        "date": NOON,
        "reply_to": "reply+1@example.org",
    }
    return Letter(**{**words, **changes})  # type: ignore[arg-type]


def read(raw: bytes) -> EmailMessage:
    """Parse strictly: any defect the parser sees is a failure of the builder."""
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    for part in mail.walk():
        assert part.defects == []
        for value in part.values():
            assert value.defects == ()
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8").replace("\r\n", "\n")


def as_sent(words: str) -> str:
    """What a body is after the wire: one kind of line break, one at the end, no half characters."""
    words = words.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return words if words.endswith("\n") else words + "\n"


def assert_is_wire_safe(raw: bytes, *, eight_bit: bool = False) -> None:
    assert raw.isascii() or eight_bit
    assert raw.partition(b"\r\n\r\n")[0].isascii() and b"\0" not in raw
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


any_text = st.text(st.characters(exclude_categories=()), max_size=400)
spoken = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), max_size=200)
ascii_words = st.lists(st.text("abcXYZ,.;:=?_-()<>@\"\\'%", min_size=1, max_size=90), max_size=12).map(
    " ".join
)


def test_a_letter_reads_back_as_it_was_meant() -> None:
    mail = read(build(letter(headers=(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),))))
    assert mail["From"] == "Rapport <news@example.org>"
    assert mail["To"] == "Anna Berg <anna@example.com>"
    assert mail["Reply-To"] == "reply+1@example.org"
    assert mail["Subject"] == "News for Anna"
    assert mail["Message-ID"] == "<1@mail.example.org>"
    assert mail["Date"].datetime == NOON
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert body(mail, "plain") == "Hello Anna,\nhere is news.\n"
    assert body(mail, "html") == "<p>Hello Anna,</p>\n<p>here is news.</p>\n"


def test_without_html_it_is_a_plain_mail_and_without_text_an_html_mail() -> None:
    assert read(build(letter(html=""))).get_content_type() == "text/plain"
    assert read(build(letter(text=""))).get_content_type() == "text/html"
    assert body(read(build(letter(text="", html=""))), "plain") == "\n"


@given(text=any_text, html=any_text)
@example(text="x" * 5000, html="ü" * 3000)
@example(text="a blank at the end \nand a tab\t\n", html=("y" * 75 + " \n") * 3 + "ü")
@example(text="--=_12345678\n--=_12345678--\n", html=".\n..\nFrom me\n")
@example(text="bare\rreturns\r\nof\nall kinds\r", html="\0nul\x1b and worse")
def test_bodies_survive_whatever_they_hold(text: str, html: str) -> None:
    for eight_bit in (False, True):
        raw = build(letter(text=text or "-", html=html or "-"), eight_bit=eight_bit)
        assert_is_wire_safe(raw, eight_bit=eight_bit)
        mail = read(raw)
        assert body(mail, "plain") == as_sent(text or "-")
        assert body(mail, "html") == as_sent(html or "-")


def test_letters_beyond_ascii_stay_as_they_are_where_the_server_takes_them_and_every_part_says_so() -> None:
    raw = build(letter(text="Grüß Gott", html="<p>Hello</p>"), eight_bit=True)
    assert "\r\nGrüß Gott\r\n".encode() in raw
    mail = read(raw)
    assert [part["Content-Transfer-Encoding"] for part in mail.walk()] == ["8bit", "8bit", "7bit"]
    alone = read(build(letter(text="Grüß Gott", html=""), eight_bit=True))
    assert alone["Content-Transfer-Encoding"] == "8bit"
    plain = read(build(letter(), eight_bit=True))
    assert [part["Content-Transfer-Encoding"] for part in plain.walk()] == [None, "7bit", "7bit"]


@given(text=any_text)
def test_encoded_lines_keep_to_76_characters(text: str) -> None:
    raw = build(letter(text=text + "ü", html=""))
    assert b"quoted-printable" in raw
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76


def test_short_ascii_lines_go_as_they_are() -> None:
    raw = build(letter(html=""))
    assert b"Content-Transfer-Encoding: 7bit\r\n\r\nHello Anna,\r\nhere is news.\r\n" in raw


@given(st.lists(st.sampled_from([0, 1, 400, 997, 998, 999, 1500]), max_size=5))
def test_lines_go_as_they_are_exactly_while_none_is_too_long(lengths: list[int]) -> None:
    raw = build(letter(html="", text="\n".join("x" * length for length in lengths)))
    assert (b"7bit" in raw) == (max(lengths, default=0) <= 998)


def test_no_body_can_end_its_part() -> None:
    edge = re.search(rb'boundary="(.+?)"', build(letter()))
    assert edge
    trap = f"before ü\n--{edge[1].decode()}--\nafter"
    for eight_bit in (False, True):
        mail = read(build(letter(text=trap, html=trap), eight_bit=eight_bit))
        assert body(mail, "plain") == body(mail, "html") == trap + "\n"


@given(subject=spoken)
@example(subject="Ä" * 120)
@example(subject="😀" * 60)
@example(subject="x" * 2000)
@example(subject="=?utf-8?q?not_a_word?=")
@example(subject="half \ud83d a face".replace("\ud83d", "?"))
@example(subject="word " * 60)
def test_subjects_read_back_exactly(subject: str) -> None:
    raw = build(letter(subject=subject))
    assert_is_wire_safe(raw)
    assert read(raw)["Subject"] == subject.strip()


@given(subject=ascii_words)
def test_ascii_subjects_are_folded_and_read_back_exactly(subject: str) -> None:
    raw = build(letter(subject=subject))
    assert read(raw)["Subject"] == subject.strip()
    lines = raw.partition(b"From:")[2].partition(b"Message-ID")[0].split(b"\r\n")
    assert all(len(line) <= 78 or b" " not in line.strip().removeprefix(b"Subject: ") for line in lines)


@given(name=spoken)
@example(name='Anna "the boss" Berg \\ Co.')
@example(name="Berg, Anna <anna@example.net>")
@example(name="=?utf-8?q?x?=")
@example(name="Ä" * 100)
@example(name="n" * 61)
def test_names_read_back_exactly_and_never_become_addresses(name: str) -> None:
    raw = build(letter(to=(name, "anna@example.com"), sender=(name, "news@example.org")))
    assert_is_wire_safe(raw)
    mail, unfolded = read(raw), message_from_bytes(raw)
    for header, written in (("To", "anna@example.com"), ("From", "news@example.org")):
        (found,) = mail[header].addresses
        assert found.addr_spec == written
        if unfolded[header].count("=?utf-8") < 2:
            assert found.display_name == name.strip()
        else:
            # In a phrase the newer parser keeps the blanks between encoded-words, against RFC 2047, 6.2.
            decoded = str(make_header(decode_header(unfolded[header])))
            assert decoded == f"{name.strip()} <{written}>"


@pytest.mark.parametrize("text", ["Ж" * 200, "😀" * 100, "e\u0301" * 150, "aЖ" * 120])
def test_encoded_words_are_cut_between_characters_and_keep_to_the_line(text: str) -> None:
    raw = build(letter(subject=text))
    found = re.findall(rb"=\?utf-8\?b\?[^?]*\?=", raw)
    assert len(found) > 3
    for word in found:
        assert len(word) <= 75
        assert (
            read(b"Subject: " + word + b"\r\n\r\n")["Subject"] in text
        )  # each stands alone: no half character
    assert max(map(len, raw.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


def test_control_characters_in_a_subject_are_carried_without_breaking_it() -> None:
    raw = build(letter(subject="a\tb\x0bc\x1b[31m\x85\u2028d"))
    assert_is_wire_safe(raw)
    assert raw.count(b"\r\n") == build(letter(subject="plain")).count(b"\r\n") + raw.count(b"?=\r\n =?")


def test_half_characters_become_question_marks() -> None:
    mail = read(
        build(letter(subject="half \ud83d", text="half \ud83d", to=("half \ud83d", "anna@example.com")))
    )
    assert mail["Subject"] == "half ?"
    assert mail["To"].addresses[0].display_name == "half ?"
    assert body(mail, "plain") == "half ?\n"


@given(value=ascii_words)
def test_further_headers_are_folded_and_read_back_exactly(value: str) -> None:
    raw = build(letter(headers=(("X-Note", value), ("Precedence", "bulk"))))
    assert_is_wire_safe(raw)
    folded = re.search(rb"X-Note: ?(.*?)\r\n(?! )", raw, re.DOTALL)
    assert folded
    assert folded[1].replace(b"\r\n", b"").decode() == value.strip()


def test_a_long_unsubscribe_link_stays_in_one_piece() -> None:
    link = f"<https://go.example.org/u/{'t' * 300}/>"
    mail = read(build(letter(headers=(("List-Unsubscribe", link),))))
    assert mail["List-Unsubscribe"] == link


BREAKS = [
    "x\r\nBcc: victim@example.net",
    "x\nBcc: victim@example.net",
    "x\rBcc: victim@example.net",
    "x\r\n\r\n<p>another body</p>",
    "\r\nBcc: victim@example.net",
    "x\r\n",
    "x\n",
    "x\r",
    "x\0",
    "\0x",
    "x\r\n Bcc: victim@example.net",
    "x\r\n\tfolded",
    "Ä\r\nBcc: victim@example.net",
    "Ä\nBcc: victim@example.net",
    "Ä\0",
    "=?utf-8?q?x?=\r\nBcc: victim@example.net",
    "x\x0b\x0c\r\nBcc: victim@example.net",
    "x\r\n.\r\nMAIL FROM:<victim@example.net>",
    "x" * 90 + " y\r\nBcc: victim@example.net",
    "x\u2028\r\nBcc: victim@example.net",
]


@pytest.mark.parametrize("attack", BREAKS)
@pytest.mark.parametrize(
    "place",
    ["subject", "to name", "to address", "sender name", "sender address", "reply_to", "message_id", "header"],
)
def test_line_breaks_are_refused_wherever_they_come(place: str, attack: str) -> None:
    changes: dict[str, object] = {
        "to name": {"to": (attack, "anna@example.com")},
        "to address": {"to": ("Anna", attack)},
        "sender name": {"sender": (attack, "news@example.org")},
        "sender address": {"sender": ("Rapport", attack)},
        "message_id": {"message_id": f"<{attack}@example.org>"},
        "header": {"headers": (("X-Note", attack),)},
    }.get(place, {place: attack})  # type: ignore[assignment]
    with pytest.raises(UnsafeHeader) as refusal:
        build(letter(**changes))  # type: ignore[arg-type]
    assert "victim" not in str(refusal.value)


@pytest.mark.parametrize("name", ["X-A\r\nBcc", "X-A: y\r\nBcc", "X A", "", "X:", "Ä", "X-\0", "x" * 80])
def test_malformed_header_names_are_refused(name: str) -> None:
    with pytest.raises(UnsafeHeader):
        build(letter(headers=((name, "value"),)))


@pytest.mark.parametrize(
    "name", ["Bcc", "bcc", "Cc", "To", "FROM", "Content-Type", "MIME-Version", "Subject", "Date"]
)
def test_what_the_builder_writes_cannot_be_written_over(name: str) -> None:
    with pytest.raises(UnsafeHeader):
        build(letter(headers=((name, "value"),)))


def test_further_headers_must_be_ascii_and_foldable() -> None:
    for value in ("grün", "x" * 999, "bell \a"):
        with pytest.raises(UnsafeHeader):
            build(letter(headers=(("X-Note", value),)))


@pytest.mark.parametrize(
    "written",
    [
        "anna",
        "@example.com",
        "anna@",
        "anna@@example.com",
        "anna@example.com>, <victim@example.net",
        "anna@example.com, victim@example.net",
        "<anna@example.com>",
        "Anna <anna@example.com>",
        "anna @example.com",
        "anna@example.com ",
        "anna@example .com",
        '"anna berg"@example.com',
        "anna@[127.0.0.1]",
        "anna..berg@example.com",
        ".anna@example.com",
        "anna@example..com",
        "anna@-example.com",
        "ännä@example.com",
        "anna@example.com\u2028",
        "anna＠example.com",
        "anna@a／b.example",
        "anna@exam\u200dple.com",
        "a" * 65 + "@example.com",
        "anna@" + "x" * 64 + ".com",
        "anna@" + "x." * 130 + "com",
        "anna@example.com(comment)",
        "anna;victim@example.net",
    ],
)
def test_only_plain_addresses_are_written(written: str) -> None:
    with pytest.raises(UnsafeHeader):
        build(letter(to=("Anna", written)))


@pytest.mark.parametrize(
    ("written", "on_the_wire"),
    [
        ("anna@example.com", "anna@example.com"),
        ("o'neil+tag=1_x@sub.example.com", "o'neil+tag=1_x@sub.example.com"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@BÜCHER.example", "anna@xn--bcher-kva.example"),
        ("anna@bu\u0308cher.example", "anna@xn--bcher-kva.example"),
        ("anna@straße.example", "anna@xn--strae-oqa.example"),
        ("anna@例え.テスト", "anna@xn--r8jz45g.xn--zckzah"),
    ],
)
def test_international_domains_go_in_their_ascii_form(written: str, on_the_wire: str) -> None:
    assert address(written) == on_the_wire
    assert read(build(letter(to=("Anna", written))))["To"].addresses[0].addr_spec == on_the_wire


def test_a_date_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        build(letter(date=NOON.replace(tzinfo=None)))
