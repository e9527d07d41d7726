"""Sessions for addresses that somebody outside may set: https alone, and public addresses alone.

A name is looked up once and the connection goes to what was looked at, so that no second answer of a name
server leads inside. Redirects are the caller's to refuse.
"""

from collections.abc import Sequence
from http.cookiejar import DefaultCookiePolicy
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from AntiSSRF import AntiSSRFError, AntiSSRFPolicy, PolicyConfigOptions
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.exceptions import InvalidURL


class NotPublic(InvalidURL):
    """The address leads inside, or is no https."""


_OLD_MAPPED = "::/96"
"""IPv4 within IPv6 as it was written before ::ffff:; the guard's own list has only the newer form."""


def session(inside: Sequence[str] = ()) -> requests.Session:
    """Return a session that raises NotPublic before any connection to what is not public.

    Networks of our own that the owner names as `inside` ("10.1.0.0/16") may be spoken to as well, and only
    those without TLS.
    """
    policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    policy.add_xff_header = False
    policy.add_denied_addresses([_OLD_MAPPED])
    if inside:
        policy.add_allowed_addresses(list(inside))
    made: requests.Session = policy.get_antissrf_session()
    made.trust_env = False  # a proxy would look names up by itself
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    guarded = _Guarded(cast(HTTPAdapter, made.get_adapter("https://")))
    made.adapters.clear()
    made.mount("https://", guarded)
    if inside:
        made.mount("http://", _Guarded(_inside_only(inside)))
    return made


def check(url: str, inside: Sequence[str] = ()) -> None:
    """Raise NotPublic for an address to which such a session would not speak; no connection is made.

    Its name is looked up: raises socket.gaierror where that fails.
    """
    guarded = session(inside).get_adapter(url)
    if isinstance(guarded, _Guarded):
        guarded.check(url)


def _inside_only(networks: Sequence[str]) -> HTTPAdapter:
    policy = AntiSSRFPolicy(PolicyConfigOptions.INTERNAL_ONLY)
    policy.add_allowed_addresses(list(networks))
    policy.allow_plain_text_http = True
    found: HTTPAdapter = policy.get_antissrf_session().get_adapter("http://")
    return found


def origin_of(url: str) -> str:
    """Return scheme and host of an address, with a port that is not the usual one. Raises ValueError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or parts.username is not None or parts.password is not None:
        raise ValueError("It names no host, or a user.")
    host = f"[{host}]" if ":" in host else host
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + ("" if parts.port in (None, usual) else f":{parts.port}")


class _Guarded(BaseAdapter):
    """Says in the words of requests what the guard objects to."""

    def __init__(self, inner: HTTPAdapter) -> None:
        super().__init__()
        self._inner = inner

    def check(self, url: str) -> None:
        asked = requests.Request("POST", url).prepare()
        try:
            self._inner.build_connection_pool_key_attributes(asked, True)
        except AntiSSRFError as error:
            raise NotPublic(str(error)) from None

    def send(self, *args: Any, **kwargs: Any) -> requests.Response:
        try:
            return self._inner.send(*args, **kwargs)
        except AntiSSRFError as error:
            raise NotPublic(str(error)) from None

    def close(self) -> None:
        self._inner.close()
