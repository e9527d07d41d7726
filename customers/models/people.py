"""Customers, the points where they can be reached, and the names other systems give them."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now


class CustomerQuerySet(models.QuerySet["Customer"]):
    def present(self) -> "CustomerQuerySet":
        """Leave out customers whose data was erased, and names that others turned out to have had."""
        return self.filter(erased_at=None, merged_into=None)


class Customer(models.Model):
    """A person or account we have a relationship with."""

    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    country = models.CharField(max_length=2, blank=True)
    opt_out_epoch = models.PositiveIntegerField(default=0)
    """Grows with every narrowing of consent or dials; the update locks out who is about to begin a send."""
    search_text = models.TextField(blank=True, default="")
    """Lower-case unaccented name, addresses and numbers; kept by `identity.index`."""
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aliases", db_index=False
    )
    """Who this customer turned out to be; never somebody merged themselves. Their history stays theirs."""
    created_at = models.DateTimeField(db_default=Now())

    objects = CustomerQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(name="customer_search", fields=["search_text"], opclasses=["gin_trgm_ops"]),
            models.Index(
                name="customer_aliases", fields=["merged_into"], condition=models.Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.number

    @property
    def number(self) -> str:
        """The customer number that staff and customers use."""
        return f"C{self.pk:06d}"

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def since_at(self) -> datetime:
        """Since when they are a customer: since we keep them, or since the first thing in their history."""
        profile = getattr(self, "profile", None)
        return min(self.created_at, (profile and profile.first_at) or self.created_at)


class ContactPoint(models.Model):
    """An email address, phone number, device or postal address; customers may share one."""

    class Kind(models.TextChoices):
        EMAIL = "email", "Email address"
        PHONE = "phone", "Phone number"
        DEVICE = "device", "Device"
        POSTAL = "postal", "Postal address"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.CharField(max_length=320)
    """Normalised: lower-case address, E.164 number."""
    soft_bounces = models.PositiveSmallIntegerField(default=0)
    soft_bounced_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    owners = models.ManyToManyField(Customer, through="Ownership", related_name="contact_points")

    class Meta:
        constraints = [models.UniqueConstraint(name="contact_point_address", fields=["kind", "address"])]

    def __str__(self) -> str:
        return self.address


class Ownership(models.Model):
    """That a customer can be reached at a contact point; the oldest one is used first."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="ownerships")
    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="ownerships")
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="ownership_once", fields=["customer", "contact_point"])]

    def __str__(self) -> str:
        return f"{self.customer_id} at {self.contact_point_id}"


class Identity(models.Model):
    """A key by which a source system knows a customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "identities"
        constraints = [models.UniqueConstraint(name="identity_once", fields=["source", "key"])]

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"


class Merge(models.Model):
    """That two customers are one person: done by whom and why, and what it takes to undo it."""

    loser = models.ForeignKey(Customer, models.CASCADE, related_name="merges_away")
    winner = models.ForeignKey(Customer, models.CASCADE, related_name="merges_in")
    moved = ArrayField(models.BigIntegerField(), default=list)
    """Aliases of the loser, which became aliases of the winner."""
    actor = models.CharField(max_length=80)
    why = models.CharField(max_length=300, blank=True, default="")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="merge_once", fields=["loser"], condition=models.Q(undone_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.loser_id} into {self.winner_id}"


class Connection(models.Model):
    """How two customers belong together, as the first sees it: `customer` is the `kind` of `other`."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", "Same household"
        WORKS_FOR = "works_for", "Works for"
        REFERRED = "referred", "Brought us"
        PARTNER = "partner", "Partner"

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="connections")
    other = models.ForeignKey(Customer, models.CASCADE, related_name="connected_by")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.CharField(max_length=60)
    since_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="connection_once", fields=["customer", "other", "kind"]),
            models.CheckConstraint(name="connection_of_two", condition=~models.Q(customer=models.F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind} {self.other_id}"


class Erasure(models.Model):
    """A customer's wish to be forgotten, carried out when the cool-off ends unless it is taken back."""

    customer_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    wording = models.TextField(default="", db_default="")
    """What the customer said by asking, as it was shown."""
    wording_version = models.CharField(max_length=40, blank=True, default="", db_default="")
    place = models.CharField(max_length=120)
    actor = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="erasure_once",
                fields=["customer_id"],
                condition=models.Q(withdrawn_at__isnull=True, done_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} due {self.due_at}"


class ErasedKey(models.Model):
    """A keyed hash of an address or foreign key of somebody erased: what comes back under it is barred.

    Only who has our secret can tell whether an address is among them; none can be read out of it.
    """

    digest = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.digest)
