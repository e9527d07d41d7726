"""What came of an earlier campaign: who got it, and what they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import Exists, OuterRef, Q

from campaigns.models import Campaign
from campaigns.segment import Asked, Leaf, Node, Shape
from channels.models import Message, MessageState

_REACTIONS: Mapping[str, str] = {
    "opened": "opened_at",
    "clicked": "clicked_at",
    "replied": "replied_at",
}
_ARRIVED = (MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.COMPLAINED)


@dataclass(frozen=True, slots=True)
class Received(Leaf):
    """`reaction` is opened, clicked or replied, or nothing; `is_missing` asks for those who did not."""

    key = "received"
    campaign: str
    reaction: str = ""
    is_missing: bool = False

    @classmethod
    def read(cls, node: Node) -> Self:
        node.only("received", "and", "but_not")
        campaign = node.text("received", 60)
        if "and" not in node.shape and "but_not" not in node.shape:
            return cls(campaign)
        word = node.one_key(("and", "but_not"))
        return cls(campaign, node.choice(word, _REACTIONS), word == "but_not")

    def dump(self) -> Shape:
        if not self.reaction:
            return {"received": self.campaign}
        return {"received": self.campaign, "but_not" if self.is_missing else "and": self.reaction}

    def words(self) -> str:
        if not self.reaction:
            return f"got campaign {self.campaign}"
        return f"got campaign {self.campaign} {'but not' if self.is_missing else 'and'} {self.reaction}"

    def complaint(self) -> str | None:
        is_known = Campaign.objects.filter(key=self.campaign).exists()
        return None if is_known else f"there is no campaign {self.campaign!r}"

    def query(self, asked: Asked) -> Q:
        messages = Message.objects.filter(
            customer=OuterRef("pk"),
            state__in=_ARRIVED,
            campaign_id__in=Campaign.objects.filter(key=self.campaign).values("pk"),
        )
        if not self.reaction:
            return Q(Exists(messages))
        reacted = messages.filter(**{f"{_REACTIONS[self.reaction]}__isnull": False})
        return Q(Exists(messages)) & ~Q(Exists(reacted)) if self.is_missing else Q(Exists(reacted))
