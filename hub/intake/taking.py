"""Take records in batches, one transaction each; one that spoils its batch is found and left out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.db import DataError

from customers import deadlocks
from customers.errors import CustomersError
from hub.intake.lines import BadFile, Refusal
from hub.intake.records import Record
from hub.intake.rejects import Rejects
from hub.intake.values import Refused

BATCH = 2000
Draft = TypeVar("Draft")


@dataclass(frozen=True, slots=True)
class Taken:
    """How many records brought something new, and how many only what we had."""

    new: int = 0
    repeated: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.new + other.new, self.repeated + other.repeated)


class Taker(Protocol[Draft]):
    """What an import is of."""

    def complaint(self, fields: Collection[str]) -> str | None:
        """Say what is wrong with a file whose records have these fields, or None."""

    def draft(self, record: Record) -> Draft:
        """Read one record; raise Refused with the reason if it cannot be taken."""

    def take(self, drafts: Sequence[Draft]) -> Taken:
        """Store these in one transaction; raise CustomersError or DataError, having stored nothing."""

    def notes(self) -> list[str]:
        """Say what else there is to say at the end."""


def take_all(records: Iterable[Record | Refusal], taker: Taker[Draft], rejects: Rejects) -> Iterator[Taken]:
    """Take what can be taken, and yield the sum after every batch.

    What came before a place where the file is broken is taken before BadFile is raised.
    """
    taken = Taken()
    for batch in _batches(records, taker, rejects):
        taken += _take(batch, taker, rejects)
        yield taken


def _batches(
    records: Iterable[Record | Refusal], taker: Taker[Draft], rejects: Rejects
) -> Iterator[list[tuple[Record, Draft]]]:
    batch: list[tuple[Record, Draft]] = []
    try:
        for record in records:
            if isinstance(record, Refusal):
                rejects.add(record)
                continue
            try:
                batch.append((record, taker.draft(record)))
            except Refused as refused:
                rejects.add(Refusal(record.number, str(refused), record.text))
            if len(batch) == BATCH:
                yield batch
                batch = []
    except BadFile:
        yield batch
        raise
    yield batch


def _take(batch: list[tuple[Record, Draft]], taker: Taker[Draft], rejects: Rejects) -> Taken:
    if not batch:
        return Taken()
    try:
        return deadlocks.again(lambda: taker.take([draft for _, draft in batch]))
    except (CustomersError, DataError) as error:
        if len(batch) == 1:
            [(record, _)] = batch
            rejects.add(Refusal(record.number, str(error).split("\n")[0], record.text))
            return Taken()
    half = len(batch) // 2
    return _take(batch[:half], taker, rejects) + _take(batch[half:], taker, rejects)
