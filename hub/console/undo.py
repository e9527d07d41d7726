"""Taking back what was just done: a signed word in the notice names it, and holds for a few seconds.

What cannot be undone here says why where it is done.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from channels import followup
from customers import loops, takeback
from customers.models import OpenLoop
from hub.models import Staff

HOLDS_SECONDS = 30
"""So long the server takes it; the page offers it for a shorter while."""


def offer(request: HttpRequest, words: str, staff: Staff, kind: str = "", **what: Any) -> None:
    """Tell in a notice what was done, and with a `kind` offer to undo it."""
    token = signing.dumps({"kind": kind, **what}, salt=_salt(staff)) if kind else ""
    messages.success(request, words, extra_tags=token)


def undo(token: str, staff: Staff, *, now: datetime) -> tuple[bool, str, str]:
    """Undo what a token names; return whether it was, words on it, and the page it happened on, if any."""
    try:
        what = signing.loads(token, salt=_salt(staff), max_age=HOLDS_SECONDS)
    except signing.SignatureExpired:
        return False, "Too late to undo that here. Do the opposite instead; both are kept.", ""
    except signing.BadSignature:
        return False, "There is nothing to undo.", ""
    page = reverse("console:customer", args=[what["customer"]])
    is_done, words = _UNDOERS[what["kind"]](what, f"staff:{staff.username}", now)
    return is_done, words, page


def _line(what: Mapping[str, Any], actor: str, now: datetime) -> tuple[bool, str]:
    if takeback.take_back(what["line"], actor=actor, now=now):
        return True, "Taken back. It stays on the timeline, crossed out."
    return False, "That was taken back already."


def _message(what: Mapping[str, Any], actor: str, now: datetime) -> tuple[bool, str]:
    if not followup.take_back(what["message"], actor=actor, now=now):
        return False, "It has gone already and cannot be taken back."
    for loop_id in what.get("closed", []):
        loops.reopen(loop_id, actor=actor, now=now)
    return True, "Taken back before it went. They get nothing."


def _opened(what: Mapping[str, Any], actor: str, now: datetime) -> tuple[bool, str]:
    if loops.close(what["loop"], actor=actor, words="Opened by mistake", now=now):
        return True, "Taken back: it is not open any more."
    return False, "Somebody has settled it already."


def _closed(what: Mapping[str, Any], actor: str, now: datetime) -> tuple[bool, str]:
    if loops.reopen(what["loop"], actor=actor, now=now):
        return True, "It is open again, as old as it was."
    return False, "Somebody has opened it again already."


def _handed(what: Mapping[str, Any], actor: str, now: datetime) -> tuple[bool, str]:
    loop = OpenLoop.objects.filter(pk=what["loop"], owner=what["owner"]).first()
    if loop and loops.hand_over(loop.pk, what["before"], actor=actor, words="Handed back", now=now):
        return True, "Handed back to where it was."
    return False, "It has been handed on or settled since."


_UNDOERS: Mapping[str, Callable[[Mapping[str, Any], str, datetime], tuple[bool, str]]] = {
    "line": _line,
    "message": _message,
    "opened": _opened,
    "closed": _closed,
    "handed": _handed,
}


def _salt(staff: Staff) -> str:
    """Nobody undoes what somebody else did."""
    return f"undo:{staff.pk}"
