"""The trail of who was shown which customer: whole, written before the page, and read by those who may."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from channels import conversations
from channels.conversations import Word
from channels.models import InboundMail, Message
from channels.talk import Conversation, Turn
from customers import identity, loops
from customers.models import ContactPoint, Customer
from hub import tasks, viewings
from hub.models import Viewing
from tests.channels.test_receipts import make_message
from tests.hub.api.conftest import make_api
from tests.hub.console.conftest import LogIn
from tests.makers import NOW, make_customer, share_point

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
Door = Viewing.Door


@pytest.fixture
def anna() -> Customer:
    customer = make_customer("Anna Kern")
    share_point(customer, "anna@customer.example")
    identity.index([customer.pk])
    return customer


def trail() -> list[tuple[str, int, int | None]]:
    return list(Viewing.objects.order_by("pk").values_list("door", "customer_id", "subject_id"))


def test_a_page_says_who_looked_at_whom_in_which_role_from_where_and_when(
    agent: Client, anna: Customer, at_now: Any
) -> None:
    agent.get(reverse("console:customer", args=[anna.pk]))
    seen = Viewing.objects.get()
    assert (seen.actor, seen.role, seen.network) == ("staff:agent", "agent", "127.0.0.0")
    assert (seen.customer_id, seen.door, seen.viewed_at) == (anna.pk, "page", NOW)


def test_a_page_that_keeps_itself_fresh_is_one_viewing_and_ten_minutes_later_another(
    agent: Client, anna: Customer, at_now: Any
) -> None:
    page, part = (reverse(f"console:{name}", args=[anna.pk]) for name in ("customer", "customer-timeline"))
    for address in (page, part, part, page):
        agent.get(address, headers={"HX-Request": "true"} if address == part else {})
    assert trail() == [("page", anna.pk, None)]
    at_now.shift(11 * MINUTE)
    agent.get(page)
    assert Viewing.objects.count() == 2


def test_each_person_has_their_own_viewing(log_in: LogIn, anna: Customer) -> None:
    for role in ("agent", "manager"):
        log_in(role).get(reverse("console:customer", args=[anna.pk]))
    assert set(Viewing.objects.values_list("actor", flat=True)) == {"staff:agent", "staff:manager"}


@pytest.mark.parametrize(
    "name", ["customer", "customer-dials", "customer-next", "customer-left-off", "customer-standing"]
)
def test_what_is_not_there_or_may_not_be_seen_is_no_viewing(agent: Client, anna: Customer, name: str) -> None:
    Customer.objects.update(erased_at=NOW)
    assert agent.get(reverse(f"console:{name}", args=[anna.pk])).status_code == 404
    assert trail() == []


def test_what_cannot_be_kept_is_not_shown(agent: Client, anna: Customer) -> None:
    agent.raise_request_exception = False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE hub_viewing RENAME TO hub_viewing_away")
        answer = agent.get(reverse("console:customer", args=[anna.pk]))
        transaction.set_rollback(True)
    assert answer.status_code == 500
    assert b"Anna" not in answer.content


def test_a_search_that_shows_an_address_is_kept_and_one_that_masks_it_is_not(
    log_in: LogIn, anna: Customer
) -> None:
    log_in("analyst").get("/console/find/?q=kern", headers={"HX-Request": "true"})
    assert trail() == []
    answer = log_in("agent").get("/console/find/?q=kern", headers={"HX-Request": "true"})
    assert b"@example.org" in answer.content
    assert "•••" not in answer.content.decode()
    assert trail() == [("found", anna.pk, None)]


def test_opening_what_others_share_is_kept_before_it_is_shown(agent: Client, anna: Customer) -> None:
    share_point(make_customer("Ben Kern"), "anna@customer.example")
    agent.post(reverse("console:customer-confirm", args=[anna.pk]))
    assert trail() == [("confirmed", anna.pk, None)]


def test_messages_and_their_words_are_kept(agent: Client) -> None:
    message = make_message(state="delivered", context={"customer": {"first_name": "Anna"}})
    for name in ("message", "message-words"):
        agent.get(reverse(f"console:{name}", args=[message.pk]))
    assert trail() == [("message", message.customer_id, message.pk)]


def _heard(customer: Customer) -> tuple[Conversation, Turn]:
    raw = (
        b"From: anna@customer.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\n\r\nHello\r\n"
        b"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile\r\n--b--\r\n"
    )
    mail = InboundMail.objects.create(
        raw=raw, digest="1", door="test", state="applied", received_at=NOW, customer_id=customer.pk
    )
    word = Word(customer.pk, "email", "Hello", NOW, mail_id=mail.pk, attached=[("a.txt", "text/plain", 4)])
    talk = Conversation.objects.get(pk=conversations.heard(word, now=NOW))
    return talk, talk.turns.get()


def test_conversations_mails_and_files_are_kept_and_presence_is_not(agent: Client, anna: Customer) -> None:
    talk, turn = _heard(anna)
    agent.post(reverse("console:inbox-presence", args=[talk.pk]))
    assert trail() == []
    assert agent.get(reverse("console:inbox-talk", args=[talk.pk])).status_code == 200
    assert agent.get(reverse("console:inbox-mail", args=[talk.pk, turn.pk])).status_code == 200
    assert agent.get(reverse("console:inbox-file", args=[talk.pk, turn.pk, 0])).status_code == 200
    assert trail() == [
        ("talk", anna.pk, talk.pk),
        ("mail", anna.pk, turn.mail_id),
        ("file", anna.pk, turn.mail_id),
    ]


def test_a_mail_goes_by_its_own_number_wherever_it_is_read(agent: Client, anna: Customer) -> None:
    talk, turn = _heard(anna)
    assert agent.get(reverse("console:inbound-mail", args=[turn.mail_id])).status_code == 200
    assert agent.get(reverse("console:inbound-raw", args=[turn.mail_id])).status_code == 200
    before = trail()
    assert before == [("mail", anna.pk, turn.mail_id), ("file", anna.pk, turn.mail_id)]
    assert agent.get(reverse("console:inbox-mail", args=[talk.pk, turn.pk])).status_code == 200
    assert trail() == before


def test_what_the_api_reads_is_kept_by_the_name_of_its_key(anna: Customer) -> None:
    api = make_api("customers:read")
    assert api.get(f"customers/{anna.number}/").status_code == 200
    assert api.get("customers/?q=kern").status_code == 200
    assert api.get("customers/C999999/").status_code == 404
    assert trail() == [("api", anna.pk, None)]
    assert Viewing.objects.get().actor.startswith("api:")


def test_the_trail_stands_and_only_what_is_old_may_be_forgotten(
    agent: Client, anna: Customer, settings: Any
) -> None:
    for days in (800, 3):
        viewings.note(
            [viewings.Shown(anna.pk, Door.PAGE)], "staff:x", now=viewings.timezone.now() - timedelta(days)
        )
    for act in ("UPDATE hub_viewing SET actor = 'nobody'", "DELETE FROM hub_viewing"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(act)
    settings.VIEWINGS_DAYS = 730
    tasks.forget_viewings()
    assert Viewing.objects.count() == 1


def test_administrators_find_who_looked_by_person_customer_and_period(log_in: LogIn, anna: Customer) -> None:
    ben = make_customer("Ben Maier")
    note = viewings.note
    note([viewings.Shown(anna.pk, Door.PAGE)], "staff:johanna", role="agent", now=NOW - timedelta(days=9))
    note([viewings.Shown(ben.pk, Door.API)], "api:shop", now=NOW)
    admin, address = log_in("admin"), reverse("console:settings-viewings")

    def found(query: str) -> set[str]:
        answer = admin.get(f"{address}?{query}")
        assert answer.status_code == 200
        return {str(each["customer"]) for each in answer.context["viewings"]}

    assert found("") == {"Anna Kern", "Ben Maier"}
    assert found(f"customer={anna.number}") == {"Anna Kern"}
    assert found("person=api:") == {"Ben Maier"}
    day = (NOW - timedelta(days=9)).date().isoformat()
    assert found(f"since={day}&until={day}") == {"Anna Kern"}
    assert admin.get(f"{address}?customer=nobody").status_code == 422
    assert admin.get(f"{address}?before=nonsense").status_code == 404


def test_a_manager_sees_who_looked_at_one_customer_page_by_page(log_in: LogIn, anna: Customer) -> None:
    for number in range(60):
        viewings.note([viewings.Shown(anna.pk, Door.MESSAGE, number)], "staff:ana", role="agent", now=NOW)
    manager = log_in("manager")
    assert "Who has looked" in manager.get(reverse("console:customer", args=[anna.pk])).content.decode()
    assert (
        "Who has looked"
        not in log_in("agent").get(reverse("console:customer", args=[anna.pk])).content.decode()
    )
    first = manager.get(reverse("console:customer-viewings", args=[anna.pk]))
    rest = manager.get(first.context["older_viewings_url"])
    assert [len(each.context["viewings"]) for each in (first, rest)] == [50, 12]


def test_customers_find_the_roles_in_their_copy_and_no_names(anna: Customer) -> None:
    viewings.note([viewings.Shown(anna.pk, Door.PAGE)], "staff:johanna", role="agent", now=NOW)
    viewings.note([viewings.Shown(anna.pk, Door.API)], "api:shop", now=NOW + MINUTE)
    rows = list(viewings.taken_along([anna.pk]))
    assert [(row["role"], row["door"]) for row in rows] == [("agent", "page"), ("system", "api")]
    assert "johanna" not in json.dumps(rows)


def test_a_list_shows_no_address_in_full(log_in: LogIn) -> None:
    message = make_message(state="bounced", reason="550 5.1.1 <anna@customer.example> unknown")
    point = ContactPoint.objects.create(kind="email", address="anna@customer.example")
    Message.objects.filter(pk=message.pk).update(contact_point=point)
    page = log_in("admin").get(reverse("console:outbox")).content.decode()
    assert "anna@customer.example" not in page
    assert "a•••@customer.example" in page
    assert trail() == []


@pytest.mark.parametrize(
    ("role", "sees"), [("admin", True), ("agent", True), ("marketer", False), ("analyst", False)]
)
def test_a_message_shows_where_it_went_to_whom_it_concerns(log_in: LogIn, role: str, sees: bool) -> None:
    message = make_message(state="bounced", reason="550 5.1.1 <anna@customer.example> unknown")
    point = ContactPoint.objects.create(kind="email", address="anna@customer.example")
    Message.objects.filter(pk=message.pk).update(contact_point=point)
    browser = log_in(role)
    pages = [
        browser.get(reverse(f"console:{name}", args=[message.pk])) for name in ("message", "message-words")
    ]
    assert [b"anna@customer.example" in page.content for page in pages] == [sees, sees]


@pytest.mark.parametrize(("role", "sees"), [("agent", True), ("analyst", False)])
def test_words_of_a_conversation_are_blotted_for_who_serves_nobody(
    log_in: LogIn, anna: Customer, role: str, sees: bool
) -> None:
    word = Word(anna.pk, "email", "Write to anna@other.example or call 0660 1234567", NOW)
    talk = Conversation.objects.get(pk=conversations.heard(word, now=NOW))
    browser = log_in(role)
    pages = [
        browser.get(each)
        for each in ("/console/inbox/?view=all", reverse("console:inbox-talk", args=[talk.pk]))
    ]
    for page in pages:
        assert (b"anna@other.example" in page.content, b"1234567" in page.content) == (sees, sees)


@pytest.mark.parametrize(("role", "sees"), [("agent", True), ("marketer", False)])
def test_so_are_the_words_that_we_left_off_with_and_come_back_to(
    log_in: LogIn, anna: Customer, role: str, sees: bool
) -> None:
    loops.heard(
        anna.pk, "question", "Call me on 0660 1234567?", channel="email",
        conversation_id=None, message_id=None, now=NOW,
    )  # fmt: skip
    browser = log_in(role)
    for name in ("customer", "customer-left-off", "customer-next"):
        page = browser.get(reverse(f"console:{name}", args=[anna.pk]))
        assert b"Call me on" in page.content, name
        assert (b"1234567" in page.content) == sees, name
