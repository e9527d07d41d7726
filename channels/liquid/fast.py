"""Turn a parsed template into closures, which render many times faster than python-liquid walks its tree.

Covers what mails are made of: fields, filters, conditions, loops, assign, capture. For anything else
`closure_for` returns None and python-liquid renders; tests compare the two on generated templates. Generated
Python source would be twice as fast again, but a rendering is a small part of a sending by now, and this way
no text that anybody wrote ever becomes code.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from liquid import BlockNode, BoundTemplate, Node, RenderContext
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions import FilteredExpression, LoopExpression, StringLiteral
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.builtin.tags.case_tag import CaseNode, MultiExpressionBlockNode
from liquid.builtin.tags.comment_tag import CommentNode
from liquid.builtin.tags.doc_tag import DocNode
from liquid.builtin.tags.echo_tag import EchoNode
from liquid.builtin.tags.for_tag import ForLoop, ForNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.inline_comment_tag import InlineCommentNode
from liquid.builtin.tags.liquid_tag import LiquidNode
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.expression import Expression
from liquid.stringify import to_liquid_string
from markupsafe import Markup, _escape_inner  # `escape` itself spends three times as long on making a Markup

from channels.liquid.language import all_nodes
from channels.liquid.limits import SMALL, STEP, TURN, spend, spend_on
from channels.liquid.values import (
    FORLOOP,
    Condition,
    Scope,
    Unsupported,
    Value,
    condition_of,
    equal,
    paths_in,
    plain_keys,
    value_of,
)

Piece = Callable[[Scope], str]
Part = str | Piece
_CLOCK: Final[dict[str, Callable[[], object]]] = {"now": datetime.now, "today": date.today}
"""Names that python-liquid answers where the data has none, in the server's local time."""
_PARTIAL: Final = "partial"
"""A name that python-liquid binds itself, before all others."""
_ABSENT: Final = object()


def closure_for(bound: BoundTemplate) -> Callable[[Mapping[str, object]], str] | None:
    """Return a function from data to the rendered text, None where a part of the template is not covered."""
    context = RenderContext(bound)
    nodes = list(all_nodes(bound.nodes, context))
    loops = {str(node.expression.identifier) for node in nodes if isinstance(node, ForNode)} | {FORLOOP}
    kept = {str(node.name) for node in nodes if isinstance(node, AssignNode | CaptureNode)}
    roots = _roots(nodes)
    if loops & kept or _PARTIAL in roots | loops | kept:
        return None  # one flat scope cannot tell these apart
    try:
        piece = _piece(_joined(_part(node, context) for node in bound.nodes))
    except Unsupported:
        return None
    clock = {name: read for name, read in _CLOCK.items() if name in roots}
    if not (clock or kept or len(loops) > 1):
        return piece
    return lambda data: piece({**{name: read() for name, read in clock.items()}, **data})


def _roots(nodes: Iterable[Node]) -> set[str]:
    expressions = [expression for node in nodes for expression in node.expressions()]
    paths = [path for expression in expressions for path in paths_in(expression)]
    return {path.path[0] for path in paths if isinstance(path.path[0], str)}


def _part(node: Node, context: RenderContext) -> Part:
    make = _PARTS.get(type(node))
    if make is None:
        raise Unsupported(type(node).__name__)
    return make(node, context)


def _block(block: BlockNode | None, context: RenderContext) -> Piece:
    if block is None:
        return _piece("")
    part = _joined(_part(node, context) for node in block.nodes)
    return _silent(_piece(part)) if block.blank else _piece(part)


def _joined(parts: Iterable[Part]) -> Part:
    """Put parts in a row, with all neighbouring texts made one."""
    row: list[Part] = []
    for part in parts:
        if isinstance(part, str) and row and isinstance(row[-1], str):
            row[-1] += part
        elif part != "":
            row.append(part)
    if not row:
        return ""
    if len(row) == 1:
        return row[0]
    texts = [part if isinstance(part, str) else "" for part in row]
    gaps = [(place, part) for place, part in enumerate(row) if not isinstance(part, str)]

    def write(scope: Scope) -> str:
        written = texts.copy()
        for place, piece in gaps:
            written[place] = piece(scope)
        return "".join(written)

    return write


def _piece(part: Part) -> Piece:
    return (lambda _: part) if isinstance(part, str) else part


def _silent(piece: Piece) -> Piece:
    """A block of nothing but blanks and tags is run, but writes nothing."""

    def write(scope: Scope) -> str:
        piece(scope)
        return ""

    return write


def _content(node: ContentNode, _: RenderContext) -> Part:
    return node.text


def _nothing(_: Node, __: RenderContext) -> Part:
    return ""


def _output(node: OutputNode, context: RenderContext) -> Part:
    expression = node.expression
    escape: Callable[[str], str] = _escape_inner if context.autoescape else str
    shown = partial(_shown, escape, context.autoescape)
    if isinstance(expression, FilteredExpression) and not expression.filters:
        if isinstance(expression.left, StringLiteral):
            return expression.left.value
        if len(keys := plain_keys(expression.left)) == 2:
            return _field(keys, escape, shown)
    value = value_of(expression, context)
    return lambda scope: shown(value(scope))


def _field(keys: tuple[str, ...], escape: Callable[[str], str], shown: Callable[[object], str]) -> Piece:
    """Write a customer.first_name, the bulk of all that is rendered."""
    root, key = keys

    def write(scope: Scope) -> str:
        try:
            value = scope[root][key]
        except (KeyError, TypeError, IndexError):
            return ""
        if type(value) is str and len(value) <= SMALL:
            return escape(value)
        return shown(value)

    return write


def _shown(escape: Callable[[str], str], html: bool, value: object) -> str:
    """Say how a value is written."""
    if type(value) is int:
        return str(value)
    spend_on(value)
    if type(value) is Markup:
        return value
    if type(value) is str:
        return escape(value)
    return to_liquid_string(value, html)


def _if(node: IfNode | UnlessNode, context: RenderContext) -> Part:
    first = condition_of(node.condition, context)
    branches: list[tuple[Condition, Piece]] = [
        (_not(first) if isinstance(node, UnlessNode) else first, _block(node.consequence, context))
    ]
    branches += [
        (condition_of(other.expression, context), _block(other.block, context)) for other in node.alternatives
    ]
    otherwise = _block(node.default, context)

    def write(scope: Scope) -> str:
        for holds, block in branches:
            if holds(scope):
                return block(scope)
        return otherwise(scope)

    return write


def _not(condition: Condition) -> Condition:
    return lambda scope: not condition(scope)


def _case(node: CaseNode, context: RenderContext) -> Part:
    """As python-liquid: each `when` is written as often as it matches, and `else` if none did before it."""
    subject = value_of(node.expression, context)
    blocks: list[tuple[list[Value] | None, Piece]] = [
        (
            ([value_of(one, context) for one in block.expression.expressions], _block(block.block, context))
            if isinstance(block, MultiExpressionBlockNode)
            else (None, _block(block, context))
        )
        for block in node.blocks
    ]

    def write(scope: Scope) -> str:
        written: list[str] = []
        matched = False
        for values, block in blocks:
            if values is None:
                times = 0 if matched else 1
            else:
                times = sum(equal(subject(scope), value(scope)) for value in values)
                matched = matched or times > 0
            written += [block(scope) for _ in range(times)]
        return "".join(written)

    return write


def _for(node: ForNode, context: RenderContext) -> Part:
    items_of = _items(node.expression, context)
    block, otherwise = _block(node.block, context), _block(node.default, context)
    name, title = str(node.expression.identifier), f"{node.expression.identifier}-{node.expression.iterable}"
    inside = list(all_nodes([node.block], context))
    counted = FORLOOP in _roots(inside)
    price = TURN + sum(map(_price, inside))

    def write(scope: Scope) -> str:
        items = items_of(scope)
        if not items:
            return otherwise(scope)
        spend(price * len(items))
        outer_item, outer_loop = scope.get(name, _ABSENT), scope.get(FORLOOP, _ABSENT)
        turns: Iterable[object] = items
        if counted:
            scope[FORLOOP] = turns = ForLoop(title, iter(items), len(items), None)
        written = []
        for scope[name] in turns:
            written.append(block(scope))
        _restore(scope, name, outer_item)
        _restore(scope, FORLOOP, outer_loop)
        return "".join(written)

    return write


def _restore(scope: Scope, name: str, value: object) -> None:
    if value is _ABSENT:
        scope.pop(name, None)
    else:
        scope[name] = value


def _price(node: Node) -> int:
    """Say what a node costs each turn: its steps, and the text that it repeats."""
    text = len(node.text) if isinstance(node, ContentNode) else 0
    return text + STEP * (1 + sum(map(_size, node.expressions())))


def _size(expression: Expression) -> int:
    return 1 + sum(map(_size, expression.children()))


def _items(loop: LoopExpression, context: RenderContext) -> Callable[[Scope], Sequence[object]]:
    """Say what a loop goes over. As in python-liquid, a limit of 0 without an offset is no limit."""
    source = loop.iterable
    whole = _range(source, context) if isinstance(source, RangeLiteral) else value_of(source, context)
    limit = value_of(loop.limit, context) if loop.limit else None
    offset = value_of(loop.offset, context) if loop.offset else None
    if isinstance(loop.offset, StringLiteral):
        raise Unsupported("offset: continue")
    if not (limit or offset or loop.reversed):
        return lambda scope: _as_sequence(whole(scope))

    def items(scope: Scope) -> Sequence[object]:
        every = _as_sequence(whole(scope))
        most = loop._to_int(limit(scope), token=loop.token) if limit else None
        start = loop._to_int(offset(scope), token=loop.token) if offset else 0
        stop = min((most + start if most is not None else 0) or len(every), len(every))
        if stop < 0:
            raise ValueError("a negative limit")
        some = every[min(max(start, 0), len(every)) : stop]
        return some[::-1] if loop.reversed else some

    return items


def _range(numbers: RangeLiteral, context: RenderContext) -> Value:
    start, stop = value_of(numbers.start, context), value_of(numbers.stop, context)
    return lambda scope: numbers._make_range(start(scope), stop(scope))


def _as_sequence(value: object) -> Sequence[Any]:
    if isinstance(value, list | tuple | range):
        return value
    if isinstance(value, Mapping):
        return list(value.items())
    return [value] if isinstance(value, str) and value else []


def _assign(node: AssignNode, context: RenderContext) -> Part:
    name, value = str(node.name), value_of(node.expression, context)

    def write(scope: Scope) -> str:
        scope[name] = value(scope)
        return ""

    return write


def _capture(node: CaptureNode, context: RenderContext) -> Part:
    name, block = str(node.name), _block(node.block, context)
    kept: Callable[[str], str] = Markup if context.autoescape else str

    def write(scope: Scope) -> str:
        text = block(scope)
        spend_on(text)
        scope[name] = kept(text)
        return ""

    return write


def _lines(node: LiquidNode, context: RenderContext) -> Part:
    return _block(node.block, context)


_PARTS: Final[dict[type, Callable[[Any, RenderContext], Part]]] = {
    AssignNode: _assign,
    CaptureNode: _capture,
    CaseNode: _case,
    CommentNode: _nothing,
    ContentNode: _content,
    DocNode: _nothing,
    EchoNode: _output,
    ForNode: _for,
    IfNode: _if,
    InlineCommentNode: _nothing,
    LiquidNode: _lines,
    OutputNode: _output,
    UnlessNode: _if,
}
