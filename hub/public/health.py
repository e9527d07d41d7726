"""Probes: `healthz` says that this process answers, `readyz` that it can do its work."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations and Redis are there; 503 and what is missing otherwise."""
    found = {name: _try(probe) for name, probe in _PROBES.items()}
    return JsonResponse(found, status=200 if all(word == "ok" for word in found.values()) else 503)


def _try(probe: Callable[[], bool]) -> str:
    try:
        return "ok" if probe() else "not ready"
    except Exception as error:  # whatever a missing server raises, the probe must say it and not fail itself
        return type(error).__name__


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT true")
        return cursor.fetchone() == (True,)


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _redis() -> bool:
    cache.set("readyz", 1, 5)
    return bool(cache.get("readyz"))


_PROBES: dict[str, Callable[[], bool]] = {"database": _database, "migrations": _migrations, "redis": _redis}
