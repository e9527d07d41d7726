"""How many messages to begin at once: what a route takes in a moment, as each process learns it.

All that is begun and not yet settled may go twice when a process dies. A fast route earns lots that cost
little each; a slow one gets small ones, so that little of what is begun waits behind it.
"""

FIRST, SMALLEST = 100, 25
QUICK_SECONDS = 0.4
"""A lot that is taken within this may be followed by one of twice the size."""

_sizes: dict[str, int] = {}


def size_for(way: str, most: int) -> int:
    """Return how many to begin next by this way, `most` at most."""
    return min(_sizes.get(way, FIRST), most)


def learn(way: str, size: int, *, left: int, seconds: float) -> None:
    """Note how many of a lot of this size the route had no time to begin with, and how long it was at it."""
    if left:
        _sizes[way] = max(size - left, SMALLEST)
    elif seconds < QUICK_SECONDS and size >= _sizes.get(way, FIRST):
        _sizes[way] = 2 * size
