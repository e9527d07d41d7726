"""Asking for a link into the portal, and using it: limited, good once, and silent about who we know."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from channels import addresses
from channels.models import Message
from customers import identity
from customers.identity import BadAddress
from customers.models import ContactPoint, Customer
from hub.models import PortalEntry
from hub.portal import letter

Kind = ContactPoint.Kind
LASTS = timedelta(minutes=30)
WINDOW = timedelta(hours=1)
PER_ADDRESS = 4
PER_CLIENT = 20
KEPT = timedelta(days=1)
_MOST_OWNERS = 3
"""So many people behind one phone number are written to, each at their own address."""


class TooOften(Exception):
    """So many questions came from one network that we answer none of them for a while."""


def ask(text: str, client: str, *, now: datetime) -> None:
    """Send a link to where this address leads, if we know it. Never says whether we do.

    The limits are counted in the database under locks, so they hold among racing requests and without a
    cache. Beyond the address's limit nothing is sent; beyond the client's, TooOften is raised.
    """
    kind, normal = _read(text)
    address, network = _hash("address", normal), _hash("client", client)
    with transaction.atomic():
        _lock(address, network)
        recent = PortalEntry.objects.filter(asked_at__gt=now - WINDOW)
        if recent.filter(client=network).count() >= PER_CLIENT:
            raise TooOften
        is_quiet = recent.filter(address=address).count() >= PER_ADDRESS
        points: list[ContactPoint | None] = [] if is_quiet else [*_points(kind, normal)]
        for point in points or [None]:
            entry = PortalEntry.objects.create(
                address="" if is_quiet else address, client=network, contact_point=point, asked_at=now
            )
            if point:
                letter.send(entry.pk, point, owners(point)[0], now=now, not_after=now + LASTS)
    PortalEntry.objects.filter(asked_at__lt=now - KEPT).delete()


def find(token: str, *, now: datetime) -> PortalEntry | None:
    """Return the entry that a link stands for, if it can still be used. Changes nothing."""
    opened = addresses.message_of(letter.TOKEN_KIND, token)
    message = Message.objects.filter(pk=opened[0]).only("cause").first() if opened else None
    number = letter.entry_of(message.cause) if message else None
    usable = PortalEntry.objects.filter(used_at=None, asked_at__gt=now - LASTS, contact_point__isnull=False)
    return usable.select_related("contact_point").filter(pk=number).first() if number else None


def use(entry: PortalEntry, *, now: datetime) -> bool:
    """Use an entry up; False for whoever comes second. The address's other links are used up with it."""
    unused = PortalEntry.objects.filter(contact_point=entry.contact_point_id, used_at=None)
    if unused.filter(pk=entry.pk).update(used_at=now) != 1:
        return False
    unused.update(used_at=now)
    return True


def forget(customer: Customer, *, now: datetime) -> None:
    """Use up every link that was asked for at an address of this customer."""
    points = ContactPoint.objects.filter(owners__in=[customer, *customer.aliases.all()])
    PortalEntry.objects.filter(contact_point__in=points, used_at=None).update(used_at=now)


def owners(point: ContactPoint) -> list[Customer]:
    """Return who is reached at an address, as who they are after merges; the first to come to it first."""
    found = Customer.objects.select_related("merged_into").filter(ownerships__contact_point=point)
    people = [each.merged_into or each for each in found.order_by("ownerships__pk") if not each.erased_at]
    return list(dict.fromkeys(each for each in people if not each.erased_at))


def _read(text: str) -> tuple[str, str]:
    """Tell an email address from a phone number; what is neither is nobody's, and asked for all the same."""
    kind = Kind.EMAIL if "@" in text else Kind.PHONE
    try:
        return kind, identity.normalise(kind, text)
    except BadAddress:
        return kind, text.strip().lower()


def _points(kind: str, address: str) -> list[ContactPoint]:
    """Return where to send: the address itself, or the email addresses of whose phone it is."""
    point = ContactPoint.objects.filter(kind=kind, address=address).first()
    people = owners(point) if point else []
    if point is None or not people:
        return []
    if kind == Kind.EMAIL:
        return [point]
    emails = [each.contact_points.filter(kind=Kind.EMAIL).order_by("ownerships__pk") for each in people]
    return list(dict.fromkeys(found for each in emails[:_MOST_OWNERS] if (found := each.first())))


def _hash(what: str, text: str) -> str:
    return salted_hmac(f"portal {what}", text, algorithm="sha256").hexdigest()[:32]


def _lock(*keys: str) -> None:
    """Make racing requests for one address or from one network wait for each other, in one order."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
