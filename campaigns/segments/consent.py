"""Whether a customer agreed to a channel for a purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import Exists, OuterRef, Q

from campaigns.segment import Asked, Leaf, Node, Shape
from customers.models import Consent
from customers.models.permission import Purpose

_ANSWERS: Mapping[str, str] = {
    "granted": "agreed to {} by {}",
    "withdrawn": "took back the agreement to {} by {}",
    "unknown": "never said whether we may use {} by {}",
}


@dataclass(frozen=True, slots=True)
class ConsentGiven(Leaf):
    key = "consent"
    channel: str
    purpose: str
    answer: str

    @classmethod
    def read(cls, node: Node) -> Self:
        node.only("consent", "purpose", "is")
        return cls(
            node.text("consent", 20),
            node.choice("purpose", Purpose.values, Purpose.MARKETING.value),
            node.choice("is", _ANSWERS, "granted"),
        )

    def dump(self) -> Shape:
        return {"consent": self.channel, "purpose": self.purpose, "is": self.answer}

    def words(self) -> str:
        return _ANSWERS[self.answer].format(self.purpose, self.channel)

    def query(self, asked: Asked) -> Q:
        answers = Consent.objects.filter(customer=OuterRef("pk"), channel=self.channel, purpose=self.purpose)
        if self.answer == "unknown":
            return ~Q(Exists(answers))
        return Q(Exists(answers.filter(is_granted=self.answer == "granted")))
