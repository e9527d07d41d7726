"""Letters that came back, from a file of the post house: matched by the reference that is printed on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from channels import references, returned
from channels.models import Message
from channels.returned import Reason
from customers import postal
from customers.errors import BadAddress
from customers.postal import Postal
from hub.intake import values
from hub.intake.records import Record
from hub.intake.taking import Taken
from hub.intake.values import Refused

_POSTAL = ("street", "postcode", "city", "country")


@dataclass(frozen=True, slots=True)
class Draft:
    message_id: int
    reason: Reason
    words: str
    moved_to: Postal | None


@dataclass(frozen=True)
class Returns:
    """How to read them."""

    now: datetime

    def complaint(self, fields: Collection[str]) -> str | None:
        if "reference" not in fields:
            return "There is no column reference, as it is printed on each letter: --map reference=COLUMN."
        return None

    def draft(self, record: Record) -> Draft:
        fields = record.fields
        written = values.text(fields, "reference")
        message_id = references.message_of(written)
        if message_id is None:
            raise Refused(f"reference {written[:40]!r} is not one of ours")
        if not Message.objects.filter(pk=message_id, channel="letter").exists():
            raise Refused(f"reference {written[:40]!r} is of no letter that we know any more")
        reason = values.one_of(fields, "reason", [each.value for each in Reason]) or Reason.OTHER
        return Draft(message_id, Reason(reason), values.text(fields, "words")[:200], _moved_to(fields))

    def take(self, drafts: Sequence[Draft]) -> Taken:
        with transaction.atomic():
            new = sum(
                returned.apply(each.message_id, each.reason, each.words, each.moved_to, now=self.now)
                for each in sorted(drafts, key=lambda draft: draft.message_id)
            )
        return Taken(new, len(drafts) - new)

    def notes(self) -> list[str]:
        return []


def _moved_to(fields: Mapping[str, Any]) -> Postal | None:
    street, postcode, city, country = (values.text(fields, name) for name in _POSTAL)
    if not street:
        return None
    try:
        return postal.of([street], postcode, city, country)
    except BadAddress as error:
        raise Refused(str(error)) from None
