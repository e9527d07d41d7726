"""The words of the console for what tables keep as keys: channels, scopes of dials, who acted."""

from datetime import datetime

from django.utils import timezone

CHANNELS = {
    "atm": "ATM",
    "branch": "Branch",
    "call": "Call",
    "email": "Email",
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
    """Say who acted, where it was a person of ours: "staff:ana" is by ana; nothing for others."""
    return f"by {key.removeprefix('staff:')}" if key.startswith("staff:") else ""


def wording(channel_key: str, topic_label: str, position: int, until: datetime | None) -> str:
    """Return the sentence that staff read out before they turn a dial; it is kept as the evidence."""
    about = f"about {topic_label[:1].lower()}{topic_label[1:]}" if topic_label else ""
    how = by_channel(channel_key) if channel_key else ""
    scope_words = "".join(f" {part}" for part in (about, how) if part)
    promise = _SPOKEN[position]
    if until is None:
        never = f"You will not hear from us{scope_words} any more."
        return f"{f'You will hear from us{scope_words} {promise}.' if position else never} Is that right?"
    day = f"Until {timezone.localtime(until).day} {timezone.localtime(until):%B}"
    will = (
        f"you will hear from us{scope_words} {promise}"
        if position
        else f"you will not hear from us{scope_words}"
    )
    return f"{day} {will}; after that as before. Is that right?"


_SPOKEN = (
    "never",
    "at most once in three months",
    "at most once a month",
    "at most twice a month",
    "at most once a week",
    "at most twice a week",
    "at most three times a week",
    "at most once a day",
    "at most twice a day",
    "at most four times a day",
    "whenever there is something for you",
)
