"""What customers answer to a message about an offer comes to the same as at the till."""

import pytest

from campaigns import advice, reactions
from campaigns.models import Campaign, Decision, Outcome
from channels import conversations, receipts
from channels.conversations import Word
from channels.models import Hit, Message
from channels.receipts import Seen
from customers import history
from customers.history import Entry, News
from customers.models import Interaction
from tests.campaigns.makers import make_campaign, make_message, make_offer
from tests.makers import DAY, NOW, make_content, make_customer

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"


@pytest.fixture
def campaign() -> Campaign:
    campaign = make_campaign(key="pricing")
    campaign.offers.add(make_offer())
    return campaign


@pytest.fixture
def sent(campaign: Campaign) -> Message:
    content = make_content(links=["https://shop.example.org/plan"])
    return make_message(
        make_customer("Anna Berger"), content=content, campaign_id=campaign.pk, accepted_at=NOW - DAY
    )


def answer(sent: Message, words: str, number: int = 1) -> None:
    """Let a customer answer a message of ours, as the door for mail takes it in."""
    entry = Entry(sent.customer_id, NOW, "message_replied", "mail", str(number), "email", summary=words)
    history.record([entry._replace(message_id=sent.pk, campaign_id=sent.campaign_id)], now=NOW)
    conversations.heard(Word(sent.customer_id, "email", words, NOW, answered_id=sent.pk), now=NOW)


def take() -> int:
    """Take in all there is; `since` would wait for the transaction that a test runs in."""
    rows = Interaction.objects.order_by("id")
    news = [News(each.id, each.customer_id, each.kind, each.message_id, each.campaign_id) for each in rows]
    return reactions.take(news, now=NOW)


def outcomes() -> list[tuple[str, str, str]]:
    return list(Outcome.objects.order_by("pk").values_list("offer__key", "kind", "touchpoint"))


def test_a_plain_no_by_mail_declines_the_offer_everywhere(sent: Message) -> None:
    answer(sent, "No, thanks.")
    assert take() == 2
    assert outcomes() == [("tariff", "shown", "email"), ("tariff", "declined", "email")]
    found = advice.consider(sent.customer_id, "till", now=NOW)
    assert [action.key for action in found.actions] == ["silence"]
    assert "They said no" in found.passed[0].words(NOW)
    assert Interaction.objects.filter(kind="offer_declined", customer_id=sent.customer_id).exists()
    assert take() == 0
    assert Decision.objects.get().key == f"message:{sent.pk}"


def test_a_plain_yes_accepts_the_one_offer_and_not_one_of_several(sent: Message, campaign: Campaign) -> None:
    answer(sent, "Yes, please.")
    campaign.offers.add(make_offer("tea"))
    assert take() == 0
    campaign.offers.remove(campaign.offers.get(key="tea"))
    take()
    assert outcomes()[-1] == ("tariff", "accepted", "email")


def test_what_is_not_plain_waits_for_a_person(sent: Message) -> None:
    answer(sent, "My aunt has moved to Graz, and the cat is ill.")
    assert take() == 0
    assert not Outcome.objects.exists()


def test_a_click_has_met_the_offer_and_a_machines_has_not(sent: Message) -> None:
    for agent in ("curl/8", PERSON):
        receipts.note_hit(sent.pk, Hit.Kind.CLICK, Seen("GET", agent, "203.0.113.9"), now=NOW, link=0)
        receipts.weigh(now=NOW + DAY)
        take()
        expected = [("tariff", "shown", "email")] if agent == PERSON else []
        assert outcomes() == expected


def test_an_answer_to_a_campaign_without_offers_is_nobodys_outcome(sent: Message, campaign: Campaign) -> None:
    campaign.offers.clear()
    answer(sent, "No, thanks.")
    assert take() == 0
