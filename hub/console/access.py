"""The one place that says which role may use which page, which customers one may see, and that it is kept."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from customers.models import Customer
from customers.models.people import CustomerQuerySet
from hub import viewings
from hub.models import Staff

Role = Staff.Role
EVERYBODY = frozenset(Role)
CAMPAIGNERS = frozenset({Role.MARKETER, Role.ANALYST, Role.MANAGER, Role.ADMIN})
EDITORS = frozenset({Role.MARKETER, Role.ADMIN})
CARRIERS = frozenset({Role.AGENT, Role.MANAGER, Role.ADMIN})
SUPERVISORS = frozenset({Role.MANAGER, Role.ADMIN})
OWNERS = frozenset({Role.ADMIN})
WATCHERS = frozenset({Role.MARKETER, Role.ANALYST, Role.MANAGER, Role.ADMIN})

View = Callable[..., HttpResponse]


def staff_page(roles: frozenset[Role] = EVERYBODY) -> Callable[[View], View]:
    """Let in staff of these roles; others are asked to log in or told why not (403).

    Whom an answer shows is kept before it leaves: by its address, or as the view said (viewings.saw).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if staff_of(request).role not in roles:
                raise PermissionDenied
            if isinstance(shown := kwargs.get("customer_id"), int):
                viewings.saw(request, shown, viewings.Door.PAGE)
            response = view(request, *args, **kwargs)
            viewings.written(request, response, staff_of(request))
            patch_cache_control(response, private=True, no_store=True)
            return response

        return cast(View, login_required(checked))

    return decorate


def staff_of(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def customers_for(staff: Staff) -> CustomerQuerySet:
    """Return the customers this person may see: every list, count, search and page starts here."""
    return Customer.objects.present()


def customer_or_404(request: HttpRequest, customer_id: int) -> Customer:
    return get_object_or_404(customers_for(staff_of(request)), pk=customer_id)
