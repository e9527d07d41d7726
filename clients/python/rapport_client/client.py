"""The client: every operation of the API as a method, and many items at a time out of any iterable."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar

from rapport_client import types as t
from rapport_client.operations import Operations

BATCH = 500
Item = TypeVar("Item")


@dataclass
class Taken(Generic[Item]):
    """What became of many items: how many were new, how many known, and which were refused and why."""

    new: int = 0
    repeated: int = 0
    refused: list[tuple[Item, list[t.Flaw]]] = field(default_factory=list)


class Client(Operations):
    """Client("https://hub.example.org", KEY): see docs/api.md of the hub for what each operation means."""

    def record(self, happened: Iterable[t.Happened], *, batch: int = BATCH) -> Taken[t.Happened]:
        """Record interactions, however many, batch by batch; what was recorded before adds nothing."""
        return _taken(happened, batch, self.record_interactions, "new", "repeated")

    def upsert(self, customers: Iterable[t.Upsert], *, batch: int = BATCH) -> Taken[t.Upsert]:
        """Make customers or bring them up to date, however many; `new` counts those that changed."""
        return _taken(customers, batch, self.upsert_customers, "changed", "unchanged")


def _taken(
    items: Iterable[Item], size: int, send: Callable[[Sequence[Item]], Any], new: str, repeated: str
) -> Taken[Item]:
    taken: Taken[Item] = Taken()
    for batch in _batches(items, size):
        said = send(batch)
        taken.new += said[new]
        taken.repeated += said[repeated]
        for item, verdict in zip(batch, said["items"], strict=True):
            if verdict["status"] == "refused":
                taken.refused.append((item, verdict["errors"]))
    return taken


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
