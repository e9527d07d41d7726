"""What will happen at its time: one thread does it, and what fails is tried again a few times."""

import heapq
import http.client
import threading
import time
from collections.abc import Callable

MOST_TRIES = 5
AGAIN_SECONDS = 10.0
Happening = Callable[[], bool]
"""Says False, or raises OSError, if it should be tried again."""


class Timetable:
    """Runs from `start` until `close`; what is planned then will not happen."""

    def __init__(self, name: str) -> None:
        self._planned: list[tuple[float, int, Happening, int]] = []
        self._number = 0
        self._turn = threading.Condition()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        with self._turn:
            self._is_open = False
            self._turn.notify()
        if self._thread.is_alive():
            self._thread.join()

    def plan(self, seconds: float, happening: Happening, tries: int = 0) -> None:
        """Let something happen after a while."""
        with self._turn:
            self._number += 1
            heapq.heappush(self._planned, (time.monotonic() + seconds, self._number, happening, tries))
            self._turn.notify()

    def _run(self) -> None:
        while (due := self._next()) is not None:
            _, _, happening, tries = due
            if not _happens(happening) and tries < MOST_TRIES:
                self.plan(AGAIN_SECONDS, happening, tries + 1)

    def _next(self) -> tuple[float, int, Happening, int] | None:
        with self._turn:
            while self._is_open and (not self._planned or self._planned[0][0] > time.monotonic()):
                self._turn.wait(self._planned[0][0] - time.monotonic() if self._planned else None)
            return heapq.heappop(self._planned) if self._is_open else None


def _happens(happening: Happening) -> bool:
    try:
        return happening()
    except (OSError, http.client.HTTPException):
        return False
