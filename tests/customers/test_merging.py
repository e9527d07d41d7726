from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from customers import consent, finding, gate, identity, merging
from customers.consent import Evidence
from customers.errors import BadMerge
from customers.gate import Ask, Reason
from customers.models import Customer, Identity, Touch
from tests.makers import DAY, NOW, make_customer, make_dial
from tests.races import wait_until_somebody_waits

pytestmark = pytest.mark.django_db
SAID = Evidence("No more of these, please.", "phone", "staff:agent")


def verdict_for(customer: Customer, **fields: Any) -> gate.Verdict:
    point = customer.contact_points.first()
    ask = Ask(customer.pk, "email", "offers", "marketing", point and point.pk)
    return gate.judge([ask._replace(**fields)], now=NOW)[0]


def two() -> tuple[Customer, Customer]:
    return make_customer("Grete Köhler"), make_customer("Margarethe Köhler")


def test_the_strictest_consent_holds_while_two_are_one_and_not_a_moment_longer() -> None:
    loser, winner = two()
    consent.withdraw(loser.pk, ["email"], evidence=SAID, now=NOW)
    done = merging.merge(loser.pk, winner.pk, actor="staff:agent", now=NOW)
    assert verdict_for(winner).reason == Reason.WITHDRAWN
    merging.undo(done.pk, actor="staff:agent", now=NOW)
    assert verdict_for(winner).is_allowed
    assert verdict_for(loser).reason == Reason.WITHDRAWN


def test_every_dial_of_both_must_have_room_and_the_touches_of_both_count() -> None:
    loser, winner = two()
    make_dial(loser, 4, topic="offers")
    touch = {"channel": "email", "topic": "offers", "purpose": "marketing", "state": "spent", "actor": "test"}
    Touch.objects.create(customer_id=winner.pk, touched_at=NOW - DAY, **touch)
    assert verdict_for(winner).is_allowed
    merging.merge(loser.pk, winner.pk, actor="staff:agent", now=NOW)
    assert verdict_for(winner).until == NOW + 6 * DAY
    assert verdict_for(loser).until == NOW + 6 * DAY


def test_a_touch_asked_for_an_alias_is_spent_by_the_person() -> None:
    loser, winner = two()
    make_dial(winner, 4)
    merging.merge(loser.pk, winner.pk, actor="staff:agent", now=NOW)
    with transaction.atomic():
        asks = [Ask(each.pk, "till", "offers", "marketing") for each in (loser, winner)]
        verdicts = gate.spend(asks, now=NOW)
    assert [verdict.is_allowed for verdict in verdicts] == [True, False]
    assert Touch.objects.get().customer_id == winner.pk


@pytest.mark.django_db(transaction=True)
def test_a_merge_that_commits_while_a_send_waits_for_it_binds_that_send() -> None:
    loser, winner = two()
    consent.withdraw(loser.pk, ["email"], evidence=SAID, now=NOW)
    point = winner.contact_points.get().pk
    ask = Ask(winner.pk, "email", "offers", "marketing", point, message_id=1)

    def send() -> gate.Verdict:
        try:
            with transaction.atomic():
                return gate.spend([ask], now=NOW)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merging.merge(loser.pk, winner.pk, actor="staff:agent", now=NOW)
            waiting = pool.submit(send)
            wait_until_somebody_waits()
        assert waiting.result(timeout=10).reason == Reason.WITHDRAWN


def test_who_was_merged_is_found_as_who_they_are_now() -> None:
    loser, winner = two()
    Identity.objects.create(customer=loser, source="shop", key="4711")
    address = loser.contact_points.get().address
    merging.merge(loser.pk, winner.pk, actor="staff:agent", now=NOW)
    assert identity.find("shop", ["4711"]) == {"4711": winner.pk}
    assert identity.customer_of_address("email", address) == [winner]
    assert [found.customer.pk for found in finding.find(address, Customer.objects.present())] == [winner.pk]


def test_aliases_follow_and_come_back() -> None:
    first, second = two()
    third = make_customer("Gretl Köhler")
    merging.merge(first.pk, second.pk, actor="staff:agent", now=NOW)
    later = merging.merge(second.pk, third.pk, actor="staff:agent", now=NOW)
    assert merging.family(first.pk) == [third.pk, first.pk, second.pk]
    merging.undo(later.pk, actor="staff:agent", now=NOW)
    assert merging.family(first.pk) == [second.pk, first.pk]


def test_what_cannot_be_merged_says_why_and_changes_nothing() -> None:
    loser, winner = two()
    for pair, words in (
        ((loser.pk, loser.pk), "themselves"),
        ((loser.pk, 999_999_999), "no customer"),
    ):
        with pytest.raises(BadMerge, match=words):
            merging.merge(*pair, actor="staff:agent", now=NOW)
    done = merging.merge(loser.pk, winner.pk, actor="staff:agent", now=NOW)
    with pytest.raises(BadMerge, match="merged already"):
        merging.merge(loser.pk, winner.pk, actor="staff:agent", now=NOW)
    merging.undo(done.pk, actor="staff:agent", now=NOW)
    with pytest.raises(BadMerge, match="undone already"):
        merging.undo(done.pk, actor="staff:agent", now=NOW)


def test_an_erased_alias_bars_the_person() -> None:
    loser, winner = two()
    merging.merge(loser.pk, winner.pk, actor="staff:agent", now=NOW)
    Customer.objects.filter(pk=loser.pk).update(erased_at=NOW)
    assert verdict_for(winner).reason == Reason.SUPPRESSED
