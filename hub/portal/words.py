"""The portal's words for what tables keep as keys: channels, topics, scopes, and what a dial promises."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from customers import zones
from customers.models import Customer, Topic

Words = str | Promise

SHORT: tuple[Words, ...] = (
    _("never"),
    _("at most 1 in three months"),
    _("at most 1 a month"),
    _("at most 2 a month"),
    _("at most 1 a week"),
    _("at most 2 a week"),
    _("at most 3 a week"),
    _("at most 1 a day"),
    _("at most 2 a day"),
    _("at most 4 a day"),
    _("as it comes"),
)
"""One for each position of a dial; `customers.dials.PROMISES` is what they must be true to."""
FULL: tuple[Words, ...] = (
    _("Nothing at all."),
    _("Never more than 1 within any 90 days."),
    _("Never more than 1 within any 30 days."),
    _("Never more than 2 within any 30 days."),
    _("Never more than 1 within any 7 days."),
    _("Never more than 2 within any 7 days."),
    _("Never more than 3 within any 7 days."),
    _("Never more than 1 within any 24 hours."),
    _("Never more than 2 within any 24 hours."),
    _("Never more than 4 within any 24 hours."),
    _("Whenever there is something for you."),
)
EVERYTHING = _("Everything together")
_CHANNELS: dict[str, tuple[Words, Words]] = {
    "atm": (_("At the cash machine"), _("at the cash machine")),
    "branch": (_("In the branch"), _("in the branch")),
    "call": (_("Phone calls"), _("by phone")),
    "email": (_("Emails"), _("by email")),
    "inapp": (_("In your inbox on these pages"), _("in your inbox")),
    "letter": (_("Letters"), _("by letter")),
    "portal": (_("On these pages"), _("on these pages")),
    "push": (_("Push messages"), _("by push message")),
    "sms": (_("Text messages"), _("by text message")),
    "till": (_("At the counter"), _("at the counter")),
    "web": (_("On the website"), _("on the website")),
}
"""As a heading, and in a sentence."""


def channel(key: str) -> str:
    return str(_CHANNELS[key][0]) if key in _CHANNELS else key.replace("_", " ").capitalize()


def by_channel(key: str) -> str:
    if key in _CHANNELS:
        return str(_CHANNELS[key][1])
    return gettext("by %(channel)s") % {"channel": key.replace("_", " ")}


def topics() -> dict[str, str]:
    """Return the label of each topic by its key, in the language that is spoken. One statement."""
    return {topic.key: topic.words_in(get_language())[0] for topic in Topic.objects.all()}


def device(address: str) -> str:
    """Say what kind of device the address of one names (channels/devices.py)."""
    if address.startswith("webpush:"):
        return gettext("Browser")
    return gettext("Android app") if address.startswith("fcm:") else gettext("Apple app")


def scope(channel_key: str, topic_label: str) -> str:
    """Name what a dial is about: Everything together, Emails, Offers, Offers by email."""
    if not topic_label:
        return channel(channel_key) if channel_key else str(EVERYTHING)
    return f"{topic_label} {by_channel(channel_key)}" if channel_key else topic_label


def day(at: datetime, zone: ZoneInfo) -> str:
    """Say a moment as a day, and with its hour where it is not the beginning of one."""
    local = at.astimezone(zone)
    said = date_format(local, gettext("j F Y"))
    return said if (local.hour, local.minute) == (0, 0) else f"{said}, {time_format(local, 'H:i')}"


def zone_of(customer: Customer) -> ZoneInfo:
    """Return the clock by which a customer reads times: theirs, or the first of their country's, or ours."""
    return zones.plausible(customer.timezone, customer.country)[0]
