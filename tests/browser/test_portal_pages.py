"""The customer's pages in a real browser: for everybody, at 360 px, in both languages, without scripts."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from channels import addresses, writing
from channels.models import Message
from customers import history, learning
from customers.consent import Answer, take_answers
from customers.entry import Entry
from customers.learning import Learned
from customers.models import Connection, Customer, Erasure, Fact, ProfileField, Touch
from hub.models import PortalVisit
from hub.portal import visits
from tests.browser.conftest import WIDE, Axe, OpenPage
from tests.makers import DAY, make_content, make_customer, make_dial, make_topic, share_point

PAGES = ("page/", "why/", "why/{message}/", "known/", "conversations/", "download/", "erase/")
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützen im Angebot"
NARROW = {"width": 360, "height": 780}


def somebody(language: str) -> tuple[Customer, Message]:
    """Return a customer of whom every page has something to say, and the latest message they got."""
    now = timezone.now()
    make_topic()
    who = make_customer("Margarethe Köhler-Obermüller", email=f"{language}@example.org", language=language)
    share_point(who, "+436641234567", "phone")
    take_answers([Answer(who.pk, "sms", "marketing", True, now - DAY, "Yes.", "shop", "customer")], now=now)
    make_dial(who, 3, channel="email", topic="offers", changed_at=now - 50 * DAY)
    message = _wrote(who, LONG, now - DAY)
    learning.declare("branch", "Branch", is_editable_by_customer=True)
    learning.declare("large", "Large print", ProfileField.Type.FLAG, is_editable_by_customer=True)
    learning.learn([Learned(who.pk, "branch", "Graz", "crm", now, confidence=0.6)], now=now)
    Connection.objects.create(customer=who, other=make_customer("Karl Huber"), kind="household", source="crm")
    bought = [Entry(who.pk, now - n * 30 * DAY, "purchase", "t", f"{who.pk}.{n}") for n in range(9)]
    places = [each._replace(data={"place": LONG}, amount_minor=4200, currency="EUR") for each in bought]
    history.record(places, now=now)
    writing.write(who.pk, "Do you have this without perfume?", now=now)
    return who, message


def _wrote(who: Customer, subject: str, at: datetime) -> Message:
    message = Message.objects.create(
        customer=who, content=make_content(subject=f"{subject} "), cause="scene", channel="email",
        purpose="marketing", topic="offers", lane=2, state="accepted", accepted_at=at, created_at=at,
        context={"customer": {"first_name": who.first_name}},
    )  # fmt: skip
    Touch.objects.create(
        customer_id=who.pk, channel="email", topic="offers", purpose="marketing", state="spent", actor="x",
        message_id=message.pk, touched_at=at,
    )  # fmt: skip
    entry = Entry(who.pk, at, "message_accepted", "m", str(message.pk), "email", summary=subject)
    history.record([entry._replace(message_id=message.pk)], now=timezone.now())
    return message


def let_in(page: Page, server: str, who: Customer) -> None:
    now = timezone.now()
    point = who.contact_points.get(kind="email")
    visit = PortalVisit.objects.create(contact_point=point, customer=who, began_at=now)
    sealed = addresses.sealer().seal("visit", visit.pk, expires_at=now + timedelta(hours=2))
    page.context.add_cookies([{"name": visits.COOKIE, "value": sealed, "url": server}])


@pytest.mark.parametrize("language", ["en", "de"])
def test_everybody_can_use_the_customers_pages(
    open_page: OpenPage, axe: Axe, server: str, language: str
) -> None:
    who, message = somebody(language)
    page = open_page()
    let_in(page, server, who)
    for path in PAGES:
        page.goto(f"/portal/{path.format(message=message.pk)}")
        for details in page.locator("main details").all():
            details.evaluate("each => { each.open = true }")
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme="light")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (path, size)
            axe(page)
            page.emulate_media(color_scheme="dark")
            axe(page, "color-contrast")


def test_all_of_it_works_without_scripts(open_page: OpenPage, server: str) -> None:
    who, _ = somebody("en")
    page = open_page(scripts=False, phone=True)
    let_in(page, server, who)
    page.goto("/portal/why/")
    page.get_by_role("button", name="Fewer of these").click()
    expect(page.get_by_role("status")).to_contain_text("Saved. This holds now:")
    page.goto("/portal/known/")
    page.get_by_text("Correct Branch").click()
    page.get_by_label("Branch").fill("Linz")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("status")).to_contain_text("Your word counts")
    assert Fact.objects.get(field="branch").value == "Linz"
    page.goto("/portal/conversations/")
    page.get_by_role("textbox", name="Write to us").fill("A word from me")
    page.get_by_role("button", name="Send").first.click()
    expect(page.get_by_role("status")).to_contain_text("It has arrived.")
    expect(page.get_by_text("A word from me")).to_be_visible()
    page.goto("/portal/erase/")
    page.get_by_label("Yes, I mean it.").check()
    page.get_by_role("button", name="Erase me").click()
    page.get_by_role("button", name="Do not erase me after all").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    assert Erasure.objects.get().withdrawn_at is not None
