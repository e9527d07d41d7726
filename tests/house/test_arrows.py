"""What import contracts cannot see: arrows hidden in strings, and registries with their documents."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from campaigns.segments import SEGMENTS
from channels.models import MOVES, MessageState
from channels.registry import ADAPTERS
from customers.events import EVENT_TYPES
from customers.models import Profile

ROOT = Path(settings.BASE_DIR)
HOUSE = ("hub", "campaigns", "channels", "customers")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_foreign_keys_point_only_rightwards() -> None:
    for model in apps.get_models():
        if model._meta.app_label in HOUSE:
            for field in model._meta.get_fields():
                if isinstance(field, ForeignKey | ManyToManyField):
                    target = field.related_model._meta.app_label  # type: ignore[union-attr]
                    if target in HOUSE:
                        assert HOUSE.index(target) >= HOUSE.index(model._meta.app_label), field


def test_every_task_that_is_named_exists() -> None:
    current_app.loader.import_default_modules()
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    for source in _sources():
        named |= set(re.findall(r'"((?:hub|campaigns|channels|customers)\.tasks\.\w+)"', source.read_text()))
    assert named
    assert named <= set(current_app.tasks)


def test_no_task_is_more_than_a_few_lines() -> None:
    for app in HOUSE:
        tasks = ROOT / app / "tasks.py"
        if tasks.exists():
            for node in ast.parse(tasks.read_text()).body:
                if isinstance(node, ast.FunctionDef) and node.decorator_list:
                    assert (node.end_lineno or 0) - node.lineno <= 6, (app, node.name)


def test_every_url_name_in_a_template_exists() -> None:
    names = set(_url_names(get_resolver()))
    for template in TEMPLATES:
        for name in re.findall(r"{% url ['\"]([\w:-]+)['\"]", template.read_text()):
            assert name in names, (template.name, name)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_template_compiles_and_asks_nothing_of_htmx(template: Path) -> None:
    get_template(str(template.relative_to(ROOT / "templates")))
    words = template.read_text()
    assert "request.htmx" not in words
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=\"|\bstyle=\"", words)


@pytest.mark.parametrize(
    "template", [t for t in TEMPLATES if t.name.startswith("_")], ids=lambda path: path.name
)
def test_a_partial_says_on_line_one_what_it_wants(template: Path) -> None:
    assert template.read_text().startswith(("{#", "{% comment %}"))


def test_every_move_of_a_message_leads_somewhere_known() -> None:
    assert set(MOVES) == set(MessageState)
    reachable = {MessageState.PLANNED, MessageState.QUEUED, MessageState.HELD, MessageState.REFUSED}
    for moves in MOVES.values():
        reachable |= moves
    assert reachable == set(MessageState)


def test_every_event_kind_feeds_columns_that_exist() -> None:
    columns = {field.name for field in Profile._meta.get_fields()}
    for kind in EVENT_TYPES.values():
        if kind.tally:
            fed = {kind.tally.count, kind.tally.last, kind.tally.first, kind.tally.amount} - {""}
            assert fed <= columns, kind.key


def test_every_channel_event_rule_and_setting_has_its_heading() -> None:
    adding = (ROOT / "docs" / "events.md").read_text()
    for key in EVENT_TYPES:
        assert f"## {key}\n" in adding, key
    channels = (ROOT / "docs" / "channels.md").read_text()
    for key in ADAPTERS:
        assert f"## {key}\n" in channels, key
    rules = (ROOT / "docs" / "audiences.md").read_text()
    for key in SEGMENTS:
        assert f"## {key}\n" in rules, key
    described = (ROOT / "docs" / "settings.md").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "hub" / "settings.py").read_text()))
    for name in read:
        assert f"`{name}`" in described, name


def test_outbox_is_the_only_door_out_and_record_the_only_writer() -> None:
    for source in _sources():
        words = source.read_text()
        if source.name != "history.py":
            assert "INSERT INTO customers_interaction " not in words, source
            assert not re.search(r"\bInteraction\.objects\.(create|bulk_create)|Interaction\(", words), source
        if source.name not in ("outbox.py",):
            assert not re.search(r"\bMessage\.objects\.(create|bulk_create)", words), source


def test_narrowing_goes_through_wishes_so_that_what_is_queued_is_called_off() -> None:
    for source in _sources():
        if source.parts[-2] in ("customers",) or source.name in ("wishes.py", "bounces.py"):
            continue
        assert not re.search(r"consent\.(withdraw|turn_dial|suppress_point)\(", source.read_text()), source


def test_files_stay_readable_in_one_sitting() -> None:
    for source in _sources():
        assert len(source.read_text().splitlines()) <= 450, source


def _sources() -> Iterator[Path]:
    for app in HOUSE:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def _url_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{prefix}{pattern.name}"
        else:
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _url_names(pattern, prefix + space)
