"""The reference printed on a letter: short enough to type, and nobody can make up one of ours.

It is the message's number and seven signs over it under our secret, in letters and digits that are not
mistaken for each other.
"""

import hmac
import re
from functools import cache
from hashlib import sha256

from django.conf import settings

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CHECK = 7
"""35 bits: whoever types at random for a year finds none."""
_LONGEST = 20


def of(message: int) -> str:
    """Return the reference of a message, as K7Q2-9FX3-A0B."""
    return _grouped(_number(message) + _check(message, settings.SECRET_KEY))


def message_of(text: str) -> int | None:
    """Return the message that a reference names, however it was typed; None if it is not one of ours."""
    typed = re.sub(r"[\s\-–./]", "", text.upper()).translate(_LOOKALIKES)
    if not _CHECK < len(typed) <= _LONGEST or set(typed) - set(_SIGNS):
        return None
    number, check = typed[:-_CHECK], typed[-_CHECK:]
    message = 0
    for sign in number:
        message = message * 32 + _SIGNS.index(sign)
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(hmac.compare_digest(check, _check(message, key)) for key in keys)
    return message if is_ours and 0 < message < 2**63 else None


def _number(value: int) -> str:
    signs = ""
    while value:
        value, rest = divmod(value, 32)
        signs = _SIGNS[rest] + signs
    return signs


def _check(message: int, secret: str) -> str:
    digest = hmac.digest(_key(secret), str(message).encode(), sha256)
    bits = int.from_bytes(digest[:8], "big")
    return "".join(_SIGNS[bits >> 5 * place & 31] for place in range(_CHECK))


@cache
def _key(secret: str) -> bytes:
    return sha256(f"letter {secret}".encode()).digest()


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))
