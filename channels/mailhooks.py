"""What email providers tell us, matched and applied: receipts, complaints, opens, and mail that came in.

How callbacks are stored, and that each counts once, is in callbacks.py. News of mail that is not ours is
normal, for others may send by the same account; it is kept with its callback and changes nothing.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from channels import addresses, bell, bounces, inbound, receipts, wishes
from channels.adapters import esp_news
from channels.adapters.esp_kinds import accounts
from channels.adapters.esp_news import Later, Mail, News, What
from channels.carriers import Garbled
from channels.models import Callback, Hit, Message, MessageState
from customers.consent import Evidence
from customers.models import Consent

log = logging.getLogger(__name__)
FETCH_FOR = timedelta(days=1)
"""So long we ask a provider for a mail that it keeps; then a person is told."""
_LIGHT = frozenset({What.ARRIVED, What.ON_ITS_WAY, What.OPENED, What.CLICKED, What.NOTHING})
"""What touches one row of a message and bars nobody: a hundred of them make one transaction."""
_HITS = {What.OPENED: Hit.Kind.OPEN, What.CLICKED: Hit.Kind.CLICK}
Said = list[News | Mail]


class _Mails:
    """Reads what email providers tell (callbacks.Reader)."""

    def apply(self, callback: Callback, *, now: datetime) -> None:
        if callback.reference != INBOUND:  # mail that comes in may have to be fetched: never under a lock
            _apply_one(callback, _read(callback), now)

    def apply_many(self, callbacks: Sequence[Callback], *, now: datetime) -> Sequence[Callback]:
        for callback in callbacks:
            if callback.reference == INBOUND:
                _take_in(callback, now)
        said = [(each, _read(each)) for each in callbacks if each.reference != INBOUND]
        light = [(each, news) for each, news in said if _is_light(news)]
        _apply_light([(each, news) for each, news in light if isinstance(news, list)], now)
        return [each for each, news in said if not _is_light(news)]


INBOUND = "inbound"


def _read(callback: Callback) -> Said | Garbled:
    try:
        ours = accounts(settings.EMAIL_URL, callback.carrier)
        if not ours:
            raise Garbled(f"The provider {callback.carrier} is not ours any more.")
        door = callback.reference or "events"
        return esp_news.read(ours[0], door, callback.content_type, bytes(callback.raw))
    except Garbled as error:
        return error


def _is_light(said: Said | Garbled) -> bool:
    return isinstance(said, list) and all(isinstance(each, News) and each.what in _LIGHT for each in said)


def _apply_light(pairs: Sequence[tuple[Callback, Said]], now: datetime) -> None:
    """Apply receipts and hits of many callbacks at once; whoever is quicker with one of them wins."""
    with transaction.atomic():
        ids = [callback.pk for callback, _ in pairs]
        waiting = Callback.objects.filter(pk__in=ids, state=Callback.State.WAITING).order_by("pk")
        held = set(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
        ours = [(callback, _news(said)) for callback, said in pairs if callback.pk in held]
        named = _messages([each for _, news in ours for each in news])
        states = _lock(named.values())
        ready = [
            (callback, news)
            for callback, news in ours
            if not any(states.get(named.get(each.event, 0)) == MessageState.ATTEMPTING for each in news)
        ]
        _apply_news([(callback, each) for callback, news in ready for each in news], named, states, now)
        for callback, news in ready:
            _close(callback, news, named, states)
        columns = ["state", "kind", "problem", "message_id", "customer_id", "raw"]
        Callback.objects.bulk_update([callback for callback, _ in ready], columns)


def _apply_news(
    told: Sequence[tuple[Callback, News]], named: dict[str, int], states: dict[int, str], now: datetime
) -> None:
    known = [
        (callback, each, named[each.event]) for callback, each in told if named.get(each.event) in states
    ]
    receipts.prove(
        {pk for _, each, pk in known if each.what == What.ARRIVED},
        {pk for _, each, pk in known if each.what == What.ON_ITS_WAY},
        now=now,
    )
    receipts.note_told(
        receipts.Told(
            pk, _HITS[each.what], each.agent or receipts.NOT_TOLD, each.event, each.at or callback.received_at
        )
        for callback, each, pk in known
        if each.what in _HITS
    )


def _apply_one(callback: Callback, said: Said | Garbled, now: datetime) -> None:
    """Apply a callback that bars or silences somebody, and whatever else it tells."""
    if isinstance(said, Garbled):
        callback.state, callback.problem = Callback.State.UNPARSED, str(said)[:300]
        callback.save()
        return
    news = _news(said)
    named = _messages(news)
    states = _lock(named.values())
    if MessageState.ATTEMPTING in states.values():
        return  # the worker has not yet written down what this is about; in a moment it has
    _apply_news([(callback, each) for each in news], named, states, now)
    for each in sorted(news, key=lambda each: named.get(each.event, 0)):
        if each.what not in _LIGHT and named.get(each.event) in states:
            _obey(callback, each, named[each.event], now)
    _close(callback, news, named, states)
    callback.save()


def _obey(callback: Callback, news: News, message_id: int, now: datetime) -> None:
    if news.what == What.BOUNCED:
        bounces.note(message_id, news.bounce_class, news.words, now=now)
    elif news.what == What.COMPLAINED:
        bounces.complain(message_id, news.words or f"A complaint, told by {callback.carrier}", now=now)
    elif not _has_agreed_since(message_id, news.at or callback.received_at):
        words = f"Unsubscribed; told by {callback.carrier}"
        evidence = Evidence(wording=words, place=callback.carrier, actor="customer")
        wishes.unsubscribe(message_id, evidence, now=now)


def _has_agreed_since(message_id: int, at: datetime) -> bool:
    """Say whether they gave consent after they left: an old wish that is told again takes nothing back."""
    message = Message.objects.filter(pk=message_id).first()
    return (
        message is not None
        and Consent.objects.filter(
            customer_id=message.customer_id, channel=message.channel, is_granted=True, changed_at__gt=at
        ).exists()
    )


def _news(said: Said) -> list[News]:
    return [each for each in said if isinstance(each, News)]


def _messages(news: Iterable[News]) -> dict[str, int]:
    """Return the message of each event by the event's name: by our reference, its Message-ID, its number."""
    found: dict[str, int] = {}
    numbers: dict[str, list[str]] = {}
    for each in news:
        opened = addresses.message_of("m", each.reference) if each.reference else None
        message_id = opened[0] if opened else addresses.message_of_id(each.provider_id)
        if message_id is not None:
            found[each.event] = message_id
        elif each.provider_id and not each.reference:
            numbers.setdefault(each.provider_id, []).append(each.event)
    rows = Message.objects.filter(provider_id__in=numbers, channel="email").values_list("provider_id", "pk")
    for number, message_id in rows if numbers else ():
        found |= dict.fromkeys(numbers[number], message_id)
    return found


def _lock(message_ids: Iterable[int]) -> dict[int, str]:
    """Hold these messages, in one order everywhere; return the states of those that we have."""
    ids = sorted(set(message_ids))
    found = Message.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    return dict(found.values_list("pk", "state")) if ids else {}


def _close(callback: Callback, news: Sequence[News], named: dict[str, int], states: dict[int, str]) -> None:
    """Note what the callback was about. One about many people is emptied: none of them could be forgotten."""
    ids = {named[each.event] for each in news if named.get(each.event) in states}
    callback.kind, callback.state = "receipt", Callback.State.APPLIED
    callback.problem = "" if ids or not news else "It names no message of ours."
    if len(ids) == 1:
        callback.message_id = ids.pop()
        found = Message.objects.filter(pk=callback.message_id).values_list("customer_id", flat=True)
        callback.customer_id = found.first()
    if len(news) > 1:
        callback.raw = b""


def _take_in(callback: Callback, now: datetime) -> None:
    """Hand mail that a provider received for us to where all mail goes; it may have to be fetched first."""
    waits_until = callback.received_at + timedelta(seconds=min(2**callback.tries, 3600) - 1)
    if now < waits_until:
        return
    row = Callback.objects.filter(pk=callback.pk, state=Callback.State.WAITING)
    try:
        said = _read(callback)
        mails = [each for each in said if isinstance(each, Mail)] if isinstance(said, list) else []
        ids = [
            inbound.take(each.raw, each.sender, each.recipients, door=callback.carrier, now=now)
            for each in mails
        ]
    except (Later, inbound.TooLarge) as error:
        is_over = now - callback.received_at > FETCH_FOR or isinstance(error, inbound.TooLarge)
        state = Callback.State.UNPARSED if is_over else Callback.State.WAITING
        row.update(tries=F("tries") + 1, problem=f"The mail could not be had: {error}"[:300], state=state)
        return
    if isinstance(said, Garbled):
        row.update(state=Callback.State.UNPARSED, problem=str(said)[:300])
        return
    row.update(state=Callback.State.APPLIED, kind="mail", raw=b"", problem="")
    for mail_id in ids:
        bell.ring_for_mail(mail_id)


READER = _Mails()
