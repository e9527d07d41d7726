"""What the console tells of webhooks: how each stands, what it was told, how far it is with what waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from channels.posting import host_of
from customers.event import EventType
from hub.console import words
from hub.console.kept import kept
from hub.models import Delivery, Webhook
from hub.paging import cut
from hub.webhooks.delivery import WAITS

PAGE = 25
DRAWN = 30
S = Delivery.State
SHOWN = {
    "": ("All", Q()),
    "waiting": ("Waiting", Q(state=S.WAITING)),
    "failed": ("Given up", Q(state=S.FAILED)),
}
"""What the log can be narrowed to."""
PING = "A test"
_LONGEST = timedelta(days=4)
"""How long after it was put in line the way of news is told: by then it was taken or given up."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a webhook does: a word, its tone, and a sentence for whoever asks why."""

    words: str
    tone: str
    why: str = ""
    is_given_up: bool = False


def standing(hook: Webhook) -> Standing:
    if hook.stopped_at and not hook.stopped_by:
        return Standing("Stopped by the hub", "bad", hook.stopped_why, is_given_up=True)
    if hook.stopped_at:
        who = f"by {by(hook.stopped_by)}, " if hook.stopped_by else ""
        return Standing("Paused", "muted", f"Paused {who}{words.moment(hook.stopped_at)}.")
    if hook.failing_since:
        why = (
            f"It has taken nothing since {words.moment(hook.failing_since)}."
            " What waits is tried again for three days."
        )
        return Standing("Failing", "warn", why)
    return Standing("Live", "good")


def by(actor: str) -> str:
    """Name who did it: one of our staff, or a system by its key."""
    kind, _, name = actor.partition(":")
    return name if kind == "staff" else f"the API, key {name}" if name else actor


@kept(seconds=10)
def given_up() -> list[dict[str, str]]:
    """Return the webhooks that the hub stopped and that nobody has seen to."""
    found = Webhook.objects.filter(stopped_at__isnull=False, stopped_by="")
    return [
        {
            "name": hook.name,
            "why": hook.stopped_why,
            "url": reverse("console:settings-webhook", args=[hook.pk]),
        }
        for hook in found[:5]
    ]


def strips(hooks: Iterable[Webhook]) -> dict[int, dict[str, Any]]:
    """Return the last deliveries of each as a strip of marks, the oldest first, with the same in words."""
    found: dict[int, list[tuple[str, int, datetime]]] = {hook.pk: [] for hook in hooks}
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [list(found), DRAWN])
        for pk, *row in cursor.fetchall():
            found[pk].append(tuple(row))
    return {pk: _strip(rows[::-1]) for pk, rows in found.items()}


def log(hook: Webhook, show: str, older: int | None, known: Mapping[str, EventType]) -> dict[str, Any]:
    """Return a page of what a webhook was told, the latest first."""
    rows = hook.deliveries.filter(SHOWN[show][1]).order_by("-pk")
    if older is not None:
        rows = rows.filter(pk__lt=older)
    page, last = cut(list(rows[: PAGE + 1]), PAGE)
    return {"deliveries": [line(each, known) for each in page], "last": last.pk if last else None}


def line(each: Delivery, known: Mapping[str, EventType]) -> dict[str, Any]:
    """Return one delivery as the log and its own page show it."""
    state, tone = _told(each)
    return {
        "pk": each.pk,
        "label": PING if each.kind == "ping" else known[each.kind].label if each.kind in known else each.kind,
        "kind": each.kind,
        "state": state,
        "tone": tone,
        "answer": _answer(each),
        "words": each.words,
        "attempts": each.attempts,
        "most": len(WAITS) + 1,
        "created_at": each.created_at,
        "tried_at": each.tried_at,
        "due_at": each.due_at,
        "is_due": each.due_at is not None and each.due_at <= timezone.now(),
        "url": reverse("console:settings-webhook-delivery", args=[each.webhook_id, each.pk]),
    }


def progress(hook: Webhook, of: int, at: datetime, *, now: datetime) -> dict[str, Any] | None:
    """Tell how far those are that were put in line at this moment; None when that is too long ago.

    They are known by the time they were due: it stays while they are in line, and moves when one was tried.
    """
    if of < 1 or not timedelta() <= now - at <= _LONGEST:
        return None
    waits = hook.deliveries.filter(state=S.WAITING)
    left = min(of, waits.filter(due_at=at).count())
    later = waits.filter(due_at__gt=at, tried_at__gte=at, created_at__lte=at).count()
    failed = hook.deliveries.filter(state=S.FAILED, tried_at__gte=at, created_at__lte=at).count()
    posted = of - left
    later, failed = min(later, posted), min(failed, posted)
    return {
        "of": of,
        "at": at,
        "left": left,
        "posted": posted,
        "taken": max(0, posted - later - failed),
        "later": later,
        "failed": failed,
        "share": 100 * posted / of,
        "is_going": left > 0 and hook.stopped_at is None,
        "is_held": left > 0 and hook.stopped_at is not None,
    }


def kinds_in_words(keys: Iterable[str], known: Mapping[str, EventType], most: int = 4) -> str:
    labels = [known[key].label if key in known else key for key in keys]
    rest = len(labels) - most
    return ", ".join(labels[:most]) + (f" and {rest} more" if rest > 0 else "")


def sentence(hook: Webhook, known: Mapping[str, EventType]) -> str:
    """Say a webhook as the log of changes keeps it: no path, where tokens may stand, and no secret."""
    return f"{hook.name}, at {host_of(hook.url)}: {kinds_in_words(hook.kinds, known, most=99)}"


def _strip(rows: list[tuple[str, int, datetime]]) -> dict[str, Any]:
    marks = ["taken" if s == S.DELIVERED else "failed" if s == S.FAILED else "gone" if s == S.DROPPED
             else "again" if tries else "waits" for s, tries, _ in rows]  # fmt: skip
    told = [
        (marks.count("taken"), "taken"),
        (marks.count("failed"), "given up"),
        (marks.count("again"), "to be tried again"),
        (marks.count("waits"), "in line"),
        (marks.count("gone"), "erased meanwhile"),
    ]
    parts = [f"{count} {said}" for count, said in told if count]
    return {
        "marks": [{"kind": kind, "x": 100 * n / DRAWN} for n, kind in enumerate(marks, DRAWN - len(marks))],
        "latest_at": rows[-1][2] if rows else None,
        "words": f"Of the last {len(rows)}: {', '.join(parts)}" if len(rows) > 1 else "".join(parts),
    }


def _told(each: Delivery) -> tuple[str, str]:
    if each.state == S.DELIVERED:
        return "Taken", "good"
    if each.state == S.FAILED:
        return "Given up", "bad"
    if each.state == S.DROPPED:
        return "Erased meanwhile", "muted"
    return ("Not taken yet", "warn") if each.attempts else ("In line", "info")


def _answer(each: Delivery) -> str:
    if each.status is not None:
        return f"Answer {each.status}"
    return "No answer" if each.attempts else ""


_LATEST = """
SELECT hook.id, d.state, d.attempts, d.created_at
FROM unnest(%s::bigint[]) AS hook (id)
CROSS JOIN LATERAL (
    SELECT id, state, attempts, created_at
    FROM hub_delivery WHERE webhook_id = hook.id ORDER BY id DESC LIMIT %s
) d
ORDER BY hook.id, d.id DESC
"""


def moment_in(text: str) -> datetime | None:
    """Read a moment of an address, as isoformat wrote it."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if timezone.is_aware(at) else None
