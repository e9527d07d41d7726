"""Where there is nothing, customers are told so in their own words, and staff in theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from customers.models import Customer
from tests.makers import make_customer, make_staff


@pytest.mark.parametrize("address", ["/portal/nowhere/", "/t/nowhere/", "/t/c/nothing/"])
def test_customers_find_the_way_back_without_a_database(client: Client, address: str) -> None:
    answer = client.get(address, headers={"accept-language": "de"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert '<html lang="de">' in page
    assert "Hier ist nichts" in page
    assert 'href="/portal/"' in page
    assert "console" not in page.lower()


def refused(*_: Any) -> Any:
    raise OperationalError("The database is away.")


@pytest.mark.django_db
def test_it_is_said_in_the_customers_own_language_if_it_can_be_looked_up(
    anna: Customer, come_in: Callable[..., Client]
) -> None:
    karl = make_customer("Karl Kern", email="karl@example.org", language="de")
    client = come_in(karl)
    for address in ("/portal/nowhere/", "/portal/why/999999999/"):
        assert "Hier ist nichts" in client.get(address).content.decode()
    with connection.execute_wrapper(refused):
        answer = client.get("/portal/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.django_db
def test_staff_are_told_of_the_console(client: Client) -> None:
    client.force_login(make_staff("admin"))
    answer = client.get("/console/nowhere/")
    assert answer.status_code == 404
    assert "The search box in the console" in answer.content.decode()
