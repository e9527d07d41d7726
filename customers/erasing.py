"""To be forgotten: asked for, taken back until the day it is due, then carried out for good.

From the asking on nothing of ours goes out but what concerns open orders. What other tables keep is shredded
by channels/erasing.py, which calls the steps here in their order; each may be repeated after a crash.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from customers import forgotten, history, identity, merging, shredding
from customers.consent import Evidence
from customers.models import (
    Brought,
    Connection,
    Consent,
    ConsentEvidence,
    ContactPoint,
    Customer,
    Dial,
    Erasure,
    Fact,
    Identity,
    Merge,
    OpenLoop,
    Ownership,
    Preference,
    Suppression,
    Touch,
    UnwantedFact,
)

LATECOMERS = timedelta(days=90)
"""So long after the erasure we still look for what came in late: receipts, bounces, answers."""
_OPEN = Q(withdrawn_at=None, done_at=None)


def due_at(now: datetime) -> datetime:
    """Return when a wish uttered now would be carried out."""
    return now + timedelta(days=settings.ERASURE_DAYS)


def ask(customer_id: int, evidence: Evidence, *, now: datetime) -> Erasure:
    """Note the wish with its evidence, and bar marketing at once; asking twice is as good as once.

    The caller calls off what is queued, in the same transaction (channels/erasing.py).
    """
    with transaction.atomic():
        identity.hold([customer_id])
        if known := pending(customer_id):
            return known
        _raise_epoch([customer_id])
        Suppression.objects.bulk_create([_bar(customer_id, True, now)], ignore_conflicts=True)
        wish = Erasure.objects.create(
            customer_id=customer_id,
            asked_at=now,
            due_at=due_at(now),
            wording=evidence.wording,
            wording_version=evidence.wording_version,
            place=evidence.place,
            actor=evidence.actor,
        )
        history.record([_entry("erasure_asked", wish, evidence, now)], now=now)
    return wish


def take_back(customer_id: int, evidence: Evidence, *, now: datetime) -> bool:
    """Forget the wish, not the customer; False if there was none, or it has begun to be carried out."""
    with transaction.atomic():
        identity.hold([customer_id])
        wish = pending(customer_id)
        begun = Customer.objects.filter(pk=customer_id, erased_at__isnull=False)
        if wish is None or begun.exists():
            return False
        Erasure.objects.filter(pk=wish.pk).update(withdrawn_at=now)
        own = Suppression.objects.filter(customer__in={customer_id, wish.customer_id}, lifted_at=None)
        own.filter(reason=Suppression.Reason.ERASED, is_marketing_only=True).update(lifted_at=now)
        history.record([_entry("erasure_withdrawn", wish, evidence, now)], now=now)
    return True


def pending(customer_id: int) -> Erasure | None:
    """Return the wish of this person that waits for its day, under whatever number it was uttered."""
    aliases = Customer.objects.filter(merged_into=customer_id).values("pk")
    whose = Q(customer_id=customer_id) | Q(customer_id__in=aliases)
    return Erasure.objects.filter(_OPEN & whose).order_by("due_at").first()


def due(*, now: datetime) -> list[Erasure]:
    """Return the wishes whose day has come, and those that a crash left half done."""
    return list(Erasure.objects.filter(_OPEN, due_at__lte=now).order_by("due_at"))


def close(wish: Erasure, *, now: datetime) -> list[int]:
    """Let nobody reach or find this person any more; return every customer row of theirs."""
    with transaction.atomic():
        ids = merging.family(wish.customer_id)
        identity.hold(ids)
        _raise_epoch(ids)
        Customer.objects.filter(pk__in=ids, erased_at=None).update(erased_at=now, search_text="")
    return ids


def addresses_of(customer_ids: Collection[int]) -> list[str]:
    """Return the addresses that nobody but these customers is reached at."""
    return [point.address for point in _points_of(customer_ids)]


def finish(wish: Erasure, customer_ids: Sequence[int], *, now: datetime) -> None:
    """Empty our own tables in one transaction, shred the history in batches, and note that it is done."""
    clear(customer_ids, now=now)
    Erasure.objects.filter(pk=wish.pk).update(done_at=now)


def clear(customer_ids: Sequence[int], *, now: datetime) -> None:
    """Empty our own tables of customers who are closed, and shred their history in batches."""
    with transaction.atomic():
        _unname(customer_ids, now)
        _let_go(customer_ids, now)
        _thin_out(customer_ids)
    shredding.shred(customer_ids)


def lately_erased(*, now: datetime) -> list[int]:
    """Return who was erased so lately that something about them may still come in."""
    recent = Customer.objects.filter(erased_at__gt=now - LATECOMERS)
    asked = Erasure.objects.filter(done_at__gt=now - LATECOMERS).values("customer_id")
    return list(recent.filter(Q(pk__in=asked) | Q(merged_into__in=asked)).values_list("pk", flat=True))


def _unname(customer_ids: Sequence[int], now: datetime) -> None:
    """Take every name off these customers: their own, their addresses, and other systems' keys."""
    points = list(_points_of(customer_ids).select_for_update())
    identities = Identity.objects.filter(customer__in=customer_ids)
    keys = [(forgotten.IDENTITY, f"{each.source}\0{each.key}") for each in identities]
    forgotten.remember([*((point.kind, point.address) for point in points), *keys], now=now)
    for point in points:
        point.address = f"erased-{point.pk}"
    ContactPoint.objects.bulk_update(points, ["address"])
    Suppression.objects.filter(contact_point__in=points).update(evidence="")
    identities.delete()
    Ownership.objects.filter(customer__in=customer_ids).delete()
    Customer.objects.filter(pk__in=customer_ids).update(
        name="", search_text="", language="", timezone="", country=""
    )


def _let_go(customer_ids: Sequence[int], now: datetime) -> None:
    """Delete what we learned and what was set; the hard no stays, and says nothing but no."""
    for model in (Fact, UnwantedFact, Dial, Consent, Preference, OpenLoop, Brought):
        model.objects.filter(customer__in=customer_ids).delete()
    Connection.objects.filter(Q(customer__in=customer_ids) | Q(other__in=customer_ids)).delete()
    bars = Suppression.objects.filter(customer__in=customer_ids)
    bars.update(evidence="")
    Suppression.objects.bulk_create([_bar(each, False, now) for each in customer_ids], ignore_conflicts=True)
    bars.filter(reason=Suppression.Reason.ERASED).update(is_marketing_only=False)


def _thin_out(customer_ids: Sequence[int]) -> None:
    """Leave of evidence and accounts what was agreed when, and what was counted; no words of anybody."""
    evidence = ConsentEvidence.objects.filter(customer_id__in=customer_ids)
    evidence.update(wording="", place="")
    evidence.exclude(Q(actor="customer") | Q(actor__startswith="staff:")).update(actor="")
    Touch.objects.filter(customer_id__in=customer_ids).update(excess_reason="")
    Merge.objects.filter(Q(loser__in=customer_ids) | Q(winner__in=customer_ids)).update(why="")


def _points_of(customer_ids: Collection[int]) -> QuerySet[ContactPoint]:
    others = Ownership.objects.filter(contact_point=OuterRef("pk")).exclude(customer__in=customer_ids)
    mine = Ownership.objects.filter(contact_point=OuterRef("pk"), customer__in=customer_ids)
    return ContactPoint.objects.filter(Exists(mine), ~Exists(others)).order_by("pk")


def _raise_epoch(customer_ids: Sequence[int]) -> None:
    """Hold up every send to these customers that is about to begin: it is judged again after us."""
    Customer.objects.filter(pk__in=customer_ids).update(opt_out_epoch=F("opt_out_epoch") + 1)


def _bar(customer_id: int, is_marketing_only: bool, now: datetime) -> Suppression:
    return Suppression(
        customer_id=customer_id,
        reason=Suppression.Reason.ERASED,
        is_marketing_only=is_marketing_only,
        suppressed_at=now,
    )


def _entry(kind: str, wish: Erasure, evidence: Evidence, now: datetime) -> history.Entry:
    return history.Entry(
        customer_id=wish.customer_id,
        occurred_at=now,
        kind=kind,
        source="erasure",
        source_id=f"{wish.pk}:{kind}",
        channel=evidence.place if evidence.place == "portal" else "",
        actor=evidence.actor,
        data={
            "due": wish.due_at.isoformat(),
            "wording": evidence.wording,
            "wording_version": evidence.wording_version,
            "place": evidence.place,
        },
    )
