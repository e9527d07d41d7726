"""Customers for the browser to be: with something to say on every page of the portal, let in or not."""

from datetime import datetime, timedelta

from django.utils import timezone
from playwright.sync_api import Page

from channels import addresses, writing
from channels.models import Message
from customers import history, learning
from customers.consent import Answer, take_answers
from customers.entry import Entry
from customers.learning import Learned
from customers.models import Connection, ContactPoint, Customer, ProfileField, Touch
from hub.models import PortalEntry, PortalVisit
from hub.portal import letter, visits
from tests.makers import DAY, make_content, make_customer, make_dial, make_topic, share_point

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützen im Angebot"


def somebody(language: str) -> tuple[Customer, Message]:
    """Return a customer of whom every page has something to say, and the latest message they got."""
    now = timezone.now()
    make_topic()
    who = make_customer("Margarethe Köhler-Obermüller", email=f"{language}@example.org", language=language)
    share_point(who, "+436641234567", "phone")
    take_answers([Answer(who.pk, "sms", "marketing", True, now - DAY, "Yes.", "shop", "customer")], now=now)
    make_dial(who, 3, channel="email", topic="offers", changed_at=now - 50 * DAY)
    message = wrote(who, LONG, now - DAY)
    learning.declare("branch", "Branch", is_editable_by_customer=True)
    learning.declare("large", "Large print", ProfileField.Type.FLAG, is_editable_by_customer=True)
    learning.learn([Learned(who.pk, "branch", "Graz", "crm", now, confidence=0.6)], now=now)
    Connection.objects.create(customer=who, other=make_customer("Karl Huber"), kind="household", source="crm")
    bought = [Entry(who.pk, now - n * 30 * DAY, "purchase", "t", f"{who.pk}.{n}") for n in range(9)]
    places = [each._replace(data={"place": LONG}, amount_minor=4200, currency="EUR") for each in bought]
    history.record(places, now=now)
    writing.write(who.pk, "Do you have this without perfume?", now=now)
    return who, message


def wrote(who: Customer, subject: str, at: datetime) -> Message:
    """Let an offer have been sent to a customer by email; it counts in their dials."""
    message = Message.objects.create(
        customer=who, contact_point=email_of(who), content=make_content(subject=f"{subject} "),
        cause=f"scene:{at}", channel="email", purpose="marketing", topic="offers", lane=2, state="accepted",
        accepted_at=at, created_at=at, context={"customer": {"first_name": who.first_name}},
    )  # fmt: skip
    Touch.objects.create(
        customer_id=who.pk, channel="email", topic="offers", purpose="marketing", state="spent", actor="x",
        message_id=message.pk, touched_at=at,
    )  # fmt: skip
    entry = Entry(who.pk, at, "message_accepted", "m", str(message.pk), "email", summary=subject)
    history.record([entry._replace(message_id=message.pk)], now=timezone.now())
    return message


def let_in(page: Page, server: str, who: Customer | None, point: ContactPoint | None = None) -> None:
    """Put a browser on a visit of this customer; without one, on a visit to an address that several share."""
    now = timezone.now()
    point = point or email_of(who)
    visit = PortalVisit.objects.create(contact_point=point, customer=who, began_at=now)
    sealed = addresses.sealer().seal("visit", visit.pk, expires_at=now + timedelta(hours=2))
    page.context.add_cookies([{"name": visits.COOKIE, "value": sealed, "url": server}])


def way_in(who: Customer) -> str:
    """Return a link that this customer has asked for."""
    now, point = timezone.now(), email_of(who)
    entry = PortalEntry.objects.create(address="a", client="c", contact_point=point, asked_at=now)
    letter.send(entry.pk, point, who, now=now, not_after=now + timedelta(minutes=30))
    message = Message.objects.get(topic="portal", contact_point=point)
    return addresses.link_url(message.pk, 0).partition("/t/c/")[2].join(["/portal/open/", ""])


def path(url: str) -> str:
    """Return an address of ours without its host: browsers here know the hub by another one."""
    return "/" + url.split("/", 3)[3]


def email_of(who: Customer | None) -> ContactPoint:
    return ContactPoint.objects.filter(owners=who, kind="email").earliest("pk")
