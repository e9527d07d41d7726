"""Less like this: from any message, one or two steps down for its topic on its channel."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from hub import languages
from hub.portal import board, links, shell, turning
from hub.portal.access import unknown_link
from hub.portal.board import Dial
from hub.portal.guests import Guest, person
from hub.portal.turning import Move

_STEPS = 2
_LOWEST_START = _STEPS + 1


@dataclass(frozen=True, slots=True)
class Step:
    """One way of having less: the position, what the customer says by it, and what it would have meant."""

    position: int
    says: str
    would: int


@require_http_methods(["GET", "HEAD", "POST"])
def less(request: HttpRequest, token: str) -> HttpResponse:
    """Show on GET what could be done; do it, or take it back, on POST."""
    now = timezone.now()
    message = links.message_by(links.LESS, token)
    customer = person(message.customer) if message else None
    if message is None or customer is None:
        return unknown_link(request)
    languages.speak_to(customer)
    guest = Guest(customer, token)
    shown = board.of(customer, now=now)
    dial = shown.find(f"{message.channel}/{message.topic}") or shown.everything
    if request.method == "POST" and (wished := _wished(request, guest, shown, dial)):
        turning.turn(guest, shown, [wished], now=now)
        back = "&back" if "back" in request.POST else ""
        return HttpResponseRedirect(f"{request.path}?done={turning.seal(guest, [wished])}{back}")
    done = turning.unseal(guest, shown, request.GET.get("done", ""))
    wording = turning.wording()
    context = {
        "dial": dial,
        "wording": wording,
        "steps": [Step(to, turning.says(wording, dial.label, to), dial.would[to]) for to in steps(dial)],
        "done": done,
        "undo": turning.seal(guest, done),
        "is_back": "back" in request.GET,
        "language_url": "",
    }
    response = shell.page(request, guest, "portal/less.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def steps(dial: Dial) -> list[int]:
    """Return the next positions down that would have been felt, the nearer one first; none from never.

    Who gets two a month and stands at "as it comes" would not notice a step down from there, so the steps
    begin where the dial would just have let through what was sent. Less is not nothing: never is offered
    only to who stands within two steps of it.
    """
    felt = max(dial.would.index(dial.got), _LOWEST_START)
    start = min(dial.position, felt)
    return [position for position in range(start - 1, start - 1 - _STEPS, -1) if position >= 0]


def _wished(request: HttpRequest, guest: Guest, shown: board.Board, dial: Dial) -> Move | None:
    """Read a step down that was offered, or the way back of what was just done; None for anything else."""
    if "back" in request.POST:
        done = turning.unseal(guest, shown, request.POST["back"])
        return next((Move(move.dial, move.after, move.before) for move in done), None)
    chosen = request.POST.get("position", "")
    return next((Move(dial, dial.position, to) for to in steps(dial) if str(to) == chosen), None)
