"""The forms of the settings pages: one for each kind of rule of the house."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS

from customers import house
from customers.dials import PROMISES
from customers.house import Quiet
from customers.models import DefaultDial, HouseLimit, PressureLimit, ProfileField, QuietHours, RestRule, Topic
from customers.quiet import Window
from hub.console import countries, settings_week, words

Choices = list[tuple[str, str]]

_ONE_ONLY = {
    NON_FIELD_ERRORS: {"unique_together": "There is a rule for exactly this already: change that one."}
}


def channels() -> Choices:
    return [("", "every channel"), *words.CHANNELS.items()]


def topics() -> Choices:
    return [("", "every topic"), *Topic.objects.values_list("key", "label")]


def fields_known() -> Choices:
    return [("", "profile, whatever it says"), *ProfileField.objects.values_list("key", "label")]


def places() -> Choices:
    return [("", "everywhere"), *countries.names().items()]


def _choice(choices: Callable[[], Choices], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, label=label, required=False)


def _position(label: str) -> forms.TypedChoiceField:
    places = [(str(at), f"{at} · {promise.words}") for at, promise in enumerate(PROMISES)]
    return forms.TypedChoiceField(choices=places, coerce=int, label=label, initial="6")


def _other_languages() -> dict[str, str]:
    return {key: str(name) for key, name in settings.LANGUAGES if key != settings.LANGUAGE_CODE}


class TopicForm(forms.ModelForm):
    """What a touch can be about. The key stays, for dials and messages carry it."""

    class Meta:
        model = Topic
        fields = ("key", "label", "description")
        labels = {"label": "Name"}
        error_messages = {"key": {"invalid": "Small letters, digits and hyphens, such as health-tips."}}
        help_texts = {
            "key": "Short and lasting, such as health-tips; it stands in files and reports.",
            "description": "Customers read this beside the dial.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["key"]
        for language, name in _other_languages().items():
            label, description = self.instance.translations.get(language, ("", ""))
            self.fields[f"label_{language}"] = forms.CharField(
                max_length=80, required=False, initial=label, label=f"Name in {name}"
            )
            self.fields[f"description_{language}"] = forms.CharField(
                max_length=300, required=False, initial=description, label=f"Description in {name}"
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        given = {
            language: [said.get(f"label_{language}", ""), said.get(f"description_{language}", "")]
            for language in _other_languages()
        }
        self.instance.translations = {language: words for language, words in given.items() if any(words)}
        return said


class DefaultForm(forms.ModelForm):
    country = _choice(places, "Where")
    field = _choice(fields_known, "For whose")
    channel = _choice(channels, "Channel")
    topic = _choice(topics, "Topic")
    position = _position("Begins at")

    class Meta:
        model = DefaultDial
        fields = ("country", "field", "value", "channel", "topic", "position")
        labels = {"value": "Is"}
        help_texts = {"value": "What the profile says, letter by letter; yes or no is true or false."}
        error_messages = _ONE_ONLY

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if bool(said.get("field")) != bool(said.get("value")):
            self.add_error("value", "Give a field and what it is, or neither.")
        return said


class LimitForm(forms.ModelForm):
    channel = _choice(channels, "Channel")
    topic = _choice(topics, "Topic")
    position = _position("At most")

    class Meta:
        model = HouseLimit
        fields = ("purpose", "channel", "topic", "position")
        error_messages = _ONE_ONLY


class QuietForm(forms.ModelForm):
    """Refuses a window that, with the others, would leave no hour in a week."""

    country = _choice(places, "Where")
    channel = _choice(channels, "Channel")
    weekdays = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=[(str(number), name) for number, name in enumerate(settings_week.DAYS, start=1)],
        widget=forms.CheckboxSelectMultiple,
        initial=[str(number) for number in range(1, 8)],
        label="On",
    )

    class Meta:
        model = QuietHours
        fields = ("purpose", "country", "channel", "weekdays", "starts", "ends", "why")
        labels = {"starts": "From", "ends": "Until"}
        widgets = {
            "starts": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "ends": "Earlier than the beginning means on the next morning; the same means the whole day.",
            "why": "The law or custom behind it, for whoever wonders.",
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors:
            window = Window(given["starts"], given["ends"], frozenset(given["weekdays"]))
            mine = Quiet(given["country"], given["channel"], given["purpose"], window)
            if tight := settings_week.too_tight([*others(self.instance.pk), mine]):
                raise forms.ValidationError(
                    f"With this, {scope_words(tight[0])} would have no hour left in the whole week."
                    " Nothing was changed."
                )
        return given


class RestForm(forms.ModelForm):
    channel = _choice(channels, "Channel")
    topic = _choice(topics, "Topic")
    ignored = forms.IntegerField(label="Ignored in a row", min_value=1, max_value=50, initial=5)
    within_days = forms.IntegerField(label="Within so many days", min_value=1, max_value=90, initial=14)
    rest_days = forms.IntegerField(label="Rest for so many days", min_value=1, max_value=365, initial=30)

    class Meta:
        model = RestRule
        fields = ("channel", "topic", "ignored", "within_days", "rest_days")
        error_messages = _ONE_ONLY


class PressureForm(forms.ModelForm):
    limit = forms.FloatField(
        label="Keep quiet above",
        min_value=0.1,
        max_value=100,
        initial=3,
        help_text="A touch weighs 1 and fades by half in two weeks; an answered one weighs a quarter.",
    )

    class Meta:
        model = PressureLimit
        fields = ("limit",)

    def save(self, commit: bool = True) -> PressureLimit:
        self.instance.pk = 1
        return super().save(commit)


def others(pk: int | None) -> list[Quiet]:
    """Return the quiet hours in force, without the one that is being changed."""
    return [quiet_of(row) for row in QuietHours.objects.all() if row.pk != pk]


def quiet_of(row: QuietHours) -> Quiet:
    window = Window(row.starts, row.ends, frozenset(row.weekdays))
    return house.Quiet(row.country, row.channel, row.purpose, window, row.why)


def scope_words(scope: settings_week.Scope) -> str:
    """Name whom hours bind: marketing, marketing by phone in Austria."""
    how = f" {words.by_channel(scope.channel)}" if scope.channel else ""
    where = f" in {countries.name(scope.country)}" if scope.country else ""
    return f"{scope.purpose}{how}{where}"
