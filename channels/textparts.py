"""The table of the parts in which texts go over SMPP, and what the network says of each."""

from django.db import models


class TextPart(models.Model):
    """One part that the network has taken; its own number there is all that a receipt names."""

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        ARRIVED = "arrived", "Arrived"
        LOST = "lost", "Came back"

    message_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=16)
    """Of the whole text that it is a part of."""
    link = models.CharField(max_length=14)
    provider_id = models.CharField(max_length=65)
    state = models.CharField(max_length=7, choices=State.choices, default=State.SENT)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="textpart_once", fields=["message_id", "number"])]
        indexes = [models.Index(name="textpart_receipt", fields=["provider_id"])]

    def __str__(self) -> str:
        return f"part {self.number} of {self.of} of message {self.message_id}, {self.state}"
