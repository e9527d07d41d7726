"""Dials as promises: what each position means, and when there is room again. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Promise:
    """At most `touches` in any rolling `period`; None means as they come."""

    touches: int | None
    period: timedelta
    words: str


_DAY = timedelta(days=1)
PROMISES: tuple[Promise, ...] = (
    Promise(0, _DAY, "never"),
    Promise(1, 90 * _DAY, "1 in three months"),
    Promise(1, 30 * _DAY, "1 a month"),
    Promise(2, 30 * _DAY, "2 a month"),
    Promise(1, 7 * _DAY, "1 a week"),
    Promise(2, 7 * _DAY, "2 a week"),
    Promise(3, 7 * _DAY, "3 a week"),
    Promise(1, _DAY, "1 a day"),
    Promise(2, _DAY, "2 a day"),
    Promise(4, _DAY, "4 a day"),
    Promise(None, _DAY, "as they come"),
)
HIGHEST = len(PROMISES) - 1
LONGEST_PERIOD = max(promise.period for promise in PROMISES)


def is_among(topic: str, topics: str) -> bool:
    """Say whether a touch about several topics, named between blanks, is also about this one."""
    return " " in topics and topic in topics.split()


class Setting(NamedTuple):
    """A dial or house limit as the gate sees it; an empty channel or topic means all of them."""

    channel: str
    topic: str
    position: int
    snooze_position: int | None = None
    snoozed_until: datetime | None = None

    def matches(self, channel: str, topic: str) -> bool:
        """Say whether a touch counts here; one about several topics names them between blanks."""
        return self.channel in ("", channel) and (self.topic in ("", topic) or is_among(self.topic, topic))

    def position_at(self, now: datetime) -> int:
        """Return the position in force: a snooze holds until its end, then the dial springs back."""
        if self.snoozed_until is not None and self.snooze_position is not None and now < self.snoozed_until:
            return self.snooze_position
        return self.position


class Counted(NamedTuple):
    """A touch that counts: reserved or spent; `answered_at` is its first human answer."""

    channel: str
    topic: str
    touched_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What one setting leaves: `left` None means no limit; `again_at` None means waiting cannot help."""

    left: int | None
    again_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.left is None or self.left > 0


def room(setting: Setting, touches: Iterable[Counted], *, now: datetime) -> Room:
    """Say what a setting still leaves at `now`.

    A touch counts while it is younger than the period: touches exactly one period apart never share a
    window. While the setting is snoozed, the end of the snooze may bring room earlier.
    """
    promise = PROMISES[setting.position_at(now)]
    if promise.touches is None:
        return Room(None, None)
    is_snoozed = setting.snoozed_until is not None and now < setting.snoozed_until
    if promise.touches == 0:
        return Room(0, setting.snoozed_until if is_snoozed and setting.position != 0 else None)
    counted = sorted(_counted(setting, promise, touches, now))
    left = max(0, promise.touches - len(counted))
    if left:
        return Room(left, None)
    again_at = counted[-promise.touches] + promise.period
    return Room(0, min(again_at, setting.snoozed_until) if is_snoozed and setting.snoozed_until else again_at)


def is_open(
    settings: Iterable[Setting], channel: str, topic: str, touches: Sequence[Counted], *, now: datetime
) -> bool:
    """Say whether every matching setting has room: what `tightest` says, without the reasons and cheaper."""
    topics = ("", *topic.split())
    for setting in settings:
        if setting.channel in ("", channel) and setting.topic in topics:
            promise = PROMISES[setting.position_at(now) if setting.snoozed_until else setting.position]
            most = promise.touches
            if (
                most is not None
                and len(touches) >= most
                and len(_counted(setting, promise, touches, now)) >= most
            ):
                return False
    return True


def _counted(setting: Setting, promise: Promise, touches: Iterable[Counted], now: datetime) -> list[datetime]:
    since = now - promise.period
    return [t.touched_at for t in touches if t.touched_at > since and setting.matches(t.channel, t.topic)]


def reach(settings: Iterable[Setting]) -> timedelta:
    """Return how far back any of these counts touches, whether it is snoozed or not; zero if none does."""
    farthest = timedelta()
    for each in settings:
        farthest = max(farthest, _REACH[each.position])
        if each.snooze_position is not None:
            farthest = max(farthest, _REACH[each.snooze_position])
    return farthest


_REACH = [promise.period if promise.touches else timedelta() for promise in PROMISES]


def tightest(
    settings: Sequence[Setting], channel: str, topic: str, touches: Sequence[Counted], *, now: datetime
) -> tuple[Setting, Room] | None:
    """Return the matching setting that leaves least: closed for good, then longest to wait, then fewest left.

    None when nothing limits this touch.
    """
    if not settings:
        return None
    rooms = [(each, room(each, touches, now=now)) for each in settings if each.matches(channel, topic)]
    limited = [(setting, left) for setting, left in rooms if left.left is not None]
    return min(limited, key=lambda pair: _tightness(pair[1], now), default=None)


def _tightness(left: Room, now: datetime) -> tuple[int, bool, float]:
    wait = 0.0 if left.again_at is None else (left.again_at - now).total_seconds()
    return (left.left or 0, left.again_at is not None, -wait)
