"""What anybody can reach: pixel, tracked links and unsubscribe by signed token, and the two probes."""

from django.urls import path

from hub.public import health, tracking

app_name = "public"
urlpatterns = [
    path("t/o/<str:token>/", tracking.pixel, name="pixel"),
    path("t/c/<str:token>/", tracking.follow, name="follow"),
    path("t/u/<str:token>/", tracking.unsubscribe, name="unsubscribe"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
