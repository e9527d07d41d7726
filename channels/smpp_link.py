"""Hold one SMPP session open and send by it what is due; keep what comes in before it is acknowledged.

Its process may die at any moment: what it had begun is unknown after its lease, and goes again.
"""

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from django.db import DatabaseError, connection, connections
from django.utils import timezone

from channels import bell, breaker, dispatch, smpp, smpp_parts, ways
from channels.adapters.sms import SMS
from channels.adapters.sms_smpp import SmppRoute
from channels.carriers import Garbled, Text
from channels.models import Callback
from channels.protocol import Outcome, Result
from channels.smpp_session import Accepted, LinkDown, Session

log = logging.getLogger(__name__)
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
SOUND_SECONDS = 30.0
"""A session that lasted this long was a good one: the next wait is the first again."""
IDLE_SECONDS = 0.25
BEAT_SECONDS = 5.0
SAME_TEXT = timedelta(minutes=2)
"""A phone that says the very same again within this time, or the next, has said it once.

A message centre delivers again what was not acknowledged, and numbers no text.
"""


class NoSuchLink(Exception):
    """SMS_URL names no SMPP account of this name."""


def route_named(link: str) -> SmppRoute | None:
    """Return the route of a link, None if there is no SMPP account at all.

    Raises NoSuchLink, and BadSetting if the setting cannot be read.
    """
    routes = {route.link: route for route in SMS.routes() if isinstance(route, SmppRoute)}
    if routes and link not in routes:
        raise NoSuchLink(f"SMS_URL has no SMPP account called {link}; it has {', '.join(routes)}.")
    return routes.get(link)


def run(route: SmppRoute, stop: threading.Event) -> None:
    """Bind, work, and bind again when the session ends, waiting longer each time, until told to stop."""
    link, wait = route.link, FIRST_WAIT
    while not stop.is_set():
        began_at = time.monotonic()
        why = _one_session(route, stop)
        if stop.is_set():
            break
        wait = FIRST_WAIT if time.monotonic() - began_at > SOUND_SECONDS else wait
        log.warning("The SMPP link %s is down (%s); again in %.0f seconds.", link, why, wait)
        _note_trouble(route, why)
        stop.wait(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def heard(link: str, accepted: Sequence[Accepted], delivered: Sequence[bytes]) -> bool:
    """Keep numbers and PDUs in the database; False, with nothing acknowledged, if that cannot be."""
    now = timezone.now()
    try:
        if accepted:
            smpp_parts.remember(link, accepted, now=now)
        if delivered:
            keep(link, delivered, now=now)
    except DatabaseError:
        log.exception("What came over the SMPP link %s could not be kept; it is asked to come again.", link)
        connection.close()
        return False
    return True


def keep(link: str, delivered: Iterable[bytes], *, now: datetime) -> None:
    """Store what was delivered as it came, each once."""
    rows = {row.digest: row for row in (_row(link, raw, now) for raw in delivered)}
    earlier = now - SAME_TEXT
    known = set(
        Callback.objects.filter(
            digest__in=[_digest(link, bytes(row.raw), earlier) for row in rows.values()]
        ).values_list("digest", flat=True)
    )
    fresh = [row for row in rows.values() if _digest(link, bytes(row.raw), earlier) not in known]
    Callback.objects.bulk_create(fresh, ignore_conflicts=True)
    if any(row.kind == "text" for row in fresh):  # perhaps STOP; receipts wait for the next round
        bell.ring_for_callbacks()


def _one_session(route: SmppRoute, stop: threading.Event) -> str:
    """Work through one session from bind to its end; return why it ended."""
    session = Session(route.account, partial(heard, route.link), connections.close_all)
    try:
        session.open()
    except LinkDown as error:
        return str(error)
    log.info("The SMPP link %s is bound.", route.link)
    route.hold(session)
    try:
        _work(route, session, stop)
    except DatabaseError as error:
        connection.close()
        return f"{type(error).__name__} in our database"
    finally:
        route.hold(None)
        session.close()
    return session.why_closed


def _work(route: SmppRoute, session: Session, stop: threading.Event) -> None:
    beat_at = 0.0
    while session.is_open and not stop.is_set():
        if time.monotonic() - beat_at > BEAT_SECONDS:
            ways.beat(route.link, now=timezone.now())
            beat_at = time.monotonic()
        looked_at = time.monotonic()
        span = _due_span(route.provider)
        took = time.monotonic() - looked_at
        if span is None or not dispatch.send_range(*span, link=route.link):
            # Where a million mails are due, looking for one SMS among them takes a while.
            stop.wait(min(max(IDLE_SECONDS, 10 * took), BEAT_SECONDS))


def _due_span(provider: str) -> tuple[int, int, int] | None:
    """Return (lane, low, high) of what is due first and may go by this route: the most urgent lane's."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE_SPAN, [timezone.now(), SMS.key, provider, bell.RANGE])
        return cursor.fetchone()


def _note_trouble(route: SmppRoute, why: str) -> None:
    key = ways.key_of(SMS.key, route.provider)
    try:
        breaker.note(key, [Result(Outcome.UNTOUCHED, why)], now=timezone.now())
    except DatabaseError:
        connection.close()


def _row(link: str, raw: bytes, now: datetime) -> Callback:
    """Make the row of one PDU; parts of one text share a reference, so that they find each other."""
    try:
        said = smpp.told_by(raw)
    except Garbled:
        said = None
    text = said if isinstance(said, Text) else None
    reference = ""
    if text and text.piece:
        of = f"{text.sender} {text.recipient} {text.piece.reference} {text.piece.of}"
        reference = f"piece:{sha256(of.encode('utf-8', 'replace')).hexdigest()[:40]}"
    return Callback(
        channel=SMS.key,
        carrier="smpp",
        digest=_digest(link, raw, now),
        reference=reference,
        content_type=f"smpp/{link}",
        raw=raw,
        kind="text" if text else "",
        received_at=now,
    )


def _digest(link: str, raw: bytes, at: datetime) -> str:
    """Name what a PDU says, in its time: its sequence number is the session's and says nothing."""
    hour = int(at.timestamp() // SAME_TEXT.total_seconds())
    return sha256(f"smpp\0{link}\0{hour}\0".encode() + raw[smpp.HEADER_BYTES :]).hexdigest()


_DUE_SPAN = """
SELECT lane, min(id), max(id) FROM (
    SELECT lane, id FROM channels_message m
    WHERE due_at <= %s AND channel = %s AND state IN ('queued', 'deferred', 'unknown')
        AND provider IN ('', %s)
        AND NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = m.cause)
    ORDER BY lane, due_at, id LIMIT %s
) due GROUP BY lane ORDER BY lane LIMIT 1
"""
