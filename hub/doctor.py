"""What is wrong with this installation, and what to do. Reads only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from redis.exceptions import RedisError

from channels.models import Callback, InboundMail
from customers import history, partitions
from customers.models import Interaction
from hub.console import channel_health, machinery, spikes
from hub.models import ApiKey, NewsCursor, Webhook
from hub.valkey import client

CLOCKS_DIFFER = timedelta(seconds=2)
NEWS_WAITS = timedelta(minutes=5)
IDLE_TRANSACTION = timedelta(minutes=5)
MONTH_AHEAD = timedelta(days=3)
KEY_ENDS_SOON = timedelta(days=14)
KEY_IS_USED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; where it is not grave, all works for now."""

    wrong: str
    do: str
    is_grave: bool = True


def examine(*, now: datetime) -> Iterator[tuple[str, list[Finding]]]:
    """Yield each part of the hub and what is wrong with it: nothing, where all is well.

    Without PostgreSQL, or with tables of another version, what is kept there is not looked at.
    """
    for part, look in _PARTS:
        try:
            findings = list(look(now))
        except (DatabaseError, RedisError) as error:
            yield part, [Finding(f"No answer: {_first_line(error)}", _ASK_IT)]
            if isinstance(error, DatabaseError):
                return
            continue
        yield part, findings
        if part == _TABLES and findings:
            return


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _settings(now: datetime) -> Iterator[Finding]:
    if not settings.IS_HTTPS and urlsplit(settings.BASE_URL).hostname not in _THIS_MACHINE:
        yield Finding(
            f"BASE_URL is {settings.BASE_URL}: whoever is on the way reads links and log-ins.",
            "Put a proxy with TLS in front, and set BASE_URL to its https:// address.",
        )
    for found in run_checks(include_deployment_checks=settings.IS_HTTPS):
        if found.level >= WARNING and not found.is_silenced():
            yield Finding(str(found.msg), str(found.hint or f"Look up {found.id} in Django's system checks."))


def _valkey(now: datetime) -> Iterator[Finding]:
    client().ping()
    yield from ()


def _database(now: datetime) -> Iterator[Finding]:
    asked_at = timezone.now()
    for name, wanted in _WANTED.items():
        (found,) = _one(f"SHOW {name}")
        if found not in wanted:
            yield Finding(
                f"PostgreSQL has {name} = {found}: {_WHY[name]}.", f"Set {name} = {wanted[0]} there."
            )
    (its_now, taken, allowed) = _one(_STANDING)
    apart = abs(its_now - asked_at)
    if apart > CLOCKS_DIFFER:
        yield Finding(
            f"PostgreSQL's clock and this machine's are {apart.total_seconds():.0f} seconds apart:"
            " leases and dials go by the time.",
            "Let both follow a time server.",
        )
    if taken >= 0.9 * allowed:
        yield Finding(
            f"{taken} of PostgreSQL's {allowed} connections are taken.",
            "Raise max_connections, or put a pooler in session mode between.",
        )
    for pid, since in _all(_LEFT_OPEN, [IDLE_TRANSACTION]):
        yield Finding(
            f"A transaction stands open since {since:%H:%M} UTC (backend {pid}) and does nothing: others may"
            " wait for its locks.",
            f"Find out whose it is, or end it: SELECT pg_terminate_backend({pid})",
        )


def _tables(now: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        names = ", ".join(f"{each.app_label} {each.name}" for each, _ in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        yield Finding(f"Not applied: {names}{more}.", "Run: python manage.py migrate")


def _sending(now: datetime) -> Iterator[Finding]:
    state = machinery.state()
    is_grave = state.tone == "bad"
    do = _START_WORKERS if is_grave else "In the console, Settings, Channels says how each route does."
    for words in state.details:
        yield Finding(words, do, is_grave)
    for channel in channel_health.channels(now=now):
        if channel.problem:
            yield Finding(f"{channel.label}: {channel.problem}", "Correct the setting: docs/settings.md")
        for route in channel.routes:
            if route.is_silent:
                yield Finding(
                    f"{channel.label} by {route.name}: {route.detail}", "Start it: docs/operations.md"
                )


def _history(now: datetime) -> Iterator[Finding]:
    month = partitions.month_of(now + MONTH_AHEAD)
    if month not in partitions.existing():
        yield Finding(
            f"No place is made for {month:%Y-%m}: what beat asks for every hour is not done.",
            f"{_START_WORKERS}. Until then: python manage.py partitions --ahead 3",
            is_grave=False,
        )


def _news(now: datetime) -> Iterator[Finding]:
    for cursor in NewsCursor.objects.order_by("name"):
        unread = history.since(cursor.at, limit=1)
        if not unread:
            continue
        recorded_at = (
            Interaction.objects.filter(id=unread[0].id).values_list("recorded_at", flat=True).first()
        )
        if recorded_at and now - recorded_at > NEWS_WAITS:
            yield Finding(
                f"What was recorded since {recorded_at:%Y-%m-%d %H:%M} UTC has not reached {cursor.name}.",
                _START_WORKERS,
            )


def _answers(now: datetime) -> Iterator[Finding]:
    for table, name, url in _CAME_BACK:
        rows = table.objects
        late = rows.filter(state=table.State.WAITING, received_at__lt=now - NEWS_WAITS)
        if untried := late.filter(tries=0).count():
            yield Finding(f"{untried:,} {name} wait to be read. Nothing is lost.", _START_WORKERS)
        for row in late.filter(tries__gt=0).order_by("received_at")[:1]:
            yield Finding(f"Some of the {name} are tried again. {row.problem}", _IS_TRIED, is_grave=False)
        if unplaced := rows.filter(state=table.State.UNPARSED).count():
            yield Finding(
                f"{unplaced:,} {name} wait for a person to place them.",
                f"In the console: {url}",
                is_grave=False,
            )
    if waiting := spikes.how_many_wait():
        yield Finding(
            f"{waiting} spikes of dead addresses or complaints wait for a person.",
            "Decide them in the console: /console/inbound/spikes/",
            is_grave=False,
        )


def _webhooks(now: datetime) -> Iterator[Finding]:
    for hook in Webhook.objects.filter(stopped_at__isnull=False, stopped_by="").order_by("name"):
        yield Finding(
            f"{hook.name} was stopped by the hub: {hook.stopped_why}",
            "Let it go on, or leave it stopped, in the console: Settings, Webhooks",
            is_grave=False,
        )


def _keys(now: datetime) -> Iterator[Finding]:
    ending = ApiKey.objects.filter(
        expires_at__gt=now,
        expires_at__lt=now + KEY_ENDS_SOON,
        last_used_at__gt=now - KEY_IS_USED,
        successor=None,
    )
    for key in ending.order_by("expires_at"):
        yield Finding(
            f"The key {key} ends on {key.expires_at:%Y-%m-%d} and is in use.",
            f"Run: python manage.py api_keys --rotate {key.prefix}",
            is_grave=False,
        )


def _one(statement: str) -> tuple[Any, ...]:
    return _all(statement, [])[0]


def _all(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_WANTED = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
    "default_transaction_isolation": ("read committed",),
    "server_encoding": ("UTF8",),
}
_WHY = {
    "fsync": "a power cut may destroy what is kept",
    "full_page_writes": "a power cut may destroy what is kept",
    "synchronous_commit": "a power cut may lose what was promised",
    "default_transaction_isolation": "news could be missed",
    "server_encoding": "not every name can be kept",
}
_STANDING = """
SELECT clock_timestamp(), (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
    current_setting('max_connections')::int
"""
_LEFT_OPEN = """
SELECT pid, state_change AT TIME ZONE 'UTC' FROM pg_stat_activity
WHERE datname = current_database() AND state LIKE 'idle in transaction%%'
    AND state_change < clock_timestamp() - %s ORDER BY state_change
"""
_ASK_IT = "See that it runs, and that DATABASE_URL and REDIS_URL name it: docs/settings.md"
_START_WORKERS = "See that beat and the workers run, one of them for the queue critical: docs/operations.md"
_IS_TRIED = "What cannot be had within a day is shown to a person in the console, Inbound."
_CAME_BACK = (
    (InboundMail, "mails", "/console/inbound/"),
    (Callback, "texts and receipts", "/console/inbound/texts/"),
)
_Look = Callable[[datetime], Iterator[Finding]]
_TABLES = "tables"
_PARTS: tuple[tuple[str, _Look], ...] = (
    ("settings", _settings),
    ("Valkey", _valkey),
    ("PostgreSQL", _database),
    (_TABLES, _tables),
    ("sending", _sending),
    ("history", _history),
    ("news", _news),
    ("answers", _answers),
    ("webhooks", _webhooks),
    ("API keys", _keys),
)
