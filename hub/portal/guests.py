"""Who is in the portal and how far: a guest by a link of their own, or by a message's link to the dials."""

from dataclasses import dataclass

from django.urls import reverse

from customers.models import Customer


@dataclass(frozen=True, slots=True)
class Guest:
    """A customer in a browser. With a `token`, the link of a message, the dials are all there is."""

    customer: Customer
    token: str = ""

    @property
    def is_full(self) -> bool:
        return not self.token

    def url(self, name: str) -> str:
        """Return the address of a page of the portal as this guest may reach it."""
        return reverse(f"portal:{name}", kwargs={"token": self.token} if self.token else None)


def person(customer: Customer) -> Customer | None:
    """Return who a customer is now, after merges; None once their data is erased."""
    now = customer.merged_into or customer
    return None if customer.erased_at or now.erased_at else now
