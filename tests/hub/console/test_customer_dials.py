"""Turning a dial on the customer's word: the words first, then the act, with the words as its evidence."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from channels.models import Message
from customers import wordings
from customers.models import (
    Consent,
    ConsentEvidence,
    Customer,
    DefaultDial,
    Dial,
    HouseLimit,
    Interaction,
    Suppression,
    Touch,
)
from hub.console import spoken
from tests.channels.test_receipts import make_message
from tests.makers import DAY, NOW, make_customer, make_dial, make_topic, share_point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer() -> Customer:
    make_topic("offers", "Offers", german="Angebote")
    return make_customer()


def dials_of(customer: Customer) -> str:
    return reverse("console:customer-dials", args=[customer.pk])


def wish(scope: str = "/offers", position: int = 2, days: str = "") -> dict[str, Any]:
    return {"scope": scope, "position": str(position), "days": days}


def touch(customer: Customer, count: int) -> None:
    Touch.objects.bulk_create(
        Touch(
            customer_id=customer.pk, channel="email", topic="offers", purpose="marketing",
            state="spent", actor="flight:1", touched_at=NOW - (i + 1) * DAY,
        )
        for i in range(count)
    )  # fmt: skip


def test_the_form_comes_when_it_is_asked_for_with_every_dial_there_could_be(
    agent: Client, customer: Customer
) -> None:
    make_dial(customer, 3, channel="email", topic="offers")
    page = agent.get(reverse("console:customer", args=[customer.pk])).content.decode()
    assert 'name="scope"' not in page and dials_of(customer) in page
    card = agent.get(dials_of(customer), headers=HTMX)
    scopes = [label for _, label in card.context["turn_form"].fields["scope"].choices]
    assert scopes[:2] + scopes[-2:] == ["Everything", "Email", "Offers", "Offers by email"]
    assert {"SMS", "Call", "Till", "Branch"} <= set(scopes)
    assert card.context["turn_words"] == ""


def test_looking_at_the_words_changes_nothing(agent: Client, customer: Customer) -> None:
    answer = agent.get(dials_of(customer), wish(), headers=HTMX)
    page = answer.content.decode()
    assert (
        "Zu Angebote möchten Sie: höchstens 1 im Monat. Sie können das jederzeit ändern. Stimmt das so?"
        in page
    )
    assert "<html" not in page
    assert "HX-Request" in answer["Vary"]
    assert not Dial.objects.exists()


def test_a_turned_dial_keeps_the_words_that_were_read_out(agent: Client, customer: Customer) -> None:
    answer = agent.post(dials_of(customer), wish("email/", 0), headers=HTMX)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'aria-label="position 0 of 10"' in page and "<html" not in page
    dial = Dial.objects.get()
    assert (dial.channel, dial.topic, dial.position) == ("email", "", 0)
    evidence = ConsentEvidence.objects.get()
    assert evidence.wording.startswith("Zu E-Mails möchten Sie: ")
    assert evidence.wording_version == "dial.spoken/de/0"
    assert (evidence.place, evidence.actor, evidence.is_granted) == ("Till 4", "staff:agent", False)
    assert not Consent.objects.get().is_granted
    line = Interaction.objects.get(kind="dial_turned")
    assert line.data["wording"] == evidence.wording


def test_what_the_dial_no_longer_allows_is_called_off(agent: Client, customer: Customer) -> None:
    message = make_message(customer=customer, state="queued", accepted_at=None, due_at=NOW)
    agent.post(dials_of(customer), wish("/offers", 0), headers=HTMX)
    assert Message.objects.get(pk=message.pk).state == "cancelled"


def test_a_dial_can_be_turned_for_a_while(agent: Client, customer: Customer) -> None:
    make_dial(customer, 6)
    page = agent.post(dials_of(customer), wish("/", 0, days="30"), headers=HTMX).content.decode()
    dial = Dial.objects.get()
    assert (dial.position, dial.snooze_position, dial.snoozed_until) == (6, 0, NOW + 30 * DAY)
    assert "until 16 Dec" in page
    assert Consent.objects.get().is_granted


def test_without_a_script_the_words_come_as_a_page_and_the_act_leads_back(
    agent: Client, customer: Customer
) -> None:
    page = agent.get(dials_of(customer), wish()).content.decode()
    assert "<html" in page and "höchstens 1 im Monat. Sie können das jederzeit ändern." in page
    answer = agent.post(dials_of(customer), wish(), follow=True)
    assert answer.redirect_chain == [(reverse("console:customer", args=[customer.pk]), 302)]
    assert "The dial is turned." in answer.content.decode()
    assert Dial.objects.get().position == 2


@pytest.mark.parametrize(
    "bad",
    [
        {"position": "11"},
        {"position": "-1"},
        {"position": "many"},
        {"position": ""},
        {"scope": "fax/"},
        {"scope": "/nonsense"},
        {"days": "9999"},
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_what_is_no_dial_or_position_is_refused_and_changes_nothing(
    agent: Client, customer: Customer, bad: dict[str, str], headers: dict[str, str]
) -> None:
    answer = agent.post(dials_of(customer), wish() | bad, headers=headers)
    assert answer.status_code == 422
    assert "nothing was changed" in answer.content.decode()
    assert not Dial.objects.exists() and not Interaction.objects.exists()


def test_another_site_turns_no_dial(agent: Client, customer: Customer) -> None:
    agent.handler.enforce_csrf_checks = True
    assert agent.post(dials_of(customer), wish(), headers=HTMX).status_code == 403
    assert not Dial.objects.exists()


def test_the_card_says_what_each_dial_still_leaves(agent: Client, customer: Customer) -> None:
    make_dial(customer, 6)
    make_dial(customer, 3, topic="offers")
    touch(customer, 2)
    card = agent.get(dials_of(customer), headers=HTMX).context
    assert [(d.label, d.promise, d.left) for d in card["dials"]] == [
        ("Everything", "3 a week", "1 left"),
        ("Offers", "2 a month", "free again 14 Dec"),
    ]
    words = left(agent, customer)
    assert words["Email"] == words["Till"] == words["Branch"] == "1 of 3 left this week"
    assert words["SMS"] == words["Call"] == "none: no address"


@pytest.mark.parametrize(
    ("position", "touches", "words"),
    [
        (6, 0, "3 of 3 left this week, by our own limit"),
        (6, 3, "none until 20 Nov, by our own limit"),
        (0, 0, "none: our own limit is at never"),
    ],
)
def test_where_no_dial_is_turned_our_own_limit_is_shown_as_such(
    agent: Client, customer: Customer, position: int, touches: int, words: str
) -> None:
    HouseLimit.objects.create(channel="email", position=position)
    touch(customer, touches)
    assert left(agent, customer)["Email"] == words


def test_what_is_left_is_nothing_where_they_said_no_or_were_never_asked(
    agent: Client, customer: Customer
) -> None:
    share_point(customer, "+43660555014", "phone")
    words = left(agent, customer)
    assert words["Email"] == words["Till"] == words["Branch"] == "no limit"
    assert words["SMS"] == words["Call"] == "none: never agreed to this"
    Consent.objects.update(is_granted=False)
    assert left(agent, customer)["Email"] == "none: took the agreement back"
    Suppression.objects.create(customer=customer, reason="stop", suppressed_at=NOW)
    words = left(agent, customer)
    assert {words[each] for each in ("Email", "SMS", "Call", "Till", "Branch")} == {
        "none: they must not be contacted"
    }


def test_where_we_begin_with_everybody_is_marked_as_ours_until_they_turn_it(
    agent: Client, customer: Customer
) -> None:
    DefaultDial.objects.create(country="AT", topic="offers", position=3)
    DefaultDial.objects.create(position=6)
    make_dial(customer, 4)
    card = agent.get(dials_of(customer), headers=HTMX).context
    assert [(dial.label, dial.promise, dial.is_own) for dial in card["dials"]] == [
        ("Everything", "1 a week", True),
        ("Offers", "2 a month", False),
    ]
    assert b"our default" in agent.get(dials_of(customer), headers=HTMX).content


@pytest.mark.parametrize(
    ("language", "scope", "position", "days", "words"),
    [
        ("en", ("", ""), 0, 0, "About Everything together you want: never. You can change this at any time."),
        ("en", ("", "offers"), 10, 0, "About Offers you want: as it comes."),
        ("fr", ("email", "Tips"), 6, 0, "About Tips by email you want: at most 3 a week."),
        ("de-AT", ("email", "offers"), 2, 0, "Zu Angebote per E-Mail möchten Sie: höchstens 1 im Monat."),
        ("en", ("call", ""), 0, 14, "Phone calls: never until 30 November 2026, 10:00, then as before."),
        ("de", ("", "offers"), 7, 9, "Angebote: höchstens 1 am Tag bis 25. November 2026, 10:00, danach"),
    ],
)
def test_the_words_say_exactly_what_will_be_done_in_their_language(
    language: str, scope: tuple[str, str], position: int, days: int, words: str
) -> None:
    until = NOW + timedelta(days=days) if days else None
    customer = make_customer(language=language)
    make_topic("offers", "Offers", german="Angebote")
    assert spoken.by_dial(customer, *scope, position, until).text.startswith(words)


def test_the_owners_newest_wording_is_read_out_and_named_in_the_evidence(
    agent: Client, customer: Customer
) -> None:
    wordings.add("dial.spoken", "de", "{scope}, {promise}: recht so?", author="admin", now=NOW)
    agent.post(dials_of(customer), wish("email/", 0), headers=HTMX)
    evidence = ConsentEvidence.objects.get()
    assert evidence.wording_version == "dial.spoken/de/1"
    assert evidence.wording.endswith(": recht so?")


def left(agent: Client, customer: Customer) -> dict[str, str]:
    card = agent.get(dials_of(customer), headers=HTMX).context
    return {channel: line.words for line in card["allowance"] for channel in line.label.split(", ")}


def test_of_two_dials_of_a_merged_person_the_strictest_is_shown(agent: Client, customer: Customer) -> None:
    alias = make_customer("The same person", merged_into=customer)
    make_dial(customer, 6, topic="offers")
    make_dial(alias, 2, topic="offers")
    card = agent.get(dials_of(customer), headers=HTMX).context
    assert [(dial.label, dial.promise) for dial in card["dials"]] == [("Offers", "1 a month")]
