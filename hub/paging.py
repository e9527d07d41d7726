"""Paging by key: where one page of a list ends and the next begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

Row = TypeVar("Row")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LARGEST_ID = 2**63 - 1
_LATEST = 253_402_300_799_000_000
"""The end of the year 9999 in microseconds."""


@dataclass(frozen=True, slots=True)
class Key:
    """The place of an interaction in a history that is read from the newest to the oldest."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.id}"

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """Read a key from an address; None for what is none."""
        at, _, number = text.partition("-")
        if not (is_number(at) and is_number(number)) or int(at) > _LATEST:
            return None
        return cls(_EPOCH + int(at) * _MICROSECOND, int(number))


def is_number(text: str) -> bool:
    """Say whether this can be the number of a row: digits that fit into a bigint."""
    return text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= _LARGEST_ID


def cut(rows: Sequence[Row], size: int) -> tuple[Sequence[Row], Row | None]:
    """Take a page off `size` + 1 rows that were asked for; return it and its last row if more follow."""
    return rows[:size], rows[size - 1] if len(rows) > size else None
