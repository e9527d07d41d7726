"""The owner's page of API keys: who has one, what it may do; made, rotated with an overlap, revoked."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hub.api import keys as api_keys
from hub.api.keys import BadKey
from hub.console import keys_words, once, settings_changes
from hub.console.access import OWNERS, staff_of, staff_page
from hub.console.settings_rules import around
from hub.models import ApiKey

KEYS = "keys"
MOST_ENDED = 20
"""So many ended keys are shown, the latest first."""
OVERLAPS = {
    "0": ("at once", timedelta()),
    "1": ("after an hour", timedelta(hours=1)),
    "24": ("after a day", timedelta(days=1)),
    "168": ("after a week", timedelta(weeks=1)),
    "720": ("after 30 days", timedelta(days=30)),
}
USUAL_OVERLAP = "24"
USUAL_RATE, HIGHEST_RATE = 600, 100_000
SENT_BEFORE = (
    "That was sent before and counted once. A secret is shown a single time: who missed it makes anew."
)


class KeyForm(forms.Form):
    name = forms.CharField(
        max_length=api_keys.LONGEST_NAME,
        help_text="Whose key it is, such as shop or till software. Each system has its own.",
    )
    ends_on = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Without one it is good until it is revoked.",
    )
    per_minute = forms.IntegerField(
        label="Requests a minute",
        min_value=1,
        max_value=HIGHEST_RATE,
        required=False,
        help_text=f"{USUAL_RATE} if nothing is said; more are asked to wait.",
    )
    scopes = forms.MultipleChoiceField(
        choices=[(each, each) for each in api_keys.SCOPES],
        error_messages={"required": "Choose at least one thing that it may do."},
    )

    def clean_ends_on(self) -> datetime | None:
        """Return the moment at which the last day is over, by the hub's own clock."""
        day = self.cleaned_data["ends_on"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError("This day is over already.")
        over = datetime.combine(day + timedelta(days=1), datetime.min.time())
        return timezone.make_aware(over)


@staff_page(OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_keys(request: HttpRequest) -> HttpResponse:
    """Show all keys, perhaps with the form for a new one (GET); make one and show it, once (POST)."""
    if request.method != "POST":
        return _page(request, KeyForm() if "new" in request.GET else None)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not once.is_first(request):
        return _sent_before(request)
    said, staff, now = form.cleaned_data, staff_of(request), timezone.now()
    with transaction.atomic():
        key, text = api_keys.make(
            said["name"],
            said["scopes"],
            by=f"staff:{staff.username}",
            now=now,
            expires_at=said["ends_on"],
            per_minute=said["per_minute"] or USUAL_RATE,
        )
        settings_changes.note(KEYS, "", keys_words.sentence(key), staff, now=now)
    return _page(request, None, made=_shown(request, key, text))


@staff_page(OWNERS)
@require_POST
def settings_key(request: HttpRequest, row: int) -> HttpResponse:
    """Rotate a key and show its successor, once; or revoke it."""
    key = get_object_or_404(ApiKey, pk=row)
    move = {"rotate": _rotate, "revoke": _revoke}.get(request.POST.get("move", ""))
    if move is None:
        raise Http404
    return move(request, key)


def _rotate(request: HttpRequest, key: ApiKey) -> HttpResponse:
    overlap = OVERLAPS.get(request.POST.get("overlap", ""))
    if overlap is None:
        raise Http404
    if not once.is_first(request):
        return _sent_before(request)
    staff, now = staff_of(request), timezone.now()
    try:
        with transaction.atomic():
            new, text = api_keys.rotate(key, overlap=overlap[1], by=f"staff:{staff.username}", now=now)
            after = f"{keys_words.sentence(new)}; it follows {key.prefix}, which ends {overlap[0]}"
            settings_changes.note(KEYS, keys_words.sentence(key), after, staff, now=now)
    except BadKey as error:
        messages.error(request, str(error))
        return redirect("console:settings-keys")
    old = ApiKey.objects.get(pk=key.pk)
    return _page(request, None, made=_shown(request, new, text, old))


def _revoke(request: HttpRequest, key: ApiKey) -> HttpResponse:
    staff, now = staff_of(request), timezone.now()
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().get(pk=key.pk)
        if not api_keys.has_ended(key, now=now):
            settings_changes.note(KEYS, keys_words.sentence(key), "", staff, now=now)
            api_keys.end(key, at=now)
    messages.success(request, f"{key} is revoked. From now on it opens nothing.")
    return redirect("console:settings-keys")


def _sent_before(request: HttpRequest) -> HttpResponse:
    messages.warning(request, SENT_BEFORE)
    return redirect("console:settings-keys")


def _shown(request: HttpRequest, key: ApiKey, text: str, old: ApiKey | None = None) -> dict[str, Any]:
    """Return what is shown a single time, and a line to try it with."""
    address = request.build_absolute_uri("/api/v1/event-kinds/")
    return {
        "name": key.name,
        "text": text,
        "curl": f'curl --fail-with-body "{address}" -H "Authorization: Bearer {text}"',
        "old": old,
        "is_old_good": old is not None and not api_keys.has_ended(old, now=timezone.now()),
    }


def _page(
    request: HttpRequest, form: KeyForm | None, *, made: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    every = ApiKey.objects.select_related("predecessor", "successor").order_by("-pk")
    lines = [keys_words.line(each, getattr(each, "successor", None), now=now) for each in every]
    chosen = form["scopes"].value() or [] if form else []
    context = {
        **around(request, KEYS),
        "form": form,
        "groups": keys_words.groups(chosen) if form else [],
        "made": made,
        "keys": [each for each in lines if not each["has_ended"]],
        "ended": [each for each in lines if each["has_ended"]][:MOST_ENDED],
        "overlaps": [(value, said, value == USUAL_OVERLAP) for value, (said, _) in OVERLAPS.items()],
        "once": once.mark(),
        "list_url": reverse("console:settings-keys"),
    }
    return render(request, "console/settings_keys.html", context, status=status)
