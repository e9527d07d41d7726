"""The way in: ask for a link, open it, say who you are at a shared address; and the ways out."""

from ipaddress import ip_address, ip_network
from time import monotonic, sleep

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub import languages
from hub.portal import entries, links, shell, visits
from hub.portal.access import full_page, unknown_link
from hub.portal.guests import Guest, person

ANSWER_SECONDS = 0.5
"""Asking takes as long for an unknown address as for a known one, for which a mail is queued: 20 ms of work,
many times that on a crowded machine."""
_LONGEST_ADDRESS = 320


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the address; whoever is in already goes on to their first page."""
    if request.method != "POST":
        guest = visits.guest_of(request)
        return redirect(guest.url(shell.ROOMS[0].name)) if guest else render(request, "portal/enter.html")
    address = request.POST.get("address", "").strip()[:_LONGEST_ADDRESS].replace("\0", "")
    if not address:
        wrong = _("Please enter your email address or your phone number.")
        return render(request, "portal/enter.html", {"wrong": wrong}, status=422)
    began = monotonic()
    try:
        entries.ask(address, client_of(request), now=timezone.now())
    except entries.TooOften:
        return render(request, "portal/too_often.html", status=429)
    sleep(max(0.0, began + ANSWER_SECONDS - monotonic()))
    return redirect("portal:sent")


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say the same to everybody, whoever they are and whatever they asked for."""
    return render(request, "portal/sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button on GET, which mail programs and scanners fetch too; let in on POST, once."""
    now = timezone.now()
    entry = entries.find(token, now=now)
    people = entries.owners(entry.contact_point) if entry and entry.contact_point else []
    if entry is None or entry.contact_point is None or not people:
        return unknown_link(request)
    if request.method != "POST":
        languages.speak_to(people[0])  # as the mail did, so there is nothing to choose
        return render(request, "portal/open.html", {"token": token, "language_url": ""})
    with transaction.atomic():
        if not entries.use(entry, now=now):
            return unknown_link(request)
        response = redirect("portal:enter" if len(people) == 1 else "portal:choose")
        only = people[0] if len(people) == 1 else None
        visits.begin(request, response, entry.contact_point, only, now=now)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Ask who is there, where several share an address; only those who came in by it are asked."""
    visit = visits.of(request)
    if visit is None or visit.customer_id:
        return redirect("portal:enter")
    people = entries.owners(visit.contact_point)
    chosen = next((each for each in people if str(each.pk) == request.POST.get("customer")), None)
    if request.method != "POST" or chosen is None or person(chosen) is None:
        return render(
            request, "portal/choose.html", {"people": [(p.pk, shell.short_name(p)) for p in people]}
        )
    response = redirect("portal:enter")
    with transaction.atomic():
        visits.begin(request, response, visit.contact_point, chosen, now=timezone.now())
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End this visit."""
    response = HttpResponseRedirect(f"{shell.door()}?left=here")
    visits.end(request, response)
    return response


@full_page
@require_POST
def leave_everywhere(request: HttpRequest, guest: Guest) -> HttpResponse:
    """End every visit of this customer and make every link that was sent to them until now void."""
    now = timezone.now()
    response = HttpResponseRedirect(f"{shell.door()}?left=everywhere")
    with transaction.atomic():
        links.void(guest.customer.pk, now=now)
        entries.forget(guest.customer, now=now)
        visits.end_all(guest.customer)
        visits.end(request, response)
    return response


def client_of(request: HttpRequest) -> str:
    """Return the network a request came from: the address, or the /64 that one IPv6 customer has."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ip_network(f"{parsed}/64", strict=False))
