"""Download my data: everything as JSON for machines or as a page to read, written out row by row."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from channels import takeout as said
from customers import takeout as known
from customers.takeout import Section, moment
from hub import viewings
from hub.models import PortalVisit
from hub.portal import people, shell
from hub.portal.access import full_page
from hub.portal.guests import Guest

FORMAT = "rapport-portal-data-1"
"""Described in docs/portal-data.md; it changes when a reader of the old form would stumble."""


@full_page
@require_safe
def download(request: HttpRequest, guest: Guest) -> HttpResponse:
    return shell.page(request, guest, "portal/download.html", {})


@full_page
@require_safe
def take(request: HttpRequest, guest: Guest, form: str) -> HttpResponse:
    """Answer everything as a file; what is sent is read while it is sent."""
    if form not in ("json", "html"):
        raise Http404
    customer_ids = people.of(guest.customer).ids
    head = {
        "format": FORMAT,
        "organisation": settings.ORGANISATION,
        "made_at": moment(timezone.now()),
        "customer_number": guest.customer.number,
    }
    parts = sections(customer_ids)
    if form == "json":
        lines, kind = _json(head, parts), "application/json"
    else:
        # Said now: while the file is sent, nobody's language is set any more.
        titles, language = {key: str(words) for key, words in _titles().items()}, get_language() or "en"
        lines, kind = _html(head, parts, titles, language), "text/html; charset=utf-8"
    response = StreamingHttpResponse(_joined(lines), content_type=kind)
    name = f"{guest.customer.number}-{timezone.now():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]  # it is one of the answers Django sends


def sections(customer_ids: Sequence[int]) -> Iterator[Section]:
    """Yield everything we keep of these customer rows; each section is read when it is asked for."""
    visits = PortalVisit.objects.filter(customer__in=customer_ids).order_by("pk")
    rows = ({"began_at": moment(each.began_at)} for each in visits.iterator(chunk_size=known.CHUNK))
    ours = [("portal_visits", rows), ("viewings", viewings.taken_along(customer_ids))]
    return chain(known.sections(customer_ids), said.sections(customer_ids), ours)


def _json(head: Mapping[str, Any], parts: Iterable[Section]) -> Iterator[str]:
    yield "{\n"
    for key, value in head.items():
        yield f"{json.dumps(key)}: {_dump(value)},\n"
    for number, (name, rows) in enumerate(parts):
        yield f"{',' if number else ''}\n{json.dumps(name)}: ["
        for place, row in enumerate(rows):
            yield f"{',' if place else ''}\n  {_dump(row)}"
        yield "]"
    yield "\n}\n"


def _html(
    head: Mapping[str, Any], parts: Iterable[Section], titles: Mapping[str, str], language: str
) -> Iterator[str]:
    yield _HTML_HEAD.format(language=language, title=escape(titles["title"]))
    yield f"<p>{escape(head['organisation'])} · {head['customer_number']} · {head['made_at']}</p>\n"
    for name, rows in parts:
        yield f"<h2>{escape(titles.get(name, name))}</h2>\n"
        is_empty = True
        for row in rows:
            yield _row(row)
            is_empty = False
        if is_empty:
            yield f"<p>{escape(titles['nothing'])}</p>\n"
    yield "</main></body></html>\n"


def _row(row: Mapping[str, Any]) -> str:
    """Write a row as pairs; what is empty is left out, and long words keep their lines."""
    pairs = ((key, value) for key, value in row.items() if value not in (None, "", {}, []))
    written = (f"<dt>{escape(key.replace('_', ' '))}</dt><dd>{_value(value)}</dd>" for key, value in pairs)
    return f"<dl>{''.join(written)}</dl>\n"


def _value(value: object) -> str:
    if isinstance(value, dict):
        return _row(value)
    return escape(value if isinstance(value, str) else _dump(value))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(lines: Iterable[str], size: int = 16_384) -> Iterator[bytes]:
    """Send a few larger pieces instead of many small ones."""
    held: list[str] = []
    length = 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            yield "".join(held).encode()
            held, length = [], 0
    yield "".join(held).encode()


def _titles() -> dict[str, str]:
    return {
        "title": _("All that we know about you"),
        "nothing": _("Nothing."),
        "customer": _("Who you are to us"),
        "contact_points": _("Where we reach you"),
        "identities": _("How other systems call you"),
        "facts": _("What we learned"),
        "unwanted_facts": _("What you do not want us to know"),
        "connections": _("Who belongs to you"),
        "dials": _("My dials"),
        "preferences": _("How and when"),
        "consents": _("What you agreed to"),
        "consent_receipts": _("How you agreed: the receipts"),
        "suppressions": _("What is barred"),
        "touches": _("What counted in your dials"),
        "interactions": _("Everything that happened between us"),
        "open_loops": _("What was left open"),
        "erasures": _("Wishes to be erased"),
        "messages": _("Every message, word for word"),
        "hits": _("What we saw of your messages"),
        "devices": _("Notices on my devices"),
        "conversations": _("What was said in conversations"),
        "portal_visits": _("Your visits here"),
        "viewings": _("Who of ours looked at your data"),
    }


_HTML_HEAD = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
main {{ max-width: 760px; margin: 0 auto; padding: 24px 16px; }}
dl {{ display: grid; grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr); gap: 2px 16px;
  margin: 0; padding: 12px 0; border-top: 1px solid #8a8579; }}
dt {{ opacity: 0.75; }}
dd {{ margin: 0; white-space: pre-line; overflow-wrap: anywhere; }}
dd dl {{ padding: 0; border: 0; }}
</style></head><body><main><h1>{title}</h1>
"""
