"""The addresses of the settings pages; the console's urls.py takes them in."""

from django.urls import path

from hub.console import channels, keys, settings_rules, settings_wordings, teams, webhooks

urlpatterns = [
    path("", settings_rules.settings, name="settings"),
    path("wordings/", settings_wordings.settings_wordings, name="settings-wordings"),
    path("wordings/<str:key>/<slug:language>/", settings_wordings.settings_wordings, name="settings-wording"),
    path(
        "wordings/<str:key>/<slug:language>/preview/",
        settings_wordings.settings_wording_preview,
        name="settings-wording-preview",
    ),
    path("channels/", channels.settings_channels, name="settings-channels"),
    path("teams/", teams.settings_teams, {"kind": "teams"}, name="settings-teams"),
    path("teams/<int:row>/", teams.settings_teams, {"kind": "teams"}, name="settings-team"),
    path("answers/", teams.settings_teams, {"kind": "answers"}, name="settings-answers"),
    path("answers/<int:row>/", teams.settings_teams, {"kind": "answers"}, name="settings-answer"),
    path("keys/", keys.settings_keys, name="settings-keys"),
    path("keys/<int:row>/", keys.settings_key, name="settings-key"),
    path("webhooks/", webhooks.settings_webhooks, name="settings-webhooks"),
    path("webhooks/<int:row>/", webhooks.settings_webhook, name="settings-webhook"),
    path("webhooks/<int:row>/line/", webhooks.settings_webhook_line, name="settings-webhook-line"),
    path(
        "webhooks/<int:row>/deliveries/<int:number>/",
        webhooks.settings_webhook_delivery,
        name="settings-webhook-delivery",
    ),
    path("<slug:concern>/", settings_rules.settings_concern, name="settings-concern"),
    path("<slug:concern>/<slug:row>/", settings_rules.settings_rule, name="settings-rule"),
]
