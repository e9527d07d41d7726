"""The work list over the API: what a dialler takes in hand, and the outcomes that it tells."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from channels import dispatch, outbox
from channels.models import Message
from channels.outbox import Draft
from customers.models import Consent, Customer, Interaction
from tests.hub.api.conftest import Api, make_api
from tests.makers import make_content, make_customer, make_topic, share_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(db: None) -> Api:
    return make_api("worklist:read", "worklist:write")


@pytest.fixture
def callees(db: None) -> list[Customer]:
    make_topic()
    content = make_content(
        channel="call", subject="A word with {{ customer.first_name }}", text="Shall we?", html=""
    )
    now = timezone.now()
    made = [make_customer(name, consents=("call:marketing",)) for name in ("Anna Kern", "Karl Auer")]
    for number, customer in enumerate(made):
        share_point(customer, f"+43660123450{number}", "phone")
    outbox.queue(
        [Draft(each.pk, "call", content.pk, "marketing", "offers", "flight:1", now) for each in made], now=now
    )
    assert dispatch.send_range(2, 0, 2**60) == 2
    return made


def said(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_dialler_sees_what_is_due_takes_it_and_tells_what_came_of_it(
    api: Api, callees: list[Customer]
) -> None:
    listed = said(api.get("worklist/?channel=call"))["items"]
    assert [each["reason"] for each in listed] == ["A word with Anna", "A word with Karl"]
    assert said(api.get("worklist/?channel=branch"))["items"] == []
    taken = said(api.post("worklist/next/", {"channel": "call"}))["taken"]
    assert (taken["name"], taken["address"], taken["words"]) == ("Anna Kern", "+436601234500", "Shall we?")
    number = taken["item"]["id"]
    done = said(
        api.post(f"worklist/{number}/outcome/", {"outcome": "accepted", "words": "Yes!", "minutes": 3})
    )
    assert done == {"id": number, "outcome": "accepted", "again_at": None}
    line = Interaction.objects.get(kind="call")
    assert (line.customer_id, line.actor, line.data["text"]) == (callees[0].pk, "api:till", "Yes!")
    assert Message.objects.get(customer=callees[0]).replied_at
    assert len(said(api.get("worklist/"))["items"]) == 1


def test_who_is_not_reached_or_calls_for_later_comes_back_and_who_wants_no_more_does_not(
    api: Api, callees: list[Customer]
) -> None:
    first, second = said(api.get("worklist/"))["items"]
    said(api.post(f"worklist/{first['id']}/take/", {}))
    assert said(api.post(f"worklist/{first['id']}/outcome/", {"outcome": "not_reached"}))["again_at"]
    said(api.post(f"worklist/{second['id']}/take/", {}))
    late = api.post(f"worklist/{second['id']}/outcome/", {"outcome": "not_now"})
    assert said(late, 422)["errors"][0]["pointer"] == "/until"
    said(api.post(f"worklist/{second['id']}/outcome/", {"outcome": "no_more", "words": "Leave me alone."}))
    assert not Consent.objects.get(customer=callees[1], channel="call").is_granted
    assert said(api.post("worklist/next/", {}))["taken"] is None


def test_only_what_is_in_your_hand_is_yours_to_tell(api: Api, callees: list[Customer]) -> None:
    number = said(api.post("worklist/next/", {}))["taken"]["item"]["id"]
    rest = said(api.get("worklist/"))["items"][1]["id"]
    not_taken = api.post(f"worklist/{rest}/outcome/", {"outcome": "accepted"})
    assert "in your hand" in said(not_taken, 422)["detail"]
    said(api.post("worklist/999999/take/", {}), 404)
    until = (timezone.now() + timedelta(days=1)).isoformat()
    assert said(api.post(f"worklist/{number}/outcome/", {"outcome": "not_now", "until": until}))["again_at"]
