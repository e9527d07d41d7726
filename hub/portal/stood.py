"""How the dials stood at some moment: read back from the history, so that an old message can be explained."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from customers import dials, house, standing
from customers.dials import Counted, Setting
from customers.models import ConsentEvidence, Customer, Dial, Interaction, Touch
from customers.models.permission import Purpose

Scope = tuple[str, str]


class _Turn(NamedTuple):
    at: datetime
    position: int
    until: datetime | None


class Past:
    """What a customer allowed, and what counted, at any moment of the time that a page speaks of."""

    def __init__(self, customer: Customer, customer_ids: Sequence[int], *, since: datetime) -> None:
        self._turns = _turns(customer_ids)
        rules = house.load()
        answers = frozenset(answer for _, answer in standing.facts_for(rules, customer_ids))
        self._defaults = rules.defaults_for(customer.country, answers)
        touches = Touch.objects.filter(
            customer_id__in=customer_ids,
            purpose=Purpose.MARKETING,
            touched_at__gt=since - dials.LONGEST_PERIOD,
        )
        counted = touches.exclude(state=Touch.State.RETURNED).order_by("touched_at")
        self._touches = [Counted(*each) for each in counted.values_list("channel", "topic", "touched_at")]
        yes = ConsentEvidence.objects.filter(customer_id__in=customer_ids, purpose=Purpose.MARKETING)
        self._answers = list(yes.order_by("happened_at", "pk"))

    def dial(self, channel: str, topic: str, at: datetime) -> tuple[Scope, int] | None:
        """Return the dial that left least room for such a touch at that moment, and where it stood."""
        before = [touch for touch in self._touches if touch.touched_at < at]
        found = dials.tightest(self._settings(at), channel, topic, before, now=at)
        return ((found[0].channel, found[0].topic), found[0].position) if found else None

    def agreed(self, channel: str, at: datetime) -> ConsentEvidence | None:
        """Return the answer on offers and news by this channel that held then, if there was one."""
        said = [each for each in self._answers if each.channel == channel and each.happened_at <= at]
        return said[-1] if said else None

    def _settings(self, at: datetime) -> list[Setting]:
        stood = [(scope, _position(turns, at)) for scope, turns in self._turns.values()]
        own = [Setting(*scope, position) for scope, position in stood if position is not None]
        scopes = {(setting.channel, setting.topic) for setting in own}
        return [*own, *(each for scope, each in self._defaults.items() if scope not in scopes)]


def _turns(customer_ids: Sequence[int]) -> dict[int, tuple[Scope, list[_Turn]]]:
    """Return each dial's scope and how it was ever turned, the oldest first.

    A dial that nobody turned (it came with a list) stands as it does since it was set.
    """
    found: dict[int, tuple[Scope, list[_Turn]]] = {}
    known = Dial.objects.filter(customer__in=customer_ids)
    for dial in known:
        found[dial.pk] = ((dial.channel, dial.topic), [])
    turned = Interaction.objects.filter(customer_id__in=customer_ids, kind="dial_turned")
    for at, data, source_id in turned.order_by("occurred_at").values_list("occurred_at", "data", "source_id"):
        number = source_id.partition(":")[0]
        if number.isdecimal() and int(number) in found and isinstance(data.get("position"), int):
            found[int(number)][1].append(_Turn(at, data["position"], _moment(data.get("until"))))
    for dial in known:
        if not found[dial.pk][1]:
            found[dial.pk][1].append(_Turn(dial.changed_at, dial.position, None))
    return found


def _position(turns: Sequence[_Turn], at: datetime) -> int | None:
    """Return where a dial stood: the last word counts, while it holds; None before it was first turned."""
    said = [turn for turn in turns if turn.at <= at]
    if said and said[-1].until is not None and at < said[-1].until:
        return said[-1].position
    return next((turn.position for turn in reversed(said) if turn.until is None), None)


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
