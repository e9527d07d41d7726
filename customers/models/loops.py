"""What is left open between us and a customer: what they asked, what we promised, what is half done."""

from django.db import models

from customers.models.people import Customer


class OpenLoop(models.Model):
    """A promise, question, complaint or half-done thing; opened and closed by `customers.loops` alone."""

    class Kind(models.TextChoices):
        PROMISE = "promise", "Promise"
        QUESTION = "question", "Question"
        COMPLAINT = "complaint", "Complaint"
        UNFINISHED = "unfinished", "Half done"

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="loops", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=300)
    channel = models.CharField(max_length=20, blank=True, default="")
    """Where it came up, or how it is to be kept: "call" for a call-back."""
    owner = models.CharField(max_length=80, blank=True, default="")
    """Who sees to it: "staff:ana", "team:care"; empty while it is anybody's."""
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    conversation_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                name="open_loop_of_customer", fields=["customer"], condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                name="open_loop_by_day",
                fields=["due_at", "opened_at"],
                condition=models.Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.customer_id}"
