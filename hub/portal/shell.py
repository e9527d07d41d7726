"""What every page of the portal shows around itself: its rooms, whose it is, and the way out.

A page is one file with its view here, one line in urls.py and, to be found from every page, one in ROOMS.
"""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from hub.portal import leaving
from hub.portal.guests import Guest


@dataclass(frozen=True, slots=True)
class Room:
    """A page of the bar; `name` is its URL's, in the space "portal"."""

    name: str
    label: str | Promise
    icon: str


ROOMS = (
    Room("page", _("My page"), "home"),
    Room("dials", _("My dials"), "adjustments-horizontal"),
    Room("why", _("Why?"), "question-mark-circle"),
    Room("known", _("About me"), "user"),
    Room("conversations", _("Messages"), "chat-bubble-left-right"),
)
"""The first is where a guest arrives. Up to five fit a phone."""


def page(
    request: HttpRequest, guest: Guest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page for a guest; who came by a message's link gets no rooms and no name beyond the first."""
    around = {
        "guest": guest,
        "rooms": [_entry(request, room) for room in ROOMS] if guest.is_full and len(ROOMS) > 1 else [],
        "initials": initials(guest.customer) if guest.is_full else "",
        "language_url": guest.url("language"),
        "back": _back(request, guest, template),
        "erased_on": leaving.on(guest.customer) if guest.is_full else "",
    }
    return render(request, template, around | context, status=status)


def door() -> str:
    return reverse("portal:enter")


def short_name(customer: Customer) -> str:
    """Return the first name and an initial: all that a shared address shows of somebody."""
    first, *rest = customer.name.split() or [customer.number]
    return f"{first} {rest[-1][0].upper()}." if rest else first


def initials(customer: Customer) -> str:
    words = customer.name.split() or ["?"]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


def _back(request: HttpRequest, guest: Guest, template: str) -> str:
    """Return where this page can be read again; what answers a refused form bears the name of its page."""
    if request.method == "POST":
        return guest.url(PurePath(template).stem)
    return request.get_full_path()


def _entry(request: HttpRequest, room: Room) -> dict[str, object]:
    url = reverse(f"portal:{room.name}")
    return {"url": url, "label": room.label, "icon": room.icon, "is_here": request.path.startswith(url)}
