"""Offers kept in the process are never older than those in the database."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns import shelf
from campaigns.models import Offer
from tests.campaigns.makers import happen, make_offer
from tests.makers import DAY, NOW, make_customer

pytestmark = pytest.mark.django_db


def test_unchanged_offers_are_not_read_again() -> None:
    make_offer("gift")
    _keys()
    with CaptureQueriesContext(connection) as asked:
        assert _keys() == ["gift"]
    assert len(asked) == 1


def test_every_change_is_seen_at_once() -> None:
    gift = make_offer("gift", stock=2)
    assert _keys() == ["gift"]
    make_offer("box")
    assert _keys() == ["gift", "box"]
    for left in (1, 0):
        Offer.objects.filter(pk=gift.pk).update(stock=left)
        assert shelf.at("till", "", now=NOW)[0].live.stock == left
    Offer.objects.filter(key="box").update(is_offered=False)
    assert _keys() == ["gift"]
    Offer.objects.filter(key="box").update(is_offered=True)
    gift.delete()
    assert _keys() == ["box"]


def test_what_was_taken_back_is_not_kept() -> None:
    make_offer("gift", title="For you")
    _keys()
    with transaction.atomic():
        Offer.objects.update(title="For nobody")
        assert shelf.at("till", "", now=NOW)[0].live.title == "For nobody"
        transaction.set_rollback(True)
    assert shelf.at("till", "", now=NOW)[0].live.title == "For you"


def test_time_passes_without_a_change() -> None:
    make_offer("autumn", valid_until=NOW + DAY)
    make_offer("winter", valid_from=NOW + DAY)
    assert _keys() == ["autumn"]
    assert [each.live.key for each in shelf.at("till", "", now=NOW + timedelta(days=2))] == ["winter"]
    assert _keys() == ["autumn"]


def test_a_rule_that_has_changed_is_asked_anew() -> None:
    regular, passer_by = make_customer("Anna"), make_customer("Ben")
    happen(regular, "purchase")
    offer = make_offer("gift", audience={"profile": "purchases", "at_least": 1})
    assert [_fitting(each.pk) for each in (regular, passer_by)] == [{offer.pk}, set()]
    Offer.objects.update(audience={"profile": "purchases", "below": 1})
    assert [_fitting(each.pk) for each in (regular, passer_by)] == [set(), {offer.pk}]
    Offer.objects.update(audience="everyone")
    assert [_fitting(each.pk) for each in (regular, passer_by)] == [{offer.pk}, {offer.pk}]


def _keys() -> list[str]:
    return [each.live.key for each in shelf.at("till", "", now=NOW)]


def _fitting(customer_id: int) -> frozenset[int]:
    asked = shelf.asked("till", "", customer_id, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(shelf.VERSIONS, {"now": NOW})
        (versions,) = cursor.fetchone()
    return asked(versions)[1]
