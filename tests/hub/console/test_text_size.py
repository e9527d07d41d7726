"""Text messages in the console: written with their size counted live, shown as they went."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns import content
from campaigns.models import Campaign, Version
from campaigns.yamlfile import export, load
from channels import outbox
from channels.models import Content, Message
from channels.outbox import Draft
from tests.makers import make_customer, make_staff, make_topic, share_point

pytestmark = [pytest.mark.django_db]
URL = "/console/campaigns/text-size/"


@pytest.fixture
def marketer() -> Client:
    client = Client()
    client.force_login(make_staff("marketer"))
    return client


def size(client: Client, text: str, **fields: str) -> str:
    form = {"form-0-text": text, "version": "0", "purpose": "service", **fields}
    return " ".join(client.post(URL, form).content.decode().split())


def test_the_longest_of_real_customers_is_counted(marketer: Client) -> None:
    make_customer("Jo Au")
    make_customer("Maximiliane-Theodora Oberhuber")
    page = size(marketer, "x" * 150 + "{{ customer.first_name }}")
    assert "1 to 2 parts" in page
    assert "170 units in GSM-7, 136 free" in page
    assert "Maximiliane-Theodora" in page


def test_what_makes_it_dear_is_named_with_what_to_write_instead(marketer: Client) -> None:
    make_customer("Jo Au")
    page = size(marketer, "’" + "x" * 100)
    assert "UCS-2" in page
    assert "it takes 1 part" in page
    assert "Ж" in size(marketer, "Ж")


def test_marketing_counts_the_way_out_too(marketer: Client) -> None:
    make_customer("Jo Au", language="en")
    assert "20 units" in size(marketer, "a", purpose="marketing")
    assert "6 units" in size(marketer, "a STOP", purpose="marketing")


def test_a_link_counts_as_short_as_it_will_go(marketer: Client) -> None:
    make_customer("Jo Au")
    page = size(
        marketer, "https://shop.example.org/a/very/long/path?with=many&words=in-it&of=no-use-to-anybody"
    )
    assert "36 units" in page


def test_the_cost_is_told_by_the_countries_of_those_looked_at(marketer: Client, settings: Any) -> None:
    for name, phone in (("Jo Au", "+436601234567"), ("Al Bo", "+15005550006")):
        share_point(make_customer(name), phone, "phone")
    assert "Costs" not in size(marketer, "a")
    settings.SMS_COST = "EUR 0.08 +43=0.065 +1=0.01 +1500=0.02"
    page = size(marketer, "a" * 161)
    assert "EUR 0.13</strong> each, about EUR 85.00 for a thousand" in page
    settings.SMS_COST = "cheap"
    assert "SMS_COST is written like" in size(marketer, "a")


def test_broken_words_and_no_words_are_no_error(marketer: Client) -> None:
    make_customer("Jo Au")
    assert "tone-warn" in size(marketer, "{{ customer.first_name")
    assert size(marketer, "  ") == ""
    assert size(marketer, "a", version="x" * 9) != "x"


def test_only_who_writes_campaigns_may_count() -> None:
    client = Client()
    client.force_login(make_staff("agent"))
    assert client.post(URL, {"form-0-text": "a"}).status_code == 403


FILE = """
key: tea
name: Tea
purpose: marketing
topic: offers
channel: sms
sender: Hauptplatz
audience: everyone
holdout: 0
versions:
  - name: A
    weight: 1
    text: "Tee für {{ customer.first_name }}: https://example.org/tee"
"""


def test_a_campaign_file_may_be_a_text_message_and_reads_back_the_same() -> None:
    make_customer("Jo Au")
    campaign = load(FILE)
    assert content.check_campaign(campaign) == []
    assert export(load(export(campaign))) == export(campaign)
    published = content.publish(campaign, campaign.versions.get())
    assert (published.html, published.sender_address) == ("", "")
    assert "Reply STOP to stop" in published.text and "Abmelden mit STOP" in published.text
    assert published.links == ["https://example.org/tee"]


def test_html_in_a_text_message_is_complained_about() -> None:
    make_customer("Jo Au")
    campaign = load(FILE)
    version = Version(campaign=campaign, name="B", text="a", html="<p>a</p>")
    assert [each.where for each in content.check(version)] == ["html"]
    assert [each.where for each in content.check(Version(campaign=campaign, name="B"))] == ["text"]


def test_the_outbox_and_the_message_show_words_parts_and_alphabet(settings: Any) -> None:
    make_topic()
    customer = make_customer("Jo Au", consents=("sms:marketing",))
    share_point(customer, "+436601234567", "phone")
    campaign = load(FILE)
    published = content.publish(campaign, campaign.versions.get())
    draft = Draft(customer.pk, "sms", published.pk, "marketing", "offers", "flight:1", timezone.now())
    outbox.queue([draft], now=timezone.now())
    client = Client()
    client.force_login(make_staff("admin"))
    page = " ".join(client.get("/console/outbox/").content.decode().split())
    assert "Tee für Jo: https://example.org/tee Abmelden mit STOP" in page
    assert "SMS, 1 part in GSM-7" in page
    message = Message.objects.get()
    page = " ".join(client.get(reverse("console:message", args=[message.pk])).content.decode().split())
    assert "units in GSM-7" in page and "Message-ID" not in page
    words = client.get(reverse("console:message-words", args=[message.pk])).content.decode()
    assert "text-bubble" in words and "Tee für Jo" in words
    assert Content.objects.count() == 1
    assert Campaign.objects.get().channel == "sms"
