"""OAuth: clients with a secret and devices that are let in get tokens; the API takes them, and no others."""

import base64
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.idp.oidc.internal.oauthlib import device_codes
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from hub.api import keys, oauth, oauth_devices, oauth_doors
from hub.api.oauth import Grant
from hub.models import ApiKey, SettingChange, Staff
from tests.hub.api.conftest import Api, make_api, make_partner
from tests.makers import make_staff

pytestmark = pytest.mark.django_db
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
AT = datetime(2026, 11, 16, 9, 0, 3, tzinfo=UTC)


class Asker:
    """Speaks to the addresses of OAuth as a client library does."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def post(self, name: str, basic: tuple[str, str] | None = None, **says: str) -> Any:
        headers = {}
        if basic:
            headers["Authorization"] = "Basic " + base64.b64encode(":".join(basic).encode()).decode()
        body = "&".join(f"{key}={value}" for key, value in says.items())
        kind = "application/x-www-form-urlencoded"
        return self.client.generic(
            "POST", reverse(f"idp:oidc:{name}"), body, content_type=kind, headers=headers
        )

    def token(self, **says: str) -> Any:
        return self.post("token", **says)


@pytest.fixture
def asker() -> Asker:
    return Asker()


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


def make_client(*scopes: str, grant: Grant = Grant.CLIENT_CREDENTIALS, **fields: Any) -> tuple[ApiKey, str]:
    return oauth.make_client("shop", scopes or ("customers:read",), grant, now=timezone.now(), **fields)


def given(asker: Asker, key: ApiKey, secret: str, **more: str) -> str:
    said = asker.token(
        grant_type="client_credentials", client_id=key.prefix, client_secret=secret, **more
    ).json()
    return str(said["access_token"])


def let_in(asker: Asker, key: ApiKey, admin: Client, clock: Any, **more: str) -> dict[str, Any]:
    """Go the whole way of a device, and return its tokens."""
    begun = asker.post("device_code", client_id=key.prefix, **more).json()
    admin.post(reverse("console:device"), {"code": begun["user_code"], "answer": "yes"})
    clock.shift(6)
    said = asker.token(grant_type=DEVICE_CODE, client_id=key.prefix, device_code=begun["device_code"])
    assert said.status_code == 200, said.content
    return dict(said.json())


def refreshed(asker: Asker, key: ApiKey, text: str) -> Any:
    return asker.token(grant_type="refresh_token", client_id=key.prefix, refresh_token=text)


@pytest.fixture
def admin() -> Client:
    browser = Client()
    browser.force_login(make_staff("admin"))
    return browser


@pytest.fixture
def till() -> ApiKey:
    return make_client("decisions:read", "decisions:write", grant=Grant.DEVICE)[0]


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


# Devices


def test_the_whole_story_of_a_till(asker: Asker, till: ApiKey, admin: Client, clock: Any) -> None:
    begun = asker.post("device_code", client_id=till.prefix, scope="decisions:read").json()
    assert begun["verification_uri"] == "http://testserver/console/device/"
    assert begun["verification_uri_complete"].endswith(f"?code={begun['user_code']}")
    assert (begun["expires_in"], begun["interval"]) == (600, 5)
    poll = {"grant_type": DEVICE_CODE, "client_id": till.prefix, "device_code": begun["device_code"]}
    assert asker.token(**poll).json()["error"] == "authorization_pending"
    clock.shift(2)
    assert asker.token(**poll).json()["error"] == "slow_down"

    page = admin.get(begun["verification_uri_complete"]).content.decode()
    assert "shop" in page
    assert begun["user_code"] in page
    assert keys.SCOPES["decisions:read"] in page
    assert keys.SCOPES["decisions:write"] not in page
    done = admin.post(reverse("console:device"), {"code": begun["user_code"], "answer": "yes"}, follow=True)
    assert "shop is in" in done.content.decode()
    change = SettingChange.objects.get()
    assert (change.after, change.actor) == (f"{till}: Reads decisions", "staff:admin")
    assert change.after in done.content.decode()

    clock.shift(5)
    said = asker.token(**poll)
    assert said.status_code == 200
    told = said.json()
    assert (told["scope"], told["expires_in"]) == ("decisions:read", 3600)
    assert Api(told["access_token"]).get("decisions/bundle/?touchpoint=till").status_code == 200
    clock.shift(6)
    assert asker.token(**poll).json()["error"] == "invalid_grant"

    clock.shift(3600)
    assert Api(told["access_token"]).get("event-kinds/").status_code == 401
    anew = refreshed(asker, till, told["refresh_token"]).json()
    assert Api(anew["access_token"]).get("event-kinds/").status_code == 200


def test_the_code_may_be_typed_as_people_do(asker: Asker, till: ApiKey, admin: Client, clock: Any) -> None:
    code = asker.post("device_code", client_id=till.prefix).json()["user_code"]
    for typed in (code.lower(), code.replace("-", ""), f" {code[:4]} {code[5:]} "):
        assert "Let it in" in admin.get(reverse("console:device"), {"code": typed}).content.decode()


def test_a_device_that_is_turned_away_is_told_so(
    asker: Asker, till: ApiKey, admin: Client, clock: Any
) -> None:
    begun = asker.post("device_code", client_id=till.prefix).json()
    admin.post(reverse("console:device"), {"code": begun["user_code"], "answer": "no"})
    poll = {"grant_type": DEVICE_CODE, "client_id": till.prefix, "device_code": begun["device_code"]}
    assert asker.token(**poll).json()["error"] == "access_denied"
    late = admin.post(reverse("console:device"), {"code": begun["user_code"], "answer": "yes"})
    assert late.status_code == 422
    assert not SettingChange.objects.exists()
    assert not Token.objects.exists()


def test_a_device_that_nobody_answered_is_told_that_it_is_too_late(
    asker: Asker, till: ApiKey, admin: Client
) -> None:
    begun = asker.post("device_code", client_id=till.prefix).json()
    poll = {"grant_type": DEVICE_CODE, "client_id": till.prefix, "device_code": begun["device_code"]}
    assert asker.token(**poll).json()["error"] == "authorization_pending"
    _ten_minutes_pass(begun)
    assert asker.token(**poll).json()["error"] == "expired_token"
    assert admin.get(reverse("console:device"), {"code": begun["user_code"]}).status_code == 422
    assert asker.token(**poll | {"device_code": "never-given"}).json()["error"] == "invalid_grant"


def _ten_minutes_pass(begun: dict[str, Any]) -> None:
    """The cache keeps its own clock, which no test can turn."""
    cache.delete(device_codes.cache_device_code_key(begun["device_code"]))
    cache.delete(device_codes.cache_user_code_key(begun["user_code"]))


def test_another_client_gets_nothing_for_a_code(
    asker: Asker, till: ApiKey, admin: Client, clock: Any
) -> None:
    other, _ = make_client(grant=Grant.DEVICE)
    begun = asker.post("device_code", client_id=till.prefix).json()
    admin.post(reverse("console:device"), {"code": begun["user_code"], "answer": "yes"})
    said = asker.token(
        grant_type=DEVICE_CODE, client_id=other.prefix, device_code=begun["device_code"]
    )  # fmt: skip
    assert said.json()["error"] == "invalid_grant"


def test_who_has_a_secret_needs_no_device_and_the_other_way_round(asker: Asker, till: ApiKey) -> None:
    key, _ = make_client()
    assert asker.post("device_code", client_id=key.prefix).status_code in (400, 401)
    assert asker.post("device_code", client_id="00000000").status_code == 401
    said = asker.token(grant_type="client_credentials", client_id=till.prefix, client_secret="x")
    assert said.status_code in (400, 401)
    said = asker.post("device_code", client_id=till.prefix, scope="messages:write")
    assert said.json()["error"] == "invalid_scope"


@pytest.mark.django_db(transaction=True)
def test_two_polls_wait_for_an_answer_that_is_being_given_and_one_gets_the_tokens(till: ApiKey) -> None:
    begun = Asker().post("device_code", client_id=till.prefix).json()
    waits = oauth_devices.waiting(begun["user_code"], now=timezone.now())
    assert waits

    def poll(_: int) -> int:
        says = {"grant_type": DEVICE_CODE, "client_id": till.prefix, "device_code": waits.device_code}
        try:
            return int(Asker().token(**says).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        with oauth_devices.alone(waits.device_code):
            polls = pool.map(poll, range(2))
            _until_waiting(2)
            assert oauth_devices.answer(waits, make_staff("admin"), is_let_in=True)
        assert sorted(polls) == [200, 400]
    assert Token.objects.filter(type=Token.Type.REFRESH_TOKEN).count() == 1


def _until_waiting(many: int) -> None:
    """Wait until so many wait for a lock of ours."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone()[0] >= many:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("role", sorted(set(Staff.Role) - {Staff.Role.ADMIN}))
def test_only_administrators_let_a_device_in(asker: Asker, till: ApiKey, role: str, clock: Any) -> None:
    browser = Client()
    browser.force_login(make_staff(role))
    begun = asker.post("device_code", client_id=till.prefix).json()
    assert browser.get(reverse("console:device")).status_code == 403
    says = {"code": begun["user_code"], "answer": "yes"}
    assert browser.post(reverse("console:device"), says).status_code == 403
    poll = {"grant_type": DEVICE_CODE, "client_id": till.prefix, "device_code": begun["device_code"]}
    assert asker.token(**poll).json()["error"] == "authorization_pending"


def test_a_device_is_let_in_by_nobody_who_is_not_signed_in_nor_from_another_site(
    asker: Asker, till: ApiKey, clock: Any
) -> None:
    code = asker.post("device_code", client_id=till.prefix).json()["user_code"]
    at = reverse("console:device")
    assert Client().get(f"{at}?code={code}")["Location"].startswith(reverse("account_login"))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_staff("admin"))
    assert strict.post(at, {"code": code, "answer": "yes"}).status_code == 403
    assert not SettingChange.objects.exists()


def test_codes_are_not_guessed(admin: Client, clock: Any) -> None:
    seen = {admin.get(reverse("console:device"), {"code": "BCDF-GHJK"}).status_code for _ in range(25)}
    assert seen == {422}
    begun = Asker().post("device_code", client_id=make_client(grant=Grant.DEVICE)[0].prefix).json()
    assert admin.get(begun["verification_uri_complete"]).status_code == 422


def test_a_device_is_out_when_who_let_it_in_may_not_any_more(
    asker: Asker, till: ApiKey, admin: Client, clock: Any
) -> None:
    told = let_in(asker, till, admin, clock)
    api = Api(told["access_token"])
    assert api.get("event-kinds/").status_code == 200
    Staff.objects.update(role="agent")
    assert api.get("event-kinds/").status_code == 401
    assert refreshed(asker, till, told["refresh_token"]).json()["error"] == "invalid_grant"
    Staff.objects.update(role="admin", is_active=False)
    assert api.get("event-kinds/").status_code == 401
    assert refreshed(asker, till, told["refresh_token"]).json()["error"] == "invalid_grant"
    Staff.objects.update(is_active=True)
    assert refreshed(asker, till, told["refresh_token"]).status_code == 200


# Refresh tokens


def test_a_refresh_token_is_good_once_and_a_second_use_ends_all(
    asker: Asker, till: ApiKey, admin: Client, clock: Any
) -> None:
    first = let_in(asker, till, admin, clock)
    second = refreshed(asker, till, first["refresh_token"]).json()
    third = refreshed(asker, till, second["refresh_token"]).json()
    assert Api(third["access_token"]).get("event-kinds/").status_code == 200
    stolen = refreshed(asker, till, first["refresh_token"])
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert Api(third["access_token"]).get("event-kinds/").status_code == 401
    assert refreshed(asker, till, third["refresh_token"]).status_code == 400
    assert not Token.objects.exists()


def test_a_till_that_never_got_the_answer_asks_again_and_stays_in(
    asker: Asker, till: ApiKey, admin: Client, clock: Any
) -> None:
    first = let_in(asker, till, admin, clock)
    lost = refreshed(asker, till, first["refresh_token"]).json()
    again = refreshed(asker, till, first["refresh_token"])
    assert again.status_code == 200
    assert Api(again.json()["access_token"]).get("event-kinds/").status_code == 200
    assert Api(lost["access_token"]).get("event-kinds/").status_code == 401
    later = refreshed(asker, till, again.json()["refresh_token"]).json()
    assert refreshed(asker, till, lost["refresh_token"]).status_code == 400
    assert Api(later["access_token"]).get("event-kinds/").status_code == 401


def test_one_device_that_is_out_takes_no_other_along(
    asker: Asker, till: ApiKey, admin: Client, clock: Any
) -> None:
    one, other = (let_in(asker, till, admin, clock) for _ in range(2))
    assert asker.post("revoke", client_id=till.prefix, token=one["refresh_token"]).status_code == 200
    assert Api(one["access_token"]).get("event-kinds/").status_code == 401
    assert Api(other["access_token"]).get("event-kinds/").status_code == 200


def test_a_refresh_token_is_no_access_token_is_its_clients_alone_and_ends(
    asker: Asker, till: ApiKey, admin: Client, clock: Any
) -> None:
    told = let_in(asker, till, admin, clock)
    stranger, _ = make_client(grant=Grant.DEVICE)
    assert Api(told["refresh_token"]).get("event-kinds/").status_code == 401
    assert refreshed(asker, stranger, told["refresh_token"]).status_code == 400
    assert refreshed(asker, till, told["access_token"]).status_code == 400
    clock.shift(timedelta(days=90))
    assert refreshed(asker, till, told["refresh_token"]).status_code == 400


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
