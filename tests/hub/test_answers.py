"""The task that takes in answers reads the history once, and nothing from before its first time."""

import pytest
from django.utils import timezone

from campaigns.models import Outcome
from channels import conversations
from channels.conversations import Word
from channels.models import Message
from customers import history
from customers.history import Entry
from hub import tasks
from hub.models import NewsCursor
from tests.campaigns.makers import make_campaign, make_message, make_offer
from tests.makers import make_customer

pytestmark = pytest.mark.django_db(transaction=True)


def no_thanks(message: Message) -> None:
    now = timezone.now()
    entry = Entry(message.customer_id, now, "message_replied", "mail", str(message.pk), "email", summary="No")
    history.record([entry._replace(message_id=message.pk, campaign_id=message.campaign_id)], now=now)
    conversations.heard(
        Word(message.customer_id, "email", "No, thanks.", now, answered_id=message.pk), now=now
    )


def test_an_answer_is_taken_in_once_by_the_task() -> None:
    campaign = make_campaign()
    campaign.offers.add(make_offer())
    early, later = (make_message(make_customer(name), campaign_id=campaign.pk) for name in ("Anna", "Berta"))
    no_thanks(early)
    tasks.take_answers()
    assert not Outcome.objects.exists()
    no_thanks(later)
    for _ in range(2):
        tasks.take_answers()
    assert set(Outcome.objects.values_list("customer_id", "kind")) == {
        (later.customer_id, "shown"),
        (later.customer_id, "declined"),
    }
    assert NewsCursor.objects.get(name="answers").at == history.head()
