"""Why did I get this, why not: every touch of a year with its reason, what exactly came, and less of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from channels import rendering
from channels.liquid import BrokenTemplate
from channels.models import Content, Message
from customers.models import Interaction
from customers.models.permission import Purpose
from customers.wordings import Shown
from hub.framing import framed
from hub.paging import Key, cut
from hub.portal import board, less, people, reasons, shell, spoken, touched, turning, words
from hub.portal.access import full_page
from hub.portal.board import Board, Dial
from hub.portal.guests import Guest
from hub.portal.reasons import Told
from hub.portal.spoken import Stage
from hub.portal.stood import Past
from hub.portal.touched import PAGE, YEAR, Touched


@dataclass(frozen=True, slots=True)
class Line:
    """One touch as the page shows it; `fewer` is the position one tap turns its dial down to."""

    touch: Touched
    told: Told
    when: str
    how: str
    subject: str
    url: str
    dial: Dial | None
    fewer: int | None
    says: str
    is_silent: bool
    """Nothing came of it, so that there is nothing to have fewer of."""


@full_page
@require_safe
def why(request: HttpRequest, guest: Guest) -> HttpResponse:
    now = timezone.now()
    person = people.of(guest.customer)
    found = touched.page(person.ids, before=Key.read(request.GET.get("before", "")), now=now)
    page, last = cut(found, PAGE)
    context = {
        "lines": _lines(guest, person.ids, list(page), now),
        "older_url": f"{reverse('portal:why')}?before={last.key}" if last else "",
        "is_first": "before" not in request.GET,
    }
    return shell.page(request, guest, "portal/why.html", context)


@full_page
@require_safe
def message(request: HttpRequest, guest: Guest, message_id: int) -> HttpResponse:
    """Show one message: the very words that this customer got, and why."""
    person = people.of(guest.customer)
    found = touched.one(person.ids, message_id)
    if found is None:
        raise Http404
    (line,) = _lines(guest, person.ids, [found], timezone.now())
    is_shown = line.url and found.carrier is None
    context = {"line": line, "words_url": reverse("portal:words", args=[message_id]) if is_shown else ""}
    return shell.page(request, guest, "portal/why_message.html", context)


@full_page
@require_safe
def message_words(request: HttpRequest, guest: Guest, message_id: int) -> HttpResponse:
    """Answer the mail itself for the frame, with the policy that runs nothing and fetches nothing."""
    whose = people.of(guest.customer).ids
    sent = Message.objects.filter(customer__in=whose, state__in=reasons.SENT, pk=message_id)
    found = sent.exclude(channel__in=spoken.CHANNELS).first()
    shown = wording_of(found) if found else None
    if shown is None:
        raise Http404
    subject, text, html = shown
    return framed(render(request, "portal/why_words.html", {"subject": subject, "text": text, "html": html}))


def wording_of(message: Message) -> tuple[str, str, str] | None:
    """Return (subject, text, html) as the customer got them; None where it cannot be put together again."""
    if message.content_id is None:
        return None
    try:
        return rendering.show(message.content_id, message.context or {}, message.pk)
    except (BrokenTemplate, Content.DoesNotExist):
        return None


def _subjects(customer_ids: list[int], page: list[Touched]) -> dict[int, str]:
    """Return the subjects as they went out, from the history: nothing need be put into words again."""
    sent = Interaction.objects.filter(
        customer_id__in=customer_ids,
        kind="message_accepted",
        occurred_at__gte=page[-1].at - timedelta(minutes=1),
        message_id__in=[each.message_id for each in page if each.message_id and not each.stage],
    )
    return {number: subject for number, subject in sent.values_list("message_id", "summary") if number}


def _lines(guest: Guest, customer_ids: list[int], page: list[Touched], now: datetime) -> list[Line]:
    """Put a page of touches into words; costs the same however many there are."""
    if not page:
        return []
    make = _Maker(
        guest,
        Past(guest.customer, customer_ids, since=min(now - YEAR, page[-1].at)),
        board.of(guest.customer, now=now),
        words.topics(),
        _subjects(customer_ids, page),
        turning.wording(),
        words.zone_of(guest.customer),
    )
    return [make.line(each) for each in page]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes lines out of what was looked up once for the page."""

    guest: Guest
    past: Past
    board: Board
    topics: Mapping[str, str]
    subjects: Mapping[int, str]
    wording: Shown
    zone: ZoneInfo

    def line(self, touch: Touched) -> Line:
        shown_in = touch.carrier or touch.message_id
        is_sent = touch.state in reasons.SENT and not touch.stage
        can_be_seen = touch.carrier or (is_sent and touch.content_id is not None)
        return Line(
            touch,
            reasons.tell(touch, self.past, self.topics, self.zone),
            words.day(touch.at, self.zone),
            words.channel(touch.channel),
            self.subjects.get(touch.message_id or 0, ""),
            reverse("portal:why-message", args=[shown_in]) if can_be_seen else "",
            **self._fewer(touch),
            is_silent=not can_be_seen and touch.message_id is not None and touch.stage != Stage.SPOKE,
        )

    def _fewer(self, touch: Touched) -> dict[str, Any]:
        """Return the dial of this touch's own scope and the next step down that would be felt."""
        dial = self.board.find(f"{touch.channel}/{touch.topic}")
        if touch.purpose != Purpose.MARKETING or dial is None:
            return {"dial": None, "fewer": None, "says": ""}
        step = next(iter(less.steps(dial)), None)
        says = "" if step is None else turning.says(self.wording, dial.label, step)
        return {"dial": dial, "fewer": step, "says": says}
