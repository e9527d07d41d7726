"""Where there is nothing: customers are told so in their own words, and staff in theirs."""

from contextlib import suppress

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.template.loader import render_to_string
from django.views import defaults

from hub import languages
from hub.portal import visits
from hub.portal.languages import SPEAKING


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for whoever reads there. What customers are told needs no database, only their language does."""
    if not request.path.startswith(SPEAKING):
        return defaults.page_not_found(request, exception)
    with suppress(Error):
        if guest := visits.guest_of(request):
            languages.speak_to(guest.customer)
    around = {"organisation": settings.ORGANISATION, "language_url": ""}
    return HttpResponseNotFound(render_to_string("portal/404.html", around))
