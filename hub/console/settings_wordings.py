"""The words customers decide by: every kind and language, its older versions, and writing the next."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.views.decorators.http import require_http_methods, require_POST

from customers import wordings
from customers.errors import BadWording
from customers.models import Wording
from customers.wordings import KINDS
from hub.console import settings_changes, spoken
from hub.console.access import EDITORS, staff_of, staff_page
from hub.console.settings_rules import WORDINGS, around, check_may_edit


@staff_page(EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_wordings(request: HttpRequest, key: str = "", language: str = "") -> HttpResponse:
    """Show all wordings, one of them open for a new version (GET); look at it, or add it (POST)."""
    if key and (key not in KINDS or language not in KINDS[key].ours):
        raise Http404
    draft = request.POST.get("text") if request.method == "POST" else None
    if draft is None or "look" in request.POST:
        return _page(request, key, language, draft)
    check_may_edit(request)
    try:
        _add(request, key, language, draft)
    except BadWording:
        return _page(request, key, language, draft, status=422)
    messages.success(request, "Added. It is shown from now on; who was shown the one before keeps that.")
    return redirect("console:settings-concern", concern=WORDINGS)


@staff_page(EDITORS)
@require_POST
def settings_wording_preview(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Answer a draft with its blanks filled in, or what is wrong with it; nothing is kept."""
    if key not in KINDS or language not in KINDS[key].ours:
        raise Http404
    return render(
        request, "console/_settings_draft.html", _looked(key, language, request.POST.get("text", ""))
    )


def _add(request: HttpRequest, key: str, language: str, text: str) -> None:
    staff, now = staff_of(request), timezone.now()
    name = f"{KINDS[key].label}, {_language(language)}"
    with transaction.atomic():
        before = wordings.current(key, language).text
        wordings.add(key, language, text, author=f"staff:{staff.username}", now=now)
        settings_changes.note(WORDINGS, f"{name}: {before}", f"{name}: {text}", staff, now=now)


def _page(
    request: HttpRequest, key: str, language: str, draft: str | None, status: int = 200
) -> HttpResponse:
    versions = defaultdict(list)
    for row in Wording.objects.order_by("-version"):
        versions[row.key, row.language].append(row)
    context = {
        **around(request, WORDINGS),
        "kinds": [
            {
                "label": kind.label,
                "blanks": [f"{{{blank}}}" for blank in sorted(kind.blanks)],
                "languages": [
                    _wording(each, code, versions[each, code], (each, code) == (key, language), draft)
                    for code in kind.ours
                ],
            }
            for each, kind in KINDS.items()
        ],
    }
    return render(request, "console/settings_wordings.html", context, status=status)


def _wording(key: str, code: str, rows: list[Wording], is_open: bool, draft: str | None) -> dict[str, Any]:
    """Return one wording in one language; our own sentence is version 0."""
    ours = Wording(version=0, text=KINDS[key].ours[code])
    current, *older = [
        {
            "version": row.version,
            "text": row.text,
            "by": row.author.removeprefix("staff:"),
            "at": row.created_at if row.version else None,
        }
        for row in [*rows, ours]
    ]
    text = draft if draft is not None else str(current["text"])
    return {
        "language": _language(code),
        "code": code,
        "current": current,
        "older": older,
        "is_open": is_open,
        "text": text,
        "url": reverse("console:settings-wording", args=[key, code]),
        "preview_url": reverse("console:settings-wording-preview", args=[key, code]),
        **(_looked(key, code, text) if is_open else {}),
    }


def _looked(key: str, language: str, text: str) -> dict[str, str]:
    """Return a draft as a customer would read it, or what is wrong with its blanks."""
    try:
        wordings.check(key, text)
    except BadWording as error:
        return {"wrong": str(error), "filled": ""}
    return {"wrong": "", "filled": text.format_map(spoken.sample_blanks(language, now=timezone.now()))}


def _language(code: str) -> str:
    return str(get_language_info(code)["name"])
