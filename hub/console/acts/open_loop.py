"""Leaving something open on purpose, a call-back above all, and handing it to somebody else."""

from datetime import datetime, timedelta

from django import forms

from customers import loops
from customers.models import OpenLoop
from hub.console import words
from hub.console.acts.act import ActForm, Done
from hub.models import Staff, Team

FARTHEST = timedelta(days=366)
_NEW = "new"


class PromiseForm(ActForm):
    """A promise, a question or something half done, with its day and who sees to it."""

    title, icon, submit = "Keep it open", "bell-alert", "Keep it open"

    kind = forms.ChoiceField(choices=OpenLoop.Kind.choices, label="What it is")
    words = forms.CharField(
        label="In a sentence",
        max_length=loops.LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    due_at = forms.DateTimeField(
        label="By when",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    owner = forms.ChoiceField(label="Who sees to it", required=False)

    def prepare(self) -> None:
        self.fields["owner"].choices = owners()  # type: ignore[attr-defined]
        self.initial.setdefault("owner", self.actor)

    def clean_due_at(self) -> datetime | None:
        due_at: datetime | None = self.cleaned_data["due_at"]
        if due_at and not self.desk.now - timedelta(minutes=5) <= due_at <= self.desk.now + FARTHEST:
            raise forms.ValidationError("A day from now on, at most a year ahead.")
        return due_at

    def carry_out(self) -> Done:
        given = self.cleaned_data
        loop_id = loops.open(
            self.desk.whom.pk,
            given["kind"],
            given["words"],
            actor=self.actor,
            due_at=given["due_at"],
            channel=self.channel(),
            owner=given["owner"],
            now=self.desk.now,
        )
        return Done(self.says(), "opened", {"loop": loop_id})

    def channel(self) -> str:
        return ""

    def says(self) -> str:
        return "It stays open until somebody settles it."


class CallBackForm(PromiseForm):
    """A call that we promised."""

    title, icon, submit = "Call back", "phone-arrow-up-right", "Promise the call"
    field_order = ("words", "due_at", "owner")

    def prepare(self) -> None:
        super().prepare()
        del self.fields["kind"]
        self.fields["words"].label = "What about"
        self.fields["due_at"].label = "When"
        self.fields["due_at"].required = True

    def clean(self) -> dict[str, object]:
        return {**(super().clean() or {}), "kind": OpenLoop.Kind.PROMISE}

    def channel(self) -> str:
        return "call"

    def says(self) -> str:
        due_at = self.cleaned_data["due_at"]
        return f"A call is promised for {words.moment(due_at)}."


class HandOverForm(ActForm):
    """Something open, or the customer as they are, to a colleague or a team."""

    title, icon, submit = "Hand over", "arrow-right-circle", "Hand over"

    loop = forms.ChoiceField(label="What")
    owner = forms.ChoiceField(label="To whom")
    words = forms.CharField(
        label="What they should know",
        max_length=loops.LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def prepare(self) -> None:
        known = [(str(loop.id), loop.words) for loop in self.desk.near.loops]
        self.fields["loop"].choices = [*known, (_NEW, "Something else, said below")]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [(key, name) for key, name in owners() if key != self.actor and key]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        if given.get("loop") == _NEW and not given.get("words"):
            self.add_error("words", "Say what they should see to.")
        return given

    def carry_out(self) -> Done | None:
        given, now = self.cleaned_data, self.desk.now
        to = dict(owners())[given["owner"]]
        if given["loop"] == _NEW:
            kind = OpenLoop.Kind.UNFINISHED
            loop_id = loops.open(
                self.desk.whom.pk, kind, given["words"], actor=self.actor, owner=given["owner"], now=now
            )
            return Done(f"Handed over to {to}.", "opened", {"loop": loop_id})
        loop = next(each for each in self.desk.near.loops if str(each.id) == given["loop"])
        if not loops.hand_over(loop.id, given["owner"], actor=self.actor, words=given["words"], now=now):
            self.add_error("loop", "It is theirs already, or settled.")
            return None
        what = {"loop": loop.id, "owner": given["owner"], "before": loop.owner}
        return Done(f"Handed over to {to}.", "handed", what)


def owners() -> list[tuple[str, str]]:
    """Return who can see to something: anybody, each team, and who serves customers; two statements."""
    teams = [(f"team:{name}", f"Team {name}") for name in Team.objects.values_list("name", flat=True)]
    serving = Staff.objects.filter(
        is_active=True, role__in=[Staff.Role.AGENT, Staff.Role.MANAGER, Staff.Role.ADMIN]
    )
    people = [
        (f"staff:{each.username}", each.get_full_name() or each.username)
        for each in serving.order_by("first_name", "username")
    ]
    return [("", "Whoever is free"), *teams, *people]
