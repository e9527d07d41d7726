"""My conversations: threads that read well, words that come in once, and nobody else's letters."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels import writing
from channels.models import Message
from customers import history
from customers.entry import Entry
from customers.models import Consent, Customer, Interaction, Profile
from tests.hub.portal.conftest import dials_link
from tests.makers import make_customer

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
DAY = timedelta(days=1)


def words(client: Client, address: str = "/portal/conversations/") -> str:
    return " ".join(client.get(address).content.decode().split())


def answered(message: Message, text: str, kind: str = "message_replied", ago: timedelta = DAY) -> None:
    at = timezone.now() - ago
    data = {"text": text, "subject": "Re: hello"}
    entry = Entry(message.customer_id, at, kind, "mail", f"{message.pk}{text}", "email", data=data)
    history.record([entry._replace(message_id=message.pk)], now=timezone.now())


def test_a_message_its_answers_and_what_a_machine_said_are_one_thread(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    message = receive(anna, 3 * DAY)
    answered(message, "I am away.", "message_auto_replied", 2 * DAY)
    answered(message, "Thank you <script>alert(1)</script>")
    writing.write(anna.pk, "A question of my own", now=timezone.now())
    page = words(come_in(anna))
    assert page.count('class="card talk"') == 2
    assert page.index("A question of my own") < page.index("I am away.") < page.index("Thank you")
    assert "An automatic answer from your mailbox" in page
    assert "<script>alert" not in page
    assert "this is for you alone" in page


def test_what_is_written_is_in_the_history_as_the_customers_word(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    message = receive(anna)
    client = come_in(anna)
    answer = client.post("/portal/conversations/write/", {"text": "Yes, gladly", "message": str(message.pk)})
    assert (answer.status_code, answer["Location"]) == (302, "/portal/conversations/?sent")
    entry = Interaction.objects.get(kind="message_replied")
    assert (entry.channel, entry.actor, entry.direction) == ("portal", "customer", "in")
    assert (entry.data["text"], entry.message_id) == ("Yes, gladly", message.pk)
    message.refresh_from_db()
    assert message.replied_at is not None and message.state == "delivered"
    assert Profile.objects.get(pk=anna.pk).replies == 1


def test_a_form_sent_twice_says_it_once(anna: Customer, come_in: ComeIn) -> None:
    client = come_in(anna)
    for _ in range(2):
        client.post("/portal/conversations/write/", {"text": "Hello", "once": "abc"})
    assert Interaction.objects.filter(kind="message_replied").count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_nothing_or_too_much_is_not_sent_and_stays_in_the_form(
    anna: Customer, come_in: ComeIn, text: str
) -> None:
    answer = come_in(anna).post("/portal/conversations/write/", {"text": text})
    assert answer.status_code == 422
    assert "Nothing was sent." in answer.content.decode()
    assert not Interaction.objects.filter(kind="message_replied").exists()


def test_ten_an_hour_are_taken_and_the_eleventh_keeps_its_words(anna: Customer, come_in: ComeIn) -> None:
    client = come_in(anna)
    for number in range(writing.PER_WINDOW):
        assert client.post("/portal/conversations/write/", {"text": f"{number}"}).status_code == 302
    answer = client.post("/portal/conversations/write/", {"text": "One more thing"})
    assert answer.status_code == 429
    assert "One more thing" in answer.content.decode()
    assert Interaction.objects.filter(kind="message_replied").count() == writing.PER_WINDOW


def test_nobody_answers_or_reads_what_somebody_else_got(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    foreign = receive(make_customer("Other", email="other@example.org"))
    answered(foreign, "my secret")
    client = come_in(anna)
    for number in (str(foreign.pk), "0", "x", str(2**70)):
        answer = client.post("/portal/conversations/write/", {"text": "hi", "message": number})
        assert answer.status_code == 404
    assert "my secret" not in words(client)
    assert not Interaction.objects.filter(customer_id=anna.pk, kind="message_replied").exists()


def test_conversations_follow_each_other_by_key(anna: Customer, receive: Any, come_in: ComeIn) -> None:
    expected = [receive(anna, timedelta(hours=n)).pk for n in range(1, 24)]
    client, address, seen = come_in(anna), "/portal/conversations/", []
    while address:
        page = client.get(address).content.decode()
        seen += [int(part.split('"')[0]) for part in page.split('name="message" value="')[1:]]
        older = page.split('href="/portal/conversations/?before=')
        address = f"/portal/conversations/?before={older[1].split(chr(34))[0]}" if len(older) > 1 else ""
    assert seen == expected


def test_a_page_costs_little_once_its_contents_are_known(
    anna: Customer, receive: Any, come_in: ComeIn, statements: Any
) -> None:
    client = come_in(anna)
    for number in range(20):
        answered(receive(anna, timedelta(hours=number + 30)), f"Answer {number}")
    words(client)
    with statements(20):  # one of them for each message: it may be a digest
        assert words(client).count('class="card talk"') == 10


def test_nothing_yet_is_said_kindly(come_in: ComeIn, anna: Customer) -> None:
    assert "No conversation yet" in words(come_in(anna))


def test_who_came_by_a_messages_link_is_asked_to_come_in(
    client: Client, anna: Customer, receive: Any
) -> None:
    assert client.get(dials_link(receive(anna))).status_code == 200
    for answer in (
        client.get("/portal/conversations/"),
        client.post("/portal/conversations/write/", {"text": "x"}),
    ):
        assert (answer.status_code, answer["Location"]) == (302, "/portal/")
    assert not Interaction.objects.filter(kind="message_replied").exists()


def test_who_writes_stop_hears_nothing_more_by_that_way(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    message = receive(anna)
    Consent.objects.create(
        customer=anna, channel="sms", purpose="marketing", is_granted=True, changed_at=timezone.now() - DAY
    )
    client = come_in(anna)
    client.post("/portal/conversations/write/", {"text": "STOP", "message": str(message.pk)})
    assert dict(anna.consents.values_list("channel", "is_granted")) == {"email": False, "sms": True}
    client.post("/portal/conversations/write/", {"text": "Please stop all your advertising."})
    assert dict(anna.consents.values_list("channel", "is_granted")) == {"email": False, "sms": False}
