"""Why something came, or did not: a touch put into plain words for the customer. No look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.models import MessageState as S
from customers import why
from customers.gate import CHANNELS_WITHOUT_ADDRESS, Reason
from customers.models.permission import Purpose
from hub.portal import letter, said, spoken, words
from hub.portal.spoken import Stage
from hub.portal.stood import Past
from hub.portal.touched import Touched
from hub.portal.words import Words

SENT = frozenset({S.ACCEPTED, S.DELIVERED, S.BOUNCED, S.COMPLAINED})
_COMING = frozenset({S.PLANNED, S.QUEUED, S.ATTEMPTING, S.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Told:
    """A touch in words; `because` are whole sentences in the order in which they are to be read."""

    outcome: str
    icon: str
    tone: str
    because: list[str]


def tell(touch: Touched, past: Past, topics: Mapping[str, str], zone: ZoneInfo) -> Told:
    if touch.message_id is None:
        how = words.by_channel(touch.channel)
        outcome = _("One of us had something for you %(how)s") % {"how": how}
        return Told(outcome, "user", "info", [_said(touch), *_allowed(touch, past, topics, zone)])
    if touch.carrier is not None:
        outcome = _("You got this in one mail with other things")
        return Told(outcome, "envelope", "brand", [_cause(touch, topics)])
    state = S(touch.state)
    if touch.stage == Stage.WANTED and state in SENT | _COMING:
        return Told(spoken.told(touch.channel, Stage.WANTED), "clock", "info", [_cause(touch, topics)])
    if touch.stage in (Stage.TRIED, Stage.SPOKE):
        outcome, icon = spoken.told(touch.channel, Stage(touch.stage)), _BY_PERSON.get(touch.channel, "user")
        return Told(outcome, icon, "info", [_cause(touch, topics), *_allowed(touch, past, topics, zone)])
    words_of_state, icon, tone = _STATES[state]
    if state in SENT:
        because = [_cause(touch, topics), _version(touch), *_allowed(touch, past, topics, zone)]
    else:
        because = [_cause(touch, topics), _why_not(touch, past, topics, zone)]
    return Told(str(words_of_state), icon, tone, [each for each in because if each])


def _said(touch: Touched) -> str:
    return _("They said: “%(words)s”") % {"words": touch.words} if touch.words else ""


def _cause(touch: Touched, topics: Mapping[str, str]) -> str:
    if letter.entry_of(touch.cause) is not None:
        return _("You asked us for a link to your pages.")
    if touch.campaign:
        return _("It belongs to “%(campaign)s”.") % {"campaign": touch.campaign}
    if touch.purpose == Purpose.REPLY:
        return _("It answers what you asked us.")
    if touch.purpose == Purpose.SERVICE:
        return _("It is about something of your own, such as an order.")
    return _("It is about: %(topic)s.") % {"topic": topics.get(touch.topic, touch.topic)}


def _version(touch: Touched) -> str:
    if not touch.arm:
        return ""
    return _("There were several wordings; yours was “%(version)s”.") % {"version": touch.arm}


def _allowed(touch: Touched, past: Past, topics: Mapping[str, str], zone: ZoneInfo) -> list[str]:
    """Say which agreement and which dial let it through."""
    if touch.purpose == Purpose.SERVICE:
        return [_("Messages about your own orders and safety always come; they count in no dial.")]
    if touch.purpose == Purpose.REPLY:
        return [_("Answers to what you asked always come; they count in no dial.")]
    return [_agreement(touch, past, zone), _room(touch, past, topics)]


def _agreement(touch: Touched, past: Past, zone: ZoneInfo) -> str:
    how = words.by_channel(touch.channel)
    answer = past.agreed(touch.channel, touch.counted_at)
    if answer is not None and answer.is_granted:
        on = said.on(answer.happened_at, zone)
        return _("You agreed to offers and news %(how)s on %(day)s.") % {"how": how, "day": on}
    if touch.channel in CHANNELS_WITHOUT_ADDRESS:
        return _("Where you come to us, we may make an offer unless you told us not to.")
    return _("You have agreed to offers and news %(how)s.") % {"how": how}


def _room(touch: Touched, past: Past, topics: Mapping[str, str]) -> str:
    """Say what was kept when it went; where nothing was, what the history of the dials tells."""
    source, channel, topic, position = why.read(touch.allowed_by)
    if position is not None:
        stood = {"dial": _dial((channel, topic), topics), "promise": words.SHORT[position]}
        return str(_HAD_ROOM[source]) % stood
    if source == why.CONSENT:
        return _("None of your dials limited it.")
    found = past.dial(touch.channel, touch.topic, touch.counted_at)
    if found is None:
        return _("None of your dials limited it.")
    scope, position = found
    stood = {"dial": _dial(scope, topics), "promise": words.SHORT[position]}
    return str(_HAD_ROOM[why.DIAL]) % stood


def _why_not(touch: Touched, past: Past, topics: Mapping[str, str], zone: ZoneInfo) -> str:
    if touch.state == S.HELD:
        return _(
            "We stayed silent on purpose: you were in the small group that gets nothing,"
            " by which we learn whether writing helps anybody."
        )
    reason = _reason(touch, past, topics)
    if touch.state == S.DEFERRED and touch.due_at is not None:
        return " ".join(
            [reason, _("It waits until %(day)s.") % {"day": words.day(touch.due_at, zone)}]
        ).strip()
    return reason


def _reason(touch: Touched, past: Past, topics: Mapping[str, str]) -> str:
    if touch.reason in (Reason.DIAL_CLOSED, Reason.DIAL_FULL):
        found = past.dial(touch.channel, touch.topic, touch.counted_at)
        if found is not None:
            stood = {"dial": _dial(found[0], topics), "promise": words.SHORT[found[1]]}
            if found[1] == 0:
                return _("Your dial “%(dial)s” stood at “%(promise)s”.") % stood
            return _("Your dial “%(dial)s” stood at “%(promise)s”, and that was used up.") % stood
    if touch.reason in _REASONS:
        return str(_REASONS[touch.reason])
    return str(_ENDS.get(S(touch.state), ""))


def _dial(scope: tuple[str, str], topics: Mapping[str, str]) -> str:
    return words.scope(scope[0], topics.get(scope[1], scope[1]))


_HAD_ROOM: dict[str, Words] = {
    why.DIAL: gettext_lazy("Your dial “%(dial)s” stood at “%(promise)s” and had room."),
    why.DEFAULT: gettext_lazy(
        "You had not set the dial “%(dial)s”; with us it stands at “%(promise)s”, and there was room."
    ),
    why.HOUSE: gettext_lazy("Our own limit for “%(dial)s”, “%(promise)s”, had room."),
}
_REASONS: dict[str, Words] = {
    Reason.UNKNOWN_CUSTOMER: gettext_lazy("We did not know you yet."),
    Reason.NO_CONTACT_POINT: gettext_lazy("We have no address of yours for this way."),
    Reason.SUPPRESSED: gettext_lazy(
        "We must not use this address: you told us to stop, reported a message, or mail to it came back."
    ),
    Reason.NO_CONSENT: gettext_lazy("You never agreed to offers and news by this way."),
    Reason.WITHDRAWN: gettext_lazy("You took back your agreement to this."),
    Reason.DIAL_CLOSED: gettext_lazy("One of your dials stood at “never”."),
    Reason.DIAL_FULL: gettext_lazy("What your dials allow was used up."),
    Reason.HOUSE_LIMIT: gettext_lazy("Our own limit, which holds for everybody, was reached."),
    Reason.QUIET_HOURS: gettext_lazy("It was a time of quiet where you are."),
    Reason.RESTING: gettext_lazy("You had not answered the last ones, so we gave it a rest."),
    Reason.PRESSURE: gettext_lazy("We had asked much of you lately."),
    Reason.EXPIRED: gettext_lazy("It would have come too late to be worth your time."),
}
_ENDS: dict[S, Words] = {
    S.REFUSED: gettext_lazy("One of our rules held it back."),
    S.CANCELLED: gettext_lazy("We called it off before it went."),
    S.EXPIRED: gettext_lazy("It would have come too late to be worth your time."),
    S.FAILED: gettext_lazy("It could not be delivered."),
    S.DEFERRED: gettext_lazy("It could not be delivered at once; we try again."),
    S.UNKNOWN: gettext_lazy("The connection broke off; we find out whether it arrived."),
    S.QUARANTINED: gettext_lazy("Something was wrong with it, so a person looks at it first."),
}
_BY_PERSON = {"call": "phone"}
_SILENT = (gettext_lazy("We stayed silent"), "eye-slash", "muted")
_STATES: dict[S, tuple[Words, str, str]] = {
    S.PLANNED: (gettext_lazy("We are about to write"), "clock", "info"),
    S.HELD: _SILENT,
    S.REFUSED: _SILENT,
    S.QUEUED: (gettext_lazy("It is about to go out"), "clock", "info"),
    S.ATTEMPTING: (gettext_lazy("It is going out now"), "paper-airplane", "info"),
    S.ACCEPTED: (gettext_lazy("You got this"), "envelope", "brand"),
    S.DELIVERED: (gettext_lazy("You got this"), "envelope", "brand"),
    S.BOUNCED: (gettext_lazy("It came back to us"), "arrow-uturn-left", "warn"),
    S.COMPLAINED: (gettext_lazy("You got this and reported it as unwanted"), "hand-raised", "warn"),
    S.DEFERRED: (gettext_lazy("We are waiting with this"), "clock", "muted"),
    S.UNKNOWN: (gettext_lazy("You may have got this"), "question-mark-circle", "muted"),
    S.FAILED: (gettext_lazy("It could not be sent"), "x-circle", "warn"),
    S.EXPIRED: _SILENT,
    S.CANCELLED: (gettext_lazy("We called this off"), "eye-slash", "muted"),
    S.QUARANTINED: (gettext_lazy("We set this aside"), "clock", "muted"),
}
