"""Campaigns as text files: what is read, what is refused, and that writing and reading agree."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import plainyaml, yamlfile
from campaigns.models import Campaign, Flight
from campaigns.yamlfile import BadCampaignFile
from customers.models import Topic
from tests.campaigns.makers import make_flight
from tests.makers import make_customer

pytestmark = pytest.mark.django_db

AUTUMN = """\
key: autumn
name: 'Autumn: a letter'
purpose: marketing
topic: garden-tips
channel: email
sender: Hauptplatz Pharmacies <hello@mail.rapport.example>
audience:
  all:
  - profile: purchases
    at_least: 3
  - attribute: country
    in:
    - AT
    - 'NO'
holdout: 0.1
versions:
- name: A
  weight: 2
  subject: A word for {{ customer.first_name }} 🍂
  text: |
    Dear {{ customer.first_name }},

      indented, "quoted" and long: https://shop.example.org/a/very/long/address/that/must/never/be/folded/by/anything
    {{ unsubscribe_url }}
  html: |-
    <p>Dear {{ customer.first_name }}</p>
    <p><a href="{{ unsubscribe_url }}">No more</a></p>
- name: B
  weight: 1
  subject: Short
  text: One line.
schedule:
  not_after_hours: 72
"""


def test_what_becomes_of_whom_it_cannot_reach_now_is_written_where_it_is_not_to_wait() -> None:
    campaign = yamlfile.load(AUTUMN + "otherwise: digest\n")
    assert campaign.otherwise == "digest"
    assert "otherwise: digest" in yamlfile.export(campaign)
    assert "otherwise" not in yamlfile.export(yamlfile.load(AUTUMN))
    with pytest.raises(BadCampaignFile, match="otherwise"):
        yamlfile.load(AUTUMN + "otherwise: shout\n")


def test_a_file_becomes_a_campaign_and_the_same_file_again() -> None:
    campaign = yamlfile.load(AUTUMN)
    assert (campaign.name, campaign.holdout, campaign.schedule) == (
        "Autumn: a letter",
        0.1,
        {"not_after_hours": 72},
    )
    assert [(v.name, v.weight) for v in campaign.versions.all()] == [("A", 2), ("B", 1)]
    assert campaign.versions.get(name="A").text.startswith('Dear {{ customer.first_name }},\n\n  indented, "')
    assert Topic.objects.get(pk="garden-tips").label == "Garden tips"
    assert yamlfile.export(campaign) == AUTUMN
    assert yamlfile.export(Campaign.objects.get()) == AUTUMN


def test_importing_again_changes_the_campaign_and_keeps_its_versions_by_name() -> None:
    first = yamlfile.load(AUTUMN)
    kept = first.versions.get(name="B").pk
    text = AUTUMN.replace("name: A\n", "name: C\n").replace("subject: Short", "subject: Shorter")
    again = yamlfile.load(text)
    assert again.pk == first.pk
    assert {v.name: v.subject for v in again.versions.all()} == {
        "B": "Shorter",
        "C": "A word for {{ customer.first_name }} 🍂",
    }
    assert again.versions.get(name="B").pk == kept
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("state", ["planning", "sending", "paused"])
def test_a_campaign_that_is_running_stays_as_it_is(state: str) -> None:
    make_flight(yamlfile.load(AUTUMN), state=state)
    with pytest.raises(BadCampaignFile, match="autumn is running"):
        yamlfile.load(AUTUMN.replace("Short", "Changed"))
    assert Campaign.objects.get().versions.get(name="B").subject == "Short"
    Flight.objects.update(state="ended")
    yamlfile.load(AUTUMN)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("key: autumn", "key: Autumn Letter", "key must be small letters"),
        ("key: autumn", "key: preview", "key “preview” is a word of our own; take another."),
        ("key: autumn", "kee: autumn", "kee is not known; there are key, name"),
        ("topic: garden-tips\n", "", "topic is missing"),
        ("purpose: marketing", "purpose: fun", "purpose is 'fun' but must be one of marketing"),
        ("channel: email", "channel: pigeon", "channel is 'pigeon' but must be one of email"),
        ("holdout: 0.1", "holdout: 10", "holdout must be a number from 0 to 1, not 10"),
        ("holdout: 0.1", "holdout: 10 %", "holdout must be a number from 0 to 1, not '10 %'"),
        ("weight: 2", "weight: 1.5", "version 1: weight must be a whole number"),
        ("weight: 2", "weight: -1", "version 1: weight must be a number from 0"),
        ("  subject: Short", "  title: Short", "version 2: title is not known"),
        ("name: B", "name: A", "Two versions are called 'A'"),
        ("- name: B", "- name: ''", "version 2: name is missing"),
        ("at_least: 3", "at_least: many", "audience.all[0].at_least: is 'many' but must be a number"),
        ("at_least: 3", "at_least:", "audience.all[0].at_least: needs a number"),
        ("not_after_hours: 72", "at: noon", "schedule: at is not known"),
        ("not_after_hours: 72", "not_after_hours: 0", "not_after_hours must be a number from 1"),
        ("subject: Short", "subject: Hi {{ customer.nme }}", "Did you mean customer.name?"),
        ("subject: Short", "subject: Hi {{ customer.name", "never closed"),
        (
            "sender: Hauptplatz Pharmacies <hello@mail.rapport.example>",
            "sender: nobody",
            "The sender must be",
        ),
        ("name: 'Autumn: a letter'", "name: Autumn: a letter", "Line 2: this is not YAML"),
        ("key: autumn", "key: autumn\nkey: winter", "Line 2: this is not YAML: key comes twice"),
        ("key: autumn", "key: !!python/object/apply:os.system [ls]", "this is not YAML"),
    ],
    ids=str,
)
def test_a_file_that_does_not_fit_is_refused_with_words_and_nothing_is_stored(
    old: str, new: str, words: str
) -> None:
    make_customer("Anna Huber")
    assert old in AUTUMN
    with pytest.raises(BadCampaignFile) as refusal:
        yamlfile.load(AUTUMN.replace(old, new, 1))
    assert words in str(refusal.value)
    assert not Campaign.objects.exists()
    assert not Topic.objects.filter(pk="garden-tips").exists()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadCampaignFile) as refusal:
        yamlfile.load(AUTUMN.replace("email", "pigeon").replace("0.1", "2").replace("marketing", "fun"))
    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize(
    "text", ["", "[]", "just words", "3", "\0", "a: &a [*a]", "{" * 5000, "x" * 3_000_000]
)
def test_what_is_no_campaign_at_all_is_refused(text: str) -> None:
    with pytest.raises(BadCampaignFile):
        yamlfile.load(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60))
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    fields: dict[str, Any] = {"subject": text, "list": [text, {"is": text}]}
    assert plainyaml.read(plainyaml.write(fields)) == fields


@pytest.mark.parametrize(
    "text",
    ["no", "NO", "yes", "on", "12:30", "2026-11-21", "1e5", "1.5e5", "0o7", "012", "~", "null", "1_0", "<<"],
)
def test_a_text_that_others_would_misread_stays_a_text(text: str) -> None:
    assert plainyaml.read(plainyaml.write({"is": text})) == {"is": text}


def test_people_need_not_quote_countries_times_and_dates() -> None:
    assert plainyaml.read("[NO, on, 12:30, 2026-11-21, true, 3, 0.5, ~]") == [
        "NO",
        "on",
        "12:30",
        "2026-11-21",
        True,
        3,
        0.5,
        None,
    ]
