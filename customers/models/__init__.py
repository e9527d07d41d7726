"""The tables of customers: who they are, what we learned, what they allow, what happened."""

from customers.models.history import Interaction, InteractionKey
from customers.models.house import (
    DefaultDial,
    HouseLimit,
    PressureLimit,
    QuietHours,
    RestRule,
    Wording,
)
from customers.models.kinds import EventKind
from customers.models.knowledge import Fact, Profile, ProfileField, UnwantedFact
from customers.models.loops import OpenLoop
from customers.models.partners import Brought, BroughtPoint, Partner
from customers.models.people import (
    Connection,
    ContactPoint,
    Customer,
    ErasedKey,
    Erasure,
    Identity,
    Merge,
    Ownership,
)
from customers.models.permission import (
    Consent,
    ConsentEvidence,
    Dial,
    Preference,
    Suppression,
    Topic,
    Touch,
)

__all__ = [
    "Brought",
    "BroughtPoint",
    "Connection",
    "Consent",
    "ConsentEvidence",
    "ContactPoint",
    "Customer",
    "DefaultDial",
    "Dial",
    "ErasedKey",
    "Erasure",
    "EventKind",
    "Fact",
    "HouseLimit",
    "Identity",
    "Interaction",
    "InteractionKey",
    "Merge",
    "OpenLoop",
    "Ownership",
    "Partner",
    "Preference",
    "PressureLimit",
    "Profile",
    "ProfileField",
    "QuietHours",
    "RestRule",
    "Suppression",
    "Topic",
    "Touch",
    "UnwantedFact",
    "Wording",
]
