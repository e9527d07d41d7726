"""What a customer bought, summed by month, place and person; only what the history says, nothing guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import ngettext

from customers.models import Connection, Customer, Identity
from hub.portal import said
from hub.portal.people import rows

MONTHS = 12
_HEIGHT = 96
"""Of the tallest bar, in the units of the drawing."""
_STEP, _WIDTH = 30, 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: its figure in words, and its place in the drawing."""

    label: str
    short: str
    amount: str
    count: int
    x: int
    y: int
    width: int
    height: int
    middle: int


@dataclass(frozen=True, slots=True)
class Share:
    """What was bought at one place or by one person within the year."""

    name: str
    amount: str
    count: int


@dataclass(frozen=True, slots=True)
class Spending:
    """The last twelve months; `others` are sums in other currencies, which are in no bar."""

    bars: list[Bar]
    total: str
    times: str
    places: list[Share]
    persons: list[Share]
    others: list[str]
    width: int = MONTHS * _STEP
    height: int = _HEIGHT + 22


def of(customer: Customer, customer_ids: Sequence[int], zone: ZoneInfo, *, now: datetime) -> Spending | None:
    """Return the year's purchases; None where there were none. Two statements, three for an account.

    For an account that others work for, their purchases count that name the account: `account` in the data
    is its number, or a key by which another system knows it. What they buy for themselves stays theirs.
    """
    months = _months(now.astimezone(zone).date())
    workers = Connection.objects.filter(other__in=customer_ids, kind=Connection.Kind.WORKS_FOR)
    working = list(workers.values_list("customer_id", flat=True))
    names = [customer.number, *_keys(customer_ids)] if working else []
    values = {
        "ids": list(customer_ids),
        "workers": working,
        "accounts": names,
        "zone": zone.key,
        "since": datetime(months[0].year, months[0].month, 1, tzinfo=zone),
        "until": now,
    }
    found = [_Sum(*row) for row in rows(_SUMS, values)]
    ours = [each for each in found if each.currency == settings.CURRENCY]
    if not found:
        return None
    return Spending(
        _bars(months, ours),
        said.amount(sum(each.minor for each in ours), settings.CURRENCY),
        _times(sum(each.count for each in found)),
        _shares(ours, "place"),
        _shares(ours, "person") if working else [],
        _others(found),
    )


@dataclass(frozen=True, slots=True)
class _Sum:
    """Purchases of one month, place, person and currency."""

    month: date
    place: str
    person: str
    currency: str
    minor: int
    count: int


def _times(count: int) -> str:
    return ngettext("in {n} purchase", "in {n} purchases", count).format(n=count)


def _keys(customer_ids: Sequence[int]) -> list[str]:
    return list(Identity.objects.filter(customer__in=customer_ids).values_list("key", flat=True))


def _months(today: date) -> list[date]:
    """Return the first days of this month and the eleven before it, the oldest first."""
    number = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]


def _bars(months: Sequence[date], sums: Sequence[_Sum]) -> list[Bar]:
    by_month = dict.fromkeys(months, (0, 0))
    for each in sums:
        minor, count = by_month[each.month]
        by_month[each.month] = (minor + each.minor, count + each.count)
    most = max((minor for minor, _ in by_month.values()), default=0)
    bars = []
    for place, (month, (minor, count)) in enumerate(by_month.items()):
        height = max(2, round(_HEIGHT * minor / most)) if minor > 0 else 0
        x = place * _STEP + (_STEP - _WIDTH) // 2
        short, amount = said.short_month(month), said.amount(minor, settings.CURRENCY)
        y, middle = _HEIGHT - height, x + _WIDTH // 2
        bars.append(Bar(said.month(month), short, amount, count, x, y, _WIDTH, height, middle))
    return bars


def _shares(sums: Sequence[_Sum], by: str) -> list[Share]:
    """Sum up by place or person, the largest first; what names none is left out of the list."""
    totals: dict[str, tuple[int, int]] = {}
    for each in sums:
        if name := getattr(each, by):
            minor, count = totals.get(name, (0, 0))
            totals[name] = (minor + each.minor, count + each.count)
    ordered = sorted(totals.items(), key=lambda item: (-item[1][0], item[0]))
    return [Share(name, said.amount(minor, settings.CURRENCY), count) for name, (minor, count) in ordered]


def _others(sums: Sequence[_Sum]) -> list[str]:
    totals: dict[str, int] = {}
    for each in sums:
        if each.currency not in ("", settings.CURRENCY):
            totals[each.currency] = totals.get(each.currency, 0) + each.minor
    return [said.amount(minor, currency) for currency, minor in sorted(totals.items())]


_SUMS = """
SELECT date_trunc('month', i.occurred_at AT TIME ZONE %(zone)s)::date,
    left(coalesce(i.data->>'place', ''), 80),
    CASE WHEN i.customer_id = ANY(%(workers)s) THEN c.name ELSE left(coalesce(i.data->>'person', ''), 80) END,
    i.currency, coalesce(sum(i.amount_minor), 0)::bigint, count(*)
FROM customers_interaction i JOIN customers_customer c ON c.id = i.customer_id
WHERE i.kind = 'purchase' AND i.occurred_at >= %(since)s AND i.occurred_at <= %(until)s AND (
    i.customer_id = ANY(%(ids)s)
    OR i.customer_id = ANY(%(workers)s) AND i.data->>'account' = ANY(%(accounts)s)
)
GROUP BY 1, 2, 3, 4
"""
