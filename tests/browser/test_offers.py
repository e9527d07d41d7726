"""An offer as a marketer lives it: written with the count beside it, listed, read with what became of it."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from campaigns import advice, decisions
from campaigns.models import Offer
from tests.browser.conftest import PHONE, WIDE, Axe, LogIn
from tests.campaigns.makers import make_campaign, make_offer
from tests.makers import make_customer, make_topic

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützen im Angebot"


def test_an_offer_is_written_listed_and_read_by_everybody(log_in: LogIn, axe: Axe) -> None:
    make_topic("offers", "Offers")
    make_campaign(name="Autumn letter")
    for name, country in (("Margarethe Köhler", "AT"), ("Josef Winter", "AT"), ("Anna Huber", "DE")):
        make_customer(name, country=country)
    page = log_in("marketer")
    page.goto("/console/offers/")
    axe(page)
    page.get_by_role("link", name="Write the first one").click()
    _write(page)
    _in_every_light(page, axe)
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The winter box")
    offer = Offer.objects.get()
    assert (offer.places, offer.audience) == (["till"], {"all": [{"attribute": "country", "is": "AT"}]})
    make_offer("long", name=LONG, title=LONG, text=LONG, words=LONG, audience="everyone")
    _answer()
    for address in ("/console/offers/winter-box/", "/console/offers/"):
        page.goto(address)
        _in_every_light(page, axe)
    expect(page.get_by_role("listitem").filter(has_text="The winter box")).to_contain_text("On offer")


def _write(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("The winter box")
    page.get_by_role("textbox", name="Key").fill("winter-box")
    page.get_by_label("What we say").fill("Shall I put a box aside for you?")
    page.get_by_label("Title", exact=True).fill("All for the cold season")
    count = page.locator("#count")
    expect(count).to_contain_text("3 of 3")
    page.get_by_role("button", name="Rule", exact=True).click()
    page.get_by_label("What", exact=True).select_option("attribute:country")
    page.locator("input[type=text]").and_(page.get_by_label("With what")).fill("AT")
    expect(count).to_contain_text("2 of 3")
    page.get_by_label("Till", exact=True).check()
    page.get_by_label("What a yes brings").fill("6.40")


def _answer() -> None:
    for name, outcome in (("Berta", "accepted"), ("Clara", "declined"), ("Dora", "asked")):
        found = advice.advise(
            make_customer(name, country="AT").pk, "till", actor="staff:a", now=timezone.now()
        )
        assert found.decision_id
        for kind in ("shown", outcome):
            decisions.record_outcome(
                found.decision_id, kind, offer="winter-box", actor="staff:a", now=timezone.now()
            )


def _in_every_light(page: Page, axe: Axe) -> None:
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{page.url} is {width} px too wide at {size['width']}"
        page.emulate_media(color_scheme="dark")
        axe(page, "color-contrast")
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
