"""Batches reach PostgreSQL as they were given, whatever is in them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from customers.staging import folded, moments, stage

TYPES = {"id": "bigint", "lane": "smallint", "words": "text", "other": "bigint", "due_at": "timestamptz"}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
numbers = st.integers(-(2**63), 2**63 - 1)
instants = st.integers(0, 10**9).map(lambda micros: NOON + timedelta(microseconds=micros))
row = st.tuples(
    numbers,
    st.integers(-(2**15), 2**15 - 1),
    st.one_of(st.sampled_from(["", "same", "NULL", "{a,b}", "%s", 'a "quoted" word', "\\N"]), st.text()),
    st.one_of(st.none(), numbers),
    st.one_of(st.none(), instants),
)


def read(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    source, parameters = folded(TYPES, rows)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(TYPES)} FROM ({source}) AS given", parameters)
        return list(cursor.fetchall())


def as_kept(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Texts lose what PostgreSQL cannot keep, and the character that parts them becomes a blank."""
    return [(*r[:2], r[2].replace("\0", "").replace("\x1e", " "), *r[3:]) for r in rows]


class Folding(TestCase):
    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.lists(st.one_of(row, st.just((1, 2, "same", None, NOON))), min_size=1, max_size=6))
    def test_rows_come_back_as_they_were(self, rows: list[tuple[Any, ...]]) -> None:
        assert read(rows) == as_kept(rows)


@pytest.mark.django_db
def test_what_is_the_same_in_all_rows_is_sent_once() -> None:
    rows = [(n, 1, "w" * 100, None, NOON) for n in range(1000)]
    _, parameters = folded(TYPES, rows)
    assert sum(len(str(each)) for each in parameters) < 5000
    assert read(rows) == rows


def test_the_hour_that_comes_twice_is_two_moments() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Vienna"))
    assert first == first.replace(fold=1)
    assert moments([first, first.replace(fold=1)]) == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]


@pytest.mark.django_db
def test_what_cannot_be_staged_is_said_in_djangos_words() -> None:
    with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
        stage(cursor, "incoming", {"id": "bigint"}, [("many",)])
