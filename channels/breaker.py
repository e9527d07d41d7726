"""A breaker per route: after three failures in a row it rests, then a few messages may try it.

What a provider asks for (Retry-After) it gets by the same means; what a person has stopped stays stopped.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F, Q
from django.db.models.functions import Greatest

from channels.models import Provider
from channels.protocol import Outcome, Result
from customers import asking

FAILURES_TO_OPEN = 3
FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=5)
LONGEST_ASKED = timedelta(hours=1)
PROBE_TIME = timedelta(seconds=10)
PROBE_SIZE = 5
"""How many messages a route gets after its rest; if one of them arrives, it gets all of them again."""


class Standing(StrEnum):
    """Why a route is not simply open."""

    PAUSED = "paused"
    RESTING = "resting"
    HALF_OPEN = "half_open"


def standings(*, now: datetime) -> dict[str, Standing]:
    """Return how those routes stand that are not simply open; a whole channel under its key and a colon."""
    shut = Provider.objects.filter(Q(open_until__isnull=False) | Q(paused_at__isnull=False))
    return {provider.key: _standing(provider, now) for provider in shut}


def may_probe(key: str, *, now: datetime) -> bool:
    """Take the one probe after a rest: of all who ask, the first."""
    return bool(
        Provider.objects.filter(pk=key, open_until__lte=now, paused_at=None).update(
            # one failure at least, so that success ends also a rest that the provider asked for
            open_until=now + PROBE_TIME,
            failures=Greatest(F("failures"), 1),
        )
    )


def note(key: str, results: Sequence[Result], *, now: datetime) -> None:
    """Count a window as success or failure of its route, and open or close its breaker.

    Not within a transaction: its commit would not wait for the disk.
    """
    is_alive = any(result.outcome in _SIGNS_OF_LIFE for result in results)
    _count(key, Counter(_COLUMN[result.outcome] for result in results), is_alive, now)
    asked = [result for result in results if result.retry_after and result.is_about_route]
    if asked:
        _rest_as_asked(key, asked, now)
    elif not is_alive and (words := _trouble(results)):
        _fail(key, words, now)


def pause(key: str, why: str, *, actor: str, now: datetime) -> bool:
    """Stop a route, or a whole channel ("email:"), by hand; False where it is stopped already."""
    Provider.objects.get_or_create(pk=key)
    stopped = Provider.objects.filter(pk=key, paused_at=None)
    return bool(stopped.update(paused_at=now, paused_why=why[:300], paused_by=actor))


def resume(key: str) -> bool:
    """Let what was stopped by hand go on, with a clean slate; False where nobody had stopped it."""
    stopped = Provider.objects.filter(pk=key).exclude(paused_at=None)
    return bool(stopped.update(paused_at=None, paused_why="", paused_by="", failures=0, open_until=None))


_SIGNS_OF_LIFE = frozenset({Outcome.ACCEPTED, Outcome.BOUNCED})
_NO_CONNECTION = frozenset({Outcome.UNTOUCHED, Outcome.UNKNOWN})
_COLUMN = {
    Outcome.ACCEPTED: "sent",
    Outcome.REFUSED: "failed",
    Outcome.BOUNCED: "failed",
    Outcome.DEFERRED: "held_up",
    Outcome.UNKNOWN: "held_up",
    Outcome.UNTOUCHED: "held_up",
}
_MANY = 10
"""A few refusals speak of the recipients; a window of nothing else speaks of the provider or of us."""


def _standing(provider: Provider, now: datetime) -> Standing:
    if provider.paused_at is not None:
        return Standing.PAUSED
    is_over = provider.open_until is not None and provider.open_until <= now
    return Standing.HALF_OPEN if is_over else Standing.RESTING


def _trouble(results: Sequence[Result]) -> str:
    said = [result for result in results if result.words]
    broken = [result for result in said if result.outcome in _NO_CONNECTION]
    return broken[0].words if broken else said[0].words if len(said) >= _MANY else ""


def _count(key: str, fates: Counter[str], is_alive: bool, now: datetime) -> None:
    """Add to the minute's figures and, if it lives, forget its failures: one statement a window.

    All workers write these rows, so none waits for the disk with them locked; a crash takes a moment's.
    """
    minute_at = now.replace(second=0, microsecond=0)
    counts = (key, minute_at, fates["sent"], fates["failed"], fates["held_up"])
    if is_alive:
        asking.ask(_SUCCEED, (*counts, key, now, now - timedelta(seconds=5)))
    else:
        asking.ask(_COUNT, counts)


def _rest_as_asked(key: str, asked: Sequence[Result], now: datetime) -> None:
    """Leave the provider alone for as long as it wants, not for as long as we think."""
    longest = max(asked, key=lambda result: result.retry_after or timedelta())
    until = now + min(longest.retry_after or timedelta(), LONGEST_ASKED)
    Provider.objects.get_or_create(pk=key)
    Provider.objects.filter(pk=key).update(
        last_error=longest.words[:300],
        last_error_at=now,
        failures=0,
        open_until=until,
    )


def _fail(key: str, words: str, now: datetime) -> None:
    provider, _ = Provider.objects.get_or_create(pk=key)
    failures = provider.failures + 1
    rest = min(FIRST_REST * 2 ** max(0, failures - FAILURES_TO_OPEN), LONGEST_REST)
    until = now + rest if failures >= FAILURES_TO_OPEN or provider.open_until else None
    Provider.objects.filter(pk=key).update(
        failures=F("failures") + 1, last_error=words[:300], last_error_at=now, open_until=until
    )


_COUNT = """
INSERT INTO channels_traffic (key, minute_at, sent, failed, held_up)
SELECT %s, %s, %s, %s, %s FROM set_config('synchronous_commit', 'off', true)
ON CONFLICT (key, minute_at) DO UPDATE SET sent = channels_traffic.sent + excluded.sent,
    failed = channels_traffic.failed + excluded.failed, held_up = channels_traffic.held_up + excluded.held_up
"""
_SUCCEED = f"""
WITH counted AS ({_COUNT})
INSERT INTO channels_provider AS p (key, failures, last_error, last_success_at) VALUES (%s, 0, '', %s)
ON CONFLICT (key) DO UPDATE SET failures = 0, last_success_at = excluded.last_success_at,
    open_until = CASE WHEN p.failures > 0 THEN NULL ELSE p.open_until END
WHERE p.failures > 0 OR p.last_success_at IS NULL OR p.last_success_at < %s
"""
