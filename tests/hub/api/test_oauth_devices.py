"""OAuth for tills, kiosks and cash machines: they are let in by an administrator, and stay in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.internal.oauthlib import device_codes
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hub.api import keys, oauth_devices
from hub.api.oauth import Grant
from hub.models import ApiKey, SettingChange, Staff
from tests.hub.api.conftest import Api
from tests.hub.api.oauth_askers import DEVICE_CODE, Asker, let_in, make_client, refreshed
from tests.makers import make_staff
from tests.races import wait_until_somebody_waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    browser = Client()
    browser.force_login(make_staff("admin"))
    return browser


@pytest.fixture
def till() -> ApiKey:
    return make_client("decisions:read", "decisions:write", grant=Grant.DEVICE)[0]


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
            wait_until_somebody_waits(2)
            assert oauth_devices.answer(waits, make_staff("admin"), is_let_in=True)
        assert sorted(polls) == [200, 400]
    assert Token.objects.filter(type=Token.Type.REFRESH_TOKEN).count() == 1


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
