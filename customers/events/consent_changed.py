"""Consent was given or withdrawn; the evidence is kept beside the consent."""

from customers.event import EventType

CONSENT_CHANGED = EventType(
    key="consent_changed",
    label="Consent",
    icon="check-badge",
    direction="in",
    tone="warn",
    kept_when_erased=("purpose", "is_granted"),
)
