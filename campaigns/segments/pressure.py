"""How much we have asked of a customer lately: the reading that the gate, too, goes by."""

from dataclasses import dataclass
from typing import Self

from django.db.models import Case, F, FloatField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Extract, Greatest, Power

from campaigns.comparison import NUMBER_WORDS, Comparison
from campaigns.segment import Asked, Leaf, Node, Shape
from customers import dials, rest
from customers.models import Touch


@dataclass(frozen=True, slots=True)
class Pressure(Leaf):
    """Compares the reading of customers.rest.pressure; zero for whom we left in peace."""

    key = "pressure"
    comparison: Comparison

    @classmethod
    def read(cls, node: Node) -> Self:
        node.only("pressure", *NUMBER_WORDS)
        node.choice("pressure", ("lately",))
        return cls(Comparison.read(node))

    def dump(self) -> Shape:
        return {"pressure": "lately", **self.comparison.dump()}

    def words(self) -> str:
        return f"pressure {self.comparison.words()}"

    def query(self, asked: Asked) -> Q:
        """Sum up the touches of the longest period of any dial, as PostgreSQL's one subquery a customer."""
        touches = (
            Touch.objects.filter(
                customer_id=OuterRef("pk"),
                purpose="marketing",
                touched_at__gt=asked.now - dials.LONGEST_PERIOD,
            )
            .exclude(state="returned")
            .values("customer_id")
        )
        reading = touches.annotate(reading=Sum(_weight(asked))).values("reading")
        zero = Value(0.0, output_field=FloatField())
        return self.comparison.query(Coalesce(Subquery(reading, output_field=FloatField()), zero))


def _weight(asked: Asked) -> Combinable:
    contact_at = Greatest(
        OuterRef("profile__last_reply_at"),
        OuterRef("profile__last_visit_at"),
        OuterRef("profile__last_purchase_at"),
    )
    answered = Case(When(answered_at__isnull=False, then=rest.ANSWERED_WEIGHT), default=1.0)
    earlier = Case(When(touched_at__lt=contact_at, then=rest.EARLIER_WEIGHT), default=1.0)
    age = Extract(Value(asked.now) - F("touched_at"), "epoch") / rest.HALF_LIFE.total_seconds()
    return answered * earlier * Power(Value(0.5), age, output_field=FloatField())
