"""Learn from the operator's labels what answers want: a multinomial naive Bayes, small enough to read.

It advises where the rules are unsure, and never says STOP: that is for rules and people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, log
from typing import Any

from channels.intents.folding import clauses
from channels.intents.intent import Name

_SMOOTHING = 0.5
_FEATURES_LIMIT = 400
FEWEST_EXAMPLES = 20  # below that it holds its tongue


@dataclass(frozen=True)
class Model:
    examples: Mapping[Name, int]
    features: Mapping[Name, Mapping[str, int]]

    @cached_property
    def _vocabulary(self) -> int:
        return len({feature for of in self.features.values() for feature in of})

    @cached_property
    def _totals(self) -> dict[Name, float]:
        return {name: sum(of.values()) + _SMOOTHING * self._vocabulary for name, of in self.features.items()}

    def guess(self, text: str) -> tuple[Name, float] | None:
        """Return the likeliest intent and its probability; None if it is STOP, or little was learned."""
        seen = [feature for feature in _features(text) if any(feature in of for of in self.features.values())]
        if sum(self.examples.values()) < FEWEST_EXAMPLES or len(self.examples) < 2 or not seen:
            return None
        scores = {name: self._score(name, seen) for name in self.examples}
        best = max(scores, key=lambda name: scores[name])
        if best == Name.STOP:
            return None
        return best, 1 / sum(exp(score - scores[best]) for score in scores.values())

    def plus(self, other: "Model") -> "Model":
        """Return what both have learned together: as if all their examples had been learned at once."""
        names = {*self.examples, *other.examples}
        return Model(
            {name: self.examples.get(name, 0) + other.examples.get(name, 0) for name in names},
            {
                name: dict(Counter(self.features.get(name, {})) + Counter(other.features.get(name, {})))
                for name in names
            },
        )

    def to_json(self) -> dict[str, Any]:
        return {
            name.value: {"examples": count, "features": dict(self.features[name])}
            for name, count in self.examples.items()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Model":
        """Rebuild what `to_json` gave. Raises KeyError or ValueError for anything else."""
        return cls(
            {Name(name): int(learned["examples"]) for name, learned in stored.items()},
            {Name(name): dict(learned["features"]) for name, learned in stored.items()},
        )

    def _score(self, name: Name, seen: list[str]) -> float:
        counts, total = self.features[name], self._totals[name]
        prior = log(self.examples[name] / sum(self.examples.values()))
        return prior + sum(log((counts.get(feature, 0) + _SMOOTHING) / total) for feature in seen)


def train(examples: Iterable[tuple[str, Name]]) -> Model:
    """Count words and pairs of words by label; the same examples give the same model in any order."""
    counts: Counter[Name] = Counter()
    features: defaultdict[Name, Counter[str]] = defaultdict(Counter)
    for text, name in examples:
        counts[name] += 1
        features[name].update(_features(text))
    return Model(dict(counts), {name: dict(features[name]) for name in counts})


def _features(text: str) -> list[str]:
    """Return each word and pair of neighbouring words once, and the question mark."""
    found: dict[str, None] = {}
    for clause in clauses(text):
        words = clause.words.split()
        pairs = (f"{first} {second}" for first, second in pairwise(words))
        found.update(dict.fromkeys((*words, *pairs, *(("?",) if clause.is_question else ()))))
    return list(found)[:_FEATURES_LIMIT]
