"""What anybody can reach: pixel, tracked links and unsubscribe by signed token, and the two probes."""

from django.urls import path

from hub.public import fragments, health, hooks, letters, tracking

app_name = "public"
urlpatterns = [
    path("t/o/<str:token>/", tracking.pixel, name="pixel"),
    path("t/c/<str:token>/", tracking.follow, name="follow"),
    path("s/<str:token>", tracking.follow_short, name="follow-short"),
    path("t/u/<str:token>/", tracking.unsubscribe, name="unsubscribe"),
    path("t/s/<str:token>/", tracking.shown, name="shown"),
    path("t/f/<str:token>/", fragments.fragment, name="fragment"),
    path("l/", letters.letter_reference, name="letter-reference"),
    path("l/<str:reference>", letters.letter_stop, name="letter-stop"),
    path("l/<str:reference>/", letters.letter_stop, name="letter-stop-slash"),
    path("hooks/sms/<slug:carrier>/", hooks.sms, name="sms-hook"),
    path("hooks/sms/<slug:carrier>/<slug:reference>/", hooks.sms, name="sms-receipt-hook"),
    path("hooks/email/<slug:provider>/", hooks.email, name="email-hook"),
    path("hooks/email/<slug:provider>/<slug:door>/", hooks.email, name="email-inbound-hook"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
