"""The words of the console for what tables keep as keys: channels, scopes of dials, who acted, when."""

from datetime import datetime

from django.utils import timezone

CHANNELS = {
    "atm": "ATM",
    "branch": "Branch",
    "call": "Call",
    "email": "Email",
    "inapp": "Inbox",
    "letter": "Letter",
    "portal": "Portal",
    "push": "Push",
    "sms": "SMS",
    "till": "Till",
    "web": "Web",
}
# In a sentence: "about offers by email", "about offers at the till".
_BY_CHANNEL = {
    "atm": "at the ATM",
    "branch": "in the branch",
    "call": "by phone",
    "email": "by email",
    "inapp": "in their inbox",
    "letter": "by letter",
    "portal": "in the portal",
    "push": "by push message",
    "sms": "by SMS",
    "till": "at the till",
    "web": "on the web",
}


def channel(key: str) -> str:
    """Name a channel: "email" is Email; one that we do not know is named as it came."""
    return CHANNELS.get(key) or key.replace("_", " ").capitalize()


def by_channel(key: str) -> str:
    return _BY_CHANNEL.get(key) or f"by {key.replace('_', ' ')}"


def scope(channel_key: str, topic_label: str) -> str:
    """Name what a dial is about: Everything, Email, Offers, Offers by email."""
    if not topic_label:
        return channel(channel_key) if channel_key else "Everything"
    return f"{topic_label} {by_channel(channel_key)}" if channel_key else topic_label


def actor(key: str) -> str:
    """Say who acted, where it was a person of ours, or from whom a line came; nothing for others."""
    if key.startswith("partner:"):
        return f"from {key.removeprefix('partner:')}"
    return f"by {key.removeprefix('staff:')}" if key.startswith("staff:") else ""


def somebody(key: str) -> str:
    """Name who sees to something: "staff:ana" is ana, "team:Care" is the team Care; nothing for nobody."""
    kind, _, name = key.partition(":")
    return {"staff": name, "team": f"team {name}"}.get(kind, "")


def day(at: datetime) -> str:
    """Name a day as short as it is clear: today 14:30, 3 Dec, 3 Dec 2027."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return f"today {local:%H:%M}"
    return f"{local.day} {local:%b}" if local.year == today.year else f"{local.day} {local:%b %Y}"


def moment(at: datetime) -> str:
    """Name a day with its hour: today 14:30, Thursday 3 December 08:00."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return f"today {local:%H:%M}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%A} {local.day} {local:%B}{year} {local:%H:%M}"
