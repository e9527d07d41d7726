"""My dials: how much we may say, about what and by which way, until when not at all, and at which hours."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hub.portal import board, hours, quieting, shell, turning, words
from hub.portal.access import dials_page
from hub.portal.board import Board
from hub.portal.guests import Guest


@dials_page
@require_safe
def dials(request: HttpRequest, guest: Guest) -> HttpResponse:
    now = timezone.now()
    shown = board.of(guest.customer, now=now)
    done = turning.unseal(guest, shown, request.GET.get("done", ""))
    return _page(request, guest, shown, now, {"done": done, "is_back": "back" in request.GET})


@dials_page
@require_POST
def turn(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Turn what was moved, and say on the next page what now holds."""
    now = timezone.now()
    shown = board.of(guest.customer, now=now)
    try:
        wished = turning.moves(shown, request.POST.dict())
    except turning.BadMove:
        wrong = _("That is no position of a dial. Nothing was changed.")
        return _page(request, guest, shown, now, {"wrong": wrong}, status=422)
    if not wished:
        return HttpResponseRedirect(f"{guest.url('dials')}?unmoved")
    turning.turn(guest, shown, wished, now=now)
    back = "&back" if "back" in request.POST else ""
    return HttpResponseRedirect(f"{guest.url('dials')}?done={turning.seal(guest, wished)}{back}")


@dials_page
@require_POST
def quiet(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Keep quiet for a while, or end that."""
    now = timezone.now()
    zone = words.zone_of(guest.customer)
    try:
        until = quieting.until(request.POST.get("for", ""), request.POST.get("day", ""), zone, now=now)
    except quieting.BadQuiet:
        wrong = _("Please choose a day between tomorrow and a year from now. Nothing was changed.")
        shown = board.of(guest.customer, now=now)
        return _page(request, guest, shown, now, {"quiet_wrong": wrong}, status=422)
    turning.quiet(guest, until, now=now)
    # The day's form leads to #quiet, and a redirect would keep that: what now holds stands further up.
    return HttpResponseRedirect(f"{guest.url('dials')}?{'quiet' if until else 'loud'}#main")


@dials_page
@require_POST
def prefer(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Keep by which way and at which hours somebody likes to be reached."""
    now = timezone.now()
    form = hours.HoursForm(guest.customer, request.POST)
    if not form.is_valid():
        return _page(request, guest, board.of(guest.customer, now=now), now, {"hours": form}, status=422)
    form.save(now=now)
    return HttpResponseRedirect(f"{guest.url('dials')}?preferred#hours")


def _page(
    request: HttpRequest,
    guest: Guest,
    shown: Board,
    now: datetime,
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    zone = words.zone_of(guest.customer)
    first, last = quieting.days(zone, now=now)
    quiet_wording = turning.quiet_wording()
    context = {
        "board": shown,
        "positions": [(str(short), str(full)) for short, full in zip(words.SHORT, words.FULL, strict=True)],
        "quiet_until": words.day(shown.quiet_until, zone) if shown.quiet_until else "",
        "wording": turning.wording(),
        "quiet_says": {
            how: turning.quiet_words(quiet_wording, guest.customer, at)
            for how in (quieting.WEEK, quieting.MONTH)
            if (at := quieting.until(how, "", zone, now=now))
        },
        "first_day": first,
        "last_day": last,
        "urls": {name: guest.url(name) for name in ("dials", "turn", "quiet", "prefer")},
        "flash": _flash(request),
        "noted": _("Noted. It holds from the next message on.") if "preferred" in request.GET else "",
    }
    context["hours"] = more.get("hours") or hours.HoursForm(guest.customer)
    return shell.page(request, guest, "portal/dials.html", context | more, status=status)


def _flash(request: HttpRequest) -> str:
    """Say what just happened where the address tells it and the page itself shows it."""
    told = {
        "unmoved": _("Nothing was changed: all dials stand where they stood."),
        "loud": _("The quiet time has ended. Your dials hold as before."),
    }
    return next((said for key, said in told.items() if key in request.GET), "")
