"""Keep the answer to a dear question for a few seconds in this process: no server, no key, no stale hour."""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import TypeVar

Answer = TypeVar("Answer")

_answers: dict[Callable[[], object], tuple[float, object]] = {}


def kept(seconds: float) -> Callable[[Callable[[], Answer]], Callable[[], Answer]]:
    """Ask again only when the last answer is older than this; two threads may both ask, which is harmless."""

    def decorate(ask: Callable[[], Answer]) -> Callable[[], Answer]:
        @wraps(ask)
        def answer() -> Answer:
            asked_at, known = _answers.get(ask, (0.0, None))
            if not asked_at or monotonic() - asked_at > seconds:
                known = ask()
                _answers[ask] = (monotonic(), known)
            return known  # type: ignore[return-value]  # what `ask` gave us

        return answer

    return decorate


def forget() -> None:
    """Ask everything afresh, as tests must."""
    _answers.clear()
