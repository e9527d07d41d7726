"""Bounces in the manner of some sixty kinds of mail server: whom, and how bad; and what is none."""

# ruff: noqa: E501 - a line for each mail

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.mailreading import Kind, Reading, read
from tests.channels import bounce_notices
from tests.channels.bounce_notices import STATUS
from tests.channels.bounce_notices_more import MORE
from tests.runaway import no_runaway

PLAIN = bounce_notices.PLAIN | MORE
OUR_RETURN_PATH = "bounce+s1@news.hub.example"


def notice(sender: str, subject: str, body: str) -> Reading:
    head = f"From: {sender}\nTo: {OUR_RETURN_PATH}\nSubject: {subject}\n"
    raw = f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}".encode()
    return read(raw, [OUR_RETURN_PATH], envelope_from="")


def report(fields: str) -> Reading:
    body = f"--b\n\nIt could not be delivered.\n\n--b\nContent-Type: message/delivery-status\n\n{fields}\n\n--b--\n"
    head = f"From: MAILER-DAEMON@mx.example\nTo: {OUR_RETURN_PATH}\nSubject: Undelivered Mail\n"
    return read(f"{head}Content-Type: multipart/report; boundary=b\n\n{body}".encode(), [OUR_RETURN_PATH])


def found(reading: Reading) -> list[tuple[str, str]]:
    return [(report.address, report.bounce_class.value) for report in reading.reports]


@pytest.mark.parametrize("server", PLAIN)
def test_a_notice_in_free_text_says_whom_and_how_bad(server):
    sender, subject, body, expected = PLAIN[server]
    reading = notice(sender, subject, body)
    assert reading.kind == Kind.BOUNCE
    assert [address for address, _ in found(reading)] == [address for address, _ in expected]
    for (_, seen), (_, wanted) in zip(found(reading), expected, strict=True):
        assert seen in wanted.split("-or-")


@pytest.mark.parametrize("server", STATUS)
def test_a_report_says_whom_and_how_bad(server):
    fields, expected = STATUS[server]
    reading = report(fields)
    assert (reading.kind, found(reading)) == (Kind.BOUNCE, expected)


@pytest.mark.parametrize("server", [name for name in PLAIN if name != "kddi"])
def test_a_notice_is_known_though_the_envelope_is_not(server):
    sender, subject, body, expected = PLAIN[server]
    head = (
        f"From: {sender}\nTo: {OUR_RETURN_PATH}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8"
    )
    reading = read(f"{head}\n\n{body}".encode())
    assert reading.kind == Kind.BOUNCE
    assert [address for address, _ in found(reading)] == [address for address, _ in expected]


def test_a_notice_that_names_nobody_is_about_whom_the_returned_mail_was_written_to():
    body = "--b\n\nYour message could not be delivered.\n\n--b\nContent-Type: message/rfc822\n\nTo: nell@x.example\n\nHi\n--b--\n"
    head = "From: MAILER-DAEMON@mx.example\nSubject: Undeliverable\nContent-Type: multipart/mixed; boundary=b"
    assert found(read(f"{head}\n\n{body}".encode())) == [("nell@x.example", "soft")]


ORDINARY = {
    "a parcel": ("Ann <ann@x.example>", "Delivery failed", "My parcel could not be delivered. The address was unknown, they say."),
    "a letter": ("Ann <ann@x.example>", "Undelivered mail", "Hi, my mail was not delivered to my mailbox, it is full of ads."),
    "a shop": ("Parcel Mail Delivery <news@parcel.example>", "Delivery failure", "Your parcel could not be delivered. Address not found."),
    "a question": ("Bob <bob@x.example>", "Re: Undelivered Mail Returned to Sender", "What is this? <ann@x.example>: 550 User unknown"),
    "a forward": ("Bob <bob@x.example>", "Fwd: Mail delivery failed", "See below.\n\nThis is the mail system at host x.\n<a@x.example>: 550 no"),
    "an answer": ("Bob <bob@x.example>", "Returned mail", "I returned it by mail on Monday. Cost me 550 yen. bob@x.example"),
    "a complaint": ("Bob <bob@x.example>", "Failure notice", "Your service failed me for 450 days. Mailbox full of your ads."),
    "an admin": ("Admin <admin@x.example>", "Mailbox quota", "Your mailbox is almost full. 550 MB of 560 MB used: bob@x.example"),
    "a sale": ("Shop <shop@x.example>", "Bounce back with 50 % off", "Returned mail? Our trampoline cannot be delivered abroad."),
    "a user": ("Cleo <cleo@x.example>", "Message not delivered", "Your SMS did not reach me. My number is unknown to you?"),
    "German": ("Dora <dora@x.example>", "Zustellung", "Die Zustellung des Pakets ist fehlgeschlagen, der Empfänger ist unbekannt."),
    "French": ("Émile <e@x.example>", "Non remis", "Mon colis n'a pas pu être remis : adresse introuvable."),
    "Spanish": ("Flor <f@x.example>", "Devuelto", "El paquete fue devuelto. La dirección no existe, dicen."),
    "support": ("Help <support@x.example>", "Delivery problem with your order", "Order 5.1.1 is late. We could not deliver it."),
    "a ticket": ("Gus <gus@x.example>", "Error of entrega", "550 pieces did not arrive. gus@x.example"),
    "a list": ("Ivy <ivy@x.example>", "Mail server question", "Why does postfix say 550 5.1.1 user unknown for <bob@x.example>: ?"),
    "a thanks": ("Jo <jo@x.example>", "Thanks", "No more bounces, the message was delivered."),
}  # fmt: skip


@pytest.mark.parametrize("mail", ORDINARY)
def test_an_ordinary_mail_is_no_bounce(mail):
    sender, subject, body = ORDINARY[mail]
    reading = read(f"From: {sender}\nTo: reply+t@news.hub.example\nSubject: {subject}\n\n{body}\n".encode())
    assert (reading.kind, reading.reports) == (Kind.REPLY, ())


def complaint(
    kind: str, *, feedback: str = "", returned: str = "", subject: str = "complaint about message"
) -> Reading:
    parts = ["--b\n\nThis is an abuse report."]
    if feedback:
        parts.append(f"--b\nContent-Type: message/feedback-report\n\n{feedback}")
    parts.append(f"--b\nContent-Type: message/rfc822\n\n{returned}\n\nWords\n--b--\n")
    head = f"From: <feedback@provider.example>\nTo: fbl@hub.example\nSubject: {subject}\nContent-Type: {kind}; boundary=b"
    return read("\n".join([f"{head}\n", *parts]).encode())


OURS = "Message-ID: <m.51.7d7d@news.hub.example>\nFrom: news@hub.example\nTo: nell@customer.example"
ARF = "Feedback-Type: abuse\nUser-Agent: Feedback/1.0\nVersion: 0.1\n"


@pytest.mark.parametrize(
    ("reading", "address"),
    [
        (complaint("multipart/report; report-type=feedback-report", feedback=f"{ARF}Original-Rcpt-To: nell@customer.example", returned=OURS), "nell@customer.example"),
        (complaint("multipart/report; report-type=feedback-report", feedback=ARF, returned=OURS), "nell@customer.example"),  # Yahoo
        (complaint("multipart/report; report-type=feedback-report", feedback=f"{ARF}Redacted-Address: redacted", returned=OURS.replace("nell@customer.example", "undisclosed")), ""),  # AOL
        (complaint("multipart/report; report-type=feedback-report", feedback="Feedback-Type: fraud\nOriginal-Rcpt-To: <nell@customer.example>", returned=OURS), "nell@customer.example"),
        (complaint("multipart/mixed", returned=f"X-HmXmrOriginalRecipient: nell@customer.example\n{OURS}"), "nell@customer.example"),  # Outlook.com
    ],
)  # fmt: skip
def test_a_complaint_names_the_mail_and_the_address_where_the_provider_tells(reading, address):
    assert reading.kind == Kind.COMPLAINT
    assert [(report.address, report.original_message_id) for report in reading.reports] == [
        (address, "m.51.7d7d@news.hub.example")
    ]


TOKENS = [
    *("Final-Recipient: rfc822; a@b.example\n", "Status: 5.1.1\n", "Action: failed\n", "\n\n", "Diagnostic-Code: smtp; "),
    *("Feedback-Type: abuse\n", "Original-Rcpt-To: <", "--b\n", "Content-Type: message/feedback-report\n\n", "\\x{FFFF}"),
    *("<a@b.example>:\n", "550 5.1.1 user unknown\n", "This is the mail system at host x\n", "（a@b.example）", "To: a@b\n"),
    *("Content-Type: message/delivery-status\n\n", "X-HmXmrOriginalRecipient: ", "\x00", "é", "> ", "----- Original message -----\n"),
]  # fmt: skip


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TOKENS), st.text(max_size=12)), max_size=60), st.booleans())
def test_any_heap_of_report_pieces_is_read_in_bounded_time(pieces, is_report):
    kind = "multipart/report; boundary=b" if is_report else "text/plain; charset=utf-8"
    head = f"From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail\nContent-Type: {kind}\n\n--b\n"
    with no_runaway():
        reading = read(head.encode() + "".join(pieces).encode("utf-8", "surrogatepass"), envelope_from="")
    assert "could not be read" not in reading.problem
    assert all("\n" not in report.address + report.diagnostic for report in reading.reports)


@pytest.mark.parametrize(
    "piece", ["mailbox ", "user " * 20 + "\n", "To: ", "<a@b.example>: x\n", "550 ", "not ", "（", "5.1.1 "]
)
def test_a_vast_notice_is_read_in_bounded_time(piece):
    with no_runaway():
        notice("MAILER-DAEMON@mx.example", "failure notice", piece * 200_000)
