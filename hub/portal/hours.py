"""By which way and at which hours a customer likes to be reached: the form and its keeping."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from channels.registry import ADAPTERS
from customers import preferences, wordings
from customers.consent import Evidence
from customers.models import Customer
from hub.portal import words
from hub.portal.turning import ACTOR, PLACE


class HoursForm(forms.Form):
    """Both times or neither: from the evening to the morning it goes across midnight."""

    channel = forms.ChoiceField(label=_("I like to be reached"), required=False)
    quiet_from = forms.TimeField(label=_("Nothing from"), required=False)
    quiet_until = forms.TimeField(label=_("until"), required=False)

    def __init__(self, customer: Customer, data: Mapping[str, Any] | None = None) -> None:
        self.customer = customer
        known = preferences.of(customer.pk)
        super().__init__(
            data,
            initial={
                "channel": known.channel,
                "quiet_from": known.quiet_from,
                "quiet_until": known.quiet_until,
            },
            auto_id="hours-%s",
            label_suffix="",
        )
        choices = [(key, words.by_channel(key)) for key in dict.fromkeys([*ADAPTERS, known.channel]) if key]
        self.fields["channel"].choices = [("", _("whichever way fits")), *choices]  # type: ignore[attr-defined]
        for name in ("quiet_from", "quiet_until"):
            self.fields[name].widget = forms.TimeInput({"type": "time"}, format="%H:%M")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if not self.errors and ((starts is None) != (ends is None) or (starts and starts == ends)):
            raise forms.ValidationError(
                _("Please give two different times, or neither. Nothing was changed.")
            )
        return cleaned

    @property
    def says(self) -> str:
        """The sentence a customer says by saving; it is kept as the evidence."""
        return self._wording().text

    def save(self, *, now: datetime) -> None:
        shown = self._wording()
        preferences.set(
            self.customer.pk,
            channel=self.cleaned_data["channel"],
            quiet_from=self.cleaned_data["quiet_from"],
            quiet_until=self.cleaned_data["quiet_until"],
            evidence=Evidence(shown.text, PLACE, ACTOR, shown.version),
            now=now,
        )

    def _wording(self) -> wordings.Shown:
        return wordings.current("preference.set", get_language() or "")
