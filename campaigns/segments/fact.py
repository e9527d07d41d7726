"""What we learned about a customer: the current answer for one declared field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, TextField, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, GreaterThan, IContains, In, LessThan

from campaigns.comparison import NUMBER_WORDS, Comparison
from campaigns.segment import Asked, Leaf, Node, Shape
from customers.learning import BadValue, fitting
from customers.models import Fact, ProfileField

_TEXT_WORDS = ("is", "in", "contains", "before", "after")
_WORDS = tuple(dict.fromkeys((*_TEXT_WORDS, *NUMBER_WORDS, "known")))


class _Said(Func):
    """The value as text: a JSON text without its quotes."""

    template = "(%(expressions)s #>> '{}')"
    output_field = TextField()


@dataclass(frozen=True, slots=True)
class FactKnown(Leaf):
    """`value` is a text, texts, a yes or no, or a comparison of numbers, as `word` wants it."""

    key = "fact"
    field: str
    word: str
    value: str | tuple[str, ...] | bool | Comparison

    @classmethod
    def read(cls, node: Node) -> Self:
        node.only("fact", *_WORDS)
        return cls(node.text("fact", 60), word := node.one_key(_WORDS), _value(node, word))

    def dump(self) -> Shape:
        if isinstance(self.value, Comparison):
            return {"fact": self.field, **self.value.dump()}
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"fact": self.field, self.word: value}

    def words(self) -> str:
        if isinstance(self.value, Comparison):
            return f"{self.field} {self.value.words()}"
        if self.word == "known":
            return f"{self.field} {'known' if self.value else 'unknown'}"
        if isinstance(self.value, tuple):
            return f"{self.field} one of {', '.join(self.value)}"
        value = {True: "yes", False: "no"}[self.value] if isinstance(self.value, bool) else self.value
        return f"{self.field} {self.word} {value}"

    def complaint(self) -> str | None:
        field = ProfileField.objects.filter(pk=self.field).first()
        if field is None:
            known = ProfileField.objects.order_by("pk").values_list("pk", flat=True)[:50]
            return f"there is no field {self.field!r}; declared are {', '.join(known) or 'none'}"
        if self.word not in _FITTING[ProfileField.Type(field.type)]:
            return f"{self.field} is of type {field.type} and cannot be compared by {self.word!r}"
        return _misfit(field, self.value) if self.word in ("is", "in") else None

    def query(self, asked: Asked) -> Q:
        facts = Fact.objects.filter(customer=OuterRef("pk"), field=self.field)
        if self.word == "known":
            return Q(Exists(facts)) if self.value else ~Q(Exists(facts))
        if isinstance(self.value, Comparison):
            numbers = [Value(number, JSONField()) for number in self.value.numbers]
            return Q(Exists(facts.filter(self.value.query(F("value"), numbers))))
        if isinstance(self.value, bool):
            return Q(Exists(facts.filter(value=self.value)))
        return Q(Exists(facts.filter(_MATCHES[self.word](self.value))))


def _value(node: Node, word: str) -> str | tuple[str, ...] | bool | Comparison:
    written = node.shape[word]
    if word == "known":
        return node.flag(word)
    if word == "in":
        return node.texts(word)
    if word in NUMBER_WORDS and not (word == "is" and isinstance(written, str | bool)):
        return Comparison.read(node)
    if word == "is" and isinstance(written, bool):
        return written
    text = node.text(word)
    if word in ("before", "after") and not _is_date(text):
        node.fail("must be a date such as 2026-11-21", word)
    return text


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _misfit(field: ProfileField, value: str | tuple[str, ...] | bool | Comparison) -> str | None:
    """Say which written value the field could never have."""
    given = (
        value.numbers if isinstance(value, Comparison) else value if isinstance(value, tuple) else (value,)
    )
    try:
        odd = [each for each in given if fitting(field, each) != each]
    except BadValue as error:
        return str(error)
    return f"{field.key} is of type {field.type}, which {odd[0]!r} is not" if odd else None


def _is(value: object) -> Q:
    return Q(Exact(Lower(_Said("value")), Lower(Value(value, TextField()))))


def _in(values: object) -> Q:
    lowered = [str(value).lower() for value in values] if isinstance(values, tuple) else []
    return Q(In(Lower(_Said("value")), lowered))


_MATCHES: Mapping[str, Callable[[object], Q]] = {
    "is": _is,
    "in": _in,
    "contains": lambda value: Q(IContains(_Said("value"), value)),
    "before": lambda value: Q(LessThan(_Said("value"), value)),
    "after": lambda value: Q(GreaterThan(_Said("value"), value)),
}
_FITTING: Mapping[ProfileField.Type, frozenset[str]] = {
    ProfileField.Type.TEXT: frozenset({"is", "in", "contains", "known"}),
    ProfileField.Type.NUMBER: frozenset({*NUMBER_WORDS, "known"}),
    ProfileField.Type.DATE: frozenset({"is", "in", "before", "after", "known"}),
    ProfileField.Type.FLAG: frozenset({"is", "known"}),
}
