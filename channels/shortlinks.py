"""Tracked links short enough for a text message: https://host/s/ and some seventeen letters and digits.

They say which message and which of its links, under a signature of 64 bits; where it leads the hub knows.
Nobody can make one, and who guessed one would land where that link leads: it is no permission.
"""

from functools import cache
from hmac import compare_digest

from django.conf import settings

from customers.tokens import Sealer

KIND = "t"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_SIGNATURE = 11
"""Digits that 64 bits take."""
_LONGEST = 24
MOST_LINKS = len(_DIGITS)
EXAMPLE_MESSAGE = 10_000_000
"""As long as a real one for counting, years from now."""


def url(message: int, link: int) -> str:
    """Return the short address of a link. Raises IndexError for the 63rd and later of a message."""
    return f"{settings.BASE_URL}/s/{_token(_sealers()[0], message, link)}"


def opened(token: str) -> tuple[int, int] | None:
    """Return the message and the link that a token names; None if it is not ours."""
    if not _SIGNATURE + 1 < len(token) <= _LONGEST or not _VALUES.keys() >= set(token):
        return None
    link, message = _VALUES[token[_SIGNATURE]], 0
    for digit in token[_SIGNATURE + 1 :]:
        message = message * len(_DIGITS) + _VALUES[digit]
    ours = (_token(sealer, message, link) for sealer in _sealers())
    return (message, link) if any(compare_digest(each, token) for each in ours) else None


@cache
def _sealers() -> tuple[Sealer, ...]:
    """One for each key: what an older one has signed stays good."""
    return tuple(Sealer(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _token(sealer: Sealer, message: int, link: int) -> str:
    signature = int(sealer.seal(KIND, message, link)[-32:-16], 16)
    return f"{_written(signature):0>{_SIGNATURE}}{_DIGITS[link]}{_written(message)}"


def _written(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
