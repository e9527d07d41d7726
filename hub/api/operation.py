"""What the API can do, said once for each: who may, what it takes and gives, and what does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from hub.models import ApiKey


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has been let in and read."""

    key: ApiKey
    now: datetime
    path: Mapping[str, str]
    query: Any = None
    body: Any = None
    is_list: bool = False
    """Whether the body was a list of items; with one item alone what is wrong is a problem, not a verdict."""

    @property
    def actor(self) -> str:
        return f"api:{self.key.name}"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it; a status other than the operation's usual one is among its `also`."""

    says: Any
    status: int = 0


class NoQuery(msgspec.Struct, forbid_unknown_fields=True):
    pass


@dataclass(frozen=True)
class Operation:
    """One verb on one address. `takes`, `gives` and `query` are msgspec structs: they check and document."""

    method: str
    path: str
    scope: str
    """Without a scope, any key will do."""
    does: Callable[[Call], Done]
    gives: Any
    takes: Any = None
    is_bulk: bool = False
    query: Any = NoQuery
    status: int = 200
    also: Mapping[int, str] = field(default_factory=dict)
    example: Any = None
    """A body as it may be sent."""
    holds: Callable[[Call], None] | None = None
    """Locks what stands at this address, so that a write may be made on condition of its ETag."""
    is_one_statement: bool = False
    """Whether all it writes is one statement, which needs no transaction around it."""

    @property
    def is_write(self) -> bool:
        return self.method != "GET"

    @property
    def name(self) -> str:
        """The operationId: its function's name, which says what it does."""
        return self.does.__name__

    @property
    def summary(self) -> str:
        return (self.does.__doc__ or "").split("\n")[0]
