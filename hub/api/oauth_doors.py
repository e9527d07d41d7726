"""The addresses where clients get tokens, give them up, and ask to be let in: allauth's, with a guard before.

What goes wrong there is an OAuth error (RFC 6749, 5.2), not a problem document: that is what libraries read.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc import views
from allauth.idp.oidc.internal.oauthlib.request_validator import OAuthLibRequestValidator
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import convert_response, extract_params
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from oauthlib.oauth2.rfc8628.grant_types import DeviceCodeGrant

from hub.api import keys, limits, oauth, oauth_devices, oauth_refresh
from hub.portal.coming_in import client_of

ASKS_PER_MINUTE = 120
"""Of one client from one network."""
REFUSALS_PER_MINUTE = 20
"""Of one network: each wrong secret costs us what a wrong password does."""
_FORM = "application/x-www-form-urlencoded"
_WORD = re.compile(r"[\x21-\x7e]{0,300}")
_WORDS = re.compile(r"[\x20-\x7e]{0,2000}")
_KNOWN = {
    "grant_type": _WORD, "client_id": _WORD, "client_secret": _WORD, "device_code": _WORD, "scope": _WORDS,
    "refresh_token": _WORD, "token": _WORD, "token_type_hint": _WORD, "resource": _WORD,
}  # fmt: skip
_DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
_View = Callable[[HttpRequest], HttpResponse]


def guarded(view: _View) -> _View:
    """Let only a plain form through, and nobody who asks too often or guesses secrets."""

    def asked(request: HttpRequest) -> HttpResponse:
        seconds = timezone.now().timestamp()
        network = client_of(request)
        words = _complaint(request)
        if words:
            return _error(400, "invalid_request", words)
        name = f"oauth:{_client_id(request)}:{network}"
        allowance = limits.count(name, ASKS_PER_MINUTE, now_seconds=seconds)
        guesses = limits.count(f"oauth-no:{network}", REFUSALS_PER_MINUTE, now_seconds=seconds, by=0)
        if allowance.left < 0 or guesses.left <= 0:
            response = _error(429, "slow_down", "Too many requests; come again in the next minute.")
            response["Retry-After"] = str(allowance.reset_seconds)
        else:
            response = _answered(view, request)
        if response.status_code == 401:
            limits.count(f"oauth-no:{network}", REFUSALS_PER_MINUTE, now_seconds=seconds)
        for header, value in allowance.headers.items():
            response[header] = value
        return response

    return csrf_exempt(require_POST(asked))  # a client says who it is in the form; there is no cookie in it


@guarded
def token(request: HttpRequest) -> HttpResponse:
    """Give tokens to a client with its secret, to a device that was let in, or for a refresh token."""
    says = request.POST
    is_refresh, is_poll = says.get("grant_type") == "refresh_token", says.get("grant_type") == _DEVICE_CODE
    text = says.get("refresh_token" if is_refresh else "device_code", "") if is_refresh or is_poll else ""
    if is_poll and oauth_devices.is_late(text, says.get("client_id", "")):
        return _error(400, "expired_token", "Nobody answered in time. Ask for a new code.")
    with oauth_devices.alone(text) if text else transaction.atomic():
        before = oauth_refresh.present(text) if is_refresh else None
        if is_refresh and before is None:
            return _error(400, "invalid_grant", "This refresh token is unknown, too old, or was used before.")
        response: HttpResponse = _TokenView.as_view()(request)
        if response.status_code == 200:
            response = _given(response, before)
        if response.status_code != 200:
            transaction.set_rollback(True)
    if is_poll and response.status_code == 200:
        oauth_devices.forget(text)
    return response


@guarded
def revoke(request: HttpRequest) -> HttpResponse:
    """Take back a token; with either of its tokens a device is out altogether."""
    given = oauth_refresh.given(request.POST.get("token", ""))
    if given and given.client_id != _client_id(request):
        return _error(400, "invalid_grant", "This token was given to another client.")
    response: HttpResponse = views.revoke(request)
    if given and response.status_code == 200:
        oauth_refresh.end_family(given)
    return response


@guarded
def device_code(request: HttpRequest) -> HttpResponse:
    """Give a device two codes: one to show to staff, one to ask with whether it was let in."""
    client_id = request.POST.get("client_id", "")
    if keys.of_client(client_id, now=timezone.now()) is None:
        return _error(401, "invalid_client", "This client is unknown or has ended.")
    response: HttpResponse = views.device_code(request)
    if response.status_code != 200:
        return response
    said = json.loads(response.content)
    oauth_devices.remember(said["device_code"], client_id)
    said["verification_uri"] = f"{settings.BASE_URL}{reverse('console:device')}"
    said["verification_uri_complete"] = f"{said['verification_uri']}?code={said['user_code']}"
    return _unkept(JsonResponse(said))


@require_safe
def discovery(request: HttpRequest) -> JsonResponse:
    """Tell client libraries where everything is (RFC 8414)."""
    methods = ["client_secret_basic", "client_secret_post", "none"]

    def at(name: str) -> str:
        return f"{settings.BASE_URL}{reverse(name)}"

    return JsonResponse(
        {
            "issuer": settings.BASE_URL,
            "token_endpoint": at("idp:oidc:token"),
            "token_endpoint_auth_methods_supported": methods,
            "device_authorization_endpoint": at("idp:oidc:device_code"),
            "revocation_endpoint": at("idp:oidc:revoke"),
            "revocation_endpoint_auth_methods_supported": methods,
            "grant_types_supported": ["client_credentials", _DEVICE_CODE, "refresh_token"],
            "response_types_supported": [],
            "scopes_supported": list(keys.EVERY),
            "service_documentation": at("api:docs"),
        }
    )


class _TokenView(views.TokenView):
    """allauth's, with what oauthlib 4.0.1 asks a validator about devices and allauth 65.21 does not know."""

    def _create_token_response(
        self, request: HttpRequest, *, user: Any = None, data: dict[str, Any] | None = None
    ) -> HttpResponse:
        server = get_server(pre_token=[lambda asked: self._pre_token(asked, user, data)])
        server.device_code_grant.request_validator = _Validator()
        return convert_response(*server.create_token_response(*extract_params(request)))


class _Validator(OAuthLibRequestValidator):
    def validate_device_code(self, client_id: str, code: str, request: Any, *args: Any, **more: Any) -> str:
        """Say yes: allauth has polled the code already, and set who let it in and what was asked for."""
        if request.scope is None:
            request.scopes = self.get_default_scopes(client_id, request)
        return str(DeviceCodeGrant.DEVICE_CODE_AUTHORIZED)


def _given(response: HttpResponse, before: Token | None) -> HttpResponse:
    """Check that who was given tokens may still have them, and tie those of a device together."""
    said = json.loads(response.content)
    given = oauth_refresh.given(said["access_token"])
    if given is None or keys.of_client(given.client_id, now=timezone.now()) is None:
        return _error(401, "invalid_client", "This client has ended.")
    if given.user and not oauth.may_let_in(given.user):
        return _error(400, "invalid_grant", "Who let this device in may not do so any more.")
    if "refresh_token" in said:
        oauth_refresh.keep(said, before)
    return _unkept(response)


def _answered(view: _View, request: HttpRequest) -> HttpResponse:
    try:
        return view(request)
    except ValidationError as error:
        return _error(400, "invalid_target", " ".join(error.messages))


def _complaint(request: HttpRequest) -> str:
    """Say what is wrong with the form, or nothing; leave in it only what is known.

    oauthlib would take any other name for one of its own, such as the user that a token is for.
    """
    if request.content_type != _FORM:
        return f"The Content-Type is {_FORM}."
    if request.GET:
        return "What is asked stands in the body, not in the address."
    if not all(_WORD.fullmatch(each) for each in _basic(request)):
        return "The Authorization header holds no plain text."
    known = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name in _KNOWN and (len(values) > 1 or not _KNOWN[name].fullmatch(values[0])):
            return f"{name} is there more than once, too long, or no plain text."
        if name in _KNOWN:
            known[name] = values[0]
    request.POST = known  # type: ignore[assignment]
    return ""


def _client_id(request: HttpRequest) -> str:
    """Return who says to ask, by the header before the form, as allauth reads them."""
    said: str = _basic(request)[0] or request.POST.get("client_id", "")
    return said


def _basic(request: HttpRequest) -> tuple[str, str]:
    name, secret = extract_basic_auth({"Authorization": request.headers.get("Authorization", "")})
    return name or "", secret or ""


def _error(status: int, error: str, words: str) -> HttpResponse:
    response = JsonResponse({"error": error, "error_description": words}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Basic realm="oauth"'
    return _unkept(response)


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
