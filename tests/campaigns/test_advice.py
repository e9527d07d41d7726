"""Advice: what is known is read in a fixed number of statements, and a decision kept with all it weighed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import advice, deciding
from campaigns.models import Decision, Outcome
from customers import loops, merging
from customers.models import Customer, Touch
from tests.campaigns.makers import happen, make_campaign, make_message, make_offer
from tests.makers import DAY, NOW, make_customer, make_dial

pytestmark = pytest.mark.django_db
ME = "staff:johanna"


@pytest.fixture
def anna() -> Customer:
    return make_customer("Anna Huber")


def ask(customer: Customer, touchpoint: str = "till", **fields: Any) -> advice.Advice:
    return advice.advise(customer.pk, touchpoint, **{"actor": ME, "now": NOW} | fields)


def answer(customer: Customer, offer: Any, kind: str, **fields: Any) -> None:
    decision = Decision.objects.create(
        customer_id=customer.pk, touchpoint="till", chosen=offer.key, policy="rules", actor=ME, decided_at=NOW
    )
    Outcome.objects.create(
        **{
            "decision": decision, "customer_id": customer.pk, "offer": offer, "kind": kind,
            "touchpoint": "till", "actor": ME, "happened_at": NOW - DAY,
        } | fields
    )  # fmt: skip


def keys(found: advice.Advice) -> list[str]:
    return [action.key for action in found.actions]


def test_the_pharmacy_story_begins_with_the_email_that_was_not_opened(anna: Customer) -> None:
    tariff, campaign = make_offer(), make_campaign()
    campaign.offers.add(tariff)
    mail = make_message(anna, campaign_id=campaign.pk, accepted_at=NOW - 13 * DAY)
    found = ask(anna)
    assert (found.best.kind, found.best.offer, found.best.message_id) == ("message", "tariff", mail.pk)
    assert found.best.evidence == ("Email of 3 November received, not opened",)
    assert found.runner_up is not None
    assert found.runner_up.key == "silence"
    kept = Decision.objects.get(pk=found.decision_id)
    assert (kept.chosen, kept.probability, kept.policy, kept.policy_version) == ("tariff", 1.0, "rules", 1)
    assert (kept.actor, kept.decided_at, kept.touchpoint) == (ME, NOW, "till")
    assert [each["key"] for each in kept.candidates] == ["tariff", "silence"]
    assert kept.candidates[0]["message"] == mail.pk


def test_what_is_open_with_them_comes_first(anna: Customer) -> None:
    make_offer()
    number = loops.open(anna.pk, "promise", "Call back", actor=ME, now=NOW - DAY)
    assert keys(ask(anna)) == [f"loop:{number}", "tariff", "silence"]
    loops.close(number, actor=ME, now=NOW)
    assert keys(ask(anna)) == ["tariff", "silence"]


def test_an_offer_is_made_to_whom_its_rule_means(anna: Customer) -> None:
    make_offer("regulars", audience={"profile": "purchases", "at_least": 2})
    make_offer("newcomers", audience={"profile": "purchases", "below": 2})
    make_offer("nobody", audience={})
    make_offer("unreadable", audience={"no": "such rule"})
    assert keys(ask(anna)) == ["newcomers", "silence"]
    happen(anna, "purchase", days_ago=3, times=2)
    found = ask(anna)
    assert keys(found) == ["regulars", "silence"]
    assert {each.offer.key for each in found.passed} == {"newcomers", "nobody", "unreadable"}


def test_offers_for_other_places_or_times_are_not_even_weighed(anna: Customer) -> None:
    make_offer("web", places=["web"])
    make_offer("screen", places=["till/screen"])
    make_offer("past", valid_until=NOW)
    make_offer("withdrawn", is_offered=False)
    found = ask(anna)
    assert (keys(found), found.passed) == (["silence"], ())
    assert keys(ask(anna, placement="screen")) == ["screen", "silence"]


def test_a_closed_dial_keeps_us_quiet_everywhere_and_a_full_one_only_where_a_touch_is_spent(
    anna: Customer,
) -> None:
    make_offer()
    make_dial(anna, 2, topic="offers")
    Touch.objects.create(
        customer_id=anna.pk, channel="email", topic="offers", purpose="marketing", state="spent",
        actor="flight:1", touched_at=NOW - DAY,
    )  # fmt: skip
    assert keys(ask(anna)) == ["silence"]
    assert ask(anna).best.why == (
        "Their dials or our rules keep us quiet (The dial is full), until 15 December"
    )
    assert keys(ask(anna, "portal")) == ["tariff", "silence"]
    anna.dials.update(position=0)
    assert keys(ask(anna, "portal")) == ["silence"]


def test_an_answer_under_either_name_of_a_merged_person_counts(anna: Customer) -> None:
    other = make_customer("A. Huber", email="anna@example.org")
    tariff = make_offer()
    answer(other, tariff, "declined")
    assert keys(ask(anna)) == ["tariff", "silence"]
    merging.merge(other.pk, anna.pk, actor=ME, now=NOW)
    assert keys(ask(anna)) == keys(ask(other)) == ["silence"]
    assert ask(other).customer_id == anna.pk


def test_only_the_latest_answer_counts_and_what_is_shown_often_rests(anna: Customer) -> None:
    tariff = make_offer()
    answer(anna, tariff, "declined", happened_at=NOW - 5 * DAY)
    answer(anna, tariff, "asked", happened_at=NOW - 4 * DAY)
    found = ask(anna)
    assert found.best.evidence == ("Asked about on 12 November",)
    for days in (40, 3, 2, 1):
        answer(anna, tariff, "shown", happened_at=NOW - days * DAY)
    assert keys(ask(anna)) == ["tariff", "silence"]
    tea = make_offer("tea")
    for days in (10, 9, 8, 7, 6):
        answer(anna, tea, "shown", happened_at=NOW - days * DAY)
    assert keys(ask(anna)) == ["tariff", "silence"]
    (tired,) = ask(anna).passed
    assert (tired.why, tired.until) == (deciding.Why.TIRED, NOW + 24 * DAY)


def test_asked_again_at_once_it_is_the_same_decision_until_something_changes(anna: Customer) -> None:
    make_offer()
    first = ask(anna)
    assert ask(anna, now=NOW + timedelta(minutes=4)).decision_id == first.decision_id
    assert ask(anna, actor="staff:other").decision_id != first.decision_id
    assert ask(anna, context={"basket": 3}).decision_id != first.decision_id
    again = ask(anna)
    assert again.decision_id != first.decision_id  # another was asked for in between
    make_offer("tea")
    assert ask(anna).decision_id != again.decision_id
    assert ask(anna, now=NOW + timedelta(hours=1)).decision_id not in (first.decision_id, again.decision_id)


def test_only_looking_keeps_nothing(anna: Customer) -> None:
    make_offer()
    assert advice.consider(anna.pk, "portal", now=NOW).decision_id is None
    assert not Decision.objects.exists()


def test_a_place_or_a_customer_that_is_not_there_is_refused(anna: Customer) -> None:
    with pytest.raises(advice.BadPlace):
        ask(anna, "moon")
    with pytest.raises(advice.NoCustomer):
        advice.advise(10**9, "till", actor=ME, now=NOW)


def test_nothing_is_advised_to_who_was_erased_nor_under_an_old_number_of_theirs(anna: Customer) -> None:
    alias = make_customer("Anna H.")
    merging.merge(alias.pk, anna.pk, actor=ME, now=NOW)
    assert ask(alias).customer_id == anna.pk
    Customer.objects.filter(pk=anna.pk).update(erased_at=NOW)
    for customer in (anna, alias):
        with pytest.raises(advice.NoCustomer):
            ask(customer)


def _little(anna: Customer) -> None:
    make_offer("regulars", audience={"profile": "purchases", "at_least": 1})
    happen(anna, "purchase")


def _much(anna: Customer) -> None:
    _little(anna)
    happen(anna, "purchase", days_ago=9, times=50)
    campaign = make_campaign()
    for number in range(20):
        offer = make_offer(f"offer-{number}", audience={"profile": "purchases", "at_least": number})
        campaign.offers.add(offer)
        answer(anna, offer, "asked" if number % 3 else "shown")
        make_message(anna, f"flight:{number}", campaign_id=campaign.pk)
        loops.open(anna.pk, "question", f"{number}?", actor=ME, now=NOW)


@pytest.mark.parametrize("fill", [_little, _much])
def test_a_decision_takes_six_statements_however_much_there_is(
    anna: Customer, fill: Callable[[Customer], None]
) -> None:
    fill(anna)
    advice.consider(anna.pk, "till", now=NOW)  # reads the offers, once they have changed
    with CaptureQueriesContext(connection) as asked:
        ask(anna)
    assert len(asked) == 6, [str(each["sql"])[:80] for each in asked]
