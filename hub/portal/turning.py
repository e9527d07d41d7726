"""Turning dials for a guest: the words they say by it, the turn itself, and what it takes to turn back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core import signing
from django.db import transaction
from django.utils.translation import get_language

from channels import wishes
from customers import consent, wordings
from customers.consent import Answer, Evidence
from customers.dials import PROMISES
from customers.models import Customer
from customers.models.permission import Purpose
from customers.wordings import Shown
from hub.portal import words
from hub.portal.board import Board, Dial
from hub.portal.guests import Guest
from hub.portal.words import SHORT

PLACE, ACTOR = "portal", "customer"
_SALT = "portal turned"
_UNDO_SECONDS = 3600


class BadMove(ValueError):
    """What was posted is no position of a dial."""


class Move(NamedTuple):
    """That a dial goes from where it was shown to another position."""

    dial: Dial
    before: int
    after: int


def wording() -> Shown:
    """Return the sentence by which dials are turned, in the language of the page."""
    return wordings.current("dial.turned", get_language() or "")


def says(shown: Shown, label: str, position: int) -> str:
    """Return what a customer says by putting a dial there."""
    return shown.fill(scope=label, promise=str(SHORT[position]))


def moves(board: Board, posted: Mapping[str, str]) -> list[Move]:
    """Read which dials a posted board moves. Raises BadMove.

    Each dial comes with where it `was` shown, and may come from a slider and from radio buttons: whichever
    was moved counts, so that the page works whether or not its script ran.
    """
    found = []
    for dial in board.dials():
        key = dial.scope.key
        was = _position(posted.get(f"was:{key}", str(dial.position)))
        wished = [_position(posted[name]) for name in (f"slide:{key}", f"pick:{key}") if name in posted]
        after = next((position for position in wished if position != was), was)
        if after != was:
            found.append(Move(dial, was, after))
    return found


def turn(guest: Guest, board: Board, wished: Sequence[Move], *, now: datetime) -> None:
    """Turn the dials with what was shown as evidence. Quiet time stays until the customer ends it."""
    shown = wording()
    with transaction.atomic():
        for move in wished:
            sentence = says(shown, move.dial.label, move.after)
            evidence = Evidence(sentence, PLACE, ACTOR, shown.version)
            _turn(guest.customer, move, evidence, now)
        is_on_everything = any(move.dial is board.everything for move in wished)
        if board.quiet_until and is_on_everything:
            quiet(guest, board.quiet_until, now=now)


def quiet(guest: Guest, until: datetime | None, *, now: datetime) -> None:
    """Keep quiet until then; with None, go back at once to where the dial on everything stands."""
    if until is not None:
        evidence = _quiet_evidence(guest.customer, until, 0)
        wishes.turn_dial(guest.customer.pk, 0, until=until, evidence=evidence, now=now)
        return
    standing = guest.customer.dials.filter(channel="", topic="").first()
    position = standing.position if standing else len(PROMISES) - 1
    wishes.end_quiet(guest.customer.pk, _quiet_evidence(guest.customer, None, position), now=now)


def quiet_words(shown: Shown, customer: Customer, until: datetime) -> str:
    """Return what a customer says by asking for quiet."""
    said_until = words.day(until, words.zone_of(customer))
    return shown.fill(scope=str(words.EVERYTHING), promise=str(SHORT[0]), until=said_until)


def quiet_wording() -> Shown:
    """Return the sentence by which quiet is asked for, in the language of the page."""
    return wordings.current("dial.snoozed", get_language() or "")


def seal(guest: Guest, done: Iterable[Move]) -> str:
    """Put what was done into an address, so that the next page can say it and offer to turn back."""
    told = [[move.dial.scope.key, move.before, move.after] for move in done]
    return signing.dumps(told, salt=_salt(guest), compress=True)


def unseal(guest: Guest, board: Board, sealed: str) -> list[Move]:
    """Return what was just done by this guest; nothing for an address that was tampered with or is old."""
    try:
        told: list[Any] = signing.loads(sealed, salt=_salt(guest), max_age=_UNDO_SECONDS)
    except signing.BadSignature:
        return []
    found = [(board.find(key), before, after) for key, before, after in told]
    return [Move(dial, before, after) for dial, before, after in found if dial]


def _turn(customer: Customer, move: Move, evidence: Evidence, now: datetime) -> None:
    scope = move.dial.scope
    wishes.turn_dial(
        customer.pk, move.after, channel=scope.channel, topic=scope.topic, evidence=evidence, now=now
    )
    if scope.channel and not scope.topic and move.after > 0:
        # A channel stands at never while we may not use it: turned up, it says that we may.
        answer = Answer(
            customer.pk,
            scope.channel,
            Purpose.MARKETING,
            True,
            now,
            evidence.wording,
            evidence.place,
            evidence.actor,
            evidence.wording_version,
        )
        consent.take_answers([answer], now=now)


def _quiet_evidence(customer: Customer, until: datetime | None, position: int) -> Evidence:
    shown = quiet_wording() if until else wording()
    said = quiet_words(shown, customer, until) if until else says(shown, str(words.EVERYTHING), position)
    return Evidence(said, PLACE, ACTOR, shown.version)


def _position(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text[:3]) < len(PROMISES):
        raise BadMove(f"A dial has no position {text[:20]!r}.")
    return int(text)


def _salt(guest: Guest) -> str:
    return f"{_SALT} {guest.customer.pk}"
