"""Who gets which version and who gets nothing: pure, sticky, and the same on every machine."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from itertools import accumulate
from struct import Struct

HOLD_OUT = "hold-out"
"""The arm of those who get nothing; no version may be called so."""
_WHOLE = 2**64


@dataclass(frozen=True, slots=True)
class Arm:
    """A version as a flight froze it."""

    version_id: int
    name: str
    weight: int
    content_id: int
    other_content_id: int | None = None
    """What goes by the other channel, where the campaign names one."""

    def dump(self) -> dict[str, object]:
        return asdict(self)


def read(frozen: Sequence[Mapping[str, object]]) -> list[Arm]:
    """Return the arms that a flight keeps as JSON."""
    return [Arm(**each) for each in frozen]  # type: ignore[arg-type]


def arm_of(salt: str, customer_id: int, holdout: float, weights: Sequence[int]) -> int | None:
    """Return the index of the customer's version, or None for the hold-out.

    `holdout` is a share from 0 to 1; weights are shares of any sum above 0.
    """
    is_held_out, index = splitter(salt, holdout, weights)(customer_id)
    return None if is_held_out else index


def splitter(salt: str, holdout: float, weights: Sequence[int]) -> Callable[[int], tuple[bool, int]]:
    """Return the draw of a flight: whether a customer is held out, and which version they (would) get.

    The two are independent: a larger hold-out moves nobody from one version to another.
    """
    seed, held_below, bounds = f"{salt}:".encode(), int(holdout * _WHOLE), list(accumulate(weights))
    total = bounds[-1]

    def draw(customer_id: int) -> tuple[bool, int]:
        held, place = _two_numbers(blake2b(b"%b%d" % (seed, customer_id), digest_size=16).digest())
        return held < held_below, bisect_right(bounds, place * total // _WHOLE)

    return draw


_two_numbers = Struct(">QQ").unpack
