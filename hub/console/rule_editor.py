"""The rule tree as a form and back: every edit posts the whole form, so it works without JavaScript."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from campaigns import rule
from campaigns.segment import BadRule
from hub.console.rule_questions import Question, questions

ROOT = "r"


@dataclasses.dataclass
class Line:
    """One rule, or a group of them, as templates/console/_rule.html draws it."""

    path: str
    is_group: bool
    join: str = "all"
    children: list["Line"] = dataclasses.field(default_factory=list)
    field: str = ""
    operator: str = ""
    value: str = ""
    operators: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    input: str = "text"
    error: str = ""


class Editor:
    """A tree under edit, with the questions that can be asked now."""

    def __init__(self, root: Line, known: Mapping[str, Question]) -> None:
        self._known = known
        self.root = root
        self._finish(root)

    @classmethod
    def of_shape(cls, shape: Any) -> "Editor":
        """Open a stored rule; one that cannot be read any more opens as everyone."""
        known = questions()
        try:
            parsed = rule.parse(shape or "everyone").dump()
        except BadRule:
            parsed = "everyone"
        line = _line(parsed, ROOT, known)
        if not line.is_group:
            line = Line(ROOT, True, children=[line])
        return cls(line, known)

    @classmethod
    def of_form(cls, posted: Mapping[str, str]) -> "Editor":
        """Read what a browser posted; an empty form is everyone."""
        return cls(_posted(ROOT, posted), questions())

    @property
    def fields(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for question in self._known.values():
            groups.setdefault(question.group, []).append((question.value, question.label))
        return list(groups.items())

    def change(self, move: str) -> None:
        """Carry out add:<path>, group:<path> or drop:<path>; anything else changes nothing."""
        act, _, path = move.partition(":")
        if act in ("add", "group") and (group := _find(self.root, path)) and group.is_group:
            group.children.append(
                Line("", act == "group", children=[Line("", False)] if act == "group" else [])
            )
        elif act == "drop":
            _drop(self.root, path)
        self._finish(self.root)

    def shape(self, *, is_finished: bool = True) -> Any:
        """Return the rule as it is stored. Raises BadRule, having marked the line that is wrong.

        While it is not finished, nobody is told off for a line in which nothing was typed yet.
        """
        shape = self._shape(self.root, is_finished)
        rule.parse(shape)
        return shape

    def _shape(self, line: Line, is_finished: bool) -> Any:
        if not line.is_group:
            return self._leaf(line, is_finished)
        inside = [self._shape(child, is_finished) for child in line.children]
        if not inside:
            return "everyone"
        return {"not": {"any": inside}} if line.join == "none" else {line.join: inside}

    def _leaf(self, line: Line, is_finished: bool) -> Any:
        question = self._known.get(line.field)
        if question is None:
            line.error = "Choose what this rule asks."
            raise BadRule(line.path, line.error)
        shape = {**question.base, **question.operator(line.operator).write(line.value)}
        try:
            rule.parse(shape)
        except BadRule as error:
            if line.value or is_finished:
                line.error = error.words
            raise BadRule(line.path, f"“{question.label}” {error.words}") from error
        return shape

    def _finish(self, line: Line, path: str = ROOT) -> None:
        """Number the lines anew and give each what its question offers."""
        line.path = path
        for place, child in enumerate(line.children):
            self._finish(child, f"{path}.{place}")
        if not line.is_group and self._known:
            question = self._known.get(line.field) or next(iter(self._known.values()))
            operator = question.operator(line.operator)
            line.field, line.operator, line.input = question.value, operator.key, operator.input
            line.operators = [(each.key, each.label) for each in question.operators]


def _line(shape: Any, path: str, known: Mapping[str, Question]) -> Line:
    """Turn a rule into lines; `not` becomes a group of which none holds."""
    if shape == "everyone" or shape == {"everyone": None}:
        return Line(path, True)
    for join in ("all", "any"):
        if join in shape:
            return Line(path, True, join, [_line(each, path, known) for each in shape[join]])
    if "not" in shape:
        inside = shape["not"]
        of = inside["any"] if isinstance(inside, dict) and "any" in inside else [inside]
        return Line(path, True, "none", [_line(each, path, known) for each in of])
    for question in known.values():
        if all(shape.get(name) == value for name, value in question.base.items()):
            for operator in question.operators:
                value = operator.read(shape)
                if value is not None and _same({**question.base, **operator.write(value)}, shape):
                    return Line(path, False, field=question.value, operator=operator.key, value=value)
    raise AssertionError("every shape can be kept as it was written")


def _same(one: Any, other: Any) -> bool:
    try:
        return rule.parse(one) == rule.parse(other)
    except BadRule:
        return False


def _posted(path: str, posted: Mapping[str, str]) -> Line:
    if f"{path}-field" in posted:
        names = ("field", "operator", "value")
        return Line(path, False, **{name: posted.get(f"{path}-{name}", "")[:500] for name in names})  # type: ignore[arg-type]
    children, place = [], 0
    while place < rule.MOST_RULES and path.count(".") < rule.MOST_DEPTH:
        inside = f"{path}.{place}"
        if f"{inside}-field" not in posted and f"{inside}-join" not in posted:
            break
        children.append(_posted(inside, posted))
        place += 1
    join = posted.get(f"{path}-join", "all")
    return Line(path, True, join if join in ("all", "any", "none") else "all", children)


def _find(line: Line, path: str) -> Line | None:
    if line.path == path:
        return line
    return next((found for child in line.children if (found := _find(child, path))), None)


def _drop(line: Line, path: str) -> None:
    line.children = [child for child in line.children if child.path != path]
    for child in line.children:
        _drop(child, path)
