"""Offers: what can be stored, and what became of one."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from django.db.models import Count

from campaigns import audience
from campaigns.models import OFFER_WORDS, Offer, Outcome, Touchpoint, key_complaint
from campaigns.segment import BadRule
from customers.models import Topic


class BadOffer(ValueError):
    """An offer that cannot be stored; `problems` are sentences by the field they are about."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def key_of(offer_id: int) -> str | None:
    return Offer.objects.filter(pk=offer_id).values_list("key", flat=True).first()


def check(offer: Offer) -> None:
    """Raise BadOffer with everything that keeps an offer from being stored."""
    problems = {
        field: words
        for field, words in (
            ("key", key_complaint(offer.key, OFFER_WORDS)),
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
