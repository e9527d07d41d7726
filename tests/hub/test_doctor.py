"""The doctor: each thing that can be wrong is said with what helps, by the command as people call it."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as in_force
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from channels.models import Callback, InboundMail, Pulse
from customers import history, partitions
from customers.entry import Entry
from hub import doctor
from hub.api import keys
from hub.console import kept
from hub.doctor import Finding
from hub.models import NewsCursor, Webhook
from tests.makers import make_customer

pytestmark = pytest.mark.django_db
ROOT = Path(in_force.BASE_DIR)
NO_SERVERS = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "SECRET_KEY": "only-for-a-look-which-signs-nothing-at-all-0123456789abcdef",
    "ALLOWED_HOSTS": "hub.example.org",
    "BASE_URL": "http://hub.example.org",
}


@pytest.fixture(autouse=True)
def _all_else_is_well(settings: Any) -> None:
    """Let workers live, and mail have a way; tests write to PostgreSQL without waiting for the disk."""
    kept.forget()
    settings.EMAIL_URL, settings.BASE_URL = "smtp://127.0.0.1:9", "http://localhost:8000"
    Pulse.objects.create(name="sweep", beat_at=timezone.now())
    partitions.ensure_ahead(timezone.now().date())


def look(now: datetime | None = None) -> dict[str, list[Finding]]:
    return dict(doctor.examine(now=now or timezone.now()))


def test_a_hub_that_is_well_has_nothing_but_what_tests_do_to_postgresql() -> None:
    found = look()
    assert {part for part, findings in found.items() if findings} == {"PostgreSQL"}
    assert [each.wrong.split(":")[0] for each in found["PostgreSQL"]] == [
        "PostgreSQL has fsync = off",
        "PostgreSQL has synchronous_commit = off",
    ]
    assert list(found) == [
        "settings", "Valkey", "PostgreSQL", "tables", "sending", "history", "news", "answers", "webhooks",
        "API keys",
    ]  # fmt: skip


def test_without_valkey_all_else_is_looked_at(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    found = look()
    assert found["Valkey"][0].wrong.startswith("No answer: ") and "API keys" in found


def test_with_other_tables_nothing_is_guessed() -> None:
    MigrationRecorder(connection).record_unapplied("customers", "0011_keys_at_once")
    found = look()
    [missing] = found["tables"]
    assert missing.wrong == "Not applied: customers 0011_keys_at_once." and "migrate" in missing.do
    assert "sending" not in found


def test_silent_workers_are_grave_and_a_resting_route_is_not(settings: Any) -> None:
    Pulse.objects.update(beat_at=timezone.now() - timedelta(minutes=10))
    [silent] = look()["sending"]
    assert silent.is_grave and "sign of life" in silent.wrong and "beat" in silent.do
    kept.forget()
    Pulse.objects.update(beat_at=timezone.now())
    settings.EMAIL_URL = ""
    [no_mail] = look()["sending"]
    assert not no_mail.is_grave and "EMAIL_URL" in no_mail.wrong


def test_a_channel_that_is_set_wrongly_is_named(settings: Any) -> None:
    settings.EMAIL_URL = "gopher://127.0.0.1"
    [wrong] = look()["sending"]
    assert wrong.is_grave and wrong.wrong.startswith("Email: EMAIL_URL begins with 'gopher'")


@pytest.mark.django_db(transaction=True)
def test_what_nobody_reads_on_is_said() -> None:
    NewsCursor.objects.create(name="webhooks", at=history.head())
    now = timezone.now()
    history.record([Entry(make_customer().pk, now, "visit", "shop", "1")], now=now)
    assert not look()["news"]
    [late] = look(now + timedelta(minutes=6))["news"]
    assert late.wrong.endswith("has not reached webhooks.") and late.is_grave


def test_mails_that_wait_for_us_are_grave_and_those_for_a_person_are_not() -> None:
    now = timezone.now()
    for digest, state, minutes in (("a", "waiting", 6), ("b", "unparsed", 0), ("c", "waiting", 1)):
        at = now - timedelta(minutes=minutes)
        InboundMail.objects.create(digest=digest, raw=b"", door="lmtp", state=state, received_at=at)
    Callback.objects.create(
        carrier="mailgun", digest="d", raw=b"", received_at=now - timedelta(minutes=6), tries=3,
        problem="The mail could not be had: 503",
    )  # fmt: skip
    assert [(each.wrong.split(".")[0], each.is_grave) for each in look()["answers"]] == [
        ("1 mails wait to be read", True),
        ("1 mails wait for a person to place them", False),
        ("Some of the texts and receipts are tried again", False),
    ]


def test_a_webhook_that_was_given_up_and_a_key_that_ends_are_named() -> None:
    now = timezone.now()
    Webhook.objects.create(
        name="Warehouse", url="https://shop.example/", kinds=["purchase"], secret="whsec_", made_by="",
        made_at=now, stopped_at=now, stopped_why="It answered 410.",
    )  # fmt: skip
    key, _ = keys.make("till", ["interactions:write"], now=now, expires_at=now + timedelta(days=3))
    assert not look()["API keys"]
    key.last_used_at = now
    key.save()
    found = look()
    assert found["webhooks"][0].wrong == "Warehouse was stopped by the hub: It answered 410."
    assert found["API keys"][0].do.endswith(f"api_keys --rotate {key.prefix}")


def test_a_month_without_a_place_is_said_days_before() -> None:
    assert not look()["history"]
    [missing] = look(timezone.now() + timedelta(days=200))["history"]
    assert missing.wrong.startswith("No place is made for ") and not missing.is_grave


def test_a_transaction_that_was_left_open_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "IDLE_TRANSACTION", timedelta())
    parameters = connection.get_connection_params()
    names = {name: parameters[name] for name in ("dbname", "user", "host", "port") if name in parameters}
    with psycopg.connect(**names) as other:
        pid = other.execute("SELECT pg_backend_pid()").fetchone()
        words = [each.do for each in look()["PostgreSQL"]]
    assert pid and any(f"pg_terminate_backend({pid[0]})" in each for each in words)


def test_the_command_speaks_without_any_server_and_says_that_something_is_wrong() -> None:
    answer = run({})
    assert answer.returncode == 1
    for words in ("BASE_URL is http://hub.example.org", "Valkey\n", "PostgreSQL\n", "3 wrong, 0 to see to."):
        assert words in answer.stdout
    assert "sending" not in answer.stdout and not answer.stderr


def test_a_setting_that_is_missing_is_one_sentence() -> None:
    answer = run({"SECRET_KEY": ""})
    assert answer.returncode == 1
    assert answer.stderr.startswith("SECRET_KEY must have") and "\n" not in answer.stderr.strip()


def run(changed: dict[str, str]) -> subprocess.CompletedProcess[str]:
    path = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "manage.py", "doctor"], cwd=ROOT, env=path | NO_SERVERS | changed,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
