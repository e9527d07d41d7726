"""What the gate knows of each person: two statements for a batch of any size, and one to lock them.

They travel together. One more where somebody's touches count, one where the house's defaults ask for facts,
and again for who were merged.

A person is a customer with all who were merged into them. What any of them forbade is forbidden, every dial
of theirs must have room, and the touches of all of them count together; so a merge loosens nothing, and its
undoing needs nothing put back.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from customers import asking, dials
from customers.dials import Counted, Setting
from customers.house import Answer, House
from customers.quiet import Window
from customers.staging import numbers

_Row = tuple[Any, ...]


@dataclass(slots=True)
class Standing:
    """What we know of one person; `customer_id` is who they are now, whatever alias was asked for."""

    customer_id: int
    country: str = ""
    timezone: str = ""
    contact_at: datetime | None = None
    """When they last came to us of their own accord."""
    quiet: Window | None = None
    is_erased: bool = False
    suppressed: str = ""
    suppressed_for_marketing: str = ""
    suppressed_points: dict[int, tuple[str, bool]] = field(default_factory=dict)
    consents: dict[tuple[str, str], bool] = field(default_factory=dict)
    dials: list[Setting] = field(default_factory=list)
    """Those they set themselves."""
    touches: list[Counted] = field(default_factory=list)
    """Marketing touches of the longest period any dial speaks of."""
    answers: frozenset[Answer] = frozenset()
    """What is known of them that the house's defaults ask for."""
    other_touches: dict[str, list[Counted]] = field(default_factory=dict)
    """Touches of other purposes that the house limits."""
    own: dict[int, Counted] = field(default_factory=dict)
    """What the messages asked about have spent themselves, by message; not among the touches."""

    def counted(self, purpose: str) -> list[Counted]:
        """Return the touches that count for a purpose, to be changed."""
        return self.touches if purpose == "marketing" else self.other_touches.setdefault(purpose, [])

    def settings(self, house: House) -> Sequence[Setting]:
        """Return the dials in force: their own, and the house's defaults on scopes that they have not set."""
        if not house.defaults:
            return self.dials
        unset = dict(house.defaults_for(self.country, self.answers))
        for dial in self.dials:
            unset.pop((dial.channel, dial.topic), None)
        return [*self.dials, *unset.values()]


def asked(
    owners: Mapping[int, Collection[int]],
    *,
    message_ids: Collection[int] = (),
    now: datetime,
    lock: bool = False,
) -> Callable[[House], dict[int, Standing]]:
    """Ask what is known of customers; call what comes back, with the house's rules, for their standing.

    `owners` maps each asked customer to the contact points that would be used; who does not exist is missing
    from the answer. `message_ids` are what is being judged: the touches they spent earlier are told apart.
    With `lock`, every row of a person is locked first, in the order of ids; each later statement sees what
    was committed before it. Of many customers only those touches are read that some rule counts, once it is
    known which rules there are; of a few all, which spares a journey.
    """
    users, judged = _users(owners), numbers(message_ids)
    has_touches = len(owners) < _MANY
    wanted = set(owners)

    def touches_of(customer_ids: Iterable[int], reach: timedelta) -> dict[str, object]:
        return {"touched": numbers(customer_ids), "since": now - reach, "judged": judged}

    def question(more: Collection[int], points: Collection[int]) -> tuple[CursorWrapper, CursorWrapper]:
        ids = {"ids": numbers(sorted(wanted))}
        kept = {"ids": numbers(more), "points": numbers(points)}
        with asking.together():
            if lock:
                asking.ask(_LOCK, ids)
            people = asking.ask(_PEOPLE, ids)
            if has_touches:
                about = asking.ask(_ALL_ABOUT, kept | touches_of(more, dials.LONGEST_PERIOD))
            else:
                about = asking.ask(_ABOUT, kept)
        return people, about

    first = question(wanted, users)

    def answer(house: House) -> dict[int, Standing]:
        people, about = first
        rows, known = people.fetchall(), about.fetchall()
        while more := {number for row in rows for number in row[:2] if number is not None} - wanted:
            wanted.update(more)
            people, about = question(more, ())
            rows = people.fetchall()
            known += about.fetchall()
        persons = _persons(rows)
        _add(persons, known, users)
        if house.asked_fields:
            for customer_id, said in facts_for(house, persons):
                persons[customer_id].answers |= {said}
        if not has_touches:
            counting, reach = _counting(persons, house)
            if counting:
                _add(persons, asking.ask(_TOUCHED, touches_of(counting, reach)).fetchall(), users)
        return {number: persons[number] for number in owners if number in persons}

    return answer


def _persons(people: Sequence[_Row]) -> dict[int, Standing]:
    """Return who each of these customers now is; whoever is one person shares one standing."""
    persons = {row[0]: _person(*row) for row in people if row[1] is None}
    for customer_id, root, is_erased, *_ in people:
        if root is not None:
            persons[customer_id] = persons[root]
            persons[root].is_erased |= is_erased
    return persons


def _add(
    persons: Mapping[int, Standing], known: Sequence[_Row], users: Mapping[int, Collection[int]]
) -> None:
    """Add to each person's standing what the rows say."""
    for what, customer_id, number, is_so, word, channel, topic, position, snooze, at, moments in known:
        if what == _SUPPRESSION:
            for each in users[number] if customer_id is None else [customer_id]:
                if each in persons:
                    _bar(persons[each], number, word, is_so)
            continue
        person = persons.get(customer_id)
        if person is None:  # came into being between the two statements
            continue
        if what == _TOUCHES:
            touches = [Counted(channel, topic, each, at) for each in map(_at, moments.split(","))]
            if number is None:
                person.counted(word).extend(touches)
            else:
                (person.own[number],) = touches
        elif what == _CONSENT:
            person.consents[channel, word] = is_so and person.consents.get((channel, word), True)
        else:
            person.dials.append(Setting(channel, topic, position, snooze, at))


_at = datetime.fromisoformat


def _counting(persons: Mapping[int, Standing], house: House) -> tuple[Collection[int], timedelta]:
    """Return of whom some rule counts touches, and how far back at most."""
    reach = house.reach
    if reach == dials.LONGEST_PERIOD:
        return persons, reach
    own = {number: dials.reach(person.dials) for number, person in persons.items() if person.dials}
    counting = persons if reach else [number for number, its in own.items() if its]
    return counting, max([reach, *own.values()])


def facts_for(house: House, customer_ids: Collection[int]) -> list[tuple[int, Answer]]:
    """Return what these customers' facts say to the fields that the house's defaults ask for."""
    sought = [numbers(customer_ids), sorted(house.asked_fields)]
    rows = asking.ask(_ANSWERS, sought).fetchall()
    return [(customer_id, (field, value)) for customer_id, field, value in rows]


def _person(
    customer_id: int,
    root: int | None,
    is_erased: bool,
    country: str,
    timezone: str,
    contact_at: datetime | None,
    quiet_from: time | None,
    quiet_until: time | None,
) -> Standing:
    quiet = Window(quiet_from, quiet_until) if quiet_from is not None and quiet_until is not None else None
    return Standing(customer_id, country, timezone, contact_at, quiet, is_erased)


def _users(owners: Mapping[int, Collection[int]]) -> dict[int, list[int]]:
    """Return by contact point who would be written to there."""
    users: dict[int, list[int]] = {}
    for asked, points in owners.items():
        for point_id in points:
            users.setdefault(point_id, []).append(asked)
    return users


def _bar(person: Standing, point_id: int | None, reason: str, is_marketing_only: bool) -> None:
    if point_id is not None:
        _, milder = person.suppressed_points.get(point_id, ("", True))
        person.suppressed_points[point_id] = (reason, is_marketing_only and milder)
    elif is_marketing_only:
        person.suppressed_for_marketing = reason
    else:
        person.suppressed = reason


_PEOPLE = """
SELECT c.id, c.merged_into_id, c.erased_at IS NOT NULL, c.country, c.timezone,
    greatest(p.last_reply_at, p.last_visit_at, p.last_purchase_at), f.quiet_from, f.quiet_until
FROM customers_customer c
LEFT JOIN customers_profile p ON p.customer_id = c.id
LEFT JOIN customers_preference f ON f.customer_id = c.id
WHERE c.id = ANY(%(ids)s::bigint[]) OR c.merged_into_id = ANY(%(ids)s::bigint[])
ORDER BY c.id
"""
_LOCK = """
SELECT id FROM customers_customer WHERE id = ANY(%(ids)s::bigint[]) OR merged_into_id = ANY(%(ids)s::bigint[])
ORDER BY id FOR NO KEY UPDATE
"""
_MANY = 10
"""Not one: of a single customer all touches are shown (gate.standing_of)."""
_SUPPRESSION, _CONSENT, _DIAL, _TOUCHES = range(4)
_ABOUT = f"""
SELECT {_SUPPRESSION}, customer_id, contact_point_id, is_marketing_only AS is_so, reason AS word,
    NULL AS channel, NULL AS topic, NULL::int AS position, NULL::int AS snooze_position,
    NULL::timestamptz AS at, NULL AS times
FROM customers_suppression
WHERE lifted_at IS NULL
AND (customer_id = ANY(%(ids)s::bigint[]) OR contact_point_id = ANY(%(points)s::bigint[]))
UNION ALL
SELECT {_CONSENT}, customer_id, NULL, is_granted, purpose, channel, NULL, NULL, NULL, NULL, NULL
FROM customers_consent WHERE customer_id = ANY(%(ids)s::bigint[])
UNION ALL
SELECT {_DIAL}, customer_id, NULL, NULL, NULL, channel, topic, position, snooze_position, snoozed_until, NULL
FROM customers_dial WHERE customer_id = ANY(%(ids)s::bigint[])
"""
"""All that is kept about them by row; what a kind of row lacks is NULL."""
_TOUCHED = f"""
SELECT {_TOUCHES}, customer_id,
    CASE WHEN message_id IN (SELECT unnest(%(judged)s::bigint[])) THEN message_id END,
    NULL::boolean, purpose, channel, topic, NULL::int, NULL::int, answered_at,
    string_agg(touched_at::text, ',')
FROM customers_touch
WHERE customer_id = ANY(%(touched)s::bigint[]) AND touched_at > %(since)s AND state <> 'returned'
AND (purpose = 'marketing' OR purpose IN (SELECT purpose FROM customers_houselimit))
GROUP BY 2, 3, purpose, channel, topic, answered_at
"""
"""Touches that differ in their times alone are one row: read one by one they would cost us three times as
much. What a message in question has spent itself is a row with its number.
"""
_ALL_ABOUT = f"{_ABOUT} UNION ALL {_TOUCHED}"
_ANSWERS = """
SELECT customer_id, field_id, value #>> '{}' FROM customers_fact
WHERE customer_id = ANY(%s::bigint[]) AND field_id = ANY(%s)
"""
