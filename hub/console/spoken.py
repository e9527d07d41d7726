"""What staff read out before they turn a dial: the owner's wording, in this customer's language."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import translation

from customers import wordings, zones
from customers.models import Customer, Topic
from hub.portal import words


class Said(NamedTuple):
    """The sentence, and the version of its wording that evidence names."""

    text: str
    version: str


def by_dial(customer: Customer, channel: str, topic: str, position: int, until: datetime | None) -> Said:
    """Return what to read out for a dial on this scope. One statement, two for a dial on a topic."""
    shown = wordings.current("dial.snoozed" if until else "dial.spoken", customer.language)
    _, language, _ = shown.version.split("/")
    with translation.override(language):
        known = Topic.objects.filter(pk=topic).first() if topic else None
        label = known.words_in(language)[0] if known else topic
        blanks = {"scope": words.scope(channel, label), "promise": str(words.SHORT[position])}
        if until:
            blanks["until"] = words.day(until, words.zone_of(customer))
        return Said(shown.fill(**blanks), shown.version)


def sample_blanks(language: str, *, now: datetime) -> dict[str, str]:
    """Return something for every blank a wording can have, as a customer of this language might read it."""
    with translation.override(language):
        day = words.day(now + timedelta(days=30), zones.plausible("", "")[0])
        return {"scope": words.scope("email", ""), "promise": str(words.SHORT[3]), "until": day, "due": day}
