"""The tables of conversations: threads with a customer, what was said there, and how answers were sorted."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from customers.models import ContactPoint, Customer


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def open_at(self, now: datetime) -> "ConversationQuerySet":
        """What somebody has to look at: open, or snoozed until a moment that has come."""
        ended = models.Q(state=Conversation.State.SNOOZED, snoozed_until__lte=now)
        return self.filter(models.Q(state=Conversation.State.OPEN) | ended)

    def snoozed_at(self, now: datetime) -> "ConversationQuerySet":
        return self.filter(state=Conversation.State.SNOOZED, snoozed_until__gt=now)


class Conversation(models.Model):
    """What is said with one customer about one topic, over all channels; it never ends, it only rests."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        PENDING = "pending", "Waiting for the customer"
        SNOOZED = "snoozed", "Snoozed"
        RESOLVED = "resolved", "Resolved"

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="conversations")
    """Who they are, aliases followed, when the conversation began."""
    topic = models.CharField(max_length=40, blank=True)
    """Empty for what is about nothing we wrote."""
    subject = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    snoozed_until = models.DateTimeField(null=True)
    assignee_id = models.BigIntegerField(null=True)
    """Whose it is among our staff; nobody's while it waits in a queue."""
    team_id = models.BigIntegerField(null=True)
    """The team it was handed to; without one, its topic says whose queue it is in."""
    revision = models.PositiveIntegerField(default=0)
    """Grows with every word from either side: who answers says up to which they have read."""
    opened_at = models.DateTimeField()
    """When the customer's first word since it last rested came in."""
    waiting_since = models.DateTimeField(null=True)
    """When the oldest of their words came in that we have not answered; null while nobody waits for us."""
    first_answered_at = models.DateTimeField(null=True)
    """When we first answered since `opened_at`."""
    last_at = models.DateTimeField()
    last_channel = models.CharField(max_length=20)
    last_words = models.CharField(max_length=300, blank=True)
    """The beginning of what was said last, by either side."""
    is_last_ours = models.BooleanField(default=False)
    intent = models.CharField(max_length=12, blank=True, default="")
    """What their last words want, as rules, experience or a person sorted them; see `Turn`."""

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="conversation_once", fields=["customer", "topic"])]
        indexes = [
            models.Index(
                name="conversation_waits",
                fields=["waiting_since", "id"],
                condition=~models.Q(state="resolved"),
            ),
            models.Index(
                name="conversation_resolved", fields=["-last_at", "-id"], condition=models.Q(state="resolved")
            ),
            models.Index(
                name="conversation_mine", fields=["assignee_id"], condition=~models.Q(state="resolved")
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}, {self.state}"

    def state_at(self, now: datetime) -> "Conversation.State":
        """Return the state that holds now: a snooze ends by itself."""
        is_over = self.state == self.State.SNOOZED and self.snoozed_until and self.snoozed_until <= now
        return self.State.OPEN if is_over else self.State(self.state)

    @property
    def first_answer_took(self) -> timedelta | None:
        return self.first_answered_at - self.opened_at if self.first_answered_at else None


class Turn(models.Model):
    """One thing in a conversation: a customer's words, our answer, a note among ourselves, or an act."""

    class Kind(models.TextChoices):
        HEARD = "heard", "They wrote"
        SAID = "said", "We answered"
        NOTE = "note", "Note"
        ACT = "act", "Act"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="turns")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    at = models.DateTimeField()
    channel = models.CharField(max_length=20, blank=True, default="")
    actor = models.CharField(max_length=160, blank=True, default="")
    """As in the history: "customer", "staff:ana", "api:shop"."""
    subject = models.CharField(max_length=300, blank=True, default="")
    words = models.TextField(blank=True, default="")
    contact_point = models.ForeignKey(ContactPoint, models.SET_NULL, null=True, related_name="+")
    """Where they wrote from, and where an answer goes, if it is theirs."""
    mail_id = models.BigIntegerField(null=True)
    """The mail that it came in, with its HTML and what is attached."""
    attached = models.JSONField(default=list)
    """What is attached to that mail, in its order: [name, type, bytes]."""
    message_id = models.BigIntegerField(null=True)
    """For what they wrote: the message it answers. For what we said: the message that carries it."""
    header_id = models.CharField(max_length=320, blank=True, default="")
    """The Message-ID of their mail, which our answer names."""
    references = ArrayField(models.CharField(max_length=320), default=list)
    """For our answer: the Message-IDs it goes on from, the oldest first."""
    intent = models.CharField(max_length=12, blank=True, default="")
    confidence = models.FloatField(default=0)
    why = models.CharField(max_length=200, blank=True, default="")
    """Which rule or which version of what was learned sorted their words; or who did."""

    class Meta:
        indexes = [
            models.Index(name="turn_of_conversation", fields=["conversation", "id"]),
            models.Index(
                name="turn_of_message", fields=["message_id"], condition=models.Q(message_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"turn {self.pk}, {self.kind}"


class Label(models.Model):
    """How a person sorted somebody's words: what the learned model learns from."""

    turn = models.OneToOneField(Turn, models.CASCADE, related_name="label")
    name = models.CharField(max_length=12)
    words = models.TextField()
    actor = models.CharField(max_length=160)
    labelled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} for turn {self.turn_id}"
