"""A till shows a code; an administrator types it, sees what the till may do, and lets it in."""

from urllib.parse import urlencode
from urllib.request import urlopen

import msgspec
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hub.api import oauth
from hub.api.oauth import Grant
from tests.browser.conftest import Axe, LogIn


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_administrator_lets_a_till_in(
    log_in: LogIn, axe: Axe, server: str, troubles: list[str], scripts: bool
) -> None:
    wanted = ["decisions:read", "decisions:write", "interactions:write"]
    key, _ = oauth.make_client("till-software", wanted, Grant.DEVICE, now=timezone.now())
    asked = urlencode({"client_id": key.prefix}).encode()
    with urlopen(f"{server}/identity/o/api/device/code", asked) as answer:
        begun = msgspec.json.decode(answer.read())

    page = log_in("admin", scripts=scripts)
    page.goto("/console/device/")
    page.get_by_label("The code on its screen").fill("BCDF-GHJK")
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".errorlist")).to_contain_text("No device waits under this code")
    page.get_by_label("The code on its screen").fill(begun["user_code"].lower())
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="till-software")).to_be_visible()
    expect(page.locator(".device-code")).to_have_text(begun["user_code"])
    expect(page.get_by_role("listitem").filter(has_text="Record what happened")).to_be_visible()
    if scripts:
        axe(page)
    page.get_by_role("button", name="Let it in").click()
    expect(page.locator("#notices")).to_contain_text("till-software is in")
    expect(page.get_by_role("region", name="Let in lately")).to_contain_text(f"{key}: Reads decisions")
    if scripts:
        axe(page)
    troubles[:] = [each for each in troubles if "422" not in each]
