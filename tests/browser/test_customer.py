"""Serving somebody: found while typing, a dial turned on their word, and news that comes by itself."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from channels import wishes
from customers import consent, history, loops, merging
from customers.consent import Evidence
from customers.history import Entry
from customers.models import Dial
from tests.browser.conftest import LogIn
from tests.browser.scene import set_the_scene
from tests.makers import make_customer


def test_a_customer_is_found_while_typing_and_opened_by_keys(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("analyst")
    page.goto("/console/outbox/")
    page.keyboard.press("/")
    page.keyboard.type("kohler margrethe")
    hit = page.locator("#found [data-row]").filter(has_text="Margarethe Köhler-Obermüller")
    expect(hit).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/console/customers/{scene.regular.pk}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Margarethe Köhler-Obermüller")


def test_a_dial_is_turned_without_leaving_the_page(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("agent")
    page.goto(f"/console/customers/{scene.regular.pk}/")
    page.evaluate("window.isStillThisPage = true")
    page.get_by_role("link", name="Turn a dial").click()
    page.get_by_label("What about").select_option("Offers")
    page.get_by_label("How much").select_option("0")
    expect(page.get_by_text("Zu Angebote möchten Sie: nie.")).to_be_visible()
    page.get_by_role("button", name="They agree").click()
    expect(page.locator("#dial-any-offers")).to_contain_text("never")
    assert Dial.objects.get(customer=scene.regular, topic="offers").position == 0
    assert page.evaluate("window.isStillThisPage")


def test_what_happens_meanwhile_slides_in_by_itself(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("agent")
    page.goto(f"/console/customers/{scene.regular.pk}/")
    entries = page.locator("#timeline-entries .entry")
    expect(entries).to_have_count(50)
    now = timezone.now()
    history.record([Entry(scene.regular.pk, now, "purchase", "till", "7", amount_minor=990)], now=now)
    expect(entries.first).to_contain_text("€9.90")
    expect(page.locator("#announce")).to_contain_text("New:")
    loops.heard(scene.regular.pk, "question", "Do you deliver?", channel="sms", now=now)
    history.record([Entry(scene.regular.pk, now, "visit", "till", "8")], now=now)
    expect(page.locator("#left-off")).to_contain_text("Do you deliver?")


@pytest.mark.parametrize("show", ["", "timeline/?show=money", "timeline/?inside=visit"])
def test_what_we_may_ask_of_them_follows_a_dial_turned_elsewhere(log_in: LogIn, show: str) -> None:
    """Also while the timeline shows other things, a form is open, and the dial is that of a former self."""
    scene = set_the_scene()
    former = make_customer("M. Obermüller")
    merging.merge(former.pk, scene.regular.pk, actor="staff:ana", now=timezone.now())
    page = log_in("agent")
    page.goto(f"/console/customers/{scene.regular.pk}/{show}")
    page.get_by_role("link", name="Turn a dial").click()
    page.get_by_label("How much").focus()
    for who, channel, words in ((scene.regular, "email", "Email never"), (former, "letter", "Letter never")):
        said = Evidence("Never.", "portal", "customer")
        wishes.turn_dial(who.pk, 0, channel=channel, topic="", until=None, evidence=said, now=timezone.now())
        expect(page.locator("#customer-contacts")).to_contain_text(words)
        expect(page.locator(f"#dial-{channel}-any")).to_contain_text("never")
    expect(page.locator("#dials .allowance")).to_contain_text("none: took the agreement back")
    expect(page.get_by_label("How much")).to_be_focused()


def test_a_yes_taken_back_elsewhere_is_taken_back_on_the_page(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("agent")
    page.goto(f"/console/customers/{scene.regular.pk}/")
    expect(page.locator("#customer-pills")).to_contain_text("Agreed to marketing by email")
    said = Evidence("No.", "portal", "customer")
    consent.withdraw(scene.regular.pk, ["email"], evidence=said, now=timezone.now())
    expect(page.locator("#customer-pills")).to_contain_text("No marketing by email")
    expect(page.locator("#dials .allowance")).to_contain_text("none: took the agreement back")
    expect(page.locator("#evidence")).to_contain_text("Took back the agreement")


def test_older_lines_follow_and_a_chip_shows_one_kind(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("agent")
    page.goto(f"/console/customers/{scene.regular.pk}/")
    page.get_by_role("link", name="Show older").click()
    expect(page.locator("#timeline-entries .entry").nth(60)).to_be_attached()
    headings = page.locator("#timeline-entries .day").all_text_contents()
    assert len(headings) == len(set(headings))
    chips = page.get_by_role("navigation", name="What to show")
    chips.get_by_role("link", name="Email").click()
    expect(chips.locator("[aria-current]")).to_have_text("Email")
    expect(page).to_have_url(re.compile("show="))
    expect(page.locator("#timeline-entries")).not_to_contain_text("At the till")
