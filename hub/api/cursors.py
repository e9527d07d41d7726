"""Where a page of a timeline ends and the next begins: a time and a number, as one word."""

import re
from datetime import UTC, datetime, timedelta

from customers.models import Interaction
from hub.api.problems import Problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"([0-9]{1,16})-([0-9]{1,18})")
"""No history begins before 1980; 16 digits of microseconds end in the year 2286."""


def after(row: Interaction) -> str:
    return f"{(row.occurred_at - _EPOCH) // timedelta(microseconds=1)}-{row.id}"


def read(text: str) -> tuple[datetime, int]:
    """Return (occurred_at, id) of the last row of the page before. Raises Problem for none of ours."""
    if not (match := _CURSOR.fullmatch(text)):
        raise Problem(400, "malformed", "The cursor is none that we gave.")
    return _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
