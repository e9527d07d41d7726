"""The work list in the console: who sees what, one person an item, outcomes by button, without a script."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels import dispatch, outbox
from channels.byhand import WorkItem
from channels.models import Content, Message
from channels.outbox import Draft
from customers.models import Consent, Customer, Interaction
from tests.hub.console.conftest import LogIn
from tests.makers import make_content, make_customer, make_topic, share_point

pytestmark = pytest.mark.django_db
LIST = "/console/worklist/"


def on_the_list(name: str = "Margarethe Köhler-Obermüller", channel: str = "call") -> WorkItem:
    make_topic()
    customer = make_customer(name, consents=("call:marketing",))
    share_point(customer, f"+436641234{customer.pk:04d}"[:14], "phone")
    content = Content.objects.filter(channel=channel).first() or make_content(
        channel=channel, subject="Her prescription ends on Friday", text="Shall we renew it?", html=""
    )
    now = timezone.now()
    outbox.queue([Draft(customer.pk, channel, content.pk, "marketing", "offers", "flight:1", now)], now=now)
    dispatch.send_range(2, 0, 2**60)
    return WorkItem.objects.get(message__customer=customer)


def words(client: Client, path: str = LIST) -> str:
    return client.get(path).content.decode()


def taken(client: Client) -> str:
    """Take the next and return its page."""
    answer = client.post(f"{LIST}next/")
    assert answer.status_code == 302
    return str(answer["Location"])


def note(client: Client, item: WorkItem, outcome: str, **fields: Any) -> Any:
    return client.post(f"{LIST}{item.pk}/outcome/", {"outcome": outcome, **fields})


def test_the_list_says_who_and_why_and_the_number_only_to_who_takes_it(agent: Client) -> None:
    item = on_the_list()
    page = words(agent)
    assert "Her prescription ends on Friday" in page
    assert "tel:" not in page
    page = words(agent, taken(agent))
    assert "Shall we renew it?" in page
    assert f'href="tel:{item.message.contact_point.address}"' in page


def test_an_outcome_goes_to_the_timeline_and_off_the_list(agent: Client) -> None:
    item = on_the_list()
    taken(agent)
    assert note(agent, item, "accepted", words="Gladly", minutes="3").status_code == 302
    assert Interaction.objects.get(kind="call").data["text"] == "Gladly"
    assert "Nobody waits for a call" in words(agent)
    assert "Done: said yes." in words(agent, f"{LIST}{item.pk}/")


def test_not_now_needs_a_moment_to_come_and_keeps_what_was_typed(agent: Client) -> None:
    item = on_the_list()
    taken(agent)
    answer = note(agent, item, "not_now", words="After lunch", until="2020-01-01T10:00")
    assert answer.status_code == 422
    assert "in the future" in answer.content.decode()
    assert "After lunch" in answer.content.decode()
    until = timezone.localtime() + timedelta(days=1)
    assert note(agent, item, "not_now", until=f"{until:%Y-%m-%dT%H:%M}").status_code == 302
    assert "1 more comes back later" in words(agent)


def test_two_people_see_who_has_what_and_cannot_take_it_over(agent: Client, log_in: LogIn) -> None:
    item = on_the_list()
    taken(agent)
    other = log_in("manager")
    assert "in hand by agent" in words(other)
    page = words(other, f"{LIST}{item.pk}/")
    assert "You would call twice" in page
    assert "tel:" not in page
    other.post(f"{LIST}{item.pk}/take/")
    note(other, item, "declined")
    item.refresh_from_db()
    assert (item.held_by, item.outcome) == ("staff:agent", "")
    agent.post(f"{LIST}{item.pk}/put-back/")
    assert "in hand by" not in words(other)


def test_who_said_no_meanwhile_is_not_shown(agent: Client) -> None:
    on_the_list()
    Consent.objects.update(is_granted=False)
    assert "Köhler" not in words(agent)
    assert words(agent, taken(agent)).count("Nobody waits for a call") == 1
    assert Message.objects.get().state == "cancelled"


def test_calls_and_branch_tasks_can_be_looked_at_apart(agent: Client) -> None:
    on_the_list("Called")
    on_the_list("Visiting", channel="branch")
    assert "Visiting" not in words(agent, f"{LIST}?channel=call")
    assert "Called" not in words(agent, f"{LIST}?channel=branch")
    assert agent.get(f"{LIST}?channel=pigeon").status_code == 404


@pytest.mark.parametrize("role", ["marketer", "analyst"])
def test_who_does_not_speak_to_customers_has_no_list(log_in: LogIn, role: str) -> None:
    assert log_in(role).get(LIST).status_code == 403
    assert log_in("admin").get(LIST).status_code == 200


def test_the_list_costs_the_same_however_long_it_is(agent: Client, statements: Any) -> None:
    for number in range(3):
        on_the_list(f"Customer {number}")
    words(agent)
    with statements(22):
        words(agent)
    for number in range(3, 12):
        on_the_list(f"Customer {number}")
    with statements(22):
        words(agent)
    assert Customer.objects.count() == 12
