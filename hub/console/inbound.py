"""Mails that need a person: those we could not read or place, as they came."""

from typing import Any

from django.db.models import BinaryField
from django.db.models.functions import Length, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from channels.mailreading import Reading, read
from channels.models import InboundMail
from customers import identity
from hub.console.access import customers_for, staff_of, staff_page
from hub.console.pages import cut, is_number

PAGE = 25
_BEGINNING = 64 * 1024
"""So much of a mail is read for a line of the list: its headers and the first words."""


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def inbound(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    if before and not is_number(before):
        raise Http404
    mails = InboundMail.objects.filter(state=InboundMail.State.UNPARSED).defer("raw")
    if before:
        mails = mails.filter(pk__lt=int(before))
    beginning = Substr("raw", 1, _BEGINNING, output_field=BinaryField())
    page, last = cut(list(mails.annotate(beginning=beginning).order_by("-pk")[: PAGE + 1]), PAGE)
    older_url = f"{reverse('console:inbound')}?before={last.pk}" if last else None
    context = {"mails": [_row(mail) for mail in page], "older_url": older_url}
    return render(request, "console/_mails.html" if request.htmx else "console/inbound.html", context)  # type: ignore[attr-defined]


@staff_page()
@require_safe
def inbound_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = get_object_or_404(InboundMail.objects.annotate(size=Length("raw")), pk=mail_id)
    reading = read(bytes(mail.raw), mail.envelope_to, envelope_from=mail.envelope_from)
    senders = [one.pk for one in identity.customer_of_address("email", reading.from_address)]
    context = {
        "mail": mail,
        "reading": reading,
        "sender": _sender(reading, mail),
        "senders": customers_for(staff_of(request)).filter(pk__in=senders),
        "raw_url": reverse("console:inbound-raw", args=[mail.pk]),
    }
    return render(request, "console/inbound_mail.html", context)


@staff_page()
@require_safe
def inbound_raw(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Answer the mail byte for byte, to be saved and never shown: what a stranger wrote does not run here."""
    mail = get_object_or_404(InboundMail, pk=mail_id)
    response = HttpResponse(bytes(mail.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{mail.pk}.eml"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _row(mail: Any) -> dict[str, Any]:
    reading = read(bytes(mail.beginning), mail.envelope_to, envelope_from=mail.envelope_from)
    return {
        "url": reverse("console:inbound-mail", args=[mail.pk]),
        "at": mail.received_at,
        "sender": _sender(reading, mail),
        "subject": reading.subject or "No subject",
        "problem": mail.problem,
    }


def _sender(reading: Reading, mail: InboundMail) -> str:
    return reading.from_name or reading.from_address or mail.envelope_from or "Nobody"
