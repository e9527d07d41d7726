"""Texts that need a person: shown as they came, placed, put away."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from channels import callbacks
from channels.models import Callback
from customers.models import Interaction
from tests.makers import make_customer, make_staff, share_point

pytestmark = [pytest.mark.django_db]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def agent(settings: object) -> Client:
    settings.SMS_URL = "twilio://a:b@host.example/?from=+43600111222"  # type: ignore[attr-defined]
    client = Client()
    client.force_login(make_staff("agent"))
    return client


def comes(number: int, **form: str) -> Callback:
    callbacks.take(
        "sms",
        "twilio",
        "",
        FORM,
        urlencode({"MessageSid": f"SM{number}", **form}).encode(),
        now=timezone.now(),
    )
    callbacks.apply_waiting(now=timezone.now())
    return Callback.objects.latest("pk")


def test_who_shares_the_number_is_offered_and_chosen(agent: Client) -> None:
    customers = [make_customer("Ana Berger"), make_customer("Jakob Winter")]
    for customer in customers:
        share_point(customer, "+436601234567", "phone")
    text = comes(1, From="+436601234567", To="+43600111222", Body="Ja, <b>gerne</b>")
    page = agent.get(reverse("console:inbound-texts")).content.decode()
    assert "Ja, &lt;b&gt;gerne" in page and "Jakob Winter wrote this" in page
    agent.post(reverse("console:inbound-text-place", args=[text.pk]), {"customer": customers[1].pk})
    assert Interaction.objects.get().customer_id == customers[1].pk
    assert "Nothing waits" in agent.get(reverse("console:inbound-texts")).content.decode()


def test_a_stranger_is_placed_by_number_or_put_away_with_a_reason(agent: Client) -> None:
    customer = make_customer("Ana Berger")
    text, other = (comes(n, From=f"+43660999999{n}", To="+43600111222", Body="Hallo") for n in (2, 3))
    place = reverse("console:inbound-text-place", args=[text.pk])
    agent.post(place, {"customer": "somebody"})
    assert not Interaction.objects.exists()
    agent.post(place, {"customer": customer.number})
    assert Interaction.objects.get().customer_id == customer.pk
    away = reverse("console:inbound-text-put-away", args=[other.pk])
    agent.post(away, {"why": ""})
    assert Callback.objects.get(pk=other.pk).state == "unparsed"
    agent.post(away, {"why": "wrong number"})
    assert (other.refresh_from_db(), other.state, other.handled_why)[1:] == ("put_away", "wrong number")


def test_what_nobody_can_read_is_shown_as_it_came(agent: Client) -> None:
    comes(4, Odd="<script>")
    page = agent.get(reverse("console:inbound-texts")).content.decode()
    assert "Odd=%3Cscript%3E" in page and "It names no status." in page
