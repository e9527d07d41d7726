"""Read settings from the environment, typed, and say clearly which variable is wrong and what it wants."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import NoReturn

import environ
from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or what the file named by `<name>_FILE` holds (for mounted secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        _fail(name, "is not set and has no default")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "on" if default else "off").lower()
    if value in {"1", "on", "true", "yes"}:
        return True
    if value in {"", "0", "off", "false", "no"}:
        return False
    _fail(name, f"is {value!r}; use on or off")


def number(name: str, default: int, *, at_least: int = 0) -> int:
    value = text(name, str(default))
    if not value.lstrip("-").isdigit() or int(value) < at_least:
        _fail(name, f"is {value!r}; use a whole number of at least {at_least}")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def rates(name: str) -> dict[str, tuple[int, int]]:
    """Return {who: (count, seconds)} of a list such as "smtp=50/s gmail.com=300/min"."""
    said: dict[str, tuple[int, int]] = {}
    for part in text(name, "").split():
        who, _, rate = part.rpartition("=")
        count, _, unit = rate.partition("/")
        if not who or not count.isdigit() or int(count) < 1 or unit not in _UNITS:
            _fail(
                name, f"holds {part!r}; use NAME=COUNT/s, NAME=COUNT/min or NAME=COUNT/h, with blanks between"
            )
        said[who.lower()] = (int(count), _UNITS[unit])
    return said


def networks(name: str) -> list[str]:
    """Return a comma-separated list of networks such as 10.1.0.0/16."""
    said = words(name)
    for each in said:
        try:
            ip_network(each)
        except ValueError:
            _fail(name, f"holds {each!r}, which is no network such as 10.1.0.0/16")
    return said


_UNITS = {"s": 1, "min": 60, "h": 3600}


def database(name: str) -> dict[str, object]:
    """Return Django's DATABASES entry for a postgres:// address."""
    url = text(name)
    try:
        parsed = environ.Env.db_url_config(url)
    except Exception as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read as an address such as postgres://…: {error}"
        ) from error
    if "postgresql" not in parsed.get("ENGINE", ""):
        _fail(name, "must be a postgres:// address: Rapport keeps its truth in PostgreSQL")
    return dict(parsed)


def _fail(name: str, complaint: str) -> NoReturn:
    raise ImproperlyConfigured(f"The environment variable {name} {complaint}. See docs/settings.md.")
