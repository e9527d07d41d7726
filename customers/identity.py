"""Who is who: customers found or made by the keys of other systems, where they are reached, what finds them.

Everything works on batches, in a handful of statements, and may run in several processes at once: rows are
taken in the order of their keys, so that two writers wait for each other and never deadlock.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import connection, transaction
from django.utils.encoding import punycode

from customers import asking, forgotten, postal
from customers.errors import BadAddress
from customers.models import ContactPoint, Customer
from customers.staging import SPLIT, numbers, stage, texts

Kind = ContactPoint.Kind
LONGEST_KEY = 200
_LONGEST_EMAIL = 254
_is_email = EmailValidator(allowlist=[])
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Details:
    """What a source says about a customer; an empty text says nothing and changes nothing."""

    customer_id: int
    name: str = ""
    language: str = ""
    timezone: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """That a customer can be reached at an address, which is normalised."""

    customer_id: int
    kind: str
    address: str


def key_complaint(key: str) -> str | None:
    """Say why this cannot be the key of a customer or of an interaction, or None."""
    if key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST_KEY:
        return None
    if not key:
        return "is empty"
    if len(key) > LONGEST_KEY:
        return f"has {len(key)} characters; {LONGEST_KEY} are allowed"
    return "holds a control character" if _UNPRINTABLE.search(key) else None


def are_keys(texts: Collection[str]) -> bool:
    """Say whether there is no complaint about any of these: seen at once where all are plain."""
    joined = "".join(texts)
    if joined.isascii() and joined.isprintable():
        return all(texts) and max(map(len, texts), default=0) <= LONGEST_KEY
    return not any(map(key_complaint, texts))


def find(source: str, keys: Collection[str]) -> dict[str, int]:
    """Return the customers that this source knows by these keys; for who was merged, who they are now."""
    if not keys:
        return {}
    return dict(asking.ask(_FIND, [source, texts(keys)]).fetchall())


def find_or_create(source: str, keys: Collection[str]) -> dict[str, int]:
    """Return a customer for every key, making those that the source names for the first time.

    Racing processes make nobody twice: the loser waits for the winner's commit and finds their customer.
    """
    ids = find(source, keys)
    if missing := set(keys) - ids.keys():
        ids |= create(source, missing)
        ids |= find(source, missing - ids.keys())
    return ids


def create(source: str, keys: Collection[str]) -> dict[str, int]:
    """Make customers for these keys and return those made: who has one of the keys already is left alone.

    Who was erased under this key arrives barred.
    """
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CREATE, [source, texts(sorted(keys))])
        made = dict(cursor.fetchall())
    forgotten.bar_customers(source, made)
    return made


def describe(details: Iterable[Details]) -> set[int]:
    """Store what a source says about customers; return those for whom something changed.

    Of several words about one customer the last counts, field by field.
    """
    said: dict[int, list[str]] = {}
    for each in details:
        row = said.setdefault(each.customer_id, ["", "", "", ""])
        for place, text in enumerate((each.name, each.language, each.timezone, each.country)):
            row[place] = text or row[place]
    with transaction.atomic(), connection.cursor() as cursor:
        hold(said)
        stage(cursor, "incoming_details", _DETAILS, ((id, *row) for id, row in said.items()))
        cursor.execute(_DESCRIBE)
        return {customer_id for (customer_id,) in cursor.fetchall()}


def attach(reaches: Iterable[Reach]) -> set[int]:
    """Store where customers can be reached; return those who gained an address.

    An address that somebody erased had to themselves arrives barred.
    """
    rows = {(each.kind, each.address, each.customer_id) for each in reaches}
    with transaction.atomic(), connection.cursor() as cursor:
        stage(cursor, "incoming_reach", _REACH, rows)
        cursor.execute(_ADD_POINTS)
        forgotten.bar_points(cursor.fetchall())
        cursor.execute(_ADD_OWNERSHIPS)
        return {customer_id for (customer_id,) in cursor.fetchall()}


def index(customer_ids: Iterable[int]) -> None:
    """Refresh what `finding.find` searches; call it when a name, an address or an identity has changed.

    The text is the name, the customer number, then addresses and keys, folded.
    """
    ids = list(customer_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        hold(ids)  # a statement of its own: the next one must see what the one before us committed
        cursor.execute(_INDEX, {"ids": numbers(ids)})


def hold(customer_ids: Iterable[int]) -> None:
    """Lock these customers until the transaction ends, in an order that cannot deadlock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM customers_customer WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE",
            [numbers(customer_ids)],
        )


def customer_of_address(kind: str, address: str) -> list[Customer]:
    """Return who can be reached at an address, whoever came to it first first; nobody for a bad one.

    Who was merged is there as who they are now. Phone numbers need their country code.
    """
    try:
        normal = normalise(kind, address)
    except BadAddress:
        return []
    owners = Customer.objects.filter(
        ownerships__contact_point__kind=kind, ownerships__contact_point__address=normal
    ).select_related("merged_into")
    persons = [owner.merged_into or owner for owner in owners.order_by("ownerships__pk")]
    return [person for person in dict.fromkeys(persons) if person.erased_at is None]


def normalise(kind: str, address: str, country: str = "") -> str:
    """Bring an address into the form in which it is stored and compared. Raises BadAddress."""
    match kind:
        case Kind.EMAIL:
            return normalise_email(address)
        case Kind.PHONE:
            return normalise_phone(address, country)
        case Kind.POSTAL:
            return postal.normal(address)
    return " ".join(address.split())


def normalise_email(text: str) -> str:
    """Return the address in lower case, with an international domain in its ASCII form. Raises BadAddress."""
    address = text.strip()
    local, at, domain = address.rpartition("@")
    try:
        _is_email(address)
        if domain.startswith("["):  # an IP address is nobody's mailbox
            raise ValidationError(domain)
        address = f"{local}{at}{punycode(domain)}".lower()
    except (ValidationError, UnicodeError):
        raise BadAddress(f"email {text[:60]!r} is not an address such as anna@example.org") from None
    if len(address) > _LONGEST_EMAIL or len(local) > 64:
        raise BadAddress(f"email {text[:60]!r} is too long")
    return address


def normalise_phone(text: str, country: str = "") -> str:
    """Return the number as +43664123456; `country` (two letters) is where a number without + is dialled.

    Only the length is judged: lists of valid prefixes grow old. Raises BadAddress.
    """
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE and not country:
            raise BadAddress(f"phone {text[:30]!r} has no country code such as +43 and no country") from None
        raise BadAddress(f"phone {text[:30]!r} is not a phone number") from None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise BadAddress(f"phone {text[:30]!r} is too short or too long for its country")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def folded(text: str) -> str:
    """Return the SQL that folds a text for searching: small letters, no accents, one space around words."""
    return f"' ' || btrim(regexp_replace(lower(unaccent({text})), '[^[:alnum:]]+', ' ', 'g')) || ' '"


def _number(column: str) -> str:
    """Return the SQL of `Customer.number` in lower case."""
    return f"'c' || lpad({column}::text, greatest(6, length({column}::text)), '0')"


_FIND = f"""
SELECT i.key, coalesce(alias.merged_into_id, i.customer_id)
FROM customers_identity i
LEFT JOIN customers_customer alias ON alias.id = i.customer_id AND alias.merged_into_id IS NOT NULL
WHERE i.source = %s AND i.key = ANY({SPLIT})
"""
# Identities come first and customers follow (their foreign key waits for the commit): only who wins the
# race for an identity makes a customer.
_CREATE = f"""
WITH made AS (
    INSERT INTO customers_identity (source, key, customer_id)
    SELECT %s, key, nextval(pg_get_serial_sequence('customers_customer', 'id'))
    FROM unnest({SPLIT}) WITH ORDINALITY AS wanted (key, place) ORDER BY place
    ON CONFLICT (source, key) DO NOTHING RETURNING key, customer_id
), customers AS (
    INSERT INTO customers_customer (id, name, language, timezone, country, opt_out_epoch, search_text)
    SELECT customer_id, '', '', '', '', 0, {folded(_number("customer_id") + " || ' ' || key")} FROM made
)
SELECT key, customer_id FROM made
"""
_DETAILS = {"id": "bigint", "name": "text", "language": "text", "timezone": "text", "country": "text"}
_DESCRIBE = """
UPDATE customers_customer c SET
    name = coalesce(nullif(said.name, ''), c.name),
    language = coalesce(nullif(said.language, ''), c.language),
    timezone = coalesce(nullif(said.timezone, ''), c.timezone),
    country = coalesce(nullif(said.country, ''), c.country)
FROM incoming_details said
WHERE c.id = said.id AND (
    said.name NOT IN ('', c.name) OR said.language NOT IN ('', c.language)
    OR said.timezone NOT IN ('', c.timezone) OR said.country NOT IN ('', c.country)
)
RETURNING c.id
"""
_REACH = {"kind": "text", "address": "text", "customer_id": "bigint"}
_ADD_POINTS = """
INSERT INTO customers_contactpoint (kind, address, soft_bounces)
SELECT DISTINCT kind, address, 0 FROM incoming_reach ORDER BY kind, address
ON CONFLICT (kind, address) DO NOTHING RETURNING id, kind, address
"""
_ADD_OWNERSHIPS = """
INSERT INTO customers_ownership (customer_id, contact_point_id)
SELECT given.customer_id, point.id
FROM incoming_reach given
JOIN customers_contactpoint point USING (kind, address)
ORDER BY given.customer_id, point.id
ON CONFLICT (customer_id, contact_point_id) DO NOTHING RETURNING customer_id
"""
# Sums up the batch and leaves the kinds to the aggregate: while a new database has no statistics, the planner
# would rather look each customer up in a scan of all addresses, or start from all addresses of a kind.
_INDEX = f"""
WITH rows AS (
    SELECT id, coalesce(merged_into_id, id) AS person FROM customers_customer
    WHERE id = ANY(%(ids)s::bigint[]) OR merged_into_id = ANY(%(ids)s::bigint[])
), reached AS (
    SELECT person, string_agg(address, ' ' ORDER BY o.id)
        FILTER (WHERE p.kind IN ('email', 'phone')) AS words
    FROM rows JOIN customers_ownership o ON o.customer_id = rows.id
    JOIN customers_contactpoint p ON p.id = o.contact_point_id
    WHERE o.customer_id = ANY(SELECT id FROM rows) GROUP BY person
), known AS (
    SELECT person, string_agg(key, ' ' ORDER BY i.id) AS words
    FROM rows JOIN customers_identity i ON i.customer_id = rows.id
    WHERE i.customer_id = ANY(SELECT id FROM rows) GROUP BY person
), fresh AS (
    SELECT id, CASE WHEN erased_at IS NOT NULL THEN '' ELSE
        {folded("concat_ws(' ', name, " + _number("id") + ", reached.words, known.words)")}
    END AS words
    FROM customers_customer
    LEFT JOIN reached ON reached.person = id LEFT JOIN known ON known.person = id
    WHERE id = ANY(%(ids)s::bigint[])
)
UPDATE customers_customer c SET search_text = fresh.words FROM fresh
WHERE c.id = fresh.id AND c.search_text <> fresh.words
"""
