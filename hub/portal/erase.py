"""Erase me: what will happen, said plainly; asked for in a wording that is kept; taken back until its day."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from channels import erasing
from customers import erasing as erasures
from customers import wordings
from customers.consent import Evidence
from hub.portal import said, shell, words
from hub.portal.access import full_page
from hub.portal.guests import Guest
from hub.portal.turning import ACTOR, PLACE


@full_page
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Explain; on POST, with the box ticked, note the wish in the words that were shown."""
    now = timezone.now()
    shown = wordings.current("erase.asked", get_language() or "")
    sentence = shown.fill(due=said.on(erasures.due_at(now), words.zone_of(guest.customer)))
    if request.method == "POST":
        if "sure" not in request.POST:
            wrong = _("Please tick the box if you mean it. Nothing was changed.")
            return _page(request, guest, {"sentence": sentence, "wrong": wrong}, status=422)
        erasing.ask(guest.customer.pk, Evidence(sentence, PLACE, ACTOR, shown.version), now=now)
        return HttpResponseRedirect(reverse("portal:erase"))
    return _page(request, guest, {"sentence": sentence, "is_back": "back" in request.GET})


@full_page
@require_POST
def take_back(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Take the wish back; what was called off meanwhile stays called off."""
    shown = wordings.current("erase.withdrawn", get_language() or "")
    evidence = Evidence(shown.text, PLACE, ACTOR, shown.version)
    erasures.take_back(guest.customer.pk, evidence, now=timezone.now())
    return HttpResponseRedirect(f"{reverse('portal:erase')}?back")


def _page(request: HttpRequest, guest: Guest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return shell.page(request, guest, "portal/erase.html", context, status=status)
