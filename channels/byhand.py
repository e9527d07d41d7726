"""The tables of what goes by hand: letters in batches, and what people of ours carry to a customer."""

from datetime import datetime

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models


class LetterBatch(models.Model):
    """Letters that are handed over as one file: kept before the file is written, so that a retry knows it."""

    message_ids = ArrayField(models.BigIntegerField())
    pages = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    """When its files lay complete in the hand-over folder; null: as far as we know they do not."""

    class Meta:
        verbose_name_plural = "letter batches"
        indexes = [
            models.Index(name="letterbatch_open", fields=["id"], condition=models.Q(handed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of its files, the same at every attempt."""
        return f"letters-{self.made_at:%Y-%m-%d}-{self.pk:06d}"


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def waiting(self) -> "WorkItemQuerySet":
        """What is on the list: not done, and its message neither called off nor too late nor held."""
        held = models.Exists(_holds())
        return self.filter(~held, done_at=None, message__state="accepted")

    def free_at(self, now: datetime) -> "WorkItemQuerySet":
        """What nobody has in hand."""
        return self.filter(models.Q(held_until=None) | models.Q(held_until__lte=now))


class WorkItem(models.Model):
    """A message that a person of ours carries: a call to make, or a word in the branch."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Said yes"
        DECLINED = "declined", "Said no"
        NOT_NOW = "not_now", "Not now"
        ASKED = "asked", "Asked a question"
        NOT_REACHED = "not_reached", "Not reached"
        WRONG_NUMBER = "wrong_number", "Wrong number"
        NO_MORE = "no_more", "Wants no more of these"

    message = models.OneToOneField("channels.Message", models.CASCADE, related_name="item")
    channel = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    """When to try, or to try again."""
    promised_at = models.DateTimeField(null=True)
    """When we said that we would call back; it goes before everything else."""
    tries = models.PositiveSmallIntegerField(default=0)
    assignee = models.CharField(max_length=160, blank=True, default="")
    """Whose it is, as "staff:ana"; empty for whoever comes first."""
    held_by = models.CharField(max_length=160, blank=True, default="")
    held_until = models.DateTimeField(null=True)
    """Who has it in hand, and how long without a sign."""
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="workitem_open", fields=["due_at"], condition=models.Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.channel} for message {self.message_id}"


def _holds() -> "models.QuerySet[models.Model]":
    """Return what holds an item's cause; by its name, because that module finds our tables through itself."""
    hold: type[models.Model] = apps.get_model("channels", "Hold")
    return hold._default_manager.filter(cause=models.OuterRef("message__cause"))
