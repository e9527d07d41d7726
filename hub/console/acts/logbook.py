"""Writing down what happened between people: a call, a visit, a note; how it ended, the time it took."""

from typing import Any

from django import forms

from customers import history
from customers.entry import Entry
from hub.console.acts.act import ActForm, Done

SOURCE = "desk"
_OUTCOMES = ("Settled", "We call again", "They call again", "Left a message", "Nobody answered")


class _LogForm(ActForm):
    """What calls, visits and notes have in common; minutes count as what it costs to serve them."""

    kind = ""
    icon = "pencil-square"
    minutes = forms.IntegerField(
        min_value=1,
        max_value=600,
        required=False,
        label="Minutes",
        help_text="The time it took counts as cost to serve.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def carry_out(self) -> Done:
        given = self.cleaned_data
        data = {name: value for name, value in self.told().items() if value}
        if given["minutes"]:
            data["minutes"] = given["minutes"]
        entry = Entry(
            customer_id=self.desk.whom.pk,
            occurred_at=self.desk.now,
            kind=self.kind,
            source=SOURCE,
            source_id=given["once"],
            channel=self.channel(),
            direction=given.get("direction", ""),
            actor=self.actor,
            data=data,
        )
        history.record([entry], now=self.desk.now)
        line = history.number_of(SOURCE, given["once"])
        return Done(f"{self.title} written down.", "line", {"line": line})

    def told(self) -> dict[str, Any]:
        """Return what the history keeps beside the minutes."""
        raise NotImplementedError

    def channel(self) -> str:
        return ""


class CallForm(_LogForm):
    kind, title, icon, submit = "call", "Call", "phone", "Log the call"
    note = "If you offered something, note that beside their dials: it counts there as a message does."

    direction = forms.ChoiceField(label="Who called", choices=[("in", "They called"), ("out", "We called")])
    about = forms.CharField(
        label="What about", max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    outcome = forms.CharField(
        label="How it ended",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "outcomes", "autocomplete": "off"}),
    )
    field_order = ("about", "direction", "outcome", "minutes")
    suggestions = _OUTCOMES

    def told(self) -> dict[str, Any]:
        return {"about": self.cleaned_data["about"], "outcome": self.cleaned_data["outcome"]}

    def channel(self) -> str:
        return "call"


class VisitForm(_LogForm):
    kind, title, icon, submit = "visit", "Visit", "building-storefront", "Log the visit"

    place = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    about = forms.CharField(
        label="What about",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    outcome = forms.CharField(label="How it ended", max_length=80, required=False)
    field_order = ("place", "about", "outcome", "minutes")

    def prepare(self) -> None:
        self.initial.setdefault("place", self.staff.workplace)

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("place", "about", "outcome")}

    def channel(self) -> str:
        return "branch"


class NoteForm(_LogForm):
    kind, title, icon, submit = "note", "Note", "pencil-square", "Keep the note"
    note = "Your name stands beside it. Customers can ask for what is written about them."

    text = forms.CharField(label="What should we remember", max_length=2000, widget=forms.Textarea)
    field_order = ("text", "minutes")

    def told(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"]}
