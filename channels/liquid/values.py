"""Turn Liquid expressions into closures from a scope (the names in force and their values) to a value.

The meaning is python-liquid's own: wherever a plain text or dict does not make the answer obvious, its own
look-ups, comparisons and filters are called.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from liquid import RenderContext, Undefined
from liquid.builtin.expressions import (
    BooleanExpression,
    Filter,
    FilteredExpression,
    Literal,
    Nil,
    Path,
    StringLiteral,
    logical,
)
from liquid.builtin.expressions.arguments import KeywordArgument, PositionalArgument
from liquid.builtin.expressions.primitive import Blank, Empty, IntegerLiteral
from liquid.expression import Expression

from channels.liquid import limits

Scope = Any
"""A mapping from names to plain values; a plain dict wherever the template binds names."""
Value = Callable[[Scope], object]
Condition = Callable[[Scope], bool]

FORLOOP: Final = "forloop"
_FORLOOP_KEYS: Final = frozenset({"index", "index0", "rindex", "rindex0", "first", "last", "length"})
_ASKED_OF_OBJECT: Final = ("size", "first", "last")
_CONSTANT: Final = (Literal, Nil, Empty, Blank)


class Unsupported(Exception):
    """This part of a template has no closure; python-liquid must render the whole."""


def value_of(expression: Expression, context: RenderContext) -> Value:
    if isinstance(expression, FilteredExpression):
        value = value_of(expression.left, context)
        for used in expression.filters or ():
            value = _filtered(value, used, context)
        return value
    if isinstance(expression, Path):
        return _path(expression, context)
    if isinstance(expression, _CONSTANT):
        constant = expression.evaluate(context)
        return lambda _: constant
    if type(expression) in _CONDITIONS:
        return condition_of(expression, context)
    raise Unsupported(type(expression).__name__)


def condition_of(expression: Expression, context: RenderContext) -> Condition:
    make = _CONDITIONS.get(type(expression))
    if make is not None:
        return make(expression, context)
    value = value_of(expression, context)

    def holds(scope: Scope) -> bool:
        found = value(scope)
        return not (found is None or found is False or isinstance(found, Undefined))

    return holds


def plain_keys(expression: Expression) -> tuple[str, ...]:
    """Return the names of a path like customer.first_name, () for anything less plain."""
    if not isinstance(expression, Path) or expression.path[0] == FORLOOP:
        return ()
    keys = tuple(key for key in expression.path if isinstance(key, str) and key not in _ASKED_OF_OBJECT)
    return keys if len(keys) == len(expression.path) else ()


def paths_in(expression: Expression) -> Iterator[Path]:
    if isinstance(expression, Path):
        yield expression
    for child in expression.children():
        yield from paths_in(child)


def _path(path: Path, context: RenderContext) -> Value:
    root, *rest = path.path
    if not isinstance(root, str):
        raise Unsupported("a path from a value")
    if root == FORLOOP and not (len(rest) == 1 and rest[0] in _FORLOOP_KEYS):
        raise Unsupported("forloop as a value, or its parent")
    missing = Undefined(root)
    if len(plain_keys(path)) == 2:
        return _leaf(root, path.path[1], missing)
    get_item = context.get_item
    if len(rest) == 1 and type(rest[0]) is int:
        return _element(root, rest[0], missing, get_item)
    keys: list[Any] = [value_of(key, context) if isinstance(key, Path) else key for key in rest]

    def find(scope: Scope) -> object:
        try:
            found = scope[root]
            for key in keys:
                found = get_item(found, key(scope) if callable(key) else key)
        except (KeyError, TypeError, IndexError):
            return missing
        return found

    return find


def _leaf(root: str, key: object, missing: Undefined) -> Value:
    def find(scope: Scope) -> object:
        try:
            return scope[root][key]
        except (KeyError, TypeError, IndexError):
            return missing

    return find


def _element(root: str, index: int, missing: Undefined, get_item: Callable[[Any, Any], object]) -> Value:
    """Find a links[0], which every tracked link asks for."""

    def find(scope: Scope) -> object:
        try:
            found = scope[root]
            return found[index] if type(found) is list else get_item(found, index)
        except (KeyError, TypeError, IndexError):
            return missing

    return find


def _filtered(value: Value, used: Filter, context: RenderContext) -> Value:
    function = context.env.filters[used.name]
    if getattr(function, "with_environment", False):
        function = partial(function, environment=context.env)
    given = [arg.value for arg in used.args if isinstance(arg, PositionalArgument)]
    named = {arg.name: value_of(arg.value, context) for arg in used.args if isinstance(arg, KeywordArgument)}
    if named or not all(isinstance(argument, _CONSTANT) for argument in given):
        arguments = [value_of(argument, context) for argument in given]
        return lambda scope: function(
            value(scope),
            *[find(scope) for find in arguments],
            **{name: find(scope) for name, find in named.items()},
        )
    constants = tuple(argument.evaluate(context) for argument in given)
    if used.name == "default":
        return _defaulted(value, function, constants)
    return lambda scope: function(value(scope), *constants)


def _defaulted(value: Value, function: limits.Filter, constants: tuple[object, ...]) -> Value:
    """Spare the commonest filter its call where there is a value, which is nearly always."""

    def find(scope: Scope) -> object:
        found = value(scope)
        return found or function(found, *constants)

    return find


def _both(expression: logical.LogicalAndExpression, context: RenderContext) -> Condition:
    left, right = condition_of(expression.left, context), condition_of(expression.right, context)
    return lambda scope: left(scope) and right(scope)


def _either(expression: logical.LogicalOrExpression, context: RenderContext) -> Condition:
    left, right = condition_of(expression.left, context), condition_of(expression.right, context)
    return lambda scope: left(scope) or right(scope)


def _equal(expression: logical.EqExpression | logical.NeExpression, context: RenderContext) -> Condition:
    left, right = value_of(expression.left, context), expression.right
    if isinstance(right, StringLiteral):
        text = right.value
        return lambda scope: left(scope) == text
    if isinstance(right, IntegerLiteral):
        return partial(_is_number, left, right.value)
    other = value_of(right, context)
    return lambda scope: equal(left(scope), other(scope))


def equal(left: object, right: object) -> bool:
    limits.spend_on(left)
    return logical._eq(left, right)


def _is_number(value: Value, number: int, scope: Scope) -> bool:
    found = value(scope)
    return found == number and type(found) is not bool  # in Python, True == 1


def _unequal(expression: logical.NeExpression, context: RenderContext) -> Condition:
    same = _equal(expression, context)
    return lambda scope: not same(scope)


def _contains(expression: logical.ContainsExpression, context: RenderContext) -> Condition:
    left, right = value_of(expression.left, context), value_of(expression.right, context)
    token = expression.token

    def holds(scope: Scope) -> bool:
        whole = left(scope)
        limits.spend_on(whole)
        return logical._contains(token, whole, right(scope))

    return holds


def _less(expression: Any, context: RenderContext) -> Condition:
    left, right = value_of(expression.left, context), value_of(expression.right, context)
    token = expression.token
    return lambda scope: logical._lt(token, left(scope), right(scope))


def _greater(expression: Any, context: RenderContext) -> Condition:
    left, right = value_of(expression.left, context), value_of(expression.right, context)
    token = expression.token
    return lambda scope: logical._lt(token, right(scope), left(scope))


def _at_most(expression: Any, context: RenderContext) -> Condition:
    left, right = value_of(expression.left, context), value_of(expression.right, context)
    return lambda scope: logical._le(left(scope), right(scope))


def _at_least(expression: Any, context: RenderContext) -> Condition:
    left, right = value_of(expression.left, context), value_of(expression.right, context)
    return lambda scope: logical._le(right(scope), left(scope))


def _inner(expression: BooleanExpression, context: RenderContext) -> Condition:
    return condition_of(expression.expression, context)


_CONDITIONS: Final[dict[type, Callable[[Any, RenderContext], Condition]]] = {
    BooleanExpression: _inner,
    logical.LogicalAndExpression: _both,
    logical.LogicalOrExpression: _either,
    logical.EqExpression: _equal,
    logical.NeExpression: _unequal,
    logical.LtExpression: _less,
    logical.GtExpression: _greater,
    logical.LeExpression: _at_most,
    logical.GeExpression: _at_least,
    logical.ContainsExpression: _contains,
}
