"""What a part of a text costs, by the country that its number begins with: SMS_COST, read. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from channels.carriers import BadSetting

_PRICE = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_FORM = "SMS_COST is written like: EUR 0.08 +43=0.065 +1=0.01"


@dataclass(frozen=True, slots=True)
class Prices:
    currency: str
    usual: Decimal
    by_prefix: tuple[tuple[str, Decimal], ...]
    """The longest prefix first."""

    def of_part(self, number: str) -> Decimal:
        """Return what one part to this number costs; the usual price where no prefix fits."""
        return next((price for prefix, price in self.by_prefix if number.startswith(prefix)), self.usual)


@cache
def prices_of(setting: str) -> Prices | None:
    """Read `CURRENCY PRICE +PREFIX=PRICE ...`; None for an empty setting. Raises BadSetting."""
    words = setting.split()
    if not words:
        return None
    if len(words) < 2 or not re.fullmatch(r"[A-Z]{3}", words[0]):
        raise BadSetting(_FORM)
    pairs = [word.partition("=") for word in words[2:]]
    if not all(re.fullmatch(r"\+[1-9]\d{0,6}", prefix) for prefix, _, _ in pairs):
        raise BadSetting(_FORM)
    by_prefix = sorted(
        ((prefix, _price(price)) for prefix, _, price in pairs), key=lambda each: -len(each[0])
    )
    return Prices(words[0], _price(words[1]), tuple(by_prefix))


def _price(written: str) -> Decimal:
    if not _PRICE.fullmatch(written):
        raise BadSetting(_FORM)
    return Decimal(written)
