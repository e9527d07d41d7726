"""Sessions end, over HTTP, when a password or role changes and when somebody leaves; the others go on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import OpenLoop
from hub.models import Staff
from tests.makers import make_customer, make_staff

pytestmark = pytest.mark.django_db
OLD, NEW = "a-long-password", "another-long-word"
HOME, DOOR = reverse("console:home"), reverse("account_login")


def logged_in(password: str = OLD) -> Client:
    client = Client()
    assert client.post(DOOR, {"login": "agent", "password": password})["Location"] == HOME
    return client


def is_in(client: Client, **headers: str) -> bool:
    answer = client.get(HOME, headers=headers)
    assert answer.status_code == 200 or answer["Location"].startswith(DOOR)
    return bool(answer.status_code == 200)


@pytest.fixture(autouse=True)
def agent() -> Staff:
    return make_staff("agent")


def test_a_new_password_ends_every_other_session_and_keeps_the_one_it_was_set_in() -> None:
    here, elsewhere = logged_in(), logged_in()
    form = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert here.post(reverse("account_change_password"), form).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert not is_in(elsewhere, **{"HX-Request": "true"})
    assert is_in(logged_in(NEW))


CHANGES: dict[str, dict[str, Any]] = {"another role": {"role": "analyst"}, "leaving": {"is_active": False}}


@pytest.mark.parametrize("change", CHANGES)
def test_another_role_and_leaving_end_the_session_at_once(change: str) -> None:
    client = logged_in()
    assert is_in(client)
    Staff.objects.filter(username="agent").update(**CHANGES[change])
    assert not is_in(client)


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_posted_in_an_ended_session_changes_nothing(change: str) -> None:
    customer, client = make_customer(), logged_in()
    Staff.objects.filter(username="agent").update(**CHANGES[change])
    note = {"words": "They prefer mornings", "text": "They prefer mornings"}
    answer = client.post(reverse("console:customer-do", args=[customer.pk, "note"]), note)
    assert answer["Location"].startswith(DOOR)
    assert not OpenLoop.objects.exists()
    assert not client.get(reverse("console:customer", args=[customer.pk])).content


def test_colleagues_stay_where_they_are() -> None:
    make_staff("manager")
    colleague = Client()
    colleague.post(DOOR, {"login": "manager", "password": OLD})
    Staff.objects.filter(username="agent").update(role="analyst")
    assert is_in(colleague)
