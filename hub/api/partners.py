"""Partners, as the house sees them: who they are, what customers allow, and removing what came from them."""

import re
from datetime import datetime
from typing import Annotated

import msgspec

from customers import partners
from customers.consent import Evidence
from customers.errors import BadPartner
from customers.models import Brought, Consent, Partner
from hub.api import problems, who
from hub.api.operation import Call, Done
from hub.api.who import Number

MOST_REMOVED = 500
"""At once: each is shredded line by line."""
_KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")


class PartnerTold(msgspec.Struct):
    """A partner; of whom they brought, `joined` stand on a customer of ours, with permission."""

    key: str
    name: str
    source: str
    wording: str
    wording_version: int
    brought: int
    joined: int
    changed_at: datetime
    ended_at: datetime | None


class Partners(msgspec.Struct):
    items: list[PartnerTold]


class WrittenPartner(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    wording: Annotated[
        str, msgspec.Meta(min_length=1, max_length=2000, description="What customers say yes to, as shown.")
    ]


class RemovedPartner(msgspec.Struct):
    """How many customers of theirs were removed now, and how many are left: ask again until none are."""

    removed: int
    left: int


class LinkTold(msgspec.Struct):
    """A partner who told us of this customer, as far as we can tell: `suggested`, or `joined`."""

    partner: str
    name: str
    state: str
    by: str
    is_allowed: bool | None


class Links(msgspec.Struct):
    customer: Number
    items: list[LinkTold]


class Permit(msgspec.Struct, forbid_unknown_fields=True):
    """A customer's yes or no to joining what this partner tells us, with its evidence."""

    is_granted: bool
    wording: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    place: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    wording_version: Annotated[str, msgspec.Meta(max_length=40)] = ""


def list_partners(call: Call) -> Done:
    """List partners, and how many they brought."""
    return Done(Partners([_told(each) for each in Partner.objects.order_by("pk")]))


def write_partner(call: Call) -> Done:
    """Make a partner or change it; one that was ended is back."""
    said: WrittenPartner = call.body
    if not _KEY.fullmatch(call.path["partner"]):
        raise problems.not_found("partner")
    try:
        made, is_new = partners.declare(
            call.path["partner"], said.name, said.wording, by=call.actor, now=call.now
        )
    except BadPartner as error:
        raise problems.invalid(str(error)) from None
    return Done(_told(made), 201 if is_new else 200)


def remove_partner(call: Call) -> Done:
    """End a partner, whose keys open nothing any more, and remove what came from them, 500 at a time."""
    partner = _partner(call)
    Partner.objects.filter(pk=partner.pk, ended_at=None).update(ended_at=call.now)
    theirs = Brought.objects.filter(partner=partner)
    some = list(theirs.order_by("pk").values_list("pk", flat=True)[:MOST_REMOVED])
    removed = partners.remove(some, actor=call.actor, now=call.now)
    return Done(RemovedPartner(removed, theirs.count()))


def read_links(call: Call) -> Done:
    """Read which partners told us of a customer, and what the customer allowed."""
    return Done(_links(who.in_address(call.path["customer"]).pk))


def permit_partner(call: Call) -> Done:
    """Take down whether what a partner tells us may be joined: a yes joins it, a no parts it."""
    customer, partner, said = who.in_address(call.path["customer"]), _partner(call), call.body
    evidence = Evidence(said.wording, said.place, call.actor, said.wording_version)
    partners.permit(customer.pk, partner, said.is_granted, evidence, now=call.now)
    return Done(_links(customer.pk))


def forget_partner(call: Call) -> Done:
    """Remove for a customer all that a partner told us, for good, and take their permission back."""
    customer, partner = who.in_address(call.path["customer"]), _partner(call)
    evidence = Evidence(f"Remove what {partner.name} told you.", "api", call.actor)
    partners.forget(customer.pk, partner, evidence, now=call.now)
    return Done(_links(customer.pk))


def _partner(call: Call) -> Partner:
    key = call.path["partner"]
    found = Partner.objects.filter(pk=key).first() if _KEY.fullmatch(key) else None
    if found is None:
        raise problems.not_found("partner")
    return found


def _told(row: Partner) -> PartnerTold:
    theirs = Brought.objects.filter(partner=row)
    joined = theirs.filter(customer__merged_into__isnull=False)
    return PartnerTold(
        row.key, row.name, row.source, row.wording, row.wording_version, theirs.count(), joined.count(),
        row.changed_at, row.ended_at,
    )  # fmt: skip


def _links(customer_id: int) -> Links:
    said = Consent.objects.filter(customer=customer_id, purpose=partners.PURPOSE)
    allowed = dict(said.values_list("channel", "is_granted"))
    return Links(
        who.number(customer_id),
        [
            LinkTold(
                each.partner.key, each.partner.name, "joined" if each.is_joined else "suggested", each.by,
                allowed.get(each.partner.key),
            )
            for each in partners.links_of(customer_id)
        ],
    )  # fmt: skip
