"""The page of all channels: how their routes do, a message to try one, and stopping one by hand."""

import time

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from channels import breaker, pacing, ways
from channels.protocol import Outcome, Outgoing, Result
from channels.registry import ADAPTERS
from channels.ways import Way
from customers import identity
from customers.errors import BadAddress
from hub.console import channel_health, settings_changes, words
from hub.console.access import EDITORS, staff_of, staff_page
from hub.console.settings_rules import around, check_may_edit

CHANNELS = "channels"
START_SECONDS = 5.0
_SAID = {
    Outcome.ACCEPTED: "It was taken.",
    Outcome.REFUSED: "It was refused.",
    Outcome.BOUNCED: "There is no such address.",
    Outcome.DEFERRED: "Not now, said the provider.",
    Outcome.UNKNOWN: "No answer: it may have arrived or not.",
    Outcome.UNTOUCHED: "It was not begun: there was no connection in time, or its pace leaves no room.",
}


class ReasonForm(forms.Form):
    why = forms.CharField(max_length=300)


@staff_page(EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_channels(request: HttpRequest) -> HttpResponse:
    """Show how all channels do (GET); stop one, let it go on, or try it (POST)."""
    if request.method != "POST":
        found = channel_health.channels(now=timezone.now())
        return render(
            request,
            "console/settings_channels.html",
            {
                "channels": [channel for channel in found if channel.is_ready],
                "unused": [channel for channel in found if not channel.is_ready],
                **around(request, CHANNELS),
            },
        )
    check_may_edit(request)
    key = request.POST.get("key", "")
    move = {"pause": _pause, "resume": _resume, "test": _test}.get(request.POST.get("move", ""))
    if move is None or not _is_ours(key):
        raise Http404
    move(request, key)
    return redirect(f"{request.path}#{key.partition(':')[0]}")


def _is_ours(key: str) -> bool:
    """Say whether this names a channel ("email:") or one of its routes."""
    channel, _, provider = key.partition(":")
    return channel in ADAPTERS and (not provider or _way(key) is not None)


def _way(key: str) -> Way | None:
    channel, _, provider = key.partition(":")
    routes = ways.routes_of(ADAPTERS[channel])
    return next((Way(channel, route) for route in routes if route.provider == provider), None)


def _name(key: str) -> str:
    channel, _, provider = key.partition(":")
    return f"{words.channel(channel)} by {provider}" if provider else words.channel(channel)


def _pause(request: HttpRequest, key: str) -> None:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why it is stopped: whoever looks next has to know.")
        return
    staff, now, why = staff_of(request), timezone.now(), form.cleaned_data["why"]
    with transaction.atomic():
        if breaker.pause(key, why, actor=f"staff:{staff.username}", now=now):
            settings_changes.note(CHANNELS, "", f"{_name(key)} stopped: {why}", staff, now=now)
    messages.success(request, f"{_name(key)} is stopped. What is under way ends; what waits is kept.")


def _resume(request: HttpRequest, key: str) -> None:
    staff, now = staff_of(request), timezone.now()
    with transaction.atomic():
        if breaker.resume(key):
            settings_changes.note(CHANNELS, f"{_name(key)} stopped", "", staff, now=now)
    messages.success(request, f"{_name(key)} goes on.")


def _test(request: HttpRequest, key: str) -> None:
    """Hand one message to this very route, at its pace, and say what the provider said."""
    way, said = _way(key), request.POST.get("address", "")
    if way is None or way.route.link:
        raise Http404
    try:
        address = _address(way.channel, said)
    except (BadAddress, ValidationError):
        messages.error(request, "That is no address that this channel can reach.")
        return
    (result,) = pacing.hand_over(way, [_words(address)], start_by=time.monotonic() + START_SECONDS)
    now = timezone.now()
    breaker.note(key, [result], now=now)
    with transaction.atomic():
        tried = f"{_name(key)} tried with a test message: {result.outcome.value}"
        settings_changes.note(CHANNELS, "", tried, staff_of(request), now=now)
    _tell(request, key, result)


def _address(channel: str, said: str) -> str:
    if ADAPTERS[channel].shape.contact_kind == "phone":
        return identity.normalise_phone(said.strip(), "")
    validate_email(said.strip())
    return said.strip()


def _words(address: str) -> Outgoing:
    """Return a message to nobody we know: its number is none of the outbox's, and new each time."""
    return Outgoing(
        message_id=2**48 + int(time.time() * 1000),
        address=address,
        name="",
        sender_name=settings.ORGANISATION,
        sender_address=f"test@{settings.MAIL_DOMAIN}",
        subject="A test message",
        text=f"This is a test message of {settings.ORGANISATION}. There is nothing to do.",
        html="",
        is_marketing=False,
        unsubscribe_url="",
        context={},
    )


def _tell(request: HttpRequest, key: str, result: Result) -> None:
    line = f"{_name(key)}: {_SAID[result.outcome]}"
    line += f" Its words: {result.words}" if result.words else ""
    level = messages.SUCCESS if result.outcome == Outcome.ACCEPTED else messages.WARNING
    messages.add_message(request, level, line)
