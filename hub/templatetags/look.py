"""How values are shown: icons, money, shares, times, names, and the words and tone of every state."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

register = template.Library()

# Words and tone of each state of a message; tones are the classes `tone-*` of theme.css.
MESSAGE_STATES = {
    "planned": ("planned", "neutral"),
    "held": ("held out", "muted"),
    "refused": ("not sent", "warn"),
    "queued": ("waiting to go", "neutral"),
    "leased": ("being prepared", "info"),
    "attempting": ("being sent", "info"),
    "accepted": ("sent", "info"),
    "delivered": ("delivered", "good"),
    "bounced": ("came back", "bad"),
    "complained": ("marked as spam", "bad"),
    "deferred": ("sent later", "neutral"),
    "failed": ("failed", "bad"),
    "unknown": ("outcome unknown", "warn"),
    "expired": ("too late to send", "muted"),
    "cancelled": ("cancelled", "muted"),
    "quarantined": ("set aside for you", "warn"),
}
# A campaign without a flight is a draft; the rest are the states of its flight.
CAMPAIGN_STATES = {
    "draft": ("draft", "neutral"),
    "planning": ("choosing the audience", "info"),
    "sending": ("sending", "good"),
    "paused": ("paused", "warn"),
    "stopped": ("stopped", "muted"),
    "ended": ("ended", "neutral"),
}
CURRENCY_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
# ISO 4217: currencies whose minor unit is not a hundredth.
MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "BHD": 3, "JOD": 3, "KWD": 3, "TND": 3}


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """Draw a heroicon outline; an unknown name draws a plain dot, never an error."""
    return _drawn(str(name), size)


@cache
def _drawn(name: str, size: int) -> SafeString:
    # Kept because drawing one costs 50 µs and a timeline shows dozens of the same few.
    try:
        return heroicon_outline(name, size=size, aria_hidden="true", **{"class": "icon"})
    except IconDoesNotExist:
        return _drawn("stop-circle", size)


@register.filter
def state_words(state: str, states: str = "message") -> str:
    """Say a message's state in plain words; `state|state_words:"campaign"` for a campaign's."""
    return _states(states).get(str(state), (str(state), "neutral"))[0]


@register.filter
def state_tone(state: str, states: str = "message") -> str:
    return _states(states).get(str(state), (str(state), "neutral"))[1]


def _states(name: str) -> Mapping[str, tuple[str, str]]:
    return CAMPAIGN_STATES if name == "campaign" else MESSAGE_STATES


@register.filter
def notice_tone(level: str) -> str:
    """Turn the level of a Django message into a tone."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "info")


@register.filter
def money(minor: int | None, currency: str = "EUR") -> str:
    """Write an amount in minor units: 4820 EUR is €48.20, 500 JPY is ¥500; nothing for None."""
    if minor is None:
        return ""
    digits = MINOR_DIGITS.get(currency, 2)
    sign = "−" if minor < 0 else ""
    unit = CURRENCY_SIGNS.get(currency, f"{currency} ")
    return f"{sign}{unit}{abs(minor) / 10**digits:,.{digits}f}"


@register.filter
def number(value: int | float | None) -> str:
    """Group thousands: 23570 is 23,570; a dash for None."""
    return "–" if value is None else f"{value:,}"


@register.filter
def share(percent: float | None) -> str:
    """Write a share of 0 to 100: small ones keep a decimal, and a few are never called none."""
    if percent is None:
        return ""
    if 0 < percent < 0.1:
        return "< 0.1 %"
    return f"{percent:.1f} %" if 0 < percent < 10 else f"{percent:.0f} %"


@register.filter
@stringfilter
def initials(name: str) -> str:
    """Return the first letters of the first and the last word: Margarethe Köhler-Obermüller is MK."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.filter
def when(at: datetime | None) -> str:
    """Say how long ago or how soon, as a <time> that app.js keeps fresh during its first hour."""
    return "" if at is None else _time_tag(at, _day_words)


@register.filter
def clock(at: datetime | None) -> str:
    """Say the time of day, or how long ago during the first hour; for lists that already name the day."""
    return "" if at is None else _time_tag(at, lambda local, _: f"{local:%H:%M}")


@register.filter
def slots(allowance: Mapping[str, Any]) -> list[bool]:
    """Turn {left, of} into one flag a touch, the spent ones (False) first; at most 12, so that it draws."""
    of, left = int(allowance["of"] or 0), int(allowance["left"] or 0)
    if of > 12:
        left, of = round(12 * left / of), 12
    return [False] * (of - left) + [True] * left


def _time_tag(at: datetime, later_words: Callable[[datetime, datetime], str]) -> SafeString:
    now, local = timezone.now(), timezone.localtime(at)
    later = later_words(local, timezone.localtime(now))
    words = recent_words(now - at)
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        at.isoformat(timespec="seconds"),
        f"{local:%A} {local.day} {local:%B %Y, %H:%M}",
        format_html(' data-later="{}"', later) if words and at <= now else "",
        words or later,
    )


def recent_words(age: timedelta) -> str:
    """Words for what is less than an hour away, else nothing. app.js says the same in `recentWords`."""
    minutes = int(abs(age.total_seconds()) // 60)
    if minutes >= 60:
        return ""
    if age < timedelta(0):
        return f"in {minutes} min" if minutes else "in a moment"
    return f"{minutes} min ago" if minutes else "just now"


def _day_words(local: datetime, now: datetime) -> str:
    days = (now.date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if days in (1, -1):
        return f"{'yesterday' if days == 1 else 'tomorrow'} {local:%H:%M}"
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"
