"""Idempotency keys: the first answer again, 422 for another body, 409 while it runs; eight at once do one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from customers.models import Interaction
from hub.models import ApiKey, FirstAnswer
from tests.hub.api.conftest import Api, make_api
from tests.hub.api.test_interactions import purchase


@pytest.mark.django_db
def test_the_same_key_and_body_get_the_first_answer_again(api: Api) -> None:
    first = api.post("interactions/", purchase(), Idempotency_Key="k1")
    again = api.post("interactions/", purchase(), Idempotency_Key="k1")
    assert first.content == again.content
    assert first.json()["new"] == 1
    assert again["Idempotency-Replayed"] == "true"


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused(api: Api) -> None:
    api.post("interactions/", purchase(1), Idempotency_Key="k1")
    said = api.post("interactions/", purchase(2), Idempotency_Key="k1")
    assert (said.status_code, said.json()["type"]) == (422, "/api/docs/problems/#key-reused")
    assert Interaction.objects.count() == 1


@pytest.mark.django_db
def test_the_key_of_another_api_key_is_another_key(api: Api) -> None:
    api.post("interactions/", purchase(1), Idempotency_Key="k1")
    assert make_api().post("interactions/", purchase(2), Idempotency_Key="k1").status_code == 200


@pytest.mark.django_db
def test_a_refusal_is_repeated_too(api: Api) -> None:
    wrong = purchase(kind="nonsense")
    first = api.post("interactions/", wrong, Idempotency_Key="k1")
    again = api.post("interactions/", wrong, Idempotency_Key="k1")
    assert (first.status_code, first.content) == (422, again.content)
    assert again["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_while_the_first_is_at_work_the_second_is_told_so_and_after_a_crash_it_is_done(api: Api) -> None:
    api.post("interactions/", purchase(), Idempotency_Key="k1")
    now = timezone.now()
    FirstAnswer.objects.update(status=None, began_at=now)
    said = api.post("interactions/", purchase(), Idempotency_Key="k1")
    assert (said.status_code, said["Retry-After"]) == (409, "1")
    FirstAnswer.objects.update(began_at=now - timedelta(minutes=6))
    assert api.post("interactions/", purchase(), Idempotency_Key="k1").json()["repeated"] == 1


@pytest.mark.django_db
def test_after_a_day_a_key_is_new_again(api: Api) -> None:
    api.post("interactions/", purchase(1), Idempotency_Key="k1")
    FirstAnswer.objects.update(began_at=timezone.now() - timedelta(hours=25))
    assert api.post("interactions/", purchase(2), Idempotency_Key="k1").json()["new"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "ä"])
def test_an_idempotency_key_that_cannot_be_one_is_refused(api: Api, key: str) -> None:
    assert api.post("interactions/", purchase(), Idempotency_Key=key).status_code == 400


def test_eight_at_once_do_it_once(committed: Any) -> None:
    api = make_api()

    def send(_: int) -> tuple[int, bytes]:
        said = api.post("interactions/", purchase(), Idempotency_Key="k1")
        connections.close_all()
        return said.status_code, said.content

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {status for status, _ in answers} <= {200, 409}
    assert len({body for status, body in answers if status == 200}) == 1
    assert Interaction.objects.count() == 1
    assert FirstAnswer.objects.filter(api_key=ApiKey.objects.get()).count() == 1
