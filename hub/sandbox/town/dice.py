"""Where all chance in the town comes from: seeded, so that the same seed is the same story."""

from collections.abc import Mapping
from random import Random


def dice(*of: object) -> Random:
    """Return the dice that belong to these things; the same things, the same throws."""
    return Random(":".join(map(str, of)))  # noqa: S311 - chance, not secrecy


def one_of(shares: Mapping[str, int], rng: Random) -> str:
    """Draw a word by its share."""
    return rng.choices(list(shares), list(shares.values()))[0]


def how_many(mean: float, rng: Random) -> int:
    """Draw from a Poisson distribution: how often something happens that happens `mean` times on average."""
    count, waited = 0, rng.expovariate(1.0)
    while waited < mean:
        count += 1
        waited += rng.expovariate(1.0)
    return count
