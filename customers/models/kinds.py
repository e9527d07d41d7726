"""Kinds of interactions that a house declares itself, beside those in customers/events."""

from django.db import models

from customers.models.history import Interaction


class EventKind(models.Model):
    """A declared kind; its schema holds for what is recorded from now on, never for what was."""

    key = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=80)
    direction = models.CharField(max_length=6, choices=Interaction.Direction.choices)
    channel = models.CharField(max_length=20, blank=True, default="")
    schema = models.TextField()
    """As text: jsonb would forget the order of the fields, in which they are told."""
    carries_money = models.BooleanField(default=False)
    counts_as = models.CharField(max_length=40, blank=True, default="")
    """The kind of ours whose columns of the profile it feeds too."""
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
