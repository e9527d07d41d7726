"""Consent receipts: one act of giving or withdrawing consent, as a document for whoever asks to see it."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from customers.models import ConsentEvidence, Customer

VERSION = "rapport-receipt-1"


def of(evidence_id: int) -> dict[str, Any]:
    """Return the receipt of this evidence, ready for JSON; the same one however often it is asked for.

    Names its fields as the Kantara Consent Receipt 1.1 does, the forerunner of ISO/IEC TS 27560:2023, and
    leaves out what the evidence does not say (policy, categories of data): it claims no conformance.
    Raises ConsentEvidence.DoesNotExist. Whose evidence it is, the caller checks.
    """
    evidence = ConsentEvidence.objects.get(pk=evidence_id)
    customer = Customer.objects.filter(pk=evidence.customer_id).first() or Customer(pk=evidence.customer_id)
    return {
        "version": VERSION,
        "jurisdiction": customer.country,
        "consentTimestamp": int(evidence.happened_at.timestamp()),
        "collectionMethod": evidence.place,
        "consentReceiptID": str(uuid5(NAMESPACE_URL, f"{settings.BASE_URL}/evidence/{evidence.pk}")),
        "language": _language(evidence, customer),
        "piiPrincipalId": customer.number,
        "piiControllers": [{"piiController": settings.ORGANISATION, "onBehalf": False}],
        "services": [
            {
                "service": evidence.channel,
                "purposes": [{"purpose": evidence.purpose, "consentType": "EXPLICIT"}],
            }
        ],
        "consentStatus": "given" if evidence.is_granted else "withdrawn",
        "evidence": {
            "wording": evidence.wording,
            "wordingVersion": evidence.wording_version,
            "place": evidence.place,
            "actor": evidence.actor,
            "happenedAt": evidence.happened_at.isoformat(),
            "recordedAt": evidence.recorded_at.isoformat(),
        },
    }


def _language(evidence: ConsentEvidence, customer: Customer) -> str:
    """Return the language of the wording that was shown, else the customer's."""
    _, _, rest = evidence.wording_version.partition("/")
    return rest.partition("/")[0] or customer.language
