"""A crowd to write to: customers with addresses and consent, made by COPY-sized statements."""

from django.db import connection
from django.utils import timezone

_CUSTOMERS = """
INSERT INTO customers_customer (name, language, timezone, country, opt_out_epoch, search_text)
SELECT 'Person ' || n || ' Köhler', 'de', 'Europe/Vienna', 'AT', 0, '' FROM generate_series(1, %s) n
RETURNING id
"""
_POINTS = """
INSERT INTO customers_contactpoint (kind, address, soft_bounces)
SELECT 'email', 'person' || id || '@example.org', 0 FROM unnest(%s::bigint[]) id
"""
_OWNERSHIPS = """
INSERT INTO customers_ownership (customer_id, contact_point_id)
SELECT c.id, p.id FROM unnest(%s::bigint[]) AS c (id)
JOIN customers_contactpoint p ON p.kind = 'email' AND p.address = 'person' || c.id || '@example.org'
"""
_CONSENTS = """
INSERT INTO customers_consent (customer_id, channel, purpose, is_granted, changed_at)
SELECT id, 'email', 'marketing', true, %s FROM unnest(%s::bigint[]) id
"""


def gather(size: int) -> list[int]:
    """Make so many customers, each with an address and consent to marketing; return their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_CUSTOMERS, [size])
        ids = sorted(customer_id for (customer_id,) in cursor.fetchall())
        cursor.execute(_POINTS, [ids])
        cursor.execute(_OWNERSHIPS, [ids])
        cursor.execute(_CONSENTS, [timezone.now(), ids])
        cursor.execute("ANALYZE")
    return ids
