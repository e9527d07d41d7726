"""A guard against work without end. It is no measure of speed: figures come from `make bench`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

PROCESSOR_SECONDS = 10


@contextmanager
def no_runaway(what: object = "It") -> Iterator[None]:
    """Fail if the block takes more of the processor than it does on the slowest machine.

    What is guarded takes a fraction of a second, and minutes or hours if its bound is taken away.
    """
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < PROCESSOR_SECONDS, f"{what} took {took:.0f} s of the processor."
