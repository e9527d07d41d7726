"""Choose what to say next to one customer, by rules. Pure: all that is known comes in, nothing is looked up.

What is open comes before a live offer whose message was not opened, that before an offer by segment; saying
nothing is always weighed too. A learned policy has the shape of `decide` and replaces it in advice.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import timezone

from campaigns.models import STAFFED, Outcome, said_in
from customers.gate import Outcome as Gate
from customers.gate import Verdict

POLICY, POLICY_VERSION = "rules", 1
SILENCE = "silence"
TIRED_AFTER_DAYS, TIRED_WITHIN, TIRED_REST = 5, timedelta(days=14), timedelta(days=30)
"""Shown on so many days of so many without a word in answer, an offer rests."""
MAILED_WITHIN = timedelta(days=90)
"""What was written about an offer before that counts no more."""
TIME_TO_READ = timedelta(days=3)
"""So long whoever was written to again is left to read it, before the next step is another channel."""
_RUNGS = {"loop": 3.0, "message": 2.0, "offer": 1.0, SILENCE: 0.0}
"""Scores begin here; offers of one rung stand by what they bring, as a share below 1."""
_PLAIN_VALUE = 100.0
"""What a yes is taken to bring, in minor units, where nobody has said."""


class Why(TextChoices):
    """Why something was passed over, for staff."""

    NOT_YET = "not_yet", "Not on offer yet"
    OVER = "over", "No longer on offer"
    ELSEWHERE = "elsewhere", "Not for this place"
    SOLD_OUT = "sold_out", "None are left"
    WORTHLESS = "worthless", "Brings nothing, or its lever is at nothing"
    COMPLAINT = "complaint", "A complaint is open: service comes first"
    ACCEPTED = "accepted", "They said yes already"
    DECLINED = "declined", "They said no"
    RELATIVE = "relative", "They said no to a relative of it"
    NOT_NOW = "not_now", "They asked us to wait"
    TIRED = "tired", "Shown often without an answer: it rests"
    GATE = "gate", "Their dials or our rules keep us quiet"
    SEGMENT = "segment", "Not meant for customers like them"


class Loop(NamedTuple):
    id: int
    kind: str
    words: str
    opened_at: datetime
    due_at: datetime | None = None


class Live(NamedTuple):
    """An offer as the rules read it."""

    id: int
    key: str
    name: str
    topic: str
    title: str
    words: str = ""
    family: str = ""
    places: Sequence[str] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    stock: int | None = None
    margin_minor: int | None = None
    lever: int = 0
    rest_after_yes_days: int | None = None
    text: str = ""
    link: str = ""
    translations: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    @property
    def value(self) -> float:
        return (_PLAIN_VALUE if self.margin_minor is None else self.margin_minor) * (1 + self.lever / 100)

    def said_in(self, language: str) -> tuple[str, str]:
        """Return title and text as a customer of this language reads them."""
        return said_in(self.title, self.text, self.translations, language)


class Said(NamedTuple):
    """The latest answer to one offer, which need not be live any more."""

    offer_id: int
    name: str
    family: str
    kind: str
    at: datetime
    until: datetime | None = None
    rest_after_no_days: int = 90

    def quiet_until(self) -> datetime | None:
        """Return until when a no or a "not now" holds."""
        if self.kind == Outcome.Kind.DECLINED:
            return self.at + timedelta(days=self.rest_after_no_days)
        return self.until if self.kind == Outcome.Kind.NOT_NOW else None


class Shown(NamedTuple):
    """On how many days of the last TIRED_WITHIN an offer was shown since its last answer, and when last."""

    days: int
    last_at: datetime


class Mailed(NamedTuple):
    """The messages about an offer: the last of them, and whether any was opened or answered."""

    message_id: int
    channel: str
    at: datetime
    opened_at: datetime | None = None
    reacted_at: datetime | None = None
    tries: int = 1
    """How many there were, by whatever channel."""
    tried: Sequence[str] = ()
    """By which channels."""
    is_waiting: bool = False
    """The last of them has not gone yet."""


class Step(StrEnum):
    """What to do about a message that nobody opened."""

    AGAIN = "again"
    WAIT = "wait"
    ELSEWHERE = "elsewhere"


def next_step(mailed: Mailed | None, now: datetime) -> Step | None:
    """Say what follows a message: once more, time to read it, another channel; nothing once it was seen."""
    if mailed is None or mailed.opened_at or mailed.reacted_at:
        return None
    if mailed.is_waiting or (mailed.tries > 1 and now - mailed.at < TIME_TO_READ):
        return Step.WAIT
    return Step.AGAIN if mailed.tries == 1 else Step.ELSEWHERE


@dataclass(frozen=True)
class Situation:
    """All that is known; `verdicts` by topic, `fitting` the offers whose rule holds for this customer."""

    touchpoint: str
    placement: str
    now: datetime
    offers: Sequence[Live] = ()
    loops: Sequence[Loop] = ()
    answers: Mapping[int, Said] = field(default_factory=dict)
    shown: Mapping[int, Shown] = field(default_factory=dict)
    mailed: Mapping[int, Mailed] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    fitting: frozenset[int] = frozenset()
    ways: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By topic, on which channels they may be written to, the best first; asked only where it matters."""
    language: str = ""
    """The customer's; where they are alone they read the offer in it."""

    @property
    def is_staffed(self) -> bool:
        return self.touchpoint in STAFFED


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be said or done, or silence.

    `words`, `why` and `evidence` are for staff alone; a customer may read an offer's `title`, `text`, `link`.
    """

    kind: str
    key: str
    score: float
    title: str
    words: str = ""
    why: str = ""
    evidence: tuple[str, ...] = ()
    text: str = ""
    link: str = ""
    offer_id: int | None = None
    loop_id: int | None = None
    message_id: int | None = None
    step: Step | None = None
    by: str = ""
    """On which channel the step goes, if it goes elsewhere."""

    @property
    def offer(self) -> str:
        """The key of the offer it makes; empty for anything else."""
        return self.key if self.offer_id is not None else ""


@dataclass(frozen=True, slots=True)
class Passed:
    """An offer that was passed over, and why; `until` where that ends by itself."""

    offer: Live
    why: Why
    detail: str = ""
    until: datetime | None = None

    def words(self, now: datetime) -> str:
        told = f"{self.why.label} ({self.detail})" if self.detail else str(self.why.label)
        return f"{told}, until {day(self.until, now)}" if self.until else told


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to say, the best first, and what was passed over."""

    actions: tuple[Action, ...]
    passed: tuple[Passed, ...]
    policy: str = POLICY
    policy_version: int = POLICY_VERSION
    probability: float = 1.0


def decide(situation: Situation) -> Choice:
    """Rank what can be said to this customer here and now; silence is always among it, the last resort."""
    passed, fit = [], []
    for offer in situation.offers:
        found = objection(offer, situation)
        if found is None and offer.id not in situation.fitting:
            found = Passed(offer, Why.SEGMENT)
        if found:
            passed.append(found)
        else:
            fit.append(offer)
    loops = situation.loops if situation.is_staffed else ()
    best = max((offer.value for offer in fit), default=0.0)
    actions = [
        *(_loop(place, loop, situation.now) for place, loop in enumerate(_by_urgency(loops))),
        *(_offer(offer, best, situation) for offer in fit),
        _silence(passed, situation),
    ]
    return Choice(tuple(sorted(actions, key=lambda action: -action.score)), tuple(passed))


def objection(offer: Live, situation: Situation) -> Passed | None:
    """Say what speaks against an offer, its rule apart; None if nothing does."""
    return next(_objections(offer, situation), None)


def day(at: datetime, now: datetime) -> str:
    """Name a day: 3 May, or 3 May 2025 in another year."""
    local = timezone.localtime(at)
    year = f" {local.year}" if local.year != timezone.localtime(now).year else ""
    return f"{local.day} {local:%B}{year}"


def _objections(offer: Live, s: Situation) -> Iterator[Passed]:
    """Yield what speaks against an offer, in the order in which it is asked."""
    if offer.valid_from and offer.valid_from > s.now:
        yield Passed(offer, Why.NOT_YET, until=offer.valid_from)
    if offer.valid_until and offer.valid_until <= s.now:
        yield Passed(offer, Why.OVER)
    if offer.places and not {s.touchpoint, f"{s.touchpoint}/{s.placement}"} & set(offer.places):
        yield Passed(offer, Why.ELSEWHERE)
    if offer.stock == 0:
        yield Passed(offer, Why.SOLD_OUT)
    if offer.value <= 0:
        yield Passed(offer, Why.WORTHLESS)
    if any(loop.kind == "complaint" for loop in s.loops):
        yield Passed(offer, Why.COMPLAINT)
    yield from _answered(offer, s)
    shown = s.shown.get(offer.id)
    if shown and shown.days >= TIRED_AFTER_DAYS and shown.last_at + TIRED_REST > s.now:
        yield Passed(offer, Why.TIRED, until=shown.last_at + TIRED_REST)
    verdict = s.verdicts.get(offer.topic)
    if verdict and _forbids(verdict, s):
        yield Passed(offer, Why.GATE, verdict.reason.label, verdict.until)


def _answered(offer: Live, s: Situation) -> Iterator[Passed]:
    """What they answered to it, or to a relative of it, that still holds."""
    own = s.answers.get(offer.id)
    if own and own.kind == Outcome.Kind.ACCEPTED:
        rest = offer.rest_after_yes_days
        until = None if rest is None else own.at + timedelta(days=rest)
        if until is None or until > s.now:
            yield Passed(offer, Why.ACCEPTED, f"on {day(own.at, s.now)}", until)
    if own and (until := own.quiet_until()) and until > s.now:
        why = Why.DECLINED if own.kind == Outcome.Kind.DECLINED else Why.NOT_NOW
        yield Passed(offer, why, f"on {day(own.at, s.now)}", until)
    for said in s.answers.values():
        is_relative = offer.family and said.family == offer.family and said.offer_id != offer.id
        if is_relative and said.kind == Outcome.Kind.DECLINED:
            until = said.quiet_until()
            if until and until > s.now:
                yield Passed(offer, Why.RELATIVE, said.name, until)


def _forbids(verdict: Verdict, s: Situation) -> bool:
    """Whether the gate keeps an offer back. Where the customer came by themselves nothing is spent, so that
    only a no counts there, not that a dial is full for the moment."""
    return not verdict.is_allowed if s.is_staffed else verdict.outcome == Gate.REFUSE


def _by_urgency(loops: Sequence[Loop]) -> list[Loop]:
    """Complaints first, then what is due, then the oldest."""
    return sorted(
        loops,
        key=lambda loop: (
            loop.kind != "complaint",
            loop.due_at is None,
            loop.due_at or loop.opened_at,
            loop.id,
        ),
    )


_LOOP_WORDS = {
    "complaint": "Take up their complaint before anything else.",
    "question": "Answer what they asked.",
    "promise": "Tell them how it stands with what we promised.",
    "unfinished": "Offer to finish it together.",
}


def _loop(place: int, loop: Loop, now: datetime) -> Action:
    due: tuple[str, ...] = ()
    if loop.due_at:
        due = (f"{'Overdue since' if loop.due_at < now else 'Due'} {day(loop.due_at, now)}",)
    return Action(
        "loop",
        f"loop:{loop.id}",
        _RUNGS["loop"] + 1 / (place + 2),
        loop.words,
        _LOOP_WORDS.get(loop.kind, "See to it."),
        f"An open {'thing left half done' if loop.kind == 'unfinished' else loop.kind} comes first",
        (f"Open since {day(loop.opened_at, now)}", *due),
        loop_id=loop.id,
    )


def _offer(offer: Live, best: float, s: Situation) -> Action:
    mailed, said = s.mailed.get(offer.id), s.answers.get(offer.id)
    step = next_step(mailed, s.now) if s.is_staffed else None
    kind = "message" if step else "offer"
    evidence = [_mail_words(mailed, s.now)] if mailed else []
    if said:
        evidence.append(f"{Outcome.Kind(said.kind).label} on {day(said.at, s.now)}")
    words, why, by = offer.words, "Meant for customers like them", ""
    if step:
        assert mailed
        by = next((way for way in s.ways.get(offer.topic, ()) if way not in mailed.tried), "")
        if step == Step.ELSEWHERE and not by:
            step = None
        before, after, why = _step_words(step, mailed, by, s.now)
        words = " ".join(filter(None, (before, offer.words, after)))
    title, text = (offer.title, offer.text) if s.is_staffed else offer.said_in(s.language)
    return Action(
        kind, offer.key, _RUNGS[kind] + offer.value / (best + 1), title, words, why, tuple(evidence), text,
        offer.link, offer.id, message_id=mailed.message_id if mailed else None, step=step,
        by=by if step == Step.ELSEWHERE else "",
    )  # fmt: skip


def _step_words(step: Step | None, mailed: Mailed, by: str, now: datetime) -> tuple[str, str, str]:
    """Return what to say before and after the offer's own words, and why."""
    what = _A.get(mailed.channel, "a message")
    if step == Step.AGAIN:
        told = f"We sent you {what} about this on {day(mailed.at, now)}."
        return told, "Shall I send it again?", "They had a message about it and have not opened it"
    if step == Step.WAIT:
        if mailed.tries == 1:
            return "", "", "A message about it is about to go out to them"
        told = f"We are just sending you {what} about this again."
        if not mailed.is_waiting:
            told = f"We sent you {what} about this again on {day(mailed.at, now)}."
        return told, "", "It went to them again: they may ask about it, and have time to read it"
    told = f"We have written to you {_TIMES.get(mailed.tries, f'{mailed.tries} times')} about this."
    if step is None:
        return (
            told,
            "",
            f"Written {mailed.tries} times and not opened, and no other channel is open: tell them",
        )
    ask = (
        f"May I send you {_A.get(by, 'a message')} instead?" if by != "call" else "May we call you about it?"
    )
    return told, ask, f"Written {mailed.tries} times and not opened: the next step is another channel"


_TIMES = {2: "twice"}
_A = {
    "email": "an email", "sms": "a text message", "letter": "a letter", "push": "a notice on your phone",
    "inapp": "a note on your page", "call": "a call",
}  # fmt: skip


def _mail_words(mailed: Mailed, now: datetime) -> str:
    """Say what became of a message: "Email of 3 May received, not opened". Only mail tells of openings."""
    what = _A.get(mailed.channel, "a message").split(" ", 1)[1].capitalize()
    if mailed.is_waiting:
        return f"{what} about it is on its way" + (", the second" if mailed.tries == 2 else "")
    became = "received, not opened" if mailed.channel == "email" else "received, no answer"
    if mailed.reacted_at:
        became = f"received, answered or followed on {day(mailed.reacted_at, now)}"
    elif mailed.opened_at:
        became = f"opened on {day(mailed.opened_at, now)}, no answer"
    again = f", sent {_TIMES.get(mailed.tries, f'{mailed.tries} times')}" if mailed.tries > 1 else ""
    return f"{what} of {day(mailed.at, now)} {became}{again}"


def _silence(passed: Sequence[Passed], s: Situation) -> Action:
    """Saying nothing, and what speaks for it most."""
    telling = (Why.COMPLAINT, Why.GATE, Why.DECLINED, Why.NOT_NOW, Why.TIRED)
    found = next((each for why in telling for each in passed if each.why == why), None)
    why = found.words(s.now) if found else "No live offer fits them here"
    return Action(SILENCE, SILENCE, _RUNGS[SILENCE], "Offer nothing", "Just serve them well.", why)
