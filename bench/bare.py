"""The hub's own settings and addresses, and beside them the bare view to compare with: one ORM look-up."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from hub.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare"


def bare(request: HttpRequest, customer_id: int) -> JsonResponse:
    from customers.models import Customer

    customer = Customer.objects.get(pk=customer_id)
    return JsonResponse({"name": customer.name, "staff": request.user.pk})


def __getattr__(name: str) -> object:
    if name == "urlpatterns":
        from hub.urls import urlpatterns

        return [path("bench/<int:customer_id>/", bare), *urlpatterns]
    raise AttributeError(name)
