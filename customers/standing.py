"""What the gate knows of each person: five statements for a batch of any size, and one to lock them.

One more where the house's defaults ask for facts.

A person is a customer with all who were merged into them. What any of them forbade is forbidden, every dial
of theirs must have room, and the touches of all of them count together; so a merge loosens nothing, and its
undoing needs nothing put back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db import connection

from customers import dials
from customers.dials import Counted, Setting
from customers.house import Answer, House
from customers.models.permission import Purpose
from customers.quiet import Window
from customers.staging import numbers


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

    def settings(self, house: House) -> Sequence[Setting]:
        """Return the dials in force: their own, and the house's defaults on scopes that they have not set."""
        if not house.defaults:
            return self.dials
        unset = dict(house.defaults_for(self.country, self.answers))
        for dial in self.dials:
            unset.pop((dial.channel, dial.topic), None)
        return [*self.dials, *unset.values()]


def load(
    owners: Mapping[int, Collection[int]],
    *,
    house: House,
    message_ids: Collection[int] = (),
    now: datetime,
    lock: bool = False,
) -> dict[int, Standing]:
    """Return each asked customer's standing; who does not exist is missing.

    `owners` maps each asked customer to the contact points that the asks would use. The touches of
    `message_ids` are left out: they are what is being judged. With `lock`, every row of a person is locked
    first, in the order of ids; each later statement sees what was committed before it.
    """
    persons, roots = _people(owners.keys(), lock)
    family, users = numbers(roots), _users(owners)
    purposes = sorted({Purpose.MARKETING.value, *house.limits})
    since = now - dials.LONGEST_PERIOD
    suppressions, consents_of, dials_of, touches = _together(
        (_SUPPRESSIONS, [family, numbers(users)]),
        (_CONSENTS, [family]),
        (_DIALS, [family]),
        (_TOUCHES, [family, since, purposes, numbers(message_ids)]),
    )
    for customer_id, point_id, reason, is_marketing_only in suppressions:
        for each in users[point_id] if customer_id is None else [customer_id]:
            if each in roots:
                _bar(persons[roots[each]], point_id, reason, is_marketing_only)
    for customer_id, channel, purpose, granted in consents_of:
        consents = persons[roots[customer_id]].consents
        consents[channel, purpose] = granted and consents.get((channel, purpose), True)
    for customer_id, *setting in dials_of:
        persons[roots[customer_id]].dials.append(Setting(*setting))
    if house.asked_fields:
        for customer_id, answer in facts_for(house, roots):
            persons[roots[customer_id]].answers |= {answer}
    for customer_id, purpose, channel, topic, touched, answered in touches:
        person = persons[roots[customer_id]]
        touch = Counted(channel, topic, touched, answered)
        if purpose == "marketing":
            person.touches.append(touch)
        else:
            person.other_touches.setdefault(purpose, []).append(touch)
    return {asked: persons[roots[asked]] for asked in owners if asked in roots}


def facts_for(house: House, customer_ids: Collection[int]) -> list[tuple[int, Answer]]:
    """Return what these customers' facts say to the fields that the house's defaults ask for."""
    rows = _rows(_ANSWERS, [numbers(customer_ids), sorted(house.asked_fields)])
    return [(customer_id, (field, value)) for customer_id, field, value in rows]


def _people(asked: Collection[int], lock: bool) -> tuple[dict[int, Standing], dict[int, int]]:
    """Return who there is, and for each customer row of theirs whose it is.

    Who belongs to whom is read after the lock, since a merge may commit while we wait for it; goes on until
    every row of a person is among those asked for and locked.
    """
    wanted = set(asked)
    while True:
        ids = {"ids": numbers(sorted(wanted))}
        held = {row[0] for row in _rows(_LOCK, ids)} if lock else None
        rows = _rows(_PEOPLE, ids)
        missing = {row[1] for row in rows if row[1] is not None} - wanted
        if held is not None:
            missing |= {row[0] for row in rows} - held
        if not missing:
            break
        wanted |= missing
    roots = {row[0]: row[1] or row[0] for row in rows}
    persons = {row[0]: _person(*row) for row in rows if row[1] is None}
    for customer_id, root, is_erased, *_ in rows:
        if root is not None and is_erased:
            persons[roots[customer_id]].is_erased = True
    return persons, roots


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


def _rows(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _together(*asked: tuple[str, Sequence[Any]]) -> list[list[tuple[Any, ...]]]:
    """Ask several things at once: while we read one answer, PostgreSQL finds the next."""
    cursors = [connection.cursor() for _ in asked]
    with connection.connection.pipeline():
        for cursor, (statement, parameters) in zip(cursors, asked, strict=True):
            cursor.execute(statement, parameters)
        return [cursor.fetchall() for cursor in cursors]


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
_SUPPRESSIONS = """
SELECT customer_id, contact_point_id, reason, is_marketing_only FROM customers_suppression
WHERE lifted_at IS NULL AND (customer_id = ANY(%s::bigint[]) OR contact_point_id = ANY(%s::bigint[]))
"""
_CONSENTS = """
SELECT customer_id, channel, purpose, is_granted FROM customers_consent WHERE customer_id = ANY(%s::bigint[])
"""
_DIALS = """
SELECT customer_id, channel, topic, position, snooze_position, snoozed_until FROM customers_dial
WHERE customer_id = ANY(%s::bigint[])
"""
_ANSWERS = """
SELECT customer_id, field_id, value #>> '{}' FROM customers_fact
WHERE customer_id = ANY(%s::bigint[]) AND field_id = ANY(%s)
"""
_TOUCHES = """
SELECT customer_id, purpose, channel, topic, touched_at, answered_at FROM customers_touch
WHERE customer_id = ANY(%s::bigint[]) AND touched_at > %s AND purpose = ANY(%s) AND state <> 'returned'
AND (message_id IS NULL OR message_id <> ALL(%s::bigint[]))
"""
