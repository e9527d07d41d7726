"""docs/audiences.md is right: every rule has its heading, and every example reads."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from campaigns import plainyaml, rule
from campaigns.segments import SEGMENTS

TEXT = (Path(__file__).parents[2] / "docs/audiences.md").read_text()
CHAPTERS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_every_rule_has_a_chapter_with_an_example_of_it() -> None:
    assert set(CHAPTERS) == {"all", "any", "not", *SEGMENTS}
    for key, chapter in CHAPTERS.items():
        assert re.search(rf"```yaml.*\b{key}\b.*```", chapter, re.DOTALL), key


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_can_be_read(example: str) -> None:
    shape = plainyaml.read(example)
    rule.parse(shape["audience"] if isinstance(shape, dict) and "audience" in shape else shape)


@pytest.mark.parametrize("key", SEGMENTS)
def test_every_allowed_word_is_documented(key: str) -> None:
    columns = getattr(import_module(f"campaigns.segments.{key}"), "COLUMNS", {})
    assert [name for name in columns if f"`{name}`" not in CHAPTERS[key]] == []
