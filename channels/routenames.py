"""Name the routes that a setting lists: addresses with blanks between them, the preferred one first."""

from collections import Counter
from urllib.parse import urlsplit

LONGEST = 60
_KINDS = {"smtps": "smtp", "smpps": "smpp"}


def named(setting: str) -> list[tuple[str, str]]:
    """Return (name, address) of each route: its kind, and its host too where a kind occurs more than once.

    A name says nothing about the order, so that the order can be changed while messages are under way.
    """
    addresses = setting.split()
    kinds = Counter(kind_of(each) for each in addresses)
    names: list[str] = []
    for each in addresses:
        kind = kind_of(each)
        name = kind if kinds[kind] == 1 else f"{kind}@{urlsplit(each).netloc.rpartition('@')[2]}"
        names.append(_once(name[:LONGEST], names))
    return list(zip(names, addresses, strict=True))


def kind_of(address: str) -> str:
    """Return what kind of provider an address speaks to: "twilio" for twilio+http://…"""
    scheme = address.partition("://")[0].partition("+")[0].lower()
    return _KINDS.get(scheme, scheme)


def _once(name: str, taken: list[str]) -> str:
    """Tell two accounts at one host apart."""
    number = sum(each.partition("#")[0] == name for each in taken)
    return f"{name[: LONGEST - 4]}#{number + 1}" if number else name
