"""What we know: declared fields, facts with their source, and the one-row profile of a history."""

from django.db import models
from django.db.models.functions import Now

from customers.models.people import Customer


class ProfileField(models.Model):
    """A declared attribute of customers; hundreds of them cost nothing when unused."""

    class Type(models.TextChoices):
        TEXT = "text", "Text"
        NUMBER = "number", "Number"
        DATE = "date", "Date"
        FLAG = "flag", "Yes or no"

    key = models.SlugField(primary_key=True, max_length=60)
    label = models.CharField(max_length=120)
    type = models.CharField(max_length=8, choices=Type.choices, default=Type.TEXT)
    is_personal = models.BooleanField(default=True)
    is_visible_to_customer = models.BooleanField(default=True)
    is_editable_by_customer = models.BooleanField(default=False)

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class Fact(models.Model):
    """The current answer for one field of one customer; earlier answers stay in the history."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="facts")
    field = models.ForeignKey(ProfileField, models.PROTECT, related_name="facts")
    value = models.JSONField()
    source = models.CharField(max_length=60)
    confidence = models.FloatField(default=1.0)
    """From 0 (a guess) to 1 (said by the customer)."""
    by_customer = models.BooleanField(default=False)
    learned_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="fact_once", fields=["customer", "field"])]
        indexes = [models.Index(name="fact_by_field", fields=["field", "customer"])]

    def __str__(self) -> str:
        return f"{self.field_id} of {self.customer_id}"


class UnwantedFact(models.Model):
    """That a customer deleted what we knew for a field: only their own word fills it again."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="unwanted_facts")
    field = models.ForeignKey(ProfileField, models.CASCADE, related_name="unwanted_by")
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="unwanted_fact_once", fields=["customer", "field"])]

    def __str__(self) -> str:
        return f"no {self.field_id} of {self.customer_id}"


class Profile(models.Model):
    """The always-current summary of one history, kept in the transaction that records it.

    Event kinds say which of these columns they feed (`Tally` in customers/event.py); amounts are minor
    units of the hub's currency, other currencies stay in the history only.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, db_constraint=False)
    interactions = models.PositiveIntegerField(default=0, db_default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    purchases = models.PositiveIntegerField(default=0, db_default=0)
    spent_minor = models.BigIntegerField(default=0, db_default=0)
    first_purchase_at = models.DateTimeField(null=True)
    last_purchase_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=0, db_default=0)
    last_visit_at = models.DateTimeField(null=True)
    messages = models.PositiveIntegerField(default=0, db_default=0)
    last_message_at = models.DateTimeField(null=True)
    opens = models.PositiveIntegerField(default=0, db_default=0)
    last_open_at = models.DateTimeField(null=True)
    clicks = models.PositiveIntegerField(default=0, db_default=0)
    last_click_at = models.DateTimeField(null=True)
    replies = models.PositiveIntegerField(default=0, db_default=0)
    last_reply_at = models.DateTimeField(null=True)
    bounces = models.PositiveIntegerField(default=0, db_default=0)
    last_bounce_at = models.DateTimeField(null=True)
    silences = models.PositiveIntegerField(default=0, db_default=0)
    last_silence_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"profile of {self.customer_id}"
