"""Mail that goes back, as bytes: what people reply, and what mail systems send on their own. Pure."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import blake2b
from random import Random

from hub.sandbox.town.letter import Letter
from hub.sandbox.town.people import Person
from hub.sandbox.town.phrases import ABSENCE, CLOSINGS, SAID
from hub.sandbox.town.quoting import answered


@dataclass(frozen=True, slots=True)
class Post:
    """A mail in its envelope; an empty sender is that of mail which must never be answered."""

    sender: str
    recipient: str
    data: bytes


def reply(person: Person, letter: Letter, about: str, now: datetime, rng: Random) -> Post:
    """Write back in the person's language, with the letter quoted as their program does it."""
    words = rng.choice(SAID[person.language][about]).format(shop=person.shop)
    closing = rng.choice(CLOSINGS[person.language]).format(first=person.first_name, name=person.name)
    text = answered(person, letter, f"{words}\n\n{closing}")
    is_german_outlook = person.program.name == "outlook" and person.language == "de"
    mail = _mail(person, letter, f"{'AW' if is_german_outlook else 'Re'}: {letter.subject}", now)
    mail["In-Reply-To"] = mail["References"] = letter.message_id
    # Outlook still writes in Windows' letters where they suffice.
    is_plain = person.program.name == "outlook" and text.encode("cp1252", "ignore").decode("cp1252") == text
    mail.set_content(text, charset="windows-1252" if is_plain else "utf-8", cte="quoted-printable")
    if person.program.name == "gmail":
        mail.add_alternative(_as_html(text), subtype="html", charset="utf-8", cte="quoted-printable")
    return Post(person.email, letter.reply_to, mail.as_bytes(policy=SMTP))


def away(person: Person, letter: Letter, now: datetime) -> Post:
    """Answer as a mail server does for somebody who is away (RFC 3834)."""
    subject, text = ABSENCE[person.language]
    mail = _mail(person, letter, f"{subject}: {letter.subject}", now)
    mail["Auto-Submitted"] = "auto-replied"
    if person.program.name == "outlook":
        mail["X-Auto-Response-Suppress"] = "All"
    else:
        mail["Precedence"] = "bulk"
    mail["In-Reply-To"] = mail["References"] = letter.message_id
    mail.set_content(f"{text}\n\n{person.name}\n", charset="utf-8", cte="quoted-printable")
    return Post("", letter.reply_to, mail.as_bytes(policy=SMTP))


def bounce(person: Person, letter: Letter, now: datetime, *, is_full: bool) -> Post:
    """Report that a mail taken at the door could not be delivered after all (RFC 3464)."""
    status, words = ("5.2.2", "Mailbox is full") if is_full else ("5.1.1", "User unknown")
    return _report(
        letter,
        now,
        sender="Mail Delivery System <MAILER-DAEMON@town.example>",
        subject="Undelivered Mail Returned to Sender",
        kind="delivery-status",
        told=f"This is the mail system of town.example.\n\nYour mail to {person.email} came back: {words}.",
        report=f"Reporting-MTA: dns; town.example\nArrival-Date: {format_datetime(now)}\n\n"
        f"Final-Recipient: rfc822; {person.email}\nAction: failed\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} {words}",
    )


def complaint(person: Person, letter: Letter, now: datetime) -> Post:
    """Pass on that somebody pressed "this is spam" (RFC 5965)."""
    return _report(
        letter,
        now,
        sender="Complaints <complaints@town.example>",
        subject="Complaint about a mail of yours",
        kind="feedback-report",
        told="This is a complaint about a mail of yours, passed on by the mail provider town.example.",
        report="Feedback-Type: abuse\nUser-Agent: town/1.0\nVersion: 1\n"
        f"Original-Mail-From: <{letter.return_path}>\nOriginal-Rcpt-To: <{person.email}>\n"
        f"Arrival-Date: {format_datetime(now)}",
    )


def _mail(person: Person, letter: Letter, subject: str, now: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f'"{person.name}" <{person.email}>'
    mail["To"] = letter.reply_to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{_mark(letter, now)}@{person.email.rpartition('@')[2]}>"
    return mail


def _as_html(text: str) -> str:
    """Set a text with quoted lines as Gmail does."""
    own, _, quoted = text.partition("\n> ")
    own, quoted = (
        each.replace("&", "&amp;").replace("<", "&lt;").replace("\n> ", "<br>").replace("\n", "<br>\n")
        for each in (own, quoted)
    )
    words, _, attribution = own.rpartition("<br>\n<br>\n")
    return (
        f'<div dir="ltr">{words}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'{attribution}</div><blockquote class="gmail_quote">{quoted}</blockquote></div>'
    )


def _report(
    letter: Letter, now: datetime, *, sender: str, subject: str, kind: str, told: str, report: str
) -> Post:
    """Write a multipart/report: words for people, words for machines, the header of the mail itself."""
    mark = _mark(letter, now)
    head = letter.head.decode("ascii", "replace").replace("\r\n", "\n")
    text = _REPORT.format(
        sender=sender,
        recipient=letter.return_path,
        subject=subject,
        date=format_datetime(now),
        mark=mark,
        kind=kind,
        told=told,
        report=report,
        head=head,
    )
    return Post("", letter.return_path, text.replace("\n", "\r\n").encode("ascii", "replace"))


def _mark(letter: Letter, now: datetime) -> str:
    return blake2b(f"{letter.message_id} {now.isoformat()}".encode(), digest_size=10).hexdigest()


_REPORT = """\
From: {sender}
To: <{recipient}>
Subject: {subject}
Date: {date}
Message-ID: <{mark}@town.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="{mark}"

--{mark}
Content-Type: text/plain; charset=us-ascii

{told}

--{mark}
Content-Type: message/{kind}

{report}

--{mark}
Content-Type: text/rfc822-headers

{head}

--{mark}--
"""
