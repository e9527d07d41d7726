"""Quiet for a while: from the form to a moment at which everything springs back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date

WEEK, MONTH, DAY, END = "week", "month", "day", "end"
_LASTS = {WEEK: timedelta(days=7), MONTH: timedelta(days=30)}
LONGEST = timedelta(days=366)


class BadQuiet(ValueError):
    """The day is missing, past, or more than a year away."""


def until(how_long: str, day: str, zone: ZoneInfo, *, now: datetime) -> datetime | None:
    """Return when the quiet ends; None where it is to end at once. Raises BadQuiet.

    A day means its beginning where the customer lives. Weeks and months are 7 and 30 days to the minute.
    """
    if how_long == END:
        return None
    if how_long in _LASTS:
        return (now + _LASTS[how_long]).replace(second=0, microsecond=0)
    chosen = _midnight(day, zone) if how_long == DAY else None
    if chosen is None or not now < chosen <= now + LONGEST:
        raise BadQuiet(day)
    return chosen


def days(zone: ZoneInfo, *, now: datetime) -> tuple[date, date]:
    """Return the first and the last day that can be chosen."""
    today = now.astimezone(zone).date()
    return today + timedelta(days=1), today + LONGEST - timedelta(days=1)


def _midnight(day: str, zone: ZoneInfo) -> datetime | None:
    try:
        parsed = parse_date(day)
    except ValueError:
        return None
    return datetime(parsed.year, parsed.month, parsed.day, tzinfo=zone) if parsed else None
