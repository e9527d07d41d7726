"""What Celery does around our tasks: a connection is kept for the next one, unless it broke."""

from typing import Any

import pytest
from celery import signals
from celery.fixups.django import DjangoWorkerFixup
from django.db import connection

from channels import tasks
from hub.celery import app


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def run_a_task() -> int:
    """Do what a worker does around a task; return which of PostgreSQL's processes served it."""
    task = tasks.sweep
    signals.task_prerun.send(sender=task)
    found = backend()
    signals.task_postrun.send(sender=task)
    return found


@pytest.fixture
def worker() -> Any:
    """Celery's own care for Django, as a worker has it."""
    fixup = DjangoWorkerFixup(app)
    fixup.install()
    yield
    signals.beat_embedded_init.disconnect(fixup.close_database)
    signals.task_prerun.disconnect(fixup.on_task_prerun)
    signals.task_postrun.disconnect(fixup.on_task_postrun)
    signals.worker_process_init.disconnect(fixup.on_worker_process_init)


@pytest.mark.django_db(transaction=True)
def test_tasks_share_one_connection(worker: Any) -> None:
    assert len({run_a_task() for _ in range(3)}) == 1


@pytest.mark.django_db(transaction=True)
def test_the_task_after_a_broken_connection_has_another(worker: Any) -> None:
    first = run_a_task()
    lost = connection.connection
    connection.connection = None
    with connection.cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    connection.close()
    connection.connection = lost
    assert run_a_task() != first
