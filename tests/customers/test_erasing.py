"""To be forgotten: at once silent, taken back in time, then gone for good, and not revived by any list."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from channels import addresses, erasing, inbound, outbox
from channels.models import Hit, InboundMail, Message, Provider
from channels.outbox import Draft
from customers import erasing as erasures
from customers import forgotten, gate, history, identity, learning, merging
from customers.consent import Answer, Evidence, take_answers
from customers.entry import Entry
from customers.gate import Ask
from customers.identity import Details, Reach
from customers.learning import Learned
from customers.models import (
    Connection,
    ConsentEvidence,
    ContactPoint,
    Customer,
    ErasedKey,
    Erasure,
    Fact,
    Interaction,
    Profile,
    Suppression,
    Touch,
)
from hub.intake.customers import Customers
from hub.intake.records import Record
from tests.makers import DAY, NOW, make_content, make_customer, make_dial, make_topic, share_point

pytestmark = pytest.mark.django_db
WORDS = Evidence("Erase what you know about me.", "portal", "customer", "erase.asked/en/0")
SECRETS = ("Zenobia", "Quastenflosser", "zenobia@example.org", "+436641234567", "penicillin", "Lamppost Lane")
"""What nothing may say any more once it is done: name, addresses, and what was said."""


@pytest.fixture
def zenobia(db: None) -> Customer:
    """A customer with something about her in every table that can hold it."""
    make_topic()
    who = make_customer("Zenobia Quastenflosser", email="zenobia@example.org", created_at=NOW - 90 * DAY)
    share_point(who, "+436641234567", "phone")
    identity.describe([Details(who.pk, language="de")])
    who.identities.create(source="shop", key="zenobia-quastenflosser")
    learning.declare("allergy", "Allergy")
    learning.learn([Learned(who.pk, "allergy", "penicillin", "Zenobia", NOW - DAY)], now=NOW)
    _consents(who)
    make_dial(who, 3, topic="offers")
    _happened(who)
    _mails(who)
    Touch.objects.create(
        customer_id=who.pk, channel="call", topic="offers", purpose="marketing", state="spent",
        actor="staff:ana", excess_reason="Zenobia asked", touched_at=NOW - DAY,
    )  # fmt: skip
    friend = make_customer("Somebody Else")
    Connection.objects.create(customer=who, other=friend, kind="partner", source="Zenobia")
    identity.index([who.pk, friend.pk])
    return who


def _consents(who: Customer) -> None:
    said = "Yes, says Zenobia Quastenflosser"
    answer = Answer(who.pk, "sms", "marketing", True, NOW - DAY, said, "call with Zenobia", "Zenobia")
    take_answers([answer], now=NOW)
    point = who.contact_points.get(kind="phone")
    Suppression.objects.create(
        contact_point=point, reason="staff", evidence="Zenobia said so", suppressed_at=NOW
    )


def _happened(who: Customer) -> None:
    data = {"items": "tea for Zenobia", "place": "Lamppost Lane"}
    bought = Entry(who.pk, NOW - DAY, "purchase", "shop", "Zenobia-1", data=data)
    bought = bought._replace(amount_minor=4200, currency="EUR")
    history.record(
        [
            bought,
            Entry(who.pk, NOW - DAY, "note", "staff", "n1", actor="Zenobia", data={"text": "Zenobia called"}),
            Entry(
                who.pk, NOW, "message_refused", "x", "r1", data={"reason": "dial_full", "topic": "Zenobia"}
            ),
        ],
        now=NOW,
    )


def _mails(who: Customer) -> None:
    point = who.contact_points.get(kind="email")
    message = Message.objects.create(
        customer=who, contact_point=point, content=make_content(), cause="test:1", channel="email",
        purpose="marketing", topic="offers", lane=2, state="bounced", accepted_at=NOW,
        provider_id="q Zenobia", reason="550 zenobia@example.org is unknown",
        context={"customer": {"name": who.name}},
    )  # fmt: skip
    Hit.objects.create(
        message=message, kind="open", method="GET", agent="Zenobia", verdict="human", hit_at=NOW
    )
    mail = f"From: {point.address}\r\nTo: us@example.org\r\nSubject: Zenobia\r\n\r\nLamppost Lane".encode()
    inbound.apply(inbound.take(mail, point.address, ["us@example.org"], door="pipe", now=NOW), now=NOW)
    InboundMail.objects.create(
        digest="stray", envelope_from=point.address, raw=mail, door="pipe", state="unparsed", received_at=NOW
    )
    Provider.objects.create(key="smtp", last_error="550 <zenobia@example.org> is unknown")


def erase(who: Customer, *, now: datetime = NOW) -> int:
    erasing.ask(who.pk, WORDS, now=now)
    return erasing.carry_out(now=now + timedelta(days=14))


def found_anywhere() -> list[tuple[str, str]]:
    """Look through every row of every table of the database for what must be gone."""
    hits = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("incoming_"):
                continue  # of this session, and empty after each commit
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                decoded = row + _bytes_in(row)
                hits += [(table, secret) for secret in SECRETS if secret.lower() in decoded.lower()]
    return hits


def _bytes_in(row: str) -> str:
    """Return what a binary column says in letters: PostgreSQL writes it as hexadecimal digits."""
    parts = [part.split('"')[0].split(",")[0] for part in row.split("\\x")[1:]]
    return "".join(bytes.fromhex(part).decode(errors="replace") for part in parts if len(part) % 2 == 0)


def judged(who: Customer, channel: str, purpose: str, *, now: datetime = NOW) -> tuple[str, str]:
    point = who.contact_points.filter(kind="email").first()
    (verdict,) = gate.judge([Ask(who.pk, channel, "offers", purpose, point and point.pk)], now=now)
    return verdict.outcome.value, verdict.reason.value


def test_the_search_finds_what_is_there(zenobia: Customer) -> None:
    tables = {table for table, _ in found_anywhere()}
    assert {
        "customers_customer", "customers_contactpoint", "customers_identity", "customers_fact",
        "customers_consentevidence", "customers_touch", "customers_suppression", "channels_message",
        "channels_hit", "channels_inboundmail", "channels_provider",
    } <= tables  # fmt: skip
    assert any(table.startswith("customers_interaction") for table in tables)


def test_nothing_in_any_table_names_who_was_erased(zenobia: Customer) -> None:
    assert erase(zenobia) == 1
    assert found_anywhere() == []
    assert Erasure.objects.get().done_at == NOW + 14 * DAY


def test_totals_stay_true_and_each_kind_keeps_what_it_declares(zenobia: Customer) -> None:
    before = Profile.objects.get(pk=zenobia.pk)
    kinds = sorted(Interaction.objects.values_list("kind", flat=True))
    erase(zenobia)
    after = Profile.objects.get(pk=zenobia.pk)
    assert (after.purchases, after.spent_minor) == (before.purchases, before.spent_minor) == (1, 4200)
    bought = Interaction.objects.get(kind="purchase")
    assert (bought.amount_minor, bought.currency, bought.occurred_at) == (4200, "EUR", NOW - DAY)
    assert (bought.summary, bought.data, bought.source_id) == ("Purchase", {}, "")
    assert Interaction.objects.get(kind="message_refused").data == {"reason": "dial_full"}
    assert sorted(Interaction.objects.values_list("kind", flat=True)) == sorted([*kinds, "erasure_asked"])
    assert Message.objects.get(cause="test:1").accepted_at == NOW


def test_the_evidence_of_consent_keeps_what_and_when_but_no_words(zenobia: Customer) -> None:
    erase(zenobia)
    kept = ConsentEvidence.objects.get(channel="sms")
    assert (kept.is_granted, kept.happened_at, kept.wording, kept.place, kept.actor) == (
        True, NOW - DAY, "", "", "",
    )  # fmt: skip


def test_asking_silences_marketing_at_once_and_calls_off_what_is_queued(zenobia: Customer) -> None:
    draft = Draft(zenobia.pk, "email", make_content(text="x").pk, "marketing", "offers", "flight:1", NOW)
    outbox.queue([draft], now=NOW)
    assert judged(zenobia, "email", "marketing")[0] == "allow"
    erasing.ask(zenobia.pk, WORDS, now=NOW)
    assert judged(zenobia, "email", "marketing") == ("refuse", "suppressed")
    assert judged(zenobia, "email", "service")[0] == "allow"
    assert Message.objects.get(cause="flight:1").state == "cancelled"


def test_asking_twice_is_as_good_as_once_and_the_words_are_kept(zenobia: Customer) -> None:
    assert erasing.ask(zenobia.pk, WORDS, now=NOW) == erasing.ask(zenobia.pk, WORDS, now=NOW + DAY)
    wish = Erasure.objects.get()
    assert (wish.due_at, wish.wording, wish.wording_version) == (
        NOW + 14 * DAY, WORDS.wording, "erase.asked/en/0",
    )  # fmt: skip
    assert Interaction.objects.get(kind="erasure_asked").data["wording"] == WORDS.wording


def test_until_its_day_it_can_be_taken_back_and_everything_is_as_before(zenobia: Customer) -> None:
    erasing.ask(zenobia.pk, WORDS, now=NOW)
    assert erasing.carry_out(now=NOW + 13 * DAY) == 0
    assert erasures.take_back(zenobia.pk, WORDS, now=NOW + 13 * DAY)
    assert erasing.carry_out(now=NOW + 15 * DAY) == 0
    assert judged(zenobia, "email", "marketing", now=NOW + 15 * DAY)[0] == "allow"
    assert not erasures.take_back(zenobia.pk, WORDS, now=NOW + 15 * DAY)
    assert Customer.objects.get(pk=zenobia.pk).name == zenobia.name


def test_a_list_that_comes_again_brings_nobody_back_to_life(zenobia: Customer) -> None:
    erase(zenobia)
    fields = {
        "customer": "zenobia-quastenflosser", "email": "Zenobia@Example.org", "consent": "email:marketing",
        "consent_at": "2026-12-01", "consent_evidence": "the list",
    }  # fmt: skip
    later = NOW + 30 * DAY
    taker = Customers("shop", zone=ZoneInfo("UTC"), now=later, declared={})
    taker.take([taker.draft(Record(1, fields, json.dumps(fields)))])
    back = Customer.objects.get(identities__key="zenobia-quastenflosser")
    assert back.pk != zenobia.pk
    for purpose in ("marketing", "service"):
        assert judged(back, "email", purpose, now=later) == ("refuse", "suppressed")
    other = make_customer("Another", email="another@example.org")
    identity.attach([Reach(other.pk, "phone", "+436641234567")])
    point = ContactPoint.objects.get(address="+436641234567")
    assert Suppression.objects.filter(contact_point=point, reason="erased", lifted_at=None).exists()


def test_the_hashes_need_our_secret_and_outlive_its_rotation(zenobia: Customer, settings: Any) -> None:
    erase(zenobia)
    first = settings.SECRET_KEY
    for secret, fallbacks, is_known in (("n" * 40, [first], True), ("n" * 40, [], False)):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = secret, fallbacks
        forgotten._keys.cache_clear()
        with transaction.atomic():
            identity.attach([Reach(make_customer("X").pk, "email", "zenobia@example.org")])
            point = ContactPoint.objects.get(address="zenobia@example.org")
            assert point.suppressions.exists() == is_known
            point.delete()
    forgotten._keys.cache_clear()


def test_an_address_that_somebody_shares_stays_theirs(zenobia: Customer) -> None:
    other = make_customer("Hausgenosse")
    share_point(other, "zenobia@example.org")
    erase(zenobia)
    assert [owner.pk for owner in ContactPoint.objects.get(address="zenobia@example.org").owners.all()] == [
        other.pk
    ]
    assert ErasedKey.objects.count() == 2  # her phone and her key in the shop
    assert Message.objects.get(cause="test:1").contact_point is None


def test_everybody_she_was_merged_with_goes_with_her(zenobia: Customer) -> None:
    other = make_customer("Zenobia Q. Quastenflosser", email="z2@example.org")
    erasing.ask(zenobia.pk, WORDS, now=NOW)
    merging.merge(zenobia.pk, other.pk, actor="staff:ana", why="Zenobia says so", now=NOW)
    assert erasures.pending(other.pk)
    erasing.carry_out(now=NOW + 14 * DAY)
    assert found_anywhere() == []
    assert not ContactPoint.objects.filter(address="z2@example.org").exists()


def test_a_run_that_breaks_off_anywhere_goes_on_where_it_stopped(
    zenobia: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasing.ask(zenobia.pk, WORDS, now=NOW)
    for name in ("close", "addresses_of", "_unname", "_let_go", "_thin_out"):
        with monkeypatch.context() as patch:
            patch.setattr(erasures, name, _breaks)
            assert erasing.carry_out(now=NOW + 14 * DAY, batch=1) == 0
        assert Erasure.objects.get().done_at is None
    assert erasing.carry_out(now=NOW + 14 * DAY, batch=1) == 1
    assert erasing.carry_out(now=NOW + 14 * DAY) == 0
    assert found_anywhere() == []
    assert Erasure.objects.count() == 1


def _breaks(*_: object, **__: object) -> None:
    raise RuntimeError("the light went out")


def test_a_message_on_the_wire_is_waited_for(zenobia: Customer) -> None:
    Message.objects.filter(cause="test:1").update(state="attempting")
    assert erase(zenobia) == 0
    assert judged(zenobia, "email", "service") == ("refuse", "suppressed")
    Message.objects.filter(cause="test:1").update(state="accepted")
    assert erasing.carry_out(now=NOW + 15 * DAY) == 1
    assert found_anywhere() == []


def test_what_comes_in_late_goes_the_same_way(zenobia: Customer) -> None:
    erase(zenobia)
    later = NOW + 20 * DAY
    late = Entry(zenobia.pk, later, "message_bounced", "m", "9", data={"words": "550 zenobia@example.org"})
    history.record([late], now=later)
    Message.objects.filter(cause="test:1").update(reason="550 zenobia@example.org")
    assert found_anywhere()
    erasing.carry_out(now=later)
    assert found_anywhere() == []


def test_the_history_still_refuses_every_other_change(zenobia: Customer) -> None:
    erase(zenobia)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Interaction.objects.filter(customer_id=zenobia.pk).update(summary="other")


def test_a_deleted_fact_is_gone_from_the_history_and_no_guess_brings_it_back(zenobia: Customer) -> None:
    field = learning.declare("allergy", "Allergy")
    assert learning.forget([zenobia.pk], field, place="portal", now=NOW)
    assert not learning.forget([zenobia.pk], field, place="portal", now=NOW)
    assert ("penicillin",) not in Interaction.objects.values_list("data__value")
    assert not Interaction.objects.filter(summary__contains="penicillin").exists()
    guess = Learned(zenobia.pk, "allergy", "nuts", "model", NOW + DAY, confidence=1.0)
    assert learning.learn([guess], now=NOW + DAY) == set()
    assert not Fact.objects.exists()
    own = Learned(zenobia.pk, "allergy", "pollen", "portal", NOW + DAY, by_customer=True)
    assert learning.learn([own], now=NOW + DAY) == {zenobia.pk}
    assert Fact.objects.get().value == "pollen"


def test_an_answer_to_an_old_mail_of_theirs_is_placed_with_nobody(zenobia: Customer) -> None:
    message = Message.objects.get(cause="test:1")
    erase(zenobia)
    reply_to = addresses.names(message.pk).reply_address
    raw = f"From: new@example.org\r\nTo: {reply_to}\r\nSubject: Re\r\n\r\nIt is me, Zenobia".encode()
    number = inbound.take(raw, "new@example.org", [reply_to], door="pipe", now=NOW + 20 * DAY)
    inbound.apply(number, now=NOW + 20 * DAY)
    mail = InboundMail.objects.get(pk=number)
    assert (mail.state, mail.customer_id) == ("unparsed", None)
    assert not Interaction.objects.filter(data__text__contains="Zenobia").exists()
