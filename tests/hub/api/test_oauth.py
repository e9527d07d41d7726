"""OAuth: clients with a secret get tokens; the API takes them, and no others."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from hub.api import keys, oauth, oauth_doors
from hub.models import ApiKey
from tests.hub.api.conftest import Api, make_api, make_partner
from tests.hub.api.oauth_askers import DEVICE_CODE, Asker, given, make_client
from tests.makers import make_staff

pytestmark = pytest.mark.django_db

# Clients


def test_the_command_shows_a_secret_that_works_and_keeps_only_its_hash(asker: Asker) -> None:
    out = StringIO()
    call_command(
        "create_api_client", "shop", "--scopes", "customers:read", "--grant", "client_credentials",
        stdout=out, stderr=StringIO(),
    )  # fmt: skip
    shown = dict(line.split("=", 1) for line in out.getvalue().split())
    said = asker.token(grant_type="client_credentials", **shown)
    assert said.status_code == 200
    assert shown["client_secret"] not in str(OAuthClient.objects.values())
    assert Api(said.json()["access_token"]).get("customers/?q=anna").status_code == 200
    listed = StringIO()
    call_command("api_keys", stdout=listed)
    assert f"{shown['client_id']}  shop  client of OAuth" in listed.getvalue()


def test_a_device_is_made_without_a_secret() -> None:
    out = StringIO()
    call_command(
        "create_api_client", "till", "--scopes", "decisions:read", "--grant", "device",
        stdout=out, stderr=StringIO(),
    )  # fmt: skip
    assert out.getvalue() == f"client_id={ApiKey.objects.get().prefix}\n"


def test_a_client_with_a_scope_that_does_not_exist_is_not_made() -> None:
    with pytest.raises(CommandError, match="There is no scope 'everything'"):
        call_command("create_api_client", "x", "--scopes", "everything", "--grant", "device")
    assert not OAuthClient.objects.exists()


def test_the_client_of_a_partner_is_bound_to_what_they_brought(asker: Asker) -> None:
    make_partner("petshop")
    out = StringIO()
    words = ("create_api_client", "petshop", "--grant", "client_credentials", "--partner")
    call_command(*words, "petshop", stdout=out, stderr=StringIO())
    shown = dict(line.split("=", 1) for line in out.getvalue().split())
    api = Api(asker.token(grant_type="client_credentials", **shown).json()["access_token"])
    brought = api.post("partner/customers/", {"key": "P-1", "name": "Anna"})
    assert brought.status_code == 200, brought.content
    assert api.get("partner/customers/?key=P-1").status_code == 200
    assert api.get("customers/?q=anna").status_code == 403
    with pytest.raises(CommandError, match="There is no partner 'nobody'"):
        call_command(*words, "nobody")


def test_no_text_is_a_key_because_of_a_client(asker: Asker) -> None:
    key, secret = make_client()
    for text in (f"rapport_{key.prefix}_{secret}", f"rapport_{key.prefix}_", f"rapport_{key.prefix}"):
        assert Api(text).get("event-kinds/").status_code == 401


def test_a_client_cannot_be_rotated_as_a_key_can() -> None:
    key, _ = make_client()
    with pytest.raises(keys.BadKey, match="make another"):
        keys.rotate(key, overlap=timedelta(hours=1), now=timezone.now())


# Client credentials


def test_a_client_with_its_secret_gets_a_token_for_an_hour(asker: Asker) -> None:
    key, secret = make_client("customers:read", "customers:write")
    said = asker.post("token", (key.prefix, secret), grant_type="client_credentials")
    told = said.json()
    assert (said.status_code, told["token_type"], told["expires_in"]) == (200, "Bearer", 3600)
    assert set(told["scope"].split()) == {"customers:read", "customers:write"}
    assert "refresh_token" not in told
    assert "no-store" in said["Cache-Control"]
    assert Api(told["access_token"]).get("customers/?q=anna").status_code == 200
    assert ApiKey.objects.get().last_used_at is not None


def test_a_token_opens_no_more_than_it_was_asked_for(asker: Asker) -> None:
    key, secret = make_client("customers:read", "offers:read")
    api = Api(given(asker, key, secret, scope="offers:read"))
    assert api.get("offers/").status_code == 200
    said = api.get("customers/?q=anna")
    assert (said.status_code, said.json()["detail"]) == (403, "This needs the scope customers:read.")


def test_a_token_loses_what_its_client_loses(asker: Asker) -> None:
    key, secret = make_client("customers:read", "offers:read")
    api = Api(given(asker, key, secret))
    ApiKey.objects.update(scopes=["offers:read"])
    assert api.get("offers/").status_code == 200
    assert api.get("customers/?q=anna").status_code == 403


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "00000000"}, 401, "invalid_client"),
        ({"client_id": "%00"}, 400, "invalid_request"),
        ({"client_id": "x" * 301}, 400, "invalid_request"),
        ({"scope": "messages:write"}, 400, "invalid_scope"),
        ({"scope": "openid"}, 400, "invalid_scope"),
        ({"resource": "https://elsewhere.example.org/api/"}, 400, "invalid_target"),
        ({"resource": "nonsense"}, 400, "invalid_target"),
        ({"resource": "http://testserver/api/v1/customers/"}, 400, "invalid_target"),
        ({"grant_type": "password"}, 400, "unauthorized_client|unsupported_grant_type|invalid_request"),
        ({"grant_type": "authorization_code"}, 400, "invalid_request|unsupported_grant_type"),
        ({"grant_type": "implicit"}, 400, "unsupported_grant_type|invalid_request"),
        ({"grant_type": ""}, 400, "invalid_request|unsupported_grant_type"),
        ({"grant_type": DEVICE_CODE, "device_code": "x"}, 401, "invalid_client"),
    ],
)
def test_what_is_wrong_is_refused_in_the_words_of_oauth(
    asker: Asker, changed: dict[str, str], status: int, error: str
) -> None:
    key, secret = make_client()
    right = {"grant_type": "client_credentials", "client_id": key.prefix, "client_secret": secret}
    said = asker.token(**right | changed)
    assert (said.status_code, bool(re.fullmatch(error, said.json()["error"]))) == (status, True), said.content
    assert not Token.objects.exists()


def test_nobody_slips_in_a_user_or_a_second_value(asker: Asker) -> None:
    staff = make_staff("admin")
    key, secret = make_client()
    right = {"grant_type": "client_credentials", "client_id": key.prefix, "client_secret": secret}
    assert asker.token(**right, user=str(staff.pk), client="x", scopes="y").status_code == 200
    assert Token.objects.get().user is None
    said = asker.token(**right, **{"grant_type ": "x"} | {"scope": "offers:read&scope=customers:read"})
    assert (said.status_code, said.json()["error"]) == (400, "invalid_request")


def test_what_stands_in_the_address_or_in_json_is_not_read(asker: Asker) -> None:
    key, secret = make_client()
    right = f"grant_type=client_credentials&client_id={key.prefix}&client_secret={secret}"
    at = reverse("idp:oidc:token")
    assert asker.client.post(f"{at}?{right}").status_code == 400
    said = asker.client.post(at, {"grant_type": "client_credentials"}, content_type="application/json")
    assert (said.status_code, said.json()["error"]) == (400, "invalid_request")
    assert asker.client.get(at).status_code == 405


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"grant_type=" + b"x" * 6_000_000, {}),
        (b"&".join(b"a%d=1" % number for number in range(2000)), {}),
        (b"grant_type=%ZZ&client_id=%ff%fe", {}),
        (b"grant_type=client_credentials&client_id=\xff\x00", {}),
        (b"grant_type=client_credentials", {"Authorization": "Basic AHg6AA=="}),
        (b"grant_type=client_credentials", {"Authorization": "Basic ///"}),
        (b"grant_type=client_credentials", {"Authorization": "Basic " + "QTpB" * 5000}),
        (b"grant_type=refresh_token", {}),
        (b"grant_type=refresh_token&refresh_token=x", {}),
        (b"grant_type=" + DEVICE_CODE.encode(), {}),
        (b"grant_type=" + DEVICE_CODE.encode() + b"&device_code=x&client_id=x", {}),
        (b"[[[[", {}),
        (b"", {}),
    ],
)
@pytest.mark.parametrize("name", ["token", "revoke", "device_code"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_garbage_is_refused_and_breaks_nothing(
    asker: Asker, name: str, kind: str, body: bytes, headers: dict[str, str]
) -> None:
    at = reverse(f"idp:oidc:{name}")
    said = asker.client.generic("POST", at, body, content_type=kind, headers=headers)
    assert said.status_code in (400, 401)
    assert not Token.objects.exists()


def test_a_token_for_this_api_alone_is_good_here(asker: Asker) -> None:
    key, secret = make_client()
    api = Api(given(asker, key, secret, resource=oauth.API))
    assert api.get("event-kinds/").status_code == 200
    Token.objects.update(data={"resources": ["https://elsewhere.example.org/"]})
    assert api.get("event-kinds/").status_code == 401


# What a token is not


@pytest.mark.parametrize("spoil", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "ä", "x" * 9000])
def test_garbage_is_no_token(spoil: str) -> None:
    said = Api(spoil or "-").get("event-kinds/")
    assert said.status_code == 401
    assert said.json()["type"].endswith("#not-authenticated")


def test_an_expired_token_opens_nothing_and_is_forgotten(asker: Asker, clock: Any) -> None:
    key, secret = make_client()
    api = Api(given(asker, key, secret))
    clock.shift(3599)
    assert api.get("event-kinds/").status_code == 200
    clock.shift(1)
    assert api.get("event-kinds/").status_code == 401
    assert oauth.forget_expired(now=timezone.now()) == 1


def test_a_revoked_token_opens_nothing(asker: Asker) -> None:
    key, secret = make_client()
    text = given(asker, key, secret)
    assert asker.post("revoke", (key.prefix, secret), token=text).status_code == 200
    assert Api(text).get("event-kinds/").status_code == 401
    assert asker.post("revoke", (key.prefix, secret), token=text).status_code == 200


def test_only_its_own_client_revokes_a_token(asker: Asker) -> None:
    key, secret = make_client()
    other, others = make_client()
    text = given(asker, key, secret)
    assert asker.post("revoke", (other.prefix, others), token=text).status_code == 400
    assert asker.post("revoke", (key.prefix, "wrong"), token=text).status_code == 401
    assert Api(text).get("event-kinds/").status_code == 200


def test_when_a_client_ends_so_do_its_tokens_and_there_are_no_new_ones(asker: Asker) -> None:
    key, secret = make_client()
    api = Api(given(asker, key, secret))
    call_command("api_keys", "--end", key.prefix)
    assert api.get("event-kinds/").status_code == 401
    said = asker.token(grant_type="client_credentials", client_id=key.prefix, client_secret=secret)
    assert (said.status_code, said.json()["error"]) == (401, "invalid_client")
    assert Token.objects.count() == 1


def test_a_token_in_the_address_is_not_read(asker: Asker) -> None:
    key, secret = make_client()
    assert Api().get(f"event-kinds/?access_token={given(asker, key, secret)}").status_code == 401


# Limits


def test_all_tokens_of_a_client_share_its_limit(asker: Asker, clock: Any) -> None:
    key, secret = make_client(per_minute=2)
    one, other = (Api(given(asker, key, secret)) for _ in range(2))
    answers = [one.get("event-kinds/"), other.get("event-kinds/"), one.get("event-kinds/")]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert [each["RateLimit-Remaining"] for each in answers] == ["1", "0", "0"]
    assert answers[2]["Retry-After"] == "57"


def test_who_asks_for_too_many_tokens_is_told_when_to_come_again(
    asker: Asker, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oauth_doors, "ASKS_PER_MINUTE", 2)
    key, secret = make_client()
    right = {"grant_type": "client_credentials", "client_id": key.prefix, "client_secret": secret}
    answers = [asker.token(**right) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert (answers[0]["RateLimit-Limit"], answers[2]["Retry-After"]) == ("2", "57")


def test_who_guesses_secrets_waits_and_even_the_right_one_does_not_help(
    asker: Asker, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oauth_doors, "REFUSALS_PER_MINUTE", 3)
    key, secret = make_client()
    tried = {"grant_type": "client_credentials", "client_id": key.prefix}
    answers = [asker.token(**tried, client_secret=each) for each in ("a", "b", "c", secret)]
    assert [each.status_code for each in answers] == [401, 401, 401, 429]
    clock.shift(60)
    assert asker.token(**tried, client_secret=secret).status_code == 200


# What can be found


def test_the_discovery_document_names_what_there_is(client: Client) -> None:
    told = client.get("/.well-known/oauth-authorization-server").json()
    assert told["issuer"] == "http://testserver"
    assert told["token_endpoint"] == "http://testserver/identity/o/api/token"
    assert told["scopes_supported"] == list(keys.EVERY)
    for name in ("token_endpoint", "revocation_endpoint", "device_authorization_endpoint"):
        path = told[name].removeprefix("http://testserver")
        assert client.post(path, content_type="application/x-www-form-urlencoded").status_code in (400, 401)


def test_no_other_page_of_allauth_can_be_reached(client: Client) -> None:
    for name in ("authorization", "userinfo", "introspect", "client_registration", "logout", "jwks"):
        with pytest.raises(NoReverseMatch):
            reverse(f"idp:oidc:{name}")
    for path in ("authorize", "logout", "api/userinfo", "api/introspect", "api/clients"):
        assert client.get(f"/identity/o/{path}").status_code == 404
    assert client.get("/.well-known/openid-configuration").status_code == 404
    assert client.get("/identity/o/device?code=X")["Location"] == "/console/device/?code=X"


def test_a_key_is_still_a_key() -> None:
    assert make_api("customers:read").get("customers/?q=anna").status_code == 200
