"""What would have been, judged by a plain count of every rolling window."""

from datetime import timedelta

import pytest

from customers import rehearsal
from customers.dials import PROMISES, Counted, Setting, room
from tests.makers import DAY, NOW


def touches(*days_ago: float, channel: str = "email", topic: str = "offers") -> list[Counted]:
    return [Counted(channel, topic, NOW - timedelta(days=ago)) for ago in days_ago]


def test_nothing_passes_at_never_and_everything_as_it_comes() -> None:
    would = rehearsal.at_each_position(touches(1, 2, 3), "", "offers")
    assert (would[0], would[10]) == (0, 3)


def test_what_would_have_been_withheld_takes_no_room() -> None:
    """One a week: the touch of day 6 is withheld, so the one of day 1 has room."""
    assert rehearsal.allowed(touches(9, 6, 1), [Setting("", "offers", 4)]) == 2


def test_touches_exactly_one_period_apart_never_share_a_window() -> None:
    assert rehearsal.allowed(touches(14, 7, 0), [Setting("", "", 4)]) == 3


def test_only_touches_of_the_scope_count_and_every_dial_must_have_room() -> None:
    mixed = touches(9, 6) + touches(5, 4, channel="sms", topic="news")
    assert rehearsal.at_each_position(mixed, "sms", "")[10] == 2
    assert rehearsal.allowed(mixed, [Setting("", "", 4), Setting("sms", "", 0)]) == 1


@pytest.mark.parametrize("position", range(len(PROMISES)))
def test_a_replay_agrees_with_the_gate_asked_touch_by_touch(position: int) -> None:
    """120 touches at uneven distances: each goes if the dial, at that moment, has room."""
    went: list[Counted] = []
    planned = [
        Counted("email", "offers", NOW - 90 * DAY + step * step * timedelta(minutes=9)) for step in range(120)
    ]
    for touch in planned:
        if room(Setting("", "", position), went, now=touch.touched_at).is_open:
            went.append(touch)
    assert rehearsal.at_each_position(planned, "", "")[position] == len(went)
