"""The funnel: its numbers add up, and the comparison with the hold-out counts everybody assigned."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.arms import HOLD_OUT
from campaigns.models import Chunk, Flight
from channels.models import Message, MessageState
from hub.analytics import funnel as funnels
from hub.analytics.funnel import Group, difference, funnel
from tests.campaigns.makers import happen, make_campaign, make_flight, make_message
from tests.makers import DAY, NOW, make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def flight() -> Flight:
    return make_flight(make_campaign(versions=("A", "B"), holdout=0.1), state="sending")


def say(flight: Flight, state: str, arm: str = "A", name: str = "Anna", **fields: Any) -> Message:
    return make_message(make_customer(name), flight.cause, state, arm=arm, **fields)


def test_every_step_is_counted(flight: Flight) -> None:
    say(flight, "held", HOLD_OUT)
    say(flight, "refused", reason="no_consent")
    say(flight, "refused", "B", reason="no_consent")
    say(flight, "refused", reason="dial_closed")
    say(flight, "queued")
    say(flight, "attempting")
    say(flight, "deferred", reason="dial_full")
    say(flight, "deferred", reason="451 try later, please", attempts=1)
    say(flight, "accepted")
    say(flight, "accepted", "B")
    say(flight, "delivered")
    say(flight, "delivered", opened_at=NOW, clicked_at=NOW)
    say(flight, "delivered", opened_at=NOW, replied_at=NOW)
    say(flight, "complained")
    say(flight, "bounced", accepted_at=NOW)
    say(flight, "bounced")
    say(flight, "failed")
    say(flight, "unknown")
    say(flight, "expired")
    say(flight, "cancelled")
    say(flight, "quarantined")
    make_message(make_customer("Other"), "flight:999999", "accepted")
    counted = funnel(flight)
    assert counted.total.as_dict() == {
        "name": "everybody",
        "planned": 21,
        "held_out": 1,
        "refused": 3,
        "waiting": 4,
        "unknown": 1,
        "sent": 6,
        "bounced": 2,
        "failed": 1,
        "expired": 1,
        "cancelled": 1,
        "quarantined": 1,
        "refused_by_reason": {"no_consent": 2, "dial_closed": 1},
        "waiting_by_reason": {"dial_full": 1},
        "accepted": 7,
        "delivered": 4,
        "opened": 2,
        "clicked": 1,
        "replied": 1,
        "complained": 1,
        "bought": 0,
        "buyers": 0,
    }
    assert [(v.name, v.planned, v.accepted) for v in counted.versions] == [("A", 18, 6), ("B", 2, 1)]
    assert (counted.held_out.name, counted.held_out.planned) == (HOLD_OUT, 1)


def test_a_flight_that_has_planned_nothing_yet_is_all_zeros(flight: Flight) -> None:
    Chunk.objects.create(flight=flight, low=1, high=9)
    counted = funnel(flight)
    assert (counted.total.planned, counted.open_chunks, counted.is_moving) == (0, 1, True)
    assert counted.treated.rate is None
    assert [version.name for version in counted.versions] == ["A", "B"]


def test_buyers_are_counted_once_within_14_days_and_compared_by_whom_they_were_assigned_to(
    flight: Flight,
) -> None:
    sent_at = NOW + timedelta(hours=2)
    quick = say(flight, "delivered", accepted_at=sent_at).customer
    late = say(flight, "accepted", accepted_at=sent_at).customer
    before = say(flight, "accepted", accepted_at=sent_at).customer
    refused = say(flight, "refused", "B", reason="no_consent").customer
    held = say(flight, "held", HOLD_OUT).customer
    say(flight, "held", HOLD_OUT)
    happen(quick, "purchase", days_ago=-1 / 3, times=3)
    happen(before, "purchase", days_ago=-1 / 24)
    happen(refused, "purchase", days_ago=-0.5)
    happen(held, "purchase", days_ago=-0.5)
    happen(held, "visit", days_ago=-0.5)
    happen(late, "purchase", days_ago=20)
    counted = funnel(flight)
    assert (counted.total.bought, counted.versions[0].bought, counted.versions[1].bought) == (1, 1, 0)
    assert (counted.treated.people, counted.treated.buyers, counted.treated.rate) == (4, 3, 0.75)
    assert (counted.untreated.people, counted.untreated.buyers, counted.untreated.rate) == (2, 1, 0.5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (Group(70, 56), Group(80, 48), 0.0524, 0.3339),
        (Group(10, 9), Group(10, 3), 0.1705, 0.8090),
        (Group(56, 5), Group(29, 0), -0.0381, 0.1926),
    ],
)
def test_the_doubt_about_a_difference_is_as_newcombe_worked_it_out(
    one: Group, other: Group, low: float, high: float
) -> None:
    assert difference(one, other) == pytest.approx((low, high), abs=0.00005)
    assert difference(other, one) == pytest.approx((-high, -low), abs=0.00005)
    assert difference(one, Group(0, 0)) is None


def test_a_purchase_after_14_days_is_not_ours(flight: Flight) -> None:
    long_ago = NOW - 15 * DAY
    Flight.objects.update(started_at=long_ago)
    flight.refresh_from_db()
    customer = say(flight, "accepted", accepted_at=long_ago, created_at=long_ago).customer
    happen(customer, "purchase", days_ago=0.5)
    assert funnel(flight).total.bought == 0
    happen(customer, "purchase", days_ago=1.5)
    assert (funnel(flight).total.bought, funnel(flight).treated.buyers) == (1, 1)


def test_whatever_the_states_everybody_planned_is_in_exactly_one_outcome(flight: Flight) -> None:
    customers = [make_customer(f"Anna {number}") for number in range(6)]

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(
        st.lists(st.tuples(st.sampled_from(MessageState), st.sampled_from(["A", "B", HOLD_OUT])), max_size=6)
    )
    def adds_up(rows: list[tuple[MessageState, str]]) -> None:
        Message.objects.all().delete()
        for customer, (state, arm) in zip(customers, rows, strict=False):
            make_message(customer, flight.cause, state.value, arm=arm, reason="no_consent")
        counted = funnel(flight)
        parts = [*counted.versions, counted.held_out]
        assert counted.total.planned == len(rows) == sum(part.planned for part in parts)
        written = counted.as_dict()
        names = ["held_out" if outcome == "held" else outcome for outcome in funnels.OUTCOMES]
        assert written["planned"] == sum(written[name] for name in names)
        assert counted.total.accepted <= counted.total.planned

    adds_up()


def test_every_state_of_a_message_has_its_place() -> None:
    assert set(funnels._OUTCOMES) == set(MessageState.values)


def test_a_funnel_costs_the_same_few_statements_whatever_its_size(flight: Flight, statements: Any) -> None:
    for number in range(30):
        say(flight, "accepted", name=f"Anna {number}")
    with statements(3):
        funnel(flight)
