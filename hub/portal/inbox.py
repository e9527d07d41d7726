"""My inbox: messages that wait on these pages, to be read and put away.

Looking at the list changes nothing; reading and putting away are posted. The script posts that the list
was shown, which is when a message has arrived.
"""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from channels import inbox as messages
from channels.inbox import Item
from customers.models import Customer
from hub.portal import people, said, shell, words
from hub.portal.access import full_page
from hub.portal.guests import Guest

_BEGINNING = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the inbox as pages show it."""

    pk: int
    subject: str
    text: str
    beginning: str
    when: str
    until: str
    link: str
    is_read: bool


def of(customer: Customer, ids: list[int]) -> list[Shown]:
    """Return what lies in this person's inbox, for whichever page shows it."""
    zone = words.zone_of(customer)
    return [_shown(item, zone) for item in messages.waiting(ids, now=timezone.now())]


@full_page
@require_safe
def inbox(request: HttpRequest, guest: Guest) -> HttpResponse:
    context: dict[str, Any] = {
        "items": of(guest.customer, people.of(guest.customer).ids),
        "done": _("Put away.") if "away" in request.GET else "",
    }
    return shell.page(request, guest, "portal/inbox.html", context)


@full_page
@require_safe
def message(request: HttpRequest, guest: Guest, message_id: int) -> HttpResponse:
    found = messages.one(people.of(guest.customer).ids, message_id, now=timezone.now())
    if found is None:
        raise Http404
    shown = _shown(found, words.zone_of(guest.customer))
    return shell.page(request, guest, "portal/inbox_message.html", {"item": shown})


@full_page
@require_POST
def seen(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Note that what waits was shown."""
    now = timezone.now()
    waiting = messages.waiting(people.of(guest.customer).ids, now=now)
    messages.pulled([item.message for item in waiting], now=now)
    return HttpResponse(status=204)


@full_page
@require_POST
def read(request: HttpRequest, guest: Guest, message_id: int) -> HttpResponse:
    if not messages.read(people.of(guest.customer).ids, message_id, now=timezone.now()):
        return HttpResponseRedirect(reverse("portal:inbox"))
    return HttpResponseRedirect(reverse("portal:inbox-message", args=[message_id]))


@full_page
@require_POST
def dismiss(request: HttpRequest, guest: Guest, message_id: int) -> HttpResponse:
    messages.dismiss(people.of(guest.customer).ids, message_id, now=timezone.now())
    return HttpResponseRedirect(f"{reverse('portal:inbox')}?away")


def _shown(item: Item, zone: ZoneInfo) -> Shown:
    message, text = item.message, " ".join(item.text.split())
    return Shown(
        message.pk,
        item.subject,
        item.text,
        text if len(text) <= _BEGINNING else text[:_BEGINNING].rsplit(maxsplit=1)[0] + " …",
        said.on(message.accepted_at or message.created_at, zone),
        said.on(message.not_after, zone) if message.not_after else "",
        item.link,
        item.is_read,
    )
