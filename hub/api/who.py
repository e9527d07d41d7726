"""How requests name a customer: by the number we gave, or by the key of another system."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Annotated

import msgspec

from customers import asking, identity
from customers.models import Customer
from customers.staging import numbers
from hub.api import problems
from hub.api.problems import Problem

_SOURCE = r"^(?!partner:)[\x20-\x7e]+$(?!\n)"
_AnySource = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=60,
        description="The system that this comes from, such as till or shop.",
        examples=["shop"],
    ),
]
Source = Annotated[_AnySource, msgspec.Meta(pattern=_SOURCE)]
OneOfMany = Annotated[_AnySource, msgspec.Meta(extra_json_schema={"pattern": _SOURCE})]
"""A Source that `is_source` is asked about: of ten thousand from one system once, not of each."""
Number = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^C[0-9]{6,18}$(?!\n)", description="A customer number of ours.", examples=["C000123"]
    ),
]
_NUMBER = re.compile(r"C([0-9]{6,18})")


class Named(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A customer as another system knows them."""

    source: Source
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=200, examples=["A-1007"])]


Who = Named | Number


def is_source(text: str) -> bool:
    return re.search(_SOURCE, text) is not None


def number(customer_id: int) -> str:
    return f"C{customer_id:06d}"


def in_address(text: str) -> Customer:
    """Return the customer whose number stands in the address, as who they are now. Raises Problem."""
    found = by_number({text}).get(text)
    if found is None:
        raise problems.not_found("customer")
    return Customer.objects.get(pk=found)


def one(who: Who, pointer: str = "/customer") -> int:
    """Return the customer that a body names. Raises Problem."""
    if isinstance(who, str):
        found = by_number({who}).get(who)
    else:
        found = pointed_at(who)
        found = None if found is None or not Customer.objects.present().filter(pk=found).exists() else found
    if found is None:
        raise nobody(pointer)
    return found


def nobody(pointer: str = "/customer") -> Problem:
    return problems.invalid("There is no such customer.", pointer)


def pointed_at(who: Who) -> int | None:
    """Return the number that a body names, be it of an alias or of nobody: for what looks itself."""
    if isinstance(who, str):
        return int(who[1:])
    return next(iter(identity.find(who.source, [who.key]).values()), None) if _is_key(who.key) else None


def by_number(texts: Collection[str]) -> dict[str, int]:
    """Return who has these numbers; for those who were merged, who they are now; nobody who was erased."""
    ids = {int(match[1]): text for text in texts if (match := _NUMBER.fullmatch(text))}
    if not ids:
        return {}
    rows = asking.ask(_PRESENT, [numbers(ids)]).fetchall()
    return {ids[pk]: person for pk, person in rows}


def known(names: Sequence[Who]) -> list[int]:
    """Return who each of these is; 0 for whom we do not know."""
    numbered = by_number({each for each in names if isinstance(each, str)})
    named = {
        source: identity.find(source, keys if identity.are_keys(keys) else set(filter(_is_key, keys)))
        for source, keys in _by_source(names).items()
    }
    return [
        numbered.get(each, 0) if isinstance(each, str) else named[each.source].get(each.key, 0)
        for each in names
    ]


def by_key(names: Iterable[Who]) -> dict[Who, int]:
    """Return the customers of these names, making those that are new."""
    return {
        Named(source, key): customer_id
        for source, keys in sorted(_by_source(names).items())
        for key, customer_id in identity.find_or_create(source, keys).items()
    }


def _by_source(names: Iterable[Who]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = {}
    for name in names:
        if isinstance(name, Named):
            keys.setdefault(name.source, set()).add(name.key)
    return keys


def _is_key(text: str) -> bool:
    return identity.key_complaint(text) is None


_PRESENT = """
SELECT c.id, coalesce(c.merged_into_id, c.id)
FROM customers_customer c LEFT JOIN customers_customer head ON head.id = c.merged_into_id
WHERE c.id = ANY(%s::bigint[]) AND c.erased_at IS NULL AND head.erased_at IS NULL
"""
