"""Mails that need a person: shown as they came, placed with a customer, put away or taken out again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import BinaryField
from django.db.models.functions import Length, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from channels import inbound as mails
from channels.mailreading import Reading, read
from channels.models import InboundMail
from customers import finding, identity
from customers.models import Customer
from hub import viewings
from hub.console import find, words
from hub.console.access import CARRIERS, customer_or_404, customers_for, staff_of, staff_page
from hub.paging import cut, is_number

State = InboundMail.State
PAGE = 25
CANDIDATES = 6
_BEGINNING = 64 * 1024
"""So much of a mail is read for a line of the list: its headers and the first words."""
_AWAY = "away"


class PutAwayForm(forms.Form):
    """Why a mail is nobody's; kept with it."""

    why = forms.CharField(
        max_length=300,
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off"}),
        error_messages={"required": "Say why in a word or two: whoever looks for it later will ask."},
    )


@staff_page(CARRIERS)
@vary_on_headers("HX-Request")
@require_safe
def inbound(request: HttpRequest) -> HttpResponse:
    before, shown = request.GET.get("before", ""), request.GET.get("show", "")
    if before and not is_number(before):
        raise Http404
    state = State.PUT_AWAY if shown == _AWAY else State.UNPARSED
    page, last = cut(_page(state, before), PAGE)
    waiting_url = reverse("console:inbound")
    away_url = f"{waiting_url}?show={_AWAY}"
    older = f"{away_url}&before=" if state == State.PUT_AWAY else f"{waiting_url}?before="
    context = {
        "mails": [_row(mail) for mail in page],
        "older_url": f"{older}{last.pk}" if last else None,
        "is_away": state == State.PUT_AWAY,
        "heaps": [
            {"label": "Waiting", "url": waiting_url, "active": state == State.UNPARSED},
            {"label": "Put away", "url": away_url, "active": state == State.PUT_AWAY},
            {"label": "Texts", "url": reverse("console:inbound-texts"), "active": False},
        ],
    }
    return render(request, "console/_mails.html" if request.htmx else "console/inbound.html", context)  # type: ignore[attr-defined]


@staff_page(CARRIERS)
@vary_on_headers("HX-Request")
@require_safe
def inbound_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    template = "console/_candidates.html" if request.htmx else "console/inbound_mail.html"  # type: ignore[attr-defined]
    return render(request, template, _context(request, _mail(mail_id), PutAwayForm()))


@staff_page(CARRIERS)
@require_POST
def inbound_place(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Place a mail with the customer that somebody chose; say so if another was first."""
    mail = _mail(mail_id)
    wanted = request.POST.get("customer", "")
    if not is_number(wanted):
        raise Http404
    customer = customer_or_404(request, int(wanted))
    if not mails.place(mail.pk, customer.pk, actor=_actor(request), now=timezone.now()):
        return _somebody_was_first(request, mail)
    messages.success(request, f"Placed with {customer}: what they wrote is on their timeline.")
    return redirect("console:inbound")


@staff_page(CARRIERS)
@require_POST
def inbound_put_away(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Put a mail away that is nobody's, with the reason; say so if another was first."""
    mail, form = _mail(mail_id), PutAwayForm(request.POST)
    if not form.is_valid():
        return render(request, "console/inbound_mail.html", _context(request, mail, form), status=422)
    if not mails.put_away(mail.pk, actor=_actor(request), why=form.cleaned_data["why"], now=timezone.now()):
        return _somebody_was_first(request, mail)
    messages.success(request, "Put away. It is kept, and can be taken out again.")
    return redirect("console:inbound")


@staff_page(CARRIERS)
@require_POST
def inbound_take_out(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = _mail(mail_id)
    if not mails.take_out(mail.pk, actor=_actor(request), now=timezone.now()):
        return _somebody_was_first(request, mail)
    return redirect("console:inbound-mail", mail_id=mail.pk)


@staff_page(CARRIERS)
@require_safe
def inbound_raw(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Answer the mail byte for byte, to be saved and never shown: what a stranger wrote does not run here."""
    mail = get_object_or_404(InboundMail, pk=mail_id)
    if mail.customer_id:
        viewings.saw(request, mail.customer_id, viewings.Door.FILE, mail.pk)
    response = HttpResponse(bytes(mail.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{mail.pk}.eml"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _page(state: str, before: str) -> list[Any]:
    found = InboundMail.objects.filter(state=state).defer("raw")
    if before:
        found = found.filter(pk__lt=int(before))
    beginning = Substr("raw", 1, _BEGINNING, output_field=BinaryField())
    return list(found.annotate(beginning=beginning).order_by("-pk")[: PAGE + 1])


def _mail(mail_id: int) -> Any:
    return get_object_or_404(InboundMail.objects.annotate(size=Length("raw")), pk=mail_id)


def _actor(request: HttpRequest) -> str:
    return f"staff:{staff_of(request).username}"


def _somebody_was_first(request: HttpRequest, mail: InboundMail) -> HttpResponse:
    """Lead back to the mail, whose page says what has become of it."""
    messages.warning(
        request, "Somebody was a moment faster; what they did stands, and yours changed nothing."
    )
    return redirect("console:inbound-mail", mail_id=mail.pk)


def _context(request: HttpRequest, mail: Any, form: PutAwayForm) -> dict[str, Any]:
    reading = read(bytes(mail.raw), mail.envelope_to, envelope_from=mail.envelope_from)
    return {
        "mail": mail,
        "reading": reading,
        "sender": _sender(reading, mail),
        "raw_url": reverse("console:inbound-raw", args=[mail.pk]),
        "waits": mail.state == State.UNPARSED,
        "became": _became(request, mail),
        "put_away_form": form,
        "put_away_url": reverse("console:inbound-put-away", args=[mail.pk]),
        "take_out_url": reverse("console:inbound-take-out", args=[mail.pk]),
        **(_candidates(request, mail, reading) if mail.state == State.UNPARSED else {}),
    }


def _candidates(request: HttpRequest, mail: Any, reading: Reading) -> dict[str, Any]:
    """Return whom the mail could be placed with: the owners of its address, else whoever the box finds."""
    staff = staff_of(request)
    owners = [one.pk for one in identity.customer_of_address("email", reading.from_address)]
    senders = list(customers_for(staff).filter(pk__in=owners).order_by("name", "pk"))
    for each in senders:
        viewings.saw(request, each.pk, viewings.Door.MAIL, mail.pk)
    query = request.GET.get("q", "" if senders else reading.from_name).strip()[: finding.LONGEST_QUERY]
    found = finding.find(query, customers_for(staff), limit=CANDIDATES)
    return {
        "senders": senders,
        "query_here": query,
        "found_here": find.matches(request, [each for each in found if each.customer.pk not in owners]),
        "mail_url": reverse("console:inbound-mail", args=[mail.pk]),
        "place_url": reverse("console:inbound-place", args=[mail.pk]),
    }


def _became(request: HttpRequest, mail: InboundMail) -> dict[str, Any] | None:
    """Say what became of a mail that waits no more; None while it does."""
    if mail.state not in (State.APPLIED, State.PUT_AWAY):
        return None
    visible: Any = customers_for(staff_of(request))
    customer: Customer | None = visible.filter(pk=mail.customer_id or 0).first()
    if customer is not None:
        viewings.saw(request, customer.pk, viewings.Door.MAIL, mail.pk)
    return {
        "is_away": mail.state == State.PUT_AWAY,
        "customer": customer,
        "by": words.actor(mail.handled_by),
        "at": mail.handled_at,
        "why": mail.handled_why,
    }


def _row(mail: Any) -> dict[str, Any]:
    reading = read(bytes(mail.beginning), mail.envelope_to, envelope_from=mail.envelope_from)
    is_away = mail.state == State.PUT_AWAY
    return {
        "url": reverse("console:inbound-mail", args=[mail.pk]),
        "at": mail.received_at,
        "sender": _sender(reading, mail),
        "subject": reading.subject or "No subject",
        "note": f"{mail.handled_why}, put away {words.actor(mail.handled_by)}" if is_away else mail.problem,
    }


def _sender(reading: Reading, mail: InboundMail) -> str:
    return reading.from_name or reading.from_address or mail.envelope_from or "Nobody"
