"""Explain this: a dry run of the gate for a touch that somebody plans, rule by rule in words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from customers import explaining
from customers.explaining import Step
from customers.gate import Ask, Outcome, Verdict
from customers.models import Customer
from customers.models.permission import Purpose
from hub.console import words
from hub.console.around import Around
from hub.console.dials import CONTACT_KINDS

FARTHEST = timedelta(days=366)


class ExplainForm(forms.Form):
    """A planned touch: by which channel, about what, for which purpose, and when."""

    channel = forms.ChoiceField(choices=[(key, words.channel(key)) for key in CONTACT_KINDS])
    topic = forms.ChoiceField()
    purpose = forms.ChoiceField(choices=Purpose.choices)
    when = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, topics: Mapping[str, str], now: datetime) -> None:
        super().__init__(data, auto_id="explain_%s")
        self._now = now
        self.fields["topic"].choices = topic_choices(topics)  # type: ignore[attr-defined]

    def clean_when(self) -> datetime:
        when: datetime = self.cleaned_data["when"] or self._now
        if when > self._now + FARTHEST:
            raise forms.ValidationError("Not more than a year ahead.")
        if when < self._now - timedelta(hours=1):
            raise forms.ValidationError("That is over. Leave it empty for now.")
        return max(when, self._now)


def topic_choices(topics: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(topics.items(), key=lambda pair: pair[1]) or [("", "Anything")]


def card(customer: Customer, near: Around, form: ExplainForm) -> dict[str, Any]:
    """Return what _dials_explain.html shows; with a valid form, the verdict too (three statements)."""
    context: dict[str, Any] = {
        "explain_form": form,
        "explain_url": reverse("console:customer-explain", args=[customer.pk]),
    }
    if form.is_bound and form.is_valid():
        when = form.cleaned_data["when"]
        steps = explaining.explain(_ask(customer, near, form.cleaned_data), now=when)
        context["explained"] = _explained(steps, when, is_now=when <= timezone.now())
    return context


def _ask(customer: Customer, near: Around, wanted: Mapping[str, Any]) -> Ask:
    kind = CONTACT_KINDS[wanted["channel"]]
    points = sorted((point for point in near.points if point.kind == kind), key=lambda p: bool(p.barred))
    return Ask(
        customer.pk,
        wanted["channel"],
        wanted["topic"],
        wanted["purpose"],
        points[0].id if points else None,
    )


def _explained(steps: list[Step], when: datetime, *, is_now: bool) -> dict[str, Any]:
    verdict = steps[-1].verdict or Verdict(Outcome.ALLOW)
    moment = "now" if is_now else f"on {words.moment(when)}"
    says = {
        Outcome.ALLOW: f"Yes, it may go {moment}.",
        Outcome.REFUSE: f"No, not {moment}.",
        Outcome.DEFER: f"Not {moment}; not before {words.moment(verdict.until)}." if verdict.until else "",
    }
    return {
        "words": says[verdict.outcome],
        "tone": {Outcome.ALLOW: "good", Outcome.DEFER: "warn", Outcome.REFUSE: "bad"}[verdict.outcome],
        "steps": [_step(each) for each in steps],
        "is_planned": not is_now,
    }


def _step(step: Step) -> dict[str, Any]:
    if step.verdict is None:
        return {"label": step.rule.label, "is_passed": True, "why": ""}
    detail = f" ({step.verdict.detail})" if step.verdict.detail else ""
    return {"label": step.rule.label, "is_passed": False, "why": f"{step.verdict.reason.label}{detail}"}
