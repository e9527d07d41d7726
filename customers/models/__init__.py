"""The tables of customers: who they are, what we learned, what they allow, what happened."""

from customers.models.history import Interaction, InteractionKey
from customers.models.knowledge import Fact, Profile, ProfileField
from customers.models.people import ContactPoint, Customer, Identity, Ownership
from customers.models.permission import (
    Consent,
    ConsentEvidence,
    Dial,
    HouseLimit,
    Suppression,
    Topic,
    Touch,
)

__all__ = [
    "Consent",
    "ConsentEvidence",
    "ContactPoint",
    "Customer",
    "Dial",
    "Fact",
    "HouseLimit",
    "Identity",
    "Interaction",
    "InteractionKey",
    "Ownership",
    "Profile",
    "ProfileField",
    "Suppression",
    "Topic",
    "Touch",
]
