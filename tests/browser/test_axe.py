"""No page of ours has a serious fault in axe's eyes: light and dark, at a desk and on a phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE, Axe, LogIn, OpenPage
from tests.browser.scene import set_the_scene

PAGES = {
    "home": "/console/",
    "find": "/console/find/?q=kohler",
    "customer": "/console/customers/{scene.regular.pk}/",
    "dials": "/console/customers/{scene.regular.pk}/dials/?scope=/offers&position=2&days=",
    "offer": "/console/customers/{scene.regular.pk}/offer/",
    "explain": "/console/customers/{scene.regular.pk}/explain/?channel=email&topic=offers&purpose=marketing",
    "campaigns": "/console/campaigns/",
    "campaign": "/console/campaigns/{scene.campaign.key}/",
    "campaign form": "/console/campaigns/{scene.campaign.key}/edit/",
    "outbox": "/console/outbox/",
    "message": "/console/outbox/{scene.message.pk}/",
    "mails": "/console/inbound/",
    "mail": "/console/inbound/{scene.mail.pk}/",
    "mail, looking": "/console/inbound/{scene.mail.pk}/?q=jakob",
    "topic": "/console/settings/topics/offers/",
    "quiet hours": "/console/settings/quiet/?country=AT",
    "wording": "/console/settings/wordings/dial.spoken/de/",
    "password": "/console/password/",
    "sign out": "/console/logout/",
}
ANYBODYS = {
    "sign in": "/console/login/",
    "unknown link": "/t/u/0/",
    "nothing here": "/console/nowhere/",
}
PARTS = 4
"""The pages are shared out among so many tests, each of which sets the scene once."""


@pytest.mark.parametrize("some", [list(PAGES)[start::PARTS] for start in range(PARTS)], ids=", ".join)
def test_everybody_can_use_the_console(log_in: LogIn, axe: Axe, some: list[str]) -> None:
    scene = set_the_scene()
    page = log_in("admin")
    for name in some:
        page.goto(PAGES[name].format(scene=scene))
        _in_every_light(page, axe)


def test_everybody_can_use_the_pages_for_anybody(open_page: OpenPage, axe: Axe, troubles: list[str]) -> None:
    page = open_page()
    for address in ANYBODYS.values():
        page.goto(address)
        _in_every_light(page, axe)
    troubles.clear()  # two of them are not found, and say so


def _in_every_light(page: Page, axe: Axe) -> None:
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")
        axe(page)
        page.emulate_media(color_scheme="dark")
        axe(page, "color-contrast")
