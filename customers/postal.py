"""Postal addresses: their lines, postcode, city and country, and the one text that they are stored as.

The text has a line for each: first those above the city, then postcode, city and country, even if empty.
What was stored otherwise, as free text, is read as lines of an address whose city is not known.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from customers.errors import BadAddress

MOST_LINES = 4
LONGEST_LINE = 60
LONGEST = 320
"""What a contact point can hold."""
_COUNTRY = re.compile(r"[A-Z]{2}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CITY_FIRST = frozenset({"AU", "CA", "US"})
_CITY_ABOVE = frozenset({"GB", "IE", "IM", "JE", "GG"})


@dataclass(frozen=True, slots=True)
class Postal:
    """Where post goes. `country` is two letters, or empty for one that nobody said."""

    lines: tuple[str, ...]
    postcode: str = ""
    city: str = ""
    country: str = ""

    @property
    def is_complete(self) -> bool:
        """Say whether a letter to it can arrive: free text may be anything."""
        return bool(self.lines and self.city)

    def text(self) -> str:
        return "\n".join((*self.lines, self.postcode, self.city, self.country))

    def place_lines(self) -> tuple[str, ...]:
        """Return postcode and city as their country writes them."""
        if self.country in _CITY_ABOVE:
            return tuple(filter(None, (self.city, self.postcode)))
        order = (self.city, self.postcode) if self.country in _CITY_FIRST else (self.postcode, self.city)
        place = " ".join(filter(None, order))
        return (place,) if place else ()


def of(lines: Sequence[str], postcode: str, city: str, country: str) -> Postal:
    """Return a postal address, tidied. Raises BadAddress for one that no letter could reach."""
    street = tuple(line for each in lines if (line := _tidy(each)))
    found = Postal(street, _tidy(postcode).upper(), _tidy(city), _tidy(country).upper())
    if not street:
        raise BadAddress("street is empty, though there is a city")
    if not found.city:
        raise BadAddress("city is empty, though there is a street")
    if found.country and not _COUNTRY.fullmatch(found.country):
        raise BadAddress(f"country {found.country[:20]!r} is not two letters such as AT")
    longest = max((*street, found.postcode, found.city), key=len)
    if len(street) > MOST_LINES or len(longest) > LONGEST_LINE or len(found.text()) > LONGEST:
        raise BadAddress(
            f"street has over {MOST_LINES} lines, or one of over {LONGEST_LINE} characters: {longest[:40]!r}"
        )
    return found


def read(text: str) -> Postal:
    """Read what is stored. Never raises: free text is lines without a city."""
    lines = [_tidy(line) for line in text.split("\n")]
    if len(lines) >= 4 and lines[-2] and (not lines[-1] or _COUNTRY.fullmatch(lines[-1])):
        *street, postcode, city, country = lines
        return Postal(tuple(filter(None, street)), postcode, city, country)
    return Postal(tuple(filter(None, lines)))


def normal(text: str) -> str:
    """Return a stored text in the form in which it is compared; free text on one line."""
    found = read(text)
    return found.text() if found.is_complete else " ".join(text.split())


def shown(text: str) -> str:
    """Return a stored address on one line, for people."""
    found = read(text)
    return ", ".join((*found.lines, *found.place_lines(), *filter(None, (found.country,))))


def _tidy(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())
