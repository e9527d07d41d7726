"""Safe to retry: a write with an Idempotency-Key is done once, and answered alike ever after for a day.

The row that says "at work" is committed before the work begins, so that a second request sees it; the answer
is stored in the transaction of the work. Whoever dies in between leaves neither, and after PATIENCE the same
request may be done by another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hub.api import problems
from hub.api.keys import FORGET_ANSWERS_AFTER
from hub.api.problems import Problem
from hub.models import ApiKey, FirstAnswer

PATIENCE = timedelta(minutes=5)
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status and the encoded body."""

    status: int
    body: bytes
    content_type: str = "application/json"
    is_replay: bool = False


def once(api_key: ApiKey, key: str, fingerprint: str, work: Callable[[], Answer], *, now: datetime) -> Answer:
    """Do the work in one transaction, unless this key has been used.

    Then return the first answer, or raise Problem: 422 for another request under the same key, 409 while
    the first is still at work. A refused request (4xx) is answered alike again too; a failure is forgotten.
    """
    row, is_first = _begin(api_key, key, fingerprint, now)
    if row.fingerprint != fingerprint:
        raise Problem(422, "key-reused", "This Idempotency-Key was sent with another request before.")
    if not is_first and row.status is None:
        raise Problem(409, "key-in-use", "Ask again in a moment.", Retry_After="1")
    if not is_first:
        return Answer(row.status or 200, bytes(row.body), row.content_type, is_replay=True)
    try:
        with transaction.atomic():
            answer = work()
            _keep(row, answer)
    except Problem as problem:
        answer = refusal(problem)
        _keep(row, answer)
    except BaseException:
        FirstAnswer.objects.filter(pk=row.pk, began_at=row.began_at, status=None).delete()
        raise
    return answer


def refusal(problem: Problem) -> Answer:
    response = problems.respond(problem)
    return Answer(response.status_code, response.content, problems.CONTENT_TYPE)


def _begin(api_key: ApiKey, key: str, fingerprint: str, now: datetime) -> tuple[FirstAnswer, bool]:
    FirstAnswer.objects.filter(api_key=api_key, key=key, began_at__lt=now - FORGET_ANSWERS_AFTER).delete()
    row, is_first = FirstAnswer.objects.get_or_create(
        api_key=api_key, key=key, defaults={"fingerprint": fingerprint, "began_at": now}
    )
    return row, is_first or _takes_over(row, fingerprint, now)


def _takes_over(row: FirstAnswer, fingerprint: str, now: datetime) -> bool:
    """Say whether we go on for one who has been silent for too long."""
    if row.status is not None or row.fingerprint != fingerprint or now - row.began_at < PATIENCE:
        return False
    left = FirstAnswer.objects.filter(pk=row.pk, status=None, began_at=row.began_at)
    if not left.update(began_at=now):
        return False
    row.began_at = now
    return True


def _keep(row: FirstAnswer, answer: Answer) -> None:
    FirstAnswer.objects.filter(pk=row.pk).update(
        status=answer.status, content_type=answer.content_type, body=answer.body
    )
