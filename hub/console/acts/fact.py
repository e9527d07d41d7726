"""Correcting what we know, with who says so."""

from typing import Any

from django import forms

from customers import learning
from customers.learning import BadValue, Learned
from customers.models import ProfileField
from hub.console.acts.act import ActForm, Done

_NOTICED = 0.7
"""How sure we are of what one of us noticed, where the customer's own word is 1."""


class FactForm(ActForm):
    title, icon, submit = "Correct a fact", "light-bulb", "Keep it"
    note = "What we knew before stays in the history. To undo it, say what is right once more."

    field = forms.ModelChoiceField(
        ProfileField.objects.order_by("label"), label="What", empty_label=None, to_field_name="key"
    )
    value = forms.CharField(
        label="Is", max_length=learning.LONGEST_TEXT, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    source = forms.ChoiceField(
        label="Who says so", choices=[("customer", "They told me"), ("staff", "I noticed it")]
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "field" in given and "value" in given:
            try:
                given["value"] = learning.fitting(given["field"], given["value"])
            except BadValue as error:
                self.add_error("value", f"{error}.")
        return given

    def carry_out(self) -> Done | None:
        given = self.cleaned_data
        is_theirs = given["source"] == "customer"
        new = Learned(
            self.desk.whom.pk,
            given["field"].key,
            given["value"],
            f"{self.actor} noticed" if not is_theirs else self.actor,
            self.desk.now,
            1.0 if is_theirs else _NOTICED,
            by_customer=is_theirs,
        )
        if learning.learn([new], now=self.desk.now):
            return Done(f"{given['field'].label} is kept, with who said so.")
        self.add_error(
            "value", "We knew that, or know it from a better source: only their own word changes it."
        )
        return None
