"""The gate once more, as plainly as it can be said: one customer, one touch and one rule at a time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = {1: (1, 90), 2: (1, 30), 3: (2, 30), 4: (1, 7), 5: (2, 7), 6: (3, 7), 7: (1, 1), 8: (2, 1), 9: (4, 1)}
Scope = tuple[str, str]


@dataclass
class Person:
    zones: list[str]
    alias_of: int | None = None
    yes: dict[str, bool] = field(default_factory=dict)
    dials: dict[Scope, tuple[int, int | None, datetime | None]] = field(default_factory=dict)
    quiet: tuple[time, time] | None = None
    contact_at: datetime = datetime(1, 1, 1, tzinfo=UTC)


@dataclass
class PlainGate:
    people: dict[int, Person] = field(default_factory=dict)
    touches: list[list] = field(default_factory=list)  # who, channel, topic, at, answered_at
    limits: dict[Scope, int] = field(default_factory=dict)
    defaults: dict[Scope, int] = field(default_factory=dict)
    quiet: list[tuple[time, time, set[int]]] = field(default_factory=list)
    rest: tuple[int, int, int] | None = (5, 14, 30)

    def objection(self, who: int, channel: str, topic: str, now: datetime) -> str:
        """Name the first rule that objects to this marketing touch now, or nothing."""
        root = self.people[who].alias_of or who
        family = [n for n, p in self.people.items() if n == root or p.alias_of == root]
        answers = [p.yes[channel] for n in family if channel in (p := self.people[n]).yes]
        if not answers or not all(answers):
            return "withdrawn" if answers else "no_consent"
        theirs = [t for t in self.touches if t[0] in family]
        set_by_them = [(s, *d) for n in family for s, d in self.people[n].dials.items()]
        unset = [(s, p, None, None) for s, p in self.defaults.items() if s not in [d[0] for d in set_by_them]]
        for name, dials in (
            ("dial", set_by_them + unset),
            ("house", [(s, p, None, None) for s, p in self.limits.items()]),
        ):
            mine = [d for d in dials if d[0][0] in ("", channel) and d[0][1] in ("", *topic.split())]
            full = [d for d in mine if self.is_full(d, theirs, now)]
            if any(d[1] == 0 and not (d[3] and now < d[3] and d[2]) for d in full):
                return name + "_closed"
            if full:
                return name + "_full"
        person = self.people[root]
        hours = self.quiet + ([(*person.quiet, set(range(1, 8)))] if person.quiet else [])
        if any(
            self.is_quiet(h, now.astimezone(ZoneInfo(z)).replace(tzinfo=None))
            for h in hours
            for z in person.zones
        ):
            return "quiet_hours"
        if self.rest is None:
            return ""
        count, within, rest = self.rest
        since = max([person.contact_at, *(t[4] for t in theirs if t[4])])
        cold = sorted(t[3] for t in theirs if not t[4] and since < t[3] <= now - timedelta(1))[-count:]
        is_resting = (
            len(cold) == count
            and cold[-1] - cold[0] <= timedelta(within)
            and now < cold[-1] + timedelta(rest)
        )
        return "resting" if is_resting else ""

    def is_full(self, dial: tuple, touches: list, now: datetime) -> bool:
        (channel, topic), position, snooze, until = dial
        position = snooze if until and now < until else position
        if position in (0, 10):
            return position == 0
        most, days = DAYS[position]
        counted = [
            t
            for t in touches
            if channel in ("", t[1]) and topic in ("", *t[2].split()) and now - t[3] < timedelta(days)
        ]
        return len(counted) >= most

    def is_quiet(self, hours: tuple[time, time, set[int]], wall: datetime) -> bool:
        starts, ends, days = hours
        today = wall.isoweekday() in days and starts <= wall.time() and (wall.time() < ends or ends <= starts)
        return today or ((wall - timedelta(1)).isoweekday() in days and ends <= starts and wall.time() < ends)
