"""The Celery app: a bell that may be lost, doubled or late; PostgreSQL is the truth."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import task_postrun, task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
@task_postrun.connect
def let_go_of_broken_connections(sender: Task, **_: Any) -> None:
    """Mind the database connection between tasks as Django does between requests."""
    if not sender.request.is_eager:
        close_old_connections()
