"""Decisions: what to say next, asked by a till, a website or a cash machine; and what came of it."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec

from campaigns import advice, decisions, shelf
from campaigns.advice import Advice
from campaigns.deciding import Action, Live
from campaigns.models import Decision, Outcome, Touchpoint
from customers.errors import OverAllowance
from hub.api import problems, who
from hub.api.operation import Call, Done
from hub.api.problems import Flaw, Problem
from hub.api.who import Number, Who
from hub.public import fragments

Place = Literal["till", "branch", "call", "web", "portal", "atm"]
Placement = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9-]{0,40}$(?!\n)",
        description="A place on the screen, such as home.",
        examples=["home"],
    ),
]
Said = Literal["shown", "accepted", "declined", "not_now", "asked", "ignored", "not_offered"]
Key = Annotated[str, msgspec.Meta(pattern=r"^[-a-zA-Z0-9_]{1,60}$(?!\n)", examples=["winter-box"])]
Words = Annotated[str, msgspec.Meta(max_length=300, description="What they said, for staff.")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Circumstance = Annotated[str, msgspec.Meta(max_length=200)] | int | float | bool | None
_MOST_CIRCUMSTANCES = 20
_LATEST = timedelta(minutes=5)
_EARLIEST = timedelta(days=30)
"""What a till tells later happened in the last so many days."""
_MOST_OFFLINE = 500
_BUNDLE_SECONDS = 24 * 3600


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """For whom, and where they are; `context` is kept with the decision."""

    customer: Who
    touchpoint: Place
    placement: Placement = ""
    context: dict[Annotated[str, msgspec.Meta(min_length=1, max_length=40)], Circumstance] = {}


class Proposal(msgspec.Struct):
    """One thing to say or do. Customers may be shown `title`, `text` and `link`; the rest is for staff."""

    kind: Annotated[str, msgspec.Meta(description="One of loop, message, offer and silence.")]
    key: str
    offer: str
    title: str
    text: str
    link: str
    words: str
    why: str
    evidence: list[str]
    score: float
    loop: int | None
    message: int | None


class PassedOver(msgspec.Struct):
    """An offer that was weighed and passed over."""

    offer: str
    why: str
    until: datetime | None


class Advised(msgspec.Struct):
    """What to say, the best first. Silence is always among it; where it stands first, say nothing."""

    id: int
    customer: Number
    touchpoint: str
    placement: str
    actions: list[Proposal]
    passed: list[PassedOver]
    policy: str
    policy_version: int
    probability: float
    decided_at: datetime
    fragment: str | None
    """Where the offer is served as HTML for a page, for half an hour; null where there is none to show."""


class Candidate(msgspec.Struct):
    key: str
    kind: str
    score: float | None
    why: str


class Became(msgspec.Struct):
    offer: str
    outcome: str
    until: datetime | None
    actor: str
    happened_at: datetime


class Kept(msgspec.Struct):
    """A decision as it was taken, and what came of it since."""

    id: int
    customer: Number
    touchpoint: str
    placement: str
    context: dict[str, Any]
    chosen: str
    candidates: list[Candidate]
    policy: str
    policy_version: int
    probability: float
    actor: str
    decided_at: datetime
    outcomes: list[Became]


class Result(msgspec.Struct, forbid_unknown_fields=True):
    """What came of an offer; the one that was chosen, if none is named."""

    outcome: Said
    offer: Annotated[str, msgspec.Meta(max_length=60)] = ""
    until: Moment | None = None
    words: Words = ""
    excess_reason: Annotated[
        str, msgspec.Meta(max_length=300, description="Why it was shown although there was no room.")
    ] = ""


class Noted(msgspec.Struct):
    """`is_new` is false for what was known; `is_short`: none were left; `loop`: the question it left open."""

    decision: int
    offer: str
    outcome: str
    is_new: bool
    is_short: bool
    loop: int | None


class Later(msgspec.Struct, forbid_unknown_fields=True):
    """What a till offered from its bundle while its line was down; a `key` counts once."""

    key: Annotated[str, msgspec.Meta(pattern=r"^[\x21-\x7e]{1,90}$(?!\n)", examples=["till4-000812"])]
    customer: Who
    touchpoint: Place
    offer: Key
    outcome: Said
    happened_at: Moment
    placement: Placement = ""
    until: Moment | None = None
    words: Words = ""


class Sorted(msgspec.Struct, omit_defaults=True):
    status: Literal["accepted", "refused"]
    is_new: bool = False
    decision: int | None = None
    errors: list[Flaw] = []


class ToldOffline(msgspec.Struct):
    """What became of each, in the order in which they were sent; at most 500 at a time."""

    new: int
    repeated: int
    refused: int
    items: list[Sorted]


class Bundled(msgspec.Struct):
    """An offer that is meant for everybody."""

    key: str
    family: str
    topic: str
    name: str
    title: str
    text: str
    link: str
    words: str
    translations: dict[str, dict[str, str]]
    valid_from: datetime | None
    valid_until: datetime | None


class Bundle(msgspec.Struct):
    """What a till may do while its line is down: these offers, the best first, and these rules."""

    touchpoint: str
    placement: str
    good_for_seconds: int
    offers: list[Bundled]
    rules: list[str]


class BundleQuery(msgspec.Struct, forbid_unknown_fields=True):
    touchpoint: Place
    placement: Placement = ""


RULES = (
    "Make these offers only to who asks for one, or to nobody in particular: their dials cannot be read.",
    "Who says no to an offer is made no other of its family that day.",
    "Use nothing of this bundle once it is older than good_for_seconds; then say nothing.",
    "Tell all that was offered to decisions/offline/ when the line is back, each under a key of its own.",
)


def ask_decision(call: Call) -> Done:
    """Ask what to say to a customer here and now; the decision is kept."""
    said: Wanted = call.body
    if len(said.context) > _MOST_CIRCUMSTANCES:
        raise problems.invalid(f"It may name {_MOST_CIRCUMSTANCES} circumstances.", "/context")
    customer_id = who.pointed_at(said.customer)
    if customer_id is None:
        raise who.nobody()
    try:
        found = advice.advise(
            customer_id, said.touchpoint, said.placement, said.context, actor=call.actor, now=call.now
        )
    except advice.NoCustomer:
        raise who.nobody() from None
    return Done(_advised(found, call.now), 201 if found.decided_at == call.now else 200)


def read_decision(call: Call) -> Done:
    """Read a decision: what it weighed, what it chose and why, and what came of it."""
    decision = _decision(call)
    outcomes = Outcome.objects.filter(decision=decision).select_related("offer").order_by("pk")
    return Done(
        Kept(
            decision.pk, who.number(decision.customer_id), decision.touchpoint, decision.placement,
            decision.context, decision.chosen, msgspec.convert(decision.candidates, list[Candidate]),
            decision.policy, decision.policy_version, decision.probability, decision.actor,
            decision.decided_at,
            [Became(o.offer.key, o.kind, o.until, o.actor, o.happened_at) for o in outcomes],
        )
    )  # fmt: skip


def tell_outcome(call: Call) -> Done:
    """Tell what came of an offer; what the customer answered holds everywhere at once."""
    said: Result = call.body
    decision = _decision(call)
    try:
        found = decisions.record_outcome(
            decision.pk, said.outcome, offer=said.offer, until=said.until, words=said.words,
            excess_reason=said.excess_reason, actor=call.actor, now=call.now,
        )  # fmt: skip
    except decisions.BadOutcome as error:
        raise problems.invalid(str(error), f"/{error.field}") from None
    except OverAllowance as over:
        raise problems.invalid(f"{over} Nothing was noted.", "/excess_reason") from None
    return Done(Noted(decision.pk, found.offer, said.outcome, found.is_new, found.is_short, found.loop_id))


def read_bundle(call: Call) -> Done:
    """Take along what a till may offer while its line is down."""
    query: BundleQuery = call.query
    offered = shelf.at(query.touchpoint, query.placement, now=call.now)
    generic = [each.live for each in offered if each.is_for_everyone]
    fit = [offer for offer in generic if offer.stock != 0 and offer.value > 0]
    fit.sort(key=lambda offer: (-offer.value, offer.key))
    bundled = [_bundled(offer) for offer in fit]
    return Done(Bundle(query.touchpoint, query.placement, _BUNDLE_SECONDS, bundled, list(RULES)))


def tell_offline(call: Call) -> Done:
    """Tell what a till offered while its line was down; what was told before adds nothing."""
    if len(call.body) > _MOST_OFFLINE:
        raise Problem(413, "too-large", f"Tell at most {_MOST_OFFLINE} at a time.")
    items = [
        each if isinstance(each, Flaw) else _taken_in(place, each, call)
        for place, each in enumerate(call.body)
    ]
    flaws = [each for each in items if isinstance(each, Flaw)]
    if flaws and not call.is_list:
        raise Problem(422, "invalid", flaws[0].detail, [Flaw(flaws[0].pointer[2:], flaws[0].detail)])
    told = [Sorted("refused", errors=[each]) if isinstance(each, Flaw) else each for each in items]
    new = sum(each.is_new for each in told)
    return Done(ToldOffline(new, len(told) - new - len(flaws), len(flaws), told))


def _taken_in(place: int, said: Later, call: Call) -> Sorted | Flaw:
    if not call.now - _EARLIEST <= said.happened_at <= call.now + _LATEST:
        return Flaw(f"/{place}/happened_at", "It lies more than 30 days back, or ahead.")
    try:
        customer_id = who.one(said.customer)
        found = decisions.record_offline(
            f"{call.key.name}:{said.key}", customer_id, said.offer, said.outcome,
            touchpoint=said.touchpoint, placement=said.placement, until=said.until, words=said.words,
            actor=call.actor, happened_at=said.happened_at,
        )  # fmt: skip
    except Problem as problem:
        return Flaw(f"/{place}/customer", problem.detail)
    except decisions.BadOutcome as error:
        return Flaw(f"/{place}/{error.field}", str(error))
    return Sorted("accepted", found.is_new, found.decision_id)


def _decision(call: Call) -> Decision:
    number = call.path["decision"]
    found = None
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        found = Decision.objects.filter(pk=int(number)).first()
    if found is None:
        raise problems.not_found("decision")
    return found


def _advised(found: Advice, now: datetime) -> Advised:
    assert found.decision_id
    best = found.best
    is_shown = best.offer_id is not None and not Touchpoint(found.touchpoint).is_staffed
    return Advised(
        found.decision_id, who.number(found.customer_id), found.touchpoint, found.placement,
        [_proposal(each) for each in found.actions],
        [PassedOver(each.offer.key, each.words(now), each.until) for each in found.passed],
        found.policy, found.policy_version, found.probability, found.decided_at,
        fragments.url(found.decision_id, best.offer_id or 0, now=now) if is_shown else None,
    )  # fmt: skip


def _proposal(action: Action) -> Proposal:
    return Proposal(
        action.kind, action.key, action.offer, action.title, action.text, action.link, action.words,
        action.why, list(action.evidence), round(action.score, 4), action.loop_id, action.message_id,
    )  # fmt: skip


def _bundled(offer: Live) -> Bundled:
    return Bundled(
        offer.key, offer.family, offer.topic, offer.name, offer.title, offer.text, offer.link, offer.words,
        msgspec.convert(offer.translations, dict[str, dict[str, str]]), offer.valid_from, offer.valid_until,
    )  # fmt: skip
