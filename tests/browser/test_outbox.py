"""Looking after what went out and what came in: the outbox, one message, and mails for a person."""

import re

from playwright.sync_api import expect

from channels.models import InboundMail
from customers.models import Customer, Interaction
from tests.browser.conftest import LogIn
from tests.browser.scene import set_the_scene


def test_the_chips_of_the_outbox_filter_it(log_in: LogIn) -> None:
    set_the_scene()
    page = log_in("analyst")
    page.goto("/console/outbox/")
    rows = page.locator("tbody [data-row]")
    expect(rows).to_have_count(15)
    page.get_by_role("link", name="Not sent").click()
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="The dial is full")).to_have_count(1)


def test_a_message_shows_its_exact_words_and_who_opened_it(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("analyst")
    page.goto("/console/outbox/?show=sent")
    page.get_by_role("link", name="A word for Margarethe").first.click()
    expect(page).to_have_url(re.compile(f"/console/outbox/{scene.message.pk}/"))
    letter = page.frame_locator("iframe[title='The message']")
    expect(letter.get_by_role("heading")).to_have_text("A word for Margarethe")
    words = letter.frame_locator("iframe").locator("body")
    expect(words).to_contain_text("Dear Margarethe, this is for you alone.")
    expect(page.locator(".hit").filter(has_text="A machine")).to_have_count(1)
    expect(page.locator(".hit").filter(has_text="A person")).to_have_count(2)


def test_a_mail_is_placed_with_one_of_those_who_share_its_address(log_in: LogIn) -> None:
    set_the_scene()
    page = log_in("agent")
    page.goto("/console/")
    page.get_by_role("link", name="mails to read and place").click()
    page.get_by_role("link", name="Several customers share this address").click()
    page.get_by_role("button", name="Place it with Rosa Lang").click()
    expect(page.locator("#notices")).to_contain_text("Placed with Rosa Lang")
    expect(page.locator("main [data-row]")).to_have_count(1)
    assert Interaction.objects.filter(customer_id=Customer.objects.get(name="Rosa Lang").pk).count() == 1


def test_a_mail_is_placed_with_somebody_found_while_typing(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("agent")
    page.goto("/console/inbound/")
    page.get_by_role("link", name="We do not know this address").click()
    page.get_by_label("Find the customer").press_sequentially("Jakob W")
    page.get_by_role("button", name="Place it with Jakob Winter").click()
    expect(page.locator("#notices")).to_contain_text("Placed with Jakob Winter")
    assert InboundMail.objects.exclude(pk=scene.mail.pk).get().state == "applied"


def test_a_mail_is_put_away_and_taken_out_again(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("agent")
    page.goto(f"/console/inbound/{scene.mail.pk}/")
    page.get_by_label("Why").fill("Answered at the till")
    page.get_by_role("button", name="Put away").click()
    page.get_by_role("link", name="Put away").click()
    page.get_by_role("link", name="Answered at the till").click()
    page.get_by_role("button", name="Take it out again").click()
    expect(page.get_by_role("button", name="Put away")).to_be_visible()
    assert InboundMail.objects.get(pk=scene.mail.pk).state == "unparsed"
