"""Conversations over the API: listed, read, answered once, and never past somebody else's word."""

from typing import Any

import pytest

from channels import conversations
from channels.conversations import Word
from channels.models import Message
from channels.talk import Conversation
from tests.hub.api.conftest import Api, make_api
from tests.makers import NOW, make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Conversation:
    word = Word(make_customer().pk, "email", "Is it in stock?", NOW, subject="Stock")
    return Conversation.objects.get(pk=conversations.heard(word, now=NOW))


@pytest.fixture
def api(db: None) -> Api:
    return make_api("conversations:read", "conversations:write")


def says(answer: Any) -> Any:
    return answer.json()


def test_what_is_open_is_listed_a_page_at_a_time_and_read_whole(api: Api, talk: Conversation) -> None:
    other = conversations.heard(Word(make_customer().pk, "sms", "Hello?", NOW), now=NOW)
    page = says(api.get("conversations/?limit=1"))
    assert [each["id"] for each in page["items"]] == [talk.pk]
    rest = says(api.get(f"conversations/?limit=1&cursor={page['next']}"))
    assert [each["id"] for each in rest["items"]] == [other] and rest["next"] is None
    whole = says(api.get(f"conversations/{talk.pk}/"))
    assert whole["conversation"]["customer"] == talk.customer.number
    assert [(turn["kind"], turn["text"]) for turn in whole["turns"]] == [("heard", "Is it in stock?")]
    assert says(api.get("conversations/?state=resolved"))["items"] == []
    assert says(api.get("conversations/?customer=C999999"))["items"] == []


def test_an_answer_goes_out_once_for_a_key_and_not_past_a_word_that_was_not_read(
    api: Api, talk: Conversation
) -> None:
    said = {"text": "Yes, it is.", "revision": 1}
    for _ in range(2):
        answer = api.post(f"conversations/{talk.pk}/reply/", said, Idempotency_Key="a-1")
        assert answer.status_code == 200 and says(answer)["state"] == "pending"
    assert Message.objects.get().purpose == "reply"
    late = api.post(f"conversations/{talk.pk}/reply/", said, Idempotency_Key="a-2")
    assert late.status_code == 422 and says(late)["errors"][0]["pointer"] == "/revision"
    assert Message.objects.count() == 1


def test_it_is_put_to_rest_by_who_has_read_the_last_word(api: Api, talk: Conversation) -> None:
    conversations.heard(Word(talk.customer_id, "email", "And two?", NOW), now=NOW)
    assert api.post(f"conversations/{talk.pk}/resolve/", {"revision": 1}).status_code == 422
    answer = api.post(f"conversations/{talk.pk}/resolve/", {"revision": 2})
    assert answer.status_code == 200 and says(answer)["state"] == "resolved"
    assert api.post(f"conversations/{talk.pk}/resolve/", {"revision": 2}).status_code == 200
