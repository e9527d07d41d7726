"""The owner's page of teams and canned answers: who answers what, how soon, and in which ready words."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from channels.talk import Conversation
from customers.models import Topic
from hub import canned, teams
from hub.console import settings_changes
from hub.console.access import EDITORS, staff_of, staff_page
from hub.console.settings_rules import around, check_may_edit
from hub.models import CannedAnswer, Staff, Team

TEAMS, ANSWERS = "teams", "answers"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TeamForm(forms.ModelForm):
    topics = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What is about these is in its queue. The first team also gets what no team claims.",
    )
    weekdays = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        choices=list(enumerate(_DAYS)),
        widget=forms.CheckboxSelectMultiple,
        help_text="The clocks rest on other days; none chosen means every day.",
    )

    class Meta:
        model = Team
        fields = [
            "name", "order", "first_answer_minutes", "answer_minutes", "opens_at", "closes_at",
            "weekdays", "topics", "members", "is_restricted",
        ]  # fmt: skip
        widgets = {"members": forms.CheckboxSelectMultiple, "opens_at": _TIME, "closes_at": _TIME}
        labels = {
            "order": "Place",
            "first_answer_minutes": "First answer within, minutes",
            "answer_minutes": "Each further answer within, minutes",
            "opens_at": "Opens at",
            "closes_at": "Closes at",
            "is_restricted": "Only its members read what is said in its queue",
        }
        help_texts = {"order": "Teams with a lower number come first.", "members": ""}

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["topics"].choices = list(Topic.objects.values_list("key", "label"))  # type: ignore[attr-defined]
        members: Any = self.fields["members"]
        members.queryset = Staff.objects.filter(is_active=True).order_by("first_name", "username")
        members.label_from_instance = lambda staff: staff.get_full_name() or staff.username

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        opens, closes = said.get("opens_at"), said.get("closes_at")
        if (opens is None) != (closes is None):
            raise forms.ValidationError("Give both hours, or neither for around the clock.")
        if opens and closes and closes <= opens:
            raise forms.ValidationError("It closes before it opens. Hours over midnight cannot be counted.")
        return said


class AnswerForm(forms.ModelForm):
    language = forms.ChoiceField(
        required=False,
        choices=[("", "Any language"), *settings.LANGUAGES],
        help_text="Offered first for customers who speak it.",
    )

    class Meta:
        model = CannedAnswer
        fields = ["name", "team", "language", "text"]
        labels = {"team": "Whose it is", "text": "Words"}
        help_texts = {
            "text": "In Liquid: {{ customer.first_name }}, {{ facts.… }}, {{ staff.first_name }},"
            " {{ organisation }}. They are looked at before they go."
        }

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["team"].empty_label = "Everybody’s"  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        if wrong := canned.complaint(text):
            raise forms.ValidationError(wrong)
        return text


_KINDS: dict[str, Any] = {TEAMS: (Team, TeamForm), ANSWERS: (CannedAnswer, AnswerForm)}


@staff_page(EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_teams(request: HttpRequest, kind: str = TEAMS, row: int | None = None) -> HttpResponse:
    """Show teams or canned answers, one of them open (GET); save it or remove it (POST)."""
    if kind not in _KINDS:
        raise Http404
    model, form_class = _KINDS[kind]
    instance = get_object_or_404(model, pk=row) if row else None
    if request.method != "POST":
        return _page(request, kind, instance, form_class(instance=instance))
    check_may_edit(request)
    if request.POST.get("move") == "remove" and instance is not None:
        _remove(request, kind, instance)
        return _back(kind)
    before = _sentence(instance) if instance else ""  # said now: checking the form changes the row
    form = form_class(request.POST, instance=instance)
    if not form.is_valid():
        return _page(request, kind, instance, form, status=422)
    with transaction.atomic():
        saved = form.save()
        settings_changes.note(kind, before, _sentence(saved), staff_of(request), now=timezone.now())
    messages.success(request, "Saved.")
    return _back(kind)


def _page(
    request: HttpRequest, kind: str, instance: Any, form: forms.ModelForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **around(request, kind),
        "kind": kind,
        "opened": instance,
        "form": form,
        "is_opened": instance is not None or status != 200 or "new" in request.GET,
        "rows": [_row(kind, each) for each in _KINDS[kind][0].objects.all()],
        "new_url": f"{_url(kind)}?new",
        "save_url": _url(kind, instance.pk if instance else None),
        "list_url": _url(kind),
    }
    return render(request, "console/settings_teams.html", context, status=status)


def _row(kind: str, row: Any) -> dict[str, Any]:
    said = {"name": row.name, "url": _url(kind, row.pk), "pk": row.pk, "words": "", "lines": []}
    if kind == ANSWERS:
        language = dict(settings.LANGUAGES).get(row.language, row.language)
        whose = str(row.team) if row.team_id else "everybody’s"
        return said | {"words": row.text, "lines": [f"{whose} · {language or 'any language'}"]}
    return said | {"lines": _lines(row)}


def _lines(team: Team) -> list[str]:
    names = ", ".join(one.get_full_name() or one.username for one in team.members.all()) or "No members yet"
    labels = dict(Topic.objects.values_list("key", "label"))
    topics = ", ".join(labels.get(each, each) for each in team.topics)
    about = f"Gets {topics}." if topics else "Gets what no other team claims, if it comes first."
    return [f"{names}{', who alone see its queue' if team.is_restricted else ''}", about, _targets(team)]


def _targets(team: Team) -> str:
    first, next_one = (
        teams.span(timedelta(minutes=each)) for each in (team.first_answer_minutes, team.answer_minutes)
    )
    hours = f"{team.opens_at:%H:%M} to {team.closes_at:%H:%M}" if team.opens_at and team.closes_at else ""
    days = ", ".join(_DAYS[each] for each in sorted(team.weekdays))
    when = ", ".join(each for each in (days, hours) if each) or "around the clock"
    return f"First answer within {first}, each further one within {next_one}; the clocks run {when}."


def _sentence(row: Any) -> str:
    if isinstance(row, CannedAnswer):
        return f"{row.name}: {row.text}"
    return f"{row.name}: {' · '.join(_lines(row))}"


def _remove(request: HttpRequest, kind: str, instance: Any) -> None:
    """Remove a team or an answer; what was handed to a team goes where its topic says."""
    with transaction.atomic():
        settings_changes.note(kind, _sentence(instance), "", staff_of(request), now=timezone.now())
        if kind == TEAMS:
            Conversation.objects.filter(team_id=instance.pk).update(team_id=None)
        instance.delete()
    where = " What was in its queue is where its topic says." if kind == TEAMS else ""
    messages.success(request, f"Removed.{where}")


def _url(kind: str, row: int | None = None) -> str:
    if row is None:
        return reverse("console:settings-teams") if kind == TEAMS else reverse("console:settings-answers")
    return reverse("console:settings-team" if kind == TEAMS else "console:settings-answer", args=[row])


def _back(kind: str) -> HttpResponse:
    return redirect(_url(kind))
