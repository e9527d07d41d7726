"""What an audience rule is: a question about customers that is read, written, said and compiled to SQL."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NoReturn, Self

from django.db.models import Q

Shape = str | dict[str, object]
"""A rule as YAML and JSON hold it: the word `everyone`, or a mapping of which one key names the rule."""


class BadRule(ValueError):
    """A rule that cannot be understood; `path` leads to the place, such as audience.all[1].at_least."""

    def __init__(self, path: str, words: str) -> None:
        super().__init__(f"{path}: {words}")
        self.path, self.words = path, words


@dataclass(frozen=True, slots=True)
class Asked:
    """When a rule is asked, and among which customers: a range of their numbers, both ends included.

    Only rules that would read everybody's history before they pick need to know the range.
    """

    now: datetime
    low: int | None = None
    high: int | None = None

    def among(self, column: str) -> Q:
        """Restrict a column of customer numbers to the range."""
        if self.low is None or self.high is None:
            return Q()
        return Q((f"{column}__range", (self.low, self.high)))


class Rule(ABC):
    """A question that every customer answers with yes or no."""

    @abstractmethod
    def dump(self) -> Shape:
        """Return the shape that reads as this rule."""

    @abstractmethod
    def words(self) -> str:
        """Say the rule in plain English, as something that holds of a customer."""

    @abstractmethod
    def query(self, asked: Asked) -> Q:
        """Compile to a filter over Customer; everything an author wrote is a bound parameter."""

    def parts(self, path: str) -> Iterator[tuple[str, "Rule"]]:
        """Yield the rules that this one is made of, with their paths."""
        yield from ()


class Leaf(Rule):
    """A rule that asks one thing: one file in campaigns/segments and one line in its registry."""

    key: ClassVar[str]
    scans_history: ClassVar[bool] = False
    """Whether it reads the raw history, which takes seconds where others take milliseconds."""

    @classmethod
    @abstractmethod
    def read(cls, node: "Node") -> Self:
        """Make the rule from what was written; `node.fail` where that does not fit."""

    def complaint(self) -> str | None:
        """Say what the rule names that does not exist, or None. Asks the database."""
        return None


@dataclass(frozen=True, slots=True)
class Node:
    """The mapping that describes one rule, while it is read."""

    shape: Mapping[str, object]
    path: str

    def fail(self, words: str, name: str = "") -> NoReturn:
        raise BadRule(f"{self.path}.{name}" if name else self.path, words)

    def only(self, *names: str) -> None:
        """Refuse any key but these."""
        for name in self.shape:
            if name not in names:
                self.fail(f"is not known here; there are {', '.join(names)}", name)

    def choice(self, name: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.shape.get(name, default)
        if not isinstance(value, str) or value not in allowed:
            self.fail(f"is {value!r} but must be one of {', '.join(allowed)}", name)
        return value

    def text(self, name: str, longest: int = 200) -> str:
        value = self.shape.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > longest or "\0" in value:
            self.fail(f"must be a text of 1 to {longest} characters", name)
        return value

    def texts(self, name: str, most: int = 500) -> tuple[str, ...]:
        value = self.shape.get(name)
        if not isinstance(value, list | tuple) or not 0 < len(value) <= most:
            self.fail(f"must be a list of 1 to {most} texts", name)
        return tuple(Node({"one": each}, f"{self.path}.{name}").text("one") for each in value)

    def whole(self, name: str, *, least: int, most: int, default: int | None = None) -> int:
        value = self.shape.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fail(f"must be a whole number from {least} to {most}", name)
        return value

    def flag(self, name: str) -> bool:
        value = self.shape.get(name)
        if not isinstance(value, bool):
            self.fail("must be true or false", name)
        return value

    def one_key(self, names: Collection[str]) -> str:
        """Return the one of these keys that is written; exactly one must be."""
        found = [name for name in names if name in self.shape]
        if len(found) != 1:
            self.fail(f"needs {'only one' if found else 'one'} of {', '.join(names)}")
        return found[0]
