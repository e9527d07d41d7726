"""The house's own rules as the gate reads them: one statement brings all of them."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from django.db import connection

from customers.dials import Setting
from customers.quiet import Window
from customers.rest import Rest


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours as the owner set them; an empty country or channel means all of them."""

    country: str
    channel: str
    purpose: str
    window: Window
    why: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """What the owner set for everybody; `limits` by purpose, `pressure_limit` None for none."""

    limits: Mapping[str, Sequence[Setting]] = field(default_factory=dict)
    defaults: Sequence[tuple[str, Setting]] = ()
    """Default dials, each with its country; empty for all."""
    quiet: Sequence[Quiet] = ()
    rests: Sequence[Rest] = ()
    pressure_limit: float | None = None
    _by_country: dict[str, dict[tuple[str, str], Setting]] = field(default_factory=dict, repr=False)

    def defaults_for(self, country: str) -> dict[tuple[str, str], Setting]:
        """Return the default dials by scope; the country's own goes before the one for all."""
        known = self._by_country.get(country)
        if known is None:
            known = {(s.channel, s.topic): s for where, s in self.defaults if not where}
            known |= {(s.channel, s.topic): s for where, s in self.defaults if where and where == country}
            self._by_country[country] = known
        return known


def load() -> House:
    """Read the rules in force."""
    with connection.cursor() as cursor:
        cursor.execute(_HOUSE)
        limits, defaults, quiet, rests, pressure_limit = cursor.fetchone()
    by_purpose = defaultdict(list)
    for purpose, *setting in _rows(limits):
        by_purpose[purpose].append(Setting(*setting))
    return House(
        by_purpose,
        [(country, Setting(*setting)) for country, *setting in _rows(defaults)],
        [_quiet(*row) for row in _rows(quiet)],
        [
            Rest(channel, topic, ignored, timedelta(days=within), timedelta(days=rest))
            for channel, topic, ignored, within, rest in _rows(rests)
        ],
        pressure_limit,
    )


def _rows(text: str | None) -> list[list[Any]]:
    return json.loads(text) if text else []


def _quiet(
    country: str, channel: str, purpose: str, starts: str, ends: str, weekdays: list[int], why: str
) -> Quiet:
    window = Window(time.fromisoformat(starts), time.fromisoformat(ends), frozenset(weekdays))
    return Quiet(country, channel, purpose, window, why)


_HOUSE = """
SELECT
    (SELECT jsonb_agg(jsonb_build_array(purpose, channel, topic, position) ORDER BY id)::text
        FROM customers_houselimit),
    (SELECT jsonb_agg(jsonb_build_array(country, channel, topic, position) ORDER BY id)::text
        FROM customers_defaultdial),
    (SELECT jsonb_agg(jsonb_build_array(country, channel, purpose, starts, ends, weekdays, why)
        ORDER BY id)::text FROM customers_quiethours),
    (SELECT jsonb_agg(jsonb_build_array(channel, topic, ignored, within_days, rest_days) ORDER BY id)::text
        FROM customers_restrule),
    (SELECT "limit" FROM customers_pressurelimit)
"""
