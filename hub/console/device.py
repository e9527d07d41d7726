"""Where an administrator lets a till, kiosk or cash machine into the API, by the code on its screen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.api import keys, limits, oauth_devices
from hub.api.oauth_devices import Waiting
from hub.console import keys_words, settings_changes
from hub.console.access import OWNERS, staff_of, staff_page

TRIES_PER_MINUTE = 20
_CONCERN = "devices"


@staff_page(OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or show what the device under it may do (GET); let it in or turn it away (POST)."""
    says = request.POST if request.method == "POST" else request.GET
    code = says.get("code", "").strip()
    if not code:
        return render(request, "console/device.html", {"changes": _lately()})
    found = None if _tries_too_often(request) else oauth_devices.waiting(code, now=timezone.now())
    if found is None:
        return render(request, "console/device.html", {"wrong": code, "changes": _lately()}, status=422)
    if request.method == "POST" and says.get("answer") in ("yes", "no"):
        return _answered(request, found, is_let_in=says["answer"] == "yes")
    may = [keys.EVERY[scope] for scope in found.scopes]
    return render(request, "console/device.html", {"found": found, "may": may})


def _answered(request: HttpRequest, found: Waiting, *, is_let_in: bool) -> HttpResponse:
    staff = staff_of(request)
    if not oauth_devices.answer(found, staff, is_let_in=is_let_in):
        messages.warning(request, "That came too late. Ask for a new code at the device.")
    elif is_let_in:
        after = f"{found.key}: {keys_words.may(found.scopes)}"
        settings_changes.note(_CONCERN, "", after, staff, now=timezone.now())
        messages.success(request, f"{found.key.name} is in. It goes on by itself within a few seconds.")
    else:
        messages.success(request, f"{found.key.name} was turned away.")
    return redirect("console:device")


def _lately() -> object:
    return settings_changes.history(_CONCERN, "")["changes"]


def _tries_too_often(request: HttpRequest) -> bool:
    name = f"device:{staff_of(request).pk}"
    return limits.count(name, TRIES_PER_MINUTE, now_seconds=timezone.now().timestamp()).left < 0
