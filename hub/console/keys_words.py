"""How a key of the API is said: what it may do in plain words, how it stands, who follows whom. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from hub.api import keys
from hub.console import words
from hub.models import ApiKey

SOON = timedelta(days=14)


def groups(chosen: Collection[str]) -> list[dict[str, Any]]:
    """Return the scopes by what they are about, each with its words and whether it is chosen."""
    found: dict[str, list[dict[str, Any]]] = {}
    for scope, said in keys.SCOPES.items():
        about = scope.partition(":")[0]
        found.setdefault(about, []).append(
            {
                "key": scope,
                "words": said,
                "chosen": scope in chosen,
                "only_reads": scope.endswith(":read"),
            }
        )
    return [{"label": _label(about).capitalize(), "scopes": scopes} for about, scopes in found.items()]


def may(scopes: Collection[str]) -> str:
    """Say what a key may do in one line: "Reads customers and offers; writes interactions"."""
    if set(scopes) == keys.SCOPES.keys():
        return "May do everything that the API offers"
    verbs: dict[str, list[str]] = {}
    for scope in (each for each in keys.EVERY if each in scopes):
        about, _, verb = scope.partition(":")
        verbs.setdefault(verb, []).append(_label(about))
    parts = [f"{verb}s {_list(abouts)}" for verb, abouts in sorted(verbs.items())]
    return "; ".join(parts).capitalize()


def sentence(key: ApiKey) -> str:
    """Say a key as the log of changes keeps it; nothing of its secret."""
    ends = f"good until {words.day(key.expires_at)}" if key.expires_at else "without end"
    return f"{key.name} ({key.prefix}): {may(key.scopes)}; {ends}; {key.per_minute:,} requests a minute"


def line(key: ApiKey, followed_by: ApiKey | None, *, now: datetime) -> dict[str, Any]:
    """Return a key as the list shows it."""
    state, tone = _state(key, followed_by, now)
    has_ended = keys.has_ended(key, now=now)
    return {
        "pk": key.pk,
        "name": key.name,
        "prefix": key.prefix,
        "state": state,
        "tone": tone,
        "may": may(key.scopes),
        "scopes": [keys.EVERY[each] for each in keys.EVERY if each in key.scopes],
        "made_at": key.made_at,
        "made_by": words.actor(key.made_by) or "on the command line",
        "used_at": key.last_used_at,
        "ends_at": key.expires_at,
        "per_minute": key.per_minute,
        "follows": key.predecessor.prefix if key.predecessor else "",
        "followed_by": followed_by.prefix if followed_by else "",
        "has_ended": has_ended,
        "is_client": not key.digest,
        "may_rotate": not has_ended and followed_by is None and bool(key.digest),
    }


def _state(key: ApiKey, followed_by: ApiKey | None, now: datetime) -> tuple[str, str]:
    if keys.has_ended(key, now=now):
        return "Ended", "muted"
    if followed_by is not None:
        return "Being replaced", "warn"
    if key.expires_at and key.expires_at - now <= SOON:
        return "Ends soon", "warn"
    return ("In use", "good") if key.last_used_at else ("Not used yet", "neutral")


def _label(about: str) -> str:
    return {"worklist": "work list"}.get(about, about.replace("-", " "))


def _list(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
