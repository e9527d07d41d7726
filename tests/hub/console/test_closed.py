"""What is said in the queue of a restricted team is not shown to others by another way."""

import pytest

from channels.talk import Conversation
from customers import history, loops
from customers.entry import Entry
from hub.models import Staff
from tests.hub.console.conftest import LogIn
from tests.hub.console.test_inbox import MINUTE, hear, make_team
from tests.makers import NOW, make_customer, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_words_in_a_restricted_queue_are_nowhere_else_for_others_either(log_in: LogIn) -> None:
    make_topic("health", "Health")
    outsider, member = log_in("agent"), log_in("manager")
    make_team("Care")
    make_team(
        "Pharmacists", Staff.objects.get(username="manager"), topics=["health"], is_restricted=True, order=200
    )
    josef = make_customer("Josef Geheim")
    told = Entry(
        josef.pk, NOW - MINUTE, "message_replied", "mail", "1", "email", summary="My illness",
        data={"text": "My illness, is it catching?", "intent": "question"},
    )  # fmt: skip
    history.record([told], now=NOW)
    secret = hear(josef, "My illness, is it catching?")
    loops.heard(
        josef.pk, "question", "My illness, is it catching?", channel="email",
        conversation_id=secret.pk, message_id=None, now=NOW,
    )  # fmt: skip
    Conversation.objects.filter(pk=secret.pk).update(topic="health")
    page = f"/console/customers/{josef.pk}/"
    places = [page, f"{page}timeline/?inside=catching", f"{page}left-off/", f"{page}next/", "/console/"]
    for place in places:
        assert "catching?" in member.get(place).content.decode(), place
        assert "catching?" not in outsider.get(place).content.decode(), place
    assert "For Pharmacists only" in outsider.get(page).content.decode()
