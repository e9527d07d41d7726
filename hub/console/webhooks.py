"""The owner's pages of webhooks: who is told of what, what they were told, and telling it again."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from customers import kinds
from customers.models import Interaction
from hub import viewings
from hub.console import once, settings_changes, webhooks_form, webhooks_log
from hub.console.access import OWNERS, staff_of, staff_page
from hub.console.keys import SENT_BEFORE
from hub.console.settings_rules import around
from hub.console.webhooks_form import WebhookForm
from hub.console.webhooks_log import SHOWN
from hub.models import Delivery, Webhook
from hub.paging import is_number
from hub.webhooks import again, delivery, news, subscriptions
from hub.webhooks.subscriptions import LONGEST_REPLAY, BadWebhook

WEBHOOKS = "webhooks"
OVERLAP_HOURS = int(subscriptions.OVERLAP.total_seconds() // 3600)


class AgainForm(forms.Form):
    """What is told again: since when, and whether also what was taken."""

    since = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=f"At most {LONGEST_REPLAY.days} days ago; by the hub's own clock.",
    )
    what = forms.ChoiceField(
        widget=forms.RadioSelect,
        initial="missed",
        choices=[
            ("missed", "What it did not take"),
            ("all", "Everything recorded since then, taken or not, also while it was stopped"),
        ],
    )


@staff_page(OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_webhooks(request: HttpRequest) -> HttpResponse:
    """Show all webhooks, perhaps with the form for a new one (GET); make one, with its secret (POST)."""
    known = kinds.every(retired=False)
    if request.method != "POST":
        return _list(request, WebhookForm(known=known) if "new" in request.GET else None)
    form = WebhookForm(request.POST, known=known)
    if not form.is_valid():
        return _list(request, form, status=422)
    if not once.is_first(request):
        messages.warning(request, SENT_BEFORE)
        return redirect("console:settings-webhooks")
    said, staff, now = form.cleaned_data, staff_of(request), timezone.now()
    try:
        with transaction.atomic():
            hook = subscriptions.make(
                said["name"], said["url"], said["kinds"], by=f"staff:{staff.username}", now=now
            )
            settings_changes.note(WEBHOOKS, "", webhooks_log.sentence(hook, known), staff, now=now)
    except BadWebhook as error:
        form.add_error(error.field, str(error))
        return _list(request, form, status=422)
    return _page(request, hook, secret=hook.secret)


@staff_page(OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_webhook(request: HttpRequest, row: int) -> HttpResponse:
    """Show one webhook and what it was told (GET); change it or do something with it (POST)."""
    hook = get_object_or_404(Webhook, pk=row)
    if request.method != "POST":
        known = kinds.every(retired=False)
        return _page(request, hook, form=webhooks_form.of(hook, known) if "change" in request.GET else None)
    move = _MOVES.get(request.POST.get("move", ""))
    if move is None:
        raise Http404
    return move(request, hook)


@staff_page(OWNERS)
@require_safe
def settings_webhook_line(request: HttpRequest, row: int) -> HttpResponse:
    """Answer how far those are that were put in line, for a page that keeps asking."""
    hook = get_object_or_404(Webhook, pk=row)
    return render(request, "console/_settings_webhook_line.html", _line(request, hook))


@staff_page(OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_webhook_delivery(request: HttpRequest, row: int, number: int) -> HttpResponse:
    """Show one delivery with what is posted and what was answered (GET); put it in line again (POST)."""
    each = get_object_or_404(Delivery.objects.select_related("webhook"), pk=number, webhook_id=row)
    if request.method == "POST":
        now = timezone.now()
        if not again.one(each, now=now):
            messages.error(request, "It was erased meanwhile and is told to nobody.")
            return redirect(request.path)
        return _in_line(each.webhook, 1, now)
    known = kinds.every()
    _keep_who_saw(request, each)
    found = news.bodies([each.interaction_id] if each.interaction_id else [])
    body = delivery.body_of(each, found)
    context = {
        **around(request, WEBHOOKS),
        "hook": each.webhook,
        "hook_url": _url(each.webhook),
        "line": webhooks_log.line(each, known),
        "message_id": delivery.message_id_of(each),
        "body": _indented(body) if body is not None else "",
        "may_again": body is not None and each.state != Delivery.State.DROPPED,
        "is_stopped": each.webhook.stopped_at is not None,
    }
    return render(request, "console/settings_webhook_delivery.html", context)


def _save(request: HttpRequest, hook: Webhook) -> HttpResponse:
    known = kinds.every(retired=False)
    form = WebhookForm(request.POST, known=known)
    if not form.is_valid():
        return _page(request, hook, form=form, status=422)
    said, before, had = form.cleaned_data, webhooks_log.sentence(hook, known), hook.url
    hook.name, hook.url, hook.kinds = said["name"].strip(), said["url"], sorted(set(said["kinds"]))
    after = webhooks_log.sentence(hook, known)
    is_moved = had != hook.url and after == before
    with transaction.atomic():
        hook.save(update_fields=["name", "url", "kinds"])
        _note(request, before, f"{after}; another path" if is_moved else after)
    messages.success(request, "Saved. It holds for what is told from now on.")
    return redirect(_url(hook))


def _pause(request: HttpRequest, hook: Webhook) -> HttpResponse:
    actor = f"staff:{staff_of(request).username}"
    with transaction.atomic():
        if hook.stopped_at is None:
            subscriptions.stop(hook, f"Stopped by {actor}.", by=actor, now=timezone.now())
            _note(request, "", f"{hook.name} paused")
        else:
            subscriptions.leave_stopped(hook, by=actor)
    messages.success(
        request, f"{hook.name} is paused. What waits is kept; what happens meanwhile can be told later."
    )
    return redirect(_url(hook))


def _resume(request: HttpRequest, hook: Webhook) -> HttpResponse:
    with transaction.atomic():
        if hook.stopped_at is not None:
            subscriptions.start(hook)
            _note(request, f"{hook.name} paused", "")
    messages.success(request, f"{hook.name} goes on, beginning with what waits.")
    return redirect(_url(hook))


def _test(request: HttpRequest, hook: Webhook) -> HttpResponse:
    if hook.stopped_at is not None:
        messages.error(request, "It is stopped: let it go on first.")
        return redirect(_url(hook))
    now = timezone.now()
    delivery.ping(hook, now=now)
    return _in_line(hook, 1, now)


def _rotate(request: HttpRequest, hook: Webhook) -> HttpResponse:
    if not once.is_first(request):
        messages.warning(request, SENT_BEFORE)
        return redirect(_url(hook))
    with transaction.atomic():
        secret = subscriptions.rotate(hook, now=timezone.now())
        _note(request, "", f"{hook.name}: a new secret; the old one signs too for {OVERLAP_HOURS} hours")
    return _page(request, hook, secret=secret)


def _tell_again(request: HttpRequest, hook: Webhook) -> HttpResponse:
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _page(request, hook, again_form=form, status=422)
    since, now = form.cleaned_data["since"], timezone.now()
    try:
        with transaction.atomic():
            count = _put_in_line(hook, since, form.cleaned_data["what"] == "all", now)
            said = f"{hook.name}: {count:,} told again of what was recorded since {since:%Y-%m-%d %H:%M}"
            if count:
                _note(request, "", said)
    except BadWebhook as error:
        form.add_error("since", str(error))
        return _page(request, hook, again_form=form, status=422)
    if not count:
        messages.info(request, "There is nothing to tell again: since then it took all that it was told.")
        return redirect(_url(hook))
    return _in_line(hook, count, now)


def _put_in_line(hook: Webhook, since: datetime, is_everything: bool, now: datetime) -> int:
    if is_everything:
        return subscriptions.replay(hook, since, now, now=now)
    if not timedelta() < now - since <= LONGEST_REPLAY:
        raise BadWebhook("since", f"Choose a time of at most {LONGEST_REPLAY.days} days.")
    return again.not_taken(hook, since, now=now)


def _remove(request: HttpRequest, hook: Webhook) -> HttpResponse:
    with transaction.atomic():
        _note(request, webhooks_log.sentence(hook, kinds.every()), "")
        hook.delete()
    messages.success(
        request, f"{hook.name} is removed, with its log. The history still has all that happened."
    )
    return redirect("console:settings-webhooks")


_MOVES: dict[str, Callable[[HttpRequest, Webhook], HttpResponse]] = {
    "save": _save, "pause": _pause, "resume": _resume, "test": _test, "rotate": _rotate, "again": _tell_again,
    "remove": _remove,
}  # fmt: skip


def _list(request: HttpRequest, form: WebhookForm | None, *, status: int = 200) -> HttpResponse:
    hooks, known = list(Webhook.objects.all()), kinds.every()
    strips = webhooks_log.strips(hooks)
    context = {
        **around(request, WEBHOOKS),
        "rows": [
            {
                "hook": hook,
                "url": _url(hook),
                "standing": webhooks_log.standing(hook),
                "kinds": webhooks_log.kinds_in_words(hook.kinds, known),
                "strip": strips[hook.pk],
            }
            for hook in hooks
        ],
        "form": form,
        "once": once.mark(),
        "list_url": reverse("console:settings-webhooks"),
    }
    return render(request, "console/settings_webhooks.html", context, status=status)


def _page(
    request: HttpRequest,
    hook: Webhook,
    *,
    form: WebhookForm | None = None,
    again_form: AgainForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    now, known = timezone.now(), kinds.every()
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    older = request.GET.get("older", "")
    logged = webhooks_log.log(hook, show, int(older) if is_number(older) else None, known)
    narrowed = {"show": show} if show else {}
    context = {
        **around(request, WEBHOOKS),
        **logged,
        **_line(request, hook),
        "hook": hook,
        "hook_url": _url(hook),
        "list_url": reverse("console:settings-webhooks"),
        "standing": webhooks_log.standing(hook),
        "made_by": webhooks_log.by(hook.made_by),
        "kinds": webhooks_log.kinds_in_words(hook.kinds, known, most=99),
        "strip": webhooks_log.strips([hook])[hook.pk],
        "old_until": hook.old_secret_until if hook.old_secret_until and hook.old_secret_until > now else None,
        "overlap_hours": OVERLAP_HOURS,
        "filters": [
            {"label": label, "url": f"{_url(hook)}?{urlencode({'show': key})}#log", "active": key == show}
            for key, (label, _) in SHOWN.items()
        ],
        "older_url": f"?{urlencode(narrowed | {'older': logged['last']})}#log" if logged["last"] else "",
        "form": form,
        "again_form": again_form or AgainForm(initial={"since": timezone.localtime(now - timedelta(days=1))}),
        "secret": secret,
        "once": once.mark(),
    }  # fmt: skip
    return render(request, "console/settings_webhook.html", context, status=status)


def _line(request: HttpRequest, hook: Webhook) -> dict[str, Any]:
    """Return how far those are that the address names: how many were put in line, and when."""
    of, at = request.GET.get("of", ""), webhooks_log.moment_in(request.GET.get("at", ""))
    if at is None or not is_number(of):
        return {"line": None}
    line_url = reverse("console:settings-webhook-line", args=[hook.pk])
    return {
        "line": webhooks_log.progress(hook, int(of), at, now=timezone.now()),
        "line_url": f"{line_url}?{urlencode({'of': of, 'at': at.isoformat()})}",
    }


def _in_line(hook: Webhook, count: int, at: datetime) -> HttpResponse:
    return redirect(f"{_url(hook)}?{urlencode({'of': count, 'at': at.isoformat()})}")


def _keep_who_saw(request: HttpRequest, each: Delivery) -> None:
    """What is posted names a customer: whoever reads it has seen them."""
    if each.interaction_id is not None:
        row = Interaction.objects.filter(id=each.interaction_id).first()
        if row is not None:
            viewings.saw(request, row.customer_id, viewings.Door.PAGE)


def _indented(body: bytes) -> str:
    return json.dumps(json.loads(body), indent=2, ensure_ascii=False)


def _note(request: HttpRequest, before: str, after: str) -> None:
    settings_changes.note(WEBHOOKS, before, after, staff_of(request), now=timezone.now())


def _url(hook: Webhook) -> str:
    return reverse("console:settings-webhook", args=[hook.pk])
