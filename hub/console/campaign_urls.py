"""The addresses of the campaign pages, below /console/campaigns/."""

from django.urls import path

from hub.console import campaign_form, campaigns, text_size

urlpatterns = [
    path("", campaigns.campaigns, name="campaigns"),
    path("new/", campaign_form.campaign_form, name="campaign-new"),
    path("rules/", campaign_form.campaign_rules, name="campaign-rules"),
    path("count/", campaign_form.campaign_count, name="campaign-count"),
    path("text-size/", text_size.campaign_text_size, name="campaign-text-size"),
    path("preview/", campaign_form.campaign_preview_draft, name="campaign-preview-draft"),
    path("<slug:key>/", campaigns.campaign, name="campaign"),
    path("<slug:key>/edit/", campaign_form.campaign_form, name="campaign-edit"),
    path("<slug:key>/funnel/", campaigns.campaign_funnel, name="campaign-funnel"),
    path("<slug:key>/state/", campaigns.campaign_state, name="campaign-state"),
    path("<slug:key>/preview/", campaigns.campaign_preview, name="campaign-preview"),
    path("<slug:key>/export/", campaigns.campaign_export, name="campaign-export"),
]
