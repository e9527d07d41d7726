"""What customers decide: consent with its evidence, dials, and hard noes.

Everything that narrows raises the customer's opt-out epoch first, and so waits for, or holds up, a send
that is about to begin.
Channels calls these through channels/wishes.py, which also calls off what is queued, in one transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from customers import history
from customers.dials import PROMISES
from customers.errors import BadPosition
from customers.models import Consent, ContactPoint, Customer, Dial, Suppression
from customers.models.permission import Purpose

PARTNER = "partner"
"""Purpose of the consent to join what a partner told us; its channel is the partner's key."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes or no to one channel and purpose, with what was shown, where, and who took it down."""

    customer_id: int
    channel: str
    purpose: str
    is_granted: bool
    happened_at: datetime
    wording: str
    place: str
    actor: str
    wording_version: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a wish reached us: the words shown, the place, and the person or door that acted."""

    wording: str
    place: str
    actor: str
    wording_version: str = ""


def take_answers(answers: Sequence[Answer], *, now: datetime, widening: bool = True) -> int:
    """Store consents with their evidence and return how many changed something. Set-based.

    A newer answer wins over an older one; the same answer again adds nothing. With `widening` False (an
    import) a yes counts only where there is no answer yet: lists never revive anybody.
    """
    latest = {(a.customer_id, a.channel, a.purpose): a for a in sorted(answers, key=lambda a: a.happened_at)}
    if not latest:
        return 0
    columns = [list(column) for column in zip(*(_answer_row(a) for a in latest.values()), strict=True)]
    with transaction.atomic():
        _narrow([a.customer_id for a in latest.values() if not a.is_granted])
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_ANSWERS, [*columns, widening])
            changed = cursor.fetchall()
        history.record([_consent_entry(*row) for row in changed], now=now)
    return len(changed)


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
    """Turn a dial; with `until` only for a while, after which it springs back.

    Turning a channel to 0 withdraws consent there, and turning it up gives it; turning everything to 0
    withdraws it on every channel, and turning it up again gives back what that had withdrawn, and nothing
    that was withdrawn otherwise. The evidence is kept either way. Raises BadPosition outside 0 to 10.
    """
    if not 0 <= position <= 10:
        raise BadPosition(f"A dial stands between 0 and 10, not at {position}.")
    with transaction.atomic():
        _narrow([customer_id])
        dial = Dial.objects.filter(customer_id=customer_id, channel=channel, topic=topic).first()
        closed_at = dial.changed_at if dial and dial.position == 0 else None
        dial = dial or Dial(customer_id=customer_id, channel=channel, topic=topic, position=10)
        if until is None:
            dial.position, dial.snooze_position, dial.snoozed_until = position, None, None
        else:
            dial.snooze_position, dial.snoozed_until = position, until
        dial.changed_at = now
        dial.save()
        if until is None and topic == "":
            channels = _channels_meant(customer_id, channel, position, closed_at)
            take_answers(_marketing_answers(customer_id, channels, position > 0, evidence, now), now=now)
        history.record([_dial_entry(dial, evidence, now)], now=now)
    return dial


def withdraw(customer_id: int, channels: Iterable[str], *, evidence: Evidence, now: datetime) -> int:
    """Withdraw consent to marketing on these channels; return how many answers changed."""
    return take_answers(_marketing_answers(customer_id, channels, False, evidence, now), now=now)


def suppress_point(
    point: ContactPoint,
    reason: Suppression.Reason,
    *,
    evidence: str,
    now: datetime,
    is_marketing_only: bool = False,
) -> list[int]:
    """Bar a contact point for every sender of ours; return its owners, whose epochs have grown."""
    with transaction.atomic():
        owners = sorted(point.ownerships.values_list("customer_id", flat=True))
        _narrow(owners)
        Suppression.objects.bulk_create(
            [
                Suppression(
                    contact_point=point,
                    reason=reason,
                    evidence=evidence,
                    suppressed_at=now,
                    is_marketing_only=is_marketing_only,
                )
            ],
            ignore_conflicts=True,
        )
    return owners


def _narrow(customer_ids: Sequence[int]) -> None:
    """Lock the customers and raise their epoch: nothing of theirs begins until we have committed."""
    ids = sorted(set(customer_ids))
    if ids:
        list(
            Customer.objects.filter(pk__in=ids)
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk")
        )
        Customer.objects.filter(pk__in=ids).update(opt_out_epoch=F("opt_out_epoch") + 1)


def _channels_meant(customer_id: int, channel: str, position: int, closed_at: datetime | None) -> list[str]:
    """Return the channels whose consent a dial on a channel, or on everything, changes at this position.

    `closed_at` is when the dial was turned to 0, if that is where it stood.
    """
    if channel:
        return [channel]
    answered = Consent.objects.filter(customer_id=customer_id, purpose=Purpose.MARKETING)
    if position and closed_at is None:
        return []
    if position and closed_at:
        answered = answered.filter(is_granted=False, changed_at=closed_at)
    return list(answered.values_list("channel", flat=True))


def _marketing_answers(
    customer_id: int, channels: Iterable[str], is_granted: bool, evidence: Evidence, now: datetime
) -> list[Answer]:
    return [
        Answer(
            customer_id,
            channel,
            Purpose.MARKETING,
            is_granted,
            now,
            evidence.wording,
            evidence.place,
            evidence.actor,
            evidence.wording_version,
        )
        for channel in channels
    ]


def _answer_row(a: Answer) -> tuple[object, ...]:
    return (
        a.customer_id,
        a.channel,
        a.purpose,
        a.is_granted,
        a.happened_at,
        a.wording,
        a.wording_version,
        a.place,
        a.actor,
    )


def _consent_entry(
    evidence_id: int,
    customer_id: int,
    channel: str,
    purpose: str,
    is_granted: bool,
    at: datetime,
    place: str,
    actor: str,
) -> history.Entry:
    verb = "Agreed to" if is_granted else "Took back the agreement to"
    what = f"{purpose} by {channel}"
    if purpose == PARTNER:
        what = f"joining what the partner {channel} tells us"
    return history.Entry(
        customer_id=customer_id,
        occurred_at=at,
        kind="consent_changed",
        source="consent",
        source_id=str(evidence_id),
        channel=channel,
        actor=actor,
        summary=f"{verb} {what}",
        data={"place": place, "purpose": purpose, "is_granted": is_granted},
    )


def _dial_entry(dial: Dial, evidence: Evidence, now: datetime) -> history.Entry:
    scope = " by ".join(part for part in (dial.topic, dial.channel) if part) or "everything"
    position = dial.position if dial.snoozed_until is None else dial.snooze_position or 0
    until = f" until {dial.snoozed_until:%d %b %Y}" if dial.snoozed_until else ""
    data = {"position": position, "place": evidence.place, "wording": evidence.wording}
    if dial.snoozed_until:
        data["until"] = dial.snoozed_until.isoformat()
    return history.Entry(
        customer_id=dial.customer_id,
        occurred_at=now,
        kind="dial_turned",
        source="dial",
        source_id=f"{dial.pk}:{now.isoformat()}",
        channel=dial.channel,
        actor=evidence.actor,
        summary=f"Turned {scope} to {PROMISES[position].words}{until}",
        data=data,
    )


_TAKE_ANSWERS = """
WITH given AS (
    SELECT * FROM unnest(
        %s::bigint[], %s::text[], %s::text[], %s::boolean[], %s::timestamptz[], %s::text[], %s::text[],
        %s::text[], %s::text[]
    ) AS g (customer_id, channel, purpose, is_granted, happened_at, wording, wording_version, place, actor)
    ORDER BY customer_id, channel, purpose
), changed AS (
    INSERT INTO customers_consent AS c (customer_id, channel, purpose, is_granted, changed_at)
    SELECT customer_id, channel, purpose, is_granted, happened_at FROM given
    ON CONFLICT (customer_id, channel, purpose) DO UPDATE
        SET is_granted = EXCLUDED.is_granted, changed_at = EXCLUDED.changed_at
        WHERE EXCLUDED.is_granted <> c.is_granted AND EXCLUDED.changed_at >= c.changed_at
        AND (%s OR NOT EXCLUDED.is_granted)
    RETURNING customer_id, channel, purpose
)
INSERT INTO customers_consentevidence
    (customer_id, channel, purpose, is_granted, wording, wording_version, place, actor, happened_at)
SELECT given.customer_id, channel, purpose, is_granted, wording, wording_version, place, actor, happened_at
FROM given JOIN changed USING (customer_id, channel, purpose)
RETURNING id, customer_id, channel, purpose, is_granted, happened_at, place, actor
"""
