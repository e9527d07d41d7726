"""The addresses of the settings pages; the console's urls.py takes them in."""

from django.urls import path

from hub.console import channels, settings_rules, settings_wordings, teams

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
    path("<slug:concern>/", settings_rules.settings_concern, name="settings-concern"),
    path("<slug:concern>/<slug:row>/", settings_rules.settings_rule, name="settings-rule"),
]
