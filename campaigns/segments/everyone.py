"""Everybody we know."""

from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from campaigns.segment import Asked, Leaf, Node, Shape


@dataclass(frozen=True, slots=True)
class Everyone(Leaf):
    key = "everyone"

    @classmethod
    def read(cls, node: Node) -> Self:
        node.only("everyone")
        if node.shape["everyone"] not in (None, True):
            node.fail("takes nothing", "everyone")
        return cls()

    def dump(self) -> Shape:
        return "everyone"

    def words(self) -> str:
        return "everyone"

    def query(self, asked: Asked) -> Q:
        return Q(pk__isnull=False)
