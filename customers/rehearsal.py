"""What would have been: replay the touches that went out under dials that stood differently. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from customers.dials import PROMISES, Counted, Setting


def allowed(touches: Iterable[Counted], settings: Sequence[Setting]) -> int:
    """Count the touches that would have gone out under these dials, had they stood so all the while.

    What would have been withheld takes no room from what came after it. Snoozes are left out: they are
    wishes of their own day. What counts, and for how long, is as in `dials.room`.
    """
    gone: list[list[datetime]] = [[] for _ in settings]
    total = 0
    for touch in sorted(touches, key=lambda touch: touch.touched_at):
        matching = [place for place, each in enumerate(settings) if each.matches(touch.channel, touch.topic)]
        if all(_has_room(settings[place].position, gone[place], touch.touched_at) for place in matching):
            total += 1
            for place in matching:
                gone[place].append(touch.touched_at)
    return total


def at_each_position(touches: Sequence[Counted], channel: str, topic: str) -> tuple[int, ...]:
    """Return for each position of one dial how many touches of its scope it alone would have let through."""
    scope = Setting(channel, topic, 0)
    mine = [touch for touch in touches if scope.matches(touch.channel, touch.topic)]
    return tuple(allowed(mine, [Setting(channel, topic, position)]) for position in range(len(PROMISES)))


def _has_room(position: int, gone: Sequence[datetime], at: datetime) -> bool:
    promise = PROMISES[position]
    if promise.touches is None or promise.touches == 0:
        return promise.touches is None
    return len(gone) < promise.touches or gone[-promise.touches] <= at - promise.period
