"""The tables of channels: contents, messages and their states, what came back, and how providers fare."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from channels import byhand, talk, textparts, verdicts  # noqa: F401  # Django finds tables through models
from customers.models import ContactPoint, Customer
from customers.models.permission import Purpose


class Content(models.Model):
    """The exact words that many customers get, with Liquid in them; never changed once used."""

    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    topic = models.CharField(max_length=40)
    sender_name = models.CharField(max_length=120)
    sender_address = models.CharField(max_length=320)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    links = models.JSONField(default=list)
    """Link targets by number, as Liquid; a click is looked up here and never read from the query."""
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.subject


class MessageState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held out"
    REFUSED = "refused", "Not sent"
    QUEUED = "queued", "Waiting to go"
    ATTEMPTING = "attempting", "Going out"
    ACCEPTED = "accepted", "Sent"
    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"
    COMPLAINED = "complained", "Complained about"
    DEFERRED = "deferred", "Tried, waiting to try again"
    UNKNOWN = "unknown", "Perhaps sent"
    FAILED = "failed", "Could not be sent"
    EXPIRED = "expired", "Too late to send"
    CANCELLED = "cancelled", "Called off"
    QUARANTINED = "quarantined", "Set aside"


S = MessageState
MOVES: dict[MessageState, frozenset[MessageState]] = {
    S.PLANNED: frozenset({S.HELD, S.REFUSED, S.QUEUED, S.DEFERRED, S.CANCELLED}),
    S.QUEUED: frozenset({S.ATTEMPTING, S.FAILED, S.REFUSED, S.DEFERRED, S.EXPIRED, S.CANCELLED}),
    S.DEFERRED: frozenset({S.ATTEMPTING, S.FAILED, S.REFUSED, S.DEFERRED, S.EXPIRED, S.CANCELLED}),
    S.ATTEMPTING: frozenset({S.ACCEPTED, S.DEFERRED, S.FAILED, S.BOUNCED, S.UNKNOWN, S.QUEUED}),
    S.UNKNOWN: frozenset(
        {S.ATTEMPTING, S.ACCEPTED, S.DELIVERED, S.BOUNCED, S.COMPLAINED, S.EXPIRED, S.QUARANTINED}
    ),
    S.ACCEPTED: frozenset({S.DELIVERED, S.BOUNCED, S.COMPLAINED, S.CANCELLED, S.EXPIRED}),
    S.DELIVERED: frozenset({S.BOUNCED, S.COMPLAINED}),
    S.BOUNCED: frozenset({S.COMPLAINED}),
    S.QUARANTINED: frozenset({S.QUEUED, S.CANCELLED, S.ACCEPTED, S.DELIVERED}),
    S.HELD: frozenset(),
    S.REFUSED: frozenset(),
    S.COMPLAINED: frozenset(),
    S.FAILED: frozenset(),
    S.EXPIRED: frozenset(),
    S.CANCELLED: frozenset(),
}
"""What may follow what. Receipts move forward only; the dispatcher checks its lease besides. What a person
carries is accepted when it is on the list (channels/worklist.py), and can be called off or too late there.

From due to `attempting` is one step: lease, gate and attempt are one transaction (channels/claims.py).
"""

DUE_STATES = (S.QUEUED, S.DEFERRED, S.UNKNOWN)
"""States that wait for `due_at` and are then begun."""
CANCELLABLE_STATES = (S.PLANNED, S.QUEUED, S.DEFERRED)


class Lane(models.IntegerChoices):
    """Queues by class: a mailing of a million never delays a password mail."""

    CRITICAL = 0, "critical"
    CONVERSATIONAL = 1, "conversational"
    BULK = 2, "bulk"


class Message(models.Model):
    """A touch with content to deliver: one row, unique by (customer, cause, step, channel).

    `cause` is the flight ("flight:12") or the key its asker chose. The flight's hold-outs and refusals are
    rows too, so that "the rest" of a flight and its lift by intention to treat can be read from here.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, db_constraint=False, db_index=False)
    contact_point = models.ForeignKey(
        ContactPoint, models.CASCADE, null=True, db_constraint=False, db_index=False
    )
    content = models.ForeignKey(Content, models.PROTECT, null=True, db_constraint=False, db_index=False)
    cause = models.CharField(max_length=80)
    step = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    topic = models.CharField(max_length=40)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices)
    campaign_id = models.BigIntegerField(null=True)
    flight_id = models.BigIntegerField(null=True)
    version_id = models.BigIntegerField(null=True)
    arm = models.CharField(max_length=40, blank=True, default="")

    state = models.CharField(max_length=11, choices=MessageState.choices)
    reason = models.CharField(max_length=300, blank=True, default="")
    """Why it was refused, deferred or failed: the gate's reason key or the other side's words."""
    due_at = models.DateTimeField(null=True)
    """When to try; null while nobody has to. No index knows the state, so that most of its changes stay on
    their page (PostgreSQL's heap-only tuples), which halves what a message costs."""
    not_after = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    """How often a worker died with it in hand; at three it is set aside."""
    is_repeat = models.BooleanField(default=False)
    """Sent again under the same Message-ID because it was unknown whether the first copy arrived."""
    otherwise = models.CharField(max_length=30, default="defer", db_default="defer")
    """What becomes of it while it may not go: see channels/policies.py."""
    other_content = models.ForeignKey(
        Content, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    """The words for the other channel, where `otherwise` names one."""
    digest = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, related_name="parts", db_constraint=False, db_index=False
    )
    """The message in which this one goes out together with others; itself, for the one that carries them."""
    allowed_by = models.CharField(max_length=120, blank=True, default="", db_default="")
    """Which dial, limit or consent let it through when it was begun, as the gate put it."""

    lease_token = models.BigIntegerField(null=True)
    context = models.JSONField(null=True)
    """The values merged into the content: with it, exactly what this customer got can be shown again."""
    provider = models.CharField(max_length=60, blank=True, default="", db_default="")
    """The route it was begun by; while it is unknown what became of it, it goes again only there."""
    provider_id = models.CharField(max_length=200, blank=True, default="")
    state_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    """First human open, click and reply; machines leave no mark here."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="message_once", fields=["customer", "cause", "step", "channel"])
        ]
        indexes = [
            models.Index(
                name="message_due", fields=["lane", "due_at", "id"], condition=models.Q(due_at__isnull=False)
            ),
            models.Index(
                name="message_expiry",
                fields=["not_after"],
                condition=models.Q(due_at__isnull=False, not_after__isnull=False),
            ),
            models.Index(name="message_cause", fields=["cause"]),
            BrinIndex(name="message_created", fields=["created_at"]),
            models.Index(name="message_digest", fields=["digest"], condition=models.Q(digest__isnull=False)),
            models.Index(
                name="message_provider_id", fields=["provider_id"], condition=~models.Q(provider_id="")
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}, {self.state}"


class Lease(models.Model):
    """What a worker has begun; its token fences every write that the worker makes about it."""

    token = models.BigIntegerField(primary_key=True)
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    """The messages lie between these ids, inclusive."""
    until_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"messages {self.low} to {self.high} until {self.until_at}"


class Hold(models.Model):
    """A cause whose messages wait: a paused flight. Claims pass over them; nothing else changes."""

    cause = models.CharField(primary_key=True, max_length=80)
    reason = models.CharField(max_length=300)
    since_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cause} since {self.since_at}"


class Hit(models.Model):
    """One request for a pixel or a tracked link, kept raw; weighed a moment later as human or machine."""

    class Kind(models.TextChoices):
        OPEN = "open", "Opened"
        CLICK = "click", "Clicked"

    class Verdict(models.TextChoices):
        WAITING = "waiting", "Not weighed yet"
        HUMAN = "human", "A person"
        MACHINE = "machine", "A machine"
        UNSURE = "unsure", "Cannot tell"

    message = models.ForeignKey(Message, models.CASCADE, related_name="hits")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    link = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=8)
    agent = models.CharField(max_length=300, blank=True)
    network = models.CharField(max_length=45, blank=True)
    """The address cut to its network (/24 or /48): enough to see a burst, too little to find a person."""
    event = models.CharField(max_length=64, null=True, unique=True)
    """What a provider calls the event that it told us of: told twice, it is one hit."""
    verdict = models.CharField(max_length=7, choices=Verdict.choices, default=Verdict.WAITING)
    why = models.CharField(max_length=80, blank=True, default="")
    hit_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="hit_waiting", fields=["hit_at"], condition=models.Q(verdict="waiting")),
            models.Index(name="hit_by_message", fields=["message", "hit_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.message_id}: {self.verdict}"


class InboundMail(models.Model):
    """A mail as it came in, stored before anything else happens to it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        APPLIED = "applied", "Read and applied"
        UNPARSED = "unparsed", "Needs a person"
        PUT_AWAY = "put_away", "Put away"

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of envelope and bytes: a mail handed over twice is kept once."""
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    raw = models.BinaryField()
    door = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    kind = models.CharField(max_length=12, blank=True, default="")
    problem = models.CharField(max_length=300, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    customer_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    handled_by = models.CharField(max_length=160, blank=True, default="", db_default="")
    """Who of our staff placed it or put it away, as in the history: "staff:ana"; empty if nobody had to."""
    handled_at = models.DateTimeField(null=True)
    handled_why = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(name="inbound_waiting", fields=["received_at"], condition=models.Q(state="waiting")),
            models.Index(
                name="inbound_unparsed", fields=["received_at"], condition=models.Q(state="unparsed")
            ),
            models.Index(name="inbound_put_away", fields=["id"], condition=models.Q(state="put_away")),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}, {self.state}"


class Callback(models.Model):
    """What a provider told us, as it came in, stored before anything else happens to it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        APPLIED = "applied", "Read and applied"
        UNPARSED = "unparsed", "Needs a person"
        PUT_AWAY = "put_away", "Put away"

    channel = models.CharField(max_length=20, default="sms", db_default="sms")
    carrier = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of who called, about what, and the bytes: told twice, it is kept once."""
    reference = models.CharField(max_length=100, blank=True)
    """The signed path by which we asked to be told about one message; empty for what comes by itself."""
    content_type = models.CharField(max_length=200, blank=True)
    raw = models.BinaryField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    kind = models.CharField(max_length=8, blank=True, default="")
    sender = models.CharField(max_length=40, blank=True, default="")
    """Whose phone it came from, as +43664123456."""
    problem = models.CharField(max_length=300, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    customer_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    handled_by = models.CharField(max_length=160, blank=True, default="")
    handled_at = models.DateTimeField(null=True)
    handled_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(name="callback_waiting", fields=["id"], condition=models.Q(state="waiting")),
            models.Index(name="callback_unparsed", fields=["id"], condition=models.Q(state="unparsed")),
            models.Index(
                name="callback_customer",
                fields=["customer_id"],
                condition=models.Q(customer_id__isnull=False),
            ),
            models.Index(name="callback_sender", fields=["sender"], condition=~models.Q(sender="")),
        ]

    def __str__(self) -> str:
        return f"callback {self.pk}, {self.state}"


class Device(models.Model):
    """A browser or app that shows our push messages; its contact point names it by a hash (devices.py).

    What it takes to reach it stays here, out of what pages, logs and exports of addresses show.
    """

    class Kind(models.TextChoices):
        WEB = "webpush", "Browser"
        FCM = "fcm", "Android app"
        APNS = "apns", "Apple app"

    contact_point = models.OneToOneField(
        ContactPoint, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=7, choices=Kind.choices)
    endpoint = models.TextField()
    """The push service's address of a browser, or the token of an app."""
    p256dh = models.CharField(max_length=100, blank=True)
    auth = models.CharField(max_length=40, blank=True)
    """A browser's keys, for which we encrypt (RFC 8291)."""
    label = models.CharField(max_length=80, blank=True)
    """What its owner knows it by: Firefox on Linux."""
    added_at = models.DateTimeField()
    used_at = models.DateTimeField()
    """When its owner last did something with it; the latest gets what we push."""

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Dismissal(models.Model):
    """That a customer put a message of their inbox away; see inbox.py."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    dismissed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"message {self.pk} at {self.dismissed_at}"


class Provider(models.Model):
    """How a route fares: the breaker that stops a storm of failures, and whether somebody has stopped it.

    Its key is channel and provider, "email:smtp"; "email:" alone is the whole channel, stopped by hand.
    """

    key = models.CharField(primary_key=True, max_length=80)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    last_error_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=300, blank=True, default="", db_default="")
    paused_by = models.CharField(max_length=160, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return self.key


class Traffic(models.Model):
    """What became of the messages that went by one route within one minute; kept for two days."""

    key = models.CharField(max_length=80)
    minute_at = models.DateTimeField()
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    held_up = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="traffic_once", fields=["key", "minute_at"])]
        indexes = [models.Index(name="traffic_minute", fields=["minute_at"])]

    def __str__(self) -> str:
        return f"{self.key} at {self.minute_at}: {self.sent} sent, {self.failed} failed"


class Pulse(models.Model):
    """When a part of the machinery last gave a sign of life."""

    name = models.CharField(primary_key=True, max_length=60)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
