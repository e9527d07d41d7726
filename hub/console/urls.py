"""The console's addresses; each has the name of its view and of its template."""

from django.urls import include, path

from hub.console import customer, do, find, home, inbound, message, next_action, outbox, texts, worklist

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("news/", home.news, name="news"),
    path("find/", find.find, name="find"),
    path("customers/<int:customer_id>/", customer.customer, name="customer"),
    path("customers/<int:customer_id>/timeline/", customer.customer_timeline, name="customer-timeline"),
    path("customers/<int:customer_id>/dials/", customer.customer_dials, name="customer-dials"),
    path("customers/<int:customer_id>/offer/", customer.customer_offer, name="customer-offer"),
    path("customers/<int:customer_id>/do/<slug:act>/", do.customer_do, name="customer-do"),
    path("customers/<int:customer_id>/next/", next_action.customer_next, name="customer-next"),
    path("customers/<int:customer_id>/next/outcome/", next_action.customer_outcome, name="customer-outcome"),
    path(
        "customers/<int:customer_id>/loops/<int:loop_id>/close/",
        do.customer_loop_close,
        name="customer-loop-close",
    ),
    path(
        "customers/<int:customer_id>/again/<int:message_id>/",
        do.customer_send_again,
        name="customer-send-again",
    ),
    path("customers/<int:customer_id>/confirm/", do.customer_confirm, name="customer-confirm"),
    path("undo/", do.undo, name="undo"),
    path("customers/<int:customer_id>/explain/", customer.customer_explain, name="customer-explain"),
    path(
        "customers/<int:customer_id>/evidence/<int:evidence_id>/",
        customer.customer_receipt,
        name="customer-receipt",
    ),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:message_id>/", message.message, name="message"),
    path("outbox/<int:message_id>/words/", message.message_words, name="message-words"),
    path("inbox/", include("hub.console.inbox_urls")),
    path("worklist/", worklist.worklist, name="worklist"),
    path("worklist/next/", worklist.worklist_next, name="worklist-next"),
    path("worklist/<int:item_id>/", worklist.worklist_item, name="worklist-item"),
    path("worklist/<int:item_id>/take/", worklist.worklist_take, name="worklist-take"),
    path("worklist/<int:item_id>/put-back/", worklist.worklist_put_back, name="worklist-put-back"),
    path("worklist/<int:item_id>/outcome/", worklist.worklist_outcome, name="worklist-outcome"),
    path("inbound/", inbound.inbound, name="inbound"),
    path("inbound/texts/", texts.inbound_texts, name="inbound-texts"),
    path("inbound/texts/<int:text_id>/place/", texts.inbound_text_place, name="inbound-text-place"),
    path("inbound/texts/<int:text_id>/put-away/", texts.inbound_text_put_away, name="inbound-text-put-away"),
    path("inbound/<int:mail_id>/", inbound.inbound_mail, name="inbound-mail"),
    path("inbound/<int:mail_id>/place/", inbound.inbound_place, name="inbound-place"),
    path("inbound/<int:mail_id>/put-away/", inbound.inbound_put_away, name="inbound-put-away"),
    path("inbound/<int:mail_id>/take-out/", inbound.inbound_take_out, name="inbound-take-out"),
    path("inbound/<int:mail_id>/raw/", inbound.inbound_raw, name="inbound-raw"),
    path("campaigns/", include("hub.console.campaign_urls")),
    path("offers/", include("hub.console.offer_urls")),
    path("settings/", include("hub.console.settings_urls")),
]
