"""Read the single values of a record: keys, times, amounts, and what is kept as it came."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from customers import identity

DEEPEST = 20
"""Data may hold lists and objects in one another so many times."""
_DATE_ONLY = re.compile(r"\d{8}|\d{4}-\d{2}-\d{2}")
_NOON = time(12)
_AS_IT_IS = (str, int, type(None))


class Refused(ValueError):
    """This record cannot be taken; the message says why, for the person who made the file."""


def text(fields: Mapping[str, Any], name: str) -> str:
    """Return the field as text; one that is missing is empty."""
    value = fields.get(name)
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Refused(f"{name} is not text")
    return str(value)


def key(fields: Mapping[str, Any], name: str) -> str:
    """Return a key by which another system knows something."""
    value = text(fields, name)
    if complaint := identity.key_complaint(value):
        raise Refused(f"{name} {complaint}")
    return value


def matching(fields: Mapping[str, Any], name: str, form: re.Pattern[str], wanted: str) -> str:
    """Return a text of a certain form, or none."""
    value = text(fields, name)
    if value and not form.fullmatch(value):
        raise Refused(f"{name} {value[:40]!r} is not {wanted}")
    return value


def one_of(fields: Mapping[str, Any], name: str, allowed: Collection[str]) -> str:
    """Return one of a few texts, or none."""
    value = text(fields, name)
    if value and value not in allowed:
        raise Refused(f"{name} {value[:40]!r} is not one of {', '.join(allowed)}")
    return value


def moment(fields: Mapping[str, Any], name: str, zone: ZoneInfo) -> datetime:
    """Return a time: ISO 8601, also 20261121; without an offset it is meant in `zone`.

    A day without a time is taken for its noon: that is the same day for whoever looks at it.
    """
    written = text(fields, name)
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        shown = f"{written[:40]!r} is not a time such as 2026-11-21T14:05 or 20261121"
        raise Refused(f"{name} {shown if written else 'is empty'}") from None
    if _DATE_ONLY.fullmatch(written):
        at = datetime.combine(at, _NOON)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def kept(value: Any, depth: int = 0) -> Any:
    """Return JSON data as it can be stored: decimals as numbers, and nothing bottomless."""
    if isinstance(value, _AS_IT_IS):
        return value
    if depth > DEEPEST:
        raise Refused("its data is nested too deeply")
    if isinstance(value, dict):
        return {name: kept(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [kept(each, depth + 1) for each in value]
    number = float(value)
    if not isfinite(number):
        raise Refused(f"{str(value)[:40]!r} is too large a number")
    return number
