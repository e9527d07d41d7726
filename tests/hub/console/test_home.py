"""The day at a glance, and what the machinery says of itself."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, Flight
from channels.models import Hold, InboundMail, Provider, Pulse
from hub.console import machinery
from hub.console.machinery import Machinery, Signs, judge
from tests.campaigns import makers
from tests.channels.test_receipts import make_message
from tests.hub.console.conftest import Happen, LogIn
from tests.makers import DAY, NOW, make_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HOME = "/console/"
MINUTE = timedelta(minutes=1)
WELL = Machinery("all channels sending", "good")


def test_an_empty_hub_teaches_the_next_step(log_in: LogIn) -> None:
    page = log_in("admin", first_name="Ruth").get(HOME).content.decode()
    assert "Good morning, Ruth" in page
    assert "Nothing waits for a person right now." in page
    assert "Quiet so far" in page
    assert "None is running." in page


def test_what_needs_a_person_is_counted_and_leads_there(log_in: LogIn) -> None:
    for i in range(2):
        InboundMail.objects.create(raw=b"x", digest=str(i), door="test", state="unparsed", received_at=NOW)
    make_message(state="quarantined")
    makers.make_message(make_customer("Josef"))
    manager = log_in("manager")
    items = manager.get(HOME).context["needs_person"]
    assert [row["state"] for row in manager.get(items[1]["url"]).context["messages_page"]] == ["quarantined"]
    assert [(item["count"], item["words"]) for item in items] == [
        (2, "mails to read and place"),
        (1, "message set aside"),
    ]
    agents = log_in("agent")
    items = agents.get(HOME).context["needs_person"]
    assert [agents.get(item["url"]).status_code for item in items] == [200]


def test_what_customers_just_did_is_told_newest_first_and_without_machines(
    agent: Client, happen: Happen
) -> None:
    anna, josef, erased = make_customer("Anna"), make_customer("Josef"), make_customer("Gone", erased_at=NOW)
    happen(anna, "purchase", 2 * MINUTE, amount_minor=4820)
    happen(josef, "message_replied", MINUTE, data={"text": "Yes please"}, summary="Yes please")
    happen(anna, "message_scanned")
    happen(anna, "message_accepted", summary="A word")
    happen(erased, "visit")
    happen(anna, "visit", 3 * DAY)
    news = agent.get(HOME).context["news"]
    assert [(each["customer_name"], each["title"], each["amount"]) for each in news] == [
        ("Josef", "Wrote to us", ""),
        ("Anna", "Bought for", "€48.20"),
    ]
    fresh = agent.get(reverse("console:news"), headers={"HX-Request": "true"}).content.decode()
    assert "“Yes please”" in fresh or "<q>Yes please</q>" in fresh
    assert "<html" not in fresh


def test_campaigns_at_work_say_how_far_they_are(log_in: LogIn) -> None:
    campaign = Campaign.objects.create(
        key="spring", name="Spring sale", topic="offers", sender="Us <us@example.org>"
    )
    flight = Flight.objects.create(
        campaign=campaign, state="sending", audience={}, holdout=0, arms=[], salt="s", launched_by="m"
    )
    message = make_message(cause=flight.cause)
    message.pk, message.state, message.customer = None, "queued", make_customer("Josef")
    message.save()
    (running,) = log_in("marketer").get(HOME).context["running"]
    assert (running["name"], running["words"], running["share"]) == (
        "Spring sale",
        "1 of 2 decided and done",
        50,
    )
    assert "Spring sale" not in log_in("agent").get(HOME).content.decode()


@pytest.mark.parametrize(("days", "is_shown"), [(0.5, True), (2, False)])
def test_a_campaign_stays_while_its_answers_come_in(log_in: LogIn, days: float, is_shown: bool) -> None:
    campaign = Campaign.objects.create(
        key="spring", name="Spring sale", topic="offers", sender="U <u@example.org>"
    )
    Flight.objects.create(
        campaign=campaign, state="ended", audience={}, holdout=0, arms=[], salt="s", launched_by="m",
        ended_at=NOW - days * DAY,
    )  # fmt: skip
    assert bool(log_in("marketer").get(HOME).context["running"]) == is_shown


def test_when_nothing_is_sent_every_page_says_so_and_home_says_why(agent: Client, log_in: LogIn) -> None:
    Pulse.objects.create(name="sweep", beat_at=NOW - MINUTE)
    page = agent.get(HOME).content.decode()
    assert "nothing is being sent" in page
    assert "No worker has given a sign of life since 09:59." in page
    assert "nothing is being sent" in agent.get("/console/find/").content.decode()
    what_waits = f"{reverse('console:outbox')}?show=waiting"
    assert what_waits not in page and what_waits in log_in("manager").get(HOME).content.decode()


def test_a_living_machinery_is_said_to_live(agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_URL", "smtp://127.0.0.1:25")
    Pulse.objects.create(name="sweep", beat_at=NOW)
    assert machinery.state() == WELL


def test_messages_of_a_paused_flight_do_not_count_as_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_URL", "smtp://127.0.0.1:25")
    Pulse.objects.create(name="sweep", beat_at=NOW)
    make_message(state="queued", due_at=NOW - DAY)
    Hold.objects.create(cause="flight:1", reason="Paused", since_at=NOW)
    assert machinery.state() == WELL


def test_an_open_breaker_is_told_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_URL", "smtp://127.0.0.1:25")
    Pulse.objects.create(name="sweep", beat_at=NOW)
    Provider.objects.create(key="email:smtp", open_until=NOW + MINUTE, last_error="421 too many")
    assert machinery.state().details == ("Email rests until 10:01 after failures: 421 too many",)


@pytest.mark.parametrize(
    ("signs", "can_mail", "words", "detail"),
    [
        (Signs(None, (), None), True, "nothing is being sent", "sign of life yet"),
        (Signs(NOW, (), None), True, "all channels sending", ""),
        (Signs(NOW, (), None), False, "not all channels are sending", "EMAIL_URL is empty"),
        (Signs(NOW, (), NOW - 7 * MINUTE), True, "not all channels are sending", "waiting for 7 minutes"),
        (Signs(NOW, (), NOW - MINUTE), True, "all channels sending", ""),
        (Signs(NOW, (("email:smtp", NOW - MINUTE, "x"),), None), True, "all channels sending", ""),
    ],
)
def test_the_signs_are_put_into_words(signs: Signs, can_mail: bool, words: str, detail: str) -> None:
    how = judge(signs, now=NOW, can_mail=can_mail)
    assert how.words == words
    assert detail in " ".join(how.details)
