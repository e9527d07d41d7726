"""Opens and clicks: kept raw at once, weighed a moment later, and told to the history.

A machine's hit is kept and shown greyed, and drives nothing. Weighing waits a few seconds, because what
gives a scanner away is that it follows every link within a breath.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction

from channels import rendering, sent
from channels.liquid import BrokenTemplate
from channels.models import MOVES, Content, Hit, Message, MessageState
from customers import gate, history

WEIGH_AFTER = timedelta(seconds=4)
BURST = timedelta(seconds=3)
BURST_LINKS = 3
TOO_SOON = timedelta(seconds=2)
"""Nobody reads a mail within two seconds of its arrival; gateways and proxies do."""
_BATCH = 500
NOT_TOLD = "(the provider does not say)"
"""Stands for the agent where a provider tells of an open or click, but not by what it was made."""

_MACHINES = re.compile(
    r"GoogleImageProxy|YahooMailProxy|bot\b|crawl|spider|scanner|preview|Barracuda|Proofpoint|Mimecast"
    r"|SafeLinks|TrendMicro|FireEye|curl/|Wget/|python-requests|Go-http-client|okhttp|HeadlessChrome"
    r"|facebookexternalhit|Slackbot|WhatsApp/",
    re.IGNORECASE,
)
_BARE_AGENT = re.compile(r"^Mozilla/5\.0$")
"""What Apple's mail privacy proxy calls itself: it fetches every picture, opened or not."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a request for a pixel or link tells about whoever made it."""

    method: str
    agent: str
    address: str


def note_hit(message_id: int, kind: Hit.Kind, seen: Seen, *, now: datetime, link: int | None = None) -> None:
    """Keep a hit, raw, in one insert so that we answer at once; `weigh` weighs it seconds later."""
    Hit.objects.create(
        message_id=message_id,
        kind=kind,
        link=link,
        method=seen.method[:8],
        agent=seen.agent[:300],
        network=network_of(seen.address),
        hit_at=now,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """An open or click that a provider told us of, by the name that it has for the event."""

    message_id: int
    kind: Hit.Kind
    agent: str
    event: str
    at: datetime


def note_told(told: Iterable[Told]) -> None:
    """Keep what providers tell of opens and clicks, each once; weighed like our own hits."""
    Hit.objects.bulk_create(
        [
            Hit(
                message_id=each.message_id,
                kind=each.kind,
                method="GET",
                agent=each.agent[:300],
                event=each.event,
                hit_at=each.at,
            )
            for each in told
        ],
        ignore_conflicts=True,
    )


def weigh(*, now: datetime) -> int:
    """Weigh the hits that have rested, tell the history, and return how many there were."""
    total = 0
    while batch := _weigh_batch(now):
        total += batch
    return total


def verdict(hit: Hit, message: Message, siblings: Iterable[Hit]) -> tuple[Hit.Verdict, str]:
    """Say whether a person or a machine made this hit, and why. Pure.

    `siblings` are all hits of the same message, this one among them.
    """
    if hit.method == "HEAD":
        return Hit.Verdict.MACHINE, "asked only for the head"
    if hit.agent == "" or _MACHINES.search(hit.agent):
        return Hit.Verdict.MACHINE, "calls itself a machine"
    if hit.agent == NOT_TOLD and hit.kind == Hit.Kind.OPEN:
        return Hit.Verdict.UNSURE, "the provider does not say who"
    if _BARE_AGENT.match(hit.agent):
        return (Hit.Verdict.MACHINE if hit.kind == Hit.Kind.OPEN else Hit.Verdict.UNSURE), "privacy proxy"
    near = [s for s in siblings if s.kind == Hit.Kind.CLICK and abs(s.hit_at - hit.hit_at) <= BURST]
    if hit.kind == Hit.Kind.CLICK and len({s.link for s in near}) >= BURST_LINKS:
        return Hit.Verdict.MACHINE, "followed every link at once"
    if message.accepted_at is not None and hit.hit_at - message.accepted_at < TOO_SOON:
        return Hit.Verdict.MACHINE, "faster than anybody reads"
    return Hit.Verdict.HUMAN, ""


def network_of(address: str) -> str:
    """Cut an address to its network: enough to see a burst, too little to find a person."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False).network_address)


def _weigh_batch(now: datetime) -> int:
    with transaction.atomic():
        waiting = list(
            Hit.objects.filter(verdict=Hit.Verdict.WAITING, hit_at__lte=now - WEIGH_AFTER)
            .exclude(message__state=MessageState.ATTEMPTING)
            .order_by("hit_at")
            .select_for_update(skip_locked=True, of=("self",))[:_BATCH]
        )
        ids = {hit.message_id for hit in waiting}
        messages = {
            m.pk: m for m in Message.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        }
        # What is on the wire cannot be moved; once its worker has said what became of it, or is known to be
        # dead, a hit still says that it arrived.
        waiting = [hit for hit in waiting if messages[hit.message_id].state != MessageState.ATTEMPTING]
        families: dict[int, list[Hit]] = {}
        for hit in Hit.objects.filter(message_id__in=ids, kind=Hit.Kind.CLICK):
            families.setdefault(hit.message_id, []).append(hit)
        for hit in waiting:
            hit.verdict, hit.why = verdict(hit, messages[hit.message_id], families.get(hit.message_id, []))
        Hit.objects.bulk_update(waiting, ["verdict", "why"])
        unheard = _mark(waiting, messages)
        clicked = [hit for hit in waiting if (hit.kind, hit.verdict) == (Hit.Kind.CLICK, Hit.Verdict.HUMAN)]
        # What went out within another message has spent no touch; the one that carried it has.
        gate.answered([messages[hit.message_id].digest_id or hit.message_id for hit in clicked], now=now)
        told = [_entry(hit, messages[hit.message_id]) for hit in waiting]
        history.record([*_told_late(unheard), *told], now=now)
    return len(waiting)


def _mark(hits: Sequence[Hit], messages: dict[int, Message]) -> list[Message]:
    """Mark the messages' first human open and click; any hit at all proves that a message arrived.

    Returns those of which nobody had said that they went out.
    """
    moved = {
        hit.message_id: messages[hit.message_id]
        for hit in hits
        if MessageState.DELIVERED in MOVES[MessageState(messages[hit.message_id].state)]
    }
    unheard = sent.left([message for message in moved.values() if message.accepted_at is None])
    for hit in hits:
        message = messages[hit.message_id]
        if moved.pop(message.pk, None):
            message.state, message.state_at = MessageState.DELIVERED, hit.hit_at
            message.reason, message.due_at, message.lease_token = "", None, None
        if hit.verdict == Hit.Verdict.HUMAN:
            message.opened_at = message.opened_at or hit.hit_at
            if hit.kind == Hit.Kind.CLICK:
                message.clicked_at = message.clicked_at or hit.hit_at
    Message.objects.bulk_update(messages.values(), _MARKED)
    return unheard


_MARKED = ("state", "state_at", "reason", "due_at", "lease_token", "accepted_at", "opened_at", "clicked_at")


def _entry(hit: Hit, message: Message) -> history.Entry:
    is_human = hit.verdict == Hit.Verdict.HUMAN
    kind = {"open": "message_opened", "click": "message_clicked"}[hit.kind] if is_human else "message_scanned"
    # A person's opens of one message are one line a day; every click is its own.
    day = f"{hit.hit_at:%Y-%m-%d}"
    once = f"{message.pk}:{kind}:{day}" if kind != "message_clicked" else f"{message.pk}:{kind}:{hit.pk}"
    return history.Entry(
        customer_id=message.customer_id,
        occurred_at=hit.hit_at,
        kind=kind,
        source="hit",
        source_id=once,
        channel=message.channel,
        data={"link": hit.link} if hit.link is not None else {"why": hit.why} if hit.why else {},
        message_id=message.pk,
        campaign_id=message.campaign_id,
    )


def replied(message_id: int, *, now: datetime) -> None:
    """Mark a message as answered by a person, which also proves that it arrived."""
    arrived(message_id, now=now)
    Message.objects.filter(pk=message_id, replied_at=None).update(replied_at=now)
    gate.answered([message_id], now=now)


def arrived(message_id: int, *, now: datetime) -> bool:
    """Move a message to delivered if it can still move there."""
    return prove([message_id], now=now) == 1


def prove(arrived: Iterable[int] = (), taken: Iterable[int] = (), *, now: datetime) -> int:
    """Move messages to delivered that have arrived, where they can still move there; return how many did.

    What a provider has taken was sent, if it was perhaps sent.
    """
    with transaction.atomic():
        moved, unheard = _forward(arrived, MessageState.DELIVERED, _BEFORE_ARRIVAL, now)
        _, also_unheard = _forward(taken, MessageState.ACCEPTED, [MessageState.UNKNOWN], now)
        history.record(_told_late([*unheard, *also_unheard]), now=now)
    return moved


_BEFORE_ARRIVAL = [state for state, after in MOVES.items() if MessageState.DELIVERED in after]


def _forward(
    message_ids: Iterable[int], state: MessageState, before: Sequence[MessageState], now: datetime
) -> tuple[int, list[Message]]:
    """Move these messages; return how many did, and those of which nobody had said that they went out."""
    if not (ids := list(message_ids)):
        return 0, []
    found = Message.objects.filter(pk__in=ids, state__in=before)
    unheard = sent.left(list(found.filter(accepted_at=None).order_by("pk").select_for_update(no_key=True)))
    moved = found.update(state=state, state_at=now, reason="", due_at=None, lease_token=None)
    Message.objects.bulk_update(unheard, ["accepted_at"])
    return moved, unheard


def _told_late(unheard: Sequence[Message]) -> list[history.Entry]:
    """Tell of what went out though its worker could not say so any more."""
    subjects = _subjects(unheard)
    return [
        sent.entry(each, subjects.get(each.pk, ""), each.accepted_at) for each in unheard if each.accepted_at
    ]


def _subjects(messages: Sequence[Message]) -> dict[int, str]:
    """Return the subjects under which these went. One statement, and one for each digest."""
    subjects: dict[int, str] = {}
    if not messages:
        return subjects
    ids = [message.pk for message in messages]
    digests = set(Message.objects.filter(digest__in=ids).values_list("digest", flat=True))
    for message in messages:
        if message.content_id is None or message.context is None:
            continue
        show = rendering.show if message.pk in digests else rendering.show_one
        with suppress(BrokenTemplate, Content.DoesNotExist):
            subjects[message.pk] = show(message.content_id, message.context, message.pk)[0]
    return subjects
