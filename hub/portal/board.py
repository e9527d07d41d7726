"""The board of dials: where each stands for one customer, and what each position would have meant lately."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import get_language

from channels.registry import ADAPTERS
from customers import gate, rehearsal
from customers.dials import Counted, Setting
from customers.gate import CHANNELS_WITHOUT_ADDRESS
from customers.house import House
from customers.models import Customer, Topic
from customers.standing import Standing
from hub.portal import spoken, words


class Scope(NamedTuple):
    """What a dial is about; empty means all channels or all topics."""

    channel: str
    topic: str

    @property
    def key(self) -> str:
        return f"{self.channel}/{self.topic}"


@dataclass(frozen=True, slots=True)
class Dial:
    """One dial as the page shows it; `would` says for each position what it would have let through."""

    scope: Scope
    label: str
    about: str
    position: int
    is_set: bool
    got: int
    would: tuple[int, ...]
    house_position: int | None
    """Where our own limit on the same scope stands."""

    @property
    def is_shut_by_us(self) -> bool:
        return self.house_position is not None and self.house_position < self.position


@dataclass(frozen=True, slots=True)
class Board:
    """All dials of a customer in the order they are shown, and what holds beside them."""

    everything: Dial
    topics: list[Dial]
    channels: list[Dial]
    pairs: list[Dial]
    quiet_until: datetime | None
    got: int
    would: int
    """What was sent in the last 90 days, and what of it these dials would have let through."""
    is_silent: bool
    """No channel on which we come to them is open: nothing comes at all."""

    def dials(self) -> list[Dial]:
        return [self.everything, *self.topics, *self.channels, *self.pairs]

    def find(self, key: str) -> Dial | None:
        return next((dial for dial in self.dials() if dial.scope.key == key), None)


def of(customer: Customer, *, now: datetime) -> Board:
    """Read the board of a customer. Aliases count: the strictest of several dials on a scope holds."""
    person, rules = gate.standing_of(customer.pk, now=now)
    person.touches = spoken.came(customer.pk, person.touches)
    topics = list(Topic.objects.all())
    make = _Maker(person, rules, {topic.key: topic for topic in topics})
    channels = _channels(person)
    everything = make.dial("", "")
    by_channel = [make.dial(channel, "") for channel in channels]
    in_force = list(person.settings(rules))
    return Board(
        everything,
        [make.dial("", topic.key) for topic in topics],
        by_channel,
        [make.dial(channel, topic.key) for topic in topics for channel in channels],
        _quiet_until(person.dials, now),
        len(person.touches),
        rehearsal.allowed(person.touches, in_force),
        everything.position == 0
        or all(
            dial.position == 0 for dial in by_channel if dial.scope.channel not in CHANNELS_WITHOUT_ADDRESS
        ),
    )


class _Maker:
    """Makes dials for one person out of what the gate knows."""

    def __init__(self, person: Standing, rules: House, topics: dict[str, Topic]) -> None:
        self._person = person
        self._topics = topics
        self._in_force = person.settings(rules)
        self._limits = rules.limits.get("marketing", ())

    def dial(self, channel: str, topic: str) -> Dial:
        known = self._topics.get(topic)
        label, description = known.words_in(get_language()) if known else (topic, "")
        mine = [each for each in self._person.touches if _touches(each, channel, topic)]
        is_agreed = topic or not channel or may_use(self._person, channel)
        position = _stands_at(self._in_force, channel, topic)
        return Dial(
            Scope(channel, topic),
            words.scope(channel, label),
            description if not channel else "",
            (10 if position is None else position) if is_agreed else 0,
            _stands_at(self._person.dials, channel, topic) is not None,
            len(mine),
            rehearsal.at_each_position(mine, channel, topic),
            _stands_at(self._limits, channel, topic),
        )


def may_use(person: Standing, channel: str) -> bool:
    """Say whether the customer lets us use a channel for offers and news at all."""
    answer = person.consents.get((channel, "marketing"))
    return channel in CHANNELS_WITHOUT_ADDRESS if answer is None else answer


def _channels(person: Standing) -> list[str]:
    """Return the channels worth a dial: those we write on, and those this customer has to do with."""
    met = {touch.channel for touch in person.touches} | {dial.channel for dial in person.dials}
    met |= {channel for channel, _ in person.consents}
    return list(dict.fromkeys([*ADAPTERS, *sorted(met - {""})]))


def _stands_at(settings: Iterable[Setting], channel: str, topic: str) -> int | None:
    return min((s.position for s in settings if (s.channel, s.topic) == (channel, topic)), default=None)


def _quiet_until(dials: Sequence[Setting], now: datetime) -> datetime | None:
    """Return until when the dial on everything is snoozed shut."""
    quiet = [
        dial.snoozed_until
        for dial in dials
        if (dial.channel, dial.topic, dial.snooze_position) == ("", "", 0) and dial.snoozed_until
    ]
    return max((until for until in quiet if until > now), default=None)


def _touches(touch: Counted, channel: str, topic: str) -> bool:
    return Setting(channel, topic, 0).matches(touch.channel, touch.topic)
