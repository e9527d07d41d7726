"""How many messages to begin at once: what a route takes in a moment, as each process learns it.

All that is begun and not yet settled may go twice when a process dies. A fast route earns lots that cost
little each; a slow one gets small ones, so that little of what is begun waits behind it.
"""

FIRST, SMALLEST = 100, 25
QUICK_SECONDS = 0.4
"""A lot that is taken within this may be followed by one of twice the size."""
BEARABLE_SECONDS = 1.5
"""One that is taken within this, by a somewhat larger one: the server may only be far away."""

_sizes: dict[str, int] = {}


def size_for(way: str, most: int) -> int:
    """Return how many to begin next by this way, `most` at most."""
    return min(_sizes.get(way, FIRST), most)


def learn(way: str, size: int, *, begun: int, left: int, seconds: float) -> None:
    """Note how many of those begun of a lot of this size the route had no time for, and how long it took.

    The rest of a batch, and a lot most of which the gate held back, say nothing.
    """
    if 2 * begun < size:
        return
    if left:
        _sizes[way] = max(begun - left, SMALLEST)
    elif seconds < BEARABLE_SECONDS:
        _sizes[way] = max(_sizes.get(way, FIRST), 2 * size if seconds < QUICK_SECONDS else size + SMALLEST)
