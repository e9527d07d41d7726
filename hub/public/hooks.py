"""Where providers call back: verified over the very bytes, stored, answered at once; applied later."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from channels import callbacks, texting
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
