from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers import dials
from customers.dials import PROMISES, Counted, Setting

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def touches(*ages: timedelta) -> list[Counted]:
    return [Counted("email", "offers", NOW - age) for age in ages]


def test_position_six_leaves_three_in_seven_days() -> None:
    room = dials.room(Setting("", "", 6), touches(HOUR, 30 * HOUR), now=NOW)
    assert (room.left, room.again_at) == (1, None)


def test_a_full_dial_opens_when_the_oldest_counted_touch_leaves_the_window() -> None:
    room = dials.room(Setting("", "", 6), touches(HOUR, 30 * HOUR, 100 * HOUR), now=NOW)
    assert room.left == 0
    assert room.again_at == NOW - 100 * HOUR + timedelta(days=7)


def test_touches_exactly_one_period_apart_do_not_share_a_window() -> None:
    assert dials.room(Setting("", "", 4), touches(timedelta(days=7)), now=NOW).left == 1
    assert (
        dials.room(Setting("", "", 4), touches(timedelta(days=7) - timedelta.resolution), now=NOW).left == 0
    )


def test_never_stays_never_and_a_snooze_springs_back() -> None:
    assert dials.room(Setting("", "", 0), [], now=NOW) == dials.Room(0, None)
    snoozed = Setting("", "", 7, snooze_position=0, snoozed_until=NOW + HOUR)
    assert dials.room(snoozed, [], now=NOW) == dials.Room(0, NOW + HOUR)
    assert dials.room(snoozed, [], now=NOW + HOUR).left == 1


def test_a_dial_counts_only_what_is_in_its_scope() -> None:
    mixed = [Counted("sms", "offers", NOW - HOUR), Counted("email", "tips", NOW - HOUR)]
    assert dials.room(Setting("email", "offers", 7), mixed, now=NOW).left == 1
    assert dials.room(Setting("email", "", 7), mixed, now=NOW).left == 0
    assert dials.room(Setting("", "", 7), mixed, now=NOW).left == 0


def test_the_tightest_dial_is_the_one_that_keeps_us_waiting_longest() -> None:
    settings = [Setting("", "", 10), Setting("email", "", 7), Setting("", "offers", 4)]
    found = dials.tightest(settings, "email", "offers", touches(HOUR), now=NOW)
    assert found is not None
    assert found[0] == Setting("", "offers", 4)
    closed = dials.tightest([*settings, Setting("email", "", 0)], "email", "offers", touches(HOUR), now=NOW)
    assert closed is not None
    assert closed[0].position == 0


@pytest.mark.parametrize("position", range(1, 10))
@given(minutes=st.lists(st.integers(0, 200 * 24 * 60), max_size=60))
def test_obeying_the_room_never_breaks_the_promise(position: int, minutes: list[int]) -> None:
    """Ask at arbitrary moments and touch whenever there is room: no window ever holds too many."""
    promise, made = PROMISES[position], []
    for minute in sorted(minutes):
        at = NOW + timedelta(minutes=minute)
        if dials.room(Setting("", "", position), [Counted("email", "x", t) for t in made], now=at).is_open:
            made.append(at)
    assert promise.touches is not None
    for start in made:
        assert sum(start <= t < start + promise.period for t in made) <= promise.touches


SOMEWHERE = st.sampled_from(["", "email", "sms"])
ABOUT = st.sampled_from(["", "offers", "tips"])


@given(
    settings=st.lists(st.tuples(SOMEWHERE, ABOUT, st.integers(0, 10)), max_size=4),
    went=st.lists(
        st.tuples(
            st.sampled_from(["email", "sms"]),
            st.sampled_from(["offers", "tips", "offers tips"]),
            st.integers(0, 2000),
        ),
        max_size=6,
    ),
    topic=st.sampled_from(["offers", "tips", "offers tips"]),
)
def test_the_short_way_to_see_room_says_the_same_as_the_long_one(
    settings: list[tuple[str, str, int]], went: list[tuple[str, str, int]], topic: str
) -> None:
    dialled = [Setting(*each) for each in settings]
    counted = [Counted(channel, about, NOW - hours * HOUR) for channel, about, hours in went]
    found = dials.tightest(dialled, "email", topic, counted, now=NOW)
    is_open = found is None or found[1].is_open
    assert dials.is_open(dialled, "email", topic, counted, now=NOW) == is_open
