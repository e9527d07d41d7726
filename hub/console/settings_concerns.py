"""What the owner sets for everybody, one concern a page: its form, how a rule is said, its worked example."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from campaigns.models import Campaign
from channels.models import Content
from customers import house
from customers.dials import PROMISES
from customers.models import DefaultDial, Dial, HouseLimit, PressureLimit, QuietHours, RestRule, Topic, Touch
from customers.models.permission import Purpose
from hub.console import countries, settings_week, words
from hub.console import settings_examples as examples
from hub.console.settings_forms import (
    DefaultForm,
    LimitForm,
    PressureForm,
    QuietForm,
    RestForm,
    TopicForm,
    others,
    quiet_of,
    scope_words,
)

Rows = Sequence[Any]
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Concern:
    """One page: `sentence` says a rule with the labels of topics, `examples` what it does to somebody.

    `lines` say what there is to a rule besides.
    """

    key: str
    label: str
    lead: str
    add: str
    empty: str
    form: type[forms.ModelForm]
    sentence: Callable[[Any, Labels], str]
    examples: Callable[[Rows], list[str]]
    lines: Callable[[Any], list[str]] = lambda row: []
    most: int | None = None
    """How many there can be."""
    in_use: Callable[[Any], str] = lambda row: ""
    """Why this one cannot be removed, or nothing."""

    def told(self, row: Any, labels: Labels) -> str:
        """Say all of a rule in one line."""
        return ": ".join(filter(None, (self.sentence(row, labels), " · ".join(self.lines(row)))))

    def rows(self) -> list[Any]:
        return list(_model(self.form)._default_manager.order_by("pk"))


def _model(form: type[forms.ModelForm]) -> type[Model]:
    model: type[Model] = form._meta.model
    return model


def topic_labels() -> Labels:
    return dict(Topic.objects.values_list("key", "label"))


def _scope(row: Any, labels: Labels) -> str:
    return words.scope(row.channel, labels.get(row.topic, row.topic))


def _topic(row: Topic, _: Labels) -> str:
    return row.label


def _topic_lines(row: Topic) -> list[str]:
    """Return what customers read beside the dial, and what those of other languages do."""
    languages = dict(settings.LANGUAGES)
    told = [
        f"{languages.get(language, language)}: {'. '.join(filter(None, said))}"
        for language, said in row.translations.items()
    ]
    return [row.description, *told] if row.description else told


def _default(row: DefaultDial, labels: Labels) -> str:
    where = countries.name(row.country) if row.country else "Everywhere"
    whose = f" where {row.field} is {row.value}" if row.field else ""
    return f"{where}{whose}, {_low(_scope(row, labels))}: {PROMISES[row.position].words}"


def _limit(row: HouseLimit, labels: Labels) -> str:
    return f"{Purpose(row.purpose).label}, {_low(_scope(row, labels))}: {_most(row.position)}"


def _most(position: int) -> str:
    promise = PROMISES[position]
    if promise.touches is None:
        return promise.words
    return f"at most {promise.words}" if promise.touches else "none at all"


def _quiet(row: QuietHours, _: Labels) -> str:
    scope = scope_words(settings_week.Scope(row.purpose, row.country, row.channel))
    hours = "all day" if row.starts == row.ends else f"{row.starts:%H:%M} to {row.ends:%H:%M}"
    return f"{scope[:1].upper()}{scope[1:]}: quiet {_days(row.weekdays)}, {hours}"


def _rest(row: RestRule, labels: Labels) -> str:
    return (
        f"{_scope(row, labels)}: {row.ignored} ignored in a row within {row.within_days} days,"
        f" rest {row.rest_days} days"
    )


def _pressure(row: PressureLimit, _: Labels) -> str:
    return f"Keep quiet above a pressure of {row.limit:g}"


def _days(weekdays: Sequence[int]) -> str:
    days = sorted(weekdays)
    names = [settings_week.DAYS[day - 1] for day in days]
    if len(days) == 7:
        return "every day"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[0]} to {names[-1]}"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _low(text: str) -> str:
    return text if text[:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _topic_use(row: Topic) -> str:
    """Say where a topic is used; touches are asked last, for they have no index on it."""
    places: tuple[tuple[str, Any], ...] = (
        ("a campaign", Campaign),
        ("a message", Content),
        ("a customer's dial", Dial),
        ("a house limit", HouseLimit),
        ("a starting position", DefaultDial),
        ("a rest rule", RestRule),
        ("a touch", Touch),
    )
    return next((name for name, model in places if model.objects.filter(topic=row.pk).exists()), "")


def _quiet_examples(rows: Rows) -> list[str]:
    rules, now = others(None), timezone.now()
    return [examples.of_quiet(quiet_of(row), rules, now=now) for row in rows]


def _default_examples(rows: Rows) -> list[str]:
    rules = house.load() if rows else house.House()
    return [examples.of_default(row, rules) for row in rows]


def _each(example: Callable[..., str]) -> Callable[[Rows], list[str]]:
    def all_of(rows: Rows) -> list[str]:
        now: datetime = timezone.now()
        return [example(row, now=now) for row in rows]

    return all_of


CONCERNS: dict[str, Concern] = {
    concern.key: concern
    for concern in (
        Concern(
            "topics",
            "Topics",
            "What a touch can be about. Customers have a dial on each.",
            "Add a topic",
            "Without topics, customers can only turn channels and everything.",
            TopicForm,
            _topic,
            lambda rows: ["" for _ in rows],
            lines=_topic_lines,
            in_use=_topic_use,
        ),
        Concern(
            "defaults",
            "Starting positions",
            "Where a dial stands that nobody turned. A country's own goes before the one for everywhere,"
            " and one for a profile before both.",
            "Add a starting position",
            "Dials that nobody turned limit nothing; only consent and house limits hold.",
            DefaultForm,
            _default,
            _default_examples,
        ),
        Concern(
            "limits",
            "House limits",
            "Limits of our own for everybody, on top of their dials. They bind people too.",
            "Add a limit",
            "We set no limits of our own: only the dials of customers count.",
            LimitForm,
            _limit,
            _each(examples.of_limit),
        ),
        Concern(
            "quiet",
            "Quiet hours",
            "Hours on the customer's own clock in which a channel is not used. What comes due then waits.",
            "Add quiet hours",
            "No hour is quiet for everybody; customers can still set their own.",
            QuietForm,
            _quiet,
            _quiet_examples,
        ),
        Concern(
            "rest",
            "Rest",
            "What silence teaches: after being ignored we rest, earlier than any dial would make us.",
            "Add a rest rule",
            "We never rest of our own accord.",
            RestForm,
            _rest,
            _each(examples.of_rest),
        ),
        Concern(
            "pressure",
            "Pressure",
            "How much we may have asked of somebody lately before we keep quiet, whatever their dials leave.",
            "Set a limit",
            "No such limit: dials and house limits alone decide.",
            PressureForm,
            _pressure,
            _each(examples.of_pressure),
            most=1,
        ),
    )
}
