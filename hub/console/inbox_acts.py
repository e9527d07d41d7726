"""What our people do in a conversation: answer, note, take, hand over, put off, put to rest, sort."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from channels import answering, conversations, sorting
from channels.answering import Became
from channels.intents import Name
from channels.liquid import BrokenTemplate
from channels.talk import Conversation, Turn
from hub import canned, teams
from hub.console import inbox_presence, inbox_talk, words
from hub.console.access import staff_of, staff_page
from hub.models import CannedAnswer, Staff, Team
from hub.paging import is_number
from hub.teams import Roster

LONGEST_NOTE = 5_000
_OPENS = time(8)
_MEANWHILE = "Something was said meanwhile. Nothing was changed: read it first, it stands below."


@staff_page()
@require_POST
def inbox_reply(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Send an answer; if somebody else answers too, say so and keep what was typed."""
    roster = teams.roster()
    talk = inbox_talk.find(request, roster, talk_id)
    if request.POST.get("do") == "use":
        return _use(request, talk, roster)
    text, way = _text(request, "text"), request.POST.get("way", "")
    if wrong := _wrong(text, way):
        return _again(request, talk, roster, wrong)
    others = [each for each in inbox_presence.note(talk.pk, staff_of(request).pk) if each.is_writing]
    if others and not request.POST.get("knows"):
        wrong = f"{others[0]}. Nothing was sent yet: send yours all the same, or leave it to them."
        return _again(request, talk, roster, wrong, knows=True)
    answered = answering.reply(
        talk.pk,
        text,
        channel=way,
        seen=_seen(request),
        once=request.POST.get("once", "")[:60],
        actor=_actor(request),
        resolve=request.POST.get("do") == "resolve",
        now=timezone.now(),
    )
    if answered.became == Became.CHANGED:
        wrong = (
            "Something was said since you opened this; it stands above. Nothing was sent: look, then send."
        )
        return _again(request, talk, roster, wrong, knows=True)
    if answered.became == Became.REFUSED:
        wrong = f"It may not go by {words.channel(way)}: {answered.why}. It was kept and not sent."
        return _again(request, talk, roster, wrong)
    inbox_presence.leave(talk.pk, staff_of(request).pk)
    _take_if_nobodys(request, talk)
    messages.success(request, "Sent, and put to rest." if request.POST.get("do") == "resolve" else "Sent.")
    return redirect("console:inbox-talk", talk_id=talk.pk)


@staff_page()
@require_POST
def inbox_note(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Keep a note among ourselves, and call whom it names."""
    talk = inbox_talk.find(request, teams.roster(), talk_id)
    note = _text(request, "note")
    if not note or len(note) > LONGEST_NOTE:
        messages.warning(request, f"A note has 1 to {LONGEST_NOTE:,} characters. Nothing was kept.")
        return redirect("console:inbox-talk", talk_id=talk.pk)
    turn_id = conversations.note(talk.pk, note, actor=_actor(request), now=timezone.now())
    called = teams.mention(turn_id, note, author=staff_of(request))
    names = ", ".join(one.get_full_name() or one.username for one in called)
    messages.success(request, f"Noted. {names} will see it on their day." if called else "Noted.")
    return redirect("console:inbox-talk", talk_id=talk.pk)


@staff_page()
@require_POST
def inbox_assign(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Take it, put it back into its queue, or hand it to a colleague or a team."""
    roster = teams.roster()
    talk = inbox_talk.find(request, roster, talk_id)
    said = _given(request.POST.get("to", ""), talk, staff_of(request), roster)
    was = request.POST.get("was", "")
    done = conversations.assign(
        talk.pk,
        **said,
        was=int(was) if is_number(was) else None,
        actor=_actor(request),
        now=timezone.now(),
    )
    if not done:
        messages.warning(request, "Somebody was a moment faster; it is theirs now.")
    if not inbox_talk.inbox.visible(request, roster).filter(pk=talk.pk).exists():
        messages.success(request, "Handed over.")
        return redirect("console:inbox")
    return redirect("console:inbox-talk", talk_id=talk.pk)


@staff_page()
@require_POST
def inbox_state(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Put a conversation to rest, put it off, or open it again."""
    talk = inbox_talk.find(request, teams.roster(), talk_id)
    to, now, by = request.POST.get("to", ""), timezone.now(), _actor(request)
    if to == "open":
        conversations.reopen(talk.pk, actor=by, now=now)
        return redirect("console:inbox-talk", talk_id=talk.pk)
    if to == "resolved":
        done = conversations.resolve(talk.pk, seen=_seen(request), actor=by, now=now)
        said = "Put to rest. Any word of theirs opens it again."
    elif to in dict(inbox_talk.SNOOZES):
        until = snoozed_until(to, timezone.localtime(now))
        told = f"put it off until {words.moment(until)}"
        done = conversations.snooze(talk.pk, until=until, seen=_seen(request), words=told, actor=by, now=now)
        said = f"Put off until {words.moment(until)}, or until they write."
    else:
        raise Http404
    if done:
        messages.success(request, said)
        return redirect("console:inbox")
    messages.warning(request, _MEANWHILE)
    return redirect("console:inbox-talk", talk_id=talk.pk)


@staff_page()
@require_POST
def inbox_intent(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Sort what they said last by hand; what comes in from now on is sorted with it in mind."""
    talk = inbox_talk.find(request, teams.roster(), talk_id)
    turn = get_object_or_404(talk.turns.all(), pk=_number(request, "turn"), kind=Turn.Kind.HEARD)
    name = request.POST.get("intent", "")
    if name not in {each.value for each in sorting.CHOICES}:
        raise Http404
    sorting.correct(turn.pk, Name(name), actor=_actor(request), now=timezone.now())
    if request.htmx:  # type: ignore[attr-defined]
        talk.refresh_from_db()
        return render(request, "console/_inbox_thread.html", inbox_talk.thread(request, talk))
    return redirect("console:inbox-talk", talk_id=talk.pk)


@staff_page()
@require_POST
def inbox_presence_note(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Note that somebody is there, perhaps writing; answer who else is."""
    talk = inbox_talk.visible(request, teams.roster(), talk_id)
    present = inbox_presence.note(talk.pk, staff_of(request).pk, writes="writes" in request.POST)
    return render(request, "console/_inbox_presence.html", {"talk": talk, "present": present})


def snoozed_until(key: str, local: datetime) -> datetime:
    """Return the end of a snooze: hours from now, or eight o'clock on its day. Pure."""
    if key == "3h":
        return local + timedelta(hours=3)
    days = {"tomorrow": 1, "monday": 7 - local.weekday(), "week": 7}[key]
    return datetime.combine(local.date() + timedelta(days=days), _OPENS, local.tzinfo)


def _use(request: HttpRequest, talk: Conversation, roster: Roster) -> HttpResponse:
    """Put a canned answer behind what was typed, filled in for this customer."""
    answer = get_object_or_404(CannedAnswer, pk=_number(request, "answer"))
    typed, wrong = request.POST.get("text", ""), ""
    try:
        filled = canned.fill_in(answer, talk.customer.merged_into or talk.customer, staff_of(request))
        typed = f"{typed.rstrip()}\n\n{filled}" if typed.strip() else filled
    except BrokenTemplate as error:
        wrong = str(error)
    if request.htmx:  # type: ignore[attr-defined]
        context = inbox_talk.composer(request, talk, roster) | _typed(request, typed, wrong)
        return render(request, "console/_inbox_composer.html", {"talk": talk, **context})
    return inbox_talk.page(request, talk, roster, **_typed(request, typed, wrong))


def _again(
    request: HttpRequest, talk: Conversation, roster: Roster, wrong: str, *, knows: bool = False
) -> HttpResponse:
    """Show the page afresh with what was typed still there, and why it has not gone."""
    talk = inbox_talk.find(request, roster, talk.pk)
    said = _typed(request, _text(request, "text"), wrong) | {"knows": knows}
    return inbox_talk.page(request, talk, roster, status=422, **said)


def _typed(request: HttpRequest, text: str, wrong: str) -> dict[str, Any]:
    way = request.POST.get("way", "")
    return {"text": text, "wrong": wrong} | ({"way": way} if way in answering.CHANNELS else {})


def _wrong(text: str, way: str) -> str:
    if way not in answering.CHANNELS:
        return "There is no way to answer them by. Nothing was sent."
    if not text:
        return "There are no words yet. Nothing was sent."
    if len(text) > answering.LONGEST[way]:
        return f"An answer by {words.channel(way)} has {answering.LONGEST[way]:,} characters at most."
    return ""


def _take_if_nobodys(request: HttpRequest, talk: Conversation) -> None:
    """Who answers what is nobody's has taken it."""
    if talk.assignee_id is None:
        staff = staff_of(request)
        conversations.assign(
            talk.pk,
            assignee_id=staff.pk,
            team_id=talk.team_id,
            was=None,
            words="took it by answering",
            actor=_actor(request),
            now=timezone.now(),
        )


def _given(to: str, talk: Conversation, staff: Staff, roster: Roster) -> dict[str, Any]:
    """Read to whom a conversation goes: "me", "queue", "staff:7" or "team:3"."""
    kind, _, number = to.partition(":")
    if to == "me":
        return {"assignee_id": staff.pk, "team_id": talk.team_id, "words": "took it"}
    if to == "queue":
        return {"assignee_id": None, "team_id": talk.team_id, "words": "put it back into the queue"}
    if kind == "staff" and is_number(number):
        one = get_object_or_404(inbox_talk.colleagues(talk, staff, roster), pk=int(number))
        name = one.get_full_name() or one.username
        return {"assignee_id": one.pk, "team_id": talk.team_id, "words": f"handed it to {name}"}
    if kind == "team" and is_number(number):
        team = get_object_or_404(Team, pk=int(number))
        return {"assignee_id": None, "team_id": team.pk, "words": f"handed it to the team {team.name}"}
    raise Http404


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    if not is_number(value):
        raise Http404
    return int(value)


def _seen(request: HttpRequest) -> int:
    """Return up to which revision the page had shown; one that does not say so has seen nothing."""
    seen = request.POST.get("seen", "")
    return int(seen) if is_number(seen) else 0


def _actor(request: HttpRequest) -> str:
    return f"staff:{staff_of(request).username}"
