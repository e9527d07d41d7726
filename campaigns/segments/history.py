"""What happened so often within so many days, from the raw history: dear, and the only rule that is."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.db.models import Count, Q

from campaigns.segment import Asked, Leaf, Node, Shape
from customers.events import EVENT_TYPES
from customers.models import Interaction

MOST_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class Happened(Leaf):
    key = "history"
    scans_history = True
    kind: str
    at_least: int
    within_days: int

    @classmethod
    def read(cls, node: Node) -> Self:
        node.only("history", "at_least", "within_days")
        return cls(
            node.choice("history", EVENT_TYPES),
            node.whole("at_least", least=1, most=10_000, default=1),
            node.whole("within_days", least=1, most=MOST_DAYS),
        )

    def dump(self) -> Shape:
        return {"history": self.kind, "at_least": self.at_least, "within_days": self.within_days}

    def words(self) -> str:
        label = EVENT_TYPES[self.kind].label.lower()
        times = "once" if self.at_least == 1 else f"{self.at_least} times"
        return f"“{label}” at least {times} within {self.within_days} days"

    def query(self, asked: Asked) -> Q:
        """Count once for everybody asked about, not once a customer: one scan of the months it concerns."""
        lines = Interaction.objects.filter(
            asked.among("customer_id"),
            kind=self.kind,
            occurred_at__gte=asked.now - timedelta(days=self.within_days),
            occurred_at__lte=asked.now,
        )
        often = lines.values("customer_id").annotate(times=Count("id")).filter(times__gte=self.at_least)
        return Q(pk__in=often.values("customer_id"))
