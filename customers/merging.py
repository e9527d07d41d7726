"""Two customers who are one person: merged by an alias that rewrites nothing, and undone as easily.

The alias points to who the person is now. The gate reads everybody of a person together (standing.py), so the
strictest consent and dial hold from the moment of the merge, and each one's own again after its undoing.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from customers import history, identity
from customers.errors import BadMerge
from customers.models import Brought, Customer, Merge


def merge(
    loser_id: int, winner_id: int, *, actor: str, why: str = "", now: datetime, is_permitted: bool = False
) -> Merge:
    """Make one customer an alias of another; return what `undo` takes.

    Both rows are locked and their opt-out epochs raised, so a send that is about to begin is judged by what
    both allow. Whoever was merged into the loser follows. Raises BadMerge when one of them is unknown,
    erased, merged already, or both are the same, or when a partner brought one: then it takes the customer's
    permission (partners.py).
    """
    with transaction.atomic():
        both = _lock([loser_id, winner_id])
        if loser_id == winner_id:
            raise BadMerge("A customer cannot be merged into themselves.")
        for customer_id in (loser_id, winner_id):
            _check(customer_id, both.get(customer_id))
        if not is_permitted and Brought.objects.filter(customer__in=both).exists():
            raise BadMerge("One of them was brought by a partner: only the customer can allow to join them.")
        moved = sorted(Customer.objects.filter(merged_into=loser_id).values_list("pk", flat=True))
        _point([loser_id, *moved], winner_id)
        done = Merge.objects.create(
            loser_id=loser_id, winner_id=winner_id, moved=moved, actor=actor, why=why, merged_at=now
        )
        other = f"Turned out to be the same person as {Customer(pk=loser_id).number}"
        history.record([_entry(done, winner_id, "customer_merged", other, actor, now)], now=now)
        identity.index([winner_id])
    return done


def undo(merge_id: int, *, actor: str, now: datetime) -> Merge:
    """Take a merge back: the loser, and who followed them, stand for themselves again.

    What happened since stays with whom it was recorded. Raises BadMerge if it was undone already, or if the
    winner has been merged away meanwhile, which has to be undone first.
    """
    with transaction.atomic():
        done = Merge.objects.get(pk=merge_id)
        people = _lock([done.loser_id, done.winner_id, *done.moved])
        done.refresh_from_db()
        if done.undone_at is not None:
            raise BadMerge("This merge has been undone already.")
        if people[done.loser_id].merged_into_id != done.winner_id:
            raise BadMerge("The other customer was merged on since; undo that merge first.")
        _point([done.loser_id], None)
        _point([each for each in done.moved if people[each].merged_into_id == done.winner_id], done.loser_id)
        done.undone_at = now
        done.save(update_fields=["undone_at"])
        other = f"Is not the same person as {Customer(pk=done.loser_id).number} after all"
        history.record([_entry(done, done.winner_id, "customer_unmerged", other, actor, now)], now=now)
        identity.index([done.winner_id, done.loser_id])
    return done


def part(customer_id: int, *, actor: str, now: datetime) -> None:
    """Let an alias stand for itself again, whoever the one it was merged into has become since."""
    with transaction.atomic():
        done = Merge.objects.select_for_update().filter(loser=customer_id, undone_at=None).first()
        root = roots([customer_id])[customer_id]
        if done is None or root == customer_id:
            return
        followers = Customer.objects.filter(pk__in=done.moved, merged_into=root).values_list("pk", flat=True)
        people = sorted({customer_id, root, *followers})
        identity.hold(people)
        _point([customer_id], None)
        _point([each for each in people if each in done.moved], customer_id)
        done.undone_at = now
        done.save(update_fields=["undone_at"])
        other = f"Stands apart again from {Customer(pk=customer_id).number}"
        history.record([_entry(done, root, "customer_unmerged", other, actor, now)], now=now)
        identity.index([root, customer_id])


def roots(customer_ids: Iterable[int]) -> dict[int, int]:
    """Return who each of these customers is now; unknown ids are missing."""
    rows = Customer.objects.filter(pk__in=set(customer_ids)).values_list("pk", "merged_into_id")
    return {customer_id: root or customer_id for customer_id, root in rows}


def family(customer_id: int) -> list[int]:
    """Return every customer row of the person that this one belongs to, the present one first."""
    root = roots([customer_id]).get(customer_id, customer_id)
    return [root, *Customer.objects.filter(merged_into=root).order_by("pk").values_list("pk", flat=True)]


def _lock(customer_ids: list[int]) -> dict[int, Customer]:
    identity.hold(customer_ids)
    return Customer.objects.defer("search_text").in_bulk(customer_ids)


def _check(customer_id: int, customer: Customer | None) -> None:
    if customer is None:
        raise BadMerge(f"There is no customer {Customer(pk=customer_id).number}.")
    if customer.erased_at is not None:
        raise BadMerge(f"{customer.number} was erased.")
    if customer.merged_into_id is not None:
        raise BadMerge(f"{customer.number} was merged already; merge who they are now.")


def _point(customer_ids: list[int], winner_id: int | None) -> None:
    Customer.objects.filter(pk__in=customer_ids).update(
        merged_into=winner_id, opt_out_epoch=F("opt_out_epoch") + 1
    )


def _entry(
    done: Merge, customer_id: int, kind: str, summary: str, actor: str, now: datetime
) -> history.Entry:
    return history.Entry(
        customer_id=customer_id,
        occurred_at=now,
        kind=kind,
        source="merge",
        source_id=f"{done.pk}:{kind}",
        actor=actor,
        summary=summary,
        data={"other": done.loser_id, "why": done.why},
    )
