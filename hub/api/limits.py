"""How often a key may ask: so many requests in each minute of the clock, counted in Valkey."""

import logging
from dataclasses import dataclass

from redis.exceptions import RedisError

from hub import valkey

log = logging.getLogger(__name__)
WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of this minute, and in how many seconds the next one begins."""

    limit: int
    left: int
    reset_seconds: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.left)),
            "RateLimit-Reset": str(self.reset_seconds),
        }


def count(name: str, limit: int, *, now_seconds: float, by: int = 1) -> Allowance:
    """Count one request; `left` is below zero for one too many. Without Valkey nobody is kept out.

    With `by` 0 it only looks.
    """
    minute, into = divmod(int(now_seconds), WINDOW_SECONDS)
    place = f"api:{name}:{minute}"
    try:
        used = valkey.client().incrby(place, by)
        if used == by:  # the first of this minute
            valkey.client().expire(place, 2 * WINDOW_SECONDS)
    except RedisError as error:
        log.warning("Requests of API keys are not counted now: %s.", type(error).__name__)
        used = by
    return Allowance(limit, limit - used, WINDOW_SECONDS - into)
