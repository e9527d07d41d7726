"""The one lawful way to change the history: take out what is personal, so that dates and totals stay true.

The history refuses every change (migration 0002) but one made while `rapport.shredding` is on. Nothing else
in the hub turns it on. What is kept of each kind its EventType says.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from customers import kinds
from customers.staging import SPLIT, numbers, texts

BATCH = 1000


def shred(customer_ids: Collection[int], *, batch: int = BATCH) -> int:
    """Shred every interaction of these customers and return how many; each batch is a transaction.

    Shredded rows are told by their empty source_id, so that a run that broke off goes on where it stopped.
    What was recorded once stays known as recorded: its key is kept (InteractionKey).
    """
    total = 0
    while done := _shred_some(customer_ids, batch):
        total += done
    return total


def shred_fact(customer_ids: Collection[int], field: str, label: str) -> None:
    """Take what was ever learned for one field out of the history; that something was learned stays."""
    with _shredding() as cursor:
        cursor.execute(_SHRED_FACT, [f"{label}: deleted", numbers(customer_ids), field])


def _shred_some(customer_ids: Collection[int], batch: int) -> int:
    known = list(kinds.every().values())
    with _shredding() as cursor:
        cursor.execute(
            _SHRED,
            [
                numbers(customer_ids),
                batch,
                texts(kind.key for kind in known),
                texts(kind.label for kind in known),
                texts(" ".join(kind.kept_when_erased) for kind in known),
            ],
        )
        return cursor.rowcount


@contextmanager
def _shredding() -> Iterator[CursorWrapper]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL rapport.shredding = 'on'")
        yield cursor
        cursor.execute("SET LOCAL rapport.shredding = 'off'")


# Of the data only what is a number, a yes or no, or a short key of ours is kept, whatever else was put there.
_SHRED = f"""
WITH page AS (
    SELECT id, occurred_at, kind FROM customers_interaction
    WHERE customer_id = ANY(%s::bigint[]) AND source_id <> '' LIMIT %s
), kinds AS (
    SELECT * FROM unnest({SPLIT}, {SPLIT}, {SPLIT}) AS k (kind, label, fields)
), rest AS (
    SELECT id, occurred_at, coalesce(label, '') AS label, string_to_array(fields, ' ') AS fields
    FROM page LEFT JOIN kinds USING (kind)
)
UPDATE customers_interaction i SET
    summary = rest.label,
    source_id = '',
    actor = CASE WHEN i.actor ~ '^(customer$|staff:|flight:)' THEN i.actor ELSE '' END,
    data = coalesce((
        SELECT jsonb_object_agg(key, value) FROM jsonb_each(i.data)
        WHERE key = ANY(rest.fields) AND (
            jsonb_typeof(value) IN ('number', 'boolean')
            OR jsonb_typeof(value) = 'string' AND value #>> '{{}}' ~ '^[a-z0-9_:.-]{{1,40}}$'
        )
    ), '{{}}')
FROM rest WHERE i.id = rest.id AND i.occurred_at = rest.occurred_at
"""
_SHRED_FACT = """
UPDATE customers_interaction
SET summary = %s, data = jsonb_build_object('field', data->>'field', 'deleted', true)
WHERE customer_id = ANY(%s::bigint[]) AND kind = 'fact_learned' AND data->>'field' = %s
"""
