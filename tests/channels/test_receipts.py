from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from channels import receipts, rendering
from channels.models import Hit, Message
from channels.receipts import Seen
from customers.entry import Entry
from customers.models import Interaction, Profile, Touch
from tests.makers import DAY, NOW, make_content, make_customer

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
SECOND = timedelta(seconds=1)


def make_message(**fields: Any) -> Message:
    base = {
        "customer": make_customer(),
        "cause": "flight:1",
        "channel": "email",
        "purpose": "marketing",
        "topic": "offers",
        "lane": 2,
        "state": "accepted",
        "accepted_at": NOW,
    }
    if "content" not in fields:
        base["content"] = make_content()
    return Message.objects.create(**{**base, **fields})


def hit(
    message: Message, kind: str, after: timedelta, agent: str = PERSON, method: str = "GET", **f: Any
) -> None:
    seen = Seen(method, agent, "203.0.113.77")
    receipts.note_hit(message.pk, Hit.Kind(kind), seen, now=NOW + after, **f)


def weigh() -> int:
    return receipts.weigh(now=NOW + timedelta(days=1))


def kinds() -> list[str]:
    return list(Interaction.objects.order_by("id").values_list("kind", flat=True))


def test_a_persons_open_and_click_move_the_message_forward_and_are_told() -> None:
    message = make_message()
    hit(message, "open", 60 * SECOND)
    hit(message, "click", 70 * SECOND, link=0)
    assert weigh() == 2
    message.refresh_from_db()
    assert (message.state, message.opened_at, message.clicked_at) == (
        "delivered",
        NOW + 60 * SECOND,
        NOW + 70 * SECOND,
    )
    assert kinds() == ["message_opened", "message_clicked"]
    profile = Profile.objects.get()
    assert (profile.opens, profile.clicks) == (1, 1)


@pytest.mark.parametrize(
    ("agent", "method", "after", "why"),
    [
        ("Mozilla/5.0 (via ggpht.com GoogleImageProxy)", "GET", 90, "calls itself a machine"),
        ("Mozilla/5.0", "GET", 90, "privacy proxy"),
        (PERSON, "HEAD", 90, "asked only for the head"),
        (PERSON, "GET", 1, "faster than anybody reads"),
        ("", "GET", 90, "calls itself a machine"),
    ],
)
def test_a_machines_open_is_kept_and_drives_nothing(agent: str, method: str, after: int, why: str) -> None:
    message = make_message()
    hit(message, "open", after * SECOND, agent, method)
    weigh()
    message.refresh_from_db()
    assert message.opened_at is None
    assert Hit.objects.get().why == why
    assert kinds() == ["message_scanned"]
    assert Profile.objects.get().opens == 0


def test_who_follows_every_link_within_a_breath_is_a_scanner() -> None:
    message = make_message()
    for link in range(3):
        hit(message, "click", 60 * SECOND + link * SECOND / 2, link=link)
    weigh()
    message.refresh_from_db()
    assert message.clicked_at is None
    assert set(kinds()) == {"message_scanned"}


def test_fresh_hits_rest_before_they_are_weighed() -> None:
    hit(make_message(), "open", timedelta())
    assert receipts.weigh(now=NOW + 2 * SECOND) == 0
    assert receipts.weigh(now=NOW + 5 * SECOND) == 1


def test_ten_opens_of_one_message_are_one_line_a_day() -> None:
    message = make_message()
    for minute in range(10):
        hit(message, "open", timedelta(minutes=minute + 1))
    weigh()
    assert kinds() == ["message_opened"]


def test_a_late_open_does_not_undo_a_complaint() -> None:
    message = make_message(state="complained")
    hit(message, "open", 60 * SECOND)
    weigh()
    message.refresh_from_db()
    assert message.state == "complained"


def test_addresses_are_cut_to_their_network() -> None:
    assert receipts.network_of("203.0.113.77") == "203.0.113.0"
    assert receipts.network_of("2001:db8:1:2::3") == "2001:db8:1::"
    assert receipts.network_of("not an address") == ""


UNSAID = {
    "state": "unknown", "accepted_at": None, "due_at": NOW + DAY, "reason": "The worker died",
    "state_at": NOW + 30 * SECOND, "context": {"customer": {"first_name": "Ana"}},
}  # fmt: skip


def make_unsaid(**fields: Any) -> Message:
    """Make a message that was begun at NOW, by a worker that died before it could say what came of it."""
    message = make_message(**{**UNSAID, **fields})
    Touch.objects.create(
        customer_id=message.customer_id, channel="email", topic="offers", purpose="marketing",
        message_id=message.pk, state="spent", actor=message.cause, touched_at=NOW,
    )  # fmt: skip
    return message


def assert_is_told_as_sent(message: Message, at: datetime = NOW) -> None:
    message.refresh_from_db()
    assert (message.state, message.reason, message.due_at) == ("delivered", "", None)
    assert message.accepted_at == at
    line = Interaction.objects.get(kind="message_accepted")
    assert (line.summary, line.occurred_at, line.message_id) == ("A word for Ana", at, message.pk)


def test_a_click_on_what_was_perhaps_sent_says_that_it_was() -> None:
    message = make_unsaid()
    hit(message, "click", 60 * SECOND, link=0)
    weigh()
    assert_is_told_as_sent(message)
    assert message.clicked_at == NOW + 60 * SECOND
    assert kinds() == ["message_accepted", "message_clicked"]


def test_a_receipt_for_what_was_perhaps_sent_says_that_it_was() -> None:
    message = make_unsaid()
    assert receipts.arrived(message.pk, now=NOW + 60 * SECOND)
    assert_is_told_as_sent(message)
    assert not receipts.arrived(message.pk, now=NOW + DAY)
    assert kinds() == ["message_accepted"]


def test_what_spent_no_touch_was_sent_when_it_came_to_where_it_stood() -> None:
    message = make_message(**UNSAID)
    assert receipts.arrived(message.pk, now=NOW + 60 * SECOND)
    assert_is_told_as_sent(message, NOW + 30 * SECOND)


def test_a_late_proof_makes_no_machine_of_who_clicked_before_it() -> None:
    message = make_unsaid()
    hit(message, "click", 60 * SECOND, link=0)
    receipts.arrived(message.pk, now=NOW + 61 * SECOND)
    weigh()
    message.refresh_from_db()
    assert (message.clicked_at, Hit.objects.get().verdict) == (NOW + 60 * SECOND, "human")


def test_an_open_that_proves_it_makes_no_machine_of_the_click_behind_it() -> None:
    message = make_unsaid()
    hit(message, "open", 60 * SECOND)
    assert receipts.weigh(now=NOW + 65 * SECOND) == 1
    hit(message, "click", 61 * SECOND, link=0)
    weigh()
    assert set(Hit.objects.values_list("verdict", flat=True)) == {"human"}


def test_a_hit_on_what_is_on_the_wire_waits_until_it_can_prove_something() -> None:
    message = make_unsaid(state="attempting", due_at=None)
    hit(message, "click", 5 * SECOND, link=0)
    assert weigh() == 0
    Message.objects.update(state="unknown", due_at=NOW + DAY)
    assert weigh() == 1
    assert_is_told_as_sent(message)


def test_who_takes_and_who_gets_are_told_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(entries: Sequence[Entry], **given: Any) -> Any:
        told.append(len(entries))
        return record(entries, **given)

    told: list[int] = []
    record = receipts.history.record
    content = make_content()
    messages = [make_unsaid(content=content, cause=f"flight:{number}") for number in range(20)]
    arrived, taken = messages[:10], messages[10:]
    receipts.prove([arrived[0].pk], [taken[0].pk], now=NOW + 60 * SECOND)
    monkeypatch.setattr(receipts.history, "record", counted)
    with CaptureQueriesContext(connection) as asked:
        moved = receipts.prove([m.pk for m in arrived], [m.pk for m in taken], now=NOW + 60 * SECOND)
    assert moved == 9
    assert told == [18]
    assert len(asked) < 25
    assert Counter(Message.objects.values_list("state", flat=True)) == {"delivered": 10, "accepted": 10}
    assert kinds() == ["message_accepted"] * 20


def test_a_digest_is_told_under_the_subject_it_had() -> None:
    carrier = make_unsaid()
    Message.objects.update(digest=carrier)
    part = make_message(
        customer=carrier.customer,
        content=carrier.content,
        cause="flight:2",
        state="cancelled",
        digest=carrier,
        context=UNSAID["context"],
    )
    receipts.arrived(carrier.pk, now=NOW + 60 * SECOND)
    line = Interaction.objects.get()
    assert part.content_id and carrier.content_id
    assert line.summary == rendering.show(carrier.content_id, carrier.context or {}, carrier.pk)[0]


def test_a_receipt_for_what_was_sent_does_not_say_so_again() -> None:
    message = make_message()
    assert receipts.prove([message.pk], now=NOW + SECOND) == 1
    message.refresh_from_db()
    assert message.accepted_at == NOW
    assert kinds() == []
