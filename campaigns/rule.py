"""The rule tree of an audience: all, any and not over the questions in campaigns/segments.

docs/audiences.md shows how each is written. Parsing is pure; whether the fields and campaigns that a rule
names exist is `audience.read`'s to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from campaigns.segment import Asked, BadRule, Leaf, Node, Rule, Shape
from campaigns.segments import SEGMENTS

__all__ = ["All", "AnyOf", "Asked", "BadRule", "Not", "Rule", "leaves", "parse", "scans_history"]

MOST_RULES = 200
MOST_DEPTH = 12


@dataclass(frozen=True, slots=True)
class All(Rule):
    """Every one of the rules holds."""

    rules: tuple[Rule, ...]

    def dump(self) -> Shape:
        return {"all": [rule.dump() for rule in self.rules]}

    def words(self) -> str:
        return " and ".join(_bracketed(rule) for rule in self.rules)

    def query(self, asked: Asked) -> Q:
        together = Q()
        for rule in self.rules:
            together &= rule.query(asked)
        return together

    def parts(self, path: str) -> Iterator[tuple[str, Rule]]:
        return ((f"{path}.all[{place}]", rule) for place, rule in enumerate(self.rules))


@dataclass(frozen=True, slots=True)
class AnyOf(Rule):
    """At least one of the rules holds."""

    rules: tuple[Rule, ...]

    def dump(self) -> Shape:
        return {"any": [rule.dump() for rule in self.rules]}

    def words(self) -> str:
        return " or ".join(_bracketed(rule) for rule in self.rules)

    def query(self, asked: Asked) -> Q:
        together = self.rules[0].query(asked)
        for rule in self.rules[1:]:
            together |= rule.query(asked)
        return together

    def parts(self, path: str) -> Iterator[tuple[str, Rule]]:
        return ((f"{path}.any[{place}]", rule) for place, rule in enumerate(self.rules))


@dataclass(frozen=True, slots=True)
class Not(Rule):
    """The rule does not hold, which is so too where nothing is known."""

    rule: Rule

    def dump(self) -> Shape:
        return {"not": self.rule.dump()}

    def words(self) -> str:
        return f"not ({self.rule.words()})"

    def query(self, asked: Asked) -> Q:
        return ~self.rule.query(asked)

    def parts(self, path: str) -> Iterator[tuple[str, Rule]]:
        yield f"{path}.not", self.rule


def parse(shape: object, path: str = "audience") -> Rule:
    """Read a rule tree; raises BadRule with the path to what is wrong."""
    return _Reader().read(shape, path, MOST_DEPTH)


def leaves(rule: Rule, path: str = "audience") -> Iterator[tuple[str, Leaf]]:
    """Yield the questions that a tree asks, with their paths."""
    if isinstance(rule, Leaf):
        yield path, rule
    for part_path, part in rule.parts(path):
        yield from leaves(part, part_path)


def scans_history(rule: Rule) -> bool:
    """Say whether the tree reads the raw history, so that a count of it takes long."""
    return any(leaf.scans_history for _, leaf in leaves(rule))


class _Reader:
    """Reads one tree, counting its rules: a file whose parts repeat each other could hold billions."""

    def __init__(self) -> None:
        self._left = MOST_RULES

    def read(self, shape: object, path: str, depth: int) -> Rule:
        node = _node(shape, path)
        self._left -= 1
        if self._left < 0 or depth == 0:
            node.fail(f"has more than {MOST_RULES} rules or {MOST_DEPTH} of them inside each other")
        key = node.one_key(_KEYS)
        if key in SEGMENTS:
            return SEGMENTS[key].read(node)
        node.only(key)
        inside = node.shape[key]
        if key == "not":
            return Not(self.read(inside, f"{path}.not", depth - 1))
        if not isinstance(inside, list | tuple) or not inside:
            node.fail("must be a list of at least one rule", key)
        rules = (self.read(each, f"{path}.{key}[{n}]", depth - 1) for n, each in enumerate(inside))
        return All(tuple(rules)) if key == "all" else AnyOf(tuple(rules))


_KEYS = ("all", "any", "not", *SEGMENTS)


def _node(shape: object, path: str) -> Node:
    """Take a mapping as it is, and a bare word as a rule that needs nothing else."""
    if isinstance(shape, str):
        shape = {shape: None}
    if not isinstance(shape, dict) or not shape:
        raise BadRule(path, "must be a rule, such as everyone or {profile: purchases, at_least: 3}")
    if not any(key in shape for key in _KEYS):
        raise BadRule(path, f"names no rule: {', '.join(map(str, shape))}; there are {', '.join(_KEYS)}")
    return Node({str(name): value for name, value in shape.items()}, path)


def _bracketed(rule: Rule) -> str:
    return f"({rule.words()})" if isinstance(rule, All | AnyOf) else rule.words()
