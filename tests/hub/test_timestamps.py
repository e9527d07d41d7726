"""Timestamps come from PostgreSQL as Django has always read them, only sooner."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection

from hub.timestamps import QuickLoader


def read(text: str, zone: str = "UTC") -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('timezone', %s, true)", [zone])
        cursor.execute("SELECT %s::timestamptz", [text])
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22 16:00:00+00", datetime(2026, 11, 22, 16, tzinfo=UTC)),
        ("2026-11-22 16:00:00.1+00", datetime(2026, 11, 22, 16, 0, 0, 100_000, tzinfo=UTC)),
        ("2026-11-22 16:00:00.123456+02", datetime(2026, 11, 22, 14, 0, 0, 123_456, tzinfo=UTC)),
        ("0001-01-01 00:00:00+00", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31 23:59:59.999999+00", datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_it_is(text: str, moment: datetime) -> None:
    found = read(text)
    assert found == moment
    assert found.tzinfo is UTC


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["infinity", "0044-03-15 12:00:00+00 BC", "10000-01-01 00:00:00+00"])
def test_what_python_does_not_know_is_refused_by_the_driver(text: str) -> None:
    with pytest.raises(DataError):
        read(text)


@pytest.mark.django_db
def test_a_session_in_another_zone_is_left_to_the_driver() -> None:
    assert read("2026-07-01 16:00:00+00", "Europe/Vienna").hour == 18


@pytest.mark.django_db
def test_connections_use_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        oid = cursor.description[0].type_code
    assert connection.connection.adapters.get_loader(oid, 0) is QuickLoader
