"""What `bench.api` compares with: the endpoint that DRF's guide leads to, serializer and bulk_create.

It takes what ours takes and keeps the columns that ours fills. It asks for no key, passes no middleware,
keeps no profile, checks no kind and answers one word for all: all of that is in its favour.
"""

import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.permissions import AllowAny  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402

from customers.models import Identity  # noqa: E402


class NaiveInteraction(models.Model):
    customer_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, blank=True, default="")
    direction = models.CharField(max_length=6, blank=True, default="")
    actor = models.CharField(max_length=80, default="")
    summary = models.CharField(max_length=300, blank=True, default="")
    data = models.JSONField(default=dict)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        app_label = "hub"
        managed = False
        db_table = "naive_interaction"

    def __str__(self) -> str:
        return self.source_id


class CustomerSerializer(serializers.Serializer):
    source = serializers.CharField()
    key = serializers.CharField()


class InteractionSerializer(serializers.ModelSerializer):
    customer = CustomerSerializer()

    class Meta:
        model = NaiveInteraction
        exclude = ["customer_id", "actor"]


class Interactions(APIView):
    authentication_classes = []
    permission_classes = [AllowAny]

    def post(self, request: Request) -> Response:
        serializer = InteractionSerializer(data=request.data, many=True)
        serializer.is_valid(raise_exception=True)
        found = serializer.validated_data
        keys = {each["customer"]["key"] for each in found}
        ids = dict(Identity.objects.filter(source="shop", key__in=keys).values_list("key", "customer_id"))
        rows = [NaiveInteraction(customer_id=ids[each.pop("customer")["key"]], **each) for each in found]
        NaiveInteraction.objects.bulk_create(rows, ignore_conflicts=True)
        return Response({"refused": 0})


@csrf_exempt
def interactions(request: HttpRequest) -> HttpResponse:
    return Interactions.as_view()(request)


class _Urls:
    urlpatterns = [path("", interactions)]


def _point_at_ours() -> None:
    from django.conf import settings

    settings.ROOT_URLCONF = _Urls
    settings.MIDDLEWARE = []


_point_at_ours()
application = get_wsgi_application()
