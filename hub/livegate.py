"""Who may listen to a live stream: the session, the role and the page's own rules, and from which origin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host

from campaigns.models import Campaign
from hub.console.access import CAMPAIGNERS, customers_for
from hub.models import Staff

Topic = tuple[str, int]
"""What a stream is about: ("customers", 7), ("campaigns", 3), ("home", 0) or ("inbox", 0)."""
Headers = list[tuple[bytes, bytes]]

_PATH = re.compile(r"/live/(?:(?P<kind>customers|campaigns)/(?P<id>[0-9]{1,18})|(?P<all>home|inbox))/")
_LOCAL = [".localhost", "127.0.0.1", "[::1]"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request for a stream says about itself."""

    topic: Topic | None
    host: str
    origin: str
    session_key: str


def read(scope: Mapping[str, Any]) -> Asked:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    path = _PATH.fullmatch(scope["path"]) if scope["method"] == "GET" else None
    cookies = parse_cookie(headers.get("cookie", ""))
    return Asked(
        (path["kind"] or path["all"], int(path["id"] or 0)) if path else None,
        headers.get("host", ""),
        headers.get("origin", ""),
        cookies.get(settings.SESSION_COOKIE_NAME, ""),
    )


def check(asked: Asked) -> tuple[HTTPStatus, Headers]:
    """Return the status to answer with, and the headers that let our own pages read it. Asks the database.

    Pages and streams may live on different ports of one host, so an origin passes if its host is ours.
    """
    host, _ = split_domain_port(asked.host)
    if not validate_host(host, settings.ALLOWED_HOSTS or _LOCAL):
        return HTTPStatus.BAD_REQUEST, []
    if asked.origin and split_domain_port(urlsplit(asked.origin).netloc.lower())[0] != host:
        return HTTPStatus.FORBIDDEN, []
    return _status(asked), _cors(asked.origin)


def _status(asked: Asked) -> HTTPStatus:
    staff = _staff_of(asked.session_key)
    if staff is None:
        return HTTPStatus.FORBIDDEN
    kind, number = asked.topic or ("", 0)
    match kind:
        case "home" | "inbox":
            return HTTPStatus.OK
        case "customers":
            is_there = customers_for(staff).filter(pk=number).exists()
        case "campaigns":
            if staff.role not in CAMPAIGNERS:
                return HTTPStatus.FORBIDDEN
            is_there = Campaign.objects.filter(pk=number).exists()
        case _:
            is_there = False
    return HTTPStatus.OK if is_there else HTTPStatus.NOT_FOUND


def _staff_of(session_key: str) -> Staff | None:
    """Return who is logged in with this session, by the same rules as on every page."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user if isinstance(user, Staff) else None


def _cors(origin: str) -> Headers:
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]
