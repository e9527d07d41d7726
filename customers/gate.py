"""May we? The one judge of every touch: allow, defer until, or refuse with a reason.

`judge` looks, for planning and for showing; `spend` looks under a lock on each customer and takes the
allowance in the caller's transaction, so that no number of workers can overspend a dial. Both are
set-based: six statements for a batch of any size.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import TextChoices

from customers import dials
from customers.dials import Counted, Setting
from customers.models.permission import Purpose
from customers.staging import SPLIT, numbers, texts


class Outcome(TextChoices):
    ALLOW = "allow"
    DEFER = "defer"
    REFUSE = "refuse"


class Reason(TextChoices):
    """Why not; the label is for staff, in the words of the product."""

    NONE = "", "Allowed"
    UNKNOWN_CUSTOMER = "unknown_customer", "We do not know this customer"
    NO_CONTACT_POINT = "no_contact_point", "No address for this channel"
    SUPPRESSED = "suppressed", "We must not use this address"
    NO_CONSENT = "no_consent", "Never agreed to this"
    WITHDRAWN = "withdrawn", "Took the agreement back"
    DIAL_CLOSED = "dial_closed", "The dial is at never"
    DIAL_FULL = "dial_full", "The dial is full"
    HOUSE_LIMIT = "house_limit", "Our own limit is reached"
    EXPIRED = "expired", "Too late to be worth sending"


class Ask(NamedTuple):
    """One touch that somebody intends; `actor` is the flight, the rule or the person behind it."""

    customer_id: int
    channel: str
    topic: str
    purpose: str
    contact_point_id: int | None = None
    message_id: int | None = None
    not_after: datetime | None = None
    actor: str = ""


class Verdict(NamedTuple):
    """`until` is set for a deferral; `detail` names the setting or evidence that decided."""

    outcome: Outcome
    reason: Reason = Reason.NONE
    until: datetime | None = None
    detail: str = ""

    @property
    def is_allowed(self) -> bool:
        return self.outcome == Outcome.ALLOW


@dataclass(slots=True)
class Facts:
    """What the gate knows about one customer."""

    suppressed: str = ""
    suppressed_for_marketing: str = ""
    suppressed_points: dict[int, tuple[str, bool]] = field(default_factory=dict)
    consents: dict[tuple[str, str], bool] = field(default_factory=dict)
    settings: list[Setting] = field(default_factory=list)
    touches: list[Counted] = field(default_factory=list)


CHANNELS_WITHOUT_ADDRESS = frozenset({"till", "web", "portal", "atm", "branch"})
"""Where the customer comes to us, no contact point is needed."""


def judge(asks: Sequence[Ask], *, now: datetime) -> list[Verdict]:
    """Say for each ask whether it may happen now. Reserves nothing, locks nothing.

    Never raises for a customer or point it does not know: it refuses.
    Source: DESIGN section 4; docs/dials.md has a worked example for each rule.
    """
    known = _load(asks, now=now, lock=False)
    house = _house_limits()
    return [_verdict(ask, known.get(ask.customer_id), house, now) for ask in asks]


def spend(asks: Sequence[Ask], *, now: datetime) -> list[Verdict]:
    """Judge under a lock on every customer and spend a touch for each allowed ask.

    Needs an open transaction, in which the contact is also marked as begun, and message ids; the locks last
    until its end. Allowed asks of one batch count for each other, in their order.
    """
    known = _load(asks, now=now, lock=True)
    house = _house_limits()
    verdicts = []
    for ask in asks:
        facts = known.get(ask.customer_id)
        verdict = _verdict(ask, facts, house, now)
        if verdict.is_allowed and facts is not None and ask.purpose == Purpose.MARKETING:
            facts.touches.append(Counted(ask.channel, ask.topic, now))
        verdicts.append(verdict)
    _write_touches([a for a, v in zip(asks, verdicts, strict=True) if v.is_allowed], now)
    return verdicts


def give_back(message_ids: Sequence[int]) -> None:
    """Return the touches of messages that definitely never reached anybody."""
    if message_ids:
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_BACK, [numbers(message_ids)])


def settings_of(customer_id: int, *, now: datetime) -> tuple[list[Setting], list[Counted]]:
    """Return one customer's dials and the touches they count, for showing what is left."""
    ask = Ask(customer_id, "", "", Purpose.MARKETING)
    facts = _load([ask], now=now, lock=False).get(customer_id, Facts())
    return facts.settings, facts.touches


def _verdict(ask: Ask, facts: Facts | None, house: Sequence[Setting], now: datetime) -> Verdict:
    """Go through the rules in their order; the first one that objects decides."""
    if facts is None:
        return Verdict(Outcome.REFUSE, Reason.UNKNOWN_CUSTOMER)
    no = _suppression(ask, facts) or _consent(ask, facts)
    if no is None and ask.purpose == Purpose.MARKETING:
        no = _allowance(ask, facts, house, now)
    if no is None and ask.not_after is not None and now > ask.not_after:
        no = Verdict(Outcome.REFUSE, Reason.EXPIRED)
    if no is None:
        return Verdict(Outcome.ALLOW)
    if no.until is not None and ask.not_after is not None and no.until > ask.not_after:
        return Verdict(Outcome.REFUSE, no.reason, detail=no.detail)
    return no


def _suppression(ask: Ask, facts: Facts) -> Verdict | None:
    is_marketing = ask.purpose == Purpose.MARKETING
    if why := facts.suppressed or (is_marketing and facts.suppressed_for_marketing):
        return Verdict(Outcome.REFUSE, Reason.SUPPRESSED, detail=str(why))
    if ask.contact_point_id is None:
        needs_one = ask.channel not in CHANNELS_WITHOUT_ADDRESS
        return Verdict(Outcome.REFUSE, Reason.NO_CONTACT_POINT) if needs_one else None
    reason, is_marketing_only = facts.suppressed_points.get(ask.contact_point_id, ("", False))
    if reason and (is_marketing or not is_marketing_only):
        return Verdict(Outcome.REFUSE, Reason.SUPPRESSED, detail=reason)
    return None


def _consent(ask: Ask, facts: Facts) -> Verdict | None:
    """Marketing needs a yes; service and replies stop only at a no. Unknown means no for marketing."""
    answer = facts.consents.get((ask.channel, ask.purpose))
    if answer is False:
        return Verdict(Outcome.REFUSE, Reason.WITHDRAWN)
    if answer is None and ask.purpose == Purpose.MARKETING:
        return Verdict(Outcome.REFUSE, Reason.NO_CONSENT)
    return None


def _allowance(ask: Ask, facts: Facts, house: Sequence[Setting], now: datetime) -> Verdict | None:
    for settings, full in ((facts.settings, Reason.DIAL_FULL), (house, Reason.HOUSE_LIMIT)):
        found = dials.tightest(settings, ask.channel, ask.topic, facts.touches, now=now)
        if found is None or found[1].is_open:
            continue
        setting, room = found
        scope = "/".join(part for part in (setting.channel, setting.topic) if part) or "everything"
        detail = f"{scope}: {dials.PROMISES[setting.position_at(now)].words}"
        if room.again_at is None:
            closed = Reason.DIAL_CLOSED if full == Reason.DIAL_FULL else full
            return Verdict(Outcome.REFUSE, closed, detail=detail)
        return Verdict(Outcome.DEFER, full, room.again_at, detail)
    return None


def _load(asks: Sequence[Ask], *, now: datetime, lock: bool) -> dict[int, Facts]:
    """Fetch everything about the asked customers; with `lock`, after their rows are locked in id order.

    Each statement sees what was committed before it, so what follows the lock is the latest truth.
    """
    ids = sorted({ask.customer_id for ask in asks})
    points = sorted({ask.contact_point_id for ask in asks if ask.contact_point_id is not None})
    messages = [ask.message_id for ask in asks if ask.message_id is not None]
    known: dict[int, Facts] = {}
    for customer_id, is_erased in _rows(_CUSTOMERS + (_LOCKED if lock else ""), [numbers(ids)]):
        known[customer_id] = Facts(suppressed="erased" if is_erased else "")
    _load_suppressions(known, ids, points, asks)
    for customer_id, channel, purpose, granted in _rows(_CONSENTS, [numbers(ids)]):
        if customer_id in known:
            known[customer_id].consents[channel, purpose] = granted
    for customer_id, *setting in _rows(_DIALS, [numbers(ids)]):
        if customer_id in known:
            known[customer_id].settings.append(Setting(*setting))
    for customer_id, *touch in _rows(_TOUCHES, [numbers(ids), now - dials.LONGEST_PERIOD, numbers(messages)]):
        if customer_id in known:
            known[customer_id].touches.append(Counted(*touch))
    return known


def _load_suppressions(
    known: Mapping[int, Facts], ids: list[int], points: list[int], asks: Iterable[Ask]
) -> None:
    askers = defaultdict(set)
    for ask in asks:
        askers[ask.contact_point_id].add(ask.customer_id)
    for customer_id, point_id, reason, is_marketing_only in _rows(
        _SUPPRESSIONS, [numbers(ids), numbers(points)]
    ):
        for each in askers[point_id] if customer_id is None else [customer_id]:
            facts = known.get(each)
            if facts is None:
                continue
            if point_id is not None:
                _, milder = facts.suppressed_points.get(point_id, ("", True))
                facts.suppressed_points[point_id] = (reason, is_marketing_only and milder)
            elif is_marketing_only:
                facts.suppressed_for_marketing = reason
            else:
                facts.suppressed = reason


def _house_limits() -> list[Setting]:
    return [Setting(*row) for row in _rows(_HOUSE, [])]


def _write_touches(asks: Sequence[Ask], now: datetime) -> None:
    """Insert a spent touch for each; a message that is tried again has one already."""
    if asks:
        columns = (
            numbers(a.customer_id for a in asks),
            *(
                texts(column)
                for column in zip(*((a.channel, a.topic, a.purpose, a.actor) for a in asks), strict=True)
            ),
            numbers(a.message_id for a in asks),
        )
        with connection.cursor() as cursor:
            cursor.execute(_SPEND, [now, *columns])


def _rows(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


_CUSTOMERS = """
SELECT id, erased_at IS NOT NULL FROM customers_customer
WHERE id = ANY(%s::bigint[]) ORDER BY id
"""
_LOCKED = "FOR NO KEY UPDATE"
_SUPPRESSIONS = """
SELECT customer_id, contact_point_id, reason, is_marketing_only FROM customers_suppression
WHERE lifted_at IS NULL AND (customer_id = ANY(%s::bigint[]) OR contact_point_id = ANY(%s::bigint[]))
"""
_CONSENTS = """
SELECT customer_id, channel, purpose, is_granted FROM customers_consent WHERE customer_id = ANY(%s::bigint[])
"""
_DIALS = """
SELECT customer_id, channel, topic, position, snooze_position, snoozed_until FROM customers_dial
WHERE customer_id = ANY(%s::bigint[])
"""
_TOUCHES = """
SELECT customer_id, channel, topic, touched_at FROM customers_touch
WHERE customer_id = ANY(%s::bigint[]) AND touched_at > %s AND purpose = 'marketing' AND state <> 'returned'
AND (message_id IS NULL OR message_id <> ALL(%s::bigint[]))
"""
_HOUSE = "SELECT channel, topic, position FROM customers_houselimit"
_SPEND = f"""
INSERT INTO customers_touch
    (touched_at, customer_id, channel, topic, purpose, actor, message_id, state, excess_reason)
SELECT %s, row.*, 'spent', ''
FROM unnest(%s::bigint[], {SPLIT}, {SPLIT}, {SPLIT}, {SPLIT}, %s::bigint[]) AS row
ON CONFLICT (message_id) DO UPDATE SET state = 'spent', touched_at = EXCLUDED.touched_at
"""
_GIVE_BACK = "UPDATE customers_touch SET state = 'returned' WHERE message_id = ANY(%s::bigint[])"
