"""Campaigns whose messages go by hand: letters on paper, calls and branch tasks by people."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from campaigns import content, flights, launch, yamlfile
from campaigns.models import Campaign, Chunk
from channels import dispatch, press, worklist
from channels.models import Content, Message
from customers import postal
from hub.analytics import funnel
from tests.makers import make_customer, share_point

pytestmark = pytest.mark.django_db(transaction=True)
FILE = """
key: by-hand
name: By hand
topic: offers
channel: {channel}
sender: Hauptplatz Pharmacies
audience: everyone
versions:
- name: A
  subject: Your prescription, {{{{ customer.first_name }}}}
  text: Shall we renew it?
"""


def launched(channel: str) -> Campaign:
    campaign = yamlfile.load(FILE.format(channel=channel))
    launch.launch(campaign, by="test", now=timezone.now())
    for chunk_id in Chunk.objects.values_list("pk", flat=True):
        flights.plan_chunk(chunk_id, now=timezone.now())
    return campaign


def test_a_letter_campaign_prints_each_its_page_and_counts_no_links(tmp_path: Path, settings: Any) -> None:
    settings.LETTER_URL = f"file://{tmp_path}"
    customer = make_customer("Ana Petrović", consents=("letter:marketing",))
    share_point(customer, postal.of(["Hauptplatz 1"], "8010", "Graz", "AT").text(), "postal")
    campaign = launched("letter")
    assert press.print_due() == 1
    assert len(list(tmp_path.glob("*.pdf"))) == 1
    assert "unsubscribe" not in Content.objects.get().text
    assert "channel: letter" in yamlfile.export(campaign)


@pytest.mark.parametrize("channel", ["call", "branch"])
def test_a_campaign_of_calls_fills_the_list_and_its_funnel_counts_the_answers(channel: str) -> None:
    customer = make_customer("Ana Petrović", consents=("call:marketing",))
    share_point(customer, "+43664123456", "phone")
    campaign = launched(channel)
    assert dispatch.send_range(2, 0, 2**60) == 1
    item = worklist.take_next("staff:ana", now=timezone.now())
    assert item is not None
    assert worklist.words_of(item) == ("Your prescription, Ana", "Shall we renew it?")
    worklist.record(item.pk, "accepted", actor="staff:ana", now=timezone.now())
    total = funnel.funnel(campaign.flights.get()).total
    assert (total.accepted, total.delivered, total.replied) == (1, 1, 1)
    assert Message.objects.get().state == "delivered"


def test_what_people_carry_takes_no_html(db: None) -> None:
    with pytest.raises(yamlfile.BadCampaignFile, match="plain text only"):
        yamlfile.load(FILE.format(channel="call") + "  html: <p>Hi</p>\n")


def test_a_letter_needs_only_a_name_as_its_sender() -> None:
    campaign = Campaign(channel="letter", sender="Apotheke am Hauptplatz")
    assert content.sender_of(campaign) == ("Apotheke am Hauptplatz", "")
