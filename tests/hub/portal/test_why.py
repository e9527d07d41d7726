"""Why did I get this, why not: every touch with its reason, in both languages, and one tap to have fewer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.arms import Arm
from campaigns.models import Campaign, Flight
from channels import wishes
from channels.models import Message
from customers import gate, history, touches, why
from customers.consent import Answer, Evidence, take_answers
from customers.entry import Entry
from customers.models import Customer, Touch
from hub.portal import reasons
from tests.hub.portal.conftest import dials_link
from tests.makers import make_content, make_customer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SPOKEN = Evidence("So be it.", "portal", "customer")
ComeIn = Callable[..., Client]


def words(client: Client, address: str = "/portal/why/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("&quot;", '"').replace("&#x27;", "'").split())


def agree(customer: Customer, ago: timedelta, channel: str = "email") -> None:
    at = timezone.now() - ago
    take_answers(
        [Answer(customer.pk, channel, "marketing", False, at - DAY, "No.", "web", "customer")], now=at
    )
    take_answers(
        [Answer(customer.pk, channel, "marketing", True, at, "Yes, please.", "web", "customer")], now=at
    )


def set_state(message: Message, state: str, reason: str = "", **fields: Any) -> None:
    Message.objects.filter(pk=message.pk).update(state=state, reason=reason, **fields)
    if state not in ("accepted", "delivered"):
        Touch.objects.filter(message_id=message.pk).delete()


def test_a_message_tells_its_cause_its_agreement_and_the_dial_that_had_room(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    agree(anna, 60 * DAY)
    now = timezone.now()
    for ago, position in ((50 * DAY, 3), (2 * DAY, 0)):
        wishes.turn_dial(anna.pk, position, channel="email", topic="offers", evidence=SPOKEN, now=now - ago)
    message = receive(anna, 10 * DAY)
    campaign = Campaign.objects.create(
        key="autumn", name="Autumn offers", topic="offers", sender="x@example.org"
    )
    Message.objects.filter(pk=message.pk).update(campaign_id=campaign.pk)
    page = words(come_in(anna))
    assert "It belongs to “Autumn offers”." in page
    assert "You agreed to offers and news by email on" in page
    assert "Your dial “Offers by email” stood at “at most 2 a month” and had room." in page


@pytest.mark.parametrize("names", [["short"], ["short", "long"]])
def test_a_wording_is_named_only_where_there_were_several(
    anna: Customer, receive: Any, come_in: ComeIn, names: list[str]
) -> None:
    campaign = Campaign.objects.create(key="a", name="Autumn", topic="offers", sender="x@example.org")
    arms = [Arm(number, name, 1, number).dump() for number, name in enumerate(names)]
    flight = Flight.objects.create(campaign=campaign, audience={}, holdout=0, arms=arms, launched_by="x")
    Message.objects.filter(pk=receive(anna).pk).update(flight_id=flight.pk, arm="short")
    said = "There were several wordings; yours was “short”." in words(come_in(anna))
    assert said == (len(names) > 1)


def test_a_dial_that_was_snoozed_at_the_time_is_said_as_it_stood_then(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    now = timezone.now()
    wishes.turn_dial(anna.pk, 4, evidence=SPOKEN, now=now - 30 * DAY)
    wishes.turn_dial(anna.pk, 2, until=now - 15 * DAY, evidence=SPOKEN, now=now - 20 * DAY)
    receive(anna, 18 * DAY)
    receive(anna, 10 * DAY)
    page = words(come_in(anna))
    assert "Your dial “Everything together” stood at “at most 1 a month” and had room." in page
    assert "Your dial “Everything together” stood at “at most 1 a week” and had room." in page


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (why.put(why.DIAL, "email", "offers", 5), "Your dial “Offers by email” stood at “at most 2 a week”"),
        (
            why.put(why.DEFAULT, "", "", 3),
            "You had not set the dial “Everything together”; with us it stands",
        ),
        (why.put(why.HOUSE, "email", "", 8), "Our own limit for “Emails”, “at most 2 a day”, had room."),
        (why.put(why.CONSENT, "email", "marketing"), "None of your dials limited it."),
    ],
)
def test_what_the_gate_kept_is_what_is_told(
    anna: Customer, receive: Any, come_in: ComeIn, kept: str, said: str
) -> None:
    wishes.turn_dial(anna.pk, 1, evidence=SPOKEN, now=timezone.now() - 30 * DAY)
    message = receive(anna, 10 * DAY)
    Message.objects.filter(pk=message.pk).update(allowed_by=kept)
    page = words(come_in(anna))
    assert said in page
    assert "at most 1 in three months” and had room" not in page


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("refused", "dial_full", "and that was used up."),
        ("refused", "no_consent", "You never agreed to offers and news by this way."),
        ("refused", "resting", "You had not answered the last ones, so we gave it a rest."),
        ("cancelled", "dial_closed", "One of your dials stood at “never”."),
        ("cancelled", "the flight was stopped", "We called it off before it went."),
        ("held", "", "We stayed silent on purpose"),
        ("deferred", "quiet_hours", "It was a time of quiet where you are. It waits until"),
        ("failed", "554 whatever <anna@example.org>", "It could not be delivered."),
        ("refused", "a_rule_of_tomorrow", "One of our rules held it back."),
    ],
)
def test_silence_is_told_in_plain_words(
    anna: Customer, receive: Any, come_in: ComeIn, state: str, reason: str, said: str
) -> None:
    if reason == "dial_full":
        wishes.turn_dial(anna.pk, 4, evidence=SPOKEN, now=timezone.now() - 9 * DAY)
    set_state(receive(anna), state, reason, due_at=timezone.now() + DAY, accepted_at=None)
    page = words(come_in(anna))
    assert said in page
    assert "whatever" not in page


def test_every_reason_of_the_gate_has_words_of_its_own() -> None:
    assert set(reasons._REASONS) == set(gate.Reason.values) - {""}


def test_what_a_person_offered_is_told_too(anna: Customer, come_in: ComeIn) -> None:
    touches.by_person(
        anna.pk, "till", "offers", actor="staff:ana", summary="A blood pressure check", now=timezone.now()
    )
    page = words(come_in(anna))
    assert "One of us had something for you at the counter" in page
    assert "They said: “A blood pressure check”" in page
    assert "staff:ana" not in page


def test_the_page_speaks_german_to_whom_reads_it(receive: Any, come_in: ComeIn, anna: Customer) -> None:
    karl = make_customer("Karl Kern", email="karl@example.org", language="de")
    wishes.turn_dial(karl.pk, 3, evidence=SPOKEN, now=timezone.now() - 9 * DAY)
    receive(karl)
    set_state(receive(karl), "refused", "withdrawn", accepted_at=None)
    page = words(come_in(karl))
    assert "Ihr Regler „Alles zusammen“ stand auf „höchstens 2 im Monat“ und ließ das zu." in page
    assert "Sie haben Ihre Zustimmung dazu zurückgenommen." in page


def test_one_tap_turns_the_dial_down_with_what_was_said_as_evidence(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    for days in (1, 3, 5):
        receive(anna, days * DAY)
    client = come_in(anna)
    page = words(client)
    assert 'name="was:email/offers" value="10"' in page
    wished = page.split('name="slide:email/offers" value="')[1].split('"')[0]
    answer = client.post("/portal/dials/turn/", {"was:email/offers": "10", "slide:email/offers": wished})
    assert answer.status_code == 302
    assert anna.dials.get(channel="email", topic="offers").position == int(wished)


def test_exactly_what_came_is_shown_in_a_frame_that_runs_nothing(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    message = receive(anna)
    html = "<p>Dear {{ customer.first_name }}</p><script>alert(1)</script><img src=https://evil.example/x>"
    content = make_content(subject="For {{ customer.first_name }}", html=html)
    Message.objects.filter(pk=message.pk).update(
        content=content, context={"customer": {"first_name": "Annerl"}}
    )
    client = come_in(anna)
    whole = client.get(f"/portal/why/{message.pk}/")
    assert f'<iframe src="/portal/why/{message.pk}/words/"' in whole.content.decode()
    frame = client.get(f"/portal/why/{message.pk}/words/")
    assert "Annerl" in frame.content.decode()
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy
    assert "<script>" not in frame.content.decode().replace("&lt;script&gt;", "")


def test_nobody_sees_what_somebody_else_got(anna: Customer, receive: Any, come_in: ComeIn) -> None:
    other = make_customer("Other", email="other@example.org")
    foreign = receive(other)
    client = come_in(anna)
    for number in (foreign.pk, 2**70):
        for address in (f"/portal/why/{number}/", f"/portal/why/{number}/words/"):
            assert client.get(address).status_code == 404
    assert "Number" not in words(client)


def test_a_refused_message_shows_no_words(anna: Customer, receive: Any, come_in: ComeIn) -> None:
    message = receive(anna)
    set_state(message, "refused", "dial_full", accepted_at=None)
    client = come_in(anna)
    assert client.get(f"/portal/why/{message.pk}/words/").status_code == 404
    assert "See exactly what you got" not in words(client)


def test_pages_follow_each_other_by_key_without_loss_and_end_after_a_year(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    expected = [receive(anna, timedelta(hours=hours)).pk for hours in range(1, 46)]
    receive(anna, 400 * DAY)
    touches.by_person(anna.pk, "till", "offers", actor="staff:a", summary="Hello", now=timezone.now())
    client, address, seen = come_in(anna), "/portal/why/", []
    while address:
        page = client.get(address).content.decode()
        seen += [
            int(part.split("/")[0]) for part in page.split('href="/portal/why/')[1:] if part[0].isdigit()
        ]
        older = page.split('href="/portal/why/?before=')
        address = f"/portal/why/?before={older[1].split(chr(34))[0]}" if len(older) > 1 else ""
    assert seen == expected


def test_the_page_costs_the_same_for_two_lines_as_for_twenty(
    anna: Customer, receive: Any, come_in: ComeIn, statements: Any
) -> None:
    client = come_in(anna)
    for hours in range(1, 31):
        message = receive(anna, timedelta(hours=hours))
        entry = Entry(anna.pk, message.accepted_at, "message_accepted", "m", str(message.pk))
        entry = entry._replace(summary=f"Subject {hours}", message_id=message.pk)
        history.record([entry], now=timezone.now())
    with statements(36):
        page = words(client)
    assert "Subject 1<" in page


@pytest.mark.parametrize("address", ["/portal/why/", "/portal/why/1/", "/portal/why/1/words/"])
def test_who_came_by_a_messages_link_is_asked_to_come_in(
    client: Client, anna: Customer, receive: Any, address: str
) -> None:
    assert client.get(dials_link(receive(anna))).status_code == 200
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/portal/")


def test_what_went_within_another_message_leads_to_that_message(
    anna: Customer, receive: Any, come_in: ComeIn
) -> None:
    carrier, carried = receive(anna), receive(anna, 2 * DAY)
    set_state(carried, "cancelled", f"in message {carrier.pk}", digest=carrier, accepted_at=None)
    page = words(come_in(anna))
    assert "You got this in one mail with other things" in page
    assert page.count(f'href="/portal/why/{carrier.pk}/"') == 2
    assert f'href="/portal/why/{carried.pk}/"' not in page
