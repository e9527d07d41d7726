"""A campaign as a marketer lives it: written with count and preview beside it, launched, and watched."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import connections
from playwright.sync_api import Page, expect

from bench import sink
from campaigns import tasks
from campaigns.models import Campaign, Flight
from channels import dispatch
from channels.models import Lane
from tests.browser.conftest import LogIn
from tests.campaigns.makers import make_campaign
from tests.makers import make_customer, make_topic

HTML = '<p>Dear {{ customer.first_name }}, see <a href="https://shop.example.org/plan">the plan</a>.</p>'


def test_a_campaign_is_written_launched_and_watched(log_in: LogIn, settings: Any, tmp_path: Path) -> None:
    make_topic("offers", "Offers")
    for name, country in (("Margarethe Köhler", "AT"), ("Josef Winter", "AT"), ("Anna Huber", "DE")):
        make_customer(name, country=country)
    page = log_in("marketer")
    page.goto("/console/campaigns/")
    page.get_by_role("link", name="Write the first one").click()
    _write(page)
    with sink.running(tmp_path) as mail_sink:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{mail_sink.port}"
        page.get_by_role("button", name="Launch").click()
        expect(page.locator("#campaign-state")).to_contain_text("launched")
        with ThreadPoolExecutor(1) as worker:  # the browser's event loop runs in this thread
            worker.submit(_carry_out).result()
        sent = page.locator("#funnel tr").filter(has_text=re.compile(r"^\s*Sent"))
        expect(sent.locator("td").nth(1)).to_have_text("2")
        version = page.get_by_role("group", name="By version").get_by_role("row").nth(1)
        expect(version.get_by_role("cell").first).to_contain_text("2")
        assert len(mail_sink.arrivals()) == 2


def test_a_launch_that_cannot_be_says_why_where_one_looks(log_in: LogIn) -> None:
    make_campaign("autumn").versions.update(subject="For {{ customer.nope }}")
    make_customer()
    page = log_in("marketer")
    page.goto("/console/campaigns/autumn/")
    page.get_by_role("button", name="Launch").click()
    notice = page.locator("#notices .notice")
    expect(notice).to_contain_text("customer.nope")
    notice.get_by_role("button", name="Put away").click()
    expect(notice).to_have_count(0)


def test_what_is_wrong_with_a_rule_is_said_until_it_is_put_right(log_in: LogIn) -> None:
    make_customer(country="AT")
    page = log_in("marketer")
    page.goto("/console/campaigns/new/")
    wrong = page.locator("#rules .errorlist")
    page.get_by_role("button", name="Rule", exact=True).click()
    page.get_by_label("What", exact=True).select_option("attribute:country")
    typed = page.locator("input[type=text]").and_(page.get_by_label("With what"))
    expect(typed).to_be_visible()
    expect(wrong).to_have_count(0)
    typed.fill("x" * 201)
    page.get_by_role("button", name="Rule", exact=True).click()
    expect(wrong).to_contain_text("1 to 200 characters")
    typed.first.fill("AT")
    typed.first.press("Tab")
    expect(wrong).to_have_count(0)
    expect(typed.first).to_have_value("AT")
    expect(page.get_by_role("button", name="Remove this rule").first).to_be_focused()


def _write(page: Page) -> None:
    page.get_by_label("Name", exact=True).first.fill("Spring letter")
    page.get_by_role("textbox", name="Key").fill("spring-letter")
    page.get_by_label("Sender").fill("Us <us@mail.rapport.example>")
    page.get_by_label("Held out").fill("0")
    count = page.locator("#count")
    expect(count).to_contain_text("3 of 3")
    page.get_by_role("button", name="Rule", exact=True).click()
    page.get_by_label("What", exact=True).select_option("attribute:country")
    page.locator("input[type=text]").and_(page.get_by_label("With what")).fill("AT")
    expect(count).to_contain_text("2 of 3")
    page.locator("#id_form-0-subject").fill("A word for {{ customer.first_name }}")
    page.locator("#id_form-0-html").fill(HTML)
    mail = page.frame_locator("iframe[name=mail]")
    expect(mail.get_by_role("heading")).to_have_text("A word for Margarethe")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spring letter")
    assert Campaign.objects.get().versions.count() == 1


def _carry_out() -> None:
    """Do what the workers do when they are rung for."""
    for chunk in Flight.objects.get().chunks.order_by("pk"):
        tasks.plan(chunk.pk)
    dispatch.send_range(Lane.BULK, 0, 2**60)
    tasks.plan_waiting()
    connections.close_all()
