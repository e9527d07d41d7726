"""Pixel, tracked links and unsubscribe. No GET changes anything a customer would mind."""

from base64 import b64decode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from channels import addresses, devices, receipts, rendering, shortlinks, wishes
from channels.liquid import BrokenTemplate, is_safe_target
from channels.models import Hit, Message
from customers import wordings
from customers.consent import Evidence
from hub import languages

_PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@never_cache
@require_safe
def pixel(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the picture whatever the token is worth; keep the hit if it is one of ours."""
    opened = addresses.message_of("o", token)
    if opened and Message.objects.filter(pk=opened[0]).exists():
        receipts.note_hit(opened[0], Hit.Kind.OPEN, _seen(request), now=timezone.now())
    return HttpResponse(_PIXEL, content_type="image/gif")


@never_cache
@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the target that this message's content has for the link; never to one named in the request."""
    opened = addresses.message_of("c", token)
    return _lead(request, (opened[0], opened[1]) if opened else None)


@never_cache
@require_safe
def follow_short(request: HttpRequest, token: str) -> HttpResponse:
    """Do the same for a link in a text message."""
    return _lead(request, shortlinks.opened(token))


@csrf_exempt  # the token is the permission: mail programs post without a cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show what would happen on GET; do it on POST, as often as it is asked."""
    opened = addresses.message_of("u", token)
    message = Message.objects.select_related("customer").filter(pk=opened[0]).first() if opened else None
    if message is None:
        return render(request, "public/unknown_link.html", status=404)
    languages.speak_to(message.customer)
    language, now = translation.get_language() or "", timezone.now()
    if request.method == "POST":
        is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        shown = wordings.current("unsubscribe.one_click" if is_one_click else "unsubscribe.page", language)
        place = "mail program" if is_one_click else "unsubscribe page"
        evidence = Evidence(shown.text, place, "customer", shown.version)
        wishes.unsubscribe(message.pk, evidence, now=now)
    context = {
        "token": token,
        "is_done": request.method == "POST",
        "wording": wordings.current("unsubscribe.page", language).text,
        "dials_url": addresses.portal_url(message.pk, now=now),
    }
    return render(request, "public/unsubscribe.html", context)


@csrf_exempt  # the token is the permission: a service worker posts it
@never_cache
@require_POST
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """Take a device's word that it showed a push message, or that it was tapped; 503: tell again."""
    opened = addresses.message_of("n", token)
    if opened is None:
        raise Http404
    note = devices.tapped if request.POST.get("what") == "tapped" else devices.shown
    if not note(opened[0], now=timezone.now()):
        return HttpResponse(status=503, headers={"Retry-After": "3"})
    return HttpResponse(status=204)


def _lead(request: HttpRequest, opened: tuple[int, int] | None) -> HttpResponse:
    message = Message.objects.filter(pk=opened[0]).first() if opened else None
    if opened is None or message is None or message.content_id is None:
        raise Http404
    target = _target(message, opened[1])
    if target is None:
        raise Http404
    receipts.note_hit(message.pk, Hit.Kind.CLICK, _seen(request), now=timezone.now(), link=opened[1])
    return HttpResponseRedirect(target)


def _target(message: Message, link: int) -> str | None:
    """Return where the link leads for this customer, or None if nowhere safe."""
    assert message.content_id is not None
    try:
        target = rendering.target_of(message.content_id, link, message.context or {})
    except BrokenTemplate:
        return None
    return target if target is not None and is_safe_target(target) else None


def _seen(request: HttpRequest) -> receipts.Seen:
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
    return receipts.Seen(request.method or "", request.headers.get("User-Agent", ""), address)
