"""The addresses of the offer pages, below /console/offers/."""

from django.urls import path

from hub.console import offer_form, offers

urlpatterns = [
    path("", offers.offers, name="offers"),
    path("new/", offer_form.offer_form, name="offer-new"),
    path("rules/", offer_form.offer_rules, name="offer-rules"),
    path("count/", offer_form.offer_count, name="offer-count"),
    path("<slug:key>/", offers.offer, name="offer"),
    path("<slug:key>/edit/", offer_form.offer_form, name="offer-edit"),
]
