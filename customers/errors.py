"""Errors of customers that a caller can act on.

CustomersError
├── BadEntry          an interaction that cannot be recorded; nothing of its batch was
├── BadPosition       a dial position outside 0 to 10
└── UnknownField      a fact about a field that is not declared
"""


class CustomersError(ValueError):
    """What went wrong, in a sentence for the person who can put it right."""


class BadEntry(CustomersError):
    pass


class BadPosition(CustomersError):
    pass


class UnknownField(CustomersError):
    pass
