"""Serving somebody: what is done is written down, what is sent is judged and seen first, all is undone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from channels.models import Message
from channels.talk import Turn
from customers import learning, loops
from customers.models import Customer, Fact, Interaction, OpenLoop, Profile
from hub.models import CannedAnswer, Team
from tests.channels.test_receipts import make_message
from tests.hub.console.conftest import Happen, LogIn
from tests.makers import DAY, NOW, make_customer, make_dial, make_staff, make_topic, share_point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def anna(db: None) -> Customer:
    make_topic()
    return make_customer("Anna Berger", email="anna@example.org")


def url_of(customer: Customer, act: str) -> str:
    return reverse("console:customer-do", args=[customer.pk, act])


def do(client: Client, customer: Customer, act: str, **fields: Any) -> Any:
    return client.post(url_of(customer, act), {"once": "form-1", **fields}, follow=True)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def undo(client: Client, answer: Any) -> str:
    """Press Undo in the notice and return what is said then."""
    token = re.search(r'name="token" value="(.*?)"', answer.content.decode())
    assert token, "nothing offers to undo it"
    return words(client.post(reverse("console:undo"), {"token": token[1]}, follow=True))


def test_a_call_is_written_down_with_how_it_ended_and_the_minutes_it_cost(
    agent: Client, anna: Customer
) -> None:
    fields = {"about": "Home delivery", "direction": "out", "outcome": "Left a message", "minutes": "6"}
    do(agent, anna, "call", **fields)
    answer = do(agent, anna, "call", **fields)
    line = Interaction.objects.get()
    assert (line.kind, line.channel, line.direction, line.actor) == ("call", "call", "out", "staff:agent")
    assert line.data == {"about": "Home delivery", "outcome": "Left a message", "minutes": 6}
    assert "Home delivery · Left a message · 6 minutes" in words(answer)
    assert "by agent" in words(answer)


def test_a_visit_taken_back_is_crossed_out_and_counts_no_more(agent: Client, anna: Customer) -> None:
    answer = do(agent, anna, "visit", place="Till 4", about="Collected an order")
    assert Profile.objects.get(pk=anna.pk).visits == 1
    assert "crossed out" in undo(agent, answer)
    assert Profile.objects.get(pk=anna.pk).visits == 0
    page = words(agent.get(reverse("console:customer", args=[anna.pk])))
    assert "<s>Visited Till 4 · Collected an order</s> taken back" in page


def test_nobody_undoes_what_somebody_else_did_nor_what_is_long_done(
    agent: Client, log_in: LogIn, anna: Customer, at_now: Any
) -> None:
    answer = do(agent, anna, "note", text="Prefers to be called Anni")
    assert "There is nothing to undo." in undo(log_in("manager"), answer)
    at_now.shift(timedelta(minutes=1))
    assert "Too late to undo" in undo(agent, answer)
    assert Interaction.objects.count() == 1


@pytest.mark.parametrize("act", ["call", "visit", "note", "write", "promise", "call-back", "hand-over"])
def test_each_form_comes_alone_for_a_script_and_in_the_page_without_one(
    agent: Client, anna: Customer, act: str
) -> None:
    part, whole = agent.get(url_of(anna, act), headers=HTMX), agent.get(url_of(anna, act))
    for answer in (part, whole):
        assert answer.status_code == 200 and 'id="do-title"' in answer.content.decode()
    assert "<html" not in part.content.decode() and "<html" in whole.content.decode()
    empty = agent.post(url_of(anna, act), {"once": "x", "minutes": "-3", "due_at": "nonsense"})
    assert empty.status_code == 422
    assert not Interaction.objects.exists() and not Message.objects.exists()


def test_an_act_that_does_not_exist_is_not_there(agent: Client, anna: Customer) -> None:
    assert agent.get(url_of(anna, "dance")).status_code == 404


def test_a_call_back_waits_with_its_day_and_whose_it_is(agent: Client, anna: Customer) -> None:
    answer = do(
        agent, anna, "call-back", words="The delivery date", due_at="2026-11-17T11:00", owner="staff:agent"
    )
    (loop,) = loops.of(anna.pk)
    assert (loop.kind, loop.channel, loop.owner) == ("promise", "call", "staff:agent")
    left_off = agent.get(reverse("console:customer", args=[anna.pk])).context["customer"]["left_off"]
    assert [(line["label"], line["words"], line["is_late"]) for line in left_off] == [
        ("promise", "The delivery date", False)
    ]
    assert "not open any more" in undo(agent, answer)
    assert loops.of(anna.pk) == []


def test_what_is_settled_is_open_again_when_it_was_a_slip(agent: Client, anna: Customer) -> None:
    loop_id = loops.open(anna.pk, "complaint", "The parcel was wet", actor="customer", now=NOW - DAY)
    page = words(agent.get(reverse("console:customer", args=[anna.pk])))
    assert "A complaint is open" in page and "“The parcel was wet”" in page
    close = reverse("console:customer-loop-close", args=[anna.pk, loop_id])
    answer = agent.post(close, follow=True)
    assert "A complaint is open" not in words(answer)
    assert "open again" in undo(agent, answer)
    assert OpenLoop.objects.get().closed_at is None
    other = make_customer("Somebody Else")
    strange = reverse("console:customer-loop-close", args=[other.pk, loop_id])
    assert agent.post(strange).status_code == 404


def test_what_is_open_is_told_afresh_when_there_is_news(agent: Client, anna: Customer) -> None:
    url = reverse("console:customer-left-off", args=[anna.pk])
    assert "hidden" in words(agent.get(url))
    loops.heard(anna.pk, "question", "Do you deliver?", channel="sms", now=NOW)
    fresh = words(agent.get(url))
    assert "Do you deliver?" in fresh and "<html" not in fresh and "hidden>" not in fresh


def test_something_open_is_handed_to_a_team_and_back(agent: Client, anna: Customer) -> None:
    Team.objects.create(name="Care")
    make_staff("manager", "ana")
    loop_id = loops.open(
        anna.pk, "promise", "Call the doctor", actor="staff:agent", owner="staff:agent", now=NOW
    )
    answer = do(agent, anna, "hand-over", loop=loop_id, owner="team:Care", words="Their language")
    assert OpenLoop.objects.get().owner == "team:Care"
    assert "team Care" in words(answer)
    undo(agent, answer)
    assert OpenLoop.objects.get().owner == "staff:agent"
    do(agent, anna, "hand-over", loop="new", owner="staff:ana", words="Knows the family", once="form-2")
    assert OpenLoop.objects.get(owner="staff:ana").kind == "unfinished"


def test_a_fact_is_corrected_with_who_says_so_and_their_own_word_stands(
    agent: Client, anna: Customer
) -> None:
    learning.declare("best_time", "Best time")
    do(agent, anna, "fact", field="best_time", value="mornings", source="customer")
    fact = Fact.objects.get()
    assert (fact.value, fact.by_customer, fact.source) == ("mornings", True, "staff:agent")
    answer = agent.post(
        url_of(anna, "fact"),
        {"once": "2", "field": "best_time", "value": "evenings", "source": "staff"},
    )
    assert answer.status_code == 422 and "only their own word changes it" in words(answer)
    assert Fact.objects.get().value == "mornings"


def write(client: Client, customer: Customer, **fields: Any) -> Any:
    given = {"channel": "email", "purpose": "service", "subject": "Your order", "text": "It is ready."}
    return do(client, customer, "write", **{**given, **fields})


def test_a_follow_up_is_seen_as_it_arrives_with_the_word_of_the_gate(agent: Client, anna: Customer) -> None:
    make_dial(anna, 0)
    fields = {"once": "1", "look": "1", "channel": "email", "subject": "Two for one", "text": "Only today."}
    service = words(agent.post(url_of(anna, "write"), {**fields, "purpose": "service"}, headers=HTMX))
    assert "Email: may go now" in service and "Only today." in service
    offer = {**fields, "purpose": "marketing", "topic": "offers"}
    page = words(agent.post(url_of(anna, "write"), offer, headers=HTMX))
    assert "The dial is at never" in page and "Keine solchen E-Mails mehr" in page
    assert not Message.objects.exists()
    refused = agent.post(url_of(anna, "write"), {**offer, "look": ""} | {"look": ""})
    assert refused.status_code == 200
    offer.pop("look")
    refused = agent.post(url_of(anna, "write"), offer)
    assert refused.status_code == 422 and "It may not go: The dial is at never" in words(refused)
    assert not Message.objects.exists()


def test_a_follow_up_goes_once_in_a_moment_and_is_taken_back_until_then(
    agent: Client, anna: Customer
) -> None:
    write(agent, anna)
    answer = write(agent, anna)
    message = Message.objects.get()
    assert (message.state, message.purpose, message.due_at) == (
        "queued",
        "service",
        NOW + timedelta(seconds=5),
    )
    assert "It goes out in five seconds." in words(answer)
    answer = write(agent, anna, once="form-2")
    assert "They get nothing." in undo(agent, answer)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "queued"]
    Message.objects.filter(state="queued").update(state="accepted", due_at=None)
    again = write(agent, anna, once="form-3")
    Message.objects.filter(state="queued").update(state="accepted", due_at=None)
    assert "It has gone already" in undo(agent, again)


def test_an_answer_settles_the_question_and_taking_it_back_opens_it_again(
    agent: Client, anna: Customer
) -> None:
    share_point(anna, "+436641234567", "phone")
    loop_id = loops.heard(anna.pk, "question", "Do you deliver?", channel="sms", now=NOW - DAY)
    form = agent.get(url_of(anna, "write"), headers=HTMX).context["act_form"]
    assert (form["channel"].value(), form["settles"].value()) == ("sms", str(loop_id))
    answer = write(agent, anna, channel="sms", purpose="reply", text="Yes, until six.", settles=loop_id)
    assert Message.objects.get().purpose == "reply"
    assert loops.of(anna.pk) == []
    undo(agent, answer)
    assert [loop.pk for loop in loops.of(anna.pk)] == [loop_id]


def test_who_asked_nothing_gets_no_reply_as_a_way_around_their_dials(agent: Client, anna: Customer) -> None:
    answer = agent.post(
        url_of(anna, "write"),
        {"once": "1", "channel": "email", "purpose": "reply", "subject": "Re", "text": "Buy this"},
    )
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_words_in_braces_are_words_and_a_canned_answer_is_filled_in(agent: Client, anna: Customer) -> None:
    CannedAnswer.objects.create(name="Ready", text="Dear {{ customer.first_name }}, it is ready.")
    form = agent.get(url_of(anna, "write"), {"template": CannedAnswer.objects.get().pk}, headers=HTMX)
    assert "Dear Anna, it is ready." in words(form)
    write(agent, anna, text="{{ customer.name }} {% raise %}")
    assert Turn.objects.get().words == "{{ customer.name }} {% raise %}"


def test_an_unopened_message_goes_again_on_yes_and_not_once_they_have_opened_it(
    agent: Client, anna: Customer, happen: Happen
) -> None:
    message = make_message(customer=anna, state="delivered")
    happen(anna, "message_accepted", DAY, summary="A new plan", channel="email", message_id=message.pk)
    page = agent.get(reverse("console:customer", args=[anna.pk]))
    assert "Send it again by email" in words(page)
    again = reverse("console:customer-send-again", args=[anna.pk, message.pk])
    answer = agent.post(again, {"once": page.context["once"]}, follow=True)
    agent.post(again, {"once": page.context["once"]})
    copy = Message.objects.exclude(pk=message.pk).get()
    assert (copy.content_id, copy.state) == (message.content_id, "queued")
    assert "They get nothing." in undo(agent, answer)
    Message.objects.filter(pk=message.pk).update(opened_at=NOW)
    assert "They have opened it meanwhile" in words(agent.post(again, {"once": "later"}, follow=True))
    assert Message.objects.exclude(pk=message.pk).count() == 1
