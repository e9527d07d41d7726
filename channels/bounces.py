"""What a bounce or complaint means for the message, its contact point and its customer.

While a route calls more addresses dead than can be true (spikes.py), none is barred: the verdicts wait for a
person, who confirms all of them or takes them back, with those that were obeyed before anybody noticed. A
complaint is a customer's no and holds at once, in a spike too; what proves false can be taken back.
"""

from datetime import datetime, timedelta

from django.db import transaction

from channels import outbox, spikes
from channels.mailreading import BounceClass
from channels.models import MOVES, Message, MessageState
from channels.verdicts import Spike, Verdict
from customers import consent, history
from customers.models import ContactPoint, Suppression

SOFT_BOUNCES = 4
SOFT_DAYS = timedelta(days=3)
SOFT_FORGOTTEN = timedelta(days=30)
"""A mailbox is given up after four soft bounces in a month, at least three days apart from first to last."""
_CAME_BACK = (MessageState.BOUNCED, MessageState.COMPLAINED)


def note(message_id: int, kind: BounceClass, words: str, *, now: datetime) -> bool:
    """Apply one bounce report; False if it says nothing new (a second copy, an unknown message).

    A hard bounce bars the contact point for every sender, also where a softer word came first; soft ones do
    so only when they last; a block says something about us, so it bars nobody.
    """
    with transaction.atomic():
        told = _tell(message_id, MessageState.BOUNCED, _SUMMARIES[kind], words, now)
        message = told or Message.objects.filter(pk=message_id, state__in=_CAME_BACK).first()
        if message is not None and message.contact_point_id is not None:
            point = ContactPoint.objects.select_for_update().get(pk=message.contact_point_id)
            is_lasting = kind == BounceClass.SOFT and told is not None and _is_lasting(point, now)
            if kind == BounceClass.HARD or is_lasting:
                _judge(message, point, Suppression.Reason.INVALID, words, now)
    return told is not None


def complain(message_id: int, words: str, *, now: datetime) -> bool:
    """Apply a complaint: nothing of ours goes to this contact point again.

    That holds whatever we think became of the message; False if it says nothing new.
    """
    with transaction.atomic():
        told = _tell(message_id, MessageState.COMPLAINED, "Reported as unwanted", words, now)
        message = told or Message.objects.filter(pk=message_id).first()
        if message is not None and message.contact_point_id is not None:
            point = ContactPoint.objects.select_for_update().get(pk=message.contact_point_id)
            _judge(message, point, Suppression.Reason.COMPLAINT, words, now)
    return told is not None


def bar(point: ContactPoint, reason: Suppression.Reason, *, evidence: str, now: datetime) -> None:
    """Suppress a contact point and call off what waits for its owners, in one transaction."""
    with transaction.atomic():
        owners = consent.suppress_point(point, reason, evidence=evidence[:1000], now=now)
        outbox.recall(owners, now=now)


def decide(spike_id: int, *, is_true: bool, actor: str, now: datetime) -> bool:
    """Believe a spike or take all of it back; False if somebody has decided already.

    What was found to be true is carried out in the next rounds (`obey_confirmed`). Taking back lifts what the
    spike had barred before it was noticed, too; messages called off by then stay called off.
    """
    state = Spike.State.CONFIRMED if is_true else Spike.State.TAKEN_BACK
    with transaction.atomic():
        open_ones = Spike.objects.filter(pk=spike_id, state=Spike.State.OPEN)
        if not open_ones.update(state=state, decided_by=actor, decided_at=now):
            return False
        if not is_true:
            _take_back(Spike.objects.get(pk=spike_id), now)
    return True


def obey_confirmed(*, now: datetime) -> int:
    """Bar what a person has confirmed; return how many addresses that was."""
    confirmed = Verdict.objects.filter(state=Verdict.State.SET_ASIDE, spike__state=Spike.State.CONFIRMED)
    ids = list(confirmed.order_by("pk").values_list("pk", flat=True)[:_ROUND])
    for verdict_id in ids:
        with transaction.atomic():
            verdict = confirmed.filter(pk=verdict_id).select_for_update(of=("self",)).first()
            if verdict is not None:
                words = Message.objects.filter(pk=verdict.message_id).values_list("reason", flat=True).first()
                bar(verdict.contact_point, Suppression.Reason(verdict.reason), evidence=words or "", now=now)
                Verdict.objects.filter(pk=verdict_id).update(state=Verdict.State.OBEYED)
    return len(ids)


_ROUND = 500


def _judge(
    message: Message, point: ContactPoint, reason: Suppression.Reason, words: str, now: datetime
) -> None:
    """Bar an address for what a message brought to light, once; dead ones in a spike wait for a person."""
    key = spikes.key_of(message)
    if Verdict.objects.filter(message_id=message.pk, reason=reason).exists():
        return
    spike = spikes.under_way(key, reason, now=now)
    is_obeyed = spike is None or reason == Suppression.Reason.COMPLAINT
    Verdict.objects.create(
        message_id=message.pk,
        contact_point=point,
        key=key,
        reason=reason,
        state=Verdict.State.OBEYED if is_obeyed else Verdict.State.SET_ASIDE,
        spike=spike,
        noted_at=now,
    )
    # In whatever order they are told: the hardest word about a message that came back is the one kept.
    Message.objects.filter(pk=message.pk, state=MessageState.BOUNCED).update(reason=words[:300])
    if is_obeyed:
        bar(point, reason, evidence=words, now=now)


def _take_back(spike: Spike, now: datetime) -> None:
    since = spike.began_at - spikes.WINDOW
    verdicts = Verdict.objects.filter(key=spike.key, reason=spike.reason, noted_at__gt=since)
    obeyed = verdicts.filter(state=Verdict.State.OBEYED)
    Suppression.objects.filter(
        contact_point__in=obeyed.values("contact_point"),
        reason=spike.reason,
        suppressed_at__gt=since,
        lifted_at=None,
    ).update(lifted_at=now)
    verdicts.exclude(state=Verdict.State.TAKEN_BACK).update(state=Verdict.State.TAKEN_BACK, spike=spike)


_SUMMARIES = {
    BounceClass.HARD: "The address does not exist",
    BounceClass.SOFT: "Could not be delivered this time",
    BounceClass.BLOCK: "The other side refused to take it",
    BounceClass.OTHER: "Came back",
}


def _tell(message_id: int, state: MessageState, summary: str, words: str, now: datetime) -> Message | None:
    """Record what came back, and move the message on if it can; None if it is unknown or told already.

    A bounce that is told after the complaint stands in the history all the same: the order does not matter.
    """
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    moves = MOVES[MessageState(message.state)] if message else frozenset()
    if message is None or (message.state not in _CAME_BACK and state not in moves):
        return None
    if not history.record([_entry(message, f"message_{state.value}", summary, words, now)], now=now).new:
        return None
    if state in moves:
        message.state, message.reason, message.state_at = state, words[:300], now
        message.due_at = message.lease_token = None
        message.save(update_fields=["state", "reason", "state_at", "due_at", "lease_token"])
    return message


def _is_lasting(point: ContactPoint, now: datetime) -> bool:
    is_fresh = point.soft_bounced_at is None or now - point.soft_bounced_at > SOFT_FORGOTTEN
    first_at, count = (now, 1) if is_fresh else (point.soft_bounced_at, point.soft_bounces + 1)
    assert first_at is not None
    ContactPoint.objects.filter(pk=point.pk).update(soft_bounces=count, soft_bounced_at=first_at)
    return count >= SOFT_BOUNCES and now - first_at >= SOFT_DAYS


def _entry(message: Message, kind: str, summary: str, words: str, now: datetime) -> history.Entry:
    return history.Entry(
        customer_id=message.customer_id,
        occurred_at=now,
        kind=kind,
        source="message",
        source_id=f"{message.pk}:{kind}",
        channel=message.channel,
        summary=summary,
        data={"words": words[:1000]},
        message_id=message.pk,
        campaign_id=message.campaign_id,
    )
