"""A key is made, copied and used, by keyboard or without scripts."""

import re

from django.test import Client
from playwright.sync_api import expect

from hub.models import ApiKey
from tests.browser.conftest import LogIn


def test_a_key_is_made_and_copied_and_what_was_copied_works(log_in: LogIn) -> None:
    page = log_in("admin")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/console/settings/keys/")
    page.get_by_role("link", name="Make a key").first.click()
    page.get_by_label("Name", exact=True).fill("shop")
    page.get_by_label("Read timelines").check()
    page.get_by_label("Name", exact=True).press("Enter")
    page.get_by_role("button", name="Copy the key").press("Enter")
    expect(page.locator("#announce")).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == page.get_by_label("Key", exact=True).input_value()
    answer = Client().get("/api/v1/event-kinds/", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200
    assert ApiKey.objects.get().made_by == "staff:admin"


def test_without_scripts_a_key_is_made_and_revoked(log_in: LogIn) -> None:
    page = log_in("admin", scripts=False, phone=True)
    page.goto("/console/settings/keys/?new")
    page.get_by_label("Name", exact=True).fill("shop")
    page.get_by_label("Read timelines").check()
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_label("Key", exact=True)).to_have_value(re.compile("^rapport_"))
    expect(page.get_by_role("button", name="Copy the key")).to_be_hidden()
    page.get_by_text("Revoke", exact=False).first.click()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.locator("#notices")).to_contain_text("is revoked")
    assert ApiKey.objects.get().expires_at is not None
