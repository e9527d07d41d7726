"""The customer's pages for everybody: in every light, at any width, in two languages, and without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from channels import addresses
from channels.models import Message
from customers.models import Customer, Erasure, Fact
from tests.browser.conftest import PHONE, WIDE, Axe, OpenPage
from tests.browser.guests import email_of, let_in, path, somebody, way_in
from tests.makers import make_customer, share_point

INSIDE = (
    "page/", "dials/", "why/", "why/{message}/", "known/", "conversations/", "download/", "erase/",
    "inbox/", "notices/",
)  # fmt: skip
NARROW = {"width": 360, "height": 780}


def outside(who: Customer, message: Message) -> list[str]:
    """Return the pages that need no visit: the door, and what links in mails open."""
    now, number = timezone.now(), message.pk
    links = [addresses.portal_url(number, now=now), addresses.less_url(number, now=now)]
    links.append(addresses.unsubscribe_url(number))
    return ["/portal/", "/portal/sent/", "/portal/open/nothing/", way_in(who), *map(path, links)]


def let_choose(page: Page, server: str, who: Customer) -> None:
    """Put a browser on a visit to an address that two share."""
    share_point(make_customer("Karl Maria Kern"), email_of(who).address)
    let_in(page, server, None, email_of(who))


def fits(page: Page) -> bool:
    """Say whether nothing of the page must be scrolled to sideways, with all of it unfolded."""
    for details in page.locator("main details").all():
        details.evaluate("each => { each.open = true }")
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def in_every_light(page: Page, axe: Axe) -> None:
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")
        axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page, "color-contrast")


@pytest.mark.parametrize("language", ["en", "de"])
def test_everybody_can_use_the_customers_pages(
    open_page: OpenPage, axe: Axe, server: str, troubles: list[str], language: str
) -> None:
    """German has the longer words, so it is looked at in every light; English must fit, too."""
    who, message = somebody(language)
    page = open_page()
    inside = [f"/portal/{each.format(message=message.pk)}" for each in INSIDE]
    for address in [*outside(who, message), *inside, "/portal/who/"]:
        if address == inside[0]:
            let_in(page, server, who)
        if address == "/portal/who/":
            let_choose(page, server, who)
        page.set_viewport_size(NARROW)
        page.goto(address)
        assert fits(page), address
        if language == "de":
            in_every_light(page, axe)
    troubles.clear()  # one of them is not found, and says so


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
