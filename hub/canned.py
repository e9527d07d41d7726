"""Canned answers: words that are answered with again and again, in Liquid, checked before they are kept."""

from difflib import get_close_matches

from django.conf import settings
from django.db.models import Q

from channels.liquid import BrokenTemplate, compile_text
from customers import learning
from customers.models import Customer
from hub.models import CannedAnswer, Staff, Team

OURS = frozenset({"staff.first_name", "staff.name", "organisation"})
"""What canned answers may name besides the customer's fields."""


def complaint(text: str) -> str:
    """Say what is wrong with a canned answer, in words for its author; empty if nothing is."""
    try:
        names = compile_text(text).variables
    except BrokenTemplate as error:
        return str(error)
    known = learning.merge_names() | OURS
    for name in sorted(names - known):
        meant = get_close_matches(name, known, n=1)
        hint = f" Did you mean {{{{ {meant[0]} }}}}?" if meant else ""
        return f"Nothing fills in {{{{ {name} }}}}.{hint}"
    return ""


def offered(team: Team | None, language: str) -> list[CannedAnswer]:
    """Return what a team answers with, and everybody; those in the customer's language first."""
    own = Q(team=None) | Q(team=team)
    found = list(CannedAnswer.objects.filter(own))
    return sorted(found, key=lambda each: (_distance(each.language, language), each.name))


def fill_in(answer: CannedAnswer, customer: Customer, staff: Staff) -> str:
    """Return a canned answer as it reads for this customer, to be looked at before it goes.

    Raises BrokenTemplate where it cannot be filled in.
    """
    template = compile_text(answer.text)
    merged = learning.merge_fields([customer.pk], template.variables).get(customer.pk, {})
    who = {"first_name": staff.first_name or staff.username, "name": staff.get_full_name() or staff.username}
    return template.render({**merged, "staff": who, "organisation": settings.ORGANISATION})


def _distance(language: str, wanted: str) -> int:
    if language and language[:2] == wanted[:2]:
        return 0
    return 1 if not language else 2
