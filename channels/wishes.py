"""What customers wish, from whatever door: written down and obeyed in one transaction.

Narrowing a consent or dial raises the opt-out epoch and calls off what is queued; hub and campaigns come
through here, so that neither half can be forgotten.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from channels import outbox
from channels.models import Message
from channels.registry import ADAPTERS
from customers import consent, gate, merging, rehearsal
from customers.consent import Answer, Evidence
from customers.dials import PROMISES, Setting
from customers.models import Consent, ContactPoint, Dial, Ownership, Suppression


def unsubscribe(message_id: int, evidence: Evidence, *, now: datetime) -> bool:
    """Withdraw consent to marketing on the channel of this message, for whom it was sent to.

    True if the message exists; asking twice is as good as once.
    """
    message = Message.objects.filter(pk=message_id).only("customer_id", "channel").first()
    if message is None:
        return False
    with transaction.atomic():
        consent.withdraw(message.customer_id, [message.channel], evidence=evidence, now=now)
        outbox.recall([message.customer_id], now=now)
    return True


def turn_dial(
    customer_id: int,
    position: int,
    *,
    channel: str = "",
    topic: str = "",
    until: datetime | None = None,
    evidence: Evidence,
    now: datetime,
) -> Dial:
    """Turn a person's dial and call off what it no longer allows. Raises BadPosition outside 0 to 10.

    Of a merged person every row that has this dial is turned, or the strictest of them would go on holding.
    Turning a whole channel up takes back a STOP that was said to it. Returns the dial of who they are now.
    """
    with transaction.atomic():
        person, *others = _rows_with_a_say(customer_id, channel, topic)
        dials = {
            each: consent.turn_dial(
                each, position, channel=channel, topic=topic, until=until, evidence=evidence, now=now
            )
            for each in sorted([person, *others])
        }
        if channel in ADAPTERS and not topic and position and until is None:
            _take_back_stop(dials, ADAPTERS[channel].shape.contact_kind, now)
        outbox.recall(dials, now=now)
    return dials[person]


def end_quiet(customer_id: int, evidence: Evidence, *, now: datetime) -> None:
    """End the snooze on everything: each row's dial springs back at once to where it stands."""
    family = merging.family(customer_id)
    with transaction.atomic():
        for dial in Dial.objects.filter(customer__in=family, channel="", topic="").order_by("customer_id"):
            if dial.snoozed_until is not None:
                consent.turn_dial(dial.customer_id, dial.position, evidence=evidence, now=now)
        outbox.recall(family, now=now)


def stop(
    customer_ids: Iterable[int],
    point_ids: Iterable[int | None],
    channel: str,
    evidence: Evidence,
    *,
    now: datetime,
) -> None:
    """Obey a STOP: no marketing on this channel to these customers and points, whoever of ours sends it.

    All who share one of the points are meant: we do not know which of them wrote.
    """
    points = list(ContactPoint.objects.filter(pk__in=list(point_ids)).order_by("pk"))
    owners = Ownership.objects.filter(contact_point__in=points).values_list("customer_id", flat=True)
    with transaction.atomic():
        people = sorted(
            {*customer_ids, *owners}
        )  # in one order everywhere, so that two never block each other
        for each in people:
            consent.withdraw(each, [channel], evidence=evidence, now=now)
        for point in points:
            consent.suppress_point(
                point, Suppression.Reason.STOP, evidence=evidence.wording, now=now, is_marketing_only=True
            )
        outbox.recall(people, now=now)


def fewer(customer_id: int, channel: str, topic: str, evidence: Evidence, *, now: datetime) -> Dial | None:
    """Turn the dial of a topic one step lower, to where it will be felt; never up, and never to never.

    It begins from where the dial stands, by default or at "as they come" where they set none, but no higher
    than would just have let through what we sent lately. Returns None, having changed nothing, where a
    step down is not possible so or a snooze is on: that is for a person.
    """
    person, rules = gate.standing_of(customer_id, now=now)
    dials = {(each.channel, each.topic): each for each in person.settings(rules)}
    highest = Setting(channel, topic, len(PROMISES) - 1)
    dial = dials.get((channel, topic)) or dials.get(("", topic)) or highest
    would = rehearsal.at_each_position(person.touches, dial.channel, dial.topic)
    felt = would.index(would[-1]) if would[-1] else dial.position
    position = max(1, min(dial.position, felt) - 1)
    if position >= dial.position or (dial.snoozed_until is not None and now < dial.snoozed_until):
        return None
    return turn_dial(
        person.customer_id, position, channel=dial.channel, topic=dial.topic, evidence=evidence, now=now
    )


def take_answers(answers: Sequence[Answer], *, now: datetime, widening: bool = True) -> int:
    """Store consents, as consent.take_answers does, and call off what a no among them forbids."""
    with transaction.atomic():
        changed = consent.take_answers(answers, now=now, widening=widening)
        outbox.recall({each.customer_id for each in answers if not each.is_granted}, now=now)
    return changed


def _rows_with_a_say(customer_id: int, channel: str, topic: str) -> list[int]:
    """Return who the customer is now, then whoever was merged into them and could hold this dial down."""
    person, *aliases = merging.family(customer_id)
    if not aliases:
        return [person]
    dials = Dial.objects.filter(customer__in=aliases, channel=channel, topic=topic)
    has_a_say = set(dials.values_list("customer_id", flat=True))
    if channel and not topic:
        answers = Consent.objects.filter(customer__in=aliases, channel=channel)
        has_a_say |= set(answers.values_list("customer_id", flat=True))
    return [person, *sorted(has_a_say)]


def _take_back_stop(customer_ids: Iterable[int], kind: str, now: datetime) -> None:
    """Lift what STOP has barred; who else shares the point stays silent by their withdrawn consent."""
    Suppression.objects.filter(
        contact_point__kind=kind,
        contact_point__ownerships__customer__in=customer_ids,
        reason=Suppression.Reason.STOP,
        is_marketing_only=True,
        lifted_at=None,
    ).update(lifted_at=now)
