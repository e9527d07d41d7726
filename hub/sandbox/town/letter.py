"""A mail as its reader sees it: who wrote, what it says, which pictures and links are in it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html import unescape
from urllib.parse import urlsplit

_PICTURE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^>]*?\bhref\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_WRITTEN_LINK = re.compile(r"https?://[^\s<>\"]+")
_ONE_CLICK = re.compile(r"<(https?://[^<>\s]+)>")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. Addresses on the web are only those of the house that sent it: no other is ever visited."""

    return_path: str
    message_id: str
    subject: str
    sender_name: str
    sender_address: str
    reply_to: str
    sent: str
    """The Date header as it stands."""
    text: str
    pictures: tuple[str, ...]
    links: tuple[str, ...]
    """In their order, each once, the way out among them."""
    way_out: str
    """Where one click unsubscribes (RFC 8058); empty if the mail offers none."""
    head: bytes
    """The header, as bounces and complaints give it back."""

    @property
    def invitations(self) -> tuple[str, ...]:
        """The links that lead to what the mail is about: neither the way out nor the dials."""
        return tuple(link for link in self.links if link != self.way_out and "/portal/" not in link)


def read(raw: bytes, return_path: str, base_url: str) -> Letter:
    """Take a mail apart as a mail program does; `base_url` is the only web address that is kept."""
    mail = message_from_bytes(raw)
    name, address = parseaddr(_header(mail, "From"))
    text, html = _part(mail, "text/plain"), _part(mail, "text/html")
    found = [unescape(url) for url in _LINK.findall(html)] or _WRITTEN_LINK.findall(text)
    one_click = _ONE_CLICK.search(mail.get("List-Unsubscribe", ""))
    way_out = one_click[1] if one_click and mail.get("List-Unsubscribe-Post") else ""
    return Letter(
        return_path=return_path,
        message_id=mail.get("Message-ID", "").strip(),
        subject=_header(mail, "Subject"),
        sender_name=name,
        sender_address=address,
        reply_to=parseaddr(_header(mail, "Reply-To"))[1] or address,
        sent=mail.get("Date", ""),
        text=text.replace("\r\n", "\n"),
        pictures=_ours(map(unescape, _PICTURE.findall(html)), base_url),
        links=_ours(found, base_url),
        way_out=way_out if _ours([way_out], base_url) else "",
        head=_BLANK_LINE.split(raw, 1)[0],
    )


def _header(mail: Message, name: str) -> str:
    value = mail.get(name, "")
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (HeaderParseError, UnicodeError, LookupError):
        return str(value)


def _part(mail: Message, content_type: str) -> str:
    part = next((part for part in mail.walk() if part.get_content_type() == content_type), None)
    content = part.get_payload(decode=True) if part else None
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _ours(urls: Iterable[str], base_url: str) -> tuple[str, ...]:
    house = urlsplit(base_url).netloc
    return tuple(dict.fromkeys(url for url in urls if url and urlsplit(url).netloc == house))
