"""Every route, verb and kind of key: the status is as it must be, and a refusal never wrote anything."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.db import transaction
from django.utils import timezone

from customers.models import Customer
from hub.api import keys
from hub.api.operation import Operation
from hub.api.routes import OPERATIONS
from hub.api.urls import urlpatterns
from hub.models import ApiKey
from tests.hub.api.conftest import Api, make_api, make_partner, make_token_api
from tests.makers import make_customer, make_topic

pytestmark = pytest.mark.django_db
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
NAMES = [f"{each.method} {each.path}" for each in OPERATIONS]


@pytest.fixture
def customer() -> str:
    make_topic("news", "News")
    make_partner()
    return str(make_customer().number)


BLANKS = {
    "conversation": "1",
    "item": "1",
    "message": "1",
    "webhook": "1",
    "device": "1",
    "campaign": "x",
    "decision": "1",
    "offer": "x",
    "kind": "x",
    "partner": "x",
}
QUERIES = {
    "find_messages": "?key=r-1",
    "read_bundle": "?touchpoint=till",
    "read_brought": "?key=x",
    "remove_brought": "?key=x",
}


def path_of(operation: Operation, customer: str) -> str:
    return operation.path.format(customer=customer, **BLANKS) + QUERIES.get(operation.name, "")


def tried(api: Api, operation: Operation, customer: str) -> Any:
    says = operation.example
    if says and isinstance(says.get("customer"), dict) and operation.path in ("messages/", "decisions/"):
        says = says | {"customer": customer}
    says = says | {"facts": {}} if operation.path == "customers/" and says else says
    return api.send(operation.method, path_of(operation, customer), says)


def tried_and_undone(api: Api, operation: Operation, customer: str) -> int:
    with transaction.atomic():
        status = int(tried(api, operation, customer).status_code)
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_without_a_key_or_with_one_that_has_ended_nothing_is_done(
    operation: Operation, customer: str, unchanged: Callable[..., bool]
) -> None:
    for api in (Api(), Api("rapport_00000000_x"), Api("nonsense"), make_api(days=-1)):
        said = tried(api, operation, customer)
        assert said.status_code == 401
        assert said["Content-Type"] == "application/problem+json"
    assert unchanged()


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_each_scope_opens_what_the_table_says_and_nothing_else(
    operation: Operation, customer: str, unchanged: Callable[..., bool]
) -> None:
    for scope in keys.SCOPES:
        if operation.scope and scope != operation.scope:
            said = tried(make_api(scope), operation, customer)
            assert (said.status_code, json.loads(said.content)["type"]) == (
                403,
                "/api/docs/problems/#not-allowed",
            )
    assert unchanged()
    said = tried(make_api(operation.scope or "messages:read"), operation, customer)
    is_made = operation.name in ("write_offer", "declare_event_kind", "write_partner")
    is_missing = any(f"{{{blank}}}" in operation.path for blank in BLANKS) and not is_made
    expected = {404} if is_missing or operation.name.endswith("_brought") else {200, 201}
    expected = {422} if operation.name in ("learn_facts", "tell_offline", "write_offer") else expected
    assert said.status_code in expected, said.content
    if operation.method == "GET":
        assert unchanged("hub_viewing")


@pytest.mark.parametrize("scope", sorted(keys.EVERY))
def test_a_token_opens_what_a_key_with_its_scope_opens_and_nothing_else(
    scope: str, customer: str, unchanged: Callable[..., bool]
) -> None:
    key, token = make_api(scope), make_token_api(scope)
    for operation in OPERATIONS:
        if operation.scope in ("", scope):
            statuses = {tried_and_undone(each, operation, customer) for each in (key, token)}
            assert len(statuses) == 1, (operation, statuses)
            assert not statuses & {401, 403}
        else:
            said = tried(token, operation, customer)
            assert (said.status_code, said.json()["type"]) == (403, "/api/docs/problems/#not-allowed")
    assert unchanged()


def test_a_token_that_has_ended_opens_nothing(customer: str, unchanged: Callable[..., bool]) -> None:
    expired, of_ended = make_token_api(*keys.SCOPES), make_token_api(*keys.SCOPES)
    Token.objects.by_value(expired.key).update(expires_at=timezone.now())
    keys.end(ApiKey.objects.latest("pk"), at=timezone.now())
    for operation in OPERATIONS:
        assert {tried(each, operation, customer).status_code for each in (expired, of_ended)} == {401}
    assert unchanged()


@pytest.mark.parametrize("path", sorted({each.path for each in OPERATIONS}))
def test_verbs_that_the_table_does_not_name_are_refused(
    path: str, customer: str, api: Api, unchanged: Callable[..., bool]
) -> None:
    known = {each.method for each in OPERATIONS if each.path == path}
    filled = path.format(customer=customer, **BLANKS)
    for verb in VERBS:
        if verb not in known and not (verb == "HEAD" and "GET" in known):
            said = api.send(verb, filled, {})
            assert said.status_code == 405
            assert set(said["Allow"].split(", ")) - {"HEAD"} == known
    assert unchanged()


@pytest.mark.parametrize(
    "number",
    ["C999999", "C99999999999999999999", "999999", "c000001", "x", "-1", "C000000", "..", "%00", "ä"],
)
def test_a_customer_that_is_not_there_is_a_404_whatever_is_asked(
    number: str, api: Api, unchanged: Callable[..., bool]
) -> None:
    for operation in OPERATIONS:
        if "{customer}" in operation.path:
            said = tried(api, operation, number)
            assert said.status_code == 404, (operation, said.content)
            assert said["Content-Type"] == "application/problem+json"
    assert unchanged()


def test_every_scope_is_of_use_and_every_address_is_in_the_table() -> None:
    assert {each.scope for each in OPERATIONS} - {""} == set(keys.EVERY)
    assert len(set(_views())) == len({each.path for each in OPERATIONS})


@pytest.mark.parametrize(
    "path", ["", "v1/", "v2/customers/", "v1/customers", "v1/nothing/", "v1/customers/C1/x/"]
)
def test_an_address_that_is_not_there_is_a_problem_not_a_page(path: str, api: Api) -> None:
    said = api.client.get(f"/api/{path}")
    assert (said.status_code, said["Content-Type"]) == (404, "application/problem+json")


def test_an_erased_customer_is_not_there(api: Api, customer: str) -> None:

    Customer.objects.update(erased_at=timezone.now())
    assert api.get(f"customers/{customer}/").status_code == 404


def _views() -> Iterator[str]:
    yield from (str(each.pattern) for each in urlpatterns if str(each.pattern).startswith("v1/"))
