"""The storm of callbacks: tripled, shuffled, corrupt and forged over real HTTP, it ends as told in order."""

from typing import Any

import pytest
from django.conf import settings as live

from bench import callbacks
from tests.processes import real_web_process


def drill(settings: Any, count: int) -> dict[str, float]:
    settings.EMAIL_URL, settings.WEBHOOK_SECRETS = callbacks.ACCOUNTS, [callbacks.PASSWORD]
    database = str(live.DATABASES["default"]["NAME"])
    with real_web_process(
        database, EMAIL_URL=callbacks.ACCOUNTS, WEBHOOK_SECRET=callbacks.PASSWORD, BASE_URL="http://127.0.0.1"
    ) as port:
        return callbacks.drill(port, count)


def holds(figures: dict[str, float]) -> None:
    assert figures["differing"] == 0, figures
    assert figures["forged_effect"] == 0, figures
    assert figures["other_answers"] == 0, figures
    assert figures["refused"] > 0


def test_a_storm_of_callbacks_ends_as_if_each_was_told_once_in_order(settings: Any, committed: Any) -> None:
    holds(drill(settings, 300))


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_callbacks_are_answered_within_a_quarter_second(
    settings: Any, committed: Any
) -> None:
    figures = drill(settings, 100_000)
    holds(figures)
    assert figures["p99_ms"] < 250, figures
