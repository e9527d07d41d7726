"""Whom a rule finds: every question over a small town, and the algebra of all, any and not over them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import audience
from campaigns.rule import BadRule, parse
from customers import gate, learning, rest
from customers.learning import Learned
from customers.models import Customer, ProfileField, Touch
from tests.campaigns.makers import happen, make_campaign, make_message
from tests.makers import DAY, NOW, make_customer

pytestmark = pytest.mark.django_db


def learn(customer: Customer, **facts: Any) -> None:
    learning.learn(
        [Learned(customer.pk, field, value, "test", NOW - DAY) for field, value in facts.items()], now=NOW
    )


@pytest.fixture
def town() -> dict[str, int]:
    """Anna buys much, Ben bought once long ago, Cleo only visited, Dora is new, Emil's data was erased."""
    for key, kind in {"city": "text", "children": "number", "born": "date", "garden": "flag"}.items():
        learning.declare(key, key, ProfileField.Type(kind))
    spring = make_campaign("spring")
    anna = make_customer("Anna", country="AT", language="de")
    ben = make_customer("Ben", country="DE", consents=())
    cleo = make_customer("Cleo", country="", language="", consents=("email:service",))
    dora = make_customer("", country="NO", timezone="")
    emil = make_customer("Emil", erased_at=NOW)
    happen(anna, "purchase", days_ago=3, times=4, amount_minor=5_000, currency="EUR")
    happen(anna, "purchase", days_ago=200, amount_minor=10_050, currency="EUR")
    happen(ben, "purchase", days_ago=400, amount_minor=2_000, currency="EUR")
    happen(cleo, "visit", days_ago=10)
    learn(anna, city="Wien", children=2, born="1980-05-01", garden=True)
    learn(ben, city="100% Graz", children=0, garden=False)
    learn(emil, city="Wien")
    reaction = {"opened_at": NOW, "clicked_at": NOW}
    make_message(anna, campaign_id=spring.pk, state="delivered", **reaction)
    make_message(ben, campaign_id=spring.pk)
    make_message(cleo, campaign_id=spring.pk, state="refused")
    make_message(dora, campaign_id=spring.pk, state="bounced", accepted_at=NOW)
    for whom, ages in ((anna, (1, 14, 30)), (cleo, (1, 5, 14, 30)), (dora, (95,))):
        for days in ages:
            Touch.objects.create(
                customer_id=whom.pk, channel="email", topic="offers", purpose="marketing", state="spent",
                actor="test", touched_at=NOW - days * DAY, answered_at=NOW if days == 14 else None,
            )  # fmt: skip
    return {"Anna": anna.pk, "Ben": ben.pk, "Cleo": cleo.pk, "Dora": dora.pk}


ANSWERS = [
    ("everyone", "Anna Ben Cleo Dora"),
    ({"profile": "purchases", "at_least": 1}, "Anna Ben"),
    ({"profile": "purchases", "is": 0}, "Cleo Dora"),
    ({"profile": "purchases", "is_not": 0}, "Anna Ben"),
    ({"profile": "purchases", "below": 5}, "Ben Cleo Dora"),
    ({"profile": "purchases", "at_most": 5}, "Anna Ben Cleo Dora"),
    ({"profile": "purchases", "above": 1}, "Anna"),
    ({"profile": "purchases", "between": [1, 5]}, "Anna Ben"),
    ({"profile": "spent", "at_least": 300.5}, "Anna"),
    ({"profile": "spent", "is": 20}, "Ben"),
    ({"profile": "interactions", "below": 1}, "Dora"),
    ({"last": "purchase", "more_than_days": 90}, "Ben"),
    ({"last": "purchase", "less_than_days": 90}, "Anna"),
    ({"last": "purchase", "never": True}, "Cleo Dora"),
    ({"last": "visit", "less_than_days": 11}, "Cleo"),
    ({"fact": "city", "is": "wien"}, "Anna"),
    ({"fact": "city", "in": ["Wien", "100% graz"]}, "Anna Ben"),
    ({"fact": "city", "contains": "IE"}, "Anna"),
    ({"fact": "city", "contains": "%"}, "Ben"),
    ({"fact": "city", "known": True}, "Anna Ben"),
    ({"fact": "city", "known": False}, "Cleo Dora"),
    ({"not": {"fact": "city", "is": "Wien"}}, "Ben Cleo Dora"),
    ({"fact": "children", "at_least": 1}, "Anna"),
    ({"fact": "children", "is": 0}, "Ben"),
    ({"fact": "children", "between": [0, 2]}, "Anna Ben"),
    ({"fact": "born", "before": "1990-01-01"}, "Anna"),
    ({"fact": "born", "after": "1990-01-01"}, ""),
    ({"fact": "born", "is": "1980-05-01"}, "Anna"),
    ({"fact": "garden", "is": True}, "Anna"),
    ({"fact": "garden", "is": False}, "Ben"),
    ({"attribute": "country", "is": "NO"}, "Dora"),
    ({"attribute": "country", "in": ["AT", "DE"]}, "Anna Ben"),
    ({"attribute": "language", "known": False}, "Cleo"),
    ({"attribute": "timezone", "known": True}, "Anna Ben Cleo"),
    ({"attribute": "name", "known": False}, "Dora"),
    ({"history": "purchase", "within_days": 300}, "Anna"),
    ({"history": "purchase", "within_days": 500}, "Anna Ben"),
    ({"history": "purchase", "at_least": 5, "within_days": 300}, "Anna"),
    ({"history": "purchase", "at_least": 5, "within_days": 100}, ""),
    ({"not": {"history": "purchase", "within_days": 500}}, "Cleo Dora"),
    ({"consent": "email"}, "Anna Dora"),
    ({"consent": "email", "is": "unknown"}, "Ben Cleo"),
    ({"consent": "email", "purpose": "service"}, "Cleo"),
    ({"consent": "email", "is": "withdrawn"}, ""),
    ({"received": "spring"}, "Anna Ben"),
    ({"received": "spring", "and": "clicked"}, "Anna"),
    ({"received": "spring", "but_not": "opened"}, "Ben"),
    ({"received": "spring", "and": "replied"}, ""),
    ({"pressure": "lately", "is": 0}, "Ben Dora"),
    ({"pressure": "lately", "above": 1.2}, "Cleo"),
    ({"pressure": "lately", "above": 1.1}, "Anna Cleo"),
]


def test_the_pressure_of_an_audience_is_the_reading_that_the_gate_goes_by(town: dict[str, int]) -> None:
    for name in ("Anna", "Cleo"):
        person, _ = gate.standing_of(town[name], now=NOW)
        reading = rest.pressure(person.touches, person.contact_at, now=NOW)
        near = {"pressure": "lately", "between": [reading - 1e-6, reading + 1e-6]}
        assert town[name] in audience.members(audience.read(near), now=NOW).values_list("pk", flat=True)


def test_a_rule_finds_the_same_people_as_a_set_as_a_range_and_one_by_one(town: dict[str, int]) -> None:
    low, high = min(town.values()), max(town.values())
    for shape, names in ANSWERS:
        rule, expected = audience.read(shape), {town[name] for name in names.split()}
        everybody = audience.members(rule, now=NOW)
        in_range = audience.members(rule, now=NOW, low=low, high=high)
        assert set(everybody.values_list("pk", flat=True)) == expected, shape
        assert set(in_range.values_list("pk", flat=True)) == expected, shape
        for pk in town.values():
            is_meant = pk in expected
            assert (audience.has(rule, pk, now=NOW), everybody.filter(pk=pk).exists()) == (is_meant, is_meant)


leaf_numbers = st.integers(0, len(ANSWERS) - 1)
trees = st.recursive(
    leaf_numbers,
    lambda inside: st.one_of(
        st.tuples(st.just("not"), inside),
        st.tuples(st.sampled_from(["all", "any"]), st.lists(inside, min_size=1, max_size=4)),
    ),
    max_leaves=8,
)


def shape_of(tree: Any) -> Any:
    if isinstance(tree, int):
        return ANSWERS[tree][0]
    word, inside = tree
    return {word: shape_of(inside) if word == "not" else [shape_of(each) for each in inside]}


def names_of(tree: Any) -> set[str]:
    if isinstance(tree, int):
        return set(ANSWERS[tree][1].split())
    word, inside = tree
    if word == "not":
        return {"Anna", "Ben", "Cleo", "Dora"} - names_of(inside)
    sets = [names_of(each) for each in inside]
    return set.intersection(*sets) if word == "all" else set.union(*sets)


def test_trees_combine_as_sets_do_even_where_nothing_is_known(town: dict[str, int]) -> None:
    names = {pk: name for name, pk in town.items()}

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(trees)
    def holds(tree: Any) -> None:
        found = audience.members(parse(shape_of(tree)), now=NOW).values_list("pk", flat=True)
        assert {names[pk] for pk in found} == names_of(tree)

    holds()


NAMED_IN_VAIN = [
    ({"fact": "shoe_size", "is": 40}, "there is no field 'shoe_size'; declared are born, children, city"),
    ({"fact": "city", "at_least": 3}, "city is of type text and cannot be compared by 'at_least'"),
    ({"fact": "children", "is": "two"}, "children 'two' is not a number"),
    ({"fact": "garden", "is": "yes"}, "garden is of type flag, which 'yes' is not"),
    ({"fact": "born", "is": "May"}, "born 'May' is not a date"),
    ({"received": "winter"}, "there is no campaign 'winter'"),
]


def test_a_rule_that_names_what_does_not_exist_is_refused(town: dict[str, int]) -> None:
    for shape, words in NAMED_IN_VAIN:
        with pytest.raises(BadRule, match=r"audience\.all\[1\]") as refusal:
            audience.read({"all": ["everyone", shape]})
        assert words in str(refusal.value)


HOSTILE = ["' OR 1=1 --", "%s", "%(x)s", '";DROP TABLE x;--', "\\", "{}", "Wien'", "{{ city }}"]


def test_what_an_author_writes_is_never_read_as_sql(town: dict[str, int]) -> None:
    for text in HOSTILE:
        shapes: list[Any] = [
            {"fact": "city", "is": text},
            {"fact": "city", "in": [text]},
            {"fact": "city", "contains": text},
            {"fact": text, "known": True},
            {"attribute": "country", "is": text},
            {"consent": text},
            {"received": text},
        ]
        assert audience.count(parse({"any": shapes}), now=NOW) == 0


def test_a_count_is_one_statement(town: dict[str, int], statements: Any) -> None:
    rule = parse({"any": [shape for shape, _ in ANSWERS]})
    with statements(1):
        assert audience.count(rule, now=NOW) == 4
