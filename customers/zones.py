"""Where the clock of a customer may stand: their own zone, or all of their country's."""

from collections import defaultdict
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings


@cache
def plausible(timezone: str, country: str) -> tuple[ZoneInfo, ...]:
    """Return the zones in which this customer may live: the known one, else all of their country.

    A zone that does not exist counts as unknown; without a country, or for one without zones, it is ours
    (TIME_ZONE).
    """
    known = _zone(timezone)
    if known:
        return (known,)
    names = _by_country().get(country.upper(), ())
    return tuple(ZoneInfo(name) for name in names) or (ZoneInfo(settings.TIME_ZONE),)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    """Return the names of each country's zones, from the table that comes with the zone data."""
    zones = defaultdict(list)
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            country, _, name, *_ = line.split("\t")
            zones[country].append(name)
    return {country: tuple(names) for country, names in zones.items()}
