"""One message: the exact words that its customer got, where it stands, and everything that happened to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from channels import addresses, letterpaper, pushtext, rendering
from channels.adapters.push import PUSH
from channels.liquid import BrokenTemplate
from channels.models import Hit
from customers import learning
from customers.models import Topic
from hub import viewings
from hub.console import find, ledger, letter_preview, masking, outbox
from hub.console.access import WATCHERS, staff_of, staff_page
from hub.console.closed import closed_to
from hub.console.ledger import COLUMNS
from hub.console.lines import Line, by_day, tell
from hub.framing import framed
from hub.models import Staff

_MOST_HITS = 100


@staff_page()
@require_safe
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    found = _found(request, message_id)
    (row,) = outbox.rows([found])
    is_masked = _is_masked(request, found)
    if not is_masked:
        row |= {
            "address": _recipient(found, is_masked=False) if found.contact_point else "",
            "why": outbox.why(found),
        }
    story = _story(found, staff_of(request))
    masking.blot(staff_of(request), story)
    context = {
        "row": row,
        "message": found,
        "topic": Topic.objects.filter(pk=found.topic).values_list("label", flat=True).first() or found.topic,
        "header_id": addresses.names(found.pk).message_id,
        "words_url": reverse("console:message-words", args=[found.pk]) if found.content_id else "",
        "groups": by_day(story, now=timezone.localtime()),
        "hits": [_hit(each) for each in found.hits.order_by("hit_at")[:_MOST_HITS]],
        "may_watch": staff_of(request).role in WATCHERS,
    }
    return render(request, "console/message.html", context)


@staff_page()
@require_safe
def message_words(request: HttpRequest, message_id: int) -> HttpResponse:
    """Answer the mail itself, for the frame: as it went, or as it would go today if it has not gone."""
    found = _found(request, message_id)
    if found.content_id is None:
        raise Http404
    return framed(
        render(request, "console/preview.html", _letter(found, is_masked=_is_masked(request, found)))
    )


def _found(request: HttpRequest, message_id: int) -> Any:
    """Return a message to somebody whom this person may see, or 404; the trail keeps that it is shown."""
    found: Any = get_object_or_404(outbox.visible(request, by_old_names=True), pk=message_id)
    whose = found.customer.merged_into_id or found.customer_id
    viewings.saw(request, whose, viewings.Door.MESSAGE, found.pk)
    return found


def _is_masked(request: HttpRequest, found: Any) -> bool:
    """Say whether its address is not for this person (yet): by role, or as others are reached there too."""
    shared = find.shared([found.contact_point_id] if found.contact_point_id else [])
    whose = found.customer.merged_into_id or found.customer_id
    return masking.is_masked_at(request, whose, is_shared=bool(shared))


def _letter(found: Any, *, is_masked: bool) -> dict[str, Any]:
    """Return what preview.html shows: the words, or why there are none."""
    try:
        says = rendering.words_of(found.content_id)
        subject, text, html = rendering.show(found.content_id, _values(found, says.variables), found.pk)
    except BrokenTemplate as error:
        return {"problems": [str(error)]}
    recipient = _recipient(found, is_masked=is_masked)
    if found.channel == "sms":
        size = outbox.rows([found])[0]["size"]
        return {
            "recipient": recipient,
            "subject": text,
            "text": text,
            "size": size,
        }
    if found.channel == PUSH.key:
        return {"recipient": recipient, "subject": subject, "notice": pushtext.notice(subject, text)}
    if found.channel == "letter":
        html = letterpaper.on_screen(
            letter_preview.sent(found, says.sender_name, (subject, text, html), is_masked=is_masked)
        )
    sender = f"{says.sender_name} <{says.sender_address}>" if says.sender_address else says.sender_name
    return {"sender": sender, "recipient": recipient, "subject": subject, "text": text, "html": html}


def _recipient(found: Any, *, is_masked: bool) -> str:
    point = found.contact_point
    if point is None:
        return str(found.customer)
    return (masking.masked if is_masked else masking.shown)(point.kind, point.address)


def _values(found: Any, names: frozenset[str]) -> Mapping[str, Any]:
    """Return what fills in the words: the values kept when it went, else what we know today."""
    if found.context is not None:
        return found.context
    return learning.merge_fields([found.customer_id], names).get(found.customer_id, {})


def _story(found: Any, staff: Staff) -> Sequence[Line]:
    """Return the lines of the history that speak of this message."""
    rows = ledger.rows(_STORY, [found.customer_id, found.created_at, found.pk])
    rows = closed_to(staff, [found.customer_id]).rows(rows)
    return tell(rows, now=timezone.localtime())


def _hit(hit: Hit) -> dict[str, Any]:
    tones = {Hit.Verdict.HUMAN: "good", Hit.Verdict.MACHINE: "muted"}
    what = (
        f"{hit.get_kind_display()}, link {hit.link + 1}" if hit.link is not None else hit.get_kind_display()
    )
    return {
        "at": hit.hit_at,
        "what": what,
        "verdict": hit.get_verdict_display(),
        "tone": tones.get(Hit.Verdict(hit.verdict), "neutral"),
        "why": hit.why,
        "agent": hit.agent,
        "network": hit.network,
    }


_STORY = f"""
SELECT {COLUMNS} FROM customers_interaction
WHERE customer_id = %s AND occurred_at >= %s AND message_id = %s ORDER BY occurred_at DESC, id DESC LIMIT 200
"""
