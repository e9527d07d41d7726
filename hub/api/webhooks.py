"""Webhooks: where other systems want to be told of news, what they were told, and telling it again."""

from datetime import datetime
from typing import Annotated

import msgspec
from django.db.models import Q

from hub.api import problems
from hub.api.operation import Call, Done
from hub.models import Delivery, Webhook
from hub.webhooks import subscriptions
from hub.webhooks.subscriptions import BadWebhook

Number = Annotated[str, msgspec.Meta(pattern=r"^([1-9][0-9]{0,17})?$(?!\n)")]


class Hook(msgspec.Struct):
    """A webhook; `state` is `working`, `failing` or `stopped`, and `why` says why it was stopped."""

    id: int
    name: str
    url: str
    kinds: list[str]
    state: str
    why: str
    made_at: datetime


class Hooks(msgspec.Struct):
    items: list[Hook]


class NewHook(msgspec.Struct):
    """The webhook, and its secret, which is not shown again."""

    webhook: Hook
    secret: str


class Subscribe(msgspec.Struct, forbid_unknown_fields=True):
    """Where to, and of what; event-kinds/ lists the kinds."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    url: Annotated[str, msgspec.Meta(max_length=500, description="https:// and a public address")]
    kinds: Annotated[list[str], msgspec.Meta(min_length=1, max_length=100)]


class Change(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] | msgspec.UnsetType = msgspec.UNSET
    url: Annotated[str, msgspec.Meta(max_length=500)] | msgspec.UnsetType = msgspec.UNSET
    kinds: Annotated[list[str], msgspec.Meta(min_length=1, max_length=100)] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    stopped: bool | msgspec.UnsetType = msgspec.UNSET


class Again(msgspec.Struct, forbid_unknown_fields=True):
    """The time, by when it was recorded; a month at most."""

    since: Annotated[datetime, msgspec.Meta(tz=True)]
    until: Annotated[datetime, msgspec.Meta(tz=True)]


class Queued(msgspec.Struct):
    """How many pieces of news are told again, under the ids they had."""

    deliveries: int


class Delivered(msgspec.Struct):
    """One delivery: `status` is what the receiver last answered, `words` what went wrong."""

    id: int
    interaction: int | None
    kind: str
    state: str
    attempts: int
    status: int | None
    words: str
    due_at: datetime | None
    created_at: datetime


class Log(msgspec.Struct):
    """A page, the latest first; `next` is the cursor of the page after it, or null."""

    items: list[Delivered]
    next: str | None


class LogQuery(msgspec.Struct, forbid_unknown_fields=True):
    cursor: Number = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class Gone(msgspec.Struct):
    """What was removed."""

    id: int


def list_webhooks(call: Call) -> Done:
    """List the webhooks."""
    return Done(Hooks([_hook(each) for each in Webhook.objects.all()]))


def subscribe_webhook(call: Call) -> Done:
    """Be told of these kinds of interactions from now on."""
    said: Subscribe = call.body
    try:
        made = subscriptions.make(said.name, said.url, said.kinds, by=call.actor, now=call.now)
    except BadWebhook as error:
        raise _invalid(error) from None
    return Done(NewHook(_hook(made), made.secret), 201)


def read_webhook(call: Call) -> Done:
    """Read one webhook."""
    return Done(_hook(_webhook(call)))


def change_webhook(call: Call) -> Done:
    """Change where it leads or what it is told, stop it, or let it go on."""
    hook, said = _webhook(call), call.body
    for name in ("name", "url", "kinds"):
        if (value := getattr(said, name)) is not msgspec.UNSET:
            setattr(hook, name, sorted(set(value)) if name == "kinds" else value)
    try:
        subscriptions.check(hook.name, hook.url, hook.kinds)
    except BadWebhook as error:
        raise _invalid(error) from None
    hook.save(update_fields=["name", "url", "kinds"])
    if said.stopped is True:
        subscriptions.stop(hook, f"Stopped by {call.actor}.", by=call.actor, now=call.now)
    elif said.stopped is False:
        subscriptions.start(hook)
    hook.refresh_from_db()
    return Done(_hook(hook))


def remove_webhook(call: Call) -> Done:
    """Remove a webhook and its log."""
    hook = _webhook(call)
    gone = Gone(hook.pk)
    hook.delete()
    return Done(gone)


def rotate_webhook(call: Call) -> Done:
    """Get a new secret; the old one signs too for a day."""
    hook = _webhook(call)
    secret = subscriptions.rotate(hook, now=call.now)
    return Done(NewHook(_hook(hook), secret))


def replay_webhook(call: Call) -> Done:
    """Be told again what was recorded in a time."""
    said: Again = call.body
    try:
        return Done(Queued(subscriptions.replay(_webhook(call), said.since, said.until, now=call.now)))
    except BadWebhook as error:
        raise _invalid(error) from None


def list_deliveries(call: Call) -> Done:
    """List what a webhook was told, and what became of it."""
    query: LogQuery = call.query
    earlier = Q(pk__lt=int(query.cursor)) if query.cursor else Q()
    rows = list(_webhook(call).deliveries.filter(earlier).order_by("-pk")[: query.limit + 1])
    page = rows[: query.limit]
    following = str(page[-1].pk) if len(rows) > query.limit else None
    return Done(Log([_told(each) for each in page], following))


def hold_webhook(call: Call) -> None:
    Webhook.objects.select_for_update().get(pk=_webhook(call).pk)


def _webhook(call: Call) -> Webhook:
    number = call.path["webhook"]
    found = (
        Webhook.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    )
    if found is None:
        raise problems.not_found("webhook")
    return found


def _invalid(error: BadWebhook) -> problems.Problem:
    return problems.invalid(str(error), f"/{error.field}")


def _hook(hook: Webhook) -> Hook:
    state = "stopped" if hook.stopped_at else "failing" if hook.failing_since else "working"
    return Hook(hook.pk, hook.name, hook.url, hook.kinds, state, hook.stopped_why, hook.made_at)


def _told(each: Delivery) -> Delivered:
    return Delivered(
        each.pk, each.interaction_id, each.kind, each.state, each.attempts, each.status, each.words,
        each.due_at, each.created_at,
    )  # fmt: skip
