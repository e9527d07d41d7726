"""Every page of the console does its work without JavaScript."""

import re

from playwright.sync_api import expect

from campaigns.models import Campaign
from customers.models import Customer, Dial, Interaction
from tests.browser.conftest import LogIn
from tests.browser.scene import set_the_scene


def test_a_customer_is_found_opened_served_and_read_about(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("agent", scripts=False)
    page.goto("/console/")
    page.get_by_role("searchbox").fill("kohler")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Margarethe").click()
    page.get_by_role("link", name="Turn a dial").click()
    page.get_by_label("What about").select_option("Offers")
    page.get_by_label("How much").select_option("2")
    page.get_by_role("button", name="Show the words").click()
    page.get_by_role("button", name="They agree").click()
    expect(page.locator("#notices")).to_contain_text("The dial is turned")
    assert Dial.objects.get(customer=scene.regular, topic="offers").position == 2
    page.get_by_role("link", name="Show older").click()
    expect(page.locator("#timeline-entries")).to_contain_text("visit 69")
    page.get_by_role("navigation", name="What to show").get_by_role("link", name="Email").click()
    expect(page.locator("#timeline-entries")).not_to_contain_text("At the till")


def test_mails_are_placed_and_put_away(log_in: LogIn) -> None:
    set_the_scene()
    page = log_in("agent", scripts=False)
    page.goto("/console/inbound/")
    page.get_by_role("link", name="We do not know this address").click()
    page.get_by_label("Find the customer").fill("Jakob Winter")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Place it with Jakob Winter").click()
    expect(page.locator("#notices")).to_contain_text("Placed with Jakob Winter")
    page.get_by_role("link", name="Several customers share this address").click()
    page.get_by_label("Why").fill("Spam")
    page.get_by_role("button", name="Put away").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing waits")
    assert Interaction.objects.filter(
        customer_id=Customer.objects.get(name="Jakob Winter").pk, kind="message_replied"
    ).exists()


def test_a_campaign_is_written_previewed_and_launched(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("marketer", scripts=False)
    page.goto(f"/console/campaigns/{scene.campaign.key}/edit/")
    page.get_by_role("button", name="Rule", exact=True).click()
    expect(page.get_by_label("Compared how")).to_be_visible()
    page.get_by_role("button", name="Another version").click()
    expect(page.locator("[name$=-subject]")).to_have_count(3)
    page.get_by_role("button", name="Show", exact=True).click()
    mail = page.frame_locator("iframe[name=mail]")
    expect(mail.get_by_role("heading")).to_contain_text("A word for")
    page.get_by_role("link", name="Leave without saving").click()
    page.get_by_text("Stop", exact=True).click()
    page.get_by_role("button", name="Stop for good").click()
    expect(page.locator("#campaign-state")).to_contain_text("Stopped")
    assert Campaign.objects.get().versions.count() == 2


def test_the_outbox_and_a_message_are_read(log_in: LogIn) -> None:
    scene = set_the_scene()
    page = log_in("analyst", scripts=False)
    page.goto("/console/outbox/")
    page.get_by_role("link", name=re.compile("^Sent")).click()
    page.get_by_role("link", name="A word for Margarethe").first.click()
    expect(page).to_have_url(re.compile(f"/{scene.message.pk}/"))
    letter = page.frame_locator("iframe[title='The message']")
    expect(letter.frame_locator("iframe").locator("body")).to_contain_text("for you alone")
    page.get_by_label("account and appearance").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
