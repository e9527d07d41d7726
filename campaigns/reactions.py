"""What customers say and do to a message about an offer, written down as what came of the offer.

The same outcomes as at the till and on the portal: a click has met the offer, a plain yes or no answers it.
What is not plain waits for a person in the inbox.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from campaigns import decisions
from campaigns.models import Decision, Offer, Outcome
from channels.intents import SURE, Name
from channels.models import Message
from channels.talk import Turn
from customers.history import News

POLICY = "message"
"""The policy of a decision that a message embodied: the campaign had chosen, for all its audience."""
KINDS = frozenset({"message_clicked", "message_replied"})
"""The kinds of news that may say something about an offer."""
_Kind = Outcome.Kind
_ANSWERED = {Name.YES: _Kind.ACCEPTED, Name.NO: _Kind.DECLINED}


def take(news: Iterable[News], *, now: datetime) -> int:
    """Write down what these pieces of news say about offers; return how many outcomes are new.

    Safe to call again with the same. Replies are read as they were sorted: a yes or no that is sure.
    """
    told = [each for each in news if each.message_id and each.kind in KINDS]
    if not told:
        return 0
    messages = Message.objects.in_bulk([each.message_id for each in told])
    offers = _offers_of({message.campaign_id for message in messages.values() if message.campaign_id})
    taken = 0
    for each in told:
        message = messages.get(each.message_id)
        about = offers.get(message.campaign_id or 0, []) if message else []
        if message and about:
            taken += _take_one(message, about, each.kind, now)
    return taken


def _take_one(message: Message, about: list[Offer], kind: str, now: datetime) -> int:
    outcome = _Kind.SHOWN if kind == "message_clicked" else _answer(message)
    if outcome is None or (outcome == _Kind.ACCEPTED and len(about) > 1):
        return 0  # a yes to several things at once is for a person to sort out
    with transaction.atomic():
        decision = _decision(message, about)
        return sum(
            decisions.record_outcome(decision.pk, kind, offer=offer.key, actor="customer", now=now).is_new
            for offer in about
            for kind in dict.fromkeys([_Kind.SHOWN, outcome])
        )


def _answer(message: Message) -> _Kind | None:
    """Return what their last words in answer to it come to, if that is plain."""
    words = Turn.objects.filter(kind=Turn.Kind.HEARD, message_id=message.pk).order_by("-pk").first()
    if words is None or words.confidence < SURE or words.intent not in _ANSWERED:
        return None
    return _ANSWERED[Name(words.intent)]


def _decision(message: Message, about: list[Offer]) -> Decision:
    """Return the decision that a message stands for, kept the first time it is answered."""
    candidates = [
        {
            "key": offer.key,
            "kind": "message",
            "score": None,
            "why": "Its campaign says so",
            "message": message.pk,
        }
        for offer in about
    ]
    return Decision.objects.get_or_create(
        key=f"message:{message.pk}",
        defaults={
            "customer_id": message.customer_id,
            "touchpoint": message.channel,
            "candidates": candidates,
            "chosen": about[0].key,
            "policy": POLICY,
            "actor": f"campaign:{message.campaign_id}",
            "decided_at": message.accepted_at or message.created_at,
        },
    )[0]


def _offers_of(campaign_ids: set[int]) -> Mapping[int, list[Offer]]:
    found: dict[int, list[Offer]] = {}
    for link in Offer.campaigns.through.objects.filter(campaign__in=campaign_ids).select_related("offer"):
        found.setdefault(link.campaign_id, []).append(link.offer)
    return found
