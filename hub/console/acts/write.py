"""Sending a follow-up: by any way the dials allow, seen as it will arrive, with the gate's word on each."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q

from campaigns import advice, content
from campaigns.models import Offer
from channels import followup
from channels.followup import Words
from channels.liquid import BrokenTemplate, compile_text
from channels.models import Message, MessageState
from channels.registry import ADAPTERS
from channels.smstext import segments
from customers import learning, loops
from customers.gate import Outcome, Verdict
from customers.models.permission import Purpose
from hub.console import words
from hub.console.acts.act import ActForm, Done
from hub.console.dials import CONTACT_KINDS
from hub.console.explained import topic_choices
from hub.console.pressure import why
from hub.models import CannedAnswer

_PURPOSES = (
    (Purpose.REPLY, "It answers what they asked"),
    (Purpose.SERVICE, "An order, an appointment, a promise"),
    (Purpose.MARKETING, "An offer or news: it counts in their dials"),
)
_NOT_A_REPLY = "They have not asked anything that is still open. Send it as service or as an offer."


class WriteForm(ActForm):
    """Words of our own, or those of an offer (`?offer=`): then they go on from what was sent about it."""

    title, icon, submit = "Write", "pencil-square", "Send it"
    note = "It waits five seconds before it goes, so that it can be taken back."
    closes: list[str]

    channel = forms.ChoiceField(label="By")
    purpose = forms.ChoiceField(label="Why we write", choices=_PURPOSES)
    topic = forms.ChoiceField(label="About", required=False)
    template = forms.ChoiceField(label="Begin with", required=False)
    subject = forms.CharField(
        max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = forms.CharField(label="Words", max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    settles = forms.ChoiceField(label="This settles", required=False)
    offer = forms.SlugField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        near = self.desk.near
        kinds = {point.kind for point in near.points}
        ways = [key for key in followup.ways() if CONTACT_KINDS[key] in ("", *kinds)]
        self.fields["channel"].choices = [(key, words.channel(key)) for key in ways]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", "Nothing in particular"), *topic_choices(near.topics)]  # type: ignore[attr-defined]
        self.fields["settles"].choices = [  # type: ignore[attr-defined]
            ("", "Nothing yet"), *((str(loop.id), loop.words) for loop in near.loops),
        ]  # fmt: skip
        if not near.loops:
            del self.fields["settles"]
        self._offer_templates()
        self._take_offer()
        waiting = next((loop for loop in near.loops if loop.opened_by == "customer"), None)
        if not self.asks:
            self.fields["purpose"].choices = [pair for pair in _PURPOSES if pair[0] != Purpose.REPLY]  # type: ignore[attr-defined]
        if waiting:
            self.initial.setdefault("settles", str(waiting.id))
            if waiting.channel in ways:
                self.initial.setdefault("channel", waiting.channel)

    @cached_property
    def asks(self) -> bool:
        """Whether they wait for an answer of ours; only then something is a reply."""
        return followup.asks(self.desk.whom.pk)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        channel, purpose = given.get("channel"), given.get("purpose")
        if channel and not given.get("subject") and _wants_subject(channel) and purpose != Purpose.REPLY:
            self.add_error("subject", "It needs a subject here.")
        if purpose == Purpose.MARKETING and not given.get("topic"):
            self.add_error("topic", "Say what it is about: their dials are set by it.")
        if channel and len(given.get("text", "")) > followup.LONGEST[channel]:
            self.add_error("text", f"At most {followup.LONGEST[channel]:,} letters here.")
        return given

    def carry_out(self) -> Done | None:
        given, now = self.cleaned_data, self.desk.now
        said = self._words(given)
        verdict = self._verdict(said)
        if verdict.outcome == Outcome.REFUSE:
            self.add_error("channel", f"It may not go: {says(verdict)}")
            return None
        message = followup.say(self.desk.whom.pk, said, once=given["once"], actor=self.actor, now=now)
        if message.state == MessageState.REFUSED:
            self.add_error("channel", f"It may not go: {why(message.reason)}.")
            return None
        closed = [int(given["settles"])] if given.get("settles") else []
        for loop_id in closed:
            loops.close(loop_id, actor=self.actor, words=f"Written {words.by_channel(said.channel)}", now=now)
        return Done(went(message), "message", {"message": message.pk, "closed": closed})

    def look(self) -> dict[str, Any]:
        """Return what _do_look.html shows: whether each way is open, and the words as they will arrive."""
        self.is_valid()
        given = self.cleaned_data
        channel = given.get("channel") or self.fields["channel"].choices[0][0]  # type: ignore[attr-defined]
        purpose, topic = given.get("purpose") or Purpose.SERVICE, given.get("topic") or ""
        ways = [(key, purpose, topic or followup.SERVICE_TOPIC) for key, _ in self.fields["channel"].choices]  # type: ignore[attr-defined]
        verdicts = followup.verdicts(self.desk.whom.pk, ways, now=self.desk.now)
        said = Words(channel, purpose, topic, given.get("text", ""), given.get("subject", ""))
        text = followup.as_sent(said, self.desk.whom.language)
        return {
            "ways": [_way(way[0], verdict, way[0] == channel) for way, verdict in verdicts.items()],
            "preview": text if said.text else "",
            "preview_subject": said.subject if _wants_subject(channel) else "",
            "preview_parts": len(segments(text).parts) if channel == "sms" and said.text else 0,
            "is_text": channel == "sms",
        }

    def _offer_templates(self) -> None:
        """Offer the canned answers in their language; choosing one fills in the words, for changing."""
        language = self.desk.whom.language[:2]
        mine = Q(team=None) | Q(team__members=self.staff)
        fit = CannedAnswer.objects.filter(mine, language__in=["", language]).distinct()
        answers = {str(each.pk): each for each in fit}
        if not answers:
            del self.fields["template"]
            return
        self.fields["template"].choices = [  # type: ignore[attr-defined]
            ("", "An empty page"), *((key, each.name) for key, each in answers.items()),
        ]  # fmt: skip
        if chosen := answers.get(str(self.initial.get("template") or "")):
            self.initial["text"] = _merged(chosen.text, self.desk.whom.pk)

    def _take_offer(self) -> None:
        """Begin with what an offer says to who wants to read it at home; every word can be changed."""
        key = self.initial.get("offer")
        offer = Offer.objects.filter(key=key).first() if key and not self.is_bound else None
        if offer is None:
            return
        subject, text = content.follow_up(offer, self.desk.whom.language)
        self.initial.setdefault("subject", _merged(subject, self.desk.whom.pk))
        self.initial.setdefault("text", _merged(text, self.desk.whom.pk))
        self.initial.update(purpose=Purpose.MARKETING.value, topic=offer.topic)

    def _words(self, given: Mapping[str, Any]) -> Words:
        return Words(
            given["channel"],
            given["purpose"],
            given["topic"],
            given["text"],
            given.get("subject", ""),
            advice.campaign_about(self.desk.person.ids, given.get("offer", "")),
        )

    def _verdict(self, said: Words) -> Verdict:
        way = (said.channel, said.purpose, said.topic or followup.SERVICE_TOPIC)
        return followup.verdicts(self.desk.whom.pk, [way], now=self.desk.now)[way]


def _wants_subject(channel: str) -> bool:
    return ADAPTERS[channel].shape.has_subject


def says(verdict: Verdict) -> str:
    """Put a verdict into words for staff."""
    if verdict.is_allowed:
        return "may go now"
    detail = f" ({verdict.detail})" if verdict.detail else ""
    until = f", not before {words.moment(verdict.until)}" if verdict.until else ""
    return f"{verdict.reason.label}{detail}{until}"


def went(message: Message) -> str:
    """Say what becomes of a queued message."""
    if message.state == MessageState.DEFERRED and message.due_at:
        return f"It waits until {words.moment(message.due_at)}: {why(message.reason).lower()}."
    return "It goes out in five seconds."


def _way(channel: str, verdict: Verdict, is_chosen: bool) -> dict[str, Any]:
    tones = {Outcome.ALLOW: "good", Outcome.DEFER: "warn", Outcome.REFUSE: "bad"}
    return {
        "label": words.channel(channel),
        "words": says(verdict),
        "tone": tones[verdict.outcome],
        "is_chosen": is_chosen,
    }


def _merged(text: str, customer_id: int) -> str:
    """Fill in a canned answer for this customer; one that cannot be filled in is shown as it is written."""
    try:
        template = compile_text(text)
        return template.render(learning.merge_fields([customer_id], template.variables).get(customer_id, {}))
    except BrokenTemplate:
        return text
