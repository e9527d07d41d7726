"""The rooms on a phone: a bar of five, the last of which holds all others and says if one of them is open."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LogIn

FINGER = 44


@pytest.mark.parametrize("scripts", [True, False])
def test_every_room_is_reached_on_a_phone(log_in: LogIn, scripts: bool) -> None:
    page = log_in("admin", phone=True, scripts=scripts)
    page.goto("/console/")
    rail = page.get_by_role("navigation", name="Rooms")
    more = rail.locator("summary")
    expect(rail.get_by_role("link")).to_have_text(["Home", "Find", "Inbox", "Work list"])
    expect(more).not_to_have_attribute("aria-current", "true")
    more.click()
    expect(rail.get_by_role("link")).to_contain_text(["Campaigns", "Offers", "Outbox", "Settings"])
    for target in [more, *rail.get_by_role("link").all()]:
        box = target.bounding_box()
        assert box and box["height"] >= FINGER and box["x"] >= 0 and box["x"] + box["width"] <= 390
    rail.get_by_role("link", name="Settings").click()
    expect(page).to_have_url(re.compile("/console/settings/"))
    expect(more).to_have_attribute("aria-current", "true")


def test_five_rooms_have_a_place_each_and_a_desk_shows_all(log_in: LogIn) -> None:
    page = log_in("agent", phone=True)
    page.goto("/console/")
    expect(page.locator(".rail summary")).to_have_count(0)
    desk = log_in("admin")
    desk.goto("/console/")
    rail = desk.get_by_role("navigation", name="Rooms")
    expect(rail.locator("summary")).to_be_hidden()
    expect(rail.get_by_role("link", name="Settings")).to_be_visible()
