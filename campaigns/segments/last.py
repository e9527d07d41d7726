"""How long ago something last happened, from the one-row summary of the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.db.models import Q

from campaigns.segment import Asked, Leaf, Node, Shape

COLUMNS: Mapping[str, str] = {
    "interaction": "last_at",
    "purchase": "last_purchase_at",
    "visit": "last_visit_at",
    "message": "last_message_at",
    "open": "last_open_at",
    "click": "last_click_at",
    "reply": "last_reply_at",
    "bounce": "last_bounce_at",
    "silence": "last_silence_at",
}
"""What may be asked for, and the column of Profile that answers."""
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class LastTime(Leaf):
    """`word` is more_than_days, less_than_days or never; days is 0 for never."""

    key = "last"
    what: str
    word: str
    days: int = 0

    @classmethod
    def read(cls, node: Node) -> Self:
        words = ("more_than_days", "less_than_days", "never")
        node.only("last", *words)
        what, word = node.choice("last", COLUMNS), node.one_key(words)
        if word != "never":
            return cls(what, word, node.whole(word, least=0, most=MOST_DAYS))
        if not node.flag("never"):
            node.fail("must be true; put the rule into `not` for the opposite", "never")
        return cls(what, word)

    def dump(self) -> Shape:
        return {"last": self.what, self.word: True if self.word == "never" else self.days}

    def words(self) -> str:
        if self.word == "never":
            return f"never any {self.what}"
        how = "more" if self.word == "more_than_days" else "less"
        return f"last {self.what} {how} than {self.days} days ago"

    def query(self, asked: Asked) -> Q:
        """Somebody who never did it did not do it long ago either: only `never` finds them."""
        column = f"profile__{COLUMNS[self.what]}"
        if self.word == "never":
            return Q((column, None))
        limit = asked.now - timedelta(days=self.days)
        return Q((f"{column}__{'lt' if self.word == 'more_than_days' else 'gt'}", limit))
