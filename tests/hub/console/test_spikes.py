"""The spike breaker: too many bounces to be true bar nobody until a person has decided about all of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from channels import bounces
from channels.mailreading import BounceClass
from channels.models import Message, Traffic
from channels.verdicts import Spike, Verdict
from customers.models import ContactPoint, Suppression
from hub.console.kept import forget
from tests.makers import make_content, make_customer, make_staff

pytestmark = pytest.mark.django_db
DEAD = "550 5.1.1 user unknown"


def sent(count: int, route: str = "postmark", sent_in_all: int = 100) -> list[Message]:
    """Let so many messages have gone out by a route, and so many in all in the last hour."""
    now = timezone.now()
    Traffic.objects.create(key=f"email:{route}", minute_at=now - timedelta(minutes=30), sent=sent_in_all)
    content = make_content(subject=route)
    return [
        Message.objects.create(
            customer=(customer := make_customer(email=f"{route}{number}@customer.example")),
            contact_point=ContactPoint.objects.get(ownerships__customer=customer),
            content=content,
            cause=f"{route}:{number}",
            channel="email",
            purpose="marketing",
            topic="offers",
            lane=2,
            state="accepted",
            provider=route,
            accepted_at=now - timedelta(minutes=30),
        )
        for number in range(count)
    ]


def bounce(messages: list[Message]) -> None:
    for message in messages:
        bounces.note(message.pk, BounceClass.HARD, DEAD, now=timezone.now())


def barred() -> int:
    return Suppression.objects.filter(lifted_at=None).count()


@pytest.fixture
def marketer() -> Client:
    forget()
    client = Client()
    client.force_login(make_staff("marketer"))
    return client


def decide(client: Client, wish: str) -> None:
    forget()
    url = reverse("console:inbound-spike-decide", args=[Spike.objects.get().pk])
    assert client.post(url, {"decision": wish}).status_code == 302


def test_as_many_as_a_list_may_have_are_obeyed_as_they_come() -> None:
    bounce(sent(30, sent_in_all=1000))
    assert barred() == 30
    assert not Spike.objects.exists()


def test_more_than_can_be_true_bar_nobody_and_everybody_is_told(marketer: Client) -> None:
    bounce(sent(40))
    assert barred() == 24
    assert set(Message.objects.values_list("state", flat=True)) == {"bounced"}
    spike = Spike.objects.get()
    assert (spike.key, spike.verdicts, spike.sent) == ("email:postmark", 25, 100)
    forget()
    assert "than can be true" in marketer.get(reverse("console:home")).content.decode()
    page = marketer.get(reverse("console:inbound-spikes")).content.decode()
    assert DEAD in page
    assert "16 wait here" in page


def test_taken_back_it_lifts_what_was_barred_before_anybody_noticed(marketer: Client) -> None:
    bounce(sent(40))
    decide(marketer, "take_back")
    assert barred() == 0
    assert set(Verdict.objects.values_list("state", flat=True)) == {"taken_back"}
    assert "Taken back by" in marketer.get(reverse("console:inbound-spikes")).content.decode()
    bounce(list(Message.objects.all()))
    assert barred() == 0, "told again, it is the same verdict"


def test_confirmed_all_of_it_is_carried_out_and_the_same_mailing_does_not_ask_twice(marketer: Client) -> None:
    messages = sent(60)
    bounce(messages[:40])
    decide(marketer, "confirm")
    assert bounces.obey_confirmed(now=timezone.now()) == 16
    assert barred() == 40
    bounce(messages[40:])
    assert barred() == 60
    assert Spike.objects.count() == 1


def test_one_decision_stands_and_a_route_that_is_well_goes_on(marketer: Client) -> None:
    bounce(sent(40))
    bounce(sent(10, route="smtp"))
    assert barred() == 34
    decide(marketer, "confirm")
    decide(marketer, "take_back")
    assert Spike.objects.get().state == "confirmed"


def test_late_bounces_of_an_old_mailing_are_no_spike() -> None:
    messages = sent(40, sent_in_all=0)
    Message.objects.update(accepted_at=timezone.now() - timedelta(hours=9))
    bounce(messages)
    assert barred() == 40


def test_complaints_hold_at_once_also_in_a_spike_and_can_be_taken_back(marketer: Client) -> None:
    for message in sent(12):
        bounces.complain(message.pk, "abuse", now=timezone.now())
    assert barred() == 12
    assert Spike.objects.get().reason == "complaint"
    assert "3 since then are barred" in marketer.get(reverse("console:inbound-spikes")).content.decode()
    decide(marketer, "take_back")
    assert barred() == 0


def test_an_agent_decides_nothing() -> None:
    client = Client()
    client.force_login(make_staff("agent"))
    assert client.get(reverse("console:inbound-spikes")).status_code == 403
