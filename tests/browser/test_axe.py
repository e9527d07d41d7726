"""No page of ours has a serious fault in axe's eyes: light and dark, at a desk or on a phone, full or empty.

With SHOTS naming a folder, a picture of each is put there.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from channels import vapid
from channels.talk import Conversation
from hub.models import Staff
from hub.portal import visits
from tests.browser.conftest import PHONE, WIDE, Axe, LogIn, OpenPage
from tests.browser.furnished import furnish, visit_of
from tests.browser.pages import ANYBODYS, CONSOLE, PORTAL
from tests.makers import make_customer, make_topic

Look = Callable[..., None]
TILL, NARROW = {"width": 1024, "height": 768}, {"width": 360, "height": 780}
LISTS = (
    "home", "find", "inbox", "worklist", "inbound", "inbound-texts", "inbound-spikes", "campaigns", "offers",
    "outbox", "settings-teams", "settings-answers", "settings-channels",
)  # fmt: skip
"""The pages that an empty hub has something to say on."""
COMPOUNDS = ["Donaudampfschifffahrtsgesellschaftskapitänswitwe", "Rechtsschutzversicherungsgesellschaften"]
FRAMED = {"console:message-words", "console:inbox-mail", "console:campaign-preview", "portal:words"}
"""Documents of others in a frame that runs no script, so not axe's either."""
PIECES = FRAMED | {"public:fragment", "api:docs"}
"""And what stands in somebody else's page, and what somebody else drew (tests/browser/test_api_docs.py)."""
OURS = [name for name in CONSOLE if name not in PIECES]
SMALL = (Path(__file__).parent / "small_targets.js").read_text()
SHOTS = os.environ.get("SHOTS", "")
PARTS = 4
"""The console's pages are shared out among so many tests, each of which furnishes a hub."""


def in_german(most: int) -> str:
    """Say the longest words there are."""
    words = next((COMPOUNDS[:number] for number in (2, 1) if len(" ".join(COMPOUNDS[:number])) <= most), ())
    return " ".join(words) or "Straßenbahn"[:most]


@pytest.fixture
def look(axe: Axe) -> Look:
    """Look at a page in every light at a desk and on a phone; `quickly`: as a phone shows it by day."""

    def look(page: Page, name: str, address: str, *, quickly: bool = False) -> None:
        page.set_viewport_size(WIDE)
        page.goto(address)
        expect(page.locator("#next.is-asked")).to_have_count(0)
        if not quickly:
            axe(page)
        small = page.evaluate(SMALL)
        assert not small, f"{address} has targets below 24 px: {small}"
        page.set_viewport_size(PHONE)
        axe(page)
        if not quickly:
            page.emulate_media(color_scheme="dark")
            axe(page, "color-contrast")
            page.emulate_media(color_scheme="light")
        if SHOTS:
            _take(page, name)
        for size in (TILL, NARROW):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{address} is {width} px wide at {size['width']}"

    return look


@pytest.mark.parametrize("some", [OURS[start::PARTS] for start in range(PARTS)], ids=range(PARTS))
def test_everybody_can_use_the_console(
    log_in: LogIn, look: Look, some: list[str], settings: Any, tmp_path: Path
) -> None:
    settings.SMS_URL = "twilio://a:b@host.example/?from=+43600111222"
    names = furnish(in_german, tmp_path)
    page = log_in("admin")
    Conversation.objects.update(assignee_id=Staff.objects.get().pk)
    for name in some:
        look(page, name, CONSOLE[name].format(**names))


def test_everybody_can_use_the_pages_for_customers_and_for_anybody(
    open_page: OpenPage, look: Look, server: str, settings: Any, tmp_path: Path
) -> None:
    """In every light and in German the customers' are looked at in test_portal_pages.py."""
    settings.PUSH_VAPID_KEY = vapid.new_key()
    settings.SMS_URL = "twilio://a:b@host.example/?from=+43600111222"
    names = furnish(in_german, tmp_path)
    page = open_page()
    for name in ANYBODYS.keys() - PIECES:
        look(page, name, ANYBODYS[name].format(**names))
    page.context.add_cookies([{"name": visits.COOKIE, "value": visit_of(names["who"]), "url": server}])
    for name in PORTAL.keys() - PIECES:
        look(page, name, PORTAL[name].format(**names), quickly=True)


def test_everybody_can_use_pages_that_are_empty(
    log_in: LogIn, look: Look, server: str, settings: Any, troubles: list[str]
) -> None:
    settings.PUSH_VAPID_KEY = vapid.new_key()
    make_topic()
    nobody = make_customer()
    page = log_in("admin")
    for name in LISTS:
        look(page, f"empty:{name}", CONSOLE[f"console:{name}"].partition("?")[0], quickly=True)
    look(page, "empty:customer", f"/console/customers/{nobody.pk}/")
    look(page, "empty:nowhere", "/console/nowhere/")
    page.context.add_cookies([{"name": visits.COOKIE, "value": visit_of(nobody), "url": server}])
    for name, address in PORTAL.items():
        if "{" not in address:
            look(page, f"empty:{name}", address, quickly=True)
    troubles.clear()  # one is not found, and says so


def _take(page: Page, name: str) -> None:
    for size in (WIDE, TILL, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            path = f"{SHOTS}/{name.replace(':', '-')}-{size['width']}-{scheme}.png"
            page.screenshot(path=path, full_page=size is not TILL)
    page.emulate_media(color_scheme="light")
