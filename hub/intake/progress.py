"""Say how far a long command is: one line that changes on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable

EVERY_SECONDS_ON_A_TERMINAL = 0.2
EVERY_SECONDS = 5.0


class Progress:
    """Call it after each batch; it speaks when it is time."""

    def __init__(
        self, write: Callable[[str], object], share_read: Callable[[], float | None], *, is_terminal: bool
    ) -> None:
        self._write = write
        self._share_read = share_read
        self._is_terminal = is_terminal
        self._began = self._spoke = time.monotonic()

    def __call__(self, done: int, refused: int) -> None:
        now = time.monotonic()
        if now - self._spoke < (EVERY_SECONDS_ON_A_TERMINAL if self._is_terminal else EVERY_SECONDS):
            return
        self._spoke = now
        share = self._share_read()
        words = f"{done:,} lines, {refused:,} refused, {done / (now - self._began):,.0f} a second"
        words += "" if share is None else f", {share:.0%}"
        self._write(f"\r\033[K{words}" if self._is_terminal else f"{words}\n")

    def clear(self) -> None:
        if self._is_terminal:
            self._write("\r\033[K")
