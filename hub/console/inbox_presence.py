"""Who has a conversation open at this moment, and who is writing in it: kept in Valkey, gone by itself.

A hint between colleagues and nothing else: what keeps two answers apart is the revision that each has read.
"""

import logging
import time
from dataclasses import dataclass

from django.db import connection
from redis.exceptions import RedisError

from hub import valkey
from hub.console.inbox import names_of

log = logging.getLogger(__name__)
LOOKS_SECONDS = 45.0
WRITES_SECONDS = 25.0
"""Pages tell every 15 s that they are open, and every few seconds that somebody types."""


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who is there too."""

    name: str
    is_writing: bool

    def __str__(self) -> str:
        return f"{self.name} is {'writing an answer' if self.is_writing else 'looking at this'} too"


def note(conversation_id: int, staff_id: int, *, writes: bool = False) -> list[Present]:
    """Note that somebody is there, and return who else is. Without Valkey nobody seems to be."""
    place, now = _place(conversation_id), time.time()
    try:
        pipe = valkey.client().pipeline(transaction=False)
        pipe.zadd(place, {str(staff_id): now, **({f"{staff_id}:writes": now} if writes else {})})
        pipe.zremrangebyscore(place, 0, now - LOOKS_SECONDS)
        pipe.expire(place, int(2 * LOOKS_SECONDS))
        pipe.zrange(place, 0, -1, withscores=True)
        found = {member.decode(): at for member, at in pipe.execute()[-1]}
    except RedisError as error:
        log.warning("Who is in the inbox is not known now: %s.", type(error).__name__)
        return []
    names = names_of({int(member) for member in found if member.isdecimal()} - {staff_id})
    writing = {key for key in names if now - found.get(f"{key}:writes", 0) < WRITES_SECONDS}
    return [Present(name, key in writing) for key, name in sorted(names.items())]


def leave(conversation_id: int, staff_id: int) -> None:
    """Forget somebody who has answered, so that nobody waits for them."""
    try:
        valkey.client().zrem(_place(conversation_id), str(staff_id), f"{staff_id}:writes")
    except RedisError as error:
        log.warning("Who is in the inbox is not known now: %s.", type(error).__name__)


def _place(conversation_id: int) -> str:
    """Name a conversation of this hub: others may keep their own in the same Valkey."""
    return f"inbox:{connection.settings_dict['NAME']}:{conversation_id}"
