"""How a route fares: that its figures keep no worker waiting for the disk."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from channels import breaker
from channels.models import Provider
from channels.protocol import Outcome, Result


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.UNTOUCHED])
def test_figures_wait_for_no_disk_and_what_follows_does(outcome: Outcome) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = 'on'")
    with transaction.atomic():
        breaker.note("email:main", [Result(outcome)], now=timezone.now())
        assert _synchronous_commit() == "off"
    assert _synchronous_commit() == "on"
    assert Provider.objects.filter(pk="email:main").exists() == (outcome == Outcome.ACCEPTED)
    connection.close()  # the setting is none of the next test's


def _synchronous_commit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])
