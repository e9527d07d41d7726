"""A guard against work without end. It is no measure of speed: figures come from `make bench`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_runaway(what: object = "It", *, seconds: float = 10) -> Iterator[None]:
    """Fail if the block takes so many seconds of the processor.

    What is guarded takes a fraction of one, and without its own bound half a minute or hours.
    """
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < seconds, f"{what} took {took:.0f} s of the processor."
