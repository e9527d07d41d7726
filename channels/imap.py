"""Empty a mailbox on an IMAP server into ours: each mail is stored first, and moved away only then.

Run twice, or killed anywhere, it takes nothing in twice and loses nothing: a mail that was stored but not yet
moved is known by its bytes.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from imaplib import IMAP4
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from channels import inbound

log = logging.getLogger(__name__)
SECONDS = 30.0
"""So long a server may think about one answer."""
AT_ONCE = 500
_KINDS = {"imaps": (MailBox, 993), "imap+tls": (MailBoxStartTls, 143), "imap": (MailBoxUnencrypted, 143)}


class BadSetting(ValueError):
    """IMAP_URL cannot be used; the words say what is missing."""


class Unreachable(Exception):
    """The server cannot be had, or does not let us in; the words are its own."""


class Mailbox(NamedTuple):
    """Where mail is fetched from, and the folder that it is moved to."""

    kind: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    done: str


def mailbox(url: str) -> Mailbox:
    """Read imaps://user:password@host/INBOX?done=Taken; imap+tls:// is STARTTLS, imap:// has none."""
    parts = urlsplit(url)
    if parts.scheme not in _KINDS or not (parts.hostname and parts.username and parts.password):
        raise BadSetting("IMAP_URL must be written like imaps://user:password@host/INBOX?done=Taken.")
    return Mailbox(
        parts.scheme,
        parts.hostname,
        parts.port or _KINDS[parts.scheme][1],
        unquote(parts.username),
        unquote(parts.password),
        unquote(parts.path.strip("/")) or "INBOX",
        parse_qs(parts.query).get("done", ["Taken"])[0],
    )


def poll(url: str, *, now: datetime) -> int:
    """Take in what lies in the mailbox, oldest first; return how many mails were moved away.

    What is over the limit stays where it is and is named in the log. Raises BadSetting, and Unreachable once
    the server fails us; what was moved by then has been taken in.
    """
    wanted = mailbox(url)
    try:
        with _open(wanted) as box:
            if not box.folder.exists(wanted.done):
                box.folder.create(wanted.done)
            return sum(_take_in(box, uid, wanted.done, now) for uid in _uids(box))
    except (ImapToolsError, IMAP4.error, OSError) as error:
        raise Unreachable(f"{wanted.host}: {type(error).__name__}") from error


def poll_ours(*, now: datetime) -> None:
    """Look into the mailbox of IMAP_URL, if there is one; that it cannot be had now is only told."""
    if not settings.IMAP_URL:
        return
    try:
        poll(settings.IMAP_URL, now=now)
    except Unreachable as error:
        log.warning("The IMAP mailbox cannot be had: %s.", error)


@contextmanager
def _open(wanted: Mailbox) -> Iterator[BaseMailBox]:
    box = _KINDS[wanted.kind][0](wanted.host, wanted.port, timeout=SECONDS)
    try:
        box.login(wanted.user, wanted.password, wanted.folder)
        yield box
        box.logout()
    finally:
        with suppress(OSError):
            box.client.shutdown()  # whatever has become of the connection, its socket is given back


def _uids(box: BaseMailBox) -> list[str]:
    """Return the mails that may be fetched; one marked as deleted has been moved by somebody already."""
    uids = box.uids("UNDELETED", charset=None)[:AT_ONCE]
    large = [uid for uid in uids if _size(box, uid) > inbound.LARGEST_BYTES]
    if large:
        log.warning("%d mails in the IMAP mailbox are too large to be taken in.", len(large))
    return [uid for uid in uids if uid not in large]


def _size(box: BaseMailBox, uid: str) -> int:
    _, said = box.client.uid("fetch", uid, "(RFC822.SIZE)")
    words = b" ".join(each for each in said if isinstance(each, bytes))
    number = words.partition(b"RFC822.SIZE")[2].strip().partition(b")")[0].split()
    return int(number[0]) if number and number[0].isdigit() else 0


def _take_in(box: BaseMailBox, uid: str, done: str, now: datetime) -> bool:
    """Store one mail as the server holds it, byte for byte, and only then move it away."""
    _, said = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    raw = next((each[1] for each in said if isinstance(each, tuple)), None)
    if raw is None:
        return False  # somebody else moved it in the meantime
    inbound.take(raw, "", [], door="imap", now=now)
    box.move([uid], done)
    return True
