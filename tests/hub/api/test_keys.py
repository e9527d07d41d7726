"""Keys: shown once, kept as a hash, good for their scopes and time, rotated with an overlap."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from hub import valkey
from hub.api import keys, limits
from hub.models import ApiKey
from tests.hub.api.conftest import Api, make_api

pytestmark = pytest.mark.django_db


def created(*words: str) -> str:
    out = StringIO()
    call_command("create_api_key", *words, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_the_command_shows_a_key_that_works_and_keeps_only_its_hash() -> None:
    text = created("shop", "--scopes", "customers:read", "interactions:read", "--days", "30")
    assert Api(text).get("event-kinds/").status_code == 200
    key = ApiKey.objects.get()
    assert key.prefix in text
    assert text.split("_", 2)[2] not in str(vars(key))
    assert key.last_used_at is not None


def test_a_scope_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CommandError, match="There is no scope 'everything'"):
        created("shop", "--scopes", "everything")


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t + "x", lambda t: t.replace("rapport", "x")])
def test_an_altered_key_opens_nothing(api: Api, spoil: object) -> None:
    said = Api(spoil(api.key)).get("event-kinds/")  # type: ignore[operator]
    assert said.status_code == 401
    assert said["WWW-Authenticate"] == 'Bearer realm="api"'
    assert said.json()["type"] == "/api/docs/problems/#not-authenticated"


def test_a_key_that_has_ended_opens_nothing() -> None:
    assert make_api(days=-1).get("event-kinds/").status_code == 401


def test_a_rotated_key_is_good_until_the_overlap_ends(api: Api) -> None:
    old = ApiKey.objects.get()
    out = StringIO()
    call_command("api_keys", "--rotate", old.prefix, "--overlap-hours", "2", stdout=out, stderr=StringIO())
    successor = out.getvalue().strip()
    assert Api(successor).get("event-kinds/").status_code == 200
    assert api.get("event-kinds/").status_code == 200
    assert keys.find(api.key, now=timezone.now() + timedelta(hours=3)) is None
    assert keys.find(successor, now=timezone.now() + timedelta(hours=3)) is not None


def test_an_ended_key_opens_nothing_at_once(api: Api) -> None:
    call_command("api_keys", "--end", ApiKey.objects.get().prefix)
    assert api.get("event-kinds/").status_code == 401


def test_the_list_shows_prefix_and_scopes_but_no_secret(api: Api) -> None:
    out = StringIO()
    call_command("api_keys", stdout=out)
    assert ApiKey.objects.get().prefix in out.getvalue()
    assert api.key.split("_", 2)[2] not in out.getvalue()


def test_the_last_use_is_written_at_most_once_a_minute(api: Api) -> None:
    now = timezone.now()
    for seconds in (0, 30, 61):
        keys.find(api.key, now=now + timedelta(seconds=seconds))
        used = ApiKey.objects.get().last_used_at
        assert used == now + timedelta(seconds=61 if seconds == 61 else 0)


def test_a_key_survives_the_rotation_of_the_hash_key(api: Api, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" * 5
    assert api.get("event-kinds/").status_code == 200


def test_a_key_that_asks_too_often_is_told_when_to_come_again() -> None:
    api = make_api(per_minute=3)
    with time_machine.travel(datetime(2026, 11, 16, 9, 0, 43, tzinfo=UTC), tick=False) as clock:
        answers = [api.get("event-kinds/") for _ in range(5)]
        clock.shift(17)
        later = api.get("event-kinds/")
    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
    assert [each["RateLimit-Remaining"] for each in answers] == ["2", "1", "0", "0", "0"]
    assert (answers[0]["RateLimit-Limit"], answers[3]["Retry-After"]) == ("3", "17")
    assert answers[3].json()["type"].endswith("#too-many-requests")
    assert (later.status_code, later["RateLimit-Remaining"]) == (200, "2")


def test_a_minute_is_forgotten_when_it_is_over(api: Api) -> None:
    minute = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    with time_machine.travel(minute, tick=False):
        for _ in range(3):
            api.get("event-kinds/")
    place = f"api:{ApiKey.objects.get().prefix}:{int(minute.timestamp()) // 60}"
    assert valkey.client().get(place) == b"3"
    assert 0 < valkey.client().ttl(place) <= 2 * limits.WINDOW_SECONDS


def test_without_valkey_nobody_is_kept_out(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    api = make_api(per_minute=1)
    assert [api.get("event-kinds/").status_code for _ in range(3)] == [200, 200, 200]
