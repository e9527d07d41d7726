"""The work list: whom to call or speak to next, why, with which words; one item in hand, and its outcome."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.views.decorators.http import require_POST, require_safe

from channels import worklist as work
from channels.byhand import WorkItem
from channels.worklist import NotYours
from customers import gate
from hub import viewings
from hub.console import masking, words
from hub.console.access import CARRIERS, customers_for, staff_of, staff_page
from hub.templatetags.look import money

PAGE = 25
_CHANNELS = ("call", "branch")
_KEYS = {
    "call": (
        ("accepted", "Said yes"),
        ("declined", "Said no"),
        ("not_now", "Not now"),
        ("asked", "Has a question"),
        ("not_reached", "Not reached"),
    ),
    "branch": (
        ("accepted", "Said yes"),
        ("declined", "Said no"),
        ("not_now", "Not now"),
        ("asked", "Has a question"),
        ("not_reached", "Did not come"),
    ),
}
"""The outcomes with a key, 1 to 5."""
_ENDS = {
    "call": (("wrong_number", "Wrong number"), ("no_more", "Do not call again")),
    "branch": (("no_more", "Do not ask again"),),
}


class OutcomeForm(forms.Form):
    """What came of it; the time is asked for only with "not now"."""

    words = forms.CharField(
        label="In their words, or a note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until = forms.DateTimeField(
        label="If not now: until",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(label="Minutes it took", required=False, min_value=0, max_value=600)
    outcome = forms.ChoiceField(choices=WorkItem.Outcome.choices, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        until = given.get("until")
        if given.get("outcome") == WorkItem.Outcome.NOT_NOW and not (until and until > timezone.now()):
            self.add_error("until", "Say when to come back to it, in the future.")
        return given


@staff_page(CARRIERS)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what I have in hand and what comes next."""
    mine = _visible(request).waiting().filter(held_by=_actor(request), held_until__gt=timezone.now())
    return _page(request, mine.first())


@staff_page(CARRIERS)
@require_safe
def worklist_item(request: HttpRequest, item_id: int) -> HttpResponse:
    return _page(request, _item(request, item_id))


@staff_page(CARRIERS)
@require_POST
def worklist_next(request: HttpRequest) -> HttpResponse:
    """Take the first that may be carried now."""
    channel = request.POST.get("channel", "")
    item = work.take_next(
        _actor(request), now=timezone.now(), channel=channel if channel in _CHANNELS else ""
    )
    if item is None:
        messages.info(request, "Nothing is due that may be done now. What sleeps comes back by itself.")
        return redirect("console:worklist")
    return redirect("console:worklist-item", item_id=item.pk)


@staff_page(CARRIERS)
@require_POST
def worklist_take(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take this one; say so if another has it, or if it may not be done now."""
    _item(request, item_id)
    try:
        work.take(item_id, _actor(request), now=timezone.now())
    except NotYours as error:
        messages.warning(request, str(error))
        return redirect("console:worklist")
    return redirect("console:worklist-item", item_id=item_id)


@staff_page(CARRIERS)
@require_POST
def worklist_put_back(request: HttpRequest, item_id: int) -> HttpResponse:
    if work.put_back(_item(request, item_id).pk, _actor(request)):
        messages.info(request, "Back on the list, for whoever comes first.")
    return redirect("console:worklist")


@staff_page(CARRIERS)
@require_POST
def worklist_outcome(request: HttpRequest, item_id: int) -> HttpResponse:
    """Write down what came of what I have in hand."""
    item, form = _item(request, item_id), OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, item, form, status=422)
    given = form.cleaned_data
    is_later = given["outcome"] == WorkItem.Outcome.NOT_NOW
    try:
        done = work.record(
            item.pk,
            given["outcome"],
            actor=_actor(request),
            words=given["words"],
            minutes=given["minutes"],
            until=given["until"] if is_later else None,
            now=timezone.now(),
        )
    except NotYours as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _noted(done))
    return redirect("console:worklist")


def _page(
    request: HttpRequest, item: WorkItem | None, form: OutcomeForm | None = None, status: int = 200
) -> HttpResponse:
    now, chosen = timezone.now(), request.GET.get("channel", "")
    if chosen not in ("", *_CHANNELS):
        raise Http404
    visible = _visible(request)
    due = work.listed(now=now, channel=chosen).filter(pk__in=visible.values("pk"))
    rows = _rows(list(due[: PAGE + 1]), _actor(request), now)
    context = {
        "card": _card(request, item, form, now) if item else None,
        "rows": rows[:PAGE],
        "has_more": len(rows) > PAGE,
        "later": visible.waiting().filter(due_at__gt=now).count(),
        "channel": chosen,
        "tabs": [
            {"label": label, "url": f"{reverse('console:worklist')}{query}", "active": key == chosen}
            for key, label, query in (
                ("", "All", ""),
                *((k, words.channel(k), f"?channel={k}") for k in _CHANNELS),
            )
        ],
    }
    return render(request, "console/worklist.html", context, status=status)


def _visible(request: HttpRequest) -> Any:
    return WorkItem.objects.filter(message__customer__in=customers_for(staff_of(request)))


def _item(request: HttpRequest, item_id: int) -> WorkItem:
    found = _visible(request).select_related("message__customer__profile", "message__contact_point")
    item: WorkItem = get_object_or_404(found, pk=item_id)
    return item


def _rows(items: list[WorkItem], actor: str, now: datetime) -> list[dict[str, Any]]:
    """Return a line for each; who said no since is left out, who sleeps is told so."""
    verdicts = work.standing(items, now=now) if items else {}
    return [
        _row(item, verdicts[item.pk], actor, now)
        for item in items
        if verdicts[item.pk].outcome != gate.Outcome.REFUSE
    ]


def _row(item: WorkItem, verdict: gate.Verdict, actor: str, now: datetime) -> dict[str, Any]:
    customer = item.message.customer
    is_held = bool(item.held_until and item.held_until > now)
    return {
        "url": reverse("console:worklist-item", args=[item.pk]),
        "name": str(customer),
        "channel": words.channel(item.channel),
        "icon": "phone" if item.channel == "call" else "building-storefront",
        "reason": work.reason_of(item),
        "value": _value(item),
        "promised_at": item.promised_at,
        "since": item.created_at,
        "tries": item.tries if not item.promised_at else 0,
        "sleeps": words.moment(verdict.until) if verdict.until else "",
        "is_mine": is_held and item.held_by == actor,
        "held_by": words.actor(item.held_by) if is_held and item.held_by != actor else "",
    }


def _card(request: HttpRequest, item: WorkItem, form: OutcomeForm | None, now: datetime) -> dict[str, Any]:
    actor, customer = _actor(request), item.message.customer
    viewings.saw(request, customer.merged_into_id or customer.pk, viewings.Door.WORK, item.pk)
    is_held = bool(item.held_until and item.held_until > now and item.done_at is None)
    is_mine = is_held and item.held_by == actor
    reason, say = work.words_of(item)
    point = item.message.contact_point
    return {
        "item": item,
        "name": str(customer),
        "customer_url": reverse("console:customer", args=[customer.pk]),
        "line": " · ".join(filter(None, (customer.number, _value(item), _speaks(customer.language)))),
        "local_time": _local_time(customer.timezone, now),
        "channel": words.channel(item.channel),
        "reason": reason or "The reason was erased",
        "say": say,
        "phone": point.address if point and is_mine and item.channel == "call" else "",
        "phone_shown": masking.shown(point.kind, point.address) if point else "",
        "is_mine": is_mine,
        "is_done": item.done_at is not None or item.message.state != "accepted",
        "outcome": WorkItem.Outcome(item.outcome).label if item.outcome else "",
        "held_by": words.actor(item.held_by) if is_held and not is_mine else "",
        "held_until": item.held_until,
        "form": form or OutcomeForm(initial={"until": _tomorrow(now)}),
        "keys": [
            {"key": key, "label": label, "shortcut": number}
            for number, (key, label) in enumerate(_KEYS[item.channel], 1)
        ],
        "ends": [{"key": key, "label": label} for key, label in _ENDS[item.channel]],
    }


def _noted(item: WorkItem) -> str:
    if item.done_at is None:
        return f"Noted. It comes back {words.moment(item.due_at)}."
    return "Noted. It is on their timeline."


def _value(item: WorkItem) -> str:
    profile = getattr(item.message.customer, "profile", None)
    return (
        f"bought for {money(profile.spent_minor, settings.CURRENCY)}"
        if profile and profile.spent_minor
        else ""
    )


def _speaks(code: str) -> str:
    try:
        return f"speaks {get_language_info(code)['name']}" if code else ""
    except KeyError:
        return ""


def _local_time(zone: str, now: datetime) -> str:
    try:
        return f"{now.astimezone(ZoneInfo(zone)):%H:%M}" if zone else ""
    except (KeyError, ValueError):
        return ""


def _tomorrow(now: datetime) -> datetime:
    return (timezone.localtime(now) + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)


def _actor(request: HttpRequest) -> str:
    return f"staff:{staff_of(request).username}"
