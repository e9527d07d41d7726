"""Working through the list with a real browser: by keys at a desk, by thumb on a phone."""

import os

import pytest
from playwright.sync_api import Page, expect

from channels.models import Message
from tests.browser.conftest import PHONE, WIDE, Axe, LogIn
from tests.hub.console.test_worklist import on_the_list

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_call_is_taken_and_noted_by_keys(log_in: LogIn, axe: Axe) -> None:
    first = on_the_list()
    on_the_list("Jakob Winter", channel="branch")
    page = log_in("agent")
    page.goto("/console/worklist/")
    _in_every_light(page, axe, "list")
    page.keyboard.press("n")
    expect(page.locator("a.work-phone")).to_be_visible()
    _in_every_light(page, axe, "card")
    page.keyboard.press("5")
    expect(page.get_by_text("It comes back")).to_be_visible()
    expect(page.locator("a.work-phone")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_role("button", name="Did not come")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text("Nobody waits for a call")).to_be_visible()
    states = dict(Message.objects.values_list("channel", "state"))
    assert states == {"call": "accepted", "branch": "delivered"}
    first.refresh_from_db()
    assert first.tries == 1


def _in_every_light(page: Page, axe: Axe, name: str) -> None:
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if folder := os.environ.get("SHOTS"):
                page.screenshot(path=f"{folder}/{name}-{size['width']}-{scheme}.png")
        axe(page)
        page.emulate_media(color_scheme="dark")
        axe(page, "color-contrast")
        page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
