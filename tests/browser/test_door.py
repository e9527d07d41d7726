"""Coming in, what stays shut, and changing one's password."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LogIn, OpenPage
from tests.makers import make_staff


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_somebody_signs_in_with_name_and_password(
    open_page: OpenPage, troubles: list[str], scripts: bool
) -> None:
    make_staff("agent", "johanna", first_name="Johanna")
    page = open_page(scripts=scripts)
    page.goto("/")
    page.get_by_label("Username").fill("johanna")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".errorlist")).to_contain_text("not correct")
    page.get_by_label("Password").fill("a-long-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Johanna"))


def test_a_page_of_another_role_says_so(log_in: LogIn, troubles: list[str]) -> None:
    page = log_in("agent")
    page.goto("/console/campaigns/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not part of your role")
    page.goto("/console/nowhere/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    page.get_by_role("link", name="To the console").click()
    expect(page.get_by_role("navigation", name="Rooms")).to_be_visible()
    assert [each.split(" (")[0][-3:] for each in troubles] == ["403", "404"]
    troubles.clear()


def test_a_new_password_is_asked_for_twice_and_holds(log_in: LogIn, open_page: OpenPage) -> None:
    page = log_in("agent")
    page.goto("/console/")
    page.get_by_label("account and appearance").click()
    page.get_by_role("link", name="Password").click()
    page.get_by_label("Current password").fill("a-long-password")
    page.get_by_label("New password", exact=True).fill("another long one 7")
    page.get_by_label("New password again").fill("another long one 7")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#notices")).to_contain_text("Password successfully changed")
    page.get_by_label("account and appearance").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
