"""The day on which a customer is going to be erased, as every page says it."""

from customers import erasing
from customers.models import Customer
from hub.portal import said, words


def on(customer: Customer) -> str:
    """Return the day in words; nothing where no wish waits."""
    wish = erasing.pending(customer.pk)
    return said.on(wish.due_at, words.zone_of(customer)) if wish else ""
