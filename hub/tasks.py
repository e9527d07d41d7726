"""What Celery calls in the hub: each task calls one function and ends. All are safe to run twice."""

from functools import partial

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from campaigns import reactions
from hub import viewings
from hub.api import oauth
from hub.following import follow
from hub.webhooks import delivery, news


@shared_task
def take_answers() -> None:
    follow("answers", partial(reactions.take, now=timezone.now()), kinds=lambda: reactions.KINDS)


@shared_task
def tell_webhooks() -> None:
    """Spread what is new, post what is due, forget what is old."""
    news.spread(now=timezone.now())
    delivery.deliver(now=timezone.now())


@shared_task
def forget_deliveries() -> None:
    delivery.forget_old(now=timezone.now())


@shared_task
def forget_tokens() -> None:
    oauth.forget_expired(now=timezone.now())


@shared_task
def forget_viewings() -> None:
    viewings.forget_old(settings.VIEWINGS_DAYS, now=timezone.now())
