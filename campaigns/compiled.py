"""Rules asked of one customer after the other: written as SQL once, since Django takes longer to write a rule
than PostgreSQL to answer it.

Rules that are asked together are columns of one question, compiled for a marked customer and a marked moment.
Both are put right at every asking: the number is replaced, and each moment shifted, for all of them are
reckoned from the moment of asking. What authors write as dates are texts.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Value
from django.db.models.expressions import BaseExpression

from campaigns import rule
from campaigns.segment import Asked, BadRule
from customers import asking
from customers.models import Customer

_SOMEBODY = -(2**62)
_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def holding(rules: Mapping[int, str], customer_id: int, *, now: datetime) -> frozenset[int]:
    """Return the numbers of the rules, each a JSON text, that hold for a customer; one statement for all.

    A rule that cannot be read any more, and an empty one, hold for nobody.
    """
    return asked(rules, customer_id, now=now)()


def asked(rules: Mapping[int, str], customer_id: int, *, now: datetime) -> Callable[[], frozenset[int]]:
    """Ask for what `holding` returns; call what comes back to read it."""
    if not rules:
        return frozenset
    sql, parameters = _written(tuple(rules.values()))
    later = now - _MOMENT
    held = asking.ask(sql, [_put_right(each, customer_id, later) for each in parameters])

    def read() -> frozenset[int]:
        answers = held.fetchone() or ()  # nothing, of who was erased
        return frozenset(number for number, holds in zip(rules, answers, strict=False) if holds)

    return read


@lru_cache(maxsize=100)
def _written(texts: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    columns = {f"rule_{place}": _column(text) for place, text in enumerate(texts)}
    somebody = Customer.objects.present().filter(pk=_SOMEBODY).annotate(**columns)
    sql, parameters = somebody.order_by().values_list(*columns).query.sql_with_params()
    return sql, tuple(parameters)


def _column(text: str) -> BaseExpression:
    shape = json.loads(text)
    try:
        asked = rule.parse(shape).query(Asked(_MOMENT, _SOMEBODY, _SOMEBODY)) if shape else None
    except BadRule:
        asked = None
    return ExpressionWrapper(asked, BooleanField()) if asked else Value(False)


def _put_right(value: Any, customer_id: int, later: timedelta) -> Any:
    if isinstance(value, datetime):
        return value + later
    return customer_id if value == _SOMEBODY and isinstance(value, int) else value
