"""What Celery calls: each task looks up, calls one function, and ends. All are safe to run twice."""

from celery import shared_task
from django.utils import timezone

from channels import bounces, callbacks, erasing, imap, inbound, receipts, worklist
from channels.dispatch import send_range
from channels.sweep import sweep as sweep_once
from customers.ticks import alone


@shared_task
def dispatch(lane: int, low: int, high: int) -> None:
    send_range(lane, low, high)


@shared_task
def sweep() -> None:
    with alone("sweep") as is_ours:
        if is_ours:
            sweep_once(now=timezone.now())


@shared_task
def read_waiting() -> None:
    with alone("read-mail") as is_ours:
        if is_ours:
            receipts.weigh(now=timezone.now())
            inbound.read_waiting(now=timezone.now())


@shared_task
def poll_imap() -> None:
    with alone("imap") as is_ours:
        if is_ours:
            imap.poll_ours(now=timezone.now())


@shared_task
def read_mail(mail_id: int) -> None:
    inbound.apply(mail_id, now=timezone.now())


@shared_task
def read_callbacks() -> None:
    with alone("read-callbacks") as is_ours:
        if is_ours:
            bounces.obey_confirmed(now=timezone.now())
            callbacks.apply_waiting(now=timezone.now())


@shared_task
def tidy_worklist() -> None:
    with alone("worklist") as is_ours:
        if is_ours:
            worklist.tidy(now=timezone.now())


@shared_task
def erase_due() -> None:
    with alone("erase") as is_ours:
        if is_ours:
            erasing.carry_out(now=timezone.now())
