"""The dials of one customer: what they leave, and turning one on the customer's word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from channels import wishes
from channels.registry import ADAPTERS
from customers.consent import Evidence
from customers.dials import PROMISES, Counted, Setting, room, tightest
from customers.models import Customer
from hub.console import words
from hub.console.around import Around
from hub.models import Staff

WORDING_VERSION = "console-1"
_PERIODS = {1: "in 24 hours", 7: "this week", 30: "this month", 90: "in three months"}
_SNOOZES = (("", "from now on"), ("7", "for a week"), ("30", "for a month"), ("90", "for three months"))


@dataclass(frozen=True, slots=True)
class DialLine:
    """One dial as the card shows it; `left` is what it still leaves, in words."""

    pk: str
    label: str
    position: int
    promise: str
    left: str
    snoozed_until: datetime | None


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

    def __init__(self, data: Mapping[str, Any] | None, *, settings: Sequence[Setting], near: Around) -> None:
        super().__init__(data)
        self.fields["scope"].choices = _scopes(settings, near)  # type: ignore[attr-defined]

    def wish(self, now: datetime) -> tuple[str, str, int, datetime | None]:
        """Return (channel, topic, position, until) of a valid form."""
        channel, _, topic = self.cleaned_data["scope"].partition("/")
        days = self.cleaned_data["days"]
        until = now + timedelta(days=int(days)) if days else None
        return channel, topic, self.cleaned_data["position"], until


def turn(customer: Customer, form: TurnForm, near: Around, staff: Staff, *, now: datetime) -> None:
    """Turn the dial that a valid form wishes; the words read out are kept as the evidence."""
    channel, topic, position, until = form.wish(now)
    evidence = Evidence(
        wording=_words_of(form, near.topics, now),
        wording_version=WORDING_VERSION,
        place=staff.workplace or "console",
        actor=f"staff:{staff.username}",
    )
    wishes.turn_dial(
        customer.pk, position, channel=channel, topic=topic, until=until, evidence=evidence, now=now
    )


def card(
    customer: Customer,
    near: Around,
    settings: Sequence[Setting],
    touches: Sequence[Counted],
    *,
    now: datetime,
    form: TurnForm | None = None,
) -> dict[str, Any]:
    """Return what _dials.html shows, with the form to turn one if it was asked for."""
    ordered = sorted(
        settings, key=lambda each: (bool(each.topic), bool(each.channel), each.topic, each.channel)
    )
    return {
        "dials": [_line(each, touches, near.topics, now) for each in ordered],
        "dials_changed": f"changed {_day(near.dials_changed_at)}" if near.dials_changed_at else "",
        "customer_url": reverse("console:customer", args=[customer.pk]),
        "dials_url": reverse("console:customer-dials", args=[customer.pk]),
        "allowance": _allowance(settings, near.house, touches, now),
        "turn_form": form,
        "turn_words": _words_of(form, near.topics, now) if form and form.is_valid() else "",
    }


def _words_of(form: TurnForm, topics: Mapping[str, str], now: datetime) -> str:
    channel, topic, position, until = form.wish(now)
    return words.wording(channel, topics.get(topic, topic), position, until)


def _scopes(settings: Sequence[Setting], near: Around) -> list[tuple[str, str]]:
    """Return what a dial can be set on: everything, each channel, each topic, and whatever has a dial."""
    topics = sorted(near.topics, key=lambda topic: near.topics[topic])
    plain = [("", ""), *((channel, "") for channel in ADAPTERS), *(("", topic) for topic in topics)]
    own = [(each.channel, each.topic) for each in settings]
    return [
        (f"{channel}/{topic}", words.scope(channel, near.topics.get(topic, topic)))
        for channel, topic in dict.fromkeys([*plain, *own])
    ]


def _line(setting: Setting, touches: Sequence[Counted], topics: Mapping[str, str], now: datetime) -> DialLine:
    position = setting.position_at(now)
    snoozed_until = setting.snoozed_until if position != setting.position else None
    left = room(setting, touches, now=now)
    says = f"{left.left} left" if left.left else ""
    if left.left == 0 and left.again_at and snoozed_until is None:
        says = f"free again {_day(left.again_at)}"
    return DialLine(
        f"{setting.channel or 'any'}-{setting.topic or 'any'}",
        words.scope(setting.channel, topics.get(setting.topic, setting.topic)),
        position,
        PROMISES[position].words,
        says,
        snoozed_until,
    )


def _allowance(
    settings: Sequence[Setting], house: Sequence[Setting], touches: Sequence[Counted], now: datetime
) -> dict[str, Any] | None:
    """Say what is left for the next mail about anything, and whose limit it is; None if nothing limits it."""
    found = tightest([*settings, *house], "email", "", touches, now=now)
    if found is None:
        return None
    setting, left = found
    promise = PROMISES[setting.position_at(now)]
    whose = "" if setting in settings else ", by our own limit"
    if left.left:
        period = _PERIODS[promise.period.days]
        says = f"{left.left} of {promise.touches} touches left {period}{whose}"
    elif left.again_at:
        says = f"No touch left until {_day(left.again_at)}{whose}"
    else:
        says = f"No offers or news to this customer{whose}"
    return {"left": left.left or 0, "of": promise.touches or 0, "words": says}


def _day(at: datetime) -> str:
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return f"today {local:%H:%M}"
    return (
        f"{local.day} {local:%b}" if local.year == timezone.localdate().year else f"{local.day} {local:%b %Y}"
    )
