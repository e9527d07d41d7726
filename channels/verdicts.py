"""The tables of what bounces and complaints say of addresses, and of spikes, which nobody believes blindly.

A provider that breaks calls everybody's address dead. So each verdict is a row of its own: what was obeyed
can be taken back, and who is called dead while a spike lasts waits for a person (channels/spikes.py).
"""

from django.db import models

from customers.models import ContactPoint, Suppression


class Spike(models.Model):
    """A time in which one route reported more dead addresses or complaints than can be true."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for a person"
        CONFIRMED = "confirmed", "Found to be true"
        TAKEN_BACK = "taken_back", "Taken back"

    key = models.CharField(max_length=80)
    """The route: "email:postmark"."""
    reason = models.CharField(max_length=10, choices=Suppression.Reason.choices)
    verdicts = models.PositiveIntegerField()
    sent = models.PositiveIntegerField()
    """How many verdicts there were of how many messages sent, when it was noticed."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    began_at = models.DateTimeField()
    decided_by = models.CharField(max_length=160, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="spike_one_open", fields=["key", "reason"], condition=models.Q(state="open")
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} on {self.key} since {self.began_at}"


class Verdict(models.Model):
    """What one message brought to light about an address, and whether we act on it."""

    class State(models.TextChoices):
        OBEYED = "obeyed", "Barred"
        SET_ASIDE = "set_aside", "Waiting for a person"
        TAKEN_BACK = "taken_back", "Taken back"

    message_id = models.BigIntegerField()
    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    reason = models.CharField(max_length=10, choices=Suppression.Reason.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    spike = models.ForeignKey(Spike, models.CASCADE, null=True, related_name="verdict_rows")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="verdict_once", fields=["message_id", "reason"])]
        indexes = [models.Index(name="verdict_lately", fields=["key", "reason", "noted_at"])]

    def __str__(self) -> str:
        return f"{self.reason} by message {self.message_id}, {self.state}"
