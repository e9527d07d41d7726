"""Mails by which customers tell us to stop, as their programs and providers write them."""

from email.message import EmailMessage
from email.utils import make_msgid


def reply(message: int, sender: str, words: str, *, subject: str = "Re: A word for you") -> bytes:
    """Return an answer to one of our messages, with ours quoted below."""
    from channels import addresses

    names = addresses.names(message)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, names.reply_address, subject
    mail["Message-ID"] = make_msgid(domain="customer.example")
    mail["In-Reply-To"] = names.message_id
    mail.set_content(f"{words}\n\nOn Mon, 16 Nov 2026 Hauptplatz wrote:\n> A word for you\n> Offers!\n")
    return mail.as_bytes()


def complaint(message: int, recipient: str) -> bytes:
    """Return a provider's report that somebody called our mail unwanted (RFC 5965)."""
    from channels import addresses

    names = addresses.names(message)
    return f"""From: <feedback@isp.example>
To: <{names.bounce_address}>
Subject: FW: A word for you
Message-ID: {make_msgid(domain="isp.example")}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=B

--B
Content-Type: text/plain

This is an email abuse report.
--B
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1
Original-Rcpt-To: <{recipient}>
--B
Content-Type: message/rfc822

From: Hauptplatz <hello@mail.rapport.example>
To: <{recipient}>
Subject: A word for you
Message-ID: {names.message_id}

Offers!
--B--
""".replace("\n", "\r\n").encode()
