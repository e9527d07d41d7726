"""Quiet hours as a week on the wall: which hours they leave, and a picture of them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from customers.house import Quiet
from customers.quiet import Window

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEAST_MINUTES = 60
_DAY, _WEEK = 24 * 60, 7 * 24 * 60
_MONDAY = datetime(2001, 1, 1)  # noqa: DTZ001 - a wall clock, which has no zone


class Scope(NamedTuple):
    """Whom some hours bind together; an empty country or channel means all of them."""

    purpose: str
    country: str
    channel: str


def windows_in(rules: Iterable[Quiet], scope: Scope) -> list[Window]:
    """Return the hours that bind a touch of this scope, as the gate would choose them."""
    return [
        each.window
        for each in rules
        if each.purpose == scope.purpose
        and each.country in ("", scope.country)
        and each.channel in ("", scope.channel)
    ]


def scopes(rules: Sequence[Quiet]) -> list[Scope]:
    """Return every scope that these rules tell apart, the general ones first."""
    found: dict[tuple[str, frozenset[Window]], Scope] = {}
    for purpose in sorted({each.purpose for each in rules}):
        for country in sorted({each.country for each in rules} | {""}):
            for channel in sorted({each.channel for each in rules} | {""}):
                scope = Scope(purpose, country, channel)
                windows = frozenset(windows_in(rules, scope))
                if windows:
                    found.setdefault((purpose, windows), scope)
    return list(found.values())


def too_tight(rules: Sequence[Quiet]) -> list[Scope]:
    """Return the scopes for which these rules leave no hour in the whole week."""
    return [scope for scope in scopes(rules) if _longest(windows_in(rules, scope)) < LEAST_MINUTES]


def picture(windows: Sequence[Window]) -> list[dict[str, Any]]:
    """Return for each day its quiet bars, as shares of its width, and the free hours in words."""
    free = _free(windows)
    return [
        {
            "name": name,
            "quiet": [
                {"x": 100 * start / _DAY, "width": 100 * (end - start) / _DAY}
                for start, end in _gaps(_on_day(free, day))
            ],
            "words": _words(_on_day(free, day)),
        }
        for day, name in enumerate(DAYS)
    ]


def _free(windows: Sequence[Window]) -> list[tuple[int, int]]:
    """Return the stretches of the week, in minutes from Monday, in which no window holds."""
    edges = {0, _WEEK} | {day * _DAY for day in range(7)}
    for window in windows:
        edges |= {day * _DAY + _minute(at) for day in range(7) for at in (window.starts, window.ends)}
    ordered = sorted(edges)
    stretches: list[tuple[int, int]] = []
    for start, end in pairwise(ordered):
        if any(window.holds(_MONDAY + timedelta(minutes=start)) for window in windows):
            continue
        if stretches and stretches[-1][1] == start:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches


def _longest(windows: Sequence[Window]) -> int:
    """Return the minutes of the longest free stretch; Sunday night goes on into Monday."""
    free = _free(windows)
    lengths = [end - start for start, end in free]
    if len(free) > 1 and free[0][0] == 0 and free[-1][1] == _WEEK:
        lengths.append(lengths[0] + lengths[-1])
    return max(lengths, default=0)


def _on_day(free: Iterable[tuple[int, int]], day: int) -> list[tuple[int, int]]:
    """Return what is free of one day, in its own minutes."""
    begin = day * _DAY
    cut = ((max(start - begin, 0), min(end - begin, _DAY)) for start, end in free)
    return [(start, end) for start, end in cut if start < end]


def _gaps(free: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(edge for stretch in free for edge in stretch), _DAY]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _words(free: Sequence[tuple[int, int]]) -> str:
    if not free:
        return "quiet all day"
    if free == [(0, _DAY)]:
        return "all day"
    return ", ".join(f"{_clock(start)} to {_clock(end)}" for start, end in free)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
