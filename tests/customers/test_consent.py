from dataclasses import replace

import pytest

from customers import consent
from customers.consent import Answer, Evidence
from customers.errors import BadPosition
from customers.models import Consent, ConsentEvidence, Interaction
from tests.makers import DAY, NOW, make_customer

pytestmark = pytest.mark.django_db
SHOWN = Evidence("Offers by email, as often as my dial says.", "portal", "customer", "v3")


def yes(customer_id: int, **fields: object) -> Answer:
    base = Answer(customer_id, "email", "marketing", True, NOW, "Yes to offers", "shop", "import")
    return replace(base, **fields)  # type: ignore[arg-type]


def test_an_answer_is_kept_with_its_evidence_and_told_to_the_history() -> None:
    customer = make_customer(consents=())
    assert consent.take_answers([yes(customer.pk)], now=NOW) == 1
    evidence = ConsentEvidence.objects.get(customer_id=customer.pk)
    assert (evidence.wording, evidence.place, evidence.happened_at) == ("Yes to offers", "shop", NOW)
    assert Interaction.objects.get(customer_id=customer.pk).summary == "Agreed to marketing by email"


def test_the_same_answer_again_adds_nothing() -> None:
    customer = make_customer(consents=())
    consent.take_answers([yes(customer.pk)], now=NOW)
    assert consent.take_answers([yes(customer.pk)], now=NOW) == 0
    assert ConsentEvidence.objects.count() == 1


def test_an_import_never_revives_who_said_no() -> None:
    customer = make_customer()
    consent.withdraw(customer.pk, ["email"], evidence=SHOWN, now=NOW)
    late = yes(customer.pk, happened_at=NOW + DAY)
    assert consent.take_answers([late], now=NOW, widening=False) == 0
    assert not Consent.objects.get(customer=customer).is_granted


def test_an_older_answer_never_overrides_a_newer_one() -> None:
    customer = make_customer(consents=())
    consent.take_answers([yes(customer.pk)], now=NOW)
    assert consent.take_answers([yes(customer.pk, is_granted=False, happened_at=NOW - DAY)], now=NOW) == 0
    assert Consent.objects.get(customer=customer).is_granted


def test_turning_a_channel_to_zero_withdraws_and_up_again_gives_consent() -> None:
    customer = make_customer()
    consent.turn_dial(customer.pk, 0, channel="email", evidence=SHOWN, now=NOW)
    assert not Consent.objects.get(customer=customer).is_granted
    consent.turn_dial(customer.pk, 4, channel="email", evidence=SHOWN, now=NOW + DAY)
    assert Consent.objects.get(customer=customer).is_granted
    kept = ConsentEvidence.objects.order_by("id").values_list("is_granted", "wording", "wording_version")
    assert list(kept) == [(False, SHOWN.wording, "v3"), (True, SHOWN.wording, "v3")]


def test_a_channel_turned_up_agrees_where_the_mails_link_had_said_no() -> None:
    customer = make_customer()
    consent.withdraw(customer.pk, ["email"], evidence=SHOWN, now=NOW)
    consent.turn_dial(customer.pk, 3, channel="email", evidence=SHOWN, now=NOW + DAY)
    assert Consent.objects.get(customer=customer, channel="email").is_granted


def test_everything_turned_up_gives_back_what_it_shut_and_nothing_else() -> None:
    customer = make_customer(consents=("email:marketing", "sms:marketing"))
    consent.withdraw(customer.pk, ["sms"], evidence=SHOWN, now=NOW)
    consent.turn_dial(customer.pk, 0, evidence=SHOWN, now=NOW + DAY)
    consent.turn_dial(customer.pk, 4, evidence=SHOWN, now=NOW + 2 * DAY)
    granted = Consent.objects.filter(customer=customer, is_granted=True)
    assert list(granted.values_list("channel", flat=True)) == ["email"]


def test_a_snooze_leaves_the_position_it_springs_back_to() -> None:
    customer = make_customer()
    consent.turn_dial(customer.pk, 6, evidence=SHOWN, now=NOW)
    dial = consent.turn_dial(customer.pk, 0, until=NOW + 14 * DAY, evidence=SHOWN, now=NOW)
    assert (dial.position, dial.snooze_position, dial.snoozed_until) == (6, 0, NOW + 14 * DAY)
    assert Consent.objects.get(customer=customer).is_granted


@pytest.mark.parametrize("position", [-1, 11])
def test_a_dial_has_eleven_positions(position: int) -> None:
    with pytest.raises(BadPosition):
        consent.turn_dial(make_customer().pk, position, evidence=SHOWN, now=NOW)
