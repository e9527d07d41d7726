from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from customers import history, partitions
from customers.history import Entry
from customers.models import Interaction
from customers.tasks import keep_partitions
from tests.makers import NOW, make_customer

TODAY = NOW.date()


@pytest.mark.django_db
def test_months_are_made_ahead_once() -> None:
    partitions.ensure_ahead(TODAY, 3)
    assert {date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)} <= set(
        partitions.existing()
    )
    assert partitions.ensure_ahead(TODAY, 3) == []
    assert partitions.existing() == sorted(partitions.existing())


@pytest.mark.django_db
def test_beat_keeps_this_month_and_the_next_ones_there() -> None:
    keep_partitions()
    today = datetime.now(UTC).date()
    this = date(today.year, today.month, 1)
    assert {this, partitions.following(this)} <= set(partitions.existing())


@pytest.mark.django_db
def test_each_moment_lies_in_the_month_of_its_utc_day() -> None:
    customer = make_customer()
    edges = [datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)]
    history.record([Entry(customer.pk, at, "visit", "shop", str(at)) for at in edges], now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM customers_interaction ORDER BY occurred_at")
        tables = [table for (table,) in cursor.fetchall()]
    assert tables == ["customers_interaction_2024_02", "customers_interaction_2024_03"]


def test_two_processes_make_the_same_month_at_once(committed: Any) -> None:
    month = date(1999, 9, 1)
    if month in partitions.existing():
        partitions.drop(month)

    def make() -> None:
        try:
            partitions.ensure([month])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for made in [pool.submit(make) for _ in range(4)]:
            made.result()
    assert partitions.existing().count(month) == 1
    partitions.drop(month)


@pytest.mark.django_db
def test_a_month_that_was_rolled_back_is_made_again() -> None:
    month = date(1999, 9, 1)
    with transaction.atomic():
        partitions.ensure([month])
        transaction.set_rollback(True)
    partitions.ensure([month])
    assert month in partitions.existing()


@pytest.mark.django_db
def test_dropping_a_month_takes_its_interactions_and_no_others() -> None:
    customer = make_customer()
    moments = [datetime(2020, 5, 5, tzinfo=UTC), datetime(2020, 6, 6, tzinfo=UTC)]
    history.record([Entry(customer.pk, at, "visit", "shop", str(at)) for at in moments], now=NOW)
    assert partitions.drop(date(2020, 5, 1)) == 1
    assert [line.occurred_at for line in Interaction.objects.all()] == moments[1:]
    assert date(2020, 5, 1) not in partitions.existing()
