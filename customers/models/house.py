"""What the owner of the house sets for everybody: limits, defaults, quiet hours, rest, and the words used."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from customers.models.permission import Purpose


class HouseLimit(models.Model):
    """A dial that the owner sets for everybody; touches of its purpose count in it."""

    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.MARKETING)
    channel = models.CharField(max_length=20, blank=True, default="")
    topic = models.CharField(max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="house_limit_of_purpose_once", fields=["purpose", "channel", "topic"]
            ),
            models.CheckConstraint(name="house_limit_position", condition=models.Q(position__lte=10)),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, {self.channel or 'any'}/{self.topic or 'any'}: {self.position}"


class DefaultDial(models.Model):
    """Where a dial stands that a customer has not set: everybody's, a country's, or a profile's."""

    country = models.CharField(max_length=2, blank=True, default="")
    field = models.CharField(max_length=60, blank=True, default="", db_default="")
    """The key of a profile field; it holds for those whose fact says `value`."""
    value = models.CharField(max_length=120, blank=True, default="", db_default="")
    channel = models.CharField(max_length=20, blank=True, default="")
    topic = models.CharField(max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="default_dial_of_whom_once", fields=["country", "field", "value", "channel", "topic"]
            ),
            models.CheckConstraint(name="default_dial_position", condition=models.Q(position__lte=10)),
        ]

    def __str__(self) -> str:
        return (
            f"{self.country or 'everywhere'}, {self.channel or 'any'}/{self.topic or 'any'}: {self.position}"
        )


class QuietHours(models.Model):
    """Local hours in which a channel is not used; across midnight where it starts later than it ends.

    A window belongs to the day on which it starts. From 00:00 to 00:00 is the whole day.
    """

    country = models.CharField(max_length=2, blank=True, default="")
    channel = models.CharField(max_length=20, blank=True, default="")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.MARKETING)
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    """1 is Monday, 7 Sunday (ISO 8601)."""
    starts = models.TimeField()
    ends = models.TimeField()
    why = models.CharField(max_length=200, blank=True, default="")
    """The law or custom behind it, for staff."""

    class Meta:
        verbose_name_plural = "quiet hours"

    def __str__(self) -> str:
        return (
            f"{self.country or 'everywhere'}, {self.channel or 'any channel'}: {self.starts} to {self.ends}"
        )


class RestRule(models.Model):
    """After so many touches in a row without a human answer, all within some days, we rest."""

    channel = models.CharField(max_length=20, blank=True, default="")
    topic = models.CharField(max_length=40, blank=True, default="")
    ignored = models.PositiveSmallIntegerField()
    within_days = models.PositiveSmallIntegerField()
    rest_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="rest_rule_once", fields=["channel", "topic"]),
            models.CheckConstraint(
                name="rest_rule_days",
                condition=models.Q(
                    ignored__gte=1, within_days__range=(1, 90), rest_days__range=(1, 365), ignored__lte=50
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ignored} ignored in {self.within_days} days: rest {self.rest_days}"


class PressureLimit(models.Model):
    """The pressure above which we keep quiet, whatever the dials leave; no row means no such limit."""

    limit = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="pressure_limit_positive", condition=models.Q(limit__gt=0, pk=1))
        ]

    def __str__(self) -> str:
        return f"pressure up to {self.limit}"


class Wording(models.Model):
    """One version of what customers are shown when they decide; versions are added, never changed."""

    key = models.CharField(max_length=60)
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    text = models.TextField()
    author = models.CharField(max_length=80)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="wording_version_once", fields=["key", "language", "version"])
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language} v{self.version}"
