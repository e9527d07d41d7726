"""Serving somebody by keys alone: the card's answer, a note, undoing it, the palette; axe looks on."""

import re

from playwright.sync_api import expect

from campaigns.models import Outcome
from customers import loops
from customers.models import Interaction
from tests.browser.conftest import Axe, LogIn
from tests.browser.scene import set_the_scene
from tests.campaigns.makers import make_offer


def test_an_offer_is_answered_and_a_note_kept_and_taken_back_by_keys(log_in: LogIn, axe: Axe) -> None:
    scene = set_the_scene()
    make_offer(title="The new tariff fits")
    page = log_in("agent")
    page.goto(f"/console/customers/{scene.regular.pk}/")
    expect(page.get_by_role("heading", name="The new tariff fits")).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("What should we remember").fill("Prefers mornings")
    axe(page)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#timeline-entries")).to_contain_text("Prefers mornings")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#timeline-entries s").first).to_have_text("Note")
    expect(page.get_by_role("heading", name="The new tariff fits")).to_be_visible()
    page.keyboard.press("3")
    expect(page.locator("#notices")).to_contain_text("Noted: declined")
    assert Outcome.objects.get().kind == "declined"
    assert Interaction.objects.filter(kind="taken_back").exists()


def test_the_palette_does_what_the_page_can_and_finds_customers(log_in: LogIn, axe: Axe) -> None:
    scene = set_the_scene()
    loops.open(scene.regular.pk, "promise", "Call back", actor="staff:ana", now=scene.campaign.created_at)
    page = log_in("agent")
    page.goto(f"/console/customers/{scene.regular.pk}/")
    page.keyboard.press("Control+k")
    page.keyboard.type("hand")
    expect(page.get_by_role("option", name="Hand over")).to_be_visible()
    axe(page)
    page.keyboard.press("Enter")
    expect(page.get_by_label("To whom")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("jakob")
    expect(page.get_by_role("option", name="Jakob Winter")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/console/customers/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Jakob Winter")
