"""Take mail from the listener into the database before it is acknowledged."""

import asyncio
import logging

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from channels import addresses, inbound

log = logging.getLogger(__name__)


class Postbox:
    """An aiosmtpd handler: 250 only once the mail is committed, 451 when it cannot be stored now."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not addresses.is_our_domain(address):
            return "550 5.1.2 We take mail for our own domain only"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            await sync_to_async(_store)(envelope)
        except inbound.TooLarge as error:
            return f"552 5.3.4 {error}"
        except DatabaseError as error:
            log.error("A mail could not be stored (%s); the sender will try again.", type(error).__name__)
            return "451 4.3.0 Cannot store this now, please try again"
        return "250 2.0.0 Stored"


class Smtp(SMTP):
    """Takes a body in one piece, however long its lines are.

    aiosmtpd keeps each line as an object: ten million empty ones would cost a gigabyte and stop the door for
    minutes. It also refuses lines over 1,000 bytes, and some programs write a whole mail in one.
    """

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        if await self.check_helo_needed():
            return
        assert self.envelope is not None  # there is one since the greeting
        if arg or not self.envelope.rcpt_tos:
            await self.push("501 Syntax: DATA" if arg else "503 Error: need RCPT command")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        body = await self._body(self.data_size_limit or inbound.LARGEST_BYTES)
        if body is None:
            status = "552 5.3.4 Too much mail data"
        else:
            self.envelope.content = self.envelope.original_content = body
            status = await self.event_handler.handle_DATA(self, self.session, self.envelope)
        self._set_post_data_state()
        await self.push(status)

    async def _body(self, limit: int) -> bytes | None:
        """Read up to the lone dot; one over the limit is read to its end, thrown away, and None."""
        body, searched, is_whole = bytearray(b"\r\n"), 0, True
        while (end := body.find(_END, searched)) < 0:
            if len(body) > limit:
                is_whole = False
                del body[: 1 - len(_END)]
            searched = max(0, len(body) + 1 - len(_END))
            piece = await self._reader.read(_PIECE_BYTES)
            if not piece:
                raise asyncio.CancelledError  # the connection is gone, as aiosmtpd says it too
            body += piece
        if rest := body[end + len(_END) :]:
            self._reader.feed_data(rest)  # read() has emptied its buffer: what was sent ahead is next
        if not is_whole or end > limit:
            return None
        return bytes(body[: end + 2].replace(b"\r\n..", b"\r\n.")[2:])


class Lmtp(Smtp, LMTP):
    """The same, as a mail server hands over to us."""


_END = b"\r\n.\r\n"
_PIECE_BYTES = 2**30
"""More than the reader ever holds, so that reading empties it."""


def _store(envelope: Envelope) -> None:
    close_old_connections()
    content = envelope.content if isinstance(envelope.content, bytes) else b""
    inbound.receive(content, envelope.mail_from or "", envelope.rcpt_tos, door="smtp", now=timezone.now())
