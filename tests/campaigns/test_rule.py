"""How rules are written, refused and said."""

import pytest

from campaigns import rule
from campaigns.rule import BadRule, parse
from campaigns.segments import SEGMENTS

WRITTEN = [
    "everyone",
    {"all": [{"profile": "purchases", "at_least": 3}, {"last": "purchase", "more_than_days": 90}]},
    {"any": ["everyone", {"not": {"fact": "city", "is": "Wien"}}]},
    {"profile": "spent", "between": [100, 499.99]},
    {"profile": "visits", "is_not": 0},
    {"last": "visit", "less_than_days": 7},
    {"last": "purchase", "never": True},
    {"fact": "city", "in": ["Graz", "Linz"]},
    {"fact": "city", "contains": "berg"},
    {"fact": "children", "above": 1},
    {"fact": "children", "is": 2},
    {"fact": "member_since", "before": "2024-01-01"},
    {"fact": "has_garden", "is": True},
    {"fact": "city", "known": False},
    {"attribute": "country", "in": ["AT", "DE"]},
    {"attribute": "language", "is": "de"},
    {"attribute": "name", "known": True},
    {"history": "purchase", "at_least": 2, "within_days": 365},
    {"consent": "email", "purpose": "marketing", "is": "withdrawn"},
    {"pressure": "lately", "below": 3},
    {"received": "spring-sale"},
    {"received": "spring-sale", "and": "opened"},
    {"received": "spring-sale", "but_not": "clicked"},
]


@pytest.mark.parametrize("shape", WRITTEN, ids=str)
def test_what_is_written_is_read_and_written_the_same(shape: object) -> None:
    assert parse(shape).dump() == shape


def test_every_registered_rule_is_among_the_examples() -> None:
    used = {leaf.key for shape in WRITTEN for _, leaf in rule.leaves(parse(shape))}
    assert used == set(SEGMENTS)


@pytest.mark.parametrize(
    ("shape", "place", "words"),
    [
        ({}, "audience", "must be a rule"),
        (None, "audience", "must be a rule"),
        (["everyone"], "audience", "must be a rule"),
        ("everybody", "audience", "names no rule"),
        ({"profil": "purchases"}, "audience", "names no rule: profil"),
        ({"all": []}, "audience.all", "at least one rule"),
        ({"all": "everyone"}, "audience.all", "must be a list"),
        ({"all": ["everyone"], "any": ["everyone"]}, "audience", "only one of"),
        ({"all": ["everyone"], "at_least": 3}, "audience.at_least", "not known"),
        ({"all": ["everyone", {"profile": "pets", "is": 1}]}, "audience.all[1].profile", "one of inter"),
        ({"not": {"any": [{"last": "purchase"}]}}, "audience.not.any[0]", "needs one of more_than_days"),
        ({"profile": "purchases"}, "audience", "needs one of is,"),
        ({"profile": "purchases", "at_least": 1, "at_most": 3}, "audience", "only one of"),
        ({"profile": "purchases", "at_least": "3"}, "audience.at_least", "must be a number"),
        ({"profile": "purchases", "at_least": ""}, "audience.at_least", "needs a number"),
        ({"profile": "purchases", "between": [1, " "]}, "audience.between", "needs a number"),
        ({"profile": "purchases", "at_least": True}, "audience.at_least", "must be a number"),
        ({"profile": "purchases", "at_least": 2.5}, "audience.at_least", "whole number"),
        ({"profile": "purchases", "at_least": float("nan")}, "audience.at_least", "must be a number"),
        ({"profile": "purchases", "between": [1]}, "audience.between", "two numbers"),
        ({"profile": "purchases", "between": [5, 1]}, "audience.between", "lower number"),
        ({"profile": "spent", "at_least": 1.999}, "audience.at_least", "decimal places"),
        ({"profile": "purchases; DROP TABLE x", "is": 1}, "audience.profile", "must be one of"),
        ({"last": "purchase", "more_than_days": -1}, "audience.more_than_days", "whole number from 0"),
        ({"last": "purchase", "never": False}, "audience.never", "must be true"),
        ({"fact": "city", "is": ""}, "audience.is", "must be a text"),
        ({"fact": "city", "is": "a\0b"}, "audience.is", "must be a text"),
        ({"fact": "city", "in": []}, "audience.in", "list of 1 to"),
        ({"fact": "city", "in": ["Graz", 3]}, "audience.in.one", "must be a text"),
        ({"fact": "city", "before": "yesterday"}, "audience.before", "must be a date"),
        ({"fact": "city", "like": "W%"}, "audience.like", "is not known here"),
        ({"attribute": "email", "is": "x"}, "audience.attribute", "must be one of language"),
        ({"attribute": "name", "is": "Anna"}, "audience.is", "is not known here"),
        ({"history": "purchase"}, "audience.within_days", "must be a whole number"),
        ({"history": "teleport", "within_days": 3}, "audience.history", "must be one of"),
        ({"consent": "email", "is": "maybe"}, "audience.is", "must be one of granted"),
        ({"received": "x", "and": "eaten"}, "audience.and", "must be one of opened"),
        ({1: 2}, "audience", "names no rule: 1"),
    ],
    ids=str,
)
def test_what_cannot_be_understood_is_refused_with_its_place(shape: object, place: str, words: str) -> None:
    with pytest.raises(BadRule) as refusal:
        parse(shape)
    assert refusal.value.path == place
    assert words in refusal.value.words


def test_a_tree_that_is_too_deep_or_too_wide_is_refused() -> None:
    deep: object = "everyone"
    for _ in range(rule.MOST_DEPTH + 1):
        deep = {"not": deep}
    wide: object = {"any": ["everyone"] * (rule.MOST_RULES + 1)}
    repeated: object = "everyone"
    for _ in range(10):  # as YAML's aliases can: 10 lines, 9^10 rules
        repeated = {"any": [repeated] * 9}
    for shape in (deep, wide, repeated):
        with pytest.raises(BadRule, match="more than"):
            parse(shape)


def test_a_rule_is_said_in_plain_english() -> None:
    shape = {
        "all": [
            {"profile": "spent", "at_least": 100},
            {"any": [{"last": "purchase", "more_than_days": 90}, {"last": "purchase", "never": True}]},
            {"not": {"fact": "city", "is": "Wien"}},
        ]
    }
    assert parse(shape).words() == (
        "spent at least 100 EUR and (last purchase more than 90 days ago or never any purchase)"
        " and not (city is Wien)"
    )


def test_only_a_rule_over_the_raw_history_says_that_it_is_slow() -> None:
    slow = {"any": ["everyone", {"not": {"history": "visit", "within_days": 30}}]}
    assert rule.scans_history(parse(slow))
    assert not rule.scans_history(parse({"last": "visit", "less_than_days": 30}))
