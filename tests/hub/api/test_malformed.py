"""Whatever garbage comes to whichever door of the API: a clear no within a second, and nothing written."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from hub.api.body import NDJSON
from hub.api.keys import PARTNER_SCOPES
from hub.api.operation import Operation
from hub.api.routes import OPERATIONS
from tests.hub.api.conftest import Api, make_api
from tests.hub.api.test_access import path_of
from tests.makers import make_customer, make_topic
from tests.runaway import no_runaway

pytestmark = pytest.mark.django_db
WRITES = [each for each in OPERATIONS if each.takes is not None]
NAMES = [each.name for each in WRITES]
MEGABYTES = b"x" * 5_000_000
_OURS = ("customers_", "channels_", "campaigns_", "hub_")
_NOT_WRITTEN = frozenset({"hub_apikey", "hub_firstanswer"})
"""The key notes its use, and an Idempotency-Key the answer."""


@pytest.fixture
def customer() -> str:
    make_topic("news", "News")
    return str(make_customer().number)


@pytest.fixture
def door(api: Api) -> Callable[[Operation], Api]:
    """Go by the key that an operation takes: ours, or a partner's."""
    partners = make_api(*PARTNER_SCOPES)
    return lambda operation: partners if operation.scope in PARTNER_SCOPES else api


@pytest.fixture
def unwritten(api: Api, customer: str, door: Callable[[Operation], Api]) -> Callable[[], bool]:
    api.get("event-kinds/")  # what is loaded with the first request is no part of the second that each has
    before = rows_written()
    return lambda: rows_written() == before


def rows_written() -> dict[str, tuple[int, int, int]]:
    """Count what this transaction inserted, changed and deleted in each of our tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        found = {name: tuple(counts) for name, *counts in cursor.fetchall()}
    return {
        name: counts for name, counts in found.items() if name.startswith(_OURS) and name not in _NOT_WRITTEN
    }


def garbage(example: dict[str, Any]) -> dict[str, bytes]:
    """Spoil a good body in every way, by the name of the way."""
    first = next(iter(example), "text")

    def spoilt(value: object) -> bytes:
        return json.dumps(example | {first: value}).encode()

    nested = b'{"%s":' % first.encode()
    return {
        "nothing": b"",
        "half": json.dumps(example).encode()[:-1],
        "not JSON": b"<order/>",
        "null": b"null",
        "a text": b'"x"',
        "a number": b"1e999",
        "latin-1": b'{"x": "\xe4"}',
        "a wrong type": spoilt([[1]]) if not isinstance(example.get(first), list) else spoilt(1),
        "an unknown field": json.dumps(example | {"surprise": 1}).encode(),
        "5 MB": b'{"%s": "%s"}' % (first.encode(), MEGABYTES),
        "a name of 1 MB": b'{"%s": 1}' % MEGABYTES[:1_000_000],
        "NUL": spoilt("\0"),
        "a NUL in a name": json.dumps(example | {"a\0b": 1}).encode(),
        "half a pair": spoilt("\ud800"),
        "deep lists": b"[" * 100_000,
        "deep objects": nested * 50_000,
        "deep and closed": nested + b"[" * 5000 + b"]" * 5000 + b"}",
        "a huge number": spoilt(10**400),
    }


@pytest.mark.parametrize("operation", WRITES, ids=NAMES)
def test_garbage_is_refused_clearly_within_a_second_and_nothing_is_written(
    operation: Operation, door: Callable[[Operation], Api], customer: str, unwritten: Callable[[], bool]
) -> None:
    path = path_of(operation, customer)
    for name, body in garbage(operation.example).items():
        with no_runaway(name, seconds=1):
            said = door(operation).send(operation.method, path, body)
        assert 400 <= said.status_code < 500, (name, said.status_code, said.content[:300])
        assert said["Content-Type"] == "application/problem+json", name
        problem = said.json()
        assert problem["type"].startswith("/api/docs/problems/#") and problem["detail"], name
        assert len(said.content) < 5000, name
    assert unwritten()


@pytest.mark.parametrize("operation", WRITES, ids=NAMES)
def test_a_body_of_another_form_is_refused(
    operation: Operation, door: Callable[[Operation], Api], customer: str, unwritten: Callable[[], bool]
) -> None:
    path, body = path_of(operation, customer), json.dumps(operation.example).encode()
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/xml", ""):
        assert door(operation).send(operation.method, path, body, Content_Type=kind).status_code == 415, kind
    for encoding, status in (("br", 415), ("gzip", 400)):
        said = door(operation).send(operation.method, path, body, Content_Encoding=encoding)
        assert said.status_code == status
    assert unwritten()


@pytest.mark.parametrize("number", ["C999999", "C000000", "C" + "9" * 18])
def test_ids_of_nobody_in_a_body_write_nothing(
    number: str, door: Callable[[Operation], Api], unwritten: Callable[[], bool]
) -> None:
    named = [
        each for each in WRITES if "customer" in (each.example or ()) and each.scope not in PARTNER_SCOPES
    ]
    assert len(named) >= 4
    for operation in named:
        said = door(operation).send(
            operation.method, path_of(operation, number), operation.example | {"customer": number}
        )
        assert (said.status_code, said.json()["errors"][0]["pointer"]) == (422, "/customer"), operation.name
    assert unwritten()


BULK = [each for each in WRITES if each.is_bulk]


@pytest.mark.parametrize(
    ("unit", "operation"),
    [*((b" ", each) for each in BULK), *((unit, BULK[0]) for unit in (b"\n", b"{}\n", b"[", b"null\n"))],
)
def test_a_gzip_bomb_is_refused_as_lines_too(
    unit: bytes,
    operation: Operation,
    door: Callable[[Operation], Api],
    customer: str,
    unwritten: Callable[[], bool],
) -> None:
    bomb = gzip.compress(unit * (50_000_000 // len(unit)), 1)
    for kind in (NDJSON, "application/json"):
        path = path_of(operation, customer)
        with no_runaway(seconds=1):
            said = door(operation).send(
                operation.method, path, bomb, Content_Type=kind, Content_Encoding="gzip"
            )
        assert said.status_code == 413
    assert unwritten()


@pytest.mark.parametrize("body", [b"{}\n" * 2_000_000, b"1\n" * 2_000_000, b"[" + b"1," * 2_000_000 + b"1]"])
def test_millions_of_items_are_refused_by_their_number_before_each_is_looked_at(
    body: bytes, api: Api, customer: str, unwritten: Callable[[], bool]
) -> None:
    kind, packed = "application/json" if body.startswith(b"[") else NDJSON, gzip.compress(body, 1)
    with no_runaway(seconds=1):
        said = api.post("interactions/", packed, Content_Type=kind, Content_Encoding="gzip")
    assert (said.status_code, said.json()["type"]) == (413, "/api/docs/problems/#too-large")
    assert unwritten()
