"""Where providers call back: verified over the very bytes, stored, answered at once; applied later."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from channels import callbacks, mailhooks, texting
from channels.adapters.esp_doors import Knock, is_genuine
from channels.adapters.esp_kinds import accounts
from channels.adapters.sms import carriers


@csrf_exempt  # the signature is the permission
@require_POST
def sms(request: HttpRequest, carrier: str, reference: str = "") -> HttpResponse:
    """Take what an SMS provider tells: a text that somebody wrote, or what became of one of ours."""
    ours = carriers(carrier)
    if not ours:
        return HttpResponse(status=404)
    if int(request.headers.get("Content-Length") or 0) > texting.LARGEST_BYTES:
        return HttpResponse(status=413)
    # The address they signed is the one we gave them, whatever the proxy in between calls us.
    url = f"{settings.BASE_URL}{request.get_full_path()}"
    now = time.time()
    if not any(each.is_genuine(url, request.headers, request.body, now=now) for each in ours):
        return HttpResponse(status=403)
    kind = request.content_type or ""
    callbacks.take("sms", carrier, reference, kind, request.body, now=timezone.now())
    return HttpResponse(status=204)


EVENTS_BYTES = 5 * 1024 * 1024
INBOUND_BYTES = 36 * 1024 * 1024
"""A mail of 25 MB, as the providers that wrap it in JSON call back."""


@csrf_exempt  # the signature is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest, provider: str, door: str = "events") -> HttpResponse:
    """Take what an email provider tells: events of mails that we sent, or a mail that somebody wrote."""
    ours = [each for each in accounts(settings.EMAIL_URL, provider) if each.esp.webhooks]
    if not ours or door not in ("events", mailhooks.INBOUND):
        return HttpResponse(status=404)
    if request.method != "POST":
        return HttpResponse()  # some look whether anybody is here before they believe the address
    limit = INBOUND_BYTES if door == mailhooks.INBOUND else EVENTS_BYTES
    body = request.read(limit + 1)
    if len(body) > limit:
        return HttpResponse(status=413)
    knock = Knock(f"{settings.BASE_URL}{request.get_full_path()}", request.headers, body)
    now = time.time()
    if not any(is_genuine(each, door, knock, settings.WEBHOOK_SECRETS, now=now) for each in ours):
        return _who_are_you(request)
    callbacks.take("email", provider, door, knock.content_type, body, now=timezone.now())
    return HttpResponse(status=204)


def _who_are_you(request: HttpRequest) -> HttpResponse:
    """Refuse; who gave no password is asked for one first, for some send it only then."""
    if "Authorization" in request.headers:
        return HttpResponse(status=403)
    return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="Rapport"'})
