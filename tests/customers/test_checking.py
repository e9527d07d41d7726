"""What may be recorded: that hundreds seen at once are judged as each alone would be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers import checking, identity
from customers.checking import AHEAD, EARLIEST
from customers.entry import Entry
from customers.events import EVENT_TYPES
from tests.makers import DAY, NOW

KINDS = {
    **EVENT_TYPES,
    "parcel": replace(EVENT_TYPES["visit"], key="parcel", fields={"weight": int}, takes_amount=False),
    "survey": replace(
        EVENT_TYPES["visit"],
        key="survey",
        schema='{"type": "object", "required": ["stars"]}',
        is_declared=True,
    ),
}
GOOD = Entry(7, NOW - DAY, "purchase", "shop", "1", amount_minor=1250)
MOMENTS = st.sampled_from(
    [
        NOW, NOW + AHEAD, NOW + AHEAD + timedelta(seconds=1), EARLIEST, EARLIEST - timedelta(seconds=1),
        datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=16))),  # noqa: DTZ001
        datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-15, minutes=-59))),
        datetime.max.replace(tzinfo=UTC),
    ]
)  # fmt: skip
ENTRIES = st.builds(
    lambda good, **fields: good._replace(**fields),
    st.just(GOOD),
    occurred_at=st.just(GOOD.occurred_at) | MOMENTS,
    kind=st.sampled_from(["purchase", "purchase", "call", "parcel", "survey", "nonsense"]),
    source=st.sampled_from(["shop", "shop", "", "s" * 60, "s" * 61]),
    source_id=st.sampled_from(["1", "1", "", "1" * 200, "1" * 201]),
    channel=st.sampled_from(["", "", "c" * 20, "c" * 21]),
    direction=st.sampled_from(["", "", "in", "within", "sideways"]),
    actor=st.sampled_from(["", "", "a" * 80, "a" * 81]),
    currency=st.sampled_from(["", "", "EUR", "EURO"]),
    amount_minor=st.sampled_from([None, None, 0, 10**15, -(10**15), 10**15 + 1, -(10**15) - 1]),
    data=st.sampled_from([{}, {"weight": 3}, {"weight": "much"}, {"stars": 5}]),
)


@given(st.lists(st.just(GOOD) | ENTRIES, max_size=4))
def test_many_are_sound_when_there_is_no_complaint_about_any(entries: list[Entry]) -> None:
    told = [checking.complaint(each, now=NOW, known=KINDS) for each in entries]
    assert checking.are_sound(entries, now=NOW, known=KINDS) == (not any(told))


@given(ENTRIES)
def test_what_is_wrong_is_said_in_words(entry: Entry) -> None:
    told = checking.complaint(entry, now=NOW, known=KINDS)
    assert told is None or (str(told) and told.words)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "nonsense"}, "kind 'nonsense' is not known"),
        ({"source_id": "1" * 201}, "source_id may have 200 characters"),
        ({"occurred_at": datetime(2026, 1, 1)}, "occurred_at needs a time zone"),  # noqa: DTZ001
        ({"kind": "parcel"}, "parcel carries no money"),
        ({"kind": "parcel", "amount_minor": None, "data": {"weight": "x"}}, "data.weight: weight of parcel"),
    ],
)
def test_a_complaint_names_the_field(fields: dict[str, Any], words: str) -> None:
    assert str(checking.complaint(GOOD._replace(**fields), now=NOW, known=KINDS)).startswith(words)


@given(st.lists(st.text("aß\n\x7f", max_size=2) | st.sampled_from(["k" * 200, "k" * 201]), max_size=4))
def test_many_are_keys_when_each_is(texts: list[str]) -> None:
    assert identity.are_keys(texts) == (not any(map(identity.key_complaint, texts)))
