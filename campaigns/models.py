"""The tables of campaigns: what is said to whom and why, each run of it, and what is offered and decided."""

from collections.abc import Collection, Mapping

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from customers.models.permission import Purpose


class Otherwise(models.TextChoices):
    """What becomes of a message that a customer's dials, or the hour, put off; see channels/policies.py.

    Or it goes by another channel: "channel:<key>".
    """

    DEFER = "defer", "Wait until there is room"
    DROP = "drop", "Leave it"
    DIGEST = "digest", "Wait, and go out with others in one message"


class Touchpoint(models.TextChoices):
    """Where a decision is asked for: our people stand at some, at the others the customer is alone."""

    TILL = "till", "Till"
    BRANCH = "branch", "Branch"
    CALL = "call", "Call"
    WEB = "web", "Website"
    PORTAL = "portal", "Portal"
    ATM = "atm", "ATM"

    @property
    def is_staffed(self) -> bool:
        return self in STAFFED


STAFFED = frozenset({Touchpoint.TILL, Touchpoint.BRANCH, Touchpoint.CALL})


OFFER_WORDS = frozenset({"new", "rules", "count"})
CAMPAIGN_WORDS = OFFER_WORDS | {"text-size", "preview"}
"""What cannot be a key: in the addresses of the console these words stand where the key does."""


def key_complaint(key: str, words: frozenset[str]) -> str:
    """Say that a key is one of these words of ours, or nothing."""
    return f"“{key}” is a word of our own; take another." if key in words else ""


class Offer(models.Model):
    """Something worth proposing: to whom, where and until when, in which words."""

    key = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    topic = models.SlugField(max_length=40)
    family = models.SlugField(max_length=40, blank=True, default="")
    """A no to one of a family quiets its relatives too."""
    is_offered = models.BooleanField(default=True, db_default=True)
    words = models.TextField(blank=True, default="")
    """What our people say; never shown to a customer."""
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True, default="")
    link = models.URLField(max_length=500, blank=True, default="")
    translations = models.JSONField(default=dict, blank=True)
    """{language: {title, text}}: what a customer of another language reads."""
    audience = models.JSONField(default=dict)
    """The rule tree as docs/audiences.md writes it; empty means not chosen yet, so nobody."""
    places = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """Touchpoints such as "till", or one placement of one such as "web/home"; none means everywhere."""
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    stock = models.PositiveIntegerField(null=True, blank=True)
    """How many are left; every yes takes one. None: as many as are wanted."""
    margin_minor = models.BigIntegerField(null=True, blank=True)
    """What one yes brings, in minor units of the house's currency."""
    lever = models.SmallIntegerField(default=0, db_default=0)
    """The owner's thumb on the scale, in per cent: its score is multiplied by 1 + lever/100."""
    rest_after_no_days = models.PositiveSmallIntegerField(default=90, db_default=90)
    rest_after_yes_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """None: who has said yes is never offered it again."""
    follow_up_subject = models.CharField(max_length=200, blank=True, default="")
    follow_up_text = models.TextField(blank=True, default="")
    """What is sent to who wants to read it at home, in Liquid."""
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(name="offer_lever", condition=models.Q(lever__range=(-100, 1000))),
            models.CheckConstraint(
                name="offer_period",
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_from__lt=models.F("valid_until")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Say nothing here: campaigns.offers.check says what the constraints would, in words for people."""

    def said_in(self, language: str) -> tuple[str, str]:
        """Return title and text as a customer of this language reads them."""
        return said_in(self.title, self.text, self.translations, language)


def said_in(
    title: str, text: str, translations: Mapping[str, Mapping[str, str]], language: str
) -> tuple[str, str]:
    """Choose title and text for a language; de-AT is served by de, what is missing by the plain words."""
    words = translations.get(language.partition("-")[0].lower(), {})
    return words.get("title") or title, words.get("text") or text


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
        "If not now", max_length=30, default=Otherwise.DEFER, db_default=Otherwise.DEFER
    )
    """An Otherwise, or "channel:<key>": then each version says in its other words what goes there."""
    schedule = models.JSONField(default=dict, blank=True)
    """`not_after_hours`: how long after launch a message is still worth sending; a week if not said."""
    offers = models.ManyToManyField(Offer, related_name="campaigns", blank=True)
    """What its messages are about: who has had one of them unopened is reminded of it, by people too."""
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
    other_subject = models.TextField(blank=True, default="")
    other_text = models.TextField(blank=True, default="")
    other_html = models.TextField(blank=True, default="")

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
    """[{version_id, name, weight, content_id, other_content_id}], as at launch; arms.py reads it."""
    salt = models.CharField(max_length=60)
    otherwise = models.CharField(max_length=30, default=Otherwise.DEFER, db_default=Otherwise.DEFER)
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


class Decision(models.Model):
    """What was chosen to say to one customer at one moment, out of what, and why; never changed.

    `chosen` is an offer's key, "loop:12" for what is open, or "silence".
    """

    customer_id = models.BigIntegerField()
    key = models.CharField(max_length=140, null=True, unique=True)
    """What a till called the decision that it made while its line was down; told twice, it is kept once."""
    touchpoint = models.CharField(max_length=10, choices=Touchpoint.choices)
    placement = models.CharField(max_length=40, blank=True, default="")
    context = models.JSONField(default=dict)
    candidates = models.JSONField(default=list)
    """[{key, kind, score, why}] in their order, then with a score of null what was passed over and why."""
    chosen = models.CharField(max_length=60)
    probability = models.FloatField(default=1.0)
    """With which the policy would choose this; 1 for rules."""
    policy = models.CharField(max_length=40)
    policy_version = models.PositiveIntegerField(default=1)
    actor = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="decision_by_customer", fields=["customer_id", "-id"])]

    def __str__(self) -> str:
        return f"decision {self.pk}: {self.chosen}"


class Outcome(models.Model):
    """What came of an offer that a decision proposed; a change of mind is one more, the latest counts."""

    class Kind(models.TextChoices):
        SHOWN = "shown", "Shown"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        NOT_NOW = "not_now", "Not now"
        ASKED = "asked", "Asked about"
        IGNORED = "ignored", "Ignored"
        NOT_OFFERED = "not_offered", "Not offered"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="outcomes")
    customer_id = models.BigIntegerField()
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    until = models.DateTimeField(null=True)
    """Until when a "not now" holds."""
    touchpoint = models.CharField(max_length=10, choices=Touchpoint.choices)
    actor = models.CharField(max_length=80)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(name="outcome_by_customer", fields=["customer_id", "offer"])]

    def __str__(self) -> str:
        return f"{self.kind} of {self.offer_id} by {self.customer_id}"


ANSWERS = frozenset({Outcome.Kind.ACCEPTED, Outcome.Kind.DECLINED, Outcome.Kind.NOT_NOW, Outcome.Kind.ASKED})
"""What a customer said; the others say what we did, or that nothing was said."""
