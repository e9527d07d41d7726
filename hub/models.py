"""Staff; how customers come into the portal and other systems into the API; who is told of news."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac

from channels.talk import Turn
from customers.models import ContactPoint, Customer


class Staff(AbstractUser):
    """A person who logs in; the role says which pages and which customers are theirs."""

    class Role(models.TextChoices):
        AGENT = "agent", "Agent"
        MANAGER = "manager", "Customer manager"
        MARKETER = "marketer", "Marketer"
        ANALYST = "analyst", "Analyst"
        ADMIN = "admin", "Administrator"

    role = models.CharField(max_length=10, choices=Role.choices, default=Role.AGENT)
    workplace = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        verbose_name_plural = "staff"

    @property
    def initials(self) -> str:
        words = (self.get_full_name() or self.username).split()
        return "".join(word[0] for word in words[:2]).upper()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie every session to the password and the role: when either changes, all others end."""
        key_salt = "hub.models.Staff.get_session_auth_hash"
        return salted_hmac(
            key_salt, f"{self.role}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Team(models.Model):
    """Staff who answer together: whose queue a conversation is in, and how soon it should be answered."""

    name = models.CharField(max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=100)
    """The team that comes first also gets what no other team's topics claim."""
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    members = models.ManyToManyField(Staff, related_name="teams", blank=True)
    is_restricted = models.BooleanField(default=False)
    """Only members and administrators see its queue."""
    first_answer_minutes = models.PositiveIntegerField(default=60)
    answer_minutes = models.PositiveIntegerField(default=240)
    """Targets: how long somebody may wait for the first answer, and for each that follows."""
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    """The clocks run only between them, on the hub's own clock; without them around the clock."""
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """0 is Monday; none means every day."""

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class CannedAnswer(models.Model):
    """Words that a team answers with again and again, in Liquid, for one language."""

    name = models.CharField(max_length=80)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="answers")
    """Without a team it is everybody's."""
    language = models.CharField(max_length=12, blank=True, default="")
    """Empty: for customers of any language."""
    text = models.TextField(max_length=5000)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """That somebody was called by name in a note; it waits on their day until they have looked."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="mentions")
    turn = models.ForeignKey(Turn, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="mention_once", fields=["staff", "turn"])]
        indexes = [
            models.Index(name="mention_unseen", fields=["staff"], condition=models.Q(seen_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in turn {self.turn_id}"


class PortalEntry(models.Model):
    """That somebody asked for a link into the portal, whether or not we know the address.

    It is good once, for half an hour, for the owners of `contact_point`, where the link was sent. The link
    itself is kept nowhere. Rows go when they no longer count for the limits.
    """

    address = models.CharField(max_length=32, blank=True)
    """Keyed hash of what was typed; empty where the address had been asked for too often."""
    client = models.CharField(max_length=32)
    """Keyed hash of the network the question came from."""
    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, null=True, related_name="portal_entries")
    asked_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "portal entries"

    def __str__(self) -> str:
        return f"entry {self.pk} asked at {self.asked_at}"


class PortalVisit(models.Model):
    """One browser that came in by a link of its own; without a customer until a shared address is told apart.

    The browser's cookie names the row and says when it was last here; without the row the cookie is worth
    nothing, so that leaving and signing out everywhere hold at once.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="portal_visits")
    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="portal_visits")
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visit {self.pk} since {self.began_at}"


class VoidedLinks(models.Model):
    """That a customer made the links in all messages until this moment void."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="voided_links")
    before_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "voided links"

    def __str__(self) -> str:
        return f"links of {self.customer_id} before {self.before_at}"


class SettingChange(models.Model):
    """That one of our staff changed what is set for everybody; append-only, by trigger.

    Both sides are words, as the settings pages say a rule; an empty one is an addition or a removal.
    """

    concern = models.CharField(max_length=40)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    actor = models.CharField(max_length=160)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="setting_change_of_concern", fields=["concern", "id"])]

    def __str__(self) -> str:
        return f"{self.concern} by {self.actor} at {self.changed_at}"


class ApiKey(models.Model):
    """What lets another system into the API: shown once, kept as a keyed hash, good for its scopes only."""

    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=8, unique=True)
    """The visible part, by which people and logs name it."""
    digest = models.CharField(max_length=64)
    """Empty for a client of OAuth, whose number is the prefix: it comes with tokens instead of a text."""
    scopes = ArrayField(models.CharField(max_length=40))
    per_minute = models.PositiveIntegerField(default=600)
    """So many requests it may make in a minute."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=160, blank=True, default="")
    """Empty where the command line made it."""
    predecessor = models.OneToOneField("self", models.SET_NULL, null=True, related_name="successor")
    """The key that this one was made to follow; both are good while it is taken over."""
    partner = models.ForeignKey("customers.Partner", models.PROTECT, null=True, related_name="api_keys")
    """Whose key it is, if another company's: then it opens what that company brought, and nothing else."""
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    @property
    def is_client(self) -> bool:
        """Whether this is a client of OAuth."""
        return not self.digest


class FirstAnswer(models.Model):
    """What a request with an Idempotency-Key was answered; without a status it is still at work."""

    api_key = models.ForeignKey(ApiKey, models.CASCADE, related_name="first_answers")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    """Tells the same request sent again from another one under the same key."""
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=60, blank=True, default="")
    body = models.BinaryField(default=b"")
    began_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="first_answer_once", fields=["api_key", "key"])]

    def __str__(self) -> str:
        return f"answer {self.status} to {self.key}"


class Webhook(models.Model):
    """Where another system is told of news, by the Standard Webhooks specification."""

    name = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=60))
    """Kinds of interactions, as customers/events names them."""
    secret = models.CharField(max_length=100)
    old_secret = models.CharField(max_length=100, blank=True, default="")
    old_secret_until = models.DateTimeField(null=True)
    """Both sign until then, while the receiver takes the new one over."""
    made_by = models.CharField(max_length=160)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    """The lease of the worker that speaks to it."""
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=300, blank=True, default="")
    stopped_by = models.CharField(max_length=160, blank=True, default="")
    """Empty where the hub itself gave up on it."""

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One interaction that one webhook is told of. Its body is made of the history whenever it is posted."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Given up"
        DROPPED = "dropped", "Erased meanwhile"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    interaction_id = models.BigIntegerField(null=True)
    """None for a ping."""
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    """The last HTTP status that was answered, if there was one."""
    words = models.CharField(max_length=300, blank=True, default="")
    """What went wrong the last time."""
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    """When it was posted last."""

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(name="delivery_once", fields=["webhook", "interaction_id"])]
        indexes = [
            models.Index(
                name="delivery_due", fields=["webhook", "due_at"], condition=models.Q(due_at__isnull=False)
            ),
            models.Index(
                name="delivery_given_up", fields=["webhook", "-id"], condition=models.Q(state="failed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.webhook_id}, {self.state}"


class NewsCursor(models.Model):
    """How far somebody has read the history: everything up to `at` is done."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"


class Viewing(models.Model):
    """That one of our staff, or another system, was shown a customer; append-only, by trigger.

    Plain numbers and names instead of foreign keys: it outlives what it speaks of. hub/viewings.py writes it.
    """

    class Door(models.TextChoices):
        PAGE = "page", "Customer page"
        FOUND = "found", "Search, with an address"
        CONFIRMED = "confirmed", "Shared contact data opened"
        TALK = "talk", "Conversation"
        MESSAGE = "message", "Message of ours"
        MAIL = "mail", "Mail of theirs"
        TEXT = "text", "Text of theirs"
        FILE = "file", "File"
        WORK = "work", "Work list"
        PREVIEW = "preview", "Preview"
        API = "api", "API"

    viewed_at = models.DateTimeField()
    customer_id = models.BigIntegerField()
    actor = models.CharField(max_length=160)
    """As in the history: "staff:ana", "api:shop"."""
    role = models.CharField(max_length=10, blank=True, default="")
    """The role they looked in, which may have changed since; empty for another system."""
    door = models.CharField(max_length=9, choices=Door.choices)
    subject_id = models.BigIntegerField(null=True)
    """Which message, conversation, mail or item it was, by the door."""
    network = models.CharField(max_length=45, blank=True, default="")
    """Where from, cut to the network."""

    class Meta:
        indexes = [
            models.Index(name="viewing_of_customer", fields=["customer_id", "viewed_at"]),
            models.Index(name="viewing_by_actor", fields=["actor", "viewed_at"]),
            models.Index(name="viewing_by_time", fields=["viewed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.actor} was shown customer {self.customer_id} at {self.viewed_at}"
