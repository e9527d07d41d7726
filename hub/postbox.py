"""Take mail from the listener into the database before it is acknowledged."""

import logging

from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from channels import addresses, bell, inbound

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


def _store(envelope: Envelope) -> None:
    close_old_connections()
    content = envelope.content if isinstance(envelope.content, bytes) else b""
    mail_id = inbound.take(
        content, envelope.mail_from or "", envelope.rcpt_tos, door="smtp", now=timezone.now()
    )
    bell.ring_for_mail(mail_id)
