"""Other companies whose programmes bring us customers and interactions, and what they say about whom."""

from django.db import models

from customers.models.people import Customer


class Partner(models.Model):
    """A company with a source of its own; its customers stand apart until they allow to be joined."""

    key = models.SlugField(primary_key=True, max_length=20)
    name = models.CharField(max_length=60)
    wording = models.TextField()
    """What customers are shown when they are asked whether we may join what both of us know."""
    wording_version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """Under which its identities and interactions stand; nobody else may write there."""
        return f"{SOURCE_PREFIX}{self.key}"


SOURCE_PREFIX = "partner:"


class Brought(models.Model):
    """A customer row of ours that stands for somebody a partner told us of."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="brought")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="brought")

    def __str__(self) -> str:
        return f"{self.customer_id} from {self.partner_id}"


class BroughtPoint(models.Model):
    """By what somebody brought may be recognised: an address, or a key of ours. Never written to."""

    brought = models.ForeignKey(Brought, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=8)
    """email, phone, or key: then `source` says whose key it is."""
    source = models.CharField(max_length=60, blank=True, default="")
    address = models.CharField(max_length=320)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="brought_point_once", fields=["brought", "kind", "source", "address"]
            )
        ]
        indexes = [models.Index(name="brought_point_address", fields=["address"])]

    def __str__(self) -> str:
        return f"{self.kind} of {self.brought_id}"
