"""One conversation: everything that was said in it, on whichever channel, and the place to answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote
from uuid import uuid4
from zlib import crc32

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from channels import answering, sorting
from channels.mailreading.attachments import attached
from channels.mailreading.cleaning import shown_html
from channels.models import InboundMail, Message, MessageState
from channels.registry import ADAPTERS
from channels.talk import Conversation, Turn
from customers import loops
from customers.gate import Reason
from customers.models import Customer, Ownership, Topic
from hub import canned, teams, viewings
from hub.console import inbox, inbox_presence, masking, words
from hub.console.access import CARRIERS, staff_of, staff_page
from hub.console.inbox_words import INTENTS, STATE_TONES
from hub.console.shell import live_origin
from hub.framing import framed
from hub.models import Mention, Staff
from hub.paging import is_number
from hub.teams import Roster

TURNS = 40
MOST_COLLEAGUES = 200
State = Conversation.State
SNOOZES = (("3h", "3 hours"), ("tomorrow", "Tomorrow 08:00"), ("monday", "Monday 08:00"), ("week", "A week"))


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def inbox_talk(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Show the conversation; a page that has heard of news asks for what was said alone."""
    roster = teams.roster()
    talk = find(request, roster, talk_id)
    if request.htmx:  # type: ignore[attr-defined]
        said = thread(request, talk)
        if request.GET.get("known") == said["mark"]:
            return HttpResponse(status=204)  # nothing new: what is being read and opened stays as it is
        return render(request, "console/_inbox_thread.html", said)
    return page(request, talk, roster)


def page(
    request: HttpRequest, talk: Conversation, roster: Roster, *, status: int = 200, **said: Any
) -> HttpResponse:
    """Answer the whole page; `said` is what was typed and what is to be said about it."""
    staff = staff_of(request)
    Mention.objects.filter(staff=staff, turn__conversation=talk, seen_at=None).update(seen_at=timezone.now())
    context = {
        **thread(request, talk),
        **_head(talk, roster),
        **_side(request, talk, roster),
        **composer(request, talk, roster),
        "present": inbox_presence.note(talk.pk, staff.pk),
        "live_url": f"{live_origin(request)}/live/customers/{_customer(talk).pk}/",
        "colleagues": list(colleagues(talk, staff, roster)[:MOST_COLLEAGUES]),
        "teams": roster.teams,
        "snoozes": SNOOZES,
        **said,
    }
    return render(request, "console/inbox_talk.html", context, status=status)


@staff_page(CARRIERS)
@require_safe
def inbox_mail(request: HttpRequest, talk_id: int, turn_id: int) -> HttpResponse:
    """Answer a mail as its sender formatted it, cleaned and for a frame that fetches and runs nothing."""
    mail = _mail(request, talk_id, turn_id, viewings.Door.MAIL)
    context = {"html": shown_html(bytes(mail.raw))}
    return framed(render(request, "console/inbox_mail.html", context))


@staff_page(CARRIERS)
@require_safe
def inbox_file(request: HttpRequest, talk_id: int, turn_id: int, number: int) -> HttpResponse:
    """Answer what was attached, to be saved and never shown: what a stranger sent does not run here."""
    found = attached(bytes(_mail(request, talk_id, turn_id, viewings.Door.FILE).raw), number)
    if found is None:
        raise Http404
    file, content = found
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def find(request: HttpRequest, roster: Roster, talk_id: int) -> Conversation:
    """Return a conversation that this person may see, or 404; the trail keeps that it is shown."""
    talk = visible(request, roster, talk_id)
    viewings.saw(request, _customer(talk).pk, viewings.Door.TALK, talk.pk)
    return talk


def visible(request: HttpRequest, roster: Roster, talk_id: int) -> Conversation:
    """Return it for something that shows none of its words."""
    found = inbox.visible(request, roster).select_related("customer", "customer__merged_into")
    return get_object_or_404(found, pk=talk_id)


def thread(request: HttpRequest, talk: Conversation) -> dict[str, Any]:
    """Return what was said, the latest last; the page says by `seen` up to what its reader has read."""
    before = request.GET.get("before", "")
    if before and not is_number(before):
        raise Http404
    found = talk.turns.filter(pk__lt=int(before)) if before else talk.turns.all()
    latest = list(found.order_by("-pk")[: TURNS + 1])
    shown = latest[:TURNS][::-1]
    messages = Message.objects.in_bulk([turn.message_id for turn in shown if turn.message_id])
    people = _people([turn.actor for turn in shown])
    url = reverse("console:inbox-talk", args=[talk.pk])
    last = talk.turns.filter(kind=Turn.Kind.HEARD).order_by("-pk").first() if before else None
    last = last or next((turn for turn in reversed(shown) if turn.kind == Turn.Kind.HEARD), None)
    turns = [_turn(turn, messages, people) for turn in shown]
    if masking.is_masked_for(staff_of(request)):  # a mail as it came has its sender's whole signature
        for each in turns:
            each |= {"words": masking.blotted(each["words"]), "mail_url": "", "files": []}
    mark = str(crc32(repr([(each["pk"], each["intent"], each["message_state"]) for each in turns]).encode()))
    return {
        "talk": talk,
        "turns": turns,
        "mark": mark,
        "earlier_url": f"{url}?before={shown[0].pk}" if len(latest) > TURNS else "",
        "thread_url": "" if before else url,
        "latest_url": url if before else "",
        "sorting": _sorting(talk, last),
    }


def colleagues(talk: Conversation, staff: Staff, roster: Roster) -> QuerySet[Staff]:
    """Return to whom it can be handed: everybody who may see it."""
    known = Staff.objects.filter(is_active=True).exclude(pk__in=[staff.pk, talk.assignee_id or 0])
    team = roster.team_of(talk)
    if team is not None and team.is_restricted:
        known = known.filter(Q(pk__in=roster.members[team.pk]) | Q(role=Staff.Role.ADMIN))
    return known.order_by("first_name", "username")


def composer(request: HttpRequest, talk: Conversation, roster: Roster) -> dict[str, Any]:
    """Return what the answer is written with: by which channels, from which canned answers."""
    ways = answering.ways(talk, _reach(talk))
    team = roster.team_of(talk)
    return {
        "ways": [{"key": each, "label": words.channel(each)} for each in ways],
        "way": ways[0] if ways else "",
        "answers": canned.offered(team, _customer(talk).language),
        "text": "",
        "once": uuid4().hex,
        "acts_url": reverse("console:inbox-talk", args=[talk.pk]),
    }


def _customer(talk: Conversation) -> Customer:
    return talk.customer.merged_into or talk.customer


def _head(talk: Conversation, roster: Roster) -> dict[str, Any]:
    now, team = timezone.now(), roster.team_of(talk)
    topic = Topic.objects.filter(pk=talk.topic).values_list("label", flat=True).first() if talk.topic else ""
    state = talk.state_at(now)
    first = teams.first_answer(talk, team)
    return {
        "customer": _customer(talk),
        "title": talk.subject or topic or "No subject",
        "topic": topic,
        "team": team,
        "assignee": inbox.names_of([talk.assignee_id] if talk.assignee_id else []).get(talk.assignee_id or 0),
        "state": {"key": state.value, "words": state.label, "tone": STATE_TONES[state]},
        "clock": teams.clock(talk, team, now=now) if state == State.OPEN else None,
        "first_answer": first,
        "first_answer_words": teams.span(first.waited) if first else "",
    }


def _side(request: HttpRequest, talk: Conversation, roster: Roster) -> dict[str, Any]:
    customer = _customer(talk)
    theirs = inbox.visible(request, roster).filter(customer=customer)
    others = theirs.exclude(pk=talk.pk).order_by("-last_at")[:5]
    return {"loops": loops.of(customer.pk), "others": others}


def _reach(talk: Conversation) -> list[str]:
    """Return by which channels this customer has a point that we could answer to."""
    owned = Ownership.objects.filter(customer=talk.customer_id)
    kinds = set(owned.values_list("contact_point__kind", flat=True))
    return [key for key in answering.CHANNELS if ADAPTERS[key].shape.contact_kind in kinds]


def _sorting(talk: Conversation, last: Turn | None) -> dict[str, Any] | None:
    """Return how their last words were sorted, and what else they could be."""
    if last is None:
        return None
    return {
        "turn": last,
        **inbox.intent_of(last.intent, last.confidence),
        "who": last.why if last.why.startswith(("sorted by", "learned from")) else "",
        "choices": [
            {"key": name.value, "words": INTENTS[name.value], "number": number}
            for number, name in enumerate(sorting.CHOICES, start=1)
        ],
    }


def _turn(turn: Turn, messages: Mapping[int, Message], people: Mapping[str, str]) -> dict[str, Any]:
    message = messages.get(turn.message_id or 0)
    is_ours = turn.kind == Turn.Kind.SAID
    return {
        "pk": turn.pk,
        "kind": turn.kind,
        "at": turn.at,
        "by": people.get(turn.actor, turn.actor.partition(":")[2] or turn.actor),
        "how": words.by_channel(turn.channel) if turn.channel else "",
        "subject": "" if is_ours and turn.channel == "sms" else turn.subject,
        "words": turn.words,
        "mail_url": reverse("console:inbox-mail", args=[turn.conversation_id, turn.pk])
        if turn.mail_id
        else "",
        "files": _files(turn),
        "message_url": reverse("console:message", args=[message.pk]) if message else "",
        "message_state": message.state if message and is_ours else "",
        "message_why": _why(message) if message and is_ours else "",
        "intent": INTENTS.get(turn.intent, ""),
    }


def _why(message: Message) -> str:
    """Say why an answer has not gone, or what the other side said."""
    if message.state == MessageState.REFUSED and message.reason in Reason.values:
        return str(Reason(message.reason).label)
    return message.reason if message.state in (MessageState.FAILED, MessageState.BOUNCED) else ""


def _files(turn: Turn) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "size": size,
            "url": reverse("console:inbox-file", args=[turn.conversation_id, turn.pk, number]),
        }
        for number, (name, _, size) in enumerate(turn.attached)
    ]


def _people(actors: Sequence[str]) -> dict[str, str]:
    """Return what those are called who acted, by the keys of the history."""
    names = {actor.removeprefix("staff:") for actor in actors if actor.startswith("staff:")}
    found = Staff.objects.filter(username__in=names) if names else ()
    return {f"staff:{one.username}": one.get_full_name() or one.username for one in found}


def _mail(request: HttpRequest, talk_id: int, turn_id: int, door: viewings.Door) -> InboundMail:
    talk = visible(request, teams.roster(), talk_id)
    turn = get_object_or_404(talk.turns.all(), pk=turn_id, kind=Turn.Kind.HEARD)
    mail = get_object_or_404(InboundMail, pk=turn.mail_id or 0)
    viewings.saw(request, _customer(talk).pk, door, mail.pk)
    return mail
