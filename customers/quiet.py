"""Quiet hours: whether it is quiet anywhere the customer may be, and when it no longer is. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(1, 8))
_LONGEST = 8 * _DAY
"""Windows come again every week: who finds no room in so long will find none."""


class Window(NamedTuple):
    """Hours on the wall clock; a window belongs to the weekday on which it starts (1 is Monday).

    It goes across midnight where it starts later than it ends; from a time to itself is 24 hours.
    """

    starts: time
    ends: time
    weekdays: frozenset[int] = EVERY_DAY

    def holds(self, wall: datetime) -> bool:
        """Say whether this wall-clock time lies inside; the end does not."""
        return self.end_of(wall) is not None

    def end_of(self, wall: datetime) -> datetime | None:
        """Return the wall-clock end of the window that this time lies in, or None."""
        for start_day in (wall.date(), wall.date() - _DAY):
            if start_day.isoweekday() not in self.weekdays:
                continue
            ends_on = start_day if self.starts < self.ends else start_day + _DAY
            begin, end = datetime.combine(start_day, self.starts), datetime.combine(ends_on, self.ends)
            if begin <= wall < end:
                return end
        return None


def quiet_until(windows: Sequence[Window], zones: Sequence[ZoneInfo], now: datetime) -> datetime | None:
    """Return the first moment (UTC) at which no window holds in any of the zones; None if that is now.

    Where the windows leave no room at all, it is over a week away, to be asked again then.
    """
    at = now
    while at - now < _LONGEST:
        ends = [end for zone in zones for window in windows if (end := _end(window, zone, at))]
        if not ends:
            break
        at = max(ends)
    return None if at == now else at


def _end(window: Window, zone: ZoneInfo, at: datetime) -> datetime | None:
    """Return when (UTC) the clocks of this zone leave the window that they are in at this moment."""
    wall_end = window.end_of(_wall(zone, at))
    if wall_end is None:
        return None
    folds = [wall_end.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    end = min(moment for moment in folds if moment > at)
    return end if _wall(zone, end) == wall_end else _jump(window, zone, at, max(folds))


def _jump(window: Window, zone: ZoneInfo, inside: datetime, outside: datetime) -> datetime:
    """Find the second at which the clocks jump out of a window whose end they leave out (spring)."""
    while outside - inside > timedelta(seconds=1):
        middle = inside + (outside - inside) // 2
        middle = middle.replace(microsecond=0)
        if middle <= inside:
            break
        if window.holds(_wall(zone, middle)):
            inside = middle
        else:
            outside = middle
    return outside


def _wall(zone: ZoneInfo, at: datetime) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
