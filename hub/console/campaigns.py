"""The campaign pages: the list, one campaign with its funnel, its moves, its words as customers get them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from campaigns import audience, launch, yamlfile
from campaigns.models import Campaign, Flight
from campaigns.segment import BadRule
from customers.models import Topic
from hub.analytics.funnel import funnel
from hub.console import funnel_words, previews, words
from hub.console.access import CAMPAIGNERS, EDITORS, customers_for, staff_of, staff_page

LISTED = 50


@staff_page(CAMPAIGNERS)
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns, the newest first, each with how its last flight went."""
    before = request.GET.get("before", "")
    found = Campaign.objects.order_by("-pk")
    page = list((found.filter(pk__lt=int(before)) if before.isdecimal() else found)[: LISTED + 1])
    flights, topics = _last_flights(page[:LISTED]), dict(Topic.objects.values_list("key", "label"))
    older = f"?before={page[LISTED - 1].pk}" if len(page) > LISTED else ""
    context = {
        "campaigns": [_listed(each, flights.get(each.pk), topics) for each in page[:LISTED]],
        "may_edit": staff_of(request).role in EDITORS,
        "new_url": reverse("console:campaign-new"),
        "older_url": older,
    }
    return render(request, "console/campaigns.html", context)


@staff_page(CAMPAIGNERS)
@require_safe
def campaign(request: HttpRequest, key: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, key=key)
    flight = launch.latest_flight(campaign)
    context = (
        _state(request, campaign, flight) | _funnel(campaign, flight) | _preview_choice(request, campaign)
    )
    context["campaign"] |= _about(campaign)
    context["edit_url"] = reverse("console:campaign-edit", args=[key])
    context["export_url"] = reverse("console:campaign-export", args=[key])
    return render(request, "console/campaign.html", context)


@staff_page(CAMPAIGNERS)
@require_safe
def campaign_funnel(request: HttpRequest, key: str) -> HttpResponse:
    """The figures alone, of all and by version, which the page fetches every two seconds while they move."""
    campaign = get_object_or_404(Campaign, key=key)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("console:campaign", key=key)
    return render(request, "console/_figures.html", _funnel(campaign, launch.latest_flight(campaign)))


@staff_page(EDITORS)
@require_POST
def campaign_state(request: HttpRequest, key: str) -> HttpResponse:
    """Launch, pause, resume or stop; what cannot be done is said with its reasons."""
    campaign = get_object_or_404(Campaign, key=key)
    try:
        _move(campaign, request.POST.get("move", ""), staff_of(request).username)
    except launch.CannotLaunch as error:
        for problem in error.problems:
            messages.error(request, problem)
    except launch.CannotMove as error:
        messages.error(request, str(error))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("console:campaign", key=key)
    context = _state(request, campaign, launch.latest_flight(campaign))
    answer = render(request, "console/_state_moved.html", context)
    return trigger_client_event(answer, "campaign:changed")


@staff_page(CAMPAIGNERS)
@require_safe
def campaign_preview(request: HttpRequest, key: str) -> HttpResponse:
    """The saved words as one customer gets them, in the frame of the campaign page."""
    campaign = get_object_or_404(Campaign, key=key)
    versions = campaign.versions.all()
    wanted = previews.wanted(request.GET)
    version = versions.first() if wanted.number is None else versions.filter(pk=wanted.number).first()
    customer = previews.chosen(request, campaign, request.GET.get("preview_customer", ""))
    return previews.answer(request, version and wanted.said(campaign, version), customer)


@staff_page(CAMPAIGNERS)
@require_safe
def campaign_export(request: HttpRequest, key: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, key=key)
    headers = {"Content-Disposition": f'attachment; filename="{campaign.key}.yaml"'}
    return HttpResponse(yamlfile.export(campaign), content_type="application/yaml", headers=headers)


def _last_flights(campaigns: list[Campaign]) -> dict[int, Flight]:
    latest = (
        Flight.objects.filter(campaign__in=campaigns)
        .select_related("campaign")
        .order_by("campaign_id", "-pk")
        .distinct("campaign_id")
    )
    return {flight.campaign_id: flight for flight in latest}


def _listed(campaign: Campaign, flight: Flight | None, topics: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "url": reverse("console:campaign", args=[campaign.key]),
        "state": flight.state if flight else "",
        "purpose": campaign.get_purpose_display(),
        "topic": topics.get(campaign.topic, campaign.topic),
        "changed_at": campaign.changed_at,
        "figures": funnel_words.in_brief(funnel(flight)) if flight else [],
    }


def _state(request: HttpRequest, campaign: Campaign, flight: Flight | None) -> dict[str, Any]:
    may_edit = staff_of(request).role in EDITORS
    return {
        "campaign": {"state": flight.state if flight else "", "state_note": _note(flight)},
        "state_url": reverse("console:campaign-state", args=[campaign.key]),
        "moves": _moves(flight) if may_edit else [],
        "may_edit": may_edit,
    }


def _note(flight: Flight | None) -> str:
    if flight is None:
        return ""
    began = timezone.localtime(flight.started_at)
    note = f"launched {began:%-d %B, %H:%M} by {flight.launched_by}"
    return f"{note}, ended {timezone.localtime(flight.ended_at):%-d %B, %H:%M}" if flight.ended_at else note


def _moves(flight: Flight | None) -> list[dict[str, Any]]:
    stop = {"key": "stop", "words": "Stop", "icon": "stop"}
    if flight is None or flight.state in (Flight.State.ENDED, Flight.State.STOPPED):
        label = "Launch" if flight is None else "Launch again"
        return [{"key": "launch", "words": label, "icon": "paper-airplane", "is_first": True}]
    if flight.state == Flight.State.PAUSED:
        return [{"key": "resume", "words": "Resume", "icon": "play", "is_first": True}, stop]
    return [{"key": "pause", "words": "Pause", "icon": "pause"}, stop]


def _move(campaign: Campaign, move: str, by: str) -> None:
    now = timezone.now()
    if move == "launch":
        launch.launch(campaign, by=by, now=now)
        return
    flight = launch.latest_flight(campaign)
    act = {"pause": launch.pause, "resume": launch.resume, "stop": launch.stop}.get(move)
    if flight is None or act is None:
        raise launch.CannotMove("That cannot be done with this campaign now.")
    act(flight, by=by, now=now)


def _funnel(campaign: Campaign, flight: Flight | None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "funnel_url": reverse("console:campaign-funnel", args=[campaign.key]),
        "is_moving": False,
        "steps": [],
        "arms": [],
    }
    if flight is None:
        return context
    counted = funnel(flight)
    return context | {
        # An ended flight is still being answered; its figures move, though more slowly.
        "is_moving": counted.is_moving or funnel_words.is_fresh(flight, now=timezone.now()),
        "steps": funnel_words.steps(counted),
        "funnel_note": funnel_words.note(counted),
        "arms": funnel_words.arms(counted, {v.pk: v.subject for v in campaign.versions.all()}),
        "arm_columns": funnel_words.arm_columns(counted),
    }


def _about(campaign: Campaign) -> dict[str, Any]:
    hours = campaign.schedule.get("not_after_hours")
    return {
        "name": campaign.name,
        "key": campaign.key,
        "purpose": campaign.get_purpose_display(),
        "topic": Topic.objects.filter(pk=campaign.topic).values_list("label", flat=True).first()
        or campaign.topic,
        "channel": words.channel(campaign.channel),
        "sender": campaign.sender,
        "audience_words": _audience_words(campaign),
        "holdout_words": f"{campaign.holdout:.0%} of the audience, to compare with"
        if campaign.holdout
        else "nobody",
        "expires_words": f"for {hours} hours after launch" if hours else "",
    }


def _audience_words(campaign: Campaign) -> str:
    try:
        words = audience.read(campaign.audience).words()
    except BadRule as error:
        return f"The rule cannot be read: {error}"
    return f"{words[:1].upper()}{words[1:]}."


def _preview_choice(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    visible = customers_for(staff_of(request))
    return {
        "preview_url": reverse("console:campaign-preview", args=[campaign.key]),
        "preview_customers": previews.some(campaign.audience, visible),
        "preview_versions": previews.choices(
            campaign.otherwise, [(v.pk, v.name) for v in campaign.versions.all()]
        ),
    }
