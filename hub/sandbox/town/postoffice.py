"""The town's post office: collects what the press hands over, delivers it, and brings some of it back.

It reads the list that lies beside each batch and nothing else. Who got a letter may call, come by, or type in
what its foot says; what could not be delivered goes back as a file of returns.
"""

import csv
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

from hub.sandbox.town import names, past
from hub.sandbox.town.dice import dice, one_of
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.habits import Pace
from hub.sandbox.town.people import Person, addressee
from hub.sandbox.town.till import Till
from hub.sandbox.town.timetable import Timetable

log = logging.getLogger(__name__)
TAKEN = "collected"
"""Where batches lie, below the hand-over, that are on their way: anybody may still look into them."""
HOUR = 3600.0
FATES = {"": 950, "moved": 20, "no_such_address": 12, "unclaimed": 8, "refused": 7, "vacant": 3}
"""What the post says of a thousand letters; nothing, of those that arrive."""
ANSWERS = {"": 78, "calls": 8, "comes by": 11, "types": 3}
"""What a hundred people do about one."""
STOPS = 0.5
"""Share of those who type in its address and press the button there."""
_WORDS = {"moved": "Verzogen", "no_such_address": "Anschrift ungenügend", "refused": "Annahme verweigert"}


class PostOffice:
    """Collects from one folder, from `open` until `close`."""

    def __init__(
        self, folder: Path, seed: str, size: int, doors: Doors, pace: Pace, till: Till, returns: Till
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._folder, self._seed, self._size = folder, seed, size
        self._doors, self._pace, self._till, self._returns = doors, pace, till, returns
        self._letters: Counter[int] = Counter()
        self._timetable = Timetable("post")

    def open(self) -> None:
        self._timetable.start()

    def close(self) -> None:
        self._timetable.close()

    def collect(self) -> int:
        """Take every batch that lies ready, and return how many letters that were. Blocks."""
        return sum(self._take(table) for table in sorted(self._folder.glob("letters-*.csv")))

    def _take(self, table: Path) -> int:
        """A batch is there when its list is; its name tells us that we have not had it yet."""
        pages, taken = table.with_suffix(".pdf"), self._folder / TAKEN
        with table.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
        if not pages.exists() or (taken / table.name).exists():
            return 0
        taken.mkdir(exist_ok=True)
        pages.replace(taken / pages.name)
        table.replace(taken / table.name)
        for line in lines:
            self._send_off(line)
        self.counts["letters"] += len(lines)
        return len(lines)

    def _send_off(self, line: Mapping[str, str]) -> None:
        someone = addressee(self._seed, self._size, line["name"], line["street"])
        number = someone.number if someone else 0
        self._letters[number] += 1
        rng = dice(self._seed, number, "letter", self._letters[number])
        fate = one_of(FATES, rng) if someone else "no_such_address"
        after = self._pace.seconds(rng.uniform(2, 20) * HOUR)
        if fate or someone is None:
            self._timetable.plan(after, partial(self._bring_back, line, fate, rng))
        else:
            self._timetable.plan(after, partial(self._deliver, someone, line["reference"], rng))

    def _bring_back(self, line: Mapping[str, str], reason: str, rng: Random) -> bool:
        back = {"reference": line["reference"], "reason": reason, "words": _WORDS.get(reason, "")}
        if reason == "moved":
            where = {name: line[name] for name in ("postcode", "city", "country")}
            back |= {"street": names.home(rng.randint(50_000, 60_000)), **where}
        self._returns.ring_up(back)
        self.counts["letters brought back"] += 1
        return True

    def _deliver(self, someone: Person, reference: str, rng: Random) -> bool:
        self.counts["letters delivered"] += 1
        if does := one_of(ANSWERS, rng):
            after = self._pace.seconds(rng.uniform(0.5, 12) * HOUR)
            self._timetable.plan(after, partial(_ANSWERS[does], self, someone, reference, rng))
        return True

    def _calls(self, someone: Person, reference: str, rng: Random) -> bool:
        about = f"Asked about our letter {reference}"
        return self._ring_up(past.call(someone, _now(), rng) | {"about": about, "direction": "in"})

    def _comes_by(self, someone: Person, reference: str, rng: Random) -> bool:
        self._ring_up(past.visit(someone, _now(), rng) | {"about": f"Brought our letter {reference} along"})
        if rng.random() < someone.buys:
            self._ring_up(past.purchase(someone, _now(), rng))
        return True

    def _ring_up(self, line: past.Line) -> bool:
        moment = "".join(filter(str.isdigit, str(line["occurred_at"])))
        self._till.ring_up({"source_id": f"{line['customer']}-letter-{moment}", **line})
        self.counts["letters answered"] += 1
        return True

    def _types(self, someone: Person, reference: str, rng: Random) -> bool:
        """Type what is printed at the foot; half of them then say no more."""
        page, browser = f"{self._doors.base_url}/l/{reference}", someone.program.browser
        wants_no_more = rng.random() < STOPS
        if wants_no_more:
            self._doors.press(page, browser)
        else:
            self._doors.visit(page, browser)
        self.counts["letters stopped" if wants_no_more else "letters' addresses typed in"] += 1
        return True


_ANSWERS: Mapping[str, Callable[[PostOffice, Person, str, Random], bool]] = {
    "calls": PostOffice._calls,
    "comes by": PostOffice._comes_by,
    "types": PostOffice._types,
}


def _now() -> datetime:
    return datetime.now(UTC)
