"""Who changed what the owner sets, when, from what to what: written in the transaction of the change."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from hub.console import words
from hub.models import SettingChange, Staff
from hub.paging import cut, is_number

PAGE = 15


def note(concern: str, before: str, after: str, staff: Staff, *, now: datetime) -> None:
    """Keep one change in words; an empty `before` is an addition, an empty `after` a removal."""
    if before != after:
        SettingChange.objects.create(
            concern=concern, before=before, after=after, actor=f"staff:{staff.username}", changed_at=now
        )


def history(concern: str, before: str) -> dict[str, Any]:
    """Return a page of changes of this concern, the newest first, below the change with this number."""
    rows = SettingChange.objects.filter(concern=concern).order_by("-pk")
    if before and is_number(before):
        rows = rows.filter(pk__lt=int(before))
    page, last = cut(list(rows[: PAGE + 1]), PAGE)
    older = f"{reverse('console:settings-concern', args=[concern])}?before={last.pk}" if last else ""
    return {"changes": [_line(each) for each in page], "older_changes_url": older}


def _line(change: SettingChange) -> dict[str, Any]:
    return {
        "what": "Changed" if change.before and change.after else "Added" if change.after else "Removed",
        "before": change.before,
        "after": change.after,
        "by": words.actor(change.actor) or change.actor,
        "at": change.changed_at,
    }
