"""What is on offer, kept in this process and read anew when any of it has changed.

Every contact needs all offers that are on, and they change a few times a day. So only the versions of their
rows are asked, and the offers themselves where one is another than before. A version is a row's place in its
table and the transaction that put it there: no two states of the table share all of them.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns import compiled
from campaigns.deciding import Live
from customers import asking

VERSIONS = """
SELECT coalesce(string_agg(ctid::text || xmin::text, '' ORDER BY id), '') FROM campaigns_offer
WHERE is_offered AND (valid_until IS NULL OR valid_until > %(now)s)
"""
_EVERYONE = ('"everyone"', '{"everyone": null}')
"""As PostgreSQL writes the rule."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer and its rule, a JSON text."""

    live: Live
    rule: str

    @property
    def is_for_everyone(self) -> bool:
        return self.rule in _EVERYONE


def at(touchpoint: str, placement: str, *, now: datetime) -> list[Offered]:
    """Return the offers that may be made at a place at this moment."""
    (versions,) = asking.ask(VERSIONS, {"now": now}).fetchone()
    return _at(_shelf.standing(versions), touchpoint, placement, now)


def asked(
    touchpoint: str, placement: str, customer_id: int, *, now: datetime
) -> Callable[[str], tuple[list[Live], frozenset[int]]]:
    """Ask which of the offers at a place are meant for a customer.

    Call what comes back with the VERSIONS of this moment for the offers, and the numbers of those that are.
    The rules are asked as we know them, and once more only where an offer has changed.
    """
    known = _shelf.offers
    offered = _at(known, touchpoint, placement, now)
    fitting = _fitting(offered, customer_id, now)

    def answer(versions: str) -> tuple[list[Live], frozenset[int]]:
        standing = _shelf.standing(versions)
        if standing is known:
            return [each.live for each in offered], fitting()
        fresh = _at(standing, touchpoint, placement, now)
        return [each.live for each in fresh], _fitting(fresh, customer_id, now)()

    return answer


def _at(offers: tuple[Offered, ...], touchpoint: str, placement: str, now: datetime) -> list[Offered]:
    places = {touchpoint, f"{touchpoint}/{placement}"}
    return [
        each
        for each in offers
        if (each.live.valid_from is None or each.live.valid_from <= now)
        and (each.live.valid_until is None or each.live.valid_until > now)
        and not (each.live.places and places.isdisjoint(each.live.places))
    ]


def _fitting(offered: list[Offered], customer_id: int, now: datetime) -> Callable[[], frozenset[int]]:
    everyone = frozenset(each.live.id for each in offered if each.is_for_everyone)
    rules = {each.live.id: each.rule for each in offered if not each.is_for_everyone}
    held = compiled.asked(rules, customer_id, now=now)
    return lambda: everyone | held()


class _Shelf:
    """The offers as they stood when last asked."""

    def __init__(self) -> None:
        self._kept: tuple[str, tuple[Offered, ...]] = ("", ())

    @property
    def offers(self) -> tuple[Offered, ...]:
        return self._kept[1]

    def standing(self, versions: str) -> tuple[Offered, ...]:
        """Return them as they stand at these versions, or later."""
        if versions != self._kept[0]:
            rows = asking.ask(_OFFERS).fetchall()
            self._kept = (versions, tuple(_offered(*row) for row in rows))
        return self._kept[1]


def _offered(*row: Any) -> Offered:
    *about, translations, rule = row
    return Offered(Live._make((*about, json.loads(translations))), rule)


_shelf = _Shelf()
_OFFERS = """
SELECT id, key, name, topic, title, words, family, places, valid_from, valid_until, stock, margin_minor,
    lever, rest_after_yes_days, text, link, translations::text, audience::text
FROM campaigns_offer WHERE is_offered ORDER BY id
"""
