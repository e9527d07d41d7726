"""Why a planned touch may or may not happen: the gate's own verdict, told rule by rule.

Nothing is decided here. The gate is asked once; since its first objection decides, every rule that stands
before the one it named has passed, and those behind it were not asked.
"""

from datetime import datetime
from typing import NamedTuple

from customers import gate
from customers.gate import Ask, Reason, Verdict
from customers.models.permission import Purpose

_ALL = frozenset(Purpose)
_MARKETING = frozenset({Purpose.MARKETING})


class Rule(NamedTuple):
    """One rule of the gate: its name in docs/dials.md, for staff, its reasons, and whom it binds."""

    key: str
    label: str
    reasons: frozenset[Reason]
    purposes: frozenset[Purpose] = _ALL


class Step(NamedTuple):
    """One rule that was asked; `verdict` is its objection, None if it had none."""

    rule: Rule
    verdict: Verdict | None


RULES = (
    Rule("known", "We know this customer", frozenset({Reason.UNKNOWN_CUSTOMER})),
    Rule(
        "suppression",
        "There is an address, and nothing bars it",
        frozenset({Reason.SUPPRESSED, Reason.NO_CONTACT_POINT}),
    ),
    Rule("consent", "They agreed, or need not", frozenset({Reason.NO_CONSENT, Reason.WITHDRAWN})),
    Rule("dials", "Every dial has room", frozenset({Reason.DIAL_CLOSED, Reason.DIAL_FULL}), _MARKETING),
    Rule("house-limits", "Our own limits have room", frozenset({Reason.HOUSE_LIMIT})),
    Rule("quiet-hours", "It is not quiet hours where they are", frozenset({Reason.QUIET_HOURS})),
    Rule("rest", "They are not resting from us", frozenset({Reason.RESTING}), _MARKETING),
    Rule("pressure", "We have not asked much of them", frozenset({Reason.PRESSURE}), _MARKETING),
    Rule("expiry", "It is still worth sending", frozenset({Reason.EXPIRED})),
)
"""In the order in which the gate asks them."""


def explain(ask: Ask, *, now: datetime) -> list[Step]:
    """Return the rules that were asked, in their order; only the last can have objected.

    Rules that do not bind the purpose are left out. Costs what `gate.judge` costs; reserves nothing.
    """
    (verdict,) = gate.judge([ask], now=now)
    steps: list[Step] = []
    for rule in RULES:
        if verdict.reason in rule.reasons:
            return [*steps, Step(rule, verdict)]
        if ask.purpose in rule.purposes:
            steps.append(Step(rule, None))
    return steps
