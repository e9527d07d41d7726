"""The tables of campaigns: what is said to whom and why, and each run of it."""

from django.db import models
from django.db.models.functions import Now

from customers.models.permission import Purpose


class Otherwise(models.TextChoices):
    """What becomes of a message that a customer's dials, or the hour, put off; see channels/policies.py."""

    DEFER = "defer", "Wait until there is room"
    DROP = "drop", "Leave it"
    DIGEST = "digest", "Wait, and go out with others in one message"


class Campaign(models.Model):
    """A purpose, an audience, and the versions of what is said."""

    key = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.MARKETING)
    topic = models.SlugField(max_length=40)
    channel = models.CharField(max_length=20, default="email")
    sender = models.CharField(max_length=450)
    """As in a From line: Name <address>."""
    audience = models.JSONField(default=dict)
    """The rule tree as docs/audiences.md writes it; empty means not chosen yet, never everyone."""
    holdout = models.FloatField(default=0.0)
    """Share of the audience that gets nothing, from 0 to 1: the comparison that proves the rest."""
    otherwise = models.CharField(
        "If not now",
        max_length=6,
        choices=Otherwise.choices,
        default=Otherwise.DEFER,
        db_default=Otherwise.DEFER,
    )
    schedule = models.JSONField(default=dict, blank=True)
    """`not_after_hours`: how long after launch a message is still worth sending; a week if not said."""
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="campaign_holdout", condition=models.Q(holdout__gte=0) & models.Q(holdout__lte=1)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """One wording of a campaign and its share of the audience."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="versions")
    name = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField(default=1)
    subject = models.TextField()
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="version_name_once", fields=["campaign", "name"])]

    def __str__(self) -> str:
        return self.name


class Flight(models.Model):
    """One run of a campaign, with everything frozen that it started with."""

    class State(models.TextChoices):
        PLANNING = "planning", "Choosing the audience"
        SENDING = "sending", "Sending"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"
        ENDED = "ended", "Ended"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="flights")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNING)
    audience = models.JSONField()
    holdout = models.FloatField()
    arms = models.JSONField()
    """[{version_id, name, weight, content_id}]: the split as it was at launch; campaigns/arms.py reads it."""
    salt = models.CharField(max_length=60)
    otherwise = models.CharField(
        max_length=6, choices=Otherwise.choices, default=Otherwise.DEFER, db_default=Otherwise.DEFER
    )
    not_after = models.DateTimeField(null=True)
    waits_for_id = models.BigIntegerField(null=True)
    """A message that has not come to its end: as long as it has not, nobody need look at the others."""
    launched_by = models.CharField(max_length=80)
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                name="flight_one_running",
                fields=["campaign"],
                condition=models.Q(state__in=["planning", "sending", "paused"]),
            )
        ]

    def __str__(self) -> str:
        return f"flight {self.pk} of {self.campaign_id}, {self.state}"

    @property
    def cause(self) -> str:
        """The name under which the outbox keeps its messages."""
        return f"flight:{self.pk}"


F = Flight.State
RUNNING = (F.PLANNING, F.SENDING, F.PAUSED)
FLIGHT_MOVES: dict[str, frozenset[str]] = {
    F.PLANNING: frozenset({F.SENDING, F.PAUSED, F.STOPPED}),
    F.SENDING: frozenset({F.PAUSED, F.STOPPED, F.ENDED}),
    F.PAUSED: frozenset({F.PLANNING, F.SENDING, F.STOPPED}),
    F.STOPPED: frozenset(),
    F.ENDED: frozenset(),
}


class Chunk(models.Model):
    """A range of customer numbers that one task plans in one transaction; resume means the open ones."""

    flight = models.ForeignKey(Flight, models.CASCADE, related_name="chunks")
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    """Inclusive."""
    rung_at = models.DateTimeField(null=True)
    """When a worker was last told of it; told again while it stays open."""
    planned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="chunk_once", fields=["flight", "low"])]
        indexes = [models.Index(name="chunk_open", fields=["flight"], condition=models.Q(planned_at=None))]

    def __str__(self) -> str:
        return f"customers {self.low} to {self.high}"
