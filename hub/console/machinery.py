"""How the machinery does, in words: whether messages go out, and if not, why not."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from channels import ways
from channels.models import Lane
from channels.registry import ADAPTERS
from hub.console import words
from hub.console.kept import kept

SILENT_SWEEP = timedelta(seconds=30)
LONG_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Machinery:
    """One line for the top bar; `details` are sentences for the banner, empty when all is well."""

    words: str
    tone: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """What the machinery leaves behind: the sweep's pulse, breakers that are open, what waits longest."""

    swept_at: datetime | None
    resting: tuple[tuple[str, datetime, str], ...]
    """(provider, until, its last words)"""
    oldest_due_at: datetime | None
    stopped: tuple[tuple[str, str], ...] = ()
    """(what somebody stopped by hand, why)"""


@kept(seconds=5)
def state() -> Machinery:
    """Return how the machinery does now: one statement of index look-ups, at most every five seconds."""
    return judge(_signs(), now=timezone.now(), can_mail=bool(settings.EMAIL_URL))


def judge(signs: Signs, *, now: datetime, can_mail: bool) -> Machinery:
    """Put the signs into words, the gravest first. Pure."""
    if signs.swept_at is None or now - signs.swept_at > SILENT_SWEEP:
        since = f"since {_clock(signs.swept_at)}" if signs.swept_at else "yet"
        detail = (
            f"No worker has given a sign of life {since}. What waits is safe and goes out when they are back."
        )
        return Machinery("nothing is being sent", "bad", (detail,))
    details = tuple(
        f"{_channel_of(provider)} rests until {_clock(until)} after failures: {last_words or 'no answer'}"
        for provider, until, last_words in signs.resting
        if until > now
    )
    details += tuple(f"{_channel_of(key)} was stopped by hand: {why}" for key, why in signs.stopped)
    if not can_mail:
        details += ("No mail leaves this hub: its setting EMAIL_URL is empty. Messages wait.",)
    if signs.oldest_due_at is not None and now - signs.oldest_due_at > LONG_WAIT:
        minutes = int((now - signs.oldest_due_at).total_seconds() // 60)
        details += (f"The oldest message that is due has been waiting for {minutes} minutes.",)
    return Machinery("not all channels are sending", "warn", details) if details else _ALL_WELL


_ALL_WELL = Machinery("all channels sending", "good")


def _channel_of(key: str) -> str:
    """Name what rests: the channel, and which of its routes where it has several."""
    channel, _, route = key.partition(":")
    if channel not in ADAPTERS:
        return key
    is_one_of_many = route and len(ways.routes_of(ADAPTERS[channel])) > 1
    return f"{words.channel(channel)} by {route}" if is_one_of_many else words.channel(channel)


def _clock(at: datetime) -> str:
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate()
    return f"{local:%H:%M}" if is_today else f"{local.day} {local:%b %H:%M}"


def _signs() -> Signs:
    with connection.cursor() as cursor:
        cursor.execute(_SIGNS, [[lane.value for lane in Lane]])
        swept_at, resting, stopped, oldest_due_at = cursor.fetchone()
    rests = tuple((key, datetime.fromisoformat(until), said) for key, until, said in json.loads(resting))
    return Signs(swept_at, rests, oldest_due_at, tuple((key, why) for key, why in json.loads(stopped)))


# Only the first thousand due messages of each lane are looked at: those of a paused flight stay due, and
# there may be a million of them.
_SIGNS = """
SELECT
    (SELECT beat_at FROM channels_pulse WHERE name = 'sweep'),
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(key, open_until, last_error) ORDER BY key), '[]')
        FROM channels_provider WHERE open_until IS NOT NULL AND paused_at IS NULL
    ),
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(key, paused_why) ORDER BY key), '[]')
        FROM channels_provider WHERE paused_at IS NOT NULL
    ),
    (
        SELECT min(due_at) FROM unnest(%s::int[]) AS one (lane), LATERAL (
            SELECT due_at, cause FROM channels_message m
            WHERE m.lane = one.lane AND due_at IS NOT NULL ORDER BY due_at, id LIMIT 1000
        ) due
        WHERE NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = due.cause)
    )
"""
