"""A consent receipt says what was shown and decided, the same however often it is asked for."""

import json

import pytest

from customers import consent, receipt
from customers.consent import Evidence
from customers.models import ConsentEvidence, Customer
from tests.makers import NOW, make_customer

pytestmark = pytest.mark.django_db


def withdraw(customer: Customer, version: str = "dial.spoken/de/3") -> ConsentEvidence:
    said = Evidence("Zu E-Mail möchten Sie: nie. Stimmt das so?", "Till 4", "staff:agent", version)
    consent.withdraw(customer.pk, ["email"], evidence=said, now=NOW)
    return ConsentEvidence.objects.get()


def test_a_receipt_says_who_decided_what_where_when_and_in_which_words() -> None:
    customer = make_customer(country="AT", language="fr")
    paper = json.loads(json.dumps(receipt.of(withdraw(customer).pk)))
    assert paper["jurisdiction"] == "AT"
    assert paper["consentTimestamp"] == int(NOW.timestamp())
    assert paper["collectionMethod"] == "Till 4"
    assert paper["language"] == "de"
    assert paper["piiPrincipalId"] == customer.number
    assert paper["piiControllers"][0]["piiController"] == "Hauptplatz Pharmacies"
    assert paper["services"] == [
        {"service": "email", "purposes": [{"purpose": "marketing", "consentType": "EXPLICIT"}]}
    ]
    assert paper["consentStatus"] == "withdrawn"
    assert paper["evidence"]["wording"] == "Zu E-Mail möchten Sie: nie. Stimmt das so?"
    assert paper["evidence"]["wordingVersion"] == "dial.spoken/de/3"
    assert (paper["evidence"]["place"], paper["evidence"]["actor"]) == ("Till 4", "staff:agent")


def test_the_same_evidence_has_one_receipt_and_other_evidence_another() -> None:
    first = withdraw(make_customer())
    again = ConsentEvidence.objects.create(
        customer_id=first.customer_id, channel="sms", purpose="marketing", is_granted=True, wording="Yes",
        place="web", actor="customer", happened_at=NOW,
    )  # fmt: skip
    assert receipt.of(first.pk) == receipt.of(first.pk)
    assert receipt.of(first.pk)["consentReceiptID"] != receipt.of(again.pk)["consentReceiptID"]
    assert receipt.of(again.pk)["consentStatus"] == "given"


def test_evidence_outlives_whom_it_is_about() -> None:
    customer = make_customer(language="de")
    evidence = withdraw(customer, version="")
    assert receipt.of(evidence.pk)["language"] == "de"
    number, _ = customer.number, customer.delete()
    paper = receipt.of(evidence.pk)
    assert (paper["piiPrincipalId"], paper["jurisdiction"]) == (number, "")


def test_what_is_no_evidence_has_no_receipt() -> None:
    with pytest.raises(ConsentEvidence.DoesNotExist):
        receipt.of(1)
