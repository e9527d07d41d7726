"""Rules asked of one customer after the other: written as SQL once, since Django takes longer to write a rule
than PostgreSQL to answer it.

A rule is compiled for a marked customer and a marked moment. Both are put right at every asking: the number
is replaced, and each moment shifted, for all of them are reckoned from the moment of asking. What authors
write as dates are texts.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from campaigns import audience, rule
from campaigns.segment import BadRule

_SOMEBODY = -(2**62)
_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def holding(rules: Mapping[int, object], customer_id: int, *, now: datetime) -> frozenset[int]:
    """Return the numbers of the rules that hold for a customer; one statement for any number of them.

    A rule that cannot be read any more, and an empty one, hold for nobody.
    """
    statements: list[str] = []
    values: list[Any] = []
    for number, shape in rules.items():
        written = _written(json.dumps(shape, sort_keys=True)) if shape else None
        if written:
            sql, parameters = written
            statements.append(f"SELECT %s WHERE EXISTS ({sql})")
            values += [number, *(_put_right(each, customer_id, now - _MOMENT) for each in parameters)]
    if not statements:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        return frozenset(number for (number,) in cursor.fetchall())


@lru_cache(maxsize=1000)
def _written(shape: str) -> tuple[str, tuple[Any, ...]] | None:
    try:
        asked = rule.parse(json.loads(shape))
        members = audience.members(asked, now=_MOMENT, low=_SOMEBODY, high=_SOMEBODY).order_by().values("pk")
        sql, parameters = members.query.sql_with_params()
    except (BadRule, EmptyResultSet):
        return None
    return sql, tuple(parameters)


def _put_right(value: Any, customer_id: int, later: timedelta) -> Any:
    if isinstance(value, datetime):
        return value + later
    return customer_id if value == _SOMEBODY and isinstance(value, int) else value
