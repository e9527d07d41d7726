"""What came of a decision: written down once, told to the history, and obeyed everywhere at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from campaigns.deciding import MAILED_WITHIN
from campaigns.models import ANSWERS, STAFFED, Decision, Offer, Outcome
from channels import outbox
from channels.models import Message
from customers import gate, history, loops, merging, touches
from customers.errors import OverAllowance
from customers.gate import EXCUSABLE

Kind = Outcome.Kind
USUAL_WAIT = timedelta(days=30)
"""How long a "not now" holds that names no day."""
LONGEST_WAIT = timedelta(days=730)
_TOLD = {
    Kind.SHOWN: "offer_shown",
    Kind.ACCEPTED: "offer_accepted",
    Kind.DECLINED: "offer_declined",
    Kind.NOT_NOW: "offer_put_off",
    Kind.ASKED: "offer_asked",
}
OFFLINE = "offline"
"""The policy of what a till decided by itself, from its bundle, while its line was down."""
_MADE = frozenset({Kind.SHOWN, *ANSWERS})
"""Outcomes that mean the customer has met the offer."""


class UnknownDecision(LookupError):
    """There is no such decision."""


class BadOutcome(ValueError):
    """An outcome that does not fit its decision; `field` says what is wrong."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Recorded:
    """`is_new` is false for what was recorded before; `is_short` says that none were left to say yes to."""

    decision_id: int
    offer: str
    is_new: bool
    is_short: bool = False
    loop_id: int | None = None


def record_outcome(
    decision_id: int,
    outcome: str,
    *,
    offer: str = "",
    until: datetime | None = None,
    words: str = "",
    excess_reason: str = "",
    actor: str,
    now: datetime,
) -> Recorded:
    """Write down what came of an offer of this decision; without a key, of the one it chose. One transaction.

    The same outcome again adds nothing; another one counts from now on. Where our people stand, an offer
    that was made spends a touch: OverAllowance is raised, and nothing written, when it is shown without room
    for it (an `excess_reason` goes over what is EXCUSABLE); what the customer answers is written down in any
    case. A yes takes one from the stock; a question opens a loop; a yes, a no and a "not now" call off the
    messages about the offer that wait. Raises UnknownDecision or BadOutcome.
    """
    kind = _kind(outcome)
    with transaction.atomic():
        decision = Decision.objects.select_for_update().filter(pk=decision_id).first()
        if decision is None:
            raise UnknownDecision(f"There is no decision {decision_id}.")
        about = _offer(decision, offer)
        until = _until(kind, until, now)
        before = list(Outcome.objects.filter(decision=decision, offer=about).order_by("pk"))
        if _is_known(before, kind, until):
            return Recorded(decision.pk, about.key, False)
        if kind in _MADE and not any(each.kind in _MADE for each in before):
            _spend(decision, about, kind, excess_reason, actor, now)
        row = Outcome.objects.create(
            decision=decision,
            customer_id=decision.customer_id,
            offer=about,
            kind=kind,
            until=until,
            touchpoint=decision.touchpoint,
            actor=actor,
            happened_at=now,
        )
        is_short = _count_stock(about, before, kind)
        _tell(decision, about, row, words, now)
        loop_id = _obey(decision, about, kind, words, actor, now)
    return Recorded(decision.pk, about.key, True, is_short, loop_id)


def record_offline(
    key: str,
    customer_id: int,
    offer: str,
    outcome: str,
    *,
    touchpoint: str,
    placement: str = "",
    until: datetime | None = None,
    words: str = "",
    actor: str,
    happened_at: datetime,
) -> Recorded:
    """Take in what a till offered and heard while its line was down; the same key again adds nothing.

    It has happened, so it is written down whatever the dials say, and counts in them. Raises BadOutcome.
    """
    with transaction.atomic():
        about = Offer.objects.filter(key=offer).first()
        if about is None:
            raise BadOutcome("offer", "There is no such offer.")
        decision, _ = Decision.objects.get_or_create(
            key=key,
            defaults={
                "customer_id": customer_id,
                "touchpoint": touchpoint,
                "placement": placement,
                "candidates": [{"key": offer, "kind": "offer", "score": None, "why": "Offered offline"}],
                "chosen": offer,
                "policy": OFFLINE,
                "actor": actor,
                "decided_at": happened_at,
            },
        )
        if (decision.customer_id, decision.chosen) != (customer_id, offer):
            raise BadOutcome("key", "The key belongs to another customer or offer.")
        return record_outcome(decision.pk, outcome, until=until, words=words, actor=actor, now=happened_at)


def _kind(outcome: str) -> Kind:
    if outcome not in Kind.values:
        raise BadOutcome("outcome", f"{outcome!r} is no outcome; there are {', '.join(Kind.values)}.")
    return Kind(outcome)


def _offer(decision: Decision, key: str) -> Offer:
    """Return the offer that is meant: it must have been weighed, though it need not have been chosen."""
    key = key or decision.chosen
    weighed = {each["key"] for each in decision.candidates if each["kind"] in ("offer", "message")}
    found = Offer.objects.filter(key=key).first() if key in weighed else None
    if found is None:
        raise BadOutcome(
            "offer", f"Name one of the offers it weighed: {', '.join(sorted(weighed)) or 'none'}."
        )
    return found


def _until(kind: Kind, until: datetime | None, now: datetime) -> datetime | None:
    if kind != Kind.NOT_NOW:
        if until is not None:
            raise BadOutcome("until", "Only a not_now has an until.")
        return None
    if until is not None and not now < until <= now + LONGEST_WAIT:
        raise BadOutcome("until", "It must lie ahead, by two years at most.")
    return until or now + USUAL_WAIT


def _is_known(before: list[Outcome], kind: Kind, until: datetime | None) -> bool:
    """Say whether it was recorded already: a showing at any time, anything else as the last word."""
    if kind == Kind.SHOWN:
        return any(each.kind == kind for each in before)
    last = next((each for each in reversed(before) if each.kind != Kind.SHOWN), None)
    if last is None or last.kind != kind:
        return False
    return last.until is None or until is None or abs(last.until - until) < timedelta(days=1)


def _spend(
    decision: Decision, offer: Offer, kind: Kind, excess_reason: str, actor: str, now: datetime
) -> None:
    """Spend the touch of an offer in person; what was answered, or has happened, is a fact all the same."""
    if decision.touchpoint not in STAFFED:
        return
    try:
        _made(decision, offer, excess_reason, actor, now)
    except OverAllowance as over:
        if kind == Kind.SHOWN and decision.policy != OFFLINE:
            raise
        if over.verdict.reason in EXCUSABLE:
            _made(decision, offer, f"It has happened: {kind.label.lower()}", actor, now)


def _made(decision: Decision, offer: Offer, excess_reason: str, actor: str, now: datetime) -> None:
    touches.by_person(
        decision.customer_id,
        decision.touchpoint,
        offer.topic,
        actor=actor,
        summary=offer.name,
        excess_reason=excess_reason,
        offer_id=offer.pk,
        decision_id=decision.pk,
        now=now,
    )


def _count_stock(offer: Offer, before: list[Outcome], kind: Kind) -> bool:
    """Take one for a yes, put it back when the yes is taken back; say whether there was none left."""
    last = next((each.kind for each in reversed(before) if each.kind in ANSWERS), None)
    stocked = Offer.objects.filter(pk=offer.pk, stock__isnull=False)
    if kind == Kind.ACCEPTED:
        taken = stocked.filter(stock__gt=0).update(stock=Greatest(F("stock") - 1, 0))
        return offer.stock is not None and not taken
    if last == Kind.ACCEPTED and kind in ANSWERS:
        stocked.update(stock=F("stock") + 1)
    return False


def _tell(decision: Decision, offer: Offer, row: Outcome, words: str, now: datetime) -> None:
    kind = _TOLD.get(Kind(row.kind))
    if kind is None or (kind == "offer_shown" and decision.touchpoint in STAFFED):
        return  # nothing happened between us, or by_person has told it
    data = {"topic": offer.topic, "offer": offer.key}
    if row.until:
        data["until"] = row.until.isoformat()
    entry = history.Entry(
        customer_id=decision.customer_id,
        occurred_at=now,
        kind=kind,
        source="outcome",
        source_id=str(row.pk),
        channel=decision.touchpoint,
        actor=row.actor,
        summary=f"{offer.name}: {words}" if words else offer.name,
        data=data,
        offer_id=offer.pk,
        decision_id=decision.pk,
    )
    history.record([entry], now=now)


def _obey(decision: Decision, offer: Offer, kind: Kind, words: str, actor: str, now: datetime) -> int | None:
    """Do what an answer asks for; return the loop that a question opens."""
    if kind not in ANSWERS:
        return None
    if decision.touchpoint in STAFFED:
        touches.answered(decision.customer_id, decision.touchpoint, offer.topic, now=now)
    about = list(offer.campaigns.values_list("pk", flat=True))
    gate.answered(_sent_about(about, decision.customer_id, now), now=now)
    if kind == Kind.ASKED:
        asked = f"About {offer.name}: {words}" if words else f"About {offer.name}"
        return loops.open(
            decision.customer_id, "question", asked, actor=actor, channel=decision.touchpoint, now=now
        )
    outbox.call_off(decision.customer_id, about, reason="They answered the offer", now=now)
    return None


def _sent_about(campaign_ids: list[int], customer_id: int, now: datetime) -> list[int]:
    """Return what has gone to this person in these campaigns; by any channel: one answer answers all."""
    if not campaign_ids:
        return []
    sent = Message.objects.filter(
        customer__in=merging.family(customer_id), campaign_id__in=campaign_ids,
        accepted_at__gt=now - MAILED_WITHIN,
    )  # fmt: skip
    return list(sent.values_list("pk", flat=True))
