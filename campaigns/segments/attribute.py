"""What stands on the customer's own row: language, country, time zone, name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from campaigns.segment import Asked, Leaf, Node, Shape

_WORDS: Mapping[str, tuple[str, ...]] = {
    "language": ("is", "in", "known"),
    "country": ("is", "in", "known"),
    "timezone": ("is", "in", "known"),
    "name": ("known",),
}


@dataclass(frozen=True, slots=True)
class Attribute(Leaf):
    """`values` are the accepted ones, or None where it is asked whether the attribute `is_known`."""

    key = "attribute"
    what: str
    values: tuple[str, ...] | None
    is_known: bool = True

    @classmethod
    def read(cls, node: Node) -> Self:
        what = node.choice("attribute", _WORDS)
        node.only("attribute", *_WORDS[what])
        word = node.one_key(_WORDS[what])
        if word == "known":
            return cls(what, None, node.flag("known"))
        return cls(what, (node.text("is"),) if word == "is" else node.texts("in"))

    def dump(self) -> Shape:
        if self.values is None:
            return {"attribute": self.what, "known": self.is_known}
        if len(self.values) == 1:
            return {"attribute": self.what, "is": self.values[0]}
        return {"attribute": self.what, "in": list(self.values)}

    def words(self) -> str:
        if self.values is None:
            return f"{self.what} {'known' if self.is_known else 'unknown'}"
        return f"{self.what} {'one of ' if len(self.values) > 1 else ''}{', '.join(self.values)}"

    def query(self, asked: Asked) -> Q:
        if self.values is not None:
            return Q((f"{self.what}__in", self.values))
        return ~Q((self.what, "")) if self.is_known else Q((self.what, ""))
