"""Channels that people of ours carry: handing a message over is putting it on their list."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from channels.byhand import WorkItem
from channels.protocol import Outcome, Outgoing, Result, Route, Shape

LONGEST_BYTES = 8000


@dataclass(frozen=True, slots=True)
class WorkList:
    """The list of one channel. That it is on the list is what "accepted" means."""

    channel: str
    provider: str = "people"
    link: str = ""
    window: int = 250

    def is_ready(self) -> bool:
        return True

    def takes(self, address: str) -> bool:
        return True

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        """Put each on the list, once however often it is handed over."""
        if time.monotonic() >= start_by:
            return [Result(Outcome.UNTOUCHED)] * len(batch)
        now = timezone.now()
        items = [
            WorkItem(message_id=words.message_id, channel=self.channel, due_at=now, created_at=now)
            for words in batch
        ]
        WorkItem.objects.bulk_create(items, ignore_conflicts=True)
        return [Result(Outcome.ACCEPTED)] * len(batch)


@dataclass(slots=True)
class ByPerson:
    """A channel of people: the subject is the reason, the text the words to say."""

    key: str
    shape: Shape

    def is_ready(self) -> bool:
        return True

    def routes(self) -> Sequence[Route]:
        return (WorkList(self.key),)


def shape(contact_kind: str) -> Shape:
    return Shape(
        contact_kind=contact_kind,
        has_subject=True,
        has_html=False,
        max_bytes=LONGEST_BYTES,
        is_on_screen=False,
    )
