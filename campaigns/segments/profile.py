"""Counts and amounts of the whole history, from its one-row summary."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from campaigns.comparison import NUMBER_WORDS, Comparison, Number
from campaigns.segment import Asked, Leaf, Node, Shape
from customers import money

COLUMNS: Mapping[str, str] = {
    "interactions": "interactions",
    "purchases": "purchases",
    "spent": "spent_minor",
    "visits": "visits",
    "messages": "messages",
    "opens": "opens",
    "clicks": "clicks",
    "replies": "replies",
    "bounces": "bounces",
    "silences": "silences",
}
"""What may be asked for, and the column of Profile that answers."""


@dataclass(frozen=True, slots=True)
class ProfileCount(Leaf):
    key = "profile"
    what: str
    comparison: Comparison

    @classmethod
    def read(cls, node: Node) -> Self:
        node.only("profile", *NUMBER_WORDS)
        what, comparison = node.choice("profile", COLUMNS), Comparison.read(node)
        if what != "spent" and any(number != int(number) for number in comparison.numbers):
            node.fail("must be a whole number", comparison.word)
        try:
            _stored(what, comparison.numbers)
        except money.BadAmount as error:
            node.fail(str(error), comparison.word)
        return cls(what, comparison)

    def dump(self) -> Shape:
        return {"profile": self.what, **self.comparison.dump()}

    def words(self) -> str:
        unit = f" {settings.CURRENCY}" if self.what == "spent" else ""
        return f"{self.what} {self.comparison.words()}{unit}"

    def query(self, asked: Asked) -> Q:
        """A customer without any history has no profile row and counts as zero."""
        column = Coalesce(F(f"profile__{COLUMNS[self.what]}"), Value(0))
        return self.comparison.query(column, _stored(self.what, self.comparison.numbers))


def _stored(what: str, numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    """Turn amounts, which people write in major units, into the minor ones that we keep."""
    if what != "spent":
        return tuple(int(number) for number in numbers)
    return tuple(money.to_minor(str(number), settings.CURRENCY) for number in numbers)
