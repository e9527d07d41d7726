"""Texts, and words of SMS providers, that need a person: shown as they came, placed or put away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from channels import callbacks, texting
from channels.carriers import Text
from channels.models import Callback
from customers import identity
from hub import viewings
from hub.console.access import CARRIERS, customer_or_404, customers_for, staff_of, staff_page
from hub.console.inbound import PutAwayForm
from hub.paging import cut, is_number

PAGE = 25
_RAW = 2000


@staff_page(CARRIERS)
@require_safe
def inbound_texts(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    if before and not is_number(before):
        raise Http404
    found = Callback.objects.filter(state=Callback.State.UNPARSED)
    if before:
        found = found.filter(pk__lt=int(before))
    page, last = cut(list(found.order_by("-pk")[: PAGE + 1]), PAGE)
    older_url = f"{reverse('console:inbound-texts')}?before={last.pk}" if last else None
    context = {"texts": [_row(request, each) for each in page], "older_url": older_url}
    return render(request, "console/inbound_texts.html", context)


@staff_page(CARRIERS)
@require_POST
def inbound_text_place(request: HttpRequest, text_id: int) -> HttpResponse:
    """Place a text with the customer that somebody chose, by a button or by their number."""
    wanted = request.POST.get("customer", "").strip().upper().removeprefix("C")
    if not is_number(wanted):
        messages.warning(request, "Write a customer number such as C000123.")
        return redirect("console:inbound-texts")
    customer = customer_or_404(request, int(wanted))
    get_object_or_404(Callback, pk=text_id)
    if texting.place(text_id, customer.pk, actor=_actor(request), now=timezone.now()):
        messages.success(request, f"Placed with {customer}: what they wrote is on their timeline.")
    else:
        messages.warning(request, "It waits no more, or is no text that somebody wrote.")
    return redirect("console:inbound-texts")


@staff_page(CARRIERS)
@require_POST
def inbound_text_put_away(request: HttpRequest, text_id: int) -> HttpResponse:
    """Put away what is nobody's, with the reason."""
    form = PutAwayForm(request.POST)
    get_object_or_404(Callback, pk=text_id)
    if not form.is_valid():
        messages.warning(request, "Say why in a word or two: whoever looks for it later will ask.")
    elif callbacks.put_away(text_id, actor=_actor(request), why=form.cleaned_data["why"], now=timezone.now()):
        messages.success(request, "Put away. It is kept.")
    else:
        messages.warning(request, "Somebody was a moment faster; what they did stands.")
    return redirect("console:inbound-texts")


def _row(request: HttpRequest, callback: Callback) -> dict[str, Any]:
    said = texting.words_of(callback)
    is_text = isinstance(said, Text)
    owners = identity.customer_of_address("phone", callback.sender) if callback.sender else []
    visible = customers_for(staff_of(request)).filter(pk__in=[owner.pk for owner in owners])
    seen = list(visible.order_by("pk"))
    for each in seen:
        viewings.saw(request, each.pk, viewings.Door.TEXT, callback.pk)
    return {
        "pk": callback.pk,
        "at": callback.received_at,
        "problem": callback.problem,
        "is_text": is_text,
        "sender": callback.sender or (said.sender if isinstance(said, Text) else callback.carrier),
        "words": said.words if isinstance(said, Text) else _raw(callback),
        "owners": seen,
    }


def _raw(callback: Callback) -> str:
    return bytes(callback.raw)[:_RAW].decode("utf-8", "replace")


def _actor(request: HttpRequest) -> str:
    return f"staff:{staff_of(request).username}"
