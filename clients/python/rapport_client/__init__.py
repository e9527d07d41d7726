"""A thin typed client of Rapport's REST API."""

from rapport_client.client import Client, Taken
from rapport_client.errors import (
    BadSignature,
    Changed,
    Flaw,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    RapportError,
    TooManyRequests,
    Unreachable,
)
from rapport_client.transport import etag_of
from rapport_client.webhooks import verify

__all__ = [
    "BadSignature",
    "Changed",
    "Client",
    "Flaw",
    "Invalid",
    "NotAllowed",
    "NotFound",
    "Problem",
    "RapportError",
    "Taken",
    "TooManyRequests",
    "Unreachable",
    "etag_of",
    "verify",
]
