"""How values are shown: icons, money, shares, times, names, and the words and tone of every state."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.safestring import SafeString
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

from campaigns.models import Flight
from channels.models import MessageState

register = template.Library()

# Tones are the classes `tone-*` of theme.css; the words of a state stand beside its enum.
MESSAGE_TONES = {
    MessageState.HELD: "muted",
    MessageState.REFUSED: "warn",
    MessageState.ATTEMPTING: "info",
    MessageState.ACCEPTED: "info",
    MessageState.DELIVERED: "good",
    MessageState.BOUNCED: "bad",
    MessageState.COMPLAINED: "bad",
    MessageState.UNKNOWN: "warn",
    MessageState.FAILED: "bad",
    MessageState.EXPIRED: "muted",
    MessageState.CANCELLED: "muted",
    MessageState.QUARANTINED: "warn",
}
FLIGHT_TONES = {
    Flight.State.PLANNING: "info",
    Flight.State.SENDING: "good",
    Flight.State.PAUSED: "warn",
    Flight.State.STOPPED: "muted",
}
DAYS_HAVE_HEADINGS = timedelta(days=30)
LONG_QUOTE = 400
LONG_QUOTE_LINES = 8
CURRENCY_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
# ISO 4217: currencies whose minor unit is not a hundredth.
MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "BHD": 3, "JOD": 3, "KWD": 3, "TND": 3}


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """Draw a heroicon outline; an unknown name draws a plain dot, never an error."""
    return _drawn(str(name), size)


@lru_cache(maxsize=512)
def _drawn(name: str, size: int) -> SafeString:
    # Kept because drawing one costs 50 µs and a timeline shows dozens of the same few.
    try:
        return SafeString(heroicon_outline(name, size=size, aria_hidden="true", **{"class": "icon"}))
    except IconDoesNotExist:
        return _drawn("stop-circle", size)


@register.simple_tag
def pill(words: str, tone: str = "neutral") -> SafeString:
    return SafeString(f'<span class="pill tone-{escape(tone or "neutral")}">{escape(words)}</span>')


@register.simple_tag
def timeline(lines: Iterable[Any], is_news: bool = False) -> SafeString:
    """Draw lines as hub/console/lines.py makes them.

    In Python because a timeline is the busiest page there is and has a promise to keep: Django's own tags
    take 120 µs a line, this takes 17. What is empty is hidden by CSS.
    """
    news = " is-new" if is_news else ""
    now = timezone.localtime()
    return SafeString("".join(_line(line, news, now) for line in lines))


def _line(line: Any, news: str, now: datetime) -> str:
    machine = " is-machine" if line.is_machine or line.is_struck else ""
    title = f"<s>{escape(line.title)}</s> taken back" if line.is_struck else escape(line.title)
    if line.url:
        title = f'<a href="{escape(line.url)}">{title}</a>'
    return f"""
<li class="entry{news}{machine}" tabindex="-1" data-row>
  <span class="tile tone-{escape(line.tone)}">{_drawn(line.icon, 18)}</span>
  <div class="entry-words">
    <p class="entry-title">{title} <span>{escape(line.amount)}</span></p>
    <p class="parts soft"><span>{escape(line.channel_label)}</span><span>{escape(line.detail)}</span></p>
    {_quote(line.quote)}{_more(line, now)}
  </div>
  <span class="small soft">{_clock(line.at, now)}</span>
</li>"""


def _more(line: Any, now: datetime) -> str:
    """Draw what a line opens to: those it stands for, or the message as they got it, fetched when opened."""
    if line.inside:
        lines = "".join(_line(each, "", now) for each in line.inside)
        return f'<details class="run"><summary>Show each</summary><ol>{lines}</ol></details>'
    if line.words_url:
        frame = (
            f'<iframe title="The message" loading="lazy" sandbox="" src="{escape(line.words_url)}"></iframe>'
        )
        return f'<details class="as-got"><summary>As they got it</summary>{frame}</details>'
    return ""


def _quote(words: str) -> str:
    """Draw somebody's words as they came; long ones can be opened and closed."""
    if len(words) <= LONG_QUOTE and words.count("\n") < LONG_QUOTE_LINES:
        return f"<blockquote>{escape(words)}</blockquote>" if words else ""
    return f'<details class="quote"><summary><blockquote>{escape(words)}</blockquote></summary></details>'


@register.filter
@stringfilter
def breakable(address: str) -> SafeString:
    """Let a mail address go on behind its @ on the next line, where the line is too short for it."""
    return SafeString(escape(address).replace("@", "@<wbr>"))


@register.filter
def message_words(state: str) -> str:
    return MessageState(state).label


@register.filter
def message_tone(state: str) -> str:
    return MESSAGE_TONES.get(MessageState(state), "neutral")


@register.filter
def flight_words(state: str) -> str:
    """Say where a campaign's flight stands; a campaign without one is a draft."""
    return Flight.State(state).label if state else "Draft"


@register.filter
def flight_tone(state: str) -> str:
    return FLIGHT_TONES.get(Flight.State(state), "neutral") if state else "neutral"


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
    """Say how long ago or how soon; on hover the full date."""
    if at is None:
        return ""
    now = timezone.localtime()
    local = at.astimezone(now.tzinfo)
    full_date = f"{local:%A} {local.day} {local:%B %Y, %H:%M}"
    return _time_tag(at, now, _day_words(local, now), f' title="{full_date}"')


@register.filter
def slots(left: int, of: int) -> list[bool]:
    """Return one flag a touch, the spent ones (False) first; at most 12, so that they can be drawn."""
    if of > 12:
        left, of = round(12 * left / of), 12
    return [False] * (of - left) + [True] * min(left, of)


def _clock(at: datetime, now: datetime) -> SafeString:
    """Say the time of day, or how long ago during the first hour; the heading above names the day."""
    local = at.astimezone(now.tzinfo)
    clock = f"{local.hour:02}:{local.minute:02}"
    return _time_tag(at, now, f"{local.day} {local:%b}, {clock}" if is_old(at, now) else clock)


def is_old(at: datetime, now: datetime) -> bool:
    """Say whether the heading above a line names only its month, so that the line says the day."""
    return now - at > DAYS_HAVE_HEADINGS


def _time_tag(at: datetime, now: datetime, later: str, attributes: str = "") -> SafeString:
    """Write a <time>; while it says how long ago, it carries the words that app.js puts there afterwards."""
    words = recent_words(now - at)
    if words and at <= now:
        attributes += f' data-later="{later}"'
    # Safe: made of numbers and names of days and months only.
    return SafeString(f'<time datetime="{at.isoformat()}"{attributes}>{words or later}</time>')


def recent_words(age: timedelta) -> str:
    """Words for what is less than an hour away, else nothing. app.js says the same in `recentWords`."""
    if abs(age) >= timedelta(hours=1):
        return ""
    minutes = int(abs(age).total_seconds() // 60)
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
