"""The look keeps its promises: readable colours, no inline style or script, plain words for every value."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.template.loader import get_template

from campaigns.models import Flight
from channels.models import MessageState
from hub.templatetags import look

TEMPLATES = settings.BASE_DIR / "templates"
# Mails are not pages: their readers know no style sheets.
PAGES = sorted(
    str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if "messages" not in path.parts
)
THEME = (settings.BASE_DIR / "hub/static/hub/theme.css").read_text()
TOKENS = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", THEME)}
TEXTS = ("ink", "soft", "faint", "brand", "warm", "good", "bad", "info")
GROUNDS = ("paper", "surface", "sunk", "brand-tint")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((tone, f"{tone}-tint") for tone in ("warm", "good", "bad", "info")),
    *((text, f"{tone}-tint") for text in ("ink", "soft") for tone in ("warm", "good", "bad", "info")),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(scheme: int) -> None:
    pale = [
        f"{text} on {ground}: {ratio:.2f}"
        for text, ground in PAIRS
        if (ratio := _contrast(TOKENS[text][scheme], TOKENS[ground][scheme])) < 4.5
    ]
    assert pale == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_edge_of_a_control_can_be_seen(scheme: int) -> None:
    assert all(_contrast(TOKENS["edge"][scheme], TOKENS[ground][scheme]) >= 3 for ground in GROUNDS)


@pytest.mark.parametrize("page", PAGES)
def test_a_template_can_be_read_and_brings_no_style_or_script_of_its_own(page: str) -> None:
    get_template(page)
    source = (TEMPLATES / page).read_text()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|hx-on|javascript:", source)


def test_every_state_has_words_and_a_tone_of_the_theme() -> None:
    tones = {look.message_tone(state) for state in MessageState}
    tones |= {look.flight_tone(state) for state in ["", *Flight.State]}
    assert all(f".tone-{tone} " in THEME for tone in tones)
    assert look.message_words("refused") == "Not sent"
    assert look.flight_words("") == "Draft"


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (4820, "EUR", "€48.20"),
        (-120_410, "EUR", "−€1,204.10"),
        (500, "JPY", "¥500"),
        (1500, "KWD", "KWD 1.500"),
        (None, "EUR", ""),
    ],
)
def test_money_carries_its_unit(minor: int | None, currency: str, words: str) -> None:
    assert look.money(minor, currency) == words


def test_a_small_share_is_never_called_none() -> None:
    assert [look.share(percent) for percent in (0, 0.02, 4.84, 62.0)] == ["0 %", "< 0.1 %", "4.8 %", "62 %"]


def test_initials_take_the_first_and_the_last_name() -> None:
    names = ["Margarethe Köhler-Obermüller", "maria theresia von huber", "Cher", "4711", ""]
    assert [look.initials(name) for name in names] == ["MK", "MH", "C", "?", "?"]


def test_times_are_said_as_people_say_them() -> None:
    now = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)
    ages = {
        timedelta(seconds=20): "just now",
        timedelta(minutes=7): "7 min ago",
        timedelta(hours=3): "11:00",
        timedelta(days=1): "yesterday 14:00",
        timedelta(days=5): "16 Nov",
        timedelta(days=400): "17 Oct 2025",
        timedelta(minutes=-5): "in 5 min",
        timedelta(days=-1): "tomorrow 14:00",
    }
    with time_machine.travel(now, tick=False):
        assert {age: re.sub("<.*?>", "", look.when(now - age)) for age in ages} == ages


def test_a_line_of_the_timeline_shows_hostile_words_as_words() -> None:
    hostile = "<img src=x onerror=alert(1)>\"'"
    line = SimpleNamespace(
        at=datetime(2026, 11, 21, 13, 0, tzinfo=UTC),
        icon=hostile,
        tone=hostile,
        title=hostile,
        url=hostile,
        amount=hostile,
        channel_label=hostile,
        detail=hostile,
        quote=hostile,
        is_machine=False,
        is_struck=False,
        words_url=hostile,
        inside=[],
    )
    drawn = look.timeline([line])
    assert "<img" not in drawn
    assert drawn.count("&lt;img src=x onerror=alert(1)&gt;&quot;&#x27;") == 8


def test_spent_touches_come_before_those_left_and_many_are_drawn_as_twelve() -> None:
    assert look.slots(2, 3) == [False, True, True]
    assert look.slots(30, 60) == [False] * 6 + [True] * 6
    assert look.slots(0, 0) == []


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours; source: WCAG 2.2, relative luminance."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
