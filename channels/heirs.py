"""What was meant for a device that is gone goes to another of the same customer, if they have one."""

from collections.abc import Mapping

from django.db import connection

from channels.models import CANCELLABLE_STATES, Device, Message
from customers.models import Ownership
from customers.staging import numbers


def of(gone: Mapping[int, int]) -> dict[int, int]:
    """Return for each device that is gone (contact point: customer) the one of theirs that was used last.

    Who has no other is not in the answer.
    """
    if not gone:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_HEIRS, [numbers(gone), numbers(gone.values()), list(gone)])
        return dict(cursor.fetchall())


def take_over(heirs: Mapping[int, int]) -> None:
    """Let what waits for a device that is gone wait for its heir, and forget the device."""
    if not heirs:
        return  # without looking: Django takes its time to delete nothing
    for point_id, heir_id in heirs.items():
        waiting = Message.objects.filter(contact_point=point_id, state__in=CANCELLABLE_STATES)
        waiting.update(contact_point=heir_id)
    Ownership.objects.filter(contact_point__in=heirs).delete()
    Device.objects.filter(contact_point__in=heirs).delete()


_HEIRS = """
SELECT DISTINCT ON (g.point_id) g.point_id, d.contact_point_id
FROM unnest(%s::bigint[], %s::bigint[]) AS g (point_id, customer_id)
JOIN customers_ownership o ON o.customer_id = g.customer_id AND o.contact_point_id <> ALL(%s)
JOIN channels_device d ON d.contact_point_id = o.contact_point_id
LEFT JOIN customers_suppression s ON s.contact_point_id = d.contact_point_id AND s.lifted_at IS NULL
WHERE s.id IS NULL
ORDER BY g.point_id, d.used_at DESC, d.contact_point_id
"""
