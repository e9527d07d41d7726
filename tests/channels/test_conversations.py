"""Conversations: opened by a customer's word, answered by one of us, never lost between two of us."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from bench import sink
from channels import answering, conversations, dispatch, inbound, outbox, sorting, writing
from channels.answering import Answered, Became
from channels.conversations import Word
from channels.intents import Name
from channels.models import Content, Message
from channels.talk import Conversation, Turn
from customers import loops, merging
from customers.models import Customer
from tests.channels.test_inbound import reply
from tests.channels.test_receipts import make_message
from tests.makers import DAY, NOW, make_customer, share_point

pytestmark = pytest.mark.django_db
State = Conversation.State
MINUTE = timedelta(minutes=1)


def write(text: str = "Does it cover my husband too?", *, to: str = "", sender: str, **headers: str) -> int:
    """Let a mail come in by the front door; return its number."""
    raw = reply(to or "hello@mail.rapport.example", text, **headers).replace(
        b"someone@example.org", sender.encode()
    )
    mail_id = inbound.take(raw, sender, [to or "hello@mail.rapport.example"], door="test", now=NOW)
    inbound.apply(mail_id, now=NOW)
    return mail_id


def hear(customer: Customer, text: str = "Is it in stock?", **fields: Any) -> Conversation:
    word = Word(customer.pk, fields.pop("channel", "email"), text, fields.pop("at", NOW), **fields)
    return Conversation.objects.get(pk=conversations.heard(word, now=word.at))


def answer(talk: Conversation, text: str = "Yes, it is.", **fields: Any) -> Answered:
    base = {"channel": "email", "seen": talk.revision, "once": "form-1", "actor": "staff:ana", "now": NOW}
    return answering.reply(talk.pk, text, **{**base, **fields})


def test_a_mail_opens_a_conversation_that_waits_since_it_came_in() -> None:
    customer = make_customer(email="maria@example.org")
    mail_id = write(sender="maria@example.org")
    talk = Conversation.objects.get()
    assert (talk.customer, talk.topic, talk.subject) == (customer, "", "A word for you")
    assert (talk.state, talk.waiting_since, talk.opened_at, talk.revision) == (State.OPEN, NOW, NOW, 1)
    turn = talk.turns.get()
    assert (turn.words, turn.mail_id, turn.header_id) == (
        "Does it cover my husband too?",
        mail_id,
        "theirs@example.org",
    )
    assert (turn.intent, turn.contact_point) == ("question", customer.contact_points.get())


def test_what_answers_our_message_is_in_the_conversation_about_its_topic_whatever_the_channel() -> None:
    message = make_message()
    by_mail = hear(message.customer, answered_id=message.pk)
    by_text = hear(message.customer, "And when?", channel="sms", answered_id=message.pk, at=NOW + MINUTE)
    writing.write(message.customer_id, "Or by post?", message_id=message.pk, now=NOW + 2 * MINUTE)
    out_of_the_blue = hear(message.customer, "My address has changed.")
    assert by_mail.topic == "offers" and by_text == by_mail != out_of_the_blue
    by_mail.refresh_from_db()
    assert [turn.channel for turn in by_mail.turns.order_by("pk")] == ["email", "sms", "portal"]
    assert (by_mail.waiting_since, by_mail.last_at) == (NOW, NOW + 2 * MINUTE)


@pytest.mark.parametrize("rest", ["resolve", "snooze", "answer"])
def test_any_word_of_the_customer_opens_it_again(rest: str) -> None:
    customer = make_customer()
    talk = hear(customer)
    if rest == "resolve":
        conversations.resolve(talk.pk, seen=1, actor="staff:ana", now=NOW)
    elif rest == "snooze":
        conversations.snooze(talk.pk, until=NOW + DAY, seen=1, words="", actor="staff:ana", now=NOW)
    else:
        answer(talk)
    assert not Conversation.objects.open_at(NOW).exists()
    talk = hear(customer, "Thanks, that helps", at=NOW + MINUTE)
    assert (talk.state, talk.snoozed_until) == (State.OPEN, None)
    assert talk.waiting_since == (NOW if rest == "snooze" else NOW + MINUTE)
    assert talk.opened_at == (NOW + MINUTE if rest == "resolve" else NOW)


def test_a_snooze_ends_by_itself() -> None:
    talk = hear(make_customer())
    conversations.snooze(talk.pk, until=NOW + DAY, seen=1, words="", actor="staff:ana", now=NOW)
    assert Conversation.objects.snoozed_at(NOW).exists() and not Conversation.objects.open_at(NOW).exists()
    assert Conversation.objects.open_at(NOW + DAY).exists()


def test_a_bare_keyword_that_the_machine_obeys_waits_for_nobody_and_more_words_do() -> None:
    customer = make_customer()
    talk = hear(customer, "STOP please", channel="sms")
    assert (talk.state, talk.waiting_since, talk.turns.get().intent) == (State.RESOLVED, None, "stop")
    talk = hear(customer, "Stop writing to me. And where is the money that you owe me?", channel="sms")
    assert talk.state == State.OPEN


def test_a_word_for_a_merged_customer_is_in_the_conversation_of_who_they_are_now() -> None:
    before, now = make_customer("M. Köhler"), make_customer("Margarethe Köhler")
    merging.merge(before.pk, now.pk, actor="test", now=NOW)
    assert hear(before).customer == now


def test_an_answer_goes_to_where_they_wrote_from_but_never_to_a_stranger() -> None:
    customer = make_customer(email="first@example.org")
    second, stranger = share_point(customer, "second@example.org"), make_customer(email="x@example.org")
    talk = hear(customer, contact_point_id=second.pk)
    answer(talk)
    assert Message.objects.get().contact_point == second
    talk = hear(customer, contact_point_id=stranger.contact_points.get().pk)
    answer(talk, once="form-2")
    assert Message.objects.latest("pk").contact_point == second


def test_an_answer_leaves_as_a_person_s_mail_in_the_same_thread_word_for_word(
    tmp_path: Path, settings: Any
) -> None:
    customer = make_customer(email="maria@example.org")
    write(sender="maria@example.org", References="<one@example.org> <two@example.org>")
    talk = Conversation.objects.get()
    words = "Yes, {{ customer.name }} & {% if %}: 100 % <b>covered</b>.\n\nAna"
    assert answer(talk, words).became == Became.SENT
    message = Message.objects.get()
    assert (message.purpose, message.state, message.customer) == ("reply", "queued", customer)
    with sink.running(tmp_path, "--mails", str(tmp_path)) as running:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}"
        dispatch.send_range(message.lane, message.pk, message.pk)
    mail = message_from_bytes((tmp_path / "1.eml").read_bytes())
    assert mail["Subject"] == "Re: A word for you"
    assert mail["In-Reply-To"] == "<theirs@example.org>"
    assert mail["References"].split() == ["<one@example.org>", "<two@example.org>", "<theirs@example.org>"]
    assert mail["Auto-Submitted"] is None and mail["List-Unsubscribe"] is None
    assert mail.get_payload(decode=True).decode().replace("\r\n", "\n") == f"{words}\n"


def test_their_answer_to_our_answer_is_in_the_same_conversation() -> None:
    message = make_message()
    talk = hear(message.customer, answered_id=message.pk)
    answer(talk)
    ours = Message.objects.latest("pk")
    again = hear(message.customer, "And for two?", answered_id=ours.pk)
    assert again == talk and again.state == State.OPEN


def test_an_answer_ends_the_waiting_and_the_first_one_is_clocked() -> None:
    talk = hear(make_customer())
    answer(talk, now=NOW + 12 * MINUTE)
    talk.refresh_from_db()
    assert (talk.state, talk.waiting_since) == (State.PENDING, None)
    assert talk.first_answer_took == 12 * MINUTE
    answer(talk, "One more thing.", once="form-2", now=NOW + 20 * MINUTE, resolve=True)
    talk.refresh_from_db()
    assert (talk.state, talk.first_answer_took) == (State.RESOLVED, 12 * MINUTE)


def test_a_form_sent_twice_answers_once() -> None:
    talk = hear(make_customer())
    assert [answer(talk).became, answer(talk).became] == [Became.SENT, Became.SENT]
    assert Message.objects.count() == 1 and talk.turns.filter(kind="said").count() == 1


def test_an_answer_that_may_not_go_is_kept_with_its_reason_and_they_wait_on() -> None:
    customer = make_customer()
    talk = hear(customer)
    customer.ownerships.all().delete()
    assert answer(talk) == Answered(Became.REFUSED, "No address for this channel")
    talk.refresh_from_db()
    assert (talk.state, talk.waiting_since) == (State.OPEN, NOW)
    assert talk.turns.get(kind="said").words == "Yes, it is."


def test_who_answers_without_having_read_the_last_word_is_told_and_nothing_is_sent() -> None:
    customer = make_customer()
    talk = hear(customer)
    hear(customer, "Never mind, I found it.")
    assert answer(talk).became == Became.CHANGED
    assert not Message.objects.exists()


def test_what_is_said_while_somebody_resolves_keeps_it_open() -> None:
    customer = make_customer()
    talk = hear(customer)
    hear(customer, "One more thing!")
    assert not conversations.resolve(talk.pk, seen=talk.revision, actor="staff:ana", now=NOW)
    talk.refresh_from_db()
    assert talk.state == State.OPEN
    assert conversations.resolve(talk.pk, seen=talk.revision, actor="staff:ana", now=NOW)


def test_resolving_closes_the_questions_asked_there() -> None:
    customer = make_customer(email="maria@example.org")
    write(sender="maria@example.org")
    assert [loop.kind for loop in loops.of(customer.pk)] == ["question"]
    conversations.resolve(Conversation.objects.get().pk, seen=1, actor="staff:ana", now=NOW)
    assert loops.of(customer.pk) == []


def test_of_two_who_take_it_at_once_the_second_is_told() -> None:
    talk = hear(make_customer())
    take = {"team_id": None, "was": None, "words": "took it", "now": NOW}
    assert conversations.assign(talk.pk, assignee_id=1, actor="staff:ana", **take)
    assert not conversations.assign(talk.pk, assignee_id=2, actor="staff:ben", **take)
    talk.refresh_from_db()
    assert (talk.assignee_id, talk.turns.get(kind="act").words) == (1, "took it")


def test_two_who_answer_at_the_same_moment_send_one_and_warn_the_other(committed: Any) -> None:
    talk = hear(make_customer())
    start = threading.Barrier(2)

    def send(name: str) -> Became:
        start.wait(10)
        try:
            return answer(talk, f"Yours, {name}", once=name, actor=f"staff:{name}").became
        finally:
            connections.close_all()

    both = at_once(lambda: send("ana"), lambda: send("ben"))
    assert sorted(both) == [Became.CHANGED, Became.SENT]
    assert Message.objects.count() == 1 == talk.turns.filter(kind="said").count()


def test_a_word_that_comes_in_while_somebody_resolves_is_never_put_to_rest(committed: Any) -> None:
    customer = make_customer()
    for turn in range(6):
        talk = hear(customer, f"Question {turn}?")
        start = threading.Barrier(2)

        def resolve(talk: Conversation = talk, start: threading.Barrier = start) -> bool:
            start.wait(10)
            try:
                return conversations.resolve(talk.pk, seen=talk.revision, actor="staff:ana", now=NOW)
            finally:
                connections.close_all()

        def speak(turn: int = turn, start: threading.Barrier = start) -> bool:
            start.wait(10)
            try:
                return bool(hear(customer, f"And {turn} more?"))
            finally:
                connections.close_all()

        at_once(resolve, speak)
        talk.refresh_from_db()
        assert (talk.state, talk.revision) == (State.OPEN, 2 * turn + 2)
        assert talk.waiting_since is not None


def at_once(*functions: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(functions)) as pool:
        return [future.result(30) for future in [pool.submit(each) for each in functions]]


def test_a_person_s_correction_teaches_what_the_rules_do_not_know() -> None:
    customer = make_customer()
    for number in range(12):
        for words, name in (
            (f"the parcel came squashed {number}", Name.COMPLAINT),
            (f"fits lovely {number}", Name.THANKS),
        ):
            turn = hear(customer, words).turns.latest("pk")
            assert sorting.correct(turn.pk, name, actor="staff:ana", now=NOW)
    talk = hear(customer, "mine came squashed as well")
    turn = talk.turns.latest("pk")
    assert (talk.intent, turn.intent) == ("complaint", "complaint")
    assert turn.confidence > 0.7 and "learned from 24 answers" in turn.why
    sorting.correct(turn.pk, Name.OTHER, actor="staff:ana", now=NOW)
    talk.refresh_from_db()
    turn.refresh_from_db()
    assert (talk.intent, turn.intent, turn.why) == ("other", "other", "sorted by ana")


def test_what_was_learned_from_few_is_not_said_and_rules_go_first() -> None:
    customer = make_customer()
    for number in range(5):
        turn = hear(customer, f"the parcel came squashed {number}").turns.latest("pk")
        sorting.correct(turn.pk, Name.COMPLAINT, actor="staff:ana", now=NOW)
    assert sorting.read("it came squashed", channel="email").name == Name.OTHER
    assert sorting.read("Is it squashed?", channel="email").name == Name.QUESTION


def test_a_word_costs_a_fixed_number_of_statements(django_assert_max_num_queries: Any) -> None:
    customer = make_customer()
    hear(customer)
    for _ in range(10):
        hear(customer, "More")
    with django_assert_max_num_queries(12):
        conversations.heard(Word(customer.pk, "email", "More", NOW), now=NOW)


def test_answers_share_one_frame_and_no_words_of_a_person_stand_in_it() -> None:
    for number in range(3):
        answer(hear(make_customer()), f"Only for you {number}")
    assert Content.objects.filter(purpose="reply").count() == 1
    assert outbox.LANES["reply"] == Message.objects.first().lane  # type: ignore[union-attr]


def test_times_are_kept_as_they_were(settings: Any) -> None:
    at: datetime = timezone.now()
    talk = hear(make_customer(), at=at)
    assert talk.last_at == at and Turn.objects.get().at == at
