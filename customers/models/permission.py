"""What customers allow: consent with evidence, dials, suppressions, preferences, and the touches counted."""

from django.db import models
from django.db.models.functions import Now

from customers.models.people import ContactPoint, Customer


class Purpose(models.TextChoices):
    MARKETING = "marketing", "Marketing"
    SERVICE = "service", "Service"
    REPLY = "reply", "Reply"


class Topic(models.Model):
    """What a touch is about; customers have a dial on each."""

    key = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    translations = models.JSONField(default=dict, blank=True, db_default={})
    """{language: [label, description]} for readers of that language; everybody else reads those above."""

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label

    def words_in(self, language: str | None) -> tuple[str, str]:
        """Return (label, description) for a reader of this language; what has no translation stays."""
        label, description = self.translations.get(language, ("", ""))
        return label or self.label, description or self.description


class Consent(models.Model):
    """Whether we may use a channel for a purpose, today; ConsentEvidence says how it came about."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    is_granted = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="consent_once", fields=["customer", "channel", "purpose"])
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.channel} {self.purpose}: {'yes' if self.is_granted else 'no'}"


class ConsentEvidence(models.Model):
    """One act of giving or withdrawing, as it was shown: never changed, never deleted with the answer."""

    customer_id = models.BigIntegerField(db_index=True)
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    is_granted = models.BooleanField()
    wording = models.TextField()
    wording_version = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=120)
    actor = models.CharField(max_length=80)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.customer_id} {self.channel} {self.purpose} at {self.happened_at}"


class Dial(models.Model):
    """A position 0-10 on a scope; an empty channel or topic means all of them."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="dials")
    channel = models.CharField(max_length=20, blank=True, default="")
    topic = models.CharField(max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField()
    snooze_position = models.PositiveSmallIntegerField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dial_once", fields=["customer", "channel", "topic"]),
            models.CheckConstraint(
                name="dial_position",
                condition=models.Q(position__lte=10)
                & (models.Q(snooze_position=None) | models.Q(snooze_position__lte=10)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel or 'any'}/{self.topic or 'any'}: {self.position}"


class Preference(models.Model):
    """How a customer likes to be reached; local times, across midnight where `quiet_from` is the later."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="preference")
    channel = models.CharField(max_length=20, blank=True, default="")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="preference_hours",
                condition=models.Q(quiet_from=None, quiet_until=None)
                | (models.Q(quiet_from__isnull=False, quiet_until__isnull=False))
                & ~models.Q(quiet_from=models.F("quiet_until")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} by {self.channel or 'any channel'}"


class Suppression(models.Model):
    """A hard no on a contact point, for every sender of ours, or on a customer; lifted, never deleted."""

    class Reason(models.TextChoices):
        COMPLAINT = "complaint", "Complained about a message"
        INVALID = "invalid", "The address does not exist"
        STOP = "stop", "Asked us to stop"
        STAFF = "staff", "Set by staff"
        ERASED = "erased", "Data erased"

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, blank=True, related_name="suppressions")
    contact_point = models.ForeignKey(
        ContactPoint, models.CASCADE, null=True, blank=True, related_name="suppressions"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices)
    is_marketing_only = models.BooleanField(default=False)
    evidence = models.TextField(blank=True)
    suppressed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suppression_of_one",
                condition=models.Q(customer=None, contact_point__isnull=False)
                | models.Q(customer__isnull=False, contact_point=None),
            ),
            models.UniqueConstraint(
                name="suppression_point_once",
                fields=["contact_point", "reason"],
                condition=models.Q(lifted_at=None, contact_point__isnull=False),
            ),
            models.UniqueConstraint(
                name="suppression_customer_once",
                fields=["customer", "reason"],
                condition=models.Q(lifted_at=None, customer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} since {self.suppressed_at}"


class Touch(models.Model):
    """One intended contact of one customer: the account that every dial counts, whoever made it."""

    class State(models.TextChoices):
        RESERVED = "reserved", "Reserved"
        SPENT = "spent", "Spent"
        RETURNED = "returned", "Given back"

    customer_id = models.BigIntegerField()
    channel = models.CharField(max_length=20)
    topic = models.CharField(max_length=40)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    state = models.CharField(max_length=8, choices=State.choices)
    actor = models.CharField(max_length=80)
    message_id = models.BigIntegerField(null=True, unique=True)
    excess_reason = models.CharField(max_length=300, blank=True, default="")
    """Why a person went over what the dials left."""
    touched_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    """The first human answer: a click, a reply, a yes or no to a person. Opens prove nothing."""

    class Meta:
        verbose_name_plural = "touches"
        indexes = [models.Index(name="touch_by_customer", fields=["customer_id", "touched_at"])]

    def __str__(self) -> str:
        return f"{self.channel}/{self.topic} to {self.customer_id}, {self.state}"
