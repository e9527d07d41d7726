"""Every door by which customers say no: when it has answered, nothing that they forbid waits any more."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from bench import wishing
from channels import addresses, bounces, inbound, outbox, wishes
from channels.mailreading import BounceClass
from channels.models import Message
from channels.outbox import Draft, ask_of
from customers import consent, gate, identity, merging, preferences
from customers.consent import Answer, Evidence
from customers.gate import Outcome
from customers.models import Consent, Customer, Suppression
from tests.makers import NOW, make_content, make_customer, make_topic

pytestmark = [pytest.mark.django_db(transaction=True)]
SAID = Evidence("Never.", "test", "customer")
Door = Callable[[Message], object]


def one_click(message: Message) -> object:
    path = f"/t/u/{addresses.sealer().seal('u', message.pk)}/"
    return Client().post(path, {"List-Unsubscribe": "One-Click"})


def page(message: Message) -> object:
    return Client().post(f"/t/u/{addresses.sealer().seal('u', message.pk)}/")


def portal(message: Message) -> object:
    way = addresses.portal_url(message.pk, now=timezone.now()).partition("/portal/")[2]
    return Client().post(f"/portal/{way}dials/turn/", {"was:email/": "10", "pick:email/": "0"})


def dial_on_everything(message: Message) -> object:
    return wishes.turn_dial(message.customer_id, 0, evidence=SAID, now=timezone.now())


def dial_on_the_topic(message: Message) -> object:
    return wishes.turn_dial(message.customer_id, 0, topic="offers", evidence=SAID, now=timezone.now())


def stop_reply(message: Message) -> object:
    raw = wishing.reply(message.pk, "ana@example.org", "STOP")
    return inbound.receive(raw, "ana@example.org", [], door="test", now=timezone.now())


def complaint(message: Message) -> object:
    raw = wishing.complaint(message.pk, "ana@example.org")
    return inbound.receive(raw, "feedback@isp.example", [], door="test", now=timezone.now())


def hard_bounce(message: Message) -> object:
    return bounces.note(message.pk, BounceClass.HARD, "550 5.1.1 nobody here", now=timezone.now())


def imported_no(message: Message) -> object:
    answer = Answer(message.customer_id, "email", "marketing", False, NOW, "List of 2026", "import", "crm")
    return wishes.take_answers([answer], now=timezone.now(), widening=False)


DOORS: list[Door] = [
    one_click, page, portal, dial_on_everything, dial_on_the_topic, stop_reply, complaint, hard_bounce,
    imported_no,
]  # fmt: skip


@pytest.fixture
def sent() -> Message:
    """Ana has had one mail; three wait for her, one of them about her order."""
    make_topic()
    customer = make_customer("Ana", email="ana@example.org")
    for cause, purpose in (
        ("had", "marketing"),
        ("next", "marketing"),
        ("after", "marketing"),
        ("order", "service"),
    ):
        queue(customer, cause, purpose)
    Message.objects.filter(cause="had").update(state="accepted", due_at=None, accepted_at=timezone.now())
    return Message.objects.get(cause="had")


def queue(customer: Customer, cause: str, purpose: str = "marketing") -> None:
    content = make_content(subject=f"{cause} {purpose} {customer.pk}", purpose=purpose)
    now = timezone.now()
    outbox.queue([Draft(customer.pk, "email", content.pk, purpose, "offers", cause, now)], now=now)


def waiting() -> list[Message]:
    return list(Message.objects.filter(state__in=["queued", "deferred"]))


def epoch() -> int:
    return Customer.objects.get(name="Ana").opt_out_epoch


def forbidden() -> list[Message]:
    """What waits and is not allowed."""
    verdicts = gate.judge([ask_of(each) for each in waiting()], now=timezone.now())
    return [m for m, verdict in zip(waiting(), verdicts, strict=True) if verdict.outcome == Outcome.REFUSE]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_when_the_door_has_answered_nothing_forbidden_waits(door: Door, sent: Message) -> None:
    before = epoch()
    door(sent)
    assert not forbidden()
    assert set(Message.objects.filter(cause__in=["next", "after"]).values_list("state", flat=True)) == {
        "cancelled"
    }
    assert epoch() > before
    binds_service = door in (complaint, hard_bounce)
    assert Message.objects.get(cause="order").state == ("cancelled" if binds_service else "queued")


@pytest.fixture
def nothing_can_be_cancelled() -> Iterator[None]:
    """Let the database refuse to cancel, so that what belongs to the same transaction shows."""
    with connection.cursor() as cursor:
        cursor.execute(_REFUSE)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION refuse_to_cancel CASCADE")


_REFUSE = """
CREATE FUNCTION refuse_to_cancel() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
CREATE TRIGGER refuse_to_cancel BEFORE UPDATE ON channels_message FOR EACH ROW
    WHEN (NEW.state = 'cancelled') EXECUTE FUNCTION refuse_to_cancel();
"""


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_the_wish_the_epoch_and_the_cancelling_are_one_transaction(
    door: Door, sent: Message, nothing_can_be_cancelled: None
) -> None:
    before = epoch()
    with suppress(DatabaseError):
        door(sent)
    assert epoch() == before
    assert Consent.objects.get().is_granted
    assert not Suppression.objects.exists()
    assert len(waiting()) == 3


def test_peace_at_certain_hours_forbids_nothing_that_waits(sent: Message) -> None:
    preferences.set(
        sent.customer_id, channel="email", quiet_from=time(0, 30), quiet_until=time(0), evidence=SAID,
        now=timezone.now(),
    )  # fmt: skip
    assert not forbidden()
    assert len(waiting()) == 3


def test_a_no_under_one_name_calls_off_what_waits_under_another(sent: Message) -> None:
    """Two customers turned out to be one person; each still has messages of their own."""
    other = make_customer("Ana once more")
    queue(other, "other")
    merging.merge(other.pk, sent.customer_id, actor="staff:ana", now=timezone.now())
    one_click(sent)
    assert Message.objects.get(cause="other").state == "cancelled"
    assert not forbidden()


PEOPLE = """customer,name,email,consent,consent_at,consent_evidence
7,Ana,ana@example.org,email:marketing,{at},Signed at the till
"""


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_list_that_comes_again_revives_nobody(door: Door, sent: Message, tmp_path: Path) -> None:
    """The same list is read before and after, each time as if they had just agreed."""
    import_list(tmp_path)
    door(sent)
    import_list(tmp_path)
    for each in Customer.objects.filter(contact_points__address="ana@example.org"):
        queue(each, "after the list")
    found = Message.objects.filter(cause="after the list")
    mine = found.get(customer_id=sent.customer_id)
    assert mine.state == "refused"
    if door in (stop_reply, complaint, hard_bounce):
        assert set(found.values_list("state", flat=True)) == {"refused"}


def import_list(folder: Path) -> None:
    path = folder / "crm.csv"
    path.write_text(PEOPLE.format(at=f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"))
    call_command("import_customers", str(path), stdout=StringIO())


def test_a_customer_who_is_known_to_the_list_stays_silent_after_it(sent: Message, tmp_path: Path) -> None:
    import_list(tmp_path)
    listed = identity.find("crm", ["7"])["7"]
    now = timezone.now()
    consent.withdraw(listed, ["email"], evidence=SAID, now=now)
    import_list(tmp_path)
    queue(Customer.objects.get(pk=listed), "after the list")
    assert Message.objects.get(cause="after the list").reason == "withdrawn"
