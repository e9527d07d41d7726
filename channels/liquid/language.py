"""The Liquid that our authors write: python-liquid with our limits and filters, no other files, no way out.

Templates see the plain data they are given and nothing else; there is no loader, so nothing can be included.
`parse` refuses at publishing time whatever could only fail later. It is safe on any input: it checks the
markup first, because python-liquid's lexer takes 5 s for 8 KB of opening braces.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from inspect import signature
from sys import getsizeof
from typing import Any, Final

from liquid import BoundTemplate, Environment, Node, RenderContext, Token
from liquid.builtin.expressions import Filter, FilteredExpression, LoopExpression
from liquid.builtin.expressions.arguments import KeywordArgument, PositionalArgument
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.builtin.filters.misc import date as liquid_date
from liquid.exceptions import LiquidError, LocalNamespaceLimitError
from liquid.expression import Expression
from liquid.filter import with_environment

from channels.liquid import limits
from channels.liquid.errors import BrokenTemplate, explained, line_of, resembling
from customers.money import to_major

_BLOCKS: Final = ("if", "unless", "case", "for", "tablerow", "capture", "ifchanged", "comment")
_OPENING = re.compile(r"\{\{|\{%-?\s*(?:(?P<verbatim>raw|doc)\s*-?%\}|(?P<tag>#|\w*))")
_END_TAGS: Final = {name: re.compile(r"\{%-?\s*end" + name + r"\s*-?%\}") for name in ("raw", "doc")}
_MOST_TAGS: Final = 3_000
_TAG_CHARS: Final = 5_000
_JOINTS = re.compile(r"\b(?:and|or)\b|[|\[]")
_MOST_JOINTS: Final = 200
"""Conditions, filters and brackets in one tag: each may be a call inside a call."""
_BLANKS = re.compile(r"\s{100}")
_REFUSED_TAGS: Final = ("include", "render")
_REFUSED_FILTERS: Final = ("safe", "escapejs")
"""python-liquid's own additions to Liquid: `safe` would let a customer's name into a page as markup."""


class _Context(RenderContext):
    """Counts every node, look-up, filter and loop of python-liquid's own rendering against the budget."""

    __slots__ = ("kept_bytes",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept_bytes = 0

    @property  # type: ignore[override]
    def disabled_tags(self) -> tuple[str, ...]:
        """Nothing is disabled here, but each node asks before it renders: the place to count."""
        limits.spend(2 * limits.STEP)
        return ()

    @disabled_tags.setter
    def disabled_tags(self, _: list[str]) -> None:
        pass

    def get(self, *args: Any, **options: Any) -> object:
        value = super().get(*args, **options)
        limits.spend_on(value)
        return value

    def filter(self, name: str, token: Token | None) -> limits.Filter:
        limits.spend(2 * limits.STEP)
        return super().filter(name, token)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        limits.spend(limits.TURN * length)
        super().raise_for_loop_limit(length)

    def assign(self, key: str, val: Any) -> None:
        """As python-liquid does, but without adding up all that is kept each time."""
        self.kept_bytes += getsizeof(val) - (getsizeof(self.locals[key]) if key in self.locals else 0)
        self.locals[key] = val
        if self.kept_bytes > limits.KEPT_BYTES:
            raise LocalNamespaceLimitError("the template keeps too much text in variables", token=None)


class _Template(BoundTemplate):
    context_class = _Context


class Language(Environment):
    template_class = _Template
    context_depth_limit = 30
    block_nesting_limit = 30
    loop_iteration_limit = limits.LOOP_TURNS
    local_namespace_limit = limits.KEPT_BYTES
    output_stream_limit = limits.OUTPUT_BYTES

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        for name in _REFUSED_TAGS:
            del self.tags[name]
        for name in _REFUSED_FILTERS:
            del self.filters[name]
        self.add_filter("date", _date)
        self.add_filter("money", _money)
        for name, function in self.filters.items():
            self.filters[name] = limits.guarded(name, function)


class _BoundedRange(RangeLiteral):
    def _make_range(self, start: Any, stop: Any) -> range:
        return limits.bounded_turns(super()._make_range(start, stop))


@lru_cache(maxsize=2)
def language(*, html: bool) -> Language:
    return Language(autoescape=html)


def parse(source: str, *, html: bool) -> BoundTemplate:
    """Read a template; raises BrokenTemplate with the line and what to do."""
    _check_markup(source)
    try:
        bound = language(html=html).from_string(source)
        context = RenderContext(bound)
        for node in all_nodes(bound.nodes, context):
            for expression in node.expressions():
                _check_expression(expression, bound.env)
    except BrokenTemplate:
        raise
    except LiquidError as error:
        raise explained(error) from None
    return bound


def markups(source: str) -> Iterator[tuple[int, int, str]]:
    """Find the Liquid in a source: yields (start, end, tag name), "" for an output; a raw block comes as one.

    Raises BrokenTemplate where one is not closed. It ends where python-liquid's lexer ends, quotes or not.
    """
    place = 0
    while opening := _OPENING.search(source, place):
        verbatim, start = opening["verbatim"], opening.start()
        if verbatim:
            end_tag = _END_TAGS[verbatim].search(source, opening.end())
            if not end_tag:
                raise _unclosed(verbatim, source, start)
            place = end_tag.end()
        else:
            place = _closing(source, start)
        yield start, place, verbatim or opening["tag"] or ""


def _closing(source: str, start: int) -> int:
    mark = "}}" if source[start + 1] == "{" else "%}"
    end = source.find(mark, start + 2)
    if end < 0:
        raise BrokenTemplate(
            f"{source[start : start + 2]!r} is never closed",
            advice=f"Add {mark!r}, or write {{% raw %}} before and {{% endraw %}} after the text.",
            line=_line(source, start),
        )
    return end + 2


def _check_markup(source: str) -> None:
    """Refuse what the lexer takes forever over, and blocks left open, which it reports without a line."""
    if len(source) > limits.SOURCE_CHARS:
        raise BrokenTemplate(f"A template may have {limits.SOURCE_CHARS:,} characters", advice="Shorten it.")
    open_blocks: list[tuple[str, int]] = []
    for number, (start, end, name) in enumerate(markups(source)):
        if number >= _MOST_TAGS:
            raise BrokenTemplate(f"A template may have {_MOST_TAGS:,} tags", advice="Shorten it.")
        if name in _END_TAGS:
            continue
        inside = source[start + 2 : end - 2]
        if not inside.strip(" \n\t\r-"):
            raise BrokenTemplate("A tag is empty", advice="Name a field in it.", line=_line(source, start))
        if len(inside) > _TAG_CHARS or _BLANKS.search(inside) or len(_JOINTS.findall(inside)) > _MOST_JOINTS:
            raise BrokenTemplate("A tag is too long", advice="Split it.", line=_line(source, start))
        if name in _REFUSED_TAGS:
            advice = "Write the text into this one."
            raise BrokenTemplate(
                "No other template can be included", advice=advice, line=_line(source, start)
            )
        _follow_block(open_blocks, name, start)
    if open_blocks:
        name, start = open_blocks[-1]
        raise _unclosed(name, source, start)


def _follow_block(open_blocks: list[tuple[str, int]], name: str, start: int) -> None:
    """Push an opening tag or pop its match; an odd closing tag is left to the parser, which says it well."""
    in_comment = bool(open_blocks) and open_blocks[-1][0] == "comment"
    if name in _BLOCKS and (not in_comment or name == "comment"):
        open_blocks.append((name, start))
    elif name.startswith("end") and open_blocks and open_blocks[-1][0] == name[3:]:
        open_blocks.pop()


def all_nodes(nodes: Iterable[Node], context: RenderContext) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from all_nodes(node.children(context, include_partials=False), context)


def _check_expression(expression: Expression, environment: Environment) -> None:
    if isinstance(expression, LoopExpression) and isinstance(expression.iterable, RangeLiteral):
        numbers = expression.iterable
        expression.iterable = _BoundedRange(numbers.token, numbers.start, numbers.stop)
    elif isinstance(expression, RangeLiteral) and not isinstance(expression, _BoundedRange):
        raise BrokenTemplate(
            "A range like (1..5) can only be looped over",
            advice="Use it in a for tag.",
            line=line_of(expression.token),
        )
    for used in expression.filters or () if isinstance(expression, FilteredExpression) else ():
        _check_filter(used, environment)
    for child in expression.children():
        _check_expression(child, environment)


def _check_filter(used: Filter, environment: Environment) -> None:
    function = environment.filters.get(used.name)
    if function is None:
        advice = resembling(used.name, list(environment.filters))
        raise BrokenTemplate(f"There is no filter {used.name!r}", advice=advice, line=line_of(used.token))
    options: dict[str, object] = {arg.name: "" for arg in used.args if isinstance(arg, KeywordArgument)}
    if getattr(function, "with_environment", False):
        options["environment"] = environment
    try:
        signature(function).bind(
            "", *([""] * sum(isinstance(arg, PositionalArgument) for arg in used.args)), **options
        )
    except TypeError as error:
        advice = "Give the filter what it needs after a colon."
        raise BrokenTemplate(f"{used.name}: {error}", advice=advice, line=line_of(used.token)) from None


def _unclosed(name: str, source: str, start: int) -> BrokenTemplate:
    return BrokenTemplate(
        f"{{% {name} %}} is never closed", advice=f"Add {{% end{name} %}}.", line=_line(source, start)
    )


def _line(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1


@with_environment
def _date(value: object, form: str, *, environment: Environment) -> str:
    """As python-liquid's, but nil gives nothing: that a customer never bought must not stop the mail."""
    return "" if value is None else liquid_date(value, form, environment=environment)


def _money(value: object, currency: object = "") -> str:
    """Write an amount in minor units: `{{ 123450 | money: "EUR" }}` is EUR 1,234.50. No integer, nothing."""
    if not isinstance(value, int) or isinstance(value, bool):
        return ""
    code = str(currency or "")
    return f"{code} {to_major(value, code):,f}".lstrip()
