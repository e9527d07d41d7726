"""Who may see which page of the portal: every page that shows a customer goes through here."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from hub import languages
from hub.portal import links, shell, visits
from hub.portal.guests import Guest

View = Callable[..., HttpResponse]


def full_page(view: View) -> View:
    """Let in who came by a link of their own; others are asked to come in."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        guest = visits.guest_of(request)
        if guest is None:
            return redirect("portal:enter")
        return _answer(view, request, guest, *args, **kwargs)

    return checked


def dials_page(view: View) -> View:
    """Let in by a message's link too: its token is in the address, and nothing else is looked at then."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, token: str = "", **kwargs: object) -> HttpResponse:
        guest = links.guest_by(token) if token else visits.guest_of(request)
        if guest is None and token:
            return unknown_link(request)
        if guest is None:
            return redirect("portal:enter")
        return _answer(view, request, guest, *args, **kwargs)

    return checked


def unknown_link(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing (any more), and how to come in."""
    back = shell.door() if request.method == "POST" else request.get_full_path()
    response = render(request, "portal/unknown_link.html", {"back": back}, status=404)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _answer(view: View, request: HttpRequest, guest: Guest, *args: object, **kwargs: object) -> HttpResponse:
    languages.speak_to(guest.customer)
    response = view(request, guest, *args, **kwargs)
    patch_cache_control(response, private=True, no_store=True)
    if guest.is_full:
        visits.stay(request, response)
    return response
