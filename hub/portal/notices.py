"""Notices on my devices: turned on in this browser, and taken away from any."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from channels import devices, vapid
from channels.devices import BadDevice
from customers import wordings
from customers.consent import Evidence
from hub.paging import is_number
from hub.portal import people, said, shell, words
from hub.portal.access import full_page
from hub.portal.guests import Guest
from hub.portal.turning import ACTOR, PLACE

_BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
    "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac",
    "Linux": "Linux",
}  # fmt: skip
"""In this order: each calls itself what came before it, too."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A device as its owner sees it; `mark` is what this browser compares its own subscription with."""

    pk: int
    label: str
    since: str
    mark: str
    is_next: bool


@full_page
@require_safe
def notices(request: HttpRequest, guest: Guest) -> HttpResponse:
    return _page(request, guest)


@full_page
@require_POST
def turn_on(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Add this browser; the script has asked for the permission after a tap."""
    if not settings.PUSH_VAPID_KEY:
        raise Http404
    shown = wordings.current("push.on", get_language() or "")
    endpoint, p256dh, auth = (request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth"))
    label = label_of(request.headers.get("User-Agent", ""))
    evidence = Evidence(shown.text, PLACE, ACTOR, shown.version)
    try:
        devices.turn_on(
            guest.customer.pk, devices.Browser(endpoint, p256dh, auth, label), evidence, now=timezone.now()
        )
    except BadDevice:
        return _page(
            request, guest, _("This browser gave us nothing to reach it by. Nothing was changed."), 422
        )
    return HttpResponseRedirect(f"{reverse('portal:notices')}?on")


@full_page
@require_POST
def turn_off(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Take a device away; twice is as good as once."""
    number = request.POST.get("device", "")
    if is_number(number):
        shown = wordings.current("push.off", get_language() or "")
        evidence = Evidence(shown.text, PLACE, ACTOR, shown.version)
        devices.remove(people.of(guest.customer).ids, int(number), evidence, now=timezone.now())
    return HttpResponseRedirect(f"{reverse('portal:notices')}?off")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the script that shows notices; from here, because a browser lets it mind /portal/ only so."""
    path = finders.find("hub/push_worker.js")
    assert isinstance(path, str)
    response = HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def label_of(agent: str) -> str:
    """Name a browser as its owner would: Firefox, Linux. Pure."""
    browser = next((name for word, name in _BROWSERS.items() if word in agent), "")
    system = next((name for word, name in _SYSTEMS.items() if word in agent), "")
    return ", ".join(part for part in (browser, system) if part)


def _page(request: HttpRequest, guest: Guest, wrong: str = "", status: int = 200) -> HttpResponse:
    zone = words.zone_of(guest.customer)
    mine = devices.of(people.of(guest.customer).ids)
    context = {
        "devices": [
            Shown(
                each.pk,
                each.label or words.device(each.contact_point.address),
                said.on(each.added_at, zone),
                each.contact_point.address,
                place == 0 and len(mine) > 1,
            )
            for place, each in enumerate(mine)
        ],
        "public_key": vapid.public_key(settings.PUSH_VAPID_KEY) if settings.PUSH_VAPID_KEY else "",
        "wording": wordings.current("push.on", get_language() or "").text,
        "wrong": wrong,
        "done": _("On. What we have for you now shows on this device.")
        if "on" in request.GET
        else _("Off. Nothing more comes to that device.")
        if "off" in request.GET
        else "",
    }
    return shell.page(request, guest, "portal/notices.html", context, status=status)
