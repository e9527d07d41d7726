"""What comes in while a page fetches other news is shown at once too, not at the next look by the clock."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from customers import history, loops
from customers.history import Entry
from customers.models import Customer
from tests.browser.conftest import LogIn
from tests.browser.test_inbox import hear
from tests.makers import make_customer

HEARD_MS = 4_000
"""By then a page has heard of news: the stream of the home page rests 3 s after each hint."""


@pytest.fixture
def customer(server: str) -> Customer:
    return make_customer("Maria Gruber", email="maria@example.org")


def come_in(customer: Customer, words: str) -> None:
    now = timezone.now()
    hear(customer, words, 0)
    loops.heard(customer.pk, "question", words, channel="sms", now=now)
    history.record([Entry(customer.pk, now, "message_replied", "test", words, summary=words)], now=now)


def hold(page: Page, address: str) -> list[Route]:
    """Keep back the first request of the page's own scripts to there; return where it will lie."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        if held or not route.request.headers.get("hx-request"):
            route.continue_()
        else:
            held.append(route)

    page.route(address, keep)
    return held


@pytest.mark.parametrize(
    ("path", "address", "part"),
    [
        ("", "**/console/news/", "#news"),
        ("customers/{customer}/", "**/timeline/?*shown=*", "#timeline-entries"),
        ("customers/{customer}/", "**/left-off/", "#left-off"),
        ("inbox/", "**/console/inbox/?view=*", "#inbox-list"),
        ("inbox/{talk}/", "**/inbox/*/?known=*", "#thread"),
    ],
)
def test_what_comes_in_meanwhile_is_shown_too(
    log_in: LogIn, customer: Customer, path: str, address: str, part: str
) -> None:
    talk = hear(customer, "Is it ready?", 50)
    page = log_in("agent")
    held = hold(page, address)
    page.goto(f"/console/{path.format(customer=customer.pk, talk=talk.pk)}")
    come_in(customer, "First this.")
    while not held:
        page.wait_for_timeout(50)
    answer = held[0].fetch()
    come_in(customer, "And this?")
    page.wait_for_timeout(HEARD_MS)
    held[0].fulfill(response=answer)
    expect(page.locator(part)).to_contain_text("And this?")


@pytest.mark.parametrize("path", ["campaigns/new/", "offers/new/"])
def test_what_is_typed_while_an_audience_is_counted_is_counted_too(log_in: LogIn, path: str) -> None:
    for name, country in (("Josef Winter", "AT"), ("Eva Kern", "AT"), ("Anna Huber", "DE")):
        make_customer(name, country=country)
    page = log_in("marketer")
    page.goto(f"/console/{path}")
    page.get_by_role("button", name="Rule", exact=True).click()
    page.get_by_label("What", exact=True).select_option("attribute:country")
    words = page.locator("input[type=text]").and_(page.get_by_label("With what"))
    words.fill("AT")
    expect(page.locator("#count")).to_contain_text("2 of 3")
    held = hold(page, "**/count/")
    words.fill("D")
    while not held:
        page.wait_for_timeout(50)
    words.fill("DE")
    expect(page.locator("#count")).to_contain_text("1 of 3")
