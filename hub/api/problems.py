"""What can be wrong with a request, as RFC 9457 problem documents: all errors are answered here."""

import logging
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from rest_framework import exceptions

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
_AT = re.compile(r"^(?P<words>.*?)(?: - at `\$?(?P<path>.*)`)?$", re.DOTALL)
_LONGEST = 300
"""Of a body's own words in what is said about it: nobody gets megabytes back."""
_STEP = re.compile(r"\[(\d+)\]|\.([^.\[]+)")


class Flaw(msgspec.Struct, omit_defaults=True):
    """One thing wrong with the body: where (a JSON Pointer into it) and what."""

    pointer: str
    detail: str


class Document(msgspec.Struct, omit_defaults=True):
    """An error; `type` is stable and means the same for ever, `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[Flaw] = []


class Problem(Exception):
    """Why this request is not done; `slug` ends the stable type, and is explained in docs/api.md."""

    def __init__(
        self, status: int, slug: str, detail: str, flaws: Sequence[Flaw] = (), **headers: str
    ) -> None:
        super().__init__(detail)
        self.status, self.slug, self.detail, self.flaws = status, slug, detail, list(flaws)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


TITLES = {
    "malformed": "The request cannot be read",
    "not-authenticated": "No valid API key or access token",
    "not-allowed": "The key or token lacks the scope",
    "not-found": "There is no such thing",
    "method-not-allowed": "This cannot be done here",
    "key-in-use": "The same request is still at work",
    "changed": "It is not as you have seen it",
    "too-large": "The request is too large",
    "unsupported-media-type": "The body is in no form that is read here",
    "invalid": "The request says something that cannot be taken",
    "key-reused": "The Idempotency-Key belongs to another request",
    "too-many-requests": "The key has made too many requests",
    "failed": "Something went wrong on our side",
}
MEANINGS = {
    "malformed": "The body is no JSON, or the query or a header is not as the schema says.",
    "not-authenticated": "There is no key or token, or it is unknown, has been ended or has expired.",
    "not-allowed": "The detail names the scope that the key or token would need.",
    "not-found": "No such address, or nothing with this number or key.",
    "method-not-allowed": "The header Allow names what can be done.",
    "key-in-use": "The first request with this Idempotency-Key has not been answered yet. Ask again.",
    "changed": "If-Match or If-None-Match does not fit: read it again, then decide again.",
    "too-large": "Too many bytes, also after unpacking, or too many items.",
    "unsupported-media-type": "See the Content-Type and Content-Encoding that the schema names.",
    "invalid": "Each of the errors has a JSON Pointer into the body and says what is wrong there.",
    "key-reused": "Use a new Idempotency-Key for every new request.",
    "too-many-requests": "Retry-After says in how many seconds to come again.",
    "failed": "It is our fault and in our log; nothing was written.",
}
_SLUGS = {
    400: "malformed",
    401: "not-authenticated",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    415: "unsupported-media-type",
    429: "too-many-requests",
}


def type_of(slug: str) -> str:
    return f"/api/docs/problems/#{slug}"


def invalid(detail: str, pointer: str = "") -> Problem:
    return Problem(422, "invalid", detail, [Flaw(pointer, detail)])


def not_found(what: str) -> Problem:
    return Problem(404, "not-found", f"There is no {what} like this.")


def flaw_of(error: msgspec.ValidationError, below: str = "") -> Flaw:
    """Read msgspec's words, which end with a path such as `$[0].customer.key`."""
    match = _AT.match(str(error))
    assert match
    return Flaw((below + pointer_of(match["path"] or ""))[:_LONGEST], match["words"][:_LONGEST])


def pointer_of(path: str) -> str:
    """Turn a path such as .audience.all[0].key into a JSON Pointer."""
    return "".join(f"/{number or name}" for number, name in _STEP.findall(path))


def answer(error: Exception, context: dict[str, Any] | None = None) -> HttpResponse:
    """Answer any error; DRF calls this for whatever is raised in a view."""
    problem = error if isinstance(error, Problem) else _known(error)
    if problem is None:
        log.exception("The API failed at %s.", getattr((context or {}).get("view"), "name", "a request"))
        problem = Problem(
            500, "failed", "This was not done. It is in our log; the same request may be sent again."
        )
    return respond(problem)


def respond(problem: Problem) -> HttpResponse:
    document = Document(
        type_of(problem.slug),
        TITLES[problem.slug],
        problem.status,
        problem.detail[: 2 * _LONGEST],
        problem.flaws,
    )
    return HttpResponse(
        msgspec.json.encode(document),
        status=problem.status,
        content_type=CONTENT_TYPE,
        headers=problem.headers,
    )


def _known(error: Exception) -> Problem | None:
    if isinstance(error, Http404):
        return not_found("page")
    if isinstance(error, BadRequest):
        return Problem(400, "malformed", HTTPStatus(400).phrase)
    if not isinstance(error, exceptions.APIException) or error.status_code not in _SLUGS:
        return None
    problem = Problem(error.status_code, _SLUGS[error.status_code], str(error.detail))
    if auth := getattr(error, "auth_header", ""):
        problem.headers["WWW-Authenticate"] = auth
    return problem
