"""The names of countries by their code, from the table that comes with the zone data (ISO 3166)."""

from functools import cache
from importlib.resources import files


@cache
def names() -> dict[str, str]:
    """Return code and English name of every country, by name."""
    text = files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return dict(sorted(((code, name) for code, name in rows), key=lambda pair: pair[1]))


def name(code: str) -> str:
    return names().get(code, code)
