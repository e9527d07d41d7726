"""Which language a customer reads: their own, else the one chosen in this browser, else what it asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from customers import identity
from customers.identity import Details
from hub.languages import ours
from hub.portal import links, visits

COOKIE = "portal_language"
_YEAR = 365 * 24 * 3600
SPEAKING = ("/portal/", "/t/", "/l/", "/s/")
"""Where customers read; everything else speaks English, whoever was served before."""

Next = Callable[[HttpRequest], HttpResponseBase]


def speak(get_response: Next) -> Next:
    """Answer customers in the language of their browser; `speak_to` knows better once they are known."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        is_for_customers = request.path.startswith(SPEAKING)
        with translation.override(_asked_for(request) if is_for_customers else settings.LANGUAGE_CODE):
            response = get_response(request)
            if is_for_customers:
                response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response

    return answer


def _asked_for(request: HttpRequest) -> str:
    asked = request.COOKIES.get(COOKIE, "")
    return ours(asked) or ours(translation.get_language_from_request(request)) or settings.LANGUAGE_CODE


@require_POST
def choose(request: HttpRequest, token: str = "") -> HttpResponse:
    """Keep the choice in this browser, and with the customer where we know whose it is."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, None) or not back.startswith(SPEAKING):
        back = reverse("portal:enter")
    response = HttpResponseRedirect(back)
    if language := ours(request.POST.get("language", "")):
        guest = links.guest_by(token) if token else visits.guest_of(request)
        if guest:
            identity.describe([Details(guest.customer.pk, language=language)])
        response.set_cookie(
            COOKIE, language, max_age=_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response
