"""Interactions from a file: customers found or made by their key, then recorded in the history."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from customers import checking, history, identity, kinds, money, partitions
from customers.event import EventType
from customers.history import Entry
from customers.models import Interaction
from hub.intake import values
from hub.intake.records import Record, joined
from hub.intake.taking import Taken
from hub.intake.values import Refused

BY_LINE = "line"
_NEEDED = ("customer", "kind", "occurred_at")
_KNOWN = {*_NEEDED, "source_id", "channel", "direction", "amount", "currency"}
_CHANNEL = re.compile(r"[a-z][a-z0-9_-]{0,19}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_DIRECTIONS = tuple(Interaction.Direction.values)
Draft = tuple[str, Entry]


@dataclass(frozen=True)
class Interactions:
    """How to read them: `source_id_from` names the fields that together tell two interactions apart.

    With ("line",) it is the number of the line, and `file` keeps the lines of two files apart.
    """

    source: str
    file: str
    currency: str
    zone: ZoneInfo
    now: datetime
    source_id_from: tuple[str, ...] = ("source_id",)
    _known: dict[str, EventType] = field(default_factory=dict, init=False)
    """Kinds, read anew with every batch; should one change within it, `take` refuses what no longer fits."""

    def complaint(self, fields: Collection[str]) -> str | None:
        of_id = () if self.source_id_from == (BY_LINE,) else self.source_id_from
        missing = [name for name in (*_NEEDED, *of_id) if name not in fields]
        if not missing:
            return None
        if missing == ["source_id"]:
            return (
                "There is no column source_id, which keeps an interaction from being recorded twice."
                " Name the columns that together make one with --source-id, or use --source-id line."
            )
        first = missing[0]
        return f"There is no column {first}: give --map {first}=COLUMN or --set {first}=VALUE."

    def draft(self, record: Record) -> Draft:
        fields = record.fields
        amount_minor, currency = self._money(fields)
        data = {
            name: value for name, value in fields.items() if name not in _KNOWN and value not in (None, "")
        }
        entry = Entry(
            customer_id=0,
            occurred_at=values.moment(fields, "occurred_at", self.zone),
            kind=values.text(fields, "kind"),
            source=self.source,
            source_id=self._source_id(record),
            channel=values.matching(fields, "channel", _CHANNEL, "a short name such as till"),
            direction=values.one_of(fields, "direction", _DIRECTIONS),
            amount_minor=amount_minor,
            currency=currency,
            data=values.kept(data),
        )
        if complaint := checking.complaint(entry, now=self.now, known=self._known or self._read_kinds()):
            raise Refused(str(complaint))
        return values.key(fields, "customer"), entry

    def take(self, drafts: Sequence[Draft]) -> Taken:
        self._read_kinds()
        # Ahead of the transaction: a month made inside would keep other writers waiting until its end.
        partitions.ensure({partitions.month_of(entry.occurred_at.astimezone(UTC)) for _, entry in drafts})
        with transaction.atomic():
            ids = identity.find_or_create(self.source, {customer for customer, _ in drafts})
            entries = [entry._replace(customer_id=ids[customer]) for customer, entry in drafts]
            recorded = history.record(entries, now=self.now)
        return Taken(recorded.new, recorded.repeated)

    def notes(self) -> list[str]:
        return []

    def _read_kinds(self) -> Mapping[str, EventType]:
        self._known.clear()
        self._known.update(kinds.every(retired=False))
        return self._known

    def _source_id(self, record: Record) -> str:
        if self.source_id_from == (BY_LINE,):
            return f"{self.file}:{record.number}"
        return joined(values.key(record.fields, name) for name in self.source_id_from)

    def _money(self, fields: Mapping[str, Any]) -> tuple[int | None, str]:
        amount = values.text(fields, "amount")
        if not amount:
            return None, ""
        currency = values.text(fields, "currency").upper() or self.currency
        if not _CURRENCY.fullmatch(currency):
            raise Refused(f"currency {currency[:10]!r} is not three letters such as EUR")
        try:
            return money.to_minor(amount, currency), currency
        except money.BadAmount as error:
            raise Refused(str(error)) from None
