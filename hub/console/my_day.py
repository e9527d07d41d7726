"""What waits for the person who looks: their conversations, notes that call them, promises due."""

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from channels import worklist
from customers import loops
from hub import teams
from hub.console import inbox
from hub.console.access import CARRIERS, customers_for, staff_of
from hub.models import Mention, Staff
from hub.teams import Roster

MOST = 8


def my_day(request: HttpRequest) -> dict[str, Any]:
    """Return what is theirs today; a fixed number of statements."""
    staff, roster, now = staff_of(request), teams.roster(), timezone.now()
    found = inbox.visible(request, roster)
    mine = list(inbox.open_for(staff, found, now=now)[: MOST + 1])
    return {
        "my_talks": inbox.dress(request, mine[:MOST], roster, now=now),
        "has_more_talks": len(mine) > MOST,
        "mentions": _mentions(request, roster),
        "due": _due(staff, roster, now),
    }


def waiting(request: HttpRequest) -> list[tuple[int, str, str, str]]:
    """Return what waits for anybody of ours: how many, in words for one and for many, and where."""
    found = inbox.visible(request, teams.roster())
    free = found.open_at(timezone.now()).filter(assignee_id=None)  # type: ignore[attr-defined]
    url = f"{reverse('console:inbox')}?view=unassigned"
    words = ("conversation that nobody has taken", "conversations that nobody has taken")
    items = [(free.count(), *words, url)]
    staff = staff_of(request)
    if staff.role in CARRIERS:
        listed = worklist.listed(now=timezone.now())
        mine = listed.filter(assignee__in=["", f"staff:{staff.username}"]).order_by().count()
        words = ("call or task on the work list", "calls and tasks on the work list")
        items.append((mine, *words, reverse("console:worklist")))
    return items


def _mentions(request: HttpRequest, roster: Roster) -> list[dict[str, Any]]:
    """Return the notes that call this person by name and that they have not looked at."""
    seen = inbox.visible(request, roster)
    called = Mention.objects.filter(staff=staff_of(request), seen_at=None, turn__conversation__in=seen)
    rows = called.select_related("turn__conversation__customer").order_by("-pk")[:MOST]
    return [
        {
            "url": reverse("console:inbox-talk", args=[each.turn.conversation_id]),
            "customer": each.turn.conversation.customer,
            "by": each.turn.actor.removeprefix("staff:"),
            "words": each.turn.words,
            "at": each.turn.at,
        }
        for each in rows
    ]


def _due(staff: Staff, roster: Roster, now: datetime) -> list[dict[str, Any]]:
    """Return what this person or their team has promised, or took on, and that is due by tonight."""
    local = timezone.localtime(now)
    tonight = datetime.combine(local.date() + timedelta(days=1), time.min, local.tzinfo)
    owners = [f"staff:{staff.username}", *(f"team:{team.name}" for team in roster.of(staff))]
    known = loops.waiting(owners, due_by=tonight, limit=MOST)
    theirs = customers_for(staff).filter(pk__in=[loop.customer_id for loop in known])
    names = dict(theirs.values_list("pk", "name"))
    return [
        {
            "url": reverse("console:customer", args=[loop.customer_id]),
            "customer": names[loop.customer_id] or f"C{loop.customer_id:06d}",
            "kind": loop.get_kind_display(),
            "words": loop.words,
            "at": loop.due_at,
            "is_late": loop.due_at is not None and loop.due_at < now,
        }
        for loop in known
        if loop.customer_id in names
    ]
