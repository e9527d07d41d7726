"""The house's own rules as the gate reads them: one statement brings all of them."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any, NamedTuple

from customers import asking, dials
from customers.dials import Setting
from customers.quiet import Window
from customers.rest import Rest

Answer = tuple[str, str]
"""A profile field and what a customer's fact says for it, as text."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours as the owner set them; an empty country or channel means all of them."""

    country: str
    channel: str
    purpose: str
    window: Window
    why: str = ""


class Default(NamedTuple):
    """Where a dial begins that nobody has set; an empty country or field means for everybody."""

    country: str
    field: str
    value: str
    """What the customer's answer to the field has to be."""
    setting: Setting

    def holds_for(self, country: str, answers: Set[Answer]) -> bool:
        return self.country in ("", country) and (not self.field or (self.field, self.value) in answers)

    @property
    def precedence(self) -> tuple[bool, bool, int]:
        """Later goes before earlier: a field before a country, both before one; of equals the stricter."""
        return bool(self.field), bool(self.country), -self.setting.position


@dataclass(frozen=True, slots=True)
class House:
    """What the owner set for everybody; `limits` by purpose, `pressure_limit` None for none."""

    limits: Mapping[str, Sequence[Setting]] = field(default_factory=dict)
    defaults: Sequence[Default] = ()
    """The least particular first."""
    quiet: Sequence[Quiet] = ()
    rests: Sequence[Rest] = ()
    pressure_limit: float | None = None
    _begins: dict[tuple[str, frozenset[Answer]], dict[tuple[str, str], Setting]] = field(
        default_factory=dict, repr=False
    )

    @property
    def asked_fields(self) -> set[str]:
        """The fields whose answers decide where somebody begins."""
        return {default.field for default in self.defaults if default.field}

    @property
    def reach(self) -> timedelta:
        """How far back these rules count the touches of anybody, whatever dials of their own they have."""
        if self.rests or self.pressure_limit is not None:
            return dials.LONGEST_PERIOD
        limits = [setting for settings in self.limits.values() for setting in settings]
        return dials.reach([*limits, *(default.setting for default in self.defaults)])

    def defaults_for(
        self, country: str, answers: frozenset[Answer] = frozenset()
    ) -> dict[tuple[str, str], Setting]:
        """Return by scope the default dials of whoever lives there and gave these answers."""
        known = self._begins.get((country, answers))
        if known is None:
            mine = [default.setting for default in self.defaults if default.holds_for(country, answers)]
            known = {(setting.channel, setting.topic): setting for setting in mine}
            self._begins[country, answers] = known
        return known


def load() -> House:
    """Read the rules in force."""
    return asked()()


def asked() -> Callable[[], House]:
    """Ask for the rules in force; call what comes back to read them."""
    found = asking.ask(_HOUSE)
    return lambda: _house(*found.fetchone())


def _house(
    limits: str | None,
    defaults: str | None,
    quiet: str | None,
    rests: str | None,
    pressure_limit: float | None,
) -> House:
    by_purpose = defaultdict(list)
    for purpose, *setting in _rows(limits):
        by_purpose[purpose].append(Setting(*setting))
    return House(
        by_purpose,
        sorted(
            (
                Default(country, field_key, value, Setting(*setting))
                for country, field_key, value, setting in _rows(defaults)
            ),
            key=lambda default: default.precedence,
        ),
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
    (SELECT jsonb_agg(jsonb_build_array(country, field, value, jsonb_build_array(channel, topic, position))
        ORDER BY id)::text FROM customers_defaultdial),
    (SELECT jsonb_agg(jsonb_build_array(country, channel, purpose, starts, ends, weekdays, why)
        ORDER BY id)::text FROM customers_quiethours),
    (SELECT jsonb_agg(jsonb_build_array(channel, topic, ignored, within_days, rest_days) ORDER BY id)::text
        FROM customers_restrule),
    (SELECT "limit" FROM customers_pressurelimit)
"""
