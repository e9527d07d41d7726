"""Another channel for whom a campaign may not reach by its own: written, checked, frozen, counted once."""

from typing import Any

import pytest

from campaigns import content, flights, launch, yamlfile
from campaigns.launch import CannotLaunch
from campaigns.models import Campaign, Flight, Version
from campaigns.yamlfile import BadCampaignFile
from channels.models import Message
from customers.models import Customer, Touch
from hub.analytics.funnel import funnel
from tests.campaigns.makers import make_campaign
from tests.makers import DAY, NOW, make_customer, make_dial, share_point

pytestmark = pytest.mark.django_db
BOTH = ("email:marketing", "sms:marketing")
OTHER = {"other_text": "{{ customer.first_name }}, the new plan waits for you."}
FILE = """\
key: autumn
name: Autumn
topic: offers
sender: Us <us@example.org>
audience: everyone
otherwise: channel:sms
versions:
- name: A
  subject: For you
  text: One line.
  other:
    text: Short and by phone.
"""


def make_reachable(name: str, **fields: Any) -> Customer:
    customer = make_customer(name, consents=BOTH, **fields)
    share_point(customer, f"+4366012345{customer.pk:03d}", "phone")
    return customer


def fill(customer: Customer, *channels: str) -> None:
    """Leave no room for offers on these channels this month."""
    for channel in channels:
        make_dial(customer, 4, channel=channel)
        Touch.objects.create(
            customer_id=customer.pk, touched_at=NOW - DAY, channel=channel, topic="offers",
            purpose="marketing", state="spent", actor="test",
        )  # fmt: skip


def flown(**fields: Any) -> Flight:
    campaign = make_campaign(otherwise="channel:sms", **fields)
    campaign.versions.update(**OTHER)
    flight = launch.launch(campaign, by="staff:marketer", now=NOW)
    for chunk in flight.chunks.order_by("pk"):
        flights.plan_chunk(chunk.pk, now=NOW)
    flight.refresh_from_db()
    return flight


def messages(customer: Customer) -> list[tuple[str, str]]:
    return list(Message.objects.filter(customer=customer).order_by("pk").values_list("channel", "state"))


def test_whom_mail_may_not_reach_now_gets_the_other_words_by_the_other_channel() -> None:
    anna, berta, carla = (make_reachable(name) for name in ("Anna", "Berta", "Carla"))
    fill(berta, "email")
    fill(carla, "email")
    carla.consents.filter(channel="sms").delete()
    flight = flown()
    assert messages(anna) == [("email", "queued")]
    assert messages(berta) == [("email", "refused"), ("sms", "queued")]
    assert messages(carla) == [("email", "deferred"), ("sms", "refused")]
    text = Message.objects.select_related("content").get(customer=berta, channel="sms")
    assert text.content and text.content.text.startswith(OTHER["other_text"])
    assert (text.arm, text.flight_id, text.not_after) == ("A", flight.pk, flight.not_after)


def test_two_messages_of_one_customer_are_one_person_in_the_funnel() -> None:
    people = [make_reachable(name) for name in ("Anna", "Berta", "Carla", "Dora")]
    fill(people[1], "email")
    fill(people[2], "email", "sms")
    people[3].consents.all().delete()
    total = funnel(flown()).total
    assert total.planned == 4
    assert {k: v for k, v in total.outcomes.items() if v} == {"waiting": 3, "refused": 1}


def test_a_campaign_without_words_for_its_other_channel_is_not_launched() -> None:
    make_reachable("Anna")
    campaign = make_campaign(otherwise="channel:sms")
    with pytest.raises(CannotLaunch, match="Version A by sms, text"):
        launch.launch(campaign, by="staff:marketer", now=NOW)


def test_a_sender_must_fit_the_other_channel_too() -> None:
    campaign = make_campaign(channel="sms", sender="Hauptplatz", otherwise="channel:email")
    assert any("Name <address@" in str(each) for each in content.check_campaign(campaign))


def test_the_file_says_what_goes_by_the_other_channel_and_says_it_again() -> None:
    campaign = yamlfile.load(FILE)
    version = Version.objects.get(campaign=campaign)
    assert (campaign.otherwise, version.other_text) == ("channel:sms", "Short and by phone.")
    written = yamlfile.export(campaign)
    yamlfile.load(
        FILE.replace("  other:\n    text: Short and by phone.\n", "").replace("channel:sms", "drop")
    )
    assert Version.objects.get(campaign=campaign).other_text == ""
    assert yamlfile.export(yamlfile.load(written)) == written


@pytest.mark.parametrize(
    ("was", "instead", "words"),
    [
        ("channel:sms", "channel:email", "otherwise is 'channel:email'"),
        ("channel:sms", "channel:pigeon", "otherwise is 'channel:pigeon'"),
        ("    text: Short", "    shout: Short", "version 1: other: shout is not known"),
        ("\n    text: Short and by phone.", " loud", "version 1: other must be a mapping"),
        ("\n    text: Short and by phone.", " {}", "Version A by sms"),
    ],
)
def test_a_file_that_could_not_be_carried_out_says_what_to_do(was: str, instead: str, words: str) -> None:
    with pytest.raises(BadCampaignFile, match=words):
        yamlfile.load(FILE.replace(was, instead))
    assert not Campaign.objects.exists()
