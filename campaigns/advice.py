"""The next best action: what is known of a customer, in five statements, and what the policy makes of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db.backends.utils import CursorWrapper

from campaigns import deciding, shelf
from campaigns.deciding import Action, Choice, Loop, Mailed, Passed, Said, Shown, Situation, Step
from campaigns.models import ANSWERS, Campaign, Touchpoint
from channels import followup
from channels.models import Message
from customers import asking, gate, touches
from customers.gate import Ask
from customers.models.permission import Purpose

SAME_WITHIN = timedelta(minutes=5)
"""Asked again so soon, by the same at the same place and with the same result, it is the same decision."""


class BadPlace(ValueError):
    """There is no such touchpoint."""


class NoCustomer(ValueError):
    """There is no such customer."""


@dataclass(frozen=True)
class Advice:
    """What to say, the best first, silence always among it; without a `decision_id` where none was kept."""

    customer_id: int
    touchpoint: str
    placement: str
    actions: tuple[Action, ...]
    passed: tuple[Passed, ...]
    decided_at: datetime
    policy: str
    policy_version: int
    probability: float
    decision_id: int | None = None

    @property
    def best(self) -> Action:
        return self.actions[0]

    @property
    def runner_up(self) -> Action | None:
        return self.actions[1] if len(self.actions) > 1 else None


@dataclass(frozen=True)
class _Last:
    """The customer's latest decision."""

    id: int
    touchpoint: str
    placement: str
    actor: str
    decided_at: datetime
    context: dict[str, Any]
    candidates: list[dict[str, Any]]


@dataclass(frozen=True)
class _Known:
    customer_id: int
    language: str
    loops: tuple[Loop, ...]
    answers: dict[int, Said]
    shown: dict[int, Shown]
    mailed: dict[int, Mailed]
    last: _Last | None
    versions: str
    """Of the offers that are on (campaigns/shelf.py)."""


def advise(
    customer_id: int,
    touchpoint: str,
    placement: str = "",
    context: Mapping[str, Any] | None = None,
    *,
    actor: str,
    now: datetime,
) -> Advice:
    """Choose what to say to this customer here and now, and keep the decision with all it weighed.

    Five statements that travel together and one that writes; two more where an offer has changed, and a
    handful where another channel is to be found. Asking again within five minutes with the same result adds
    no decision. Raises BadPlace for a touchpoint that we do not know, NoCustomer for a customer, who may have
    been erased.
    """
    known, choice = _choose(customer_id, touchpoint, placement, now)
    weighed, circumstances = _candidates(choice, now), dict(context or {})
    if _is_same(known.last, touchpoint, placement, actor, circumstances, weighed, now):
        assert known.last
        return _advice(known, touchpoint, placement, choice, known.last.decided_at, known.last.id)
    kept = _keep(
        known.customer_id, touchpoint, placement, _encode(circumstances), _encode(weighed),
        choice.actions[0].key, choice.probability, choice.policy, choice.policy_version, actor, now,
    )  # fmt: skip
    return _advice(known, touchpoint, placement, choice, now, kept)


def consider(customer_id: int, touchpoint: str, placement: str = "", *, now: datetime) -> Advice:
    """Choose as `advise` does and keep nothing: for pages that are only looked at."""
    known, choice = _choose(customer_id, touchpoint, placement, now)
    return _advice(known, touchpoint, placement, choice, now, None)


def campaign_about(customer_ids: Collection[int], offer: str) -> int | None:
    """Return the campaign whose message about this offer went to one of these last: what follows up on it
    belongs to it."""
    if not offer:
        return None
    sent = Message.objects.filter(
        customer__in=customer_ids, campaign_id__in=Campaign.objects.filter(offers__key=offer).values("pk")
    )
    return sent.order_by("-pk").values_list("campaign_id", flat=True).first()


def _choose(customer_id: int, touchpoint: str, placement: str, now: datetime) -> tuple[_Known, Choice]:
    if touchpoint not in Touchpoint.values:
        raise BadPlace(f"There is no touchpoint {touchpoint!r}; there are {', '.join(Touchpoint.values)}.")
    point = touches.contact_point(customer_id, touchpoint)
    with asking.together():
        asked = _ask(customer_id, now)
        asked_offers = shelf.asked(touchpoint, placement, customer_id, now=now)
        judge = gate.judging({customer_id: [point] if point else []}, now=now)
    known = _known(asked, customer_id)
    if known.customer_id != customer_id:  # an alias: once more for who they are now
        return _choose(known.customer_id, touchpoint, placement, now)
    live, fitting = asked_offers(known.versions)
    topics = sorted({offer.topic for offer in live})
    asks = [Ask(customer_id, touchpoint, topic, Purpose.MARKETING, point) for topic in topics]
    situation = Situation(
        touchpoint, placement, now, live, known.loops, known.answers, known.shown, known.mailed,
        verdicts=dict(zip(topics, judge(asks), strict=True)),
        fitting=fitting,
        language=known.language,
    )  # fmt: skip
    stuck = {o.topic for o in live if o.id in fitting and _is_stuck(known.mailed.get(o.id), now)}
    if stuck and situation.is_staffed:
        situation = replace(situation, ways=followup.open_ways(customer_id, stuck, now=now))
    return known, deciding.decide(situation)


def _is_stuck(mailed: Mailed | None, now: datetime) -> bool:
    """Whether they were written to more than once and nothing came of it: another channel is to be found."""
    return deciding.next_step(mailed, now) == Step.ELSEWHERE


def _keep(*values: Any) -> int:
    """Write a decision down; plain SQL, for each contact does this."""
    return int(asking.ask(_KEEP, values).fetchone()[0])


def _candidates(choice: Choice, now: datetime) -> list[dict[str, Any]]:
    """Return what was weighed as a decision keeps it: keys and reasons, no words about anybody."""
    weighed: list[dict[str, Any]] = [
        {"key": each.key, "kind": each.kind, "score": round(each.score, 4), "why": each.why}
        | ({"message": each.message_id} if each.message_id else {})
        for each in choice.actions
    ]
    return weighed + [
        {"key": each.offer.key, "kind": "offer", "score": None, "why": each.words(now)}
        for each in choice.passed
    ]


def _is_same(
    last: _Last | None,
    touchpoint: str,
    placement: str,
    actor: str,
    context: dict[str, Any],
    weighed: list[dict[str, Any]],
    now: datetime,
) -> bool:
    return (
        last is not None
        and now - last.decided_at < SAME_WITHIN
        and (
            (last.touchpoint, last.placement, last.actor) == (touchpoint, placement, actor)
            and last.context == context
            and last.candidates == weighed
        )
    )


def _advice(
    known: _Known, touchpoint: str, placement: str, choice: Choice, decided_at: datetime, number: int | None
) -> Advice:
    return Advice(
        known.customer_id, touchpoint, placement, choice.actions, choice.passed, decided_at, choice.policy,
        choice.policy_version, choice.probability, number,
    )  # fmt: skip


def _ask(customer_id: int, now: datetime) -> CursorWrapper:
    """Ask what is open, what they answered, what they were shown and sent; one statement."""
    values: dict[str, Any] = {
        "customer": customer_id,
        "answers": [kind.value for kind in ANSWERS],
        "shown_since": now - deciding.TIRED_WITHIN - deciding.TIRED_REST,
        "within": deciding.TIRED_WITHIN,
        "mailed_since": now - deciding.MAILED_WITHIN,
        "now": now,
    }
    return asking.ask(_KNOWN, values)


def _known(asked: CursorWrapper, customer_id: int) -> _Known:
    person, language, versions, *rest = asked.fetchone()
    if person is None:
        raise NoCustomer(f"There is no customer {customer_id}.")
    loops, answers, shown, mailed, last = (_decode(each) if each else [] for each in rest)
    return _Known(
        person,
        language,
        tuple(
            Loop(number, kind, words, _at(opened), _when(due)) for number, kind, words, opened, due in loops
        ),
        {row[0]: _said(*row) for row in answers},
        {offer: Shown(days, _at(at)) for offer, days, at in shown},
        {
            offer: Mailed(message, channel, _at(at), _when(opened), _when(reacted), *rest)
            for offer, message, channel, at, opened, reacted, *rest in mailed
        },
        _last(*last) if last else None,
        versions,
    )


def _said(
    offer_id: int, name: str, family: str, kind: str, at: str, until: str | None, rest_days: int
) -> Said:
    return Said(offer_id, name, family, kind, _at(at), _when(until), rest_days)


def _last(
    number: int,
    touchpoint: str,
    placement: str,
    actor: str,
    at: str,
    context: dict[str, Any],
    candidates: list[dict[str, Any]],
) -> _Last:
    return _Last(number, touchpoint, placement, actor, _at(at), context, candidates)


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()


_decode = msgspec.json.decode
_at = datetime.fromisoformat


def _when(text: str | None) -> datetime | None:
    return _at(text) if text else None


_KEEP = """
INSERT INTO campaigns_decision (customer_id, touchpoint, placement, context, candidates, chosen, probability,
    policy, policy_version, actor, decided_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_KNOWN = f"""
WITH root AS (
    SELECT coalesce(head.id, c.id) AS id, c.language
    FROM customers_customer c LEFT JOIN customers_customer head ON head.id = c.merged_into_id
    WHERE c.id = %(customer)s AND c.erased_at IS NULL AND head.erased_at IS NULL
), family AS (
    SELECT id FROM root
    UNION ALL SELECT c.id FROM customers_customer c JOIN root ON c.merged_into_id = root.id
), answers AS (
    SELECT DISTINCT ON (o.offer_id) o.offer_id, f.name, f.family, o.kind, o.happened_at, o.until,
        f.rest_after_no_days
    FROM campaigns_outcome o JOIN campaigns_offer f ON f.id = o.offer_id
    WHERE o.customer_id IN (SELECT id FROM family) AND o.kind = ANY(%(answers)s)
    ORDER BY o.offer_id, o.happened_at DESC, o.id DESC
), shown AS (
    SELECT o.offer_id, o.happened_at, max(o.happened_at) OVER (PARTITION BY o.offer_id) AS last_at
    FROM campaigns_outcome o LEFT JOIN answers a ON a.offer_id = o.offer_id
    WHERE o.customer_id IN (SELECT id FROM family) AND o.kind = 'shown'
    AND o.happened_at > greatest(%(shown_since)s, a.happened_at)
), mailed AS (
    SELECT DISTINCT ON (c.offer_id) c.offer_id, m.id, m.channel, coalesce(m.accepted_at, m.created_at) AS at,
        max(m.opened_at) OVER of_offer AS opened_at,
        max(least(m.clicked_at, m.replied_at)) OVER of_offer AS reacted_at,
        count(*) OVER of_offer AS tries, array_agg(m.channel) OVER of_offer AS tried,
        m.accepted_at IS NULL AS is_waiting
    FROM channels_message m JOIN campaigns_campaign_offers c ON c.campaign_id = m.campaign_id
    WHERE m.customer_id IN (SELECT id FROM family)
    AND coalesce(m.accepted_at, m.created_at) > %(mailed_since)s
    AND m.state IN ('accepted', 'delivered', 'queued', 'deferred', 'attempting', 'unknown')
    WINDOW of_offer AS (PARTITION BY c.offer_id)
    ORDER BY c.offer_id, m.accepted_at DESC NULLS FIRST
)
SELECT (SELECT id FROM root), (SELECT language FROM root), ({shelf.VERSIONS}),
    (SELECT json_agg(json_build_array(id, kind, words, opened_at, due_at))::text FROM customers_openloop
        WHERE closed_at IS NULL AND customer_id IN (SELECT id FROM family)),
    (SELECT json_agg(json_build_array(offer_id, name, family, kind, happened_at, until, rest_after_no_days)
        )::text FROM answers),
    (SELECT json_agg(json_build_array(offer_id, days, last_at))::text FROM (
        SELECT offer_id, last_at, count(DISTINCT happened_at::date) AS days
        FROM shown WHERE happened_at > last_at - %(within)s GROUP BY offer_id, last_at) AS counted),
    (SELECT json_agg(json_build_array(offer_id, id, channel, at, opened_at, reacted_at, tries, tried,
        is_waiting))::text
        FROM mailed),
    (SELECT json_build_array(id, touchpoint, placement, actor, decided_at, context, candidates)::text
        FROM campaigns_decision WHERE customer_id = (SELECT id FROM root) ORDER BY id DESC LIMIT 1)
"""
