"""The dials of one customer: where they stand, what they leave, and turning one on the customer's word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from channels import wishes
from channels.registry import ADAPTERS
from customers import touches
from customers.consent import Evidence
from customers.dials import PROMISES, Room, Setting, room, tightest
from customers.gate import CHANNELS_WITHOUT_ADDRESS, Reason
from customers.house import House
from customers.models import Customer
from customers.standing import Standing
from hub.console import spoken, words
from hub.console.around import Around
from hub.models import Staff

_PERIODS = {1: "in 24 hours", 7: "this week", 30: "this month", 90: "in three months"}
_SNOOZES = (("", "from now on"), ("7", "for a week"), ("30", "for a month"), ("90", "for three months"))

CONTACT_KINDS: Mapping[str, str] = {
    **{key: adapter.shape.contact_kind for key, adapter in ADAPTERS.items()},
    **{channel: touches.CONTACT_KINDS.get(channel, "") for channel in touches.CHANNELS},
}
"""Every channel on which we reach out, machines and people, with the kind of address that it needs."""


@dataclass(frozen=True, slots=True)
class DialLine:
    """One dial as the card shows it; `left` is what it still leaves, in words."""

    pk: str
    label: str
    position: int
    promise: str
    left: str
    snoozed_until: datetime | None
    is_own: bool
    """Whether they set it themselves; otherwise it is where we begin with everybody."""


@dataclass(frozen=True, slots=True)
class Left:
    """What channels that stand alike still leave; `of` is 0 where nothing is counted."""

    label: str
    words: str
    left: int = 0
    of: int = 0


class TurnForm(forms.Form):
    """Which dial goes where, and for how long: from now on, or for some days."""

    scope = forms.ChoiceField(label="What about")
    position = forms.TypedChoiceField(
        label="How much",
        coerce=int,
        choices=[(str(place), f"{place} · {promise.words}") for place, promise in enumerate(PROMISES)],
        initial="4",
    )
    days = forms.ChoiceField(label="How long", choices=_SNOOZES, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, settings: Sequence[Setting], topics: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self.fields["scope"].choices = _scopes(settings, topics)  # type: ignore[attr-defined]

    def wish(self, now: datetime) -> tuple[str, str, int, datetime | None]:
        """Return (channel, topic, position, until) of a valid form."""
        channel, _, topic = self.cleaned_data["scope"].partition("/")
        days = self.cleaned_data["days"]
        until = now + timedelta(days=int(days)) if days else None
        return channel, topic, self.cleaned_data["position"], until


def turn(customer: Customer, form: TurnForm, near: Around, staff: Staff, *, now: datetime) -> None:
    """Turn the dial that a valid form wishes; the words read out are kept as the evidence."""
    channel, topic, position, until = form.wish(now)
    said = _words_of(customer, form, now)
    evidence = Evidence(
        wording=said.text,
        wording_version=said.version,
        place=staff.workplace or "console",
        actor=f"staff:{staff.username}",
    )
    wishes.turn_dial(
        customer.pk, position, channel=channel, topic=topic, until=until, evidence=evidence, now=now
    )


def card(
    customer: Customer,
    near: Around,
    person: Standing,
    rules: House,
    *,
    now: datetime,
    turn_form: TurnForm | None = None,
    offer_form: forms.Form | None = None,
) -> dict[str, Any]:
    """Return what _dials.html shows, with the form to turn one or to note an offer if it was asked for."""
    is_asked = turn_form is not None and turn_form.is_valid()
    return {
        "dials": [_line(each, person, near.topics, now) for each in _in_force(person, rules, now)],
        "dials_changed": f"changed {words.day(near.dials_changed_at)}" if near.dials_changed_at else "",
        "customer_url": reverse("console:customer", args=[customer.pk]),
        "dials_url": reverse("console:customer-dials", args=[customer.pk]),
        "offer_url": reverse("console:customer-offer", args=[customer.pk]),
        "allowance": allowance(near, person, rules, now=now),
        "turn_form": turn_form,
        "turn_words": _words_of(customer, turn_form, now).text if turn_form and is_asked else "",
        "offer_form": offer_form,
    }


def allowance(near: Around, person: Standing, rules: House, *, now: datetime) -> list[Left]:
    """Say for each channel what is left for the next touch about anything; those alike share a line."""
    found: dict[Left, list[str]] = {}
    kinds = {point.kind for point in near.points}
    for channel, kind in CONTACT_KINDS.items():
        has_address = not kind or kind in kinds
        left = Left("", "none: no address") if not has_address else _left(channel, person, rules, now)
        found.setdefault(left, []).append(words.channel(channel))
    return [Left(", ".join(labels), each.words, each.left, each.of) for each, labels in found.items()]


def _in_force(person: Standing, rules: House, now: datetime) -> list[Setting]:
    """Return one dial a scope, the general ones first; of several (merged people) the strictest holds."""
    by_strictness = sorted(person.settings(rules), key=lambda each: -each.position_at(now))
    strictest = {(each.channel, each.topic): each for each in by_strictness}
    return sorted(
        strictest.values(),
        key=lambda each: (bool(each.topic), bool(each.channel), each.topic, each.channel),
    )


def _left(channel: str, person: Standing, rules: House, now: datetime) -> Left:
    if person.suppressed or person.suppressed_for_marketing:
        return Left("", "none: they must not be contacted")
    answer = person.consents.get((channel, "marketing"))
    if answer is False or (answer is None and channel not in CHANNELS_WITHOUT_ADDRESS):
        reason = Reason.NO_CONSENT if answer is None else Reason.WITHDRAWN
        return Left("", f"none: {reason.label[:1].lower()}{reason.label[1:]}")
    settings = person.settings(rules)
    found = tightest([*settings, *rules.limits.get("marketing", ())], channel, "", person.touches, now=now)
    if found is None:
        return Left("", "no limit")
    return _counted(*found, whose="" if found[0] in settings else ", by our own limit", now=now)


def _counted(setting: Setting, left: Room, *, whose: str, now: datetime) -> Left:
    promise = PROMISES[setting.position_at(now)]
    if left.left:
        says = f"{left.left} of {promise.touches} left {_PERIODS[promise.period.days]}{whose}"
    elif left.again_at:
        says = f"none until {words.day(left.again_at)}{whose}"
    else:
        says = f"none: {'our own limit' if whose else 'the dial'} is at never"
    return Left("", says, left.left or 0, promise.touches or 0)


def _words_of(customer: Customer, form: TurnForm, now: datetime) -> spoken.Said:
    channel, topic, position, until = form.wish(now)
    return spoken.by_dial(customer, channel, topic, position, until)


def _scopes(settings: Sequence[Setting], topics: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a dial can be set on: everything, each channel, each topic, and whatever has a dial."""
    ordered = sorted(topics, key=lambda topic: topics[topic])
    plain = [("", ""), *((channel, "") for channel in CONTACT_KINDS), *(("", topic) for topic in ordered)]
    in_force = [(each.channel, each.topic) for each in settings]
    return [
        (f"{channel}/{topic}", words.scope(channel, topics.get(topic, topic)))
        for channel, topic in dict.fromkeys([*plain, *in_force])
    ]


def _line(setting: Setting, person: Standing, topics: Mapping[str, str], now: datetime) -> DialLine:
    position = setting.position_at(now)
    snoozed_until = setting.snoozed_until if position != setting.position else None
    left = room(setting, person.touches, now=now)
    says = f"{left.left} left" if left.left else ""
    if left.left == 0 and left.again_at and snoozed_until is None:
        says = f"free again {words.day(left.again_at)}"
    return DialLine(
        f"{setting.channel or 'any'}-{setting.topic or 'any'}",
        words.scope(setting.channel, topics.get(setting.topic, setting.topic)),
        position,
        PROMISES[position].words,
        says,
        timezone.localtime(snoozed_until) if snoozed_until else None,
        is_own=any(setting is own for own in person.dials),
    )
