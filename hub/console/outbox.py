"""The outbox: every message, also those that were not sent, with what became of it and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from campaigns.models import Campaign
from channels import rendering
from channels.liquid import BrokenTemplate, compile_text
from channels.models import Message, MessageState
from channels.smstext import segments
from customers import learning
from customers.gate import Reason
from hub.console import machinery, masking, previews, words
from hub.console.access import WATCHERS, customers_for, staff_of, staff_page
from hub.console.closed import messages_closed_to
from hub.console.kept import kept
from hub.paging import cut, is_number

PAGE = 50
COUNTED = 100_000
"""Counts are over so many of the newest messages, so that they cost the same in a hub of any age."""

S = MessageState
SHOWS: Mapping[str, tuple[str, frozenset[MessageState]]] = {
    "": ("Everything", frozenset(S)),
    "waiting": ("Waiting", frozenset({S.PLANNED, S.QUEUED, S.DEFERRED, S.ATTEMPTING})),
    "sent": ("Sent", frozenset({S.ACCEPTED, S.DELIVERED})),
    "back": ("Came back", frozenset({S.BOUNCED, S.COMPLAINED})),
    "not-sent": ("Not sent", frozenset({S.REFUSED, S.EXPIRED, S.CANCELLED})),
    "held": ("Held out", frozenset({S.HELD})),
    "trouble": ("Trouble", frozenset({S.QUARANTINED, S.UNKNOWN, S.FAILED})),
}
"""The chips over the list: a key, its words, and the states it lets through."""


@staff_page(WATCHERS)
@vary_on_headers("HX-Request")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    show, cause, before = _place(request)
    messages = visible(request)
    if show:
        messages = messages.filter(state__in=SHOWS[show][1])
    if cause:
        messages = messages.filter(cause=cause)
    if before:
        messages = messages.filter(pk__lt=before)
    page, last = cut(list(messages.order_by("-pk")[: PAGE + 1]), PAGE)
    older_url = _url(show=show, cause=cause, before=last.pk) if last else None
    context = {"messages_page": rows(page), "older_url": older_url}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "console/_messages.html", context)
    how = machinery.state()
    context |= {
        "states": _chips(show, cause),
        "troubles": [{"words": sentence, "tone": how.tone} for sentence in how.details],
    }
    return render(request, "console/outbox.html", context)


def visible(request: HttpRequest, *, by_old_names: bool = False) -> QuerySet[Message]:
    """Return the messages to customers whom this person may see, with what a line of the list needs.

    `by_old_names` adds those to whom a customer was merged from, as a single message is looked up.
    """
    campaigns = Campaign.objects.filter(pk=OuterRef("campaign_id"))
    people = customers_for(staff_of(request))
    theirs = Q(customer__in=people)
    if by_old_names:
        theirs |= Q(customer__merged_into__in=people)
    return (
        Message.objects.filter(theirs)
        .exclude(pk__in=messages_closed_to(staff_of(request)))
        .select_related("customer", "contact_point")
        .defer("customer__search_text")
        .annotate(
            subject=F("content__subject"),
            campaign_name=Subquery(campaigns.values("name")[:1]),
            campaign_key=Subquery(campaigns.values("key")[:1]),
        )
    )


def rows(messages: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the lines of the list; up to three statements more if words are still to be filled in."""
    contexts = _merged(messages)
    return [_row(message, contexts[message.pk]) for message in messages]


def _place(request: HttpRequest) -> tuple[str, str, int | None]:
    """Read which chip, which cause and which page are asked for; what we do not know is not there."""
    show, cause, before = (request.GET.get(name, "") for name in ("show", "cause", "before"))
    if show not in SHOWS or "\0" in cause or (before and not is_number(before)):
        raise Http404
    return show, cause, int(before) if before else None


def _chips(show: str, cause: str) -> list[dict[str, Any]]:
    counts = _counts()
    return [
        {
            "label": label,
            "count": None if cause else sum(counts[state] for state in allowed),
            "url": _url(show=key, cause=cause),
            "active": key == show,
        }
        for key, (label, allowed) in SHOWS.items()
    ]


@kept(seconds=5)
def _counts() -> Counter[str]:
    return Counter(Message.objects.order_by("-pk").values_list("state", flat=True)[:COUNTED])


def _merged(messages: Sequence[Any]) -> dict[int, Mapping[str, Any]]:
    """Return the values for the words of each message: those kept when it went, else what we know today."""
    to_come = [message for message in messages if message.context is None and message.subject]
    names = frozenset().union(*(_variables(message.subject) for message in to_come))
    today = learning.merge_fields([message.customer_id for message in to_come], names) if names else {}
    return {each.pk: each.context or today.get(each.customer_id, {}) for each in messages}


def _variables(template: str) -> frozenset[str]:
    try:
        return compile_text(template).variables
    except BrokenTemplate:
        return frozenset()


def _row(message: Any, context: Mapping[str, Any]) -> dict[str, Any]:
    campaign_url = reverse("console:campaign", args=[message.campaign_key]) if message.campaign_key else ""
    return {
        "at": message.state_at,
        "url": reverse("console:message", args=[message.pk]),
        "customer_name": str(message.customer),
        "customer_url": reverse(
            "console:customer", args=[message.customer.merged_into_id or message.customer_id]
        ),
        "address": _address(message),
        "title": _subject(message.subject, context),
        "cause": message.campaign_name or "",
        "cause_url": campaign_url,
        "channel_label": words.channel(message.channel),
        "state": message.state,
        "why": masking.blotted(why(message)),
        "size": _size(message, context),
        "attempts": message.attempts,
        "is_repeat": message.is_repeat,
    }


def _address(message: Message) -> str:
    """Say where it went, in part: the list opens nobody's contact data, the message's own page may."""
    point = message.contact_point
    return masking.masked(point.kind, point.address) if point else ""


def _size(message: Any, context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return how many parts a text message takes, or None for any other and for one that has no words."""
    if message.channel != "sms" or message.content_id is None:
        return None
    try:
        return previews.shown(segments(rendering.sent_text(message.content_id, context, message.pk)))
    except BrokenTemplate:
        return None


def _subject(template: str | None, context: Mapping[str, Any]) -> str:
    if template is None:
        return "Nothing was to be said"
    try:
        return " ".join(compile_text(template).render(context).split())
    except BrokenTemplate:
        return "Words that could not be put together"


def why(message: Message) -> str:
    """Say why it has not arrived: the gate's reason, or the words of the other side."""
    if message.state == S.HELD:
        return "Kept out, to compare with"
    if message.state in (S.ACCEPTED, S.DELIVERED):
        return ""
    said = str(Reason(message.reason).label) if message.reason in Reason.values else message.reason
    if message.state == S.DEFERRED and message.due_at:
        local = timezone.localtime(message.due_at)
        return f"{said}; again on {local.day} {local:%b %H:%M}"
    return said if said != Reason.NONE.label else ""


def _url(**query: object) -> str:
    said = {name: value for name, value in query.items() if value}
    url = reverse("console:outbox")
    return f"{url}?{urlencode(said)}" if said else url
