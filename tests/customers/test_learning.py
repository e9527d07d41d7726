from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers import history, learning
from customers.errors import UnknownField
from customers.history import Entry
from customers.learning import BadField, BadValue, Learned
from customers.models import Customer, Fact, Interaction, ProfileField
from tests.makers import DAY, NOW, make_customer

database = pytest.mark.django_db


@pytest.fixture
def fields(db: None) -> None:
    learning.declare("favourite", "Favourite colour")
    learning.declare("children", "Children", ProfileField.Type.NUMBER)
    learning.declare("born_on", "Born on", ProfileField.Type.DATE)
    learning.declare("has_dog", "Has a dog", ProfileField.Type.FLAG)


def said(customer: Customer, field: str, value: object, **how: Any) -> Learned:
    return Learned(customer.pk, field, value, **({"source": "survey", "learned_at": NOW - DAY} | how))


def known(customer: Customer) -> dict[str, Any]:
    return dict(Fact.objects.filter(customer=customer).values_list("field_id", "value"))


@database
def test_a_fact_is_kept_and_told_to_the_history(fields: None) -> None:
    customer = make_customer()
    assert learning.learn([said(customer, "favourite", "green")], now=NOW) == {customer.pk}
    line = Interaction.objects.get(customer_id=customer.pk)
    assert (line.kind, line.summary, line.occurred_at) == (
        "fact_learned",
        "Favourite colour: green",
        NOW - DAY,
    )
    assert (line.data["value"], line.data["before"]) == ("green", None)
    assert known(customer) == {"favourite": "green"}


@database
def test_the_same_again_changes_nothing_and_says_nothing(fields: None) -> None:
    customer = make_customer()
    learning.learn([said(customer, "favourite", "green")], now=NOW)
    assert learning.learn([said(customer, "favourite", "green", learned_at=NOW)], now=NOW) == set()
    assert Interaction.objects.count() == 1
    learning.learn([said(customer, "favourite", "red", learned_at=NOW - timedelta(hours=1))], now=NOW)
    assert known(customer) == {"favourite": "green"}, "what was confirmed later stands"


@database
@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ({}, {"learned_at": NOW}, "second"),
        ({}, {"learned_at": NOW - 2 * DAY}, "first"),
        ({"confidence": 0.9}, {"confidence": 0.4, "learned_at": NOW}, "first"),
        ({"confidence": 0.4}, {"confidence": 0.9, "learned_at": NOW}, "second"),
        ({"by_customer": True}, {"learned_at": NOW}, "first"),
        ({"by_customer": True}, {"by_customer": True, "learned_at": NOW}, "second"),
        ({}, {"by_customer": True, "confidence": 0.1, "learned_at": NOW - 9 * DAY}, "second"),
    ],
)
def test_better_and_newer_facts_prevail_and_the_customers_own_word_over_all(
    fields: None, first: dict[str, Any], second: dict[str, Any], stands: str
) -> None:
    apart, at_once = make_customer(), make_customer()
    for customer, batches in ((apart, 2), (at_once, 1)):
        facts = [
            said(customer, "favourite", "first", **first),
            said(customer, "favourite", "second", **second),
        ]
        for batch in [facts[:1], facts[1:]] if batches == 2 else [facts]:
            learning.learn(batch, now=NOW)
        assert known(customer) == {"favourite": stands}


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from([0.2, 0.5, 1.0]), st.integers(0, 5)), min_size=2, max_size=4
    )
)
def test_nothing_inferred_ever_takes_the_place_of_what_the_customer_said(
    facts: list[tuple[bool, float, int]],
) -> None:
    learned = [
        Learned(1, "f", n, "s", NOW + hours * DAY, confidence, own)
        for n, (own, confidence, hours) in enumerate(facts)
    ]
    for order in permutations(learned):
        stands = order[0]
        for fact in order[1:]:
            if learning.prevails(fact, stands):
                assert fact.by_customer or not stands.by_customer
                stands = fact
        assert stands.by_customer == any(fact.by_customer for fact in learned)


@database
@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("favourite", "  green ", "green"),
        ("children", "3", 3),
        ("children", "2.5", 2.5),
        ("children", 4, 4),
        ("born_on", "1990-05-17", "1990-05-17"),
        ("born_on", "19900517", "1990-05-17"),
        ("born_on", date(1990, 5, 17), "1990-05-17"),
        ("has_dog", "yes", True),
        ("has_dog", "0", False),
        ("has_dog", False, False),
    ],
)
def test_values_are_kept_as_their_field_wants_them(
    fields: None, field: str, written: object, kept: object
) -> None:
    customer = make_customer()
    learning.learn([said(customer, field, written)], now=NOW)
    value = known(customer)[field]
    assert (value, type(value)) == (kept, type(kept))


@database
@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("favourite", ""),
        ("favourite", 7),
        ("favourite", "nul\0"),
        ("favourite", "x" * 2001),
        ("children", "many"),
        ("children", "nan"),
        ("children", "1e400"),
        ("children", True),
        ("born_on", "17.5.1990"),
        ("born_on", "1990-02-30"),
        ("has_dog", "perhaps"),
    ],
)
def test_a_value_that_does_not_fit_keeps_its_batch_out(fields: None, field: str, written: object) -> None:
    customer = make_customer()
    with pytest.raises(BadValue, match=f"^{field} .* is not "):
        learning.learn([said(customer, "has_dog", True), said(customer, field, written)], now=NOW)
    assert known(customer) == {}


@database
def test_a_field_must_be_declared_first(fields: None) -> None:
    with pytest.raises(UnknownField, match="'shoe_size' is not declared"):
        learning.learn([said(make_customer(), "shoe_size", 42)], now=NOW)


@database
def test_a_field_keeps_its_type_once_something_is_known_and_may_be_relabelled(fields: None) -> None:
    learning.learn([said(make_customer(), "favourite", "green")], now=NOW)
    with pytest.raises(BadField, match="has facts"):
        learning.declare("favourite", "Favourite", ProfileField.Type.NUMBER)
    assert learning.declare("favourite", "Best colour").label == "Best colour"
    assert learning.declare("children", "Children", ProfileField.Type.FLAG).type == "flag"


@pytest.mark.parametrize("key", ["", "Shoe", "shoe size", "shoe-size", "1st", "x" * 61])
def test_a_field_that_templates_cannot_name_is_refused(key: str) -> None:
    with pytest.raises(BadField, match="key"):
        learning.declare(key, "Shoe size")


@database
def test_templates_read_details_facts_and_profile_in_three_statements(fields: None, statements: Any) -> None:
    customers = [make_customer("Anna Maria Gruber"), make_customer("")]
    learning.learn([said(customers[0], "favourite", "green"), said(customers[0], "children", 2)], now=NOW)
    entries = [
        Entry(customers[0].pk, NOW - n * DAY, "purchase", "shop", str(n), amount_minor=1465) for n in (1, 2)
    ]
    history.record(entries, now=NOW)
    names = {"customer.first_name", "facts.favourite", "profile.spent", "profile.last_purchase_at"}
    with statements(3):
        merged = learning.merge_fields([each.pk for each in customers] + [999_999], names)
    assert merged[customers[0].pk] == {
        "customer": {
            "first_name": "Anna",
            "name": "Anna Maria Gruber",
            "language": "de",
            "country": "AT",
            "number": customers[0].number,
        },
        "facts": {"favourite": "green"},
        "profile": {"spent": "29.30", "last_purchase_at": NOW - DAY},
    }
    assert merged[customers[0].pk]["customer"]["first_name"] == customers[0].first_name
    assert merged[customers[1].pk]["customer"]["first_name"] == ""
    assert (merged[customers[1].pk]["facts"], merged[customers[1].pk]["profile"]) == ({}, {})
    assert set(merged) == {each.pk for each in customers}


@database
def test_what_a_template_does_not_use_is_not_read(fields: None, statements: Any) -> None:
    customer = make_customer()
    with statements(1):
        assert learning.merge_fields([customer.pk], {"customer.name"})[customer.pk]["facts"] == {}


@database
def test_a_template_that_picks_at_run_time_gets_everything(fields: None) -> None:
    customer = make_customer()
    learning.learn([said(customer, "favourite", "green"), said(customer, "children", 2)], now=NOW)
    history.record([Entry(customer.pk, NOW, "visit", "shop", "1")], now=NOW)
    merged = learning.merge_fields([customer.pk], {"facts", "profile[customer.name]"})[customer.pk]
    assert merged["facts"] == {"favourite": "green", "children": 2}
    assert merged["profile"]["visits"] == 1


@database
def test_amounts_have_the_decimal_places_of_the_hubs_currency(settings: Any) -> None:
    customer = make_customer()
    settings.CURRENCY = "JPY"
    history.record([Entry(customer.pk, NOW, "purchase", "shop", "1", amount_minor=500)], now=NOW)
    merged = learning.merge_fields([customer.pk], {"profile.spent", "profile.spent_minor"})[customer.pk]
    assert merged["profile"] == {"spent": "500", "spent_minor": 500}
    assert Decimal(merged["profile"]["spent"]) == 500


@database
def test_every_name_that_is_offered_can_be_merged(fields: None) -> None:
    names = learning.merge_names()
    customer = make_customer()
    history.record([Entry(customer.pk, NOW, "visit", "shop", "1")], now=NOW)
    learning.learn(
        [
            said(customer, "favourite", "green"),
            said(customer, "children", 2),
            said(customer, "born_on", "1990-05-17"),
            said(customer, "has_dog", True),
        ],
        now=NOW,
    )
    merged = learning.merge_fields([customer.pk], names)[customer.pk]
    assert {f"{root}.{name}" for root, own in merged.items() for name in own} == names
