"""What something that staff do on the customer page is made of: a form, and carrying it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django import forms

from hub.console.desk import Desk
from hub.models import Staff


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words for the notice; with a kind and a name for hub/console/undo.py to undo it."""

    words: str
    undo: str = ""
    what: Mapping[str, Any] = field(default_factory=dict)


class ActForm(forms.Form):
    """One act: its class says what it is called and looks like, `carry_out` does it.

    `once` names the attempt, so that a form sent twice does it once.
    """

    title = ""
    icon = ""
    submit = ""
    note = ""
    """What whoever does it should know, under the form."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=lambda: uuid4().hex)

    def __init__(
        self, data: Mapping[str, Any] | None, *, desk: Desk, staff: Staff, asked: Mapping[str, Any]
    ) -> None:
        super().__init__(data, auto_id="do_%s", initial=dict(asked.items()))
        self.desk, self.staff = desk, staff
        self.actor = f"staff:{staff.username}"
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the customer or on who asks."""

    def carry_out(self) -> Done | None:
        """Do what the valid form says; None, with an error on the form, if it cannot be done."""
        raise NotImplementedError
