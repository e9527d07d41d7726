"""Offers: which are live at a place, which of them are meant for somebody, and what became of one."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count

from campaigns import audience, compiled
from campaigns.deciding import Live
from campaigns.models import Offer, Outcome, Touchpoint
from campaigns.segment import BadRule
from customers import asking
from customers.models import Topic

_EVERYONE = ('"everyone"', '{"everyone": null}')
"""As PostgreSQL writes the rule."""


class BadOffer(ValueError):
    """An offer that cannot be stored; `problems` are sentences by the field they are about."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def live(touchpoint: str, placement: str, *, now: datetime) -> dict[int, tuple[Live, str]]:
    """Return the offers on at this moment that may be made at a place, each with its rule, a JSON text."""
    return asked(touchpoint, placement, now=now)()


def asked(touchpoint: str, placement: str, *, now: datetime) -> Callable[[], dict[int, tuple[Live, str]]]:
    """Ask for what `live` returns; call what comes back to read it."""
    places = [touchpoint, f"{touchpoint}/{placement}"] if placement else [touchpoint]
    found = asking.ask(_LIVE, {"now": now, "places": places})
    return lambda: {row[0]: (_offer(row), row[-1]) for row in found.fetchall()}


def is_for_everyone(rule: str) -> bool:
    return rule in _EVERYONE


def fitting(rules: Mapping[int, str], customer_id: int, *, now: datetime) -> frozenset[int]:
    """Return which of these offers are meant for one customer, by their rules; one statement at most."""
    everyone = {offer_id for offer_id, rule in rules.items() if is_for_everyone(rule)}
    others = {offer_id: rule for offer_id, rule in rules.items() if offer_id not in everyone}
    return compiled.holding(others, customer_id, now=now) | everyone


def key_of(offer_id: int) -> str | None:
    return Offer.objects.filter(pk=offer_id).values_list("key", flat=True).first()


def check(offer: Offer) -> None:
    """Raise BadOffer with everything that keeps an offer from being stored."""
    problems = {
        field: words
        for field, words in (
            ("topic", _no_topic(offer)),
            ("audience", _bad_rule(offer)),
            ("places", _bad_place(offer.places)),
            ("link", _bad_link(offer.link)),
            ("translations", _bad_translations(offer.translations)),
            ("valid_until", _bad_period(offer)),
            ("lever", "" if -100 <= offer.lever <= 1000 else "The lever goes from -100 to 1000 per cent."),
        )
        if words
    }
    if problems:
        raise BadOffer(problems)


def save(offer: Offer) -> Offer:
    """Store an offer, a new one or a changed one. Raises BadOffer."""
    check(offer)
    offer.save()
    return offer


def tally(offer_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return for each offer how many customers each outcome was recorded for."""
    found: dict[int, dict[str, int]] = {offer_id: {} for offer_id in offer_ids}
    rows = Outcome.objects.filter(offer__in=offer_ids).values_list("offer_id", "kind")
    for offer_id, kind, people in rows.annotate(people=Count("customer_id", distinct=True)).order_by():
        found[offer_id][kind] = people
    return found


def _offer(row: tuple[Any, ...]) -> Live:
    return Live._make((*row[:-2], json.loads(row[-2])))


def _no_topic(offer: Offer) -> str:
    return "" if Topic.objects.filter(pk=offer.topic).exists() else "There is no such topic."


def _bad_rule(offer: Offer) -> str:
    try:
        audience.read(offer.audience)
    except BadRule as error:
        return f"{error}."
    return ""


def _bad_place(places: Collection[str]) -> str:
    for place in places:
        touchpoint, _, placement = place.partition("/")
        if touchpoint not in Touchpoint.values or (placement and not placement.replace("-", "a").isalnum()):
            known = ", ".join(Touchpoint.values)
            return f"{place!r} is no place: name one of {known}, or a placement there such as web/home."
    return ""


def _bad_link(link: str) -> str:
    parts = urlsplit(link)
    is_fine = not link or (parts.scheme in ("https", "http") and parts.netloc)
    return "" if is_fine else "A link begins with https:// or http://."


def _bad_translations(translations: object) -> str:
    """Say what is no {language: {title, text}}."""
    if not isinstance(translations, dict):
        return "Translations are written by language."
    for language, words in translations.items():
        is_fine = isinstance(words, dict) and set(words) <= {"title", "text"}
        if not is_fine or not all(isinstance(each, str) for each in words.values()):
            return f"{language} must have a title, a text or both."
    return ""


def _bad_period(offer: Offer) -> str:
    begins, ends = offer.valid_from, offer.valid_until
    return "It ends before it begins." if begins and ends and begins >= ends else ""


# Plain SQL, and its JSON read here, since every decision asks it.
_LIVE = """
SELECT id, key, name, topic, title, words, family, places, valid_from, valid_until, stock, margin_minor,
    lever, rest_after_yes_days, text, link, translations::text, audience::text
FROM campaigns_offer
WHERE is_offered AND (valid_from IS NULL OR valid_from <= %(now)s)
AND (valid_until IS NULL OR valid_until > %(now)s) AND (places = '{}' OR places::text[] && %(places)s)
ORDER BY id
"""
