"""We offered something: noting it within what the customer's dials leave, or over it with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from customers import touches
from customers.errors import OverAllowance
from customers.gate import EXCUSABLE, Verdict
from customers.models import Customer
from hub.console import words
from hub.console.explained import topic_choices
from hub.models import Staff


class OfferForm(forms.Form):
    """What was offered where; the reason is asked for only when it goes over what is left."""

    channel = forms.ChoiceField(
        label="Where", choices=[(key, words.channel(key)) for key in touches.CHANNELS], initial="till"
    )
    topic = forms.ChoiceField(label="About")
    what = forms.CharField(max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    reason = forms.CharField(label="Why all the same", max_length=300, required=False)

    over = ""
    """What stands against it, once it was tried."""
    asks_reason = False

    def __init__(self, data: Mapping[str, Any] | None, *, topics: Mapping[str, str]) -> None:
        super().__init__(data, auto_id="offer_%s")
        self.fields["topic"].choices = topic_choices(topics)  # type: ignore[attr-defined]

    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in self if self.asks_reason or field.name != "reason"]


def note(customer: Customer, form: OfferForm, staff: Staff, *, now: datetime) -> bool:
    """Spend a touch for the offer of a valid form; without room tell the form why: False."""
    given = form.cleaned_data
    try:
        touches.by_person(
            customer.pk,
            given["channel"],
            given["topic"],
            actor=f"staff:{staff.username}",
            summary=given["what"],
            excess_reason=given["reason"],
            now=now,
        )
    except OverAllowance as over:
        form.over, form.asks_reason = _against(over.verdict), over.verdict.reason in EXCUSABLE
        return False
    return True


def _against(verdict: Verdict) -> str:
    detail = f" ({verdict.detail})" if verdict.detail else ""
    until = f" Free again {words.moment(verdict.until)}." if verdict.until else ""
    if verdict.reason in EXCUSABLE:
        return f"{verdict.reason.label}{detail}.{until} With a reason, which is kept, it can be noted."
    return f"{verdict.reason.label}{detail}. This is their no, or a rule no reason lifts; nothing was noted."
