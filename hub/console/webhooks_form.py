"""The form of a webhook, checked as the API checks it and by whether its address could be reached."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from customers.event import EventType
from hub.models import Webhook
from hub.webhooks import reach, subscriptions
from hub.webhooks.subscriptions import BadWebhook

_ABOUT = {
    "in": "What customers do",
    "out": "What we say",
    "within": "What we note",
    "machine": "What machines do",
}


class WebhookForm(forms.Form):
    name = forms.CharField(max_length=60, help_text="Which system it is, such as shop or data warehouse.")
    url = forms.CharField(
        label="Address",
        max_length=500,
        widget=forms.TextInput(
            attrs={
                "inputmode": "url",
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "https://shop.example.org/rapport",
            }
        ),
        help_text="Public, and beginning with https://. Redirects are not followed.",
    )
    kinds = forms.MultipleChoiceField(error_messages={"required": "Choose at least one kind of news."})

    def __init__(self, *args: Any, known: Mapping[str, EventType], **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.known = known
        self.fields["kinds"].choices = [(key, kind.label) for key, kind in known.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        try:
            subscriptions.check(said["name"], said["url"], said["kinds"])
        except BadWebhook as error:
            self.add_error(error.field, str(error))
            return said
        if wrong := reach.complaint(said["url"]):
            self.add_error("url", wrong)
        return said

    def groups(self) -> list[dict[str, Any]]:
        """Return the kinds by whose doing they are, and whether each is chosen."""
        chosen = self["kinds"].value() or []
        found: dict[str, list[dict[str, Any]]] = {label: [] for label in _ABOUT.values()}
        for key, kind in self.known.items():
            about = _ABOUT["machine" if kind.is_machine else kind.direction]
            found[about].append({"key": key, "words": kind.label, "chosen": key in chosen})
        return [{"label": label, "kinds": kinds} for label, kinds in found.items() if kinds]


def of(hook: Webhook, known: Mapping[str, EventType]) -> WebhookForm:
    """Return the form as it was filled in; a kind that is retired meanwhile is left out."""
    kinds: Collection[str] = [key for key in hook.kinds if key in known]
    return WebhookForm(initial={"name": hook.name, "url": hook.url, "kinds": kinds}, known=known)
