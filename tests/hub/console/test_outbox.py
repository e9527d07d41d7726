"""The outbox and one message: every state with its reason, and the words exactly as they went."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign
from channels.models import Hit, Message, MessageState
from hub.console import kept
from tests.channels.test_receipts import make_message
from tests.hub.console.conftest import Happen, LogIn
from tests.makers import DAY, NOW, make_content, make_customer, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
OUTBOX = "/console/outbox/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def watcher(log_in: LogIn) -> Client:
    return log_in("analyst")


def again(message: Message, **fields: Any) -> Message:
    """Copy a message for somebody else."""
    fields = {"customer": make_customer("Josef Köhler")} | fields
    copy = Message.objects.get(pk=message.pk)
    copy.pk = None
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


def titles(page: str) -> list[str]:
    return re.findall(r'<a class="wrap-words" href="/console/outbox/\d+/">(.*?)</a>', page)


def test_an_empty_outbox_teaches_the_next_step(watcher: Client) -> None:
    assert "Launch a campaign" in watcher.get(OUTBOX).content.decode()


def test_every_state_is_shown_with_its_reason(watcher: Client) -> None:
    reasons = {
        "refused": ("dial_full", "The dial is full"),
        "failed": ("550 no such user", "550 no such user"),
        "held": ("", "Kept out, to compare with"),
        "deferred": ("dial_full", "The dial is full; again on 17 Nov 10:00"),
        "delivered": ("", ""),
    }
    first = make_message(state="accepted")
    for state, (reason, _) in reasons.items():
        again(first, state=state, reason=reason, due_at=NOW + DAY, customer=make_customer(state))
    rows = watcher.get(OUTBOX).context["messages_page"]
    assert {row["state"]: row["why"] for row in rows} == {s: said for s, (_, said) in reasons.items()} | {
        "accepted": ""
    }


def test_every_state_has_a_chip_that_counts_and_shows_it(watcher: Client) -> None:
    first = make_message(state="accepted")
    for state in MessageState:
        again(first, state=state, customer=make_customer(state))
    chips = watcher.get(OUTBOX).context["states"]
    everything, *rest = chips
    assert everything["count"] == sum(chip["count"] for chip in rest) == len(MessageState) + 1
    for chip in rest:
        assert len(watcher.get(chip["url"]).context["messages_page"]) == chip["count"]


def test_subjects_are_those_that_each_customer_got_or_would_get(watcher: Client) -> None:
    content = make_content(subject="A word for {{ customer.first_name }} & co")
    sent = make_message(content=content, context={"customer": {"first_name": "Then-Margarethe"}})
    again(sent, state="queued", context=None)
    assert titles(watcher.get(OUTBOX).content.decode()) == [
        "A word for Josef &amp; co",
        "A word for Then-Margarethe &amp; co",
    ]


def test_pages_follow_by_key_and_keep_their_chip(watcher: Client) -> None:
    first = make_message(state="delivered")
    josef = make_customer("Josef")
    for step in range(1, 120):
        again(first, step=step, state="delivered" if step % 2 else "held", customer=josef)
    seen: list[str] = []
    page = watcher.get(OUTBOX, {"show": "sent"})
    while True:
        seen += [row["url"] for row in page.context["messages_page"]]
        older = page.context["older_url"]
        if not older:
            break
        page = watcher.get(older, headers=HTMX)
        assert b"<html" not in page.content
    assert len(seen) == len(set(seen)) == 61


def test_the_list_costs_the_same_for_one_and_for_fifty(watcher: Client) -> None:
    first = make_message(state="queued")
    costs = []
    for count in (0, 60):
        for i in range(count):
            again(first, step=i + 1)
        kept.forget()
        with CaptureQueriesContext(connection) as asked:
            watcher.get(OUTBOX)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8


@pytest.mark.parametrize("query", [{"show": "nonsense"}, {"before": "x"}, {"before": "9" * 30}])
def test_a_place_that_does_not_exist_is_not_there(watcher: Client, query: dict[str, str]) -> None:
    assert watcher.get(OUTBOX, query).status_code == 404


def test_messages_of_one_cause_can_be_picked(watcher: Client) -> None:
    again(make_message(cause="flight:1"), cause="flight:2")
    (row,) = watcher.get(OUTBOX, {"cause": "flight:2"}).context["messages_page"]
    assert row["customer_name"] == "Josef Köhler"


def test_a_message_shows_exactly_the_words_that_went(agent: Client) -> None:
    content = make_content(
        html='<p style="color:red">{{ customer.first_name }}</p><a href="{{ links[0] }}">Plan</a>{{ pixel }}',
        links=["https://www.pharmacy.example/{{ customer.number }}"],
    )
    then = {"customer": {"first_name": "<i>Then</i>", "number": "C7"}}
    message = make_message(content=content, context=then)
    answer = agent.get(reverse("console:message-words", args=[message.pk]))
    assert answer.context["html"] == (
        '<p style="color:red">&lt;i&gt;Then&lt;/i&gt;</p><a href="https://www.pharmacy.example/C7">Plan</a>'
    )
    assert answer.context["subject"] == "A word for <i>Then</i>"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy
    assert "<i>Then</i>" not in answer.content.decode()


def test_a_message_names_its_topic_as_people_do(agent: Client) -> None:
    make_topic("health-tips", "Health tips")
    page = agent.get(reverse("console:message", args=[make_message(topic="health-tips").pk])).content.decode()
    assert "Marketing, Health tips" in page


def test_a_notice_is_shown_as_its_device_shows_it_and_the_device_by_its_kind(agent: Client) -> None:
    customer = make_customer()
    address = "webpush:c8685a00b35d70f387cb374f5222578cd47a8fc3"
    point = customer.contact_points.create(kind="device", address=address)
    content = make_content(
        html="", subject="Tea hour", text="Taste our teas.\nhttps://shop.example/tea", sender_address=""
    )
    message = make_message(
        customer=customer, channel="push", contact_point=point, content=content, context={}
    )
    page = agent.get(reverse("console:message", args=[message.pk])).content.decode()
    assert ", Browser</p>" in page and address not in page
    words = agent.get(reverse("console:message-words", args=[message.pk]))
    assert words.context["notice"].title == "Tea hour" and words.context["recipient"] == "Browser"
    assert "https://shop.example/tea" in words.content.decode()


def test_what_lies_in_their_inbox_is_shown_in_full_and_from_nobodys_address(agent: Client) -> None:
    content = make_content(html="", text="Dear Ana,\n\nit is here.", sender_address="")
    message = make_message(channel="inapp", content=content, context={})
    words = agent.get(reverse("console:message-words", args=[message.pk]))
    assert "<pre>Dear Ana,\n\nit is here.</pre>" in words.content.decode()
    assert words.context["sender"] == content.sender_name


def test_a_message_that_has_not_gone_shows_what_would_go_today(agent: Client) -> None:
    message = make_message(state="queued", context=None)
    answer = agent.get(reverse("console:message-words", args=[message.pk]))
    assert answer.context["text"] == "Dear Margarethe, this is for you alone."
    page = agent.get(reverse("console:message", args=[message.pk])).content.decode()
    assert "As it would go out today" in page


def test_words_that_cannot_be_put_together_say_why(watcher: Client) -> None:
    broken = "{{ customer.first_name | nonsense }}"
    message = make_message(content=make_content(subject=broken, text=broken), state="queued")
    answer = watcher.get(reverse("console:message-words", args=[message.pk]))
    assert answer.status_code == 200
    assert "There is no filter" in answer.context["problems"][0]
    for page in (OUTBOX, reverse("console:message", args=[message.pk])):
        assert "Words that could not be put together" in watcher.get(page).content.decode()


def test_a_message_tells_its_story(agent: Client, happen: Happen) -> None:
    Campaign.objects.create(
        pk=5, key="spring", name="Spring sale", topic="offers", sender="Us <us@example.org>"
    )
    message = make_message(state="bounced", reason="550 nobody here", campaign_id=5, attempts=2, arm="B")
    Message.objects.update(created_at=NOW - DAY)
    happen(message.customer, "message_accepted", DAY / 2, summary="A word", message_id=message.pk)
    happen(
        message.customer,
        "message_bounced",
        DAY / 4,
        summary="The address does not exist",
        message_id=message.pk,
    )
    happen(message.customer, "purchase")
    Hit.objects.create(message=message, kind="open", method="GET", agent="Mimecast", verdict="machine",
                       why="calls itself a machine", hit_at=NOW)  # fmt: skip
    answer = agent.get(reverse("console:message", args=[message.pk]))
    page = " ".join(answer.content.decode().split())
    assert [line.title for _, lines in answer.context["groups"] for line in lines] == ["Came back", "A word"]
    for words in (
        "550 nobody here",
        "Spring sale",
        "version B",
        "at the 2. attempt",
        "calls itself a machine",
    ):
        assert words in page


def test_a_hold_out_without_words_has_a_page(agent: Client) -> None:
    message = make_message(state="held", content=None, accepted_at=None)
    assert "Nothing was written" in agent.get(reverse("console:message", args=[message.pk])).content.decode()
    assert agent.get(reverse("console:message-words", args=[message.pk])).status_code == 404


@pytest.mark.parametrize("name", ["message", "message-words"])
def test_a_message_to_somebody_erased_or_that_never_was_is_not_there(agent: Client, name: str) -> None:
    message = make_message(customer=make_customer(erased_at=NOW))
    assert agent.get(reverse(f"console:{name}", args=[message.pk])).status_code == 404
    assert agent.get(reverse(f"console:{name}", args=[10**18])).status_code == 404
