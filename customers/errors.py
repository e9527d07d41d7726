"""Errors of customers that a caller can act on.

CustomersError
├── BadAddress        a text that is no email address, phone number or postal address
├── BadEntry          an interaction that cannot be recorded; nothing of its batch was
├── BadKind           a declared kind of interactions that cannot be as it is wanted
├── BadHours          quiet hours without a beginning or another end
├── BadMerge          two customers who cannot be made one, or a merge that cannot be undone
├── BadPartner        a partner that cannot be as it is wanted
├── BadPosition       a dial position outside 0 to 10
├── BadSchema         a JSON Schema that is none, reaches outside, or could cost too much
├── BadWording        a wording whose blanks are not those of its kind
├── OverAllowance     an offer by a person that the gate does not allow; nothing was spent
└── UnknownField      a fact about a field that is not declared
"""

from typing import Any


class CustomersError(ValueError):
    """What went wrong, in a sentence for the person who can put it right."""


class BadAddress(CustomersError):
    pass


class BadEntry(CustomersError):
    pass


class BadHours(CustomersError):
    pass


class _Pointed(CustomersError):
    """`pointer` is a JSON Pointer to what is wrong in what was said."""

    def __init__(self, words: str, pointer: str = "") -> None:
        super().__init__(words)
        self.pointer = pointer


class BadKind(_Pointed):
    pass


class BadSchema(_Pointed):
    pass


class BadMerge(CustomersError):
    pass


class BadPartner(CustomersError):
    pass


class BadPosition(CustomersError):
    pass


class BadWording(CustomersError):
    pass


class OverAllowance(CustomersError):
    """`verdict` is the gate's: what stood against it, and until when."""

    def __init__(self, words: str, verdict: Any) -> None:
        super().__init__(words)
        self.verdict = verdict


class UnknownField(CustomersError):
    pass
