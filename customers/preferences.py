"""How customers like to be reached: their channel, and the hours in which they want their peace."""

from datetime import datetime, time

from django.db import transaction

from customers import history
from customers.consent import Evidence
from customers.errors import BadHours
from customers.models import Preference


def of(customer_id: int) -> Preference:
    """Return what this customer prefers; an unsaved, empty preference for who never said."""
    return Preference.objects.filter(pk=customer_id).first() or Preference(customer_id=customer_id)


def set(
    customer_id: int,
    *,
    channel: str,
    quiet_from: time | None,
    quiet_until: time | None,
    evidence: Evidence,
    now: datetime,
) -> Preference:
    """Store a preference; it binds from the next touch that is judged.

    Hours are local to the customer and go across midnight where they begin later than they end. Raises
    BadHours when only one of them is given or both are the same.
    """
    if (quiet_from is None) != (quiet_until is None) or (quiet_from and quiet_from == quiet_until):
        raise BadHours("Quiet hours need a beginning and another end, such as 21:00 to 8:00.")
    preference = Preference(
        customer_id=customer_id,
        channel=channel,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        changed_at=now,
    )
    with transaction.atomic():
        Preference.objects.bulk_create(
            [preference],
            update_conflicts=True,
            unique_fields=["customer"],
            update_fields=["channel", "quiet_from", "quiet_until", "changed_at"],
        )
        history.record([_entry(preference, evidence, now)], now=now)
    return preference


def _entry(preference: Preference, evidence: Evidence, now: datetime) -> history.Entry:
    said = [f"best by {preference.channel}"] if preference.channel else []
    if preference.quiet_from and preference.quiet_until:
        said.append(f"nothing between {preference.quiet_from:%H:%M} and {preference.quiet_until:%H:%M}")
    return history.Entry(
        customer_id=preference.customer_id,
        occurred_at=now,
        kind="preference_set",
        source="preference",
        source_id=f"{preference.customer_id}:{now.isoformat()}",
        actor=evidence.actor,
        summary=f"Prefers {' and '.join(said)}" if said else "No preferred channel or hours any more",
        data={"place": evidence.place, "wording": evidence.wording},
    )
