"""The town's phone line: an agent works the hub's call list and dials, and people pick up or do not.

The agent has a key of the API and knows of a call what the hub tells: a number, and words to say. Whose
number that is decides what comes of it. A few calls are left on the list for the people at the console.
"""

import http.client
import logging
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from hub.sandbox.town.api import Api, Refused
from hub.sandbox.town.dice import dice, one_of
from hub.sandbox.town.people import Person, phone_owner
from hub.sandbox.town.phrases import SAID
from hub.sandbox.town.timetable import Timetable

log = logging.getLogger(__name__)
LEFT_FOR_STAFF = 12
BETWEEN_SECONDS = 12.0
LASTS_SECONDS = 4.0
"""Real seconds, on average: from one call to the next, and in between for the talk itself."""
RINGS: Mapping[str, int] = {"picks up": 66, "no answer": 24, "busy": 10}
TALKS: Mapping[str, int] = {"yes": 26, "no": 27, "question": 14, "later": 16, "grievance": 10, "stop": 7}
_OUTCOMES = {
    "yes": "accepted", "no": "declined", "question": "asked", "later": "not_now", "grievance": "asked",
    "stop": "no_more", "no answer": "not_reached", "busy": "not_reached", "nobody": "wrong_number",
}  # fmt: skip
_NOTES = {
    "no answer": "No answer.",
    "busy": "Busy.",
    "later": "Asked to be called back tomorrow.",
    "nobody": "The number is not in service.",
}


class CallCentre:
    """Makes one call after the other, from `open` until `close`."""

    def __init__(self, api: Api, seed: str, size: int, *, between_seconds: float = BETWEEN_SECONDS) -> None:
        self.counts: Counter[str] = Counter()
        self._api, self._seed, self._size = api, seed, size
        self._between_seconds = between_seconds
        self._calls: Counter[str] = Counter()
        self._timetable = Timetable("calls")

    def open(self) -> None:
        self._timetable.plan(self._between_seconds, self._begin)
        self._timetable.start()

    def close(self) -> None:
        self._timetable.close()

    def _begin(self) -> bool:
        """Take the next call in hand if there are enough of them, and dial; the one after it comes later."""
        self._timetable.plan(self._between_seconds, self._begin)
        try:
            listed = self._api.ask("GET", "worklist/?channel=call&limit=200")["items"]
            if sum(each["held_until"] is None for each in listed) > LEFT_FOR_STAFF:
                self._dial(self._api.ask("POST", "worklist/next/", {"channel": "call"})["taken"])
        except Refused as error:
            log.warning("The call list could not be worked (%d).", error.status)
        except (OSError, http.client.HTTPException):
            pass  # the hub is closed; the next call is planned
        return True

    def _dial(self, taken: Mapping[str, Any] | None) -> None:
        if taken is None:
            return
        number = taken["address"]
        self._calls[number] += 1
        rng = dice(self._seed, number, "call", self._calls[number])
        owner = phone_owner(self._seed, self._size, number)
        came_of_it = one_of(RINGS, rng) if owner else "nobody"
        if came_of_it == "picks up":
            came_of_it = one_of(TALKS, rng)
        says = _outcome(came_of_it, owner, rng, datetime.now(UTC))
        path = f"worklist/{taken['item']['id']}/outcome/"
        lasts = self._between_seconds / BETWEEN_SECONDS * LASTS_SECONDS
        self._timetable.plan(lasts, partial(self._tell, path, says, came_of_it))

    def _tell(self, path: str, says: Mapping[str, Any], came_of_it: str) -> bool:
        try:
            self._api.ask("POST", path, says)
        except Refused as error:
            log.warning("What came of a call was not taken (%d).", error.status)
            return error.status < 500
        self.counts["calls made" if came_of_it in TALKS else "calls that nobody took"] += 1
        return True


def _outcome(came_of_it: str, owner: Person | None, rng: Random, now: datetime) -> dict[str, Any]:
    """Return what the agent notes: the outcome, their words, and how long it took."""
    said = SAID[owner.language].get(came_of_it) if owner else None
    words = rng.choice(said).format(shop=owner.shop) if said and owner else _NOTES.get(came_of_it, "")
    outcome: dict[str, Any] = {"outcome": _OUTCOMES[came_of_it], "words": words}
    if came_of_it in TALKS:
        outcome["minutes"] = rng.randint(1, 7)
    if came_of_it == "later":
        outcome["until"] = (now + timedelta(days=1)).replace(microsecond=0).isoformat()
    return outcome
