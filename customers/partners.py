"""Partners: what another company brings, kept apart from ours until the customer allows us to join it.

Whoever a partner tells us of becomes a customer row of their own, without addresses that we could write to.
By addresses and keys they may be recognised as a customer of ours; only that customer's permission joins the
two, as an alias (merging.py), and taking it back parts them. What came from them can be removed.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from customers import consent, erasing, forgotten, history, identity, merging
from customers.consent import Answer, Evidence
from customers.entry import Entry
from customers.errors import BadPartner
from customers.history import Recorded
from customers.identity import Details
from customers.models import Brought, BroughtPoint, Consent, Customer, Identity, Partner
from customers.staging import numbers

PURPOSE = consent.PARTNER
BY_KEY = "key"
_KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")


class Told(NamedTuple):
    """What a partner says about one of its customers; points are (kind, source, normalised address)."""

    key: str
    name: str = ""
    points: Sequence[tuple[str, str, str]] = ()


class Link(NamedTuple):
    """How a customer of ours and one whom a partner brought belong together; `by` says what both have."""

    partner: Partner
    brought_id: int
    by: str
    is_joined: bool


def declare(key: str, name: str, wording: str, *, by: str, now: datetime) -> tuple[Partner, bool]:
    """Make a partner or change it, and say whether it is new; an ended one is back. Raises BadPartner."""
    if not _KEY.fullmatch(key) or not name.strip() or not wording.strip():
        raise BadPartner("A partner has a key of small letters, digits and _, a name, and a wording.")
    with transaction.atomic():
        known = Partner.objects.select_for_update().filter(pk=key).first()
        version = known.wording_version + (known.wording != wording.strip()) if known else 1
        partner = Partner(
            key=key, name=" ".join(name.split()), wording=wording.strip(), wording_version=version,
            changed_by=by, changed_at=now,
        )  # fmt: skip
        partner.save(force_insert=known is None, force_update=known is not None)
    return partner, known is None


def removed(partner: Partner, keys: Collection[str]) -> set[str]:
    """Return which of the partner's customers have been removed: nothing about them is taken again."""
    return forgotten.known_keys(partner.source, keys)


def bring(partner: Partner, told: Iterable[Told], *, now: datetime) -> dict[str, int]:
    """Take what a partner says about its customers; join those who allowed it. Return their rows by key."""
    said = {each.key: each for each in told}
    with transaction.atomic():
        rows = _rows_of(partner, said)
        identity.describe(Details(rows[key], each.name) for key, each in said.items())
        points = [
            BroughtPoint(brought_id=rows[key], kind=kind, source=source, address=address)
            for key, each in said.items()
            for kind, source, address in each.points
        ]
        BroughtPoint.objects.bulk_create(points, ignore_conflicts=True)
        identity.index(rows.values())
        _join_allowed(partner, rows.values(), now=now)
    return rows


def record(partner: Partner, entries: Mapping[str, Sequence[Entry]], *, now: datetime) -> Recorded:
    """Record what a partner says happened, by its customers' keys: always on rows of its own."""
    rows = _rows_of(partner, entries)
    ready = [entry._replace(customer_id=rows[key]) for key, some in entries.items() for entry in some]
    return history.record(ready, now=now)


def links_of(customer_id: int) -> list[Link]:
    """Return whom partners brought that is joined to this customer, or may be the same person."""
    family = merging.family(customer_id)
    joined = Brought.objects.filter(customer__in=family).select_related("partner").order_by("pk")
    found = [Link(each.partner, each.pk, "", True) for each in joined]
    rows = [row for row in _recognised(_like(family)) if row[1] == family[0]]
    partners = Partner.objects.in_bulk({partner for _, _, partner, _ in rows})
    return found + [Link(partners[key], brought, by, False) for brought, _, key, by in rows]


def permit(
    customer_id: int, partner: Partner, is_granted: bool, evidence: Evidence, *, now: datetime
) -> None:
    """Keep a customer's yes or no with its evidence: a yes joins what the partner brought, a no parts it."""
    with transaction.atomic():
        answer = Answer(
            customer_id, partner.key, PURPOSE, is_granted, now, evidence.wording, evidence.place,
            evidence.actor, evidence.wording_version,
        )  # fmt: skip
        consent.take_answers([answer], now=now)
        for link in links_of(customer_id):
            if link.partner.pk != partner.pk or link.is_joined == is_granted:
                continue
            if is_granted:
                _join(link.brought_id, customer_id, partner, now)
            else:
                merging.part(link.brought_id, actor=evidence.actor, now=now)


def forget(customer_id: int, partner: Partner, evidence: Evidence, *, now: datetime) -> int:
    """Remove for a customer all that this partner brought about them, and take their yes back."""
    with transaction.atomic():
        found = [link.brought_id for link in links_of(customer_id) if link.partner.pk == partner.pk]
        given = Consent.objects.filter(customer=customer_id, channel=partner.key, purpose=PURPOSE)
        if given.filter(is_granted=True).exists():
            permit(customer_id, partner, False, evidence, now=now)
        return remove(found, actor=evidence.actor, now=now)


def remove(brought_ids: Collection[int], *, actor: str, now: datetime) -> int:
    """Part and forget whom a partner brought: names and keys go, and their history is shredded, for good.

    What remains are lines without words on a row without a name. The keys are remembered as hashes, so that
    the partner cannot bring them again.
    """
    with transaction.atomic():
        ids = sorted(Brought.objects.filter(pk__in=brought_ids).values_list("pk", flat=True))
        joined = Customer.objects.filter(pk__in=ids, merged_into__isnull=False)
        for each in list(joined.values_list("pk", flat=True)):
            merging.part(each, actor=actor, now=now)
        Customer.objects.filter(pk__in=ids).update(erased_at=now)
        erasing.clear(ids, now=now)
    return len(ids)


def _rows_of(partner: Partner, keys: Collection[str]) -> dict[str, int]:
    """Return the partner's own rows for these keys, joined or not, making those that are new."""
    identity.find_or_create(partner.source, keys)
    found = Identity.objects.filter(source=partner.source, key__in=keys).values_list("key", "customer_id")
    rows = dict(found)
    Brought.objects.bulk_create(
        [Brought(customer_id=each, partner=partner) for each in sorted(rows.values())], ignore_conflicts=True
    )
    return rows


def _join_allowed(partner: Partner, brought_ids: Collection[int], *, now: datetime) -> None:
    """Join at once whom we recognise and who has allowed it before."""
    pairs = _recognised(brought_ids)
    allowed = Consent.objects.filter(
        customer__in={person for _, person, _, _ in pairs}, channel=partner.key, purpose=PURPOSE,
        is_granted=True,
    )  # fmt: skip
    granted = set(allowed.values_list("customer_id", flat=True))
    for brought, person in dict.fromkeys((brought, person) for brought, person, _, _ in pairs):
        if person in granted:
            _join(brought, person, partner, now)


def _join(brought_id: int, customer_id: int, partner: Partner, now: datetime) -> None:
    why = f"Allowed by the customer: {partner.source}"
    merging.merge(brought_id, customer_id, actor=partner.source, why=why, now=now, is_permitted=True)


def _like(customer_ids: Collection[int]) -> list[int]:
    """Return whom partners brought with an address or key that these customers have."""
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, [numbers(customer_ids)] * 2)
        return [brought for (brought,) in cursor.fetchall()]


def _recognised(brought_ids: Iterable[int]) -> list[tuple[int, int, str, str]]:
    """Return (brought, person, partner, by what) for who stands apart; who fits several is nobody's."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOGNISE, [numbers(brought_ids)])
        rows = cursor.fetchall()
    persons: dict[int, set[int]] = defaultdict(set)
    for brought, person, _, _ in rows:
        persons[brought].add(person)
    return list({row[:2]: row for row in rows if len(persons[row[0]]) == 1}.values())


_LIKE = """
SELECT p.brought_id FROM customers_ownership o JOIN customers_contactpoint c ON c.id = o.contact_point_id
JOIN customers_broughtpoint p ON p.kind = c.kind AND p.address = c.address
WHERE o.customer_id = ANY(%s::bigint[])
UNION
SELECT p.brought_id FROM customers_identity i
JOIN customers_broughtpoint p ON p.kind = 'key' AND p.source = i.source AND p.address = i.key
WHERE i.customer_id = ANY(%s::bigint[])
"""
_RECOGNISE = """
SELECT b.customer_id, coalesce(c.merged_into_id, c.id), b.partner_id, p.kind
FROM customers_brought b
JOIN customers_customer apart
    ON apart.id = b.customer_id AND apart.merged_into_id IS NULL AND apart.erased_at IS NULL
JOIN customers_broughtpoint p ON p.brought_id = b.customer_id
JOIN LATERAL (
    SELECT o.customer_id FROM customers_contactpoint at
    JOIN customers_ownership o ON o.contact_point_id = at.id
    WHERE at.kind = p.kind AND at.address = p.address
    UNION ALL
    SELECT i.customer_id FROM customers_identity i
    WHERE p.kind = 'key' AND i.source = p.source AND i.key = p.address
) AS owner ON true
JOIN customers_customer c ON c.id = owner.customer_id AND c.erased_at IS NULL
WHERE b.customer_id = ANY(%s::bigint[])
ORDER BY b.customer_id, p.id
"""
