"""What we know about a customer, read for their own eyes: never a field that they are not to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from customers.consent import PARTNER
from customers.models import (
    Connection,
    Consent,
    ConsentEvidence,
    ContactPoint,
    Customer,
    Fact,
    Partner,
    ProfileField,
    Suppression,
    UnwantedFact,
)
from customers.models.permission import Purpose
from hub.portal import said, shell, words

Type = ProfileField.Type


@dataclass(frozen=True, slots=True)
class Known:
    """One fact in words; `written` is its value as an input of the page takes it."""

    field: ProfileField
    value: str
    written: str
    source: str
    when: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where an answer stands today, and every act that led there."""

    what: str
    is_granted: bool
    when: str
    acts: list["Act"]


@dataclass(frozen=True, slots=True)
class Act:
    evidence_id: int
    is_granted: bool
    when: str
    place: str
    wording: str


def facts(customer_ids: Sequence[int], zone: ZoneInfo) -> list[Known]:
    """Return what we know, the customer's own words first, then by label; one fact a field."""
    found = Fact.objects.filter(customer__in=customer_ids, field__is_visible_to_customer=True)
    best: dict[str, Fact] = {}
    for fact in found.select_related("field").order_by("by_customer", "confidence", "learned_at"):
        best[fact.field_id] = fact
    told = [_known(fact, zone) for fact in best.values()]
    return sorted(told, key=lambda each: (not each.is_own, each.field.label.lower()))


def open_fields(known: Sequence[Known]) -> list[ProfileField]:
    """Return what a customer could tell us and has not."""
    fields = ProfileField.objects.filter(is_visible_to_customer=True, is_editable_by_customer=True)
    return list(fields.exclude(pk__in=[each.field.pk for each in known]))


def unwanted(customer_ids: Sequence[int]) -> list[str]:
    """Return the labels of what we are not to know."""
    found = UnwantedFact.objects.filter(customer__in=customer_ids, field__is_visible_to_customer=True)
    return sorted(set(found.values_list("field__label", flat=True)))


def points(customer_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return where we can reach them, each with whether we must not."""
    found = ContactPoint.objects.filter(owners__in=customer_ids).order_by("kind", "pk").distinct()
    barred = Suppression.objects.filter(contact_point__in=found, lifted_at=None)
    shut = set(barred.values_list("contact_point_id", flat=True))
    icons = {"email": "envelope", "phone": "phone", "device": "device-phone-mobile", "postal": "home"}
    return [
        {
            "address": words.device(each.address) if each.kind == "device" else each.address,
            "icon": icons[each.kind],
            "is_barred": each.pk in shut,
        }
        for each in found
    ]


def agreements(customer_ids: Sequence[int], zone: ZoneInfo) -> list[Agreement]:
    acts: dict[tuple[str, str], list[Act]] = {}
    evidence = ConsentEvidence.objects.filter(customer_id__in=customer_ids)
    for each in evidence.order_by("-happened_at", "-pk"):
        act = Act(each.pk, each.is_granted, words.day(each.happened_at, zone), each.place, each.wording)
        acts.setdefault((each.channel, each.purpose), []).append(act)
    latest: dict[tuple[str, str], Consent] = {}
    for consent in Consent.objects.filter(customer__in=customer_ids).order_by("is_granted", "changed_at"):
        latest.setdefault((consent.channel, consent.purpose), consent)
    return [
        Agreement(
            _purpose(channel, purpose),
            consent.is_granted,
            said.on(consent.changed_at, zone),
            acts.get((channel, purpose), []),
        )
        for (channel, purpose), consent in sorted(latest.items())
    ]


def connections(customer: Customer, customer_ids: Sequence[int]) -> list[str]:
    """Say how this customer belongs together with others, from where they stand."""
    ours = Connection.objects.select_related("customer__merged_into", "other__merged_into").order_by("pk")
    found = [*ours.filter(customer__in=customer_ids), *ours.filter(other__in=customer_ids)]
    told = []
    for each in found:
        is_first = each.customer_id in customer_ids
        other = each.other if is_first else each.customer
        other = other.merged_into or other
        if other.erased_at is None and other.pk != customer.pk:
            told.append(_CONNECTED[each.kind][not is_first]() % {"name": shell.short_name(other)})
    return list(dict.fromkeys(told))


def language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"]).capitalize() if code else ""
    except KeyError:
        return code


def value_words(field_type: str, value: Any) -> str:
    match field_type:
        case Type.FLAG:
            return _("yes") if value else _("no")
        case Type.NUMBER:
            return number_format(value, use_l10n=True)
        case Type.DATE:
            return said.day(date.fromisoformat(value))
    return str(value)


def _known(fact: Fact, zone: ZoneInfo) -> Known:
    return Known(
        fact.field,
        value_words(fact.field.type, fact.value),
        str(fact.value).lower() if isinstance(fact.value, bool) else str(fact.value),
        _source(fact),
        said.on(fact.learned_at, zone),
        fact.by_customer,
    )


def _source(fact: Fact) -> str:
    if fact.by_customer:
        return _("You told us")
    if fact.confidence < 1:
        return _("We think so, from: %(source)s") % {"source": fact.source}
    return _("From: %(source)s") % {"source": fact.source}


def _purpose(channel: str, purpose: str) -> str:
    if purpose == PARTNER:
        name = Partner.objects.filter(pk=channel).values_list("name", flat=True).first() or channel
        return _("Joining what %(name)s tells us") % {"name": name}
    how = words.by_channel(channel)
    if purpose == Purpose.MARKETING:
        return _("Offers and news %(how)s") % {"how": how}
    if purpose == Purpose.SERVICE:
        return _("What concerns your orders, %(how)s") % {"how": how}
    return _("Answers to what you ask, %(how)s") % {"how": how}


_CONNECTED = {
    "household": (
        lambda: _("You and %(name)s live in one household."),
        lambda: _("You and %(name)s live in one household."),
    ),
    "works_for": (lambda: _("You work for %(name)s."), lambda: _("%(name)s works for you.")),
    "referred": (lambda: _("You brought %(name)s to us."), lambda: _("%(name)s brought you to us.")),
    "partner": (
        lambda: _("You and %(name)s are partners."),
        lambda: _("You and %(name)s are partners."),
    ),
}
"""As `Connection.customer` sees it, and as the other one does."""
