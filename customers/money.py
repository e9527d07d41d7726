"""Amounts of money: whole minor units inside, exact decimals outside, never floats."""

from decimal import Decimal, InvalidOperation

from customers.errors import CustomersError

# ISO 4217: the currencies whose minor unit is not a hundredth.
_DIGITS_BY_CURRENCIES = {
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF": 0,
    "BHD IQD JOD KWD LYD OMR TND": 3,
    "CLF UYW": 4,
}
_DIGITS = {code: digits for codes, digits in _DIGITS_BY_CURRENCIES.items() for code in codes.split()}
_LARGEST_MINOR = 10**15


class BadAmount(CustomersError):
    """The text is no amount of that currency."""


def minor_digits(currency: str) -> int:
    """Return how many decimal places the currency has."""
    return _DIGITS.get(currency, 2)


def to_minor(text: str, currency: str) -> int:
    """Read an amount in major units: 29.33 EUR is 2933, 500 JPY is 500."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise BadAmount(f"amount {text!r} is not a number such as 29.33") from None
    if not amount.is_finite() or amount.adjusted() > 15:
        raise BadAmount(f"amount {text!r} is out of range")
    minor = amount.scaleb(minor_digits(currency))
    if minor != (whole := int(minor)):
        raise BadAmount(f"amount {text!r} has more decimal places than {currency} has")
    if abs(whole) > _LARGEST_MINOR:
        raise BadAmount(f"amount {text!r} is out of range")
    return whole


def to_major(minor: int, currency: str) -> Decimal:
    """Return an amount in major units with all its decimal places: 2930 EUR is 29.30."""
    return Decimal(minor).scaleb(-minor_digits(currency))
