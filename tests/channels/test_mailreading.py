"""What the headers, charsets and attachments of an inbound mail are found to be."""

from datetime import UTC, datetime
from encodings.aliases import aliases

import pytest

from channels.mailreading import read
from tests.channels.mails import SAMPLES, mail, raw_sample, sample


def test_every_sample_is_read_without_a_problem():
    assert {path.name: read(path.read_bytes()).problem for path in SAMPLES.glob("*.eml")} == {
        path.name: "" for path in SAMPLES.glob("*.eml")
    }


def test_the_headers_are_read():
    reading = sample("reply_gmail")
    assert (reading.from_name, reading.from_address) == ("Mia Park", "mia@customer.example")
    assert reading.to_addresses == ("reply+t3@news.hub.example", "jo@customer.example")
    assert reading.message_id == "CAF+8Xq@mail.gmail.example"
    assert reading.in_reply_to == "m.54.aaaa@news.hub.example"
    assert reading.references == ("m.54.aaaa@news.hub.example",)
    assert reading.sent_at == datetime(2026, 3, 3, 20, 14, tzinfo=UTC)


def test_encoded_headers_in_five_charsets_are_decoded():
    assert sample("reply_new_thread_from_person").subject == "お願いПривет你好"
    assert sample("reply_outlook_german_html_only").subject == "AW: Ihr März"
    assert sample("reply_outlook_german_html_only").from_name == "Otto König"
    assert sample("reply_apple_german_mobile").subject == "Re: Ihr März"


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        ("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"),  # one character split over two words
        ("=?utf-8?B?Y2Fmw6k?=", "café"),  # base64 without its padding
        ("=?x-unknown?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?Q?Really??=", "Really?"),
        ("=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        ("=?utf-8?Q?a=00b=0D=0ABcc:_x?=", "ab Bcc: x"),
    ],
)
def test_malformed_encoded_words_do_no_harm(value, subject):
    assert read(mail("x", f"Subject: {value}")).subject == subject


def test_raw_8_bit_headers_are_read_in_utf_8_or_else_as_western():
    assert read("Subject: Grüße\n\nx".encode()).subject == "Grüße"
    assert read("Subject: Grüße\n\nx".encode("latin-1")).subject == "Grüße"


@pytest.mark.parametrize(
    ("charset", "raw"),
    [
        ("utf-8", "Grüße".encode()),
        ("utf-8", "Grüße".encode("latin-1")),  # a wrong claim
        ("iso-8859-1", "Grüße".encode()),  # another
        ("us-ascii", "Grüße".encode("cp1252")),
        ("no-such-charset", "Grüße".encode()),
        ("punycode", "Grüße".encode()),
        ('"\x00', "Grüße".encode()),
        ("", "Grüße".encode("latin-1")),
        ("utf-16", "Grüße".encode("utf-16")),
    ],
)
def test_a_body_is_read_whatever_charset_it_claims(charset, raw):
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n".encode()
    assert read(head + raw).visible_text == "Grüße"


def test_every_charset_python_knows_is_read():
    names = {
        *aliases,
        *aliases.values(),
        "unicode-escape",
        "raw_unicode_escape",
        "idna",
        "punycode",
        "undefined",
    }
    for name in names:
        head = f"From: a@b.example\nContent-Type: text/plain; charset={name}\n\n".encode()
        assert "could not be read" not in read(head + b"abc \xff\xfe \\u12 +AGE- xn--a").problem, name


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "rot13", "base64", "undefined"])
def test_what_python_calls_a_codec_but_is_no_charset_changes_no_word(charset):
    assert read(
        mail("xn--yes-please \\x41", f"Content-Type: text/plain; charset={charset}")
    ).visible_text == ("xn--yes-please \\x41")


def test_text_without_nul_or_surrogates_comes_of_any_bytes():
    reading = read(b"From: a\x00b@c.example\nSubject: x\x00\xed\xa0\x80y\n\nhe\x00llo \xed\xa0\x80")
    stored = f"{reading.from_address}{reading.subject}{reading.visible_text}"
    assert "\x00" not in stored
    stored.encode()


@pytest.mark.parametrize("line_end", [b"\r", b"\n", b"\r\n", b"\r\r\n"])
def test_every_line_end_is_understood(line_end):
    raw = raw_sample("reply_gmail").replace(b"\n", line_end)
    assert read(raw).visible_text == "Yes please, but in blue – and only one a month.\n\nThank you, Mia"


@pytest.mark.parametrize(
    ("value", "address", "name"),
    [
        ("Ann Bee <ann@customer.example>", "ann@customer.example", "Ann Bee"),
        ("ann@customer.example (Ann Bee)", "ann@customer.example", "Ann Bee"),
        ('"bob@bank.example" <ann@customer.example>', "ann@customer.example", "bob@bank.example"),
        ('"<bob@bank.example>" <ann@customer.example>', "ann@customer.example", "bob@bank.example"),
        ("=?utf-8?Q?Ann_=3Cann=40customer.example=3E?=", "ann@customer.example", "Ann"),
        ("Ann\u202egro <ann@customer.example>", "ann@customer.example", "Anngro"),
        ("nobody at all", "", "nobody at all"),
    ],
)
def test_the_sender_is_found_in_every_spelling(value, address, name):
    reading = read(f"From: {value}\n\nx".encode())
    assert (reading.from_address, reading.from_name.strip("<>")) == (address, name)


def test_attachments_have_safe_names_types_and_sizes():
    found = [(a.name, a.content_type, a.size_bytes) for a in sample("reply_yahoo_html_only").attachments]
    assert found == [("photo of gpj.exe", "image/jpeg", 25), ("Rechnung für März.pdf", "application/pdf", 9)]


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\evil.exe", "evil.exe"),
        ("con.txt", "_con.txt"),
        ("a\x00b.pdf", "ab.pdf"),
        ("..", "application.pdf"),
        (".htaccess", "htaccess"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
        ("a<b>:c|.pdf", "a_b__c_.pdf"),
    ],
)
def test_no_attachment_name_leads_anywhere(sent, name):
    raw = mail(
        "x",
        "Content-Type: application/pdf",
        f"Content-Disposition: attachment; filename*=utf-8''{quoted(sent)}",
    )
    assert read(raw).attachments[0].name == name


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def test_sealed_mail_says_so():
    raw = mail("MIAG", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m")
    assert "sealed" in read(raw).problem
