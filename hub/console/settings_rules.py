"""The settings pages: the owner changes the rules of the house, marketers read them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hub.console import settings_changes, settings_week
from hub.console.access import EDITORS, Role, staff_of, staff_page
from hub.console.settings_concerns import CONCERNS, Concern, topic_labels
from hub.console.settings_forms import others, scope_words

WORDINGS = "wordings"
PEOPLE = (("teams", "Teams"), ("answers", "Canned answers"), ("channels", "Channels"))
"""Tabs with a page of their own (teams.py, channels.py)."""
SYSTEMS = (("keys", "API keys"), ("webhooks", "Webhooks"), ("viewings", "Who looked"))
"""The same, for administrators alone (keys.py, webhooks.py, viewings_page.py)."""


@staff_page(EDITORS)
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Begin with the first concern."""
    return _page(request, next(iter(CONCERNS.values())))


@staff_page(EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_concern(request: HttpRequest, concern: str) -> HttpResponse:
    """Show the rules of one concern (GET); add one (POST)."""
    found = _find(concern)
    if request.method != "POST":
        return _page(request, found)
    check_may_edit(request)
    form = found.form(request.POST)
    if found.most is not None and len(found.rows()) >= found.most:
        raise Http404
    if not form.is_valid():
        return _page(request, found, add_form=form, status=422)
    _save(request, found, form, "")
    return _back(request, found, "Added.")


@staff_page(EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_rule(request: HttpRequest, concern: str, row: str) -> HttpResponse:
    """Show the page with one rule open (GET); save it or remove it (POST)."""
    found = _find(concern)
    instance = next((each for each in found.rows() if str(each.pk) == row), None)
    if instance is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, opened=row)
    check_may_edit(request)
    before = found.told(instance, topic_labels())
    if request.POST.get("move") == "remove":
        return _remove(request, found, instance, before)
    form = found.form(request.POST, instance=instance, auto_id=f"{row}_%s")
    if not form.is_valid():
        return _page(request, found, opened=row, form=form, status=422)
    _save(request, found, form, before)
    return _back(request, found, "Saved.")


def check_may_edit(request: HttpRequest) -> None:
    """Let only the owner's people through; marketers see the pages and change nothing."""
    if not may_edit(request):
        raise PermissionDenied


def may_edit(request: HttpRequest) -> bool:
    return staff_of(request).role == Role.ADMIN


def around(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return what every settings page shows: where one can go, and who changed what on this one."""
    tabs = [*((each.key, each.label) for each in CONCERNS.values()), (WORDINGS, "Wordings"), *PEOPLE]
    tabs += SYSTEMS if may_edit(request) else ()
    return {
        "tabs": [
            {"label": label, "url": reverse("console:settings-concern", args=[each]), "active": each == key}
            for each, label in tabs
        ],
        "may_edit": may_edit(request),
        **settings_changes.history(key, request.GET.get("before", "")),
    }


def _find(concern: str) -> Concern:
    if concern not in CONCERNS:
        raise Http404
    return CONCERNS[concern]


def _save(request: HttpRequest, concern: Concern, form: forms.ModelForm, before: str) -> None:
    with transaction.atomic():
        saved = form.save()
        after = concern.told(saved, topic_labels())
        settings_changes.note(concern.key, before, after, staff_of(request), now=timezone.now())


def _remove(request: HttpRequest, concern: Concern, instance: Any, before: str) -> HttpResponse:
    """Remove a rule, and leave it in the form for a new one in case that was a mistake."""
    if place := concern.in_use(instance):
        messages.error(request, f"{instance} stays: {place} uses it. It can be renamed.")
        return redirect("console:settings-concern", concern=concern.key)
    left = model_to_dict(instance, fields=list(concern.form().fields))
    with transaction.atomic():
        instance.delete()
        settings_changes.note(concern.key, before, "", staff_of(request), now=timezone.now())
    messages.success(request, "Removed. It lies in the form below, in case that was a mistake.")
    url = reverse("console:settings-concern", args=[concern.key])
    return redirect(f"{url}?{urlencode(left, doseq=True)}#add")


def _back(request: HttpRequest, concern: Concern, words: str) -> HttpResponse:
    messages.success(request, f"{words} It holds from the next touch on.")
    return redirect("console:settings-concern", concern=concern.key)


def _page(
    request: HttpRequest,
    concern: Concern,
    *,
    opened: str = "",
    form: forms.ModelForm | None = None,
    add_form: forms.ModelForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows, labels = concern.rows(), topic_labels()
    is_full = concern.most is not None and len(rows) >= concern.most
    left = _left(request.GET, concern)
    context: dict[str, Any] = {
        **around(request, concern.key),
        "concern": concern,
        "rows": [
            _row(concern, row, concern.sentence(row, labels), example, opened, form)
            for row, example in zip(rows, concern.examples(rows), strict=True)
        ],
        "add_form": None if is_full else add_form or concern.form(initial=left or None),
        "adds_now": bool(add_form or left),
        "add_url": reverse("console:settings-concern", args=[concern.key]),
        "weeks": _weeks() if concern.key == "quiet" else [],
    }
    return render(request, "console/settings.html", context, status=status)


def _row(
    concern: Concern, row: Any, words: str, example: str, opened: str, form: forms.ModelForm | None
) -> dict[str, Any]:
    is_open = str(row.pk) == opened
    return {
        "words": words,
        "lines": concern.lines(row),
        "example": example,
        "why": getattr(row, "why", ""),
        "key": row.pk if concern.key == "topics" else "",
        "position": getattr(row, "position", None),
        "url": reverse("console:settings-rule", args=[concern.key, row.pk]),
        "anchor": f"rule-{row.pk}",
        "form": (form or concern.form(instance=row, auto_id=f"{row.pk}_%s")) if is_open else None,
    }


def _left(query: Mapping[str, Any], concern: Concern) -> dict[str, Any]:
    """Return what a removal left in the address for the form that would put it back."""
    names = [name for name in concern.form().fields if name in query]
    return {name: query.getlist(name) if name == "weekdays" else query[name] for name in names}  # type: ignore[attr-defined]


def _weeks() -> list[dict[str, Any]]:
    rules = others(None)
    return [
        {
            "title": scope_words(scope),
            "days": settings_week.picture(settings_week.windows_in(rules, scope)),
        }
        for scope in settings_week.scopes(rules)
    ]
