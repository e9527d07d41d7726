"""The page of the API's operations comes up under our own policy, and asks nobody else for anything."""

import os

from playwright.sync_api import expect

from hub.api.routes import OPERATIONS
from tests.browser.conftest import OpenPage


def test_the_operations_are_shown_and_opened(open_page: OpenPage, troubles: list[str]) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/docs/")
    expect(page.locator("#operations .opblock")).to_have_count(len(OPERATIONS))
    page.locator(".opblock", has_text="/api/v1/interactions/").first.click()
    expect(page.locator(".opblock-body").first).to_contain_text("source_id")
    origin = "/".join(page.url.split("/")[:3])
    assert all(url.startswith((origin, "data:", "blob:")) for url in asked)
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/api-docs.png")


def test_the_problems_are_explained(open_page: OpenPage, troubles: list[str]) -> None:
    page = open_page()
    page.goto("/api/docs/problems/#invalid")
    expect(page.locator("#invalid")).to_be_visible()
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/api-problems.png")
