"""Kinds that a house declares: schemas are judged before they are taken, and hold from the next batch on."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers import history, kinds, schemas, shredding
from customers.entry import Entry
from customers.errors import BadEntry, BadKind, BadSchema
from customers.kinds import Judged, Wanted
from customers.models import EventKind, Interaction, Profile
from tests.makers import NOW, make_customer

REPAIR = {
    "type": "object",
    "properties": {
        "device": {"type": "string", "title": "Device", "maxLength": 20},
        "days": {"type": "integer", "title": "Days it took"},
        "parts": {"type": "array", "items": {"type": "object", "required": ["sku"]}},
    },
    "required": ["device"],
}


def declare(schema: dict[str, Any] = REPAIR, key: str = "repair", **fields: Any) -> EventKind:
    wanted = Wanted(**({"label": "Repair", "direction": "in", "schema": schema} | fields))
    return kinds.declare(key, wanted, by="api:till", now=NOW)[0]


def repaired(customer_id: int, number: int = 1, **fields: Any) -> Entry:
    return Entry(customer_id, NOW, "repair", "shop", str(number), data={"device": "Kettle"})._replace(
        **fields
    )


@pytest.mark.django_db
def test_a_declared_kind_is_recorded_and_told_in_the_words_of_its_schema() -> None:
    declare()
    customer = make_customer()
    data = {"extra": True, "days": 3, "device": "Kettle", "parts": [{"sku": "a"}, {"sku": "b"}]}
    history.record([repaired(customer.pk, data=data)], now=NOW)
    row = Interaction.objects.get(customer_id=customer.pk)
    assert row.summary == "Device: Kettle · Days it took: 3 · Parts: 2 · extra: yes"
    assert (row.kind, row.direction, row.data) == ("repair", "in", data)
    assert Profile.objects.get(pk=customer.pk).interactions == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"data": {}}, 'data: "device" is a required property'),
        ({"data": {"device": 5}}, 'data.device: 5 is not of type "string"'),
        ({"data": {"device": "x", "parts": [{"sku": 1}, {}]}}, 'data.parts.1: "sku" is a required'),
        ({"data": {"device": object()}}, "data: cannot be written as JSON"),
        ({"amount_minor": 5}, "repair carries no money"),
    ],
)
def test_what_breaks_the_schema_is_refused_with_the_place(fields: dict[str, Any], words: str) -> None:
    declare()
    with pytest.raises(BadEntry, match=words):
        history.record([repaired(make_customer().pk, **fields)], now=NOW)
    assert not Interaction.objects.exists()


@pytest.mark.django_db
def test_a_change_holds_for_the_next_batch_and_says_what_would_fail_of_what_stands() -> None:
    kind = declare()
    customer = make_customer()
    lines = [repaired(customer.pk, n, data={"device": "x" * n}) for n in range(1, 11)]
    history.record(lines, now=NOW)
    assert kinds.judge(kind) == Judged(checked=10, failing=0)
    narrow = declare({"properties": {"device": {"maxLength": 4}}})
    assert (narrow.version, kinds.judge(narrow)) == (2, Judged(checked=10, failing=6))
    assert Interaction.objects.count() == 10
    with pytest.raises(BadEntry, match="longer than 4"):
        history.record([repaired(customer.pk, 99)], now=NOW)


@pytest.mark.django_db
def test_a_retired_kind_is_taken_no_more_and_keeps_its_name_until_it_is_back() -> None:
    declare()
    customer = make_customer()
    history.record([repaired(customer.pk)], now=NOW)
    kinds.retire("repair", now=NOW)
    with pytest.raises(BadEntry, match="'repair' is not known"):
        history.record([repaired(customer.pk, 2)], now=NOW)
    assert kinds.among(["repair"], retired=True)["repair"].label == "Repair"
    assert kinds.retire("nothing", now=NOW) is None
    declare()
    assert history.record([repaired(customer.pk, 2)], now=NOW).new == 1


@pytest.mark.django_db
def test_it_may_count_as_a_purchase_in_profiles_and_that_stays() -> None:
    declare({}, carries_money=True, counts_as="purchase")
    customer = make_customer()
    both = [repaired(customer.pk, 1, amount_minor=500), Entry(customer.pk, NOW, "purchase", "shop", "2")]
    history.record(both, now=NOW)
    profile = Profile.objects.get(pk=customer.pk)
    assert (profile.purchases, profile.spent_minor, profile.interactions) == (2, 500, 2)
    with pytest.raises(BadKind, match="profiles have been counted"):
        declare({}, carries_money=True)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["purchase", "Repair", "", "x" * 41, "re-pair", "a\n", "1a", "naïve"])
def test_a_key_is_plain_and_none_of_ours(key: str) -> None:
    with pytest.raises(BadKind):
        declare(key=key)


@pytest.mark.django_db
def test_kinds_of_ours_cost_no_look_and_a_declared_one_costs_one_a_batch(
    django_assert_num_queries: Any,
) -> None:
    declare()
    with django_assert_num_queries(0):
        assert "repair" not in kinds.among(["purchase", "note", "no-key", "nul\0"])
    customer = make_customer()
    with CaptureQueriesContext(connection) as seen:
        history.record([repaired(customer.pk, n) for n in range(500)], now=NOW)
    assert sum("customers_eventkind" in (each["sql"] or "") for each in seen.captured_queries) == 1


@pytest.mark.django_db
def test_an_erasure_leaves_the_name_of_the_kind_and_nothing_of_its_data() -> None:
    declare()
    customer = make_customer()
    history.record([repaired(customer.pk)], now=NOW)
    shredding.shred([customer.pk])
    row = Interaction.objects.get(customer_id=customer.pk)
    assert (row.summary, row.data, row.source_id) == ("Repair", {}, "")


def chain(length: int) -> dict[str, Any]:
    doubled = {
        f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n - 1}"}, {"$ref": f"#/$defs/d{n - 1}"}]}
        for n in range(1, length)
    }
    return {"$defs": {"d0": {}} | doubled, "properties": {"a": {"$ref": f"#/$defs/d{length - 1}"}}}


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(depth):
        schema = {"properties": {"a": schema}}
    return schema


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"$ref": "http://127.0.0.1:1/schema.json"}, "/$ref"),
        ({"properties": {"a": {"$ref": "file:///etc/passwd"}}}, "/properties/a/$ref"),
        ({"properties": {"a": {"$ref": "other.json"}}}, "/properties/a/$ref"),
        ({"allOf": [{"$ref": "#/$defs/none"}]}, "/allOf/0/$ref"),
        ({"$id": "http://example.org/s"}, "/$id"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "/$schema"),
        ({"properties": {"a": {"$dynamicRef": "#x"}}}, "/properties/a/$dynamicRef"),
        ({"$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}}, "/$defs/a/items"),
        ({"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}, "/$defs"),
        (chain(13), ""),
        (nested(100), "/properties"),
        ({"properties": {"a": {"pattern": "(?=a)b"}}}, "/properties/a/pattern"),
        ({"properties": {"a": {"pattern": r"(a)\1"}}}, "/properties/a/pattern"),
        ({"properties": {"a": {"pattern": "(a{1000}){1000}"}}}, "/properties/a/pattern"),
        ({"patternProperties": {"[": {}}}, ""),
        ({"anyOf": [{"pattern": "a"}] * 51}, ""),
        ({"title": "x" * 40_000}, ""),
        ({"type": "string"}, "/type"),
        ({"properties": {"a": {"type": "strin"}}}, "/properties/a/type"),
        ({"properties": 5}, "/properties"),
        ({"required": "a"}, "/required"),
    ],
)
def test_a_schema_that_reaches_outside_or_could_cost_too_much_is_refused(
    schema: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(BadSchema) as refused:
        schemas.written(schema)
    assert refused.value.pointer.startswith(pointer)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "(a|aa)+$", "(.*a){12}$", "^([a-z]+)*[0-9]$"])
def test_patterns_that_would_backtrack_for_ever_take_no_time(pattern: str) -> None:
    schema = schemas.written({"properties": {"a": {"pattern": pattern}}})
    assert schemas.flaw(schema, {"a": "a" * 16_000 + "!"})


def test_formats_are_enforced_and_fields_keep_their_order() -> None:
    schema = schemas.written({"properties": {"zeta": {"format": "date"}, "al/pha": {"title": "First"}}})
    assert schemas.flaw(schema, {"zeta": "2026-13-01"}) == ("/zeta", '"2026-13-01" is not a "date"')
    assert list(schemas.fields(schema).items()) == [("zeta", "Zeta"), ("al/pha", "First")]
