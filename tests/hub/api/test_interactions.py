"""The bulk door: one, a list, lines, gzip; verdicts in order; all or nothing; never twice."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.entry import Entry
from customers.events import EVENT_TYPES
from customers.models import Customer, Identity, Interaction, Profile
from hub.api import interactions
from hub.api.interactions import Happened
from hub.api.operation import Call
from hub.api.problems import Flaw
from hub.api.who import Named
from hub.models import ApiKey
from tests.hub.api.conftest import Api, checksum
from tests.makers import make_customer
from tests.runaway import no_runaway

pytestmark = pytest.mark.django_db


AT = datetime(2026, 11, 2, tzinfo=UTC)
IDS: dict[Any, int] = {"C000001": 1, Named("shop", "known"): 2}
ITEMS = st.builds(
    Happened,
    customer=st.sampled_from(["C000001", *IDS, Named("shop", "new"), "C000009"]),
    kind=st.sampled_from(["purchase", "purchase", "visit", "note", "consent_changed", "nonsense"]),
    occurred_at=st.sampled_from([AT, AT, AT + timedelta(days=1.1), datetime(1979, 1, 1, tzinfo=UTC)]),
    source=st.sampled_from(["shop", "shop", "the till", "partner:pets", "ü", "a\n"]),
    source_id=st.sampled_from(["1", "1", "a\tb", "ü", "\x7f", "\x85"]),
    data=st.sampled_from(
        [
            {}, {"items": 3}, {"a": "{["}, {"a": [1]}, {"a": json.loads("[" * 20 + "]" * 20)},
            {"a": json.loads("[" * 21 + "]" * 21)}, {"a": "x" * 16_376}, {"a": "x" * 16_377},
        ]
    ),
    amount_minor=st.sampled_from([None, 0, 10**15]),
) | st.just(Flaw("/0", "is not of this shape"))  # fmt: skip


def purchase(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "customer": {"source": "shop", "key": "A-1"},
        "kind": "purchase",
        "occurred_at": "2026-11-01T09:30:00+01:00",
        "source": "shop",
        "source_id": f"order-{number}",
        "amount_minor": 4990,
        "currency": "EUR",
    } | fields


def test_one_interaction_makes_its_customer_and_reaches_history_and_profile(api: Api) -> None:
    said = api.post("interactions/", purchase(data={"items": 3}))
    assert said.status_code == 200
    customer = Identity.objects.get(source="shop", key="A-1").customer
    assert said.json() == {
        "new": 1, "repeated": 0, "refused": 0, "items": [{"status": "accepted", "customer": customer.number}],
    }  # fmt: skip
    row = Interaction.objects.get(customer_id=customer.pk)
    assert (row.kind, row.amount_minor, row.data, row.actor) == ("purchase", 4990, {"items": 3}, "api:till")
    assert Profile.objects.get(pk=customer.pk).spent_minor == 4990
    assert customer.since_at == row.occurred_at, "a customer since the first thing we know of, not since now"


def test_the_same_again_adds_nothing(api: Api) -> None:
    api.post("interactions/", [purchase(1), purchase(2)])
    before = checksum()
    again = api.post("interactions/", [purchase(1), purchase(2)]).json()
    assert (again["new"], again["repeated"]) == (0, 2)
    assert checksum() == before


def test_verdicts_come_in_order_and_what_is_good_is_taken(api: Api) -> None:
    known = make_customer()
    items = [
        purchase(1, customer=known.number),
        purchase(2, kind="consent_changed"),
        purchase(3, amount_minor="much"),
        purchase(4, customer="C999999"),
        purchase(5, occurred_at="2126-01-01T00:00:00Z"),
        purchase(6),
    ]
    said = api.post("interactions/", items).json()
    assert [each["status"] for each in said["items"]] == [
        "accepted", "refused", "refused", "refused", "refused", "accepted",
    ]  # fmt: skip
    pointers = [each["errors"][0]["pointer"] for each in said["items"] if "errors" in each]
    assert pointers == ["/1/kind", "/2/amount_minor", "/3/customer", "/4"]
    assert set(Interaction.objects.values_list("source_id", flat=True)) == {"order-1", "order-6"}


def test_atomic_takes_all_or_nothing(api: Api, unchanged: Any) -> None:
    said = api.post("interactions/?atomic=true", [purchase(1), purchase(2, kind="nonsense")])
    assert said.status_code == 422
    assert said["Content-Type"] == "application/problem+json"
    assert said.json()["errors"][0]["pointer"] == "/1/kind"
    assert unchanged()


def test_lines_and_gzip_are_read_too(api: Api) -> None:
    lines = b"\n".join(json.dumps(purchase(number)).encode() for number in range(3)) + b"\n"
    said = api.post(
        "interactions/", gzip.compress(lines), Content_Type="application/x-ndjson", Content_Encoding="gzip"
    )
    assert (said.status_code, said.json()["new"]) == (200, 3)


def test_more_than_ten_thousand_are_refused(api: Api, unchanged: Any) -> None:
    said = api.post("interactions/", b"[" + b",".join([b"1"] * 10_001) + b"]")
    assert said.status_code == 413
    assert unchanged()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 415),
        (b"{", 400),
        (b"null", 422),
        (b"[", 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 100_000, 422),
        (json.dumps(purchase(data={"a": "\0"})).encode(), 422),
        (json.dumps(purchase(source_id="\0")).encode(), 422),
        (json.dumps(purchase(source_id="a\tb")).encode(), 422),
        (json.dumps(purchase(data={"a": "\ud800"})).encode(), 400),
        (json.dumps(purchase(data={"a": "x" * 5_000_000})).encode(), 422),
        (json.dumps(purchase(data={"a": json.loads("[" * 40 + "]" * 40)})).encode(), 422),
        (json.dumps(purchase(customer={"source": "shop", "key": "a\nb"})).encode(), 422),
        (json.dumps(purchase(surprise=1)).encode(), 422),
        (b'{"a": 1e999}', 422),
        (b"\xff\xfe", 400),
        (b" " * 11_000_000, 413),
    ],
    ids=range(17),
)
def test_garbage_is_refused_with_a_problem_and_nothing_is_written(
    api: Api, unchanged: Any, body: bytes, status: int
) -> None:
    api.get("event-kinds/")  # what is loaded with the first request is no part of the second that it has
    with no_runaway(seconds=1):
        said = api.post("interactions/", body)
    assert said.status_code == status, said.content[:300]
    assert said["Content-Type"] == "application/problem+json"
    assert said.json()["type"].startswith("/api/docs/problems/#")
    assert unchanged()


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"kind": "consent_changed"}, "/0/kind"),
        ({"kind": "nonsense"}, "/0/kind"),
        ({"data": {"a": "x" * 16_384}}, "/0/data"),
        ({"data": {"a": json.loads("[" * 21 + "]" * 21)}}, "/0/data"),
        ({"source_id": "a\tb"}, "/0/source_id"),
        ({"source_id": "\x85"}, None),
        ({"occurred_at": "2126-01-01T00:00:00Z"}, "/0"),
        ({"occurred_at": "2026-01-01T00:00:00+16:00"}, "/0"),
        ({"customer": "C999999"}, "/0/customer"),
        ({"source": "partner:pets"}, "/0/source"),
        ({"source": "ü"}, "/0/source"),
        ({"source": "shop\n"}, "/0/source"),
        ({"source": ""}, "/0/source"),
    ],
)
def test_what_is_refused_of_a_new_customer_is_refused_of_one_we_know(
    api: Api, fields: dict[str, Any], pointer: str | None
) -> None:
    known = make_customer()
    one = purchase(1, customer=known.number) | fields
    for items in ([one], [one, purchase(2, customer=known.number)]):
        first = api.post("interactions/", items).json()["items"][0]
        assert (first["errors"][0]["pointer"] if pointer else first["status"]) == (pointer or "accepted")
    assert set(Interaction.objects.values_list("source_id", flat=True)) == {"order-2"} | (
        set() if pointer else {fields["source_id"]}
    )


@given(st.lists(ITEMS, max_size=3))
def test_items_read_together_are_those_read_one_by_one(items: list[Any]) -> None:
    call = Call(ApiKey(name="till"), AT, {}, None, items, True)
    ids = [IDS.get(each.customer, 0) for each in items if isinstance(each, Happened)]
    alone = interactions._one_by_one(ids, EVENT_TYPES, call)
    together = interactions._together(ids, EVENT_TYPES, call)
    is_plain = all(isinstance(each, Entry) and each.customer_id for each in alone)
    assert together == (alone if is_plain else None)


def test_a_gzip_bomb_is_refused(api: Api, unchanged: Any) -> None:
    said = api.post("interactions/", gzip.compress(b" " * 200_000_000), Content_Encoding="gzip")
    assert said.status_code == 413
    assert unchanged()


def test_the_timeline_is_read_page_by_page_without_losing_any(api: Api) -> None:
    api.post("interactions/", [purchase(number) for number in range(7)])
    api.post(
        "interactions/", purchase(8, kind="visit", amount_minor=None, occurred_at="2026-10-01T08:00:00Z")
    )
    customer = Customer.objects.get(identities__key="A-1")
    seen, cursor = [], ""
    while True:
        page = api.get(f"customers/{customer.number}/timeline/?limit=3&cursor={cursor}").json()
        seen += [each["id"] for each in page["items"]]
        if not (cursor := page["next"]):
            break
    assert len(seen) == len(set(seen)) == 8
    only = api.get(f"customers/{customer.number}/timeline/?kind=visit").json()["items"]
    assert [each["kind"] for each in only] == ["visit"]
    assert api.get(f"customers/{customer.number}/timeline/?cursor=nonsense").status_code == 400
    assert api.get("customers/C999999/timeline/").status_code == 404
