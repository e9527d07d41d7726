"""A breaker per provider: after three failures in a row it rests, then lets one worker try."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from channels.models import Provider
from channels.protocol import Outcome, Result
from channels.registry import ADAPTERS

FAILURES_TO_OPEN = 3
FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=5)
PROBE_TIME = timedelta(seconds=10)


def resting_channels(*, now: datetime) -> set[str]:
    """Return the channels that must not be tried now. After a rest, whoever asks first gets the probe."""
    resting = {provider.key: provider for provider in Provider.objects.exclude(open_until=None)}
    return {
        key
        for key, adapter in ADAPTERS.items()
        if (provider := resting.get(adapter.provider)) and not _may_probe(provider, now)
    }


def note(provider: str, results: Sequence[Result], *, now: datetime) -> None:
    """Count a window as success or failure of its provider and open or close its breaker."""
    if any(result.outcome in _SIGNS_OF_LIFE for result in results):
        _succeed(provider, now)
    elif words := _trouble(results):
        _fail(provider, words, now)


_SIGNS_OF_LIFE = frozenset({Outcome.ACCEPTED, Outcome.BOUNCED})
_NO_CONNECTION = frozenset({Outcome.UNTOUCHED, Outcome.UNKNOWN})
_MANY = 10
"""A few refusals speak of the recipients; a window of nothing else speaks of the provider or of us."""


def _trouble(results: Sequence[Result]) -> str:
    said = [result for result in results if result.words]
    broken = [result for result in said if result.outcome in _NO_CONNECTION]
    return broken[0].words if broken else said[0].words if len(said) >= _MANY else ""


def _succeed(key: str, now: datetime) -> None:
    provider, is_new = Provider.objects.get_or_create(pk=key, defaults={"last_success_at": now})
    is_recent = provider.last_success_at is not None and now - provider.last_success_at < timedelta(seconds=5)
    if not is_new and (provider.failures or provider.open_until or not is_recent):
        Provider.objects.filter(pk=key).update(failures=0, open_until=None, last_success_at=now)


def _fail(key: str, words: str, now: datetime) -> None:
    provider, _ = Provider.objects.get_or_create(pk=key)
    failures = provider.failures + 1
    rest = min(FIRST_REST * 2 ** max(0, failures - FAILURES_TO_OPEN), LONGEST_REST)
    Provider.objects.filter(pk=key).update(
        failures=F("failures") + 1,
        last_error=words[:300],
        last_error_at=now,
        open_until=now + rest if failures >= FAILURES_TO_OPEN else None,
    )


def _may_probe(provider: Provider, now: datetime) -> bool:
    """Take the one probe after a rest: the update that finds `open_until` unchanged wins."""
    if provider.open_until is None or provider.open_until > now:
        return False
    return bool(
        Provider.objects.filter(pk=provider.pk, open_until=provider.open_until).update(
            open_until=now + PROBE_TIME
        )
    )
