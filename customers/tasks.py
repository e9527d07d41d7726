"""Periodic work of customers."""

from celery import shared_task
from django.utils import timezone

from customers import partitions


@shared_task
def keep_partitions() -> None:
    """Make the months of the history ahead of need."""
    partitions.ensure_ahead(timezone.now().date())
