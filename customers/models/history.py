"""The ledger: immutable interactions, partitioned by month, and the keys that make recording idempotent."""

from django.db import models
from django.db.models.functions import Now


class Interaction(models.Model):
    """One line of the history: something that happened between us and a customer, either way.

    Append-only by trigger and partitioned by month of `occurred_at` (migration 0002). References are plain
    numbers without foreign keys: history outlives what caused it. Written by `history.record` alone.
    """

    class Direction(models.TextChoices):
        IN = "in", "from the customer"
        OUT = "out", "to the customer"
        WITHIN = "within", "within the house"

    pk = models.CompositePrimaryKey("id", "occurred_at")
    id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)
    direction = models.CharField(max_length=6, choices=Direction.choices)
    actor = models.CharField(max_length=80)
    summary = models.TextField()
    data = models.JSONField(default=dict)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=200)
    message_id = models.BigIntegerField(null=True)
    campaign_id = models.BigIntegerField(null=True)
    offer_id = models.BigIntegerField(null=True)
    decision_id = models.BigIntegerField(null=True)
    loop_id = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "customers_interaction"

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class InteractionKey(models.Model):
    """That (source, source_id) is recorded; a 128-bit hash of both, so that the index stays narrow."""

    key = models.UUIDField(primary_key=True)
    interaction_id = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.key)
