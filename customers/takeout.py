"""All that customers' own tables know of one person, for them to take along: as it is, row by row.

Rows are plain values, read in chunks, so that ten thousand interactions need no more memory than ten. What
the house does not show its customers (`ProfileField.is_visible_to_customer`) is in none of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from customers import receipt
from customers.models import (
    Connection,
    Consent,
    ConsentEvidence,
    ContactPoint,
    Customer,
    Dial,
    Erasure,
    Fact,
    Identity,
    Interaction,
    OpenLoop,
    Preference,
    ProfileField,
    Suppression,
    Touch,
    UnwantedFact,
)

Row = dict[str, Any]
Section = tuple[str, Iterable[Row]]
CHUNK = 500


def sections(customer_ids: Sequence[int]) -> Iterator[Section]:
    """Yield each section's name and its rows, which are read when they are asked for. docs/portal-data.md."""
    for name, read in _SECTIONS.items():
        yield name, read(customer_ids)


def moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def actor(key: str) -> str:
    """Say who acted; which one of our staff it was is their own data."""
    return key.partition(":")[0] if key.startswith("staff:") else key


def _customer(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(Customer.objects.select_related("profile").filter(pk__in=ids).order_by("pk")):
        yield {
            "number": each.number,
            "name": each.name,
            "language": each.language,
            "timezone": each.timezone,
            "country": each.country,
            "since": moment(each.since_at),
        }


def _contact_points(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(ContactPoint.objects.filter(owners__in=ids).distinct().order_by("pk")):
        yield {"kind": each.kind, "address": each.address, "since": moment(each.created_at)}


def _identities(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(Identity.objects.filter(customer__in=ids).order_by("pk")):
        yield {"source": each.source, "key": each.key, "since": moment(each.created_at)}


def _facts(ids: Sequence[int]) -> Iterator[Row]:
    shown = Fact.objects.filter(customer__in=ids, field__is_visible_to_customer=True)
    for each in _read(shown.select_related("field").order_by("pk")):
        yield {
            "field": each.field_id,
            "label": each.field.label,
            "value": each.value,
            "source": each.source,
            "confidence": each.confidence,
            "by_customer": each.by_customer,
            "learned_at": moment(each.learned_at),
        }


def _unwanted(ids: Sequence[int]) -> Iterator[Row]:
    shown = UnwantedFact.objects.filter(customer__in=ids, field__is_visible_to_customer=True)
    for each in _read(shown.select_related("field").order_by("pk")):
        yield {"field": each.field_id, "label": each.field.label, "since": moment(each.since_at)}


def _connections(ids: Sequence[int]) -> Iterator[Row]:
    ours = Connection.objects.filter(Q(customer__in=ids) | Q(other__in=ids))
    for each in _read(ours.order_by("pk")):
        yield {
            "kind": each.kind,
            "from": Customer(pk=each.customer_id).number,
            "to": Customer(pk=each.other_id).number,
            "source": each.source,
            "since": moment(each.since_at),
        }


def _dials(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(Dial.objects.filter(customer__in=ids).order_by("pk")):
        yield {
            "channel": each.channel,
            "topic": each.topic,
            "position": each.position,
            "snooze_position": each.snooze_position,
            "snoozed_until": moment(each.snoozed_until),
            "changed_at": moment(each.changed_at),
        }


def _preferences(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(Preference.objects.filter(customer__in=ids)):
        yield {
            "channel": each.channel,
            "quiet_from": str(each.quiet_from) if each.quiet_from else None,
            "quiet_until": str(each.quiet_until) if each.quiet_until else None,
            "changed_at": moment(each.changed_at),
        }


def _consents(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(Consent.objects.filter(customer__in=ids).order_by("pk")):
        yield {
            "channel": each.channel,
            "purpose": each.purpose,
            "is_granted": each.is_granted,
            "changed_at": moment(each.changed_at),
        }


def _receipts(ids: Sequence[int]) -> Iterator[Row]:
    numbers = ConsentEvidence.objects.filter(customer_id__in=ids).order_by("happened_at", "pk")
    for number in numbers.values_list("pk", flat=True):
        given = receipt.of(number)
        given["evidence"]["actor"] = actor(given["evidence"]["actor"])
        yield given


def _suppressions(ids: Sequence[int]) -> Iterator[Row]:
    ours = Suppression.objects.filter(Q(customer__in=ids) | Q(contact_point__owners__in=ids))
    for each in _read(ours.select_related("contact_point").distinct().order_by("pk")):
        yield {
            "address": each.contact_point.address if each.contact_point else None,
            "reason": each.reason,
            "is_marketing_only": each.is_marketing_only,
            "since": moment(each.suppressed_at),
            "lifted_at": moment(each.lifted_at),
        }


def _touches(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(Touch.objects.filter(customer_id__in=ids).order_by("touched_at", "pk")):
        yield {
            "touched_at": moment(each.touched_at),
            "channel": each.channel,
            "topic": each.topic,
            "purpose": each.purpose,
            "state": each.state,
            "actor": actor(each.actor),
            "message": each.message_id,
            "excess_reason": each.excess_reason,
            "answered_at": moment(each.answered_at),
        }


def _interactions(ids: Sequence[int]) -> Iterator[Row]:
    hidden = list(ProfileField.objects.filter(is_visible_to_customer=False).values_list("pk", flat=True))
    history = Interaction.objects.filter(customer_id__in=ids).exclude(
        kind__in=["fact_learned", "fact_forgotten"], data__field__in=hidden
    )
    for each in _read(history.order_by("occurred_at", "id")):
        yield {
            "id": each.id,
            "occurred_at": moment(each.occurred_at),
            "kind": each.kind,
            "channel": each.channel,
            "direction": each.direction,
            "actor": actor(each.actor),
            "summary": each.summary,
            "data": each.data,
            "amount_minor": each.amount_minor,
            "currency": each.currency,
            "message": each.message_id,
        }


def _loops(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(OpenLoop.objects.filter(customer__in=ids).order_by("pk")):
        yield {
            "kind": each.kind,
            "words": each.words,
            "channel": each.channel,
            "opened_at": moment(each.opened_at),
            "due_at": moment(each.due_at),
            "closed_at": moment(each.closed_at),
            "closed_words": each.closed_words,
        }


def _erasures(ids: Sequence[int]) -> Iterator[Row]:
    for each in _read(Erasure.objects.filter(customer_id__in=ids).order_by("pk")):
        yield {
            "asked_at": moment(each.asked_at),
            "due_at": moment(each.due_at),
            "wording": each.wording,
            "wording_version": each.wording_version,
            "withdrawn_at": moment(each.withdrawn_at),
        }


def _read(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=CHUNK)


_SECTIONS: dict[str, Callable[[Sequence[int]], Iterator[Row]]] = {
    "customer": _customer,
    "contact_points": _contact_points,
    "identities": _identities,
    "facts": _facts,
    "unwanted_facts": _unwanted,
    "connections": _connections,
    "dials": _dials,
    "preferences": _preferences,
    "consents": _consents,
    "consent_receipts": _receipts,
    "suppressions": _suppressions,
    "touches": _touches,
    "interactions": _interactions,
    "open_loops": _loops,
    "erasures": _erasures,
}
