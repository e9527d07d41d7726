"""A customer at their own pages in a real browser: come in, turn dials, read why, put right, write, leave."""

import email
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from bench import sink
from channels import addresses, dispatch
from channels.models import Lane, Message
from customers.models import ConsentEvidence, Customer, Dial, Erasure, Fact, Interaction
from tests.browser.conftest import OpenPage
from tests.browser.guests import let_in, path, somebody, wrote
from tests.makers import DAY

WEEKLY = "Everything together: at most 1 a week. I can change this at any time."
ON_THE_DAYS = "You got 3 in the last three months; this would have been {}."


@pytest.fixture
def anna(server: str) -> Customer:
    """Return a customer to whom three offers went within five days."""
    who, _ = somebody("en")
    for days in (3, 5):
        wrote(who, f"Letter of {days} days ago", timezone.now() - days * DAY)
    return who


@pytest.fixture
def visit(anna: Customer, open_page: OpenPage, server: str) -> Page:
    """Return a phone on which this customer has come in."""
    page = open_page(phone=True)
    let_in(page, server, anna)
    return page


def said(page: Page) -> Locator:
    return page.get_by_role("status")


def last_turn() -> dict[str, Any]:
    """Return the evidence of the dial that was turned last."""
    return dict(Interaction.objects.filter(kind="dial_turned").latest("recorded_at", "pk").data)


def deliver(folder: Path, settings: Any) -> str:
    """Send what is due to a mail server of our own; return the text of the mail that arrives."""
    with sink.running(folder, "--mails", str(folder)) as running, ThreadPoolExecutor(1) as worker:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}"
        assert worker.submit(dispatch.send_range, Lane.CRITICAL, 0, 2**60).result() == 1
        worker.submit(connections.close_all).result()
        mail = email.message_from_bytes((folder / "1.eml").read_bytes())
    (text,) = (part for part in mail.walk() if part.get_content_type() == "text/plain")
    return bytes(text.get_payload(decode=True)).decode()


def test_the_link_in_the_mail_lets_in_at_one_press(
    open_page: OpenPage, server: str, tmp_path: Path, settings: Any
) -> None:
    settings.BASE_URL = server
    who, _ = somebody("de")
    page = open_page(phone=True)
    page.goto("/portal/")
    page.get_by_label("Email address or phone number").fill("de@example.org")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    link = re.search(rf"{server}/portal/open/\S+", deliver(tmp_path, settings))
    assert link
    page.goto(link[0])
    page.get_by_role("button", name="Meine Seiten öffnen").click()
    expect(page.get_by_role("heading", name=f"Guten Tag, {who.first_name}.")).to_be_visible()
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Abmelden", exact=True).click()
    expect(page).to_have_url(re.compile(r"/portal/\?left=here"))
    page.goto("/portal/page/")
    expect(page.get_by_label("Email address or phone number")).to_be_visible()


def test_a_dial_turns_by_keyboard_and_says_live_what_it_would_have_meant(visit: Page, anna: Customer) -> None:
    visit.goto("/portal/dials/")
    slider = visit.get_by_role("slider", name="Everything together")
    card = visit.locator("#dial-any-any")
    expect(slider).to_have_attribute("aria-valuetext", f"as it comes. {ON_THE_DAYS.format(3)}")
    slider.focus()
    for _ in range(6):
        visit.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", f"at most 1 a week. {ON_THE_DAYS.format(1)}")
    expect(card).to_contain_text("Never more than 1 within any 7 days.")
    expect(card.locator("[data-rehearsal]")).to_have_text(ON_THE_DAYS.format(1))
    expect(card).to_contain_text(f"By saving you say: “{WEEKLY}”")
    assert not anna.dials.filter(topic="", channel="").exists()
    visit.get_by_role("button", name="Save").first.click()
    expect(said(visit)).to_contain_text(WEEKLY)
    dial = anna.dials.get(topic="", channel="")
    assert (dial.position, last_turn()["wording"], last_turn()["place"]) == (4, WEEKLY, "portal")
    said(visit).get_by_role("button", name="Undo").click()
    expect(said(visit)).to_contain_text("Turned back. This holds now:")
    dial.refresh_from_db()
    assert (dial.position, last_turn()["wording"]) == (10, WEEKLY.replace("at most 1 a week", "as it comes"))


def test_quiet_begins_at_a_tap_and_ends_at_another(visit: Page, anna: Customer) -> None:
    visit.goto("/portal/dials/")
    visit.get_by_role("button", name="For a week").click()
    expect(said(visit)).to_contain_text("Quiet until")
    dial = anna.dials.get(topic="", channel="")
    assert (dial.position, dial.snooze_position) == (10, 0)
    assert last_turn()["wording"].startswith("Everything together: never until")
    visit.get_by_role("button", name="End the quiet time").click()
    expect(said(visit)).to_contain_text("The quiet time has ended.")
    dial.refresh_from_db()
    assert (dial.position, dial.snoozed_until) == (10, None)


def test_dials_turn_by_radio_buttons_where_no_script_runs(
    open_page: OpenPage, server: str, anna: Customer
) -> None:
    page = open_page(scripts=False, phone=True)
    let_in(page, server, anna)
    page.goto("/portal/dials/")
    expect(page.get_by_role("slider").first).to_be_hidden()
    page.get_by_role("group", name="Text messages").first.get_by_label("never").check()
    page.get_by_role("button", name="Save").first.click()
    expect(said(page)).to_contain_text("Text messages: never. I can change this at any time.")
    assert anna.dials.get(channel="sms", topic="").position == 0
    evidence = ConsentEvidence.objects.latest("pk")
    assert (evidence.channel, evidence.is_granted, evidence.actor) == ("sms", False, "customer")
    assert evidence.wording == "Text messages: never. I can change this at any time."
    said(page).get_by_role("button", name="Undo").click()
    expect(said(page)).to_contain_text("Turned back. This holds now:")
    assert ConsentEvidence.objects.latest("pk").is_granted


def test_what_is_said_to_a_form_far_down_is_in_view_without_scripts(
    open_page: OpenPage, server: str, anna: Customer, troubles: list[str]
) -> None:
    page = open_page(scripts=False, phone=True)
    let_in(page, server, anna)
    page.goto("/portal/dials/")
    hours = page.locator("#hours")
    for label, at in (("Nothing from", "22:00"), ("until", "22:00")):
        hours.get_by_label(label).fill(at)
    hours.get_by_role("button", name="Save").click()
    expect(hours.locator(".errorlist").first).to_be_in_viewport()
    troubles.clear()  # the refusal is a 422
    hours.get_by_label("until").fill("07:00")
    hours.get_by_role("button", name="Save").click()
    expect(said(page).filter(has_text="Noted.")).to_be_in_viewport()
    page.locator("#quiet").get_by_label("Or until").fill((timezone.now() + 9 * DAY).date().isoformat())
    page.get_by_role("button", name="Keep quiet").click()
    expect(said(page).filter(has_text="Quiet until")).to_be_in_viewport()
    page.goto("/portal/known/")
    page.get_by_text("Delete Branch").click()
    page.get_by_role("button", name="Delete it").click()
    expect(said(page)).to_be_in_viewport()


def test_the_language_is_switched_after_a_form_was_refused(
    visit: Page, anna: Customer, troubles: list[str]
) -> None:
    visit.goto("/portal/dials/")
    for label in ("Nothing from", "until"):
        visit.locator("#hours").get_by_label(label).fill("22:00")
    visit.locator("#hours").get_by_role("button", name="Save").click()
    expect(visit.locator("#hours .errorlist").first).to_be_in_viewport()
    visit.get_by_role("button", name="Deutsch").click()
    expect(visit.get_by_role("heading", name="Wie viel dürfen wir sagen?")).to_be_visible()
    troubles.clear()  # the refusal is a 422


@pytest.mark.parametrize("width", [641, 700, 1440])
def test_no_room_of_the_bar_breaks_into_two_lines(open_page: OpenPage, server: str, width: int) -> None:
    who, _ = somebody("de")
    page = open_page()
    let_in(page, server, who)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/portal/dials/")
    rooms = page.locator(".rooms a span")
    assert {each.evaluate("each => each.getClientRects().length") for each in rooms.all()} == {1}
    heights = rooms.evaluate_all("all => all.map((each) => Math.round(each.getBoundingClientRect().height))")
    assert len(set(heights)) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_messages_links_turn_its_dial_and_open_nothing_else(
    open_page: OpenPage, server: str, anna: Customer
) -> None:
    message, now, page = Message.objects.latest("pk"), timezone.now(), open_page(phone=True)
    page.goto(path(addresses.less_url(message.pk, now=now)))
    page.get_by_role("button", name="A little less").click()
    expect(said(page)).to_contain_text("Offers by email: at most 1 a month.")
    assert anna.dials.get(channel="email", topic="offers").position == 2
    page.goto(path(addresses.portal_url(message.pk, now=now)))
    expect(page.get_by_role("slider", name="Everything together")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(re.compile("Köhler|example.org|Donaudampf"))
    for room in ("page", "why", f"why/{message.pk}", "known", "conversations", "download", "erase"):
        page.goto(f"/portal/{room}/")
        expect(page.get_by_label("Email address or phone number")).to_be_visible()


def test_a_message_is_read_again_and_turned_down(visit: Page, anna: Customer) -> None:
    visit.goto("/portal/why/")
    touch = visit.get_by_role("listitem").filter(has_text="Letter of 3 days ago")
    expect(touch).to_contain_text("Your dial “Offers by email” stood at “at most 2 a month” and had room.")
    touch.get_by_role("link", name="See exactly what you got").click()
    letter = visit.frame_locator("iframe[title='The message, word for word']")
    expect(letter.frame_locator("iframe").locator("body")).to_contain_text("this is for you alone")
    visit.get_by_role("button", name="Fewer of these").click()
    expect(said(visit)).to_contain_text("Offers by email: at most 1 a month.")
    assert last_turn()["wording"] == "Offers by email: at most 1 a month. I can change this at any time."
    assert anna.dials.get(channel="email", topic="offers").position == 2


def test_a_fact_is_put_right_and_deleted(visit: Page, anna: Customer) -> None:
    visit.goto("/portal/known/")
    visit.get_by_text("Correct Branch").click()
    visit.get_by_label("Branch").fill("Linz")
    visit.get_by_role("button", name="Save").first.click()
    expect(said(visit)).to_contain_text("Your word counts")
    fact = Fact.objects.get(customer=anna, field="branch")
    assert (fact.value, fact.source) == ("Linz", "portal")
    visit.get_by_text("Delete Branch").click()
    visit.get_by_role("button", name="Delete it").click()
    expect(said(visit)).to_contain_text("Deleted, also from our history.")
    expect(visit.get_by_text("You do not want us to know: Branch")).to_be_visible()
    assert not Fact.objects.filter(customer=anna, field="branch").exists()


def test_what_is_written_arrives_and_what_we_keep_is_taken_along(visit: Page, anna: Customer) -> None:
    visit.goto("/portal/conversations/")
    visit.get_by_text("Answer: Letter of 3 days ago").click()
    visit.get_by_label("Your answer").locator("visible=true").fill("Do you have it\nin blue?")
    visit.get_by_role("button", name="Send").locator("visible=true").last.click()
    expect(said(visit)).to_contain_text("It has arrived. A person of ours will read it.")
    expect(visit.get_by_text("in blue?")).to_be_visible()
    line = Interaction.objects.filter(kind="message_replied").latest("recorded_at", "pk")
    assert (line.customer_id, line.data["text"]) == (anna.pk, "Do you have it\nin blue?")
    visit.goto("/portal/download/")
    files = {}
    for name in ("To read", "To take along"):
        with visit.expect_download() as waiting:
            visit.get_by_text(name, exact=True).click()
        files[name] = waiting.value.path().read_text()
    assert "in blue?" in files["To read"]
    kept = json.loads(files["To take along"])
    assert {"dials", "messages", "interactions", "consent_receipts"} <= kept.keys()
    assert "in blue?" in json.dumps(kept["interactions"])


def test_erasing_is_asked_for_and_taken_back(visit: Page, anna: Customer) -> None:
    visit.goto("/portal/erase/")
    visit.get_by_label("Yes, I mean it.").check()
    visit.get_by_role("button", name="Erase me").click()
    expect(said(visit)).to_contain_text("You will be erased on")
    wish = Erasure.objects.get()
    assert (wish.customer_id, wish.actor, wish.withdrawn_at) == (anna.pk, "customer", None)
    visit.goto("/portal/page/")
    visit.get_by_role("button", name="Do not erase me after all").click()
    expect(said(visit)).to_contain_text("Taken back.")
    wish.refresh_from_db()
    assert wish.withdrawn_at is not None


def test_the_language_is_switched_for_good(visit: Page, anna: Customer) -> None:
    visit.goto("/portal/dials/")
    visit.get_by_role("button", name="Deutsch").click()
    expect(visit.get_by_role("heading", name="Wie viel dürfen wir sagen?")).to_be_visible()
    assert visit.locator("html").get_attribute("lang") == "de"
    slider = visit.get_by_role("slider", name="Alles zusammen")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^nie. In den letzten drei Monaten"))
    anna.refresh_from_db()
    assert anna.language == "de"
    visit.get_by_role("button", name="English").click()
    expect(visit.get_by_role("heading", name="How much should we say?")).to_be_visible()
    assert not Dial.objects.filter(customer=anna, topic="").exists()


@pytest.mark.parametrize(
    ("language", "instead", "leave", "done", "dial"),
    [
        ("en", "Turn the dial instead", "Yes, stop these emails", "turn the dial", "Emails"),
        ("de", "Lieber den Regler einstellen", "Ja, diese E-Mails beenden", "Regler einstellen", "E-Mails"),
    ],
    ids=["en", "de"],
)
def test_unsubscribing_speaks_the_customers_language_and_leads_to_the_dials(
    open_page: OpenPage,
    server: str,
    settings: Any,
    language: str,
    instead: str,
    leave: str,
    done: str,
    dial: str,
) -> None:
    settings.BASE_URL = server
    who, message = somebody(language)
    page = open_page(phone=True)
    page.goto(addresses.unsubscribe_url(message.pk))
    page.get_by_role("link", name=instead).click()
    expect(page.get_by_role("slider", name=dial, exact=True)).to_have_value("10")
    page.go_back()
    page.get_by_role("button", name=leave).click()
    page.get_by_role("link", name=done, exact=True).click()
    expect(page.get_by_role("slider", name=dial, exact=True)).to_have_value("0")
    assert not who.consents.get(channel="email", purpose="marketing").is_granted
