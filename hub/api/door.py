"""The one view of the API: lets in who may, reads what they say, has it done once, and answers."""

import math
import re
from collections.abc import Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any, NoReturn, cast

import msgspec
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed, NotAuthenticated
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from customers import deadlocks
from hub import viewings
from hub.api import body, conditions, fields, keys, limits, oauth, once, problems
from hub.api.once import Answer
from hub.api.operation import Call, Operation
from hub.api.problems import Problem
from hub.models import ApiKey

_PRINTABLE = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class LetIn:
    """Who asks: a key with its scopes, or the key of a client of OAuth with those of its token."""

    key: ApiKey
    scopes: Collection[str]


class Bearer(BaseAuthentication):
    """`Authorization: Bearer <key or access token>`."""

    def authenticate(self, request: Request) -> tuple[None, LetIn]:
        scheme, _, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise NotAuthenticated("Send your key as: Authorization: Bearer <key>.")
        found = _find(text.strip())
        if found is None:
            raise AuthenticationFailed("The key or token is unknown or has ended.")
        return None, found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class HasScope(BasePermission):
    """That the address knows the verb, and who asks has the scope which the operation names."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        operation = cast(Door, view).operation()
        if operation.scope and operation.scope not in cast(LetIn, request.auth).scopes:
            raise Problem(403, "not-allowed", f"This needs the scope {operation.scope}.")
        return True


class PerKey(BaseThrottle):
    """So many requests a minute as the key may make."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        key = _key_of(request)
        seconds = timezone.now().timestamp()
        allowance = limits.count(key.prefix, key.per_minute, now_seconds=seconds)
        cast(Door, view).allowance = allowance
        return allowance.left >= 0

    def wait(self) -> None:
        return None


class _AnyForm(BaseContentNegotiation):
    """Whatever is asked for, the answer is JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Door(APIView):
    """All verbs of one address."""

    authentication_classes = [Bearer]
    permission_classes = [HasScope]
    throttle_classes = [PerKey]
    content_negotiation_class = _AnyForm
    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]
    operations: Mapping[str, Operation] = {}
    allowance: limits.Allowance | None = None

    @property
    def allowed_methods(self) -> list[str]:
        return [*self.operations, *(["HEAD"] if "GET" in self.operations else [])]

    def operation(self) -> Operation:
        method = cast(str, self.request.method)
        found = self.operations.get("GET" if method == "HEAD" else method)
        if found is None:
            raise MethodNotAllowed(method)
        return found

    def answer(self, request: Request, **path: str) -> HttpResponse:
        operation, plain = self.operation(), request._request
        call = _read(plain, operation, _key_of(request), path)
        read = self.operations.get("GET", operation)
        if operation.is_write:
            answer = deadlocks.again(lambda: _written(plain, operation, read, call))
        else:
            answer = _done(operation, call)
        if not operation.is_write:
            viewings.answered(plain, answer.body, call.actor, whose=path.get("customer", ""), now=call.now)
        response = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
        if answer.is_replay:
            response["Idempotency-Replayed"] = "true"
        elif operation.holds and operation.gives is read.gives and response.status_code < 300:
            response["ETag"] = conditions.etag_of(response.content)
        return response if operation.is_write else conditions.with_etag(plain, response)

    get = head = post = put = patch = delete = options = trace = answer  # type: ignore[assignment]

    def throttled(self, request: Request, wait: float | None) -> NoReturn:
        assert self.allowance
        seconds = math.ceil(self.allowance.reset_seconds)
        words = f"{self.allowance.limit} a minute are allowed; the next one begins in {seconds} seconds."
        raise Problem(429, "too-many-requests", words, Retry_After=str(seconds))

    def get_exception_handler(self) -> Any:
        return problems.answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if self.allowance:
            for name, value in self.allowance.headers.items():
                response[name] = value
        if response.status_code == 405:
            response["Allow"] = ", ".join(self.allowed_methods)
        patch_cache_control(response, private=True, no_store=response.status_code != 200)
        response["Vary"] = "Authorization"
        return response


def not_found(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problems.respond(problems.not_found("address in the API"))


def _key_of(request: Request) -> ApiKey:
    return cast(LetIn, request.auth).key


def _find(text: str) -> LetIn | None:
    now = timezone.now()
    if text.startswith(keys.MARK):
        key = keys.find(text, now=now)
        return LetIn(key, key.scopes) if key else None
    found = oauth.find(text, now=now)
    return LetIn(*found) if found else None


def _read(request: HttpRequest, operation: Operation, key: ApiKey, path: dict[str, str]) -> Call:
    query = _query(request, operation)
    says: Any = None
    is_list = False
    if operation.takes is not None:
        content_type = request.content_type or ""
        allowed = (body.JSON, body.NDJSON) if operation.is_bulk else (body.JSON,)
        if content_type not in allowed:
            raise Problem(415, "unsupported-media-type", f"The Content-Type is {' or '.join(allowed)}.")
        raw = body.read(request)
        request._body = raw  # what the fingerprint is made of
        if operation.is_bulk:
            is_lines = content_type == body.NDJSON
            says, is_list = body.decode_items(raw, operation.takes, is_lines=is_lines)
        else:
            says = body.decode(raw, operation.takes)
    return Call(key, timezone.now(), path, query, says, is_list)


def _query(request: HttpRequest, operation: Operation) -> Any:
    try:
        given = {name: request.GET[name] for name in request.GET}
        found = msgspec.convert(given, operation.query, strict=False)
        if flaw := body.odd_time(found) or _number_for_time(given, found):
            raise _bad_query(flaw)
    except msgspec.ValidationError as error:
        raise _bad_query(problems.flaw_of(error)) from None
    if any("\0" in value or not value.isprintable() for value in given.values()):
        raise Problem(400, "malformed", "The query holds a character that cannot be printed.")
    return found


def _number_for_time(given: Mapping[str, str], found: Any) -> problems.Flaw | None:
    """Return what is wrong where a number was read as seconds since 1970, which we promise nowhere."""
    for name, text in given.items():
        if isinstance(getattr(found, name, None), datetime) and not (text[:4].isdigit() and text[4:5] == "-"):
            return problems.Flaw(f"/{name}", "is no time as RFC 3339 writes it")
    return None


def _bad_query(flaw: problems.Flaw) -> Problem:
    at = flaw.pointer.lstrip("/")
    return Problem(400, "malformed", f"In the query{f', {at}' if at else ''}: {flaw.detail}")


def _written(request: HttpRequest, operation: Operation, read: Operation, call: Call) -> Answer:
    """Write in one transaction, if what is there is what they saw; with an Idempotency-Key only once."""

    def work() -> Answer:
        if conditions.is_conditional(request):
            if operation.holds is None:
                raise Problem(400, "malformed", "This cannot be made to depend on an ETag.")
            operation.holds(call)
            conditions.check(request, _etag(read, call))
        return _done(operation, call)

    key = request.headers.get("Idempotency-Key")
    if key is None:
        with nullcontext() if operation.is_one_statement else transaction.atomic():
            return work()
    if not _PRINTABLE.fullmatch(key):
        raise Problem(400, "malformed", "An Idempotency-Key has 1 to 200 printable characters, no blanks.")
    return once.once(call.key, key, _fingerprint(request), work, now=call.now)


def _done(operation: Operation, call: Call) -> Answer:
    done = operation.does(call)
    says = fields.cut(done.says, call.query)
    return Answer(done.status or operation.status, msgspec.json.encode(says, order="deterministic"))


def _etag(read: Operation, call: Call) -> str | None:
    """Return the ETag of what stands at the address of this call now; None if nothing does."""
    try:
        return conditions.etag_of(_done(read, replace(call, query=read.query())).body)
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


def _fingerprint(request: HttpRequest) -> str:
    seen = [request.headers.get(name, "") for name in ("If-Match", "If-None-Match")]
    head = f"{request.method} {request.get_full_path()}\n{request.content_type}\n{seen}\n".encode()
    return blake2b(head + request.body, digest_size=32).hexdigest()
