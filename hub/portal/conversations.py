"""My conversations: what we sent and what was answered, to be read and gone on with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from channels import writing
from channels.models import Message
from hub.paging import Key, cut, is_number
from hub.portal import people, shell, spoken, threads, words
from hub.portal.access import full_page
from hub.portal.guests import Guest
from hub.portal.spoken import Stage
from hub.portal.threads import PAGE, Said, Thread
from hub.portal.why import wording_of

_BEGINNING = 320


@dataclass(frozen=True, slots=True)
class Word:
    """One thing somebody said in a conversation."""

    when: str
    how: str
    subject: str
    text: str
    is_machine: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as the page shows it; `ours` is empty where the customer began."""

    message_id: int | None
    subject: str
    when: str
    how: str
    text: str
    is_cut: bool
    said: list[Word]
    once: str
    is_spoken: bool = False
    """Somebody of ours spoke with them; what was said then is not here."""


@full_page
@require_safe
def conversations(request: HttpRequest, guest: Guest) -> HttpResponse:
    return _page(request, guest, {"is_sent": "sent" in request.GET})


@full_page
@require_POST
def write(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Take what the customer writes, as an answer to a message of theirs or for itself."""
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "").strip()
    answered = _answered(guest, request.POST.get("message", ""))
    if not text or len(text) > writing.LONGEST:
        wrong = _("Please write something, up to 5,000 characters. Nothing was sent.")
        return _page(request, guest, {"wrong": wrong, "text": text}, status=422)
    once = request.POST.get("once", "")[:40]
    try:
        writing.write(guest.customer.pk, text, message_id=answered, once=once, now=timezone.now())
    except writing.TooMuch:
        wrong = _("You have written ten times within an hour. Please wait a little; what you wrote is below.")
        return _page(request, guest, {"wrong": wrong, "text": text}, status=429)
    return HttpResponseRedirect(f"{reverse('portal:conversations')}?sent")


def _answered(guest: Guest, number: str) -> int | None:
    """Return the message that is answered; nobody answers what somebody else got."""
    if not number:
        return None
    whose = people.of(guest.customer).ids
    if not is_number(number) or not Message.objects.filter(customer__in=whose, pk=int(number)).exists():
        raise Http404
    return int(number)


def _page(
    request: HttpRequest, guest: Guest, more: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    before = Key.read(request.GET.get("before", ""))
    page, last = cut(threads.page(people.of(guest.customer).ids, before=before), PAGE)
    zone = words.zone_of(guest.customer)
    context = {
        "talks": _talks(page, zone),
        "older_url": f"{reverse('portal:conversations')}?before={last.key}" if last else "",
        "is_first": before is None,
        "once": uuid4().hex,
        "longest": writing.LONGEST,
    }
    return shell.page(request, guest, "portal/conversations.html", {**context, **more}, status=status)


def _talks(page: Sequence[Thread], zone: ZoneInfo) -> list[Talk]:
    return [_talk(thread, zone) for thread in page]


def _talk(thread: Thread, zone: ZoneInfo) -> Talk:
    said = [_word(each, zone) for each in thread.said]
    message = thread.message
    if message and message.channel in spoken.CHANNELS:
        return _spoken(message, said, zone)
    shown = wording_of(message) if message else None
    if message is None or shown is None:
        first = said[0] if said else Word(words.day(thread.at, zone), "", "", "", False)
        return Talk(None, first.subject, first.when, first.how, "", False, said, uuid4().hex)
    subject, text, _html = shown
    text = text.strip()
    when = words.day(message.accepted_at or message.created_at, zone)
    return Talk(
        message.pk,
        " ".join(subject.split()),
        when,
        words.by_channel(message.channel),
        text if len(text) <= _BEGINNING else text[:_BEGINNING].rsplit(maxsplit=1)[0] + " …",
        len(text) > _BEGINNING,
        said,
        uuid4().hex,
    )


def _spoken(message: Message, said: list[Word], zone: ZoneInfo) -> Talk:
    subject = spoken.told(message.channel, Stage.SPOKE)
    when = words.day(message.replied_at or message.created_at, zone)
    how = words.by_channel(message.channel)
    return Talk(message.pk, subject, when, how, "", False, said, uuid4().hex, is_spoken=True)


def _word(said: Said, zone: ZoneInfo) -> Word:
    return Word(
        words.day(said.at, zone), words.by_channel(said.channel), said.subject, said.text, said.is_machine
    )
