"""The inbox: every conversation that waits, the longest waiting first, in the views that people work from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from channels.intents import SURE, Name
from channels.talk import Conversation
from customers import finding
from customers.models import Topic
from hub import teams
from hub.console import masking, words
from hub.console.access import customers_for, staff_of, staff_page
from hub.console.inbox_words import INTENTS, STATE_TONES
from hub.console.shell import live_origin
from hub.models import Staff
from hub.paging import Key, cut, is_number
from hub.teams import Roster

PAGE = 30
MOST_FOUND = 200
State = Conversation.State
_ICONS = {
    "email": "envelope",
    "sms": "device-phone-mobile",
    "portal": "globe-alt",
    "call": "phone",
}


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the inbox: what is in it, and what it says while it is empty."""

    label: str
    title: str
    empty: str
    is_counted: bool = True


VIEWS: dict[str, View] = {
    "mine": View("Mine", "Nothing is yours", "Take a conversation, or look at what nobody has taken yet."),
    "unassigned": View("Nobody's", "Everything is taken", "What comes in and is nobody's yet waits here."),
    "team": View("My team", "Your team is done", "What is in the queues of your teams waits here."),
    "all": View(
        "All", "Nobody waits", "Answers to our mails and texts open a conversation here, within a second."
    ),
    "snoozed": View(
        "Snoozed", "Nothing is snoozed", "What you put off comes back at its time, or when they write."
    ),
    "resolved": View(
        "Resolved",
        "Nothing is resolved yet",
        "What was put to rest is kept here; any word opens it again.",
        False,
    ),
}


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    roster, now = teams.roster(), timezone.now()
    found = visible(request, roster)
    counts = _counts(found, staff_of(request), roster, now)
    view, query = _view(request, counts), request.GET.get("q", "").strip()[: finding.LONGEST_QUERY]
    rows = _matching(request, _rows_of(view, found, staff_of(request), roster, now), query)
    page, last = cut(_page(rows, view, request.GET.get("after", "")), PAGE)
    context = {
        "talks": dress(request, page, roster, now=now),
        "older_url": _url(view, query, _place(last, view)) if last else None,
        "views": [_chip(each, view, query, counts) for each in VIEWS],
        "empty": VIEWS[view],
        "view": view,
        "query_here": query,
        "here_url": _url(view, query),
        "live_url": f"{live_origin(request)}/live/inbox/",
        "has_teams": bool(roster.teams),
        "may_set_up": staff_of(request).role == Staff.Role.ADMIN,
    }
    return render(request, _template(request), context)


def visible(request: HttpRequest, roster: Roster) -> QuerySet[Conversation]:
    """Return the conversations this person may see: every list, count, search and page starts here."""
    staff = staff_of(request)
    now_are = Coalesce(OuterRef("customer__merged_into"), OuterRef("customer"))
    seen = Exists(customers_for(staff).filter(pk=now_are))
    return Conversation.objects.filter(seen).filter(roster.seen_by(staff))


def dress(
    request: HttpRequest, talks: Iterable[Conversation], roster: Roster, *, now: datetime
) -> list[dict[str, Any]]:
    """Return what a list shows of these conversations; two statements for any number."""
    talks = list(talks)
    people = names_of({talk.assignee_id for talk in talks if talk.assignee_id})
    topics = dict(Topic.objects.values_list("key", "label")) if talks else {}
    rows = [_row(talk, roster, people, topics, now) for talk in talks]
    if masking.is_masked_for(staff_of(request)):
        for row in rows:
            row["gist"] = masking.blotted(row["gist"])
    return rows


def names_of(numbers: Iterable[int]) -> dict[int, str]:
    """Return what these colleagues are called; one statement, none for nobody."""
    numbers = list(numbers)
    if not numbers:
        return {}
    return {one.pk: one.get_full_name() or one.username for one in Staff.objects.filter(pk__in=numbers)}


def open_for(staff: Staff, found: QuerySet[Conversation], *, now: datetime) -> QuerySet[Conversation]:
    """Return what is open and this person's own, the longest waiting first."""
    return _in_order(found.open_at(now).filter(assignee_id=staff.pk))  # type: ignore[attr-defined]


def _template(request: HttpRequest) -> str:
    if not request.htmx:  # type: ignore[attr-defined]
        return "console/inbox.html"
    return "console/_inbox_rows.html" if "after" in request.GET else "console/_inbox_list.html"


def _view(request: HttpRequest, counts: Mapping[str, int]) -> str:
    """Begin with one's own where there are any, else with all."""
    wanted = request.GET.get("view", "")
    if wanted and wanted not in VIEWS:
        raise Http404
    return wanted or ("mine" if counts["mine"] else "all")


def _of_view(view: str, staff: Staff, roster: Roster, now: datetime) -> Q:
    """Say what a view holds. Snoozed is what still sleeps; a snooze that is over counts as open."""
    asleep = Q(state=State.SNOOZED, snoozed_until__gt=now)
    if view == "resolved":
        return Q(state=State.RESOLVED)
    if view == "snoozed":
        return asleep
    awake = ~Q(state=State.RESOLVED) & ~asleep
    match view:
        case "mine":
            return awake & Q(assignee_id=staff.pk)
        case "unassigned":
            return awake & Q(assignee_id=None)
        case "team":
            queues = Q(pk__in=[])
            for team in roster.of(staff):
                queues |= roster.queue(team)
            return awake & queues
    return awake


def _counts(found: QuerySet[Conversation], staff: Staff, roster: Roster, now: datetime) -> dict[str, int]:
    """Count each view but the resolved, which nobody waits in; one statement over what is not."""
    counted = {
        view: Count("pk", filter=_of_view(view, staff, roster, now))
        for view, each in VIEWS.items()
        if each.is_counted
    }
    return found.exclude(state=State.RESOLVED).aggregate(**counted)


def _rows_of(
    view: str, found: QuerySet[Conversation], staff: Staff, roster: Roster, now: datetime
) -> QuerySet[Conversation]:
    return found.filter(_of_view(view, staff, roster, now))


def _matching(request: HttpRequest, rows: QuerySet[Conversation], query: str) -> QuerySet[Conversation]:
    """Leave what is with a customer who fits, or says it in its subject or its last words."""
    if not query:
        return rows
    found = finding.find(query, customers_for(staff_of(request)), limit=MOST_FOUND)
    theirs = [each.customer.pk for each in found]
    said = Q(subject__icontains=query) | Q(last_words__icontains=query)
    return rows.filter(Q(customer__in=theirs) | Q(customer__merged_into__in=theirs) | said)


def _in_order(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    waiting = rows.select_related("customer", "customer__merged_into")
    return waiting.order_by(F("waiting_since").asc(nulls_last=True), "pk")


def _page(rows: QuerySet[Conversation], view: str, after: str) -> list[Conversation]:
    """Return the rows after this place: who waits longest first, or for the resolved the latest."""
    key = Key.read(after)
    if after and key is None and not is_number(after):
        raise Http404
    if view == "resolved":
        if key:
            rows = rows.filter(Q(last_at__lt=key.at) | Q(last_at=key.at, pk__lt=key.id))
        return list(rows.select_related("customer__merged_into").order_by("-last_at", "-pk")[: PAGE + 1])
    if key:
        later = Q(waiting_since__gt=key.at) | Q(waiting_since=key.at, pk__gt=key.id)
        rows = rows.filter(later | Q(waiting_since=None))
    elif after:
        rows = rows.filter(waiting_since=None, pk__gt=int(after))
    return list(_in_order(rows)[: PAGE + 1])


def _place(talk: Conversation, view: str) -> str:
    at = talk.last_at if view == "resolved" else talk.waiting_since
    return str(Key(at, talk.pk)) if at else str(talk.pk)


def _url(view: str, query: str, after: str = "") -> str:
    said = {"view": view} | ({"q": query} if query else {}) | ({"after": after} if after else {})
    return f"{reverse('console:inbox')}?{urlencode(said)}"


def _chip(view: str, shown: str, query: str, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "label": VIEWS[view].label,
        "url": _url(view, query),
        "active": view == shown,
        "count": counts.get(view),
    }


def _row(
    talk: Conversation,
    roster: Roster,
    people: Mapping[int, str],
    topics: Mapping[str, str],
    now: datetime,
) -> dict[str, Any]:
    team, state = roster.team_of(talk), talk.state_at(now)
    clock = teams.clock(talk, team, now=now) if state == State.OPEN else None
    return {
        "url": reverse("console:inbox-talk", args=[talk.pk]),
        "customer": talk.customer.merged_into or talk.customer,
        "subject": talk.subject or topics.get(talk.topic, "") or "No subject",
        "gist": talk.last_words,
        "is_last_ours": talk.is_last_ours,
        "channel": words.channel(talk.last_channel),
        "icon": _ICONS.get(talk.last_channel, "chat-bubble-left-ellipsis"),
        "at": talk.last_at,
        "clock": clock,
        "intent": INTENTS.get(talk.intent, "") if talk.intent != Name.OTHER else "",
        "state": "" if state == State.OPEN else State(state).label,
        "state_tone": STATE_TONES[state],
        "until": talk.snoozed_until if state == State.SNOOZED else None,
        "assignee": people.get(talk.assignee_id or 0, ""),
        "team": team.name if team else "",
    }


def intent_of(name: str, confidence: float) -> dict[str, Any]:
    """Say what somebody's words want, and how sure that is; what is unsure is for a person to say."""
    return {"key": name, "words": INTENTS.get(name, ""), "is_sure": confidence >= SURE}
