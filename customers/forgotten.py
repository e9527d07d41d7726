"""Whom we have forgotten: keyed hashes of their addresses and keys, so that no list brings them back to life.

A hash is made with our secret: without it nobody can try out addresses, and what is kept names nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from hashlib import blake2b, sha256
from uuid import UUID

from django.conf import settings
from django.db import connection

from customers.models import ErasedKey
from customers.staging import numbers

IDENTITY = "identity"


def remember(names: Iterable[tuple[str, str]], *, now: datetime) -> None:
    """Keep the hashes of these (kind, text); of an identity the text is "source NUL key"."""
    digests = [_digests(kind, text)[0] for kind, text in names]
    keys = [ErasedKey(digest=digest, erased_at=now) for digest in sorted(digests)]
    ErasedKey.objects.bulk_create(keys, ignore_conflicts=True)


def bar_points(points: Collection[tuple[int, str, str]]) -> None:
    """Suppress which of these new contact points (id, kind, address) belonged to somebody erased."""
    _bar("contact_point_id", {point: _digests(kind, address) for point, kind, address in points})


def bar_customers(source: str, made: Mapping[str, int]) -> None:
    """Suppress who of these new customers, by their key in this source, was erased before."""
    _bar("customer_id", {made[key]: _digests(IDENTITY, f"{source}\0{key}") for key in made})


def known_keys(source: str, keys: Collection[str]) -> set[str]:
    """Return which of these keys of a source belonged to somebody erased."""
    by_digest = {UUID(each): key for key in keys for each in _digests(IDENTITY, f"{source}\0{key}")}
    found = ErasedKey.objects.filter(pk__in=by_digest).values_list("pk", flat=True)
    return {by_digest[each] for each in found}


def _bar(column: str, digests: Mapping[int, Iterable[str]]) -> None:
    if not digests:
        return
    with connection.cursor() as cursor:
        pairs = [(row, digest) for row, under_each in digests.items() for digest in under_each]
        rows, hashes = zip(*pairs, strict=True)
        cursor.execute(_SUPPRESS.format(column=column), [numbers(rows), numbers(hashes)])


def _digests(kind: str, text: str) -> list[str]:
    """Return the hash under our secret, then those under the secrets we had before."""
    said = f"{kind}\0{text}".encode()
    return [blake2b(said, key=key, digest_size=16).hexdigest() for key in _keys()]


@cache
def _keys() -> list[bytes]:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [sha256(f"erased {secret}".encode()).digest() for secret in secrets]


_SUPPRESS = """
INSERT INTO customers_suppression ({column}, reason, is_marketing_only, evidence, suppressed_at)
SELECT DISTINCT given.id, 'erased', false, '', now()
FROM unnest(%s::bigint[], %s::uuid[]) AS given (id, digest) JOIN customers_erasedkey USING (digest)
ON CONFLICT DO NOTHING
"""
