"""How rules compare numbers: the words, what they say, and the SQL lookups behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
)

from campaigns.segment import Node

Number = int | float
LARGEST = 10**12

_SAID: Mapping[str, str] = {
    "is": "exactly {}",
    "is_not": "other than {}",
    "below": "below {}",
    "at_most": "at most {}",
    "above": "above {}",
    "at_least": "at least {}",
    "between": "from {} to {}",
}
NUMBER_WORDS = tuple(_SAID)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison with one number, or two for `between`, whose ends are included."""

    word: str
    numbers: tuple[Number, ...]

    @classmethod
    def read(cls, node: Node) -> "Comparison":
        word = node.one_key(NUMBER_WORDS)
        value = node.shape[word]
        given = value if word == "between" else [value]
        if not isinstance(given, list | tuple) or len(given) != _SAID[word].count("{}"):
            node.fail("must be two numbers, like [1, 5]", word)
        numbers = tuple(_number(node, word, each) for each in given)
        if numbers != tuple(sorted(numbers)):
            node.fail("must begin with the lower number", word)
        return cls(word, numbers)

    def dump(self) -> dict[str, object]:
        return {self.word: list(self.numbers) if self.word == "between" else self.numbers[0]}

    def words(self) -> str:
        return _SAID[self.word].format(*self.numbers)

    def query(self, column: Combinable, numbers: Sequence[Number | Combinable] = ()) -> Q:
        """Compile over a column; `numbers` replace the written ones where the column keeps others."""
        first, last = (numbers or self.numbers)[0], (numbers or self.numbers)[-1]
        match self.word:
            case "is":
                return Q(Exact(column, first))
            case "is_not":
                return ~Q(Exact(column, first))
            case "between":
                return Q(GreaterThanOrEqual(column, first)) & Q(LessThanOrEqual(column, last))
            case _:
                return Q(_LOOKUPS[self.word](column, first))


_LOOKUPS = {
    "below": LessThan,
    "at_most": LessThanOrEqual,
    "above": GreaterThan,
    "at_least": GreaterThanOrEqual,
}


def _number(node: Node, name: str, value: object) -> Number:
    if value is None or (isinstance(value, str) and not value.strip()):
        node.fail("needs a number", name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:
        node.fail(f"is {value!r} but must be a number", name)
    return value
