"""Outcomes: written down once, told to the history, counted in dials and stock, and obeyed everywhere."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction

from campaigns import advice, decisions
from campaigns.models import Offer, Outcome
from customers import loops
from customers.errors import OverAllowance
from customers.models import Customer, Interaction, Touch
from tests.campaigns.makers import make_campaign, make_message, make_offer
from tests.makers import DAY, NOW, make_customer, make_dial

ME = "staff:johanna"


@pytest.fixture
def anna(db: None) -> Customer:
    return make_customer("Anna Huber")


def decide(customer: Customer, touchpoint: str = "till", **fields: Any) -> int:
    number = advice.advise(customer.pk, touchpoint, actor=ME, **{"now": NOW} | fields).decision_id
    assert number
    return number


def record(decision: int, outcome: str, **fields: Any) -> decisions.Recorded:
    return decisions.record_outcome(decision, outcome, **{"actor": ME, "now": NOW} | fields)


def told(customer: Customer) -> list[tuple[str, str, str]]:
    rows = Interaction.objects.filter(customer_id=customer.pk).order_by("id")
    return list(rows.values_list("kind", "channel", "summary"))


def keys(customer: Customer, **fields: Any) -> list[str]:
    found = advice.advise(customer.pk, "till", actor=ME, **{"now": NOW} | fields)
    return [action.key for action in found.actions]


def test_an_offer_shown_at_the_till_spends_a_touch_and_stands_in_the_history(anna: Customer) -> None:
    offer, decision = make_offer(), decide(anna)
    assert record(decision, "shown").is_new
    touch = Touch.objects.get()
    assert (touch.channel, touch.topic, touch.actor, touch.answered_at) == ("till", "offers", ME, None)
    line = Interaction.objects.get()
    assert (line.kind, line.summary, line.offer_id, line.decision_id) == (
        "offer_made", "The new tariff", offer.pk, decision,
    )  # fmt: skip
    assert not record(decision, "shown").is_new
    assert record(decision, "accepted").is_new
    assert Touch.objects.get().answered_at == NOW
    assert told(anna)[1:] == [("offer_accepted", "till", "The new tariff")]


def test_where_the_customer_came_by_themselves_showing_spends_nothing(anna: Customer) -> None:
    make_offer()
    record(decide(anna, "web"), "shown")
    assert not Touch.objects.exists()
    assert told(anna) == [("offer_shown", "web", "The new tariff")]


def test_a_no_holds_for_the_offer_and_its_relatives_everywhere(anna: Customer) -> None:
    for key in ("tariff", "tariff-plus"):
        make_offer(key, family="tariffs")
    make_offer("tea", lever=-50)
    record(decide(anna), "declined", offer="tariff", words="too dear")
    assert told(anna)[-1] == ("offer_declined", "till", "The new tariff: too dear")
    assert keys(anna) == ["tea", "silence"]
    found = advice.advise(anna.pk, "portal", actor="customer", now=NOW)
    assert [action.key for action in found.actions] == ["tea", "silence"]
    assert keys(anna, now=NOW + 91 * DAY)[:2] == ["tariff", "tariff-plus"]


def test_not_now_holds_until_the_day_they_named(anna: Customer) -> None:
    make_offer()
    decision = decide(anna)
    record(decision, "not_now", until=NOW + 3 * DAY)
    assert keys(anna) == ["silence"]
    assert keys(anna, now=NOW + 4 * DAY) == ["tariff", "silence"]
    line = Interaction.objects.get(kind="offer_put_off")
    assert line.data["until"].startswith("2026-11-19")


def test_a_question_leaves_a_loop_open_that_comes_first_from_then_on(anna: Customer) -> None:
    make_offer()
    found = record(decide(anna), "asked", words="Is it for two?")
    (loop,) = loops.of(anna.pk)
    assert (loop.pk, loop.kind, loop.words) == (
        found.loop_id, "question", "About The new tariff: Is it for two?",
    )  # fmt: skip
    assert keys(anna) == [f"loop:{loop.pk}", "tariff", "silence"]


def test_a_yes_takes_one_from_the_stock_and_a_change_of_mind_puts_it_back(anna: Customer) -> None:
    offer = make_offer(stock=1)
    decision = decide(anna)
    assert not record(decision, "accepted").is_short
    assert Offer.objects.get().stock == 0
    assert not record(decision, "accepted").is_new
    assert Offer.objects.get().stock == 0
    record(decision, "declined")
    assert Offer.objects.get().stock == 1
    other = make_customer("Berta")
    decided = decide(other)
    Offer.objects.filter(pk=offer.pk).update(stock=0)
    assert record(decided, "accepted").is_short
    assert Offer.objects.get().stock == 0


@pytest.mark.parametrize("outcome", ["accepted", "declined", "not_now"])
def test_an_answer_calls_off_what_waits_about_the_offer_and_answers_what_went_out(
    anna: Customer, outcome: str
) -> None:
    campaign, other = make_campaign(), make_campaign("spring")
    campaign.offers.add(make_offer())
    waiting = make_message(anna, "flight:2", "queued", campaign_id=campaign.pk)
    theirs = make_message(anna, "flight:3", "queued", campaign_id=other.pk)
    sent = make_message(anna, campaign_id=campaign.pk)
    Touch.objects.create(
        customer_id=anna.pk, channel="email", topic="offers", purpose="marketing", state="spent",
        actor="flight:1", touched_at=NOW - DAY, message_id=sent.pk,
    )  # fmt: skip
    record(decide(anna), outcome)
    waiting.refresh_from_db()
    theirs.refresh_from_db()
    assert (waiting.state, waiting.reason, theirs.state) == ("cancelled", "They answered the offer", "queued")
    assert Touch.objects.get(message_id=sent.pk).answered_at == NOW


def test_without_room_an_offer_needs_a_reason_and_a_closed_dial_takes_none(anna: Customer) -> None:
    make_offer()
    decision = decide(anna)
    make_dial(anna, 1, topic="offers")
    record(decide(anna, now=NOW + timedelta(hours=1)), "shown")
    with pytest.raises(OverAllowance):
        record(decision, "shown")
    assert record(decision, "shown", excess_reason="They asked for it").is_new
    assert Touch.objects.latest("pk").excess_reason == "They asked for it"
    third = decide(make_customer("Berta"))
    make_dial(Customer.objects.get(name="Berta"), 0)
    with pytest.raises(OverAllowance):
        record(third, "shown", excess_reason="I want to")
    assert Outcome.objects.filter(decision=third).count() == 0


def test_what_the_customer_answers_is_written_down_whatever_their_dials_say(anna: Customer) -> None:
    make_offer()
    decision = decide(anna)
    make_dial(anna, 0)
    assert record(decision, "declined").is_new
    assert not Touch.objects.exists()
    assert told(anna) == [("offer_declined", "till", "The new tariff")]


def test_what_was_not_offered_is_no_touch_and_no_news(anna: Customer) -> None:
    make_offer()
    record(decide(anna), "not_offered")
    record(decide(anna, "branch"), "ignored")
    assert not Touch.objects.exists()
    assert told(anna) == []
    assert keys(anna) == ["tariff", "silence"]


@pytest.mark.parametrize(
    ("field", "outcome", "fields"),
    [
        ("outcome", "liked", {}),
        ("offer", "accepted", {"offer": "unknown"}),
        ("until", "accepted", {"until": NOW + DAY}),
        ("until", "not_now", {"until": NOW}),
        ("until", "not_now", {"until": NOW + 800 * DAY}),
    ],
)
def test_an_outcome_that_does_not_fit_is_refused(
    anna: Customer, field: str, outcome: str, fields: dict[str, Any]
) -> None:
    make_offer()
    with pytest.raises(decisions.BadOutcome) as refused:
        record(decide(anna), outcome, **fields)
    assert refused.value.field == field
    assert not Outcome.objects.exists()


def test_without_an_offer_to_speak_of_there_is_no_outcome(anna: Customer) -> None:
    with pytest.raises(decisions.BadOutcome):
        record(decide(anna), "accepted")
    with pytest.raises(decisions.UnknownDecision):
        record(10**9, "accepted")


@pytest.mark.django_db(transaction=True)
def test_two_tills_that_press_yes_at_once_take_one_and_tell_it_once(anna: Customer) -> None:
    make_offer(stock=5)
    decision = decide(anna)
    found = _at_once([lambda: record(decision, "accepted")] * 4)
    assert sorted(each.is_new for each in found) == [False, False, False, True]
    assert Offer.objects.get().stock == 4
    assert Touch.objects.count() == 1
    assert [kind for kind, *_ in told(anna)].count("offer_accepted") == 1


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_no_at_once_end_as_one_of_them_with_the_stock_to_match(anna: Customer) -> None:
    make_offer(stock=5)
    decision = decide(anna)
    _at_once([lambda: record(decision, "accepted"), lambda: record(decision, "declined")])
    last = Outcome.objects.latest("pk").kind
    assert Outcome.objects.count() == 2
    assert Offer.objects.get().stock == (4 if last == "accepted" else 5)


def _at_once(calls: list[Callable[[], decisions.Recorded]]) -> list[decisions.Recorded]:
    """Run these on connections of their own, all held back until every one has come to the door."""
    door, found = threading.Barrier(len(calls)), []

    def run(call: Callable[[], decisions.Recorded]) -> None:
        try:
            with transaction.atomic():
                door.wait(30)
                found.append(call())
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found
