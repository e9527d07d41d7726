"""How the portal says days, months and money, in the language of the page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

from hub.templatetags.look import CURRENCY_SIGNS, MINOR_DIGITS


def on(at: datetime, zone: ZoneInfo) -> str:
    """Say a moment as a day: 3 May 2026."""
    return day(at.astimezone(zone).date())


def day(that: date) -> str:
    return date_format(that, gettext("j F Y"))


def month(first: date) -> str:
    return date_format(first, "F Y")


def short_month(first: date) -> str:
    return date_format(first, "M").rstrip(".")[:3]


def amount(minor: int, currency: str) -> str:
    """Write an amount in minor units as people of this language do: €48.20, 48,20 €."""
    digits = MINOR_DIGITS.get(currency, 2)
    figure = number_format(abs(minor) / 10**digits, digits, use_l10n=True, force_grouping=True)
    sign, unit = "−" if minor < 0 else "", CURRENCY_SIGNS.get(currency, currency)
    if get_language() == "de":
        return f"{sign}{figure} {unit}"
    return f"{sign}{unit}{figure}" if len(unit) == 1 else f"{sign}{unit} {figure}"
