"""Offers as a text file (YAML), to be reviewed, kept in version control and carried elsewhere."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import offers, plainyaml
from campaigns.models import Offer

_KEYS = (
    "key", "name", "topic", "family", "is_offered", "words", "title", "text", "link", "translations",
    "audience", "places", "valid_from", "valid_until", "stock", "margin_minor", "lever",
    "rest_after_no_days", "rest_after_yes_days", "follow_up_subject", "follow_up_text",
)  # fmt: skip
_ALWAYS = ("key", "name", "topic", "title", "audience")
_USUAL = {field.name: field.get_default() for field in Offer._meta.concrete_fields if field.name in _KEYS}


class BadOfferFile(ValueError):
    """The file holds something that is no offer; `problems` are sentences for whoever wrote it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(text: str) -> list[Offer]:
    """Store the offers of a file, new ones or in place of those with their keys; all of them or none.

    What an offer does not name is as for a new one. Raises BadOfferFile with everything that is wrong.
    """
    try:
        written = plainyaml.read(text)
    except plainyaml.BadYaml as error:
        raise BadOfferFile(str(error)) from None
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        raise BadOfferFile(f"The file must be a list of offers with {', '.join(_ALWAYS)} and so on.")
    problems: list[str] = []
    with transaction.atomic():
        found = [_store(each, number, problems) for number, each in enumerate(written, 1)]
        if problems:
            raise BadOfferFile(*problems)
    return found


def export(found: Iterable[Offer]) -> str:
    """Write offers as the file from which `load` makes the same ones, without what is usual."""
    return plainyaml.write([_written(offer) for offer in found])


def _store(fields: dict[Any, Any], number: int, problems: list[str]) -> Offer:
    where = f"Offer {fields.get('key', number)}"
    problems += [f"{where}: {name} is not known." for name in fields if name not in _KEYS]
    offer = Offer.objects.filter(key=str(fields.get("key", ""))).first() or Offer()
    for name, usual in _USUAL.items():
        setattr(offer, name, fields.get(name, usual))
    try:
        offer.full_clean()
        offers.save(offer)
    except ValidationError as error:
        problems += [f"{where}: {name}: {' '.join(said)}" for name, said in error.message_dict.items()]
    except offers.BadOffer as error:
        problems += [f"{where}: {said}" for said in error.problems.values()]
    return offer


def _written(offer: Offer) -> dict[str, Any]:
    said = {name: getattr(offer, name) for name in _KEYS}
    told = {name: value for name, value in said.items() if name in _ALWAYS or value != _USUAL[name]}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items()}
