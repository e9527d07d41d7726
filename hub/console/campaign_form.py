"""Write a campaign: its fields, its audience with a live count, its versions with a preview."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.forms import BaseModelFormSet, modelformset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import audience, content
from campaigns.launch import USUAL_HOURS, latest_flight
from campaigns.models import CAMPAIGN_WORDS, Campaign, Flight, Otherwise, Version, key_complaint
from campaigns.segment import BadRule
from channels import policies
from channels.registry import ADAPTERS
from customers import learning
from customers.models import Customer, Topic
from hub.console import previews, words
from hub.console.access import EDITORS, customers_for, staff_of, staff_page
from hub.console.rule_editor import Editor
from hub.paging import is_number

RUNNING = (Flight.State.PLANNING, Flight.State.SENDING, Flight.State.PAUSED)


class CampaignForm(forms.ModelForm):
    """What a campaign is; the audience and the versions are edited beside it."""

    channel = forms.ChoiceField(choices=lambda: [(key, words.channel(key)) for key in ADAPTERS])
    otherwise = forms.ChoiceField(
        label="If not now",
        required=False,
        choices=lambda: [
            *Otherwise.choices,
            *((f"channel:{key}", f"Go out instead as: {words.channel(key)}") for key in ADAPTERS),
        ],
        help_text="For whom a dial is full or closed, or it is night.",
    )
    topic = forms.ChoiceField(choices=lambda: list(Topic.objects.values_list("key", "label")))
    holdout = forms.FloatField(
        label="Held out, in per cent",
        min_value=0,
        max_value=100,
        initial=10,
        help_text="So many of a hundred get nothing: what they do anyway shows what writing brings.",
    )
    not_after_hours = forms.IntegerField(
        label="Worth sending for, in hours",
        min_value=1,
        max_value=24 * 90,
        initial=USUAL_HOURS,
        help_text="Whoever cannot be written to within that time is left in peace.",
    )

    class Meta:
        model = Campaign
        fields = ("name", "key", "purpose", "topic", "channel", "sender", "otherwise")
        error_messages = {"key": {"invalid": "Small letters, digits and hyphens, such as spring-sale."}}
        help_texts = {
            "key": "Short and lasting, such as spring-sale; it stands in files and reports.",
            "sender": "As in a From line: Hauptplatz Pharmacies <hello@example.org>",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["holdout"] = round(self.instance.holdout * 100, 2)
            self.initial["not_after_hours"] = self.instance.schedule.get("not_after_hours", USUAL_HOURS)

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if complaint := key_complaint(key, CAMPAIGN_WORDS):
            raise forms.ValidationError(complaint)
        return key

    def clean_otherwise(self) -> str:
        otherwise = str(self.cleaned_data["otherwise"] or Otherwise.DEFER)
        if policies.other_channel(otherwise) == self.cleaned_data.get("channel"):
            raise forms.ValidationError("That is the channel it goes by anyway: choose another.")
        return otherwise

    def clean_sender(self) -> str:
        sender, channel = str(self.cleaned_data["sender"]), str(self.cleaned_data.get("channel", "email"))
        try:
            content.sender_of(Campaign(sender=sender, channel=channel))
        except content.BadSender as error:
            raise forms.ValidationError(str(error)) from error
        return sender

    def save(self, commit: bool = True) -> Campaign:
        self.instance.holdout = self.cleaned_data["holdout"] / 100
        self.instance.schedule = self.instance.schedule | {
            "not_after_hours": self.cleaned_data["not_after_hours"]
        }
        return super().save(commit)


_PARTS = ("subject", "text", "html")
_OTHER_PARTS = tuple(f"other_{part}" for part in _PARTS)


class VersionForm(forms.ModelForm):
    """One wording; whether it needs a subject is for its channel to say."""

    subject = forms.CharField(required=False)


VersionSet: type[BaseModelFormSet] = modelformset_factory(
    Version,
    form=VersionForm,
    fields=("name", "weight", *_PARTS, *_OTHER_PARTS),
    extra=0,
    can_delete=True,
    max_num=12,
    absolute_max=24,
    widgets={
        "text": forms.Textarea(attrs={"rows": 8}),
        "html": forms.Textarea(attrs={"rows": 14, "class": "mono", "spellcheck": "false"}),
        "other_subject": forms.TextInput(),
        "other_text": forms.Textarea(attrs={"rows": 6}),
        "other_html": forms.Textarea(attrs={"rows": 8, "class": "mono", "spellcheck": "false"}),
    },
    labels={"html": "HTML", "other_subject": "Subject", "other_text": "Text", "other_html": "HTML"},
    help_texts={
        "weight": "Twice the weight, twice the people.",
        "text": "All of a text message; in mail, for programs that show no HTML, made from it if left empty.",
        "html": "What stands in {{ }} is filled in for each person, in Liquid.",
    },
)


@staff_page(EDITORS)
def campaign_form(request: HttpRequest, key: str = "") -> HttpResponse:
    """Write a new campaign or change one; a flight under way keeps to what it started with."""
    campaign = get_object_or_404(Campaign, key=key) if key else None
    if request.method != "POST":
        return _page(
            request, campaign, *_forms(None, campaign), Editor.of_shape(campaign and campaign.audience)
        )
    if "rules" in request.POST or "versions" in request.POST:
        return _edited(request, campaign)
    form, versions = _forms(request.POST, campaign)
    editor = Editor.of_form(request.POST)
    if form.is_valid() and versions.is_valid() and _is_sound(editor):
        saved = _save(form, versions, editor)
        messages.success(request, "Saved. Whatever is under way goes on with what it started with.")
        for complaint in content.check_campaign(saved):
            messages.warning(request, str(complaint))
        return redirect("console:campaign", key=saved.key)
    return _page(request, campaign, form, versions, editor, status=422)


@staff_page(EDITORS)
@require_POST
def campaign_rules(request: HttpRequest) -> HttpResponse:
    """Answer the rules after one edit: a rule more, one fewer, another question."""
    editor = Editor.of_form(request.POST)
    editor.change(request.POST.get("rules", ""))
    return render(request, "console/_rules.html", _rules(request, editor))


@staff_page(EDITORS)
@require_POST
def campaign_count(request: HttpRequest) -> HttpResponse:
    """Answer how many the rules in the form mean."""
    return render(request, "console/_count.html", _count(request, Editor.of_form(request.POST)))


@staff_page(EDITORS)
@require_POST
def campaign_preview_draft(request: HttpRequest) -> HttpResponse:
    """Answer the words under edit as one customer would get them; nothing is saved."""
    wanted = previews.wanted(request.POST)
    number = wanted.number or 0
    parts = ("name", *_PARTS, *_OTHER_PARTS)
    said = {name: request.POST.get(f"form-{number}-{name}", "") for name in parts}
    names = ("name", "purpose", "topic", "channel", "sender", "otherwise")
    campaign = Campaign(**{name: request.POST.get(name, "") for name in names})
    customer = previews.chosen(request, campaign, request.POST.get("preview_customer", ""))
    return previews.answer(request, wanted.said(campaign, Version(campaign=campaign, **said)), customer)


def _forms(data: Any, campaign: Campaign | None) -> tuple[CampaignForm, Any]:
    saved = campaign.versions.all() if campaign else Version.objects.none()
    form = CampaignForm(data, instance=campaign)
    if data is not None:
        versions = VersionSet(data, queryset=saved)
        channel = data.get("channel", "email")
        for version in versions.forms:
            version.fields["subject"].required = (
                channel not in ADAPTERS or ADAPTERS[channel].shape.has_subject
            )
        return form, versions
    versions = VersionSet(queryset=saved)
    if campaign is None:
        versions = VersionSet(queryset=saved, initial=[{"name": "A", "weight": 1}])
        versions.extra = 1
    return form, versions


def _edited(request: HttpRequest, campaign: Campaign | None) -> HttpResponse:
    """Answer the page after one edit of its rules or versions, with everything that was typed.

    What is missing or wrong is said when it is saved, not before.
    """
    data = request.POST.copy()
    editor = Editor.of_form(data)
    editor.change(data.get("rules", ""))
    if data.get("versions") == "add":
        typed = data.get("form-TOTAL_FORMS", "")
        total = min(int(typed), 11) if is_number(typed) else 0
        data["form-TOTAL_FORMS"] = str(total + 1)
        data[f"form-{total}-name"], data[f"form-{total}-weight"] = "ABCDEFGHIJKL"[total], "1"
    form, versions = _forms(data, campaign)
    versions.is_valid()
    for part in (form, *versions):
        part.errors.clear()
    return _page(request, campaign, form, versions, editor)


def _is_sound(editor: Editor) -> bool:
    try:
        editor.shape()
    except BadRule:
        return False
    return True


@transaction.atomic
def _save(form: CampaignForm, versions: Any, editor: Editor) -> Campaign:
    form.instance.audience = editor.shape()
    campaign = form.save()
    for version in versions.save(commit=False):
        version.campaign = campaign
        version.save()
    for gone in versions.deleted_objects:
        gone.delete()
    return campaign


def _page(
    request: HttpRequest,
    campaign: Campaign | None,
    form: CampaignForm,
    versions: Any,
    editor: Editor,
    status: int = 200,
) -> HttpResponse:
    flight = latest_flight(campaign) if campaign else None
    context = {
        "campaign": campaign,
        "form": form,
        "versions": versions,
        "liquid_fields": _liquid_fields(),
        "form_url": request.path,
        "cancel_url": reverse("console:campaign", args=[campaign.key])
        if campaign
        else reverse("console:campaigns"),
        "is_running": flight is not None and flight.state in RUNNING,
        "preview_url": reverse("console:campaign-preview-draft"),
        "size_url": reverse("console:campaign-text-size"),
        "preview_customers": previews.some(
            campaign.audience if campaign else "everyone", customers_for(staff_of(request))
        ),
        "preview_versions": previews.choices(
            str(form["otherwise"].value() or ""),
            [(number, f"Version {v['name'].value() or number + 1}") for number, v in enumerate(versions)],
        ),
        **_rules(request, editor),
    }
    return render(request, "console/campaign_form.html", context, status=status)


def _rules(request: HttpRequest, editor: Editor) -> dict[str, Any]:
    return {
        "rules": editor.root,
        "rule_fields": editor.fields,
        "rules_url": reverse("console:campaign-rules"),
        "count_url": reverse("console:campaign-count"),
        **_count(request, editor),
    }


def _count(request: HttpRequest, editor: Editor) -> dict[str, Any]:
    """Count the audience, and those of it who agreed to the channel; dials are looked at when it is sent."""
    channel = request.POST.get("channel", "email")
    total = customers_for(staff_of(request)).count()
    try:
        members = audience.members(audience.read(editor.shape(is_finished=False)))
        agreed = Q(consents__channel=channel, consents__purpose="marketing", consents__is_granted=True)
        return {
            "count": members.count(),
            "total": total,
            "reachable": Customer.objects.filter(agreed, pk__in=members.values("pk")).count(),
            "count_url": reverse("console:campaign-count"),
        }
    except BadRule as error:
        return {
            "count_error": f"Not complete yet: {error.words}",
            "total": total,
            "count_url": reverse("console:campaign-count"),
        }


def _liquid_fields() -> list[dict[str, str]]:
    names = sorted(learning.merge_names() | {"unsubscribe_url", "portal_url", "less_url"})
    return [{"name": name, "label": name.rpartition(".")[2].replace("_", " ")} for name in names]
