"""What every page of the console shows around itself: the rail, where I am, and how the machinery does."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from hub.console import machinery, spikes, webhooks_log
from hub.console.access import CAMPAIGNERS, CARRIERS, EDITORS, EVERYBODY, WATCHERS, Role
from hub.models import Staff


@dataclass(frozen=True)
class Room:
    label: str
    icon: str
    url_name: str
    roles: frozenset[Role]
    is_at_foot: bool = False


ROOMS = (
    Room("Home", "home", "console:home", EVERYBODY),
    Room("Find", "magnifying-glass", "console:find", EVERYBODY),
    Room("Inbox", "inbox", "console:inbox", EVERYBODY),
    Room("Work list", "phone", "console:worklist", CARRIERS),
    Room("Campaigns", "megaphone", "console:campaigns", CAMPAIGNERS),
    Room("Offers", "gift", "console:offers", CAMPAIGNERS),
    Room("Outbox", "paper-airplane", "console:outbox", WATCHERS),
    Room("Settings", "cog-6-tooth", "console:settings", EDITORS, is_at_foot=True),
)
ON_PHONE = 5
"""So many places has the bar of a phone."""


def shell(request: HttpRequest) -> dict[str, object]:
    """Return `nav`, `nav_more`, `machinery` and `organisation` for signed-in staff; only the last for others.

    The first three are asked for by templates that draw the shell, so that partials do not pay for them.
    """
    staff = getattr(request, "user", None)
    if not isinstance(staff, Staff):
        return {"organisation": settings.ORGANISATION}
    return {
        "organisation": settings.ORGANISATION,
        "nav": lambda: _nav(staff, request),
        "nav_more": lambda: [each for each in _nav(staff, request) if each["is_spare"]],
        "machinery": machinery.state,
        "spikes_wait": spikes.how_many_wait if staff.role in WATCHERS else 0,
        "webhooks_given_up": webhooks_log.given_up if staff.role == Role.ADMIN else (),
    }


def live_origin(request: HttpRequest) -> str:
    """Return where /live/ is served: "" behind a proxy, the live process's own port otherwise."""
    if not settings.LIVE_PORT:
        return ""
    host = request.get_host().rsplit(":", 1)[0]
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}"


def _nav(staff: Staff, request: HttpRequest) -> list[dict[str, object]]:
    """Return the rooms of this person; those are spare that a phone has no place for but under "More"."""
    rooms = [room for room in ROOMS if staff.role in room.roles]
    in_bar = ON_PHONE if len(rooms) <= ON_PHONE else ON_PHONE - 1
    return [_entry(room, request) | {"is_spare": place >= in_bar} for place, room in enumerate(rooms)]


def _entry(room: Room, request: HttpRequest) -> dict[str, object]:
    url = reverse(room.url_name)
    is_home = room.url_name == "console:home"
    return {
        "label": room.label,
        "icon": room.icon,
        "url": url,
        "is_at_foot": room.is_at_foot,
        "active": request.path == url if is_home else request.path.startswith(url),
    }
