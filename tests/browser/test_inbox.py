"""The inbox in real windows: news at once, keys, two who answer, everything without scripts, and axe."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from channels import conversations, inbound
from channels.conversations import Word
from channels.models import Message
from channels.talk import Conversation
from customers.models import Customer
from hub.models import CannedAnswer, Team
from tests.browser.conftest import LogIn
from tests.makers import make_customer, make_topic

HTML = (
    '<h1 style="background:url(http://evil.example/x)">Hello</h1><script>alert(1)</script>'
    '<img src="http://evil.example/pixel.gif"><a href="javascript:alert(2)">my plan</a>'
)


def hear(customer: Customer, words: str, minutes: int, **fields: str) -> Conversation:
    at = timezone.now() - timedelta(minutes=minutes)
    word = Word(customer.pk, fields.pop("channel", "email"), words, at, **fields)  # type: ignore[arg-type]
    return Conversation.objects.get(pk=conversations.heard(word, now=at))


def write(sender: str, subject: str, body: str, kind: str = "plain") -> None:
    """Let a mail come in by the front door."""
    mail = (
        f"From: {sender}\r\nTo: hello@mail.rapport.example\r\nSubject: {subject}\r\n"
        f"Message-ID: <{time.monotonic_ns()}@example.org>\r\nContent-Type: text/{kind}\r\n\r\n{body}\r\n"
    )
    inbound.receive(mail.encode(), sender, ["hello@mail.rapport.example"], door="test", now=timezone.now())


@pytest.fixture
def talk(server: str) -> Conversation:
    make_topic()
    Team.objects.create(name="Customer care", first_answer_minutes=60)
    CannedAnswer.objects.create(name="Opening hours", text="Dear {{ customer.first_name }}, until six.")
    maria = make_customer("Maria Gruber", email="maria@example.org")
    hear(maria, "Is my prescription ready?\n\nAnd may my husband fetch it?", 50, subject="My prescription")
    hear(make_customer("Donaudampfschifffahrtsgesellschaft Obermüller"), "Mumble mumble", 90, channel="sms")
    return Conversation.objects.get(customer=maria)


def test_a_word_arrives_is_sorted_answered_and_put_to_rest_by_keys(log_in: LogIn, talk: Conversation) -> None:
    page = log_in("agent")
    page.goto("/console/inbox/")
    expect(page.locator("#inbox-list")).to_contain_text("Maria Gruber")
    make_customer("Jakob Winter", email="jakob@example.org")
    write("jakob@example.org", "Flu shot", "I wonder about the flu")
    expect(page.locator("#inbox-list")).to_contain_text("Jakob Winter")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/inbox/{talk.pk}/", wait_until="networkidle")
    page.keyboard.press("2")
    expect(page.locator("#sort-words")).to_contain_text("complaint, sorted by agent")
    page.keyboard.press("r")
    page.keyboard.type("Yes, it is ready.")
    write("maria@example.org", "Re: My prescription", "<p>Thanks!</p>", "html")
    expect(page.locator("#thread")).to_contain_text("Thanks!")
    assert page.locator("#text").input_value() == "Yes, it is ready."
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("Sent.")
    expect(page.locator("#thread")).to_contain_text("Yes, it is ready.")
    assert Message.objects.get(purpose="reply").customer == talk.customer
    page.keyboard.press("e")
    page.wait_for_url(re.compile(r"/inbox/$"))
    talk.refresh_from_db()
    assert talk.state == "resolved"


def test_of_two_windows_that_answer_one_is_warned_and_loses_nothing(
    log_in: LogIn, talk: Conversation, troubles: list[str]
) -> None:
    ana, ben = log_in("agent"), log_in("manager", scripts=False)
    address = f"/console/inbox/{talk.pk}/"
    ana.goto(address)
    ana.locator("#text").press_sequentially("From the first")
    ben.goto(address)
    expect(ben.locator("#present")).to_contain_text("is writing an answer too")
    ana.get_by_role("button", name="Send", exact=True).click()
    expect(ana.locator("#notices")).to_contain_text("Sent.")
    ben.locator("#text").fill("From the second")
    ben.get_by_role("button", name="Send", exact=True).click()
    expect(ben.get_by_role("alert")).to_contain_text("Something was said since")
    assert ben.locator("#text").input_value() == "From the second"
    expect(ben.locator("#thread")).to_contain_text("From the first")
    assert Message.objects.filter(purpose="reply").count() == 1
    ben.get_by_role("button", name="Send it all the same").click()
    expect(ben.locator("#thread")).to_contain_text("From the second")
    troubles.clear()  # the warning came with status 422, and the browser says so


def test_without_scripts_it_is_noted_handed_over_put_off_and_opened(
    log_in: LogIn, talk: Conversation
) -> None:
    page = log_in("agent", scripts=False)
    page.goto("/console/inbox/")
    page.get_by_role("link", name="Maria Gruber").click()
    page.get_by_role("button", name="Use").click()
    assert page.locator("#text").input_value() == "Dear Maria, until six."
    page.get_by_label("Note; the customer never gets it").fill("Husband is Josef")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#thread")).to_contain_text("took it")
    page.locator("summary", has_text="Snooze").click()
    page.get_by_role("button", name="A week").click()
    page.get_by_role("link", name="Snoozed").click()
    page.get_by_role("link", name="Maria Gruber").click()
    page.get_by_role("button", name="Open again").click()
    expect(page.locator("#thread")).to_contain_text("Husband is Josef")
    page.goto("/console/")
    expect(page.get_by_role("main")).to_contain_text("They wait for you")


def test_a_hostile_mail_runs_and_fetches_nothing(log_in: LogIn, talk: Conversation) -> None:
    write("maria@example.org", "<img src=x onerror=alert(3)>", HTML, "html")
    page = log_in("agent")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"/console/inbox/{talk.pk}/")
    page.goto(f"/console/inbox/{Conversation.objects.latest('last_at').pk}/")
    page.get_by_text("As they formatted it").last.click()
    frame = page.frame_locator("iframe").last
    expect(frame.locator("body")).to_contain_text("my plan")
    assert frame.locator("script, img, a[href]").count() == 0
