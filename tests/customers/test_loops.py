"""Promises, questions and complaints stay open until somebody closes them; the history tells each step."""

from datetime import timedelta

import pytest

from customers import erasing, history, loops, merging, takeback
from customers.consent import Evidence
from customers.entry import Entry
from customers.models import Customer, Interaction, OpenLoop, Profile
from tests.makers import DAY, NOW, make_customer

pytestmark = pytest.mark.django_db
ANA = "staff:ana"


@pytest.fixture
def anna(db: None) -> Customer:
    return make_customer("Anna Berger")


def told() -> list[tuple[str, str]]:
    return list(Interaction.objects.order_by("id").values_list("kind", "summary"))


def test_what_is_due_comes_first_and_then_what_is_oldest(anna: Customer) -> None:
    late = loops.open(anna.pk, "promise", "Send the form", actor=ANA, due_at=NOW + 3 * DAY, now=NOW - DAY)
    asked = loops.open(anna.pk, "question", "Which size?", actor=ANA, now=NOW - 2 * DAY)
    soon = loops.open(anna.pk, "promise", "Call back", actor=ANA, due_at=NOW + DAY, now=NOW)
    assert [loop.pk for loop in loops.of(anna.pk)] == [soon, late, asked]
    assert [loop.pk for loop in loops.waiting(due_by=NOW + 2 * DAY)] == [soon]


def test_closing_tells_how_it_ended_and_happens_once(anna: Customer) -> None:
    loop = loops.open(anna.pk, "complaint", "The parcel was wet", actor=ANA, now=NOW)
    assert loops.close(loop, actor=ANA, words="Sent a new one", now=NOW + DAY)
    assert not loops.close(loop, actor="staff:ben", now=NOW + DAY)
    assert loops.of(anna.pk) == []
    assert told() == [
        ("loop_opened", "Complaint: The parcel was wet"),
        ("loop_closed", "Complaint: Sent a new one"),
    ]


def test_what_was_closed_by_mistake_is_open_again_and_as_old_as_it_was(anna: Customer) -> None:
    loop = loops.open(anna.pk, "promise", "Call back", actor=ANA, now=NOW)
    loops.close(loop, actor=ANA, now=NOW + DAY)
    assert loops.reopen(loop, actor=ANA, now=NOW + DAY + timedelta(seconds=3))
    assert not loops.reopen(loop, actor=ANA, now=NOW + 2 * DAY)
    (again,) = loops.of(anna.pk)
    assert (again.opened_at, again.closed_by) == (NOW, "")


def test_what_is_handed_over_waits_for_somebody_else(anna: Customer) -> None:
    loop = loops.open(anna.pk, "promise", "Call back", actor=ANA, owner=ANA, now=NOW)
    assert loops.hand_over(loop, "staff:ben", actor=ANA, words="Ben knows the doctor", now=NOW)
    assert not loops.hand_over(loop, "staff:ben", actor=ANA, now=NOW)
    assert loops.waiting([ANA]) == []
    assert [each.customer.name for each in loops.waiting(["staff:ben", ""])] == ["Anna Berger"]
    assert told()[-1] == ("loop_handed_over", "Promise: Ben knows the doctor")


def test_who_goes_on_asking_has_one_question_open_with_the_latest_words(anna: Customer) -> None:
    first = loops.heard(anna.pk, "question", "Is it in stock?", channel="sms", now=NOW - DAY)
    again = loops.heard(anna.pk, "question", "Hello?\nIs it?", channel="sms", now=NOW)
    other = loops.heard(anna.pk, "question", "Do you deliver?", channel="email", now=NOW)
    assert first == again != other
    assert [(each.words, each.opened_at) for each in loops.of(anna.pk)] == [
        ("Hello? Is it?", NOW - DAY),
        ("Do you deliver?", NOW),
    ]


@pytest.mark.parametrize("intent", ["thanks", "yes", "stop", "other"])
def test_words_that_ask_nothing_open_nothing(anna: Customer, intent: str) -> None:
    assert loops.heard(anna.pk, intent, "Fine", channel="email", now=NOW) is None
    assert not OpenLoop.objects.exists()


def test_a_persons_loops_are_read_under_all_their_names(anna: Customer) -> None:
    alias = make_customer("A. Berger")
    loop = loops.open(alias.pk, "question", "Which size?", actor="customer", now=NOW)
    merging.merge(alias.pk, anna.pk, actor=ANA, now=NOW)
    assert [each.pk for each in loops.of(anna.pk)] == [loop]


def test_who_is_erased_leaves_nothing_open(anna: Customer) -> None:
    loops.open(anna.pk, "question", "About my illness", actor="customer", now=NOW)
    wish = erasing.ask(anna.pk, Evidence("Erase me", "portal", "customer"), now=NOW)
    erasing.finish(wish, erasing.close(wish, now=NOW + DAY), now=NOW + DAY)
    assert not OpenLoop.objects.exists()
    assert not Interaction.objects.filter(summary__contains="illness").exists()


def written_down(customer: Customer, kind: str = "visit", actor: str = ANA) -> int:
    at = Interaction.objects.count()
    entry = Entry(customer.pk, NOW + timedelta(seconds=at), kind, "desk", str(at), actor=actor)
    history.record([entry], now=NOW + timedelta(minutes=1))
    number = history.number_of("desk", str(at))
    assert number is not None
    return number


def test_a_visit_taken_back_stays_to_be_read_and_counts_no_more(anna: Customer) -> None:
    first, second = written_down(anna), written_down(anna)
    assert takeback.take_back(second, actor=ANA, now=NOW + timedelta(seconds=5))
    profile = Profile.objects.get(pk=anna.pk)
    assert (profile.visits, profile.last_visit_at) == (1, NOW)
    assert takeback.take_back(first, actor=ANA, now=NOW + timedelta(seconds=6))
    profile.refresh_from_db()
    assert (profile.visits, profile.last_visit_at) == (0, None)
    assert [kind for kind, _ in told()] == ["visit", "visit", "taken_back", "taken_back"]


def test_only_ones_own_line_of_the_last_minute_can_be_taken_back_and_only_once(anna: Customer) -> None:
    line = written_down(anna, "note")
    assert not takeback.take_back(line, actor="staff:ben", now=NOW)
    assert not takeback.take_back(line, actor=ANA, now=NOW + timedelta(minutes=5))
    assert takeback.take_back(line, actor=ANA, now=NOW)
    assert not takeback.take_back(line, actor=ANA, now=NOW)
    assert history.number_of("desk", "unheard of") is None
