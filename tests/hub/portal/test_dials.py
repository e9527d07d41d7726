"""My dials: turned by the only door, with what was shown as evidence, and turned back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from channels.models import Message
from customers import gate
from customers.dials import PROMISES
from customers.gate import Ask
from customers.models import (
    Consent,
    ConsentEvidence,
    Customer,
    DefaultDial,
    Dial,
    HouseLimit,
    Interaction,
    Preference,
)
from hub.portal import words
from tests.hub.portal.conftest import Receive, dials_link
from tests.makers import NOW, make_dial

pytestmark = pytest.mark.django_db
TURN, QUIET, HOURS = "/portal/dials/turn/", "/portal/dials/quiet/", "/portal/dials/hours/"


@pytest.fixture
def inside(anna: Customer, come_in: Callable[..., Client]) -> Client:
    return come_in(anna)


def dials(client: Client, query: str = "") -> str:
    return client.get(f"/portal/dials/{query}").content.decode()


def slider(page: str, key: str) -> dict[str, str]:
    """Return the attributes of a dial's slider."""
    found = re.search(rf'<input type="range"[^>]*name="slide:{key}"[^>]*>', page)
    assert found, key
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[0]))


def test_the_words_of_every_position_are_true_to_its_promise() -> None:
    period = {
        1: ("24 hours", "24 Stunden"),
        7: ("7 days", "7 Tagen"),
        30: ("30 days", "30 Tagen"),
        90: ("90 days", "90 Tagen"),
    }
    for position, promise in enumerate(PROMISES):
        if promise.touches:
            english, german = period[promise.period.days]
            assert str(words.FULL[position]) == f"Never more than {promise.touches} within any {english}."
            assert f"at most {promise.touches} " in str(words.SHORT[position])
            with translation.override("de"):
                assert str(words.FULL[position]) == f"Nie mehr als {promise.touches} in beliebigen {german}."
                assert f"höchstens {promise.touches} " in str(words.SHORT[position])
    assert (str(words.SHORT[0]), PROMISES[0].touches, PROMISES[10].touches) == ("never", 0, None)


def test_a_dial_says_what_each_position_would_have_meant(
    inside: Client, anna: Customer, receive: Receive
) -> None:
    for days in range(3, 84, 9):
        receive(anna, timedelta(days=days))
    shown = slider(dials(inside), "/offers")
    assert (shown["value"], shown["data-got"]) == ("10", "9")
    assert shown["data-would"] == "0 1 3 5 9 9 9 9 9 9 9"
    assert shown["aria-valuetext"] == "as it comes"
    assert "You got 9 in the last three months; this would have been 9." in dials(inside)


def test_what_a_customer_has_not_set_stands_at_the_default_of_their_country(inside: Client) -> None:
    DefaultDial.objects.create(country="AT", topic="offers", position=3)
    HouseLimit.objects.create(channel="email", position=5)
    page = dials(inside)
    assert slider(page, "/offers")["value"] == "3"
    assert "We ourselves stop earlier: at most 2 a week." in page


def test_where_our_own_limit_is_never_we_say_that_nothing_of_it_comes(inside: Client) -> None:
    HouseLimit.objects.create(channel="email", position=0)
    page = dials(inside)
    assert "None of this comes from us at all." in page
    assert "We ourselves stop earlier" not in page


def test_turning_keeps_the_sentence_that_was_shown(inside: Client, anna: Customer) -> None:
    done = inside.post(TURN, {"was:/offers": "10", "slide:/offers": "3"})["Location"]
    dial = Dial.objects.get()
    assert (dial.channel, dial.topic, dial.position) == ("", "offers", 3)
    line = Interaction.objects.get(kind="dial_turned")
    assert (line.actor, line.data["place"], line.data["wording"]) == (
        "customer",
        "portal",
        "Offers: at most 2 a month. I can change this at any time.",
    )
    page = inside.get(done).content.decode()
    assert "Saved. This holds now:" in page
    assert "Offers: at most 2 a month. I can change this at any time." in page


def test_the_evidence_of_a_withdrawal_is_in_the_customers_language(inside: Client, anna: Customer) -> None:
    Customer.objects.filter(pk=anna.pk).update(language="de")
    inside.post(TURN, {"slide:email/": "0"})
    evidence = ConsentEvidence.objects.get()
    assert (
        evidence.is_granted,
        evidence.wording,
        evidence.wording_version,
        evidence.place,
        evidence.actor,
    ) == (
        False,
        "E-Mails: nie. Ich kann das jederzeit ändern.",
        "dial.turned/de/0",
        "portal",
        "customer",
    )


def test_only_what_was_moved_is_turned_whichever_control_moved_it(inside: Client) -> None:
    board = {
        "was:/": "10",
        "slide:/": "10",
        "pick:/": "6",
        "was:/offers": "10",
        "slide:/offers": "4",
        "pick:/offers": "10",
    }
    board |= {"was:email/": "10", "slide:email/": "10", "pick:email/": "10"}
    inside.post(TURN, board)
    assert set(Dial.objects.values_list("channel", "topic", "position")) == {("", "", 6), ("", "offers", 4)}


def test_what_was_turned_can_be_turned_back(inside: Client) -> None:
    done = inside.post(TURN, {"slide:email/": "0"})["Location"]
    page = inside.get(done).content.decode()
    form = page.partition('class="said"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert not Consent.objects.get().is_granted
    back = inside.post(TURN, fields)["Location"]
    assert Consent.objects.get().is_granted
    assert Dial.objects.get().position == 10
    assert "Turned back. This holds now:" in inside.get(back).content.decode()


def test_a_channel_that_was_refused_stands_at_never_and_turning_it_up_allows_it(
    inside: Client, anna: Customer
) -> None:
    Consent.objects.update(is_granted=False)
    assert slider(dials(inside), "email/")["value"] == "0"
    assert "At the moment you hear nothing from us" in dials(inside)
    inside.post(TURN, {"was:email/": "0", "slide:email/": "4"})
    assert Consent.objects.get().is_granted
    point = anna.contact_points.get().pk
    (verdict,) = gate.judge([Ask(anna.pk, "email", "offers", "marketing", point)], now=timezone.now())
    assert verdict.is_allowed


def test_turning_another_dial_allows_no_channel_that_was_refused(inside: Client) -> None:
    Consent.objects.update(is_granted=False)
    inside.post(TURN, {"slide:/offers": "9", "slide:email/offers": "9"})
    assert not Consent.objects.get().is_granted


def test_a_customer_turns_the_dials_of_whom_they_were_merged_with_too(inside: Client, anna: Customer) -> None:
    alias = Customer.objects.create(name="A. Kern", merged_into=anna)
    make_dial(alias, 0, topic="offers")
    assert slider(dials(inside), "/offers")["value"] == "0"
    inside.post(TURN, {"was:/offers": "0", "slide:/offers": "5"})
    assert slider(dials(inside), "/offers")["value"] == "5"


@pytest.mark.parametrize("position", ["11", "-1", "x", "", "3.5", "1e1", "99999999999999999999"])
def test_a_position_that_no_dial_has_changes_nothing(inside: Client, position: str) -> None:
    answer = inside.post(TURN, {"slide:/": "2", "slide:/offers": position})
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.content.decode()
    assert not Dial.objects.exists()


def test_a_dial_that_is_not_on_the_page_is_not_turned(inside: Client) -> None:
    assert "unmoved" in inside.post(TURN, {"slide:nothing/such": "2", "was:nothing/such": "10"})["Location"]
    assert not Dial.objects.exists()


def test_quiet_for_a_week_springs_back_and_can_be_ended(inside: Client, anna: Customer) -> None:
    make_dial(anna, 6)
    inside.post(QUIET, {"for": "week"})
    dial = Dial.objects.get()
    assert (dial.position, dial.snooze_position) == (6, 0)
    assert dial.snoozed_until is not None
    assert timedelta(days=6.99) < dial.snoozed_until - timezone.now() <= timedelta(days=7)
    assert "Quiet until" in dials(inside)
    assert "until" in Interaction.objects.get(kind="dial_turned").data["wording"]
    inside.post(QUIET, {"for": "end"})
    dial.refresh_from_db()
    assert (dial.position, dial.snoozed_until) == (6, None)
    assert "Quiet until" not in dials(inside)


def test_quiet_goes_on_when_the_dial_under_it_is_turned(inside: Client) -> None:
    inside.post(QUIET, {"for": "month"})
    inside.post(TURN, {"slide:/": "4"})
    dial = Dial.objects.get()
    assert (dial.position, dial.snooze_position) == (4, 0)
    assert dial.snoozed_until is not None


def test_quiet_until_a_day_ends_where_the_customer_lives(inside: Client, anna: Customer) -> None:
    Customer.objects.filter(pk=anna.pk).update(timezone="America/New_York")
    day = (timezone.now() + timedelta(days=20)).date()
    inside.post(QUIET, {"for": "day", "day": day.isoformat()})
    until = Dial.objects.get().snoozed_until
    assert until is not None
    assert until.isoformat().startswith(f"{day}T0")


@pytest.mark.parametrize("day", ["", "2020-01-01", "2999-01-01", "2027-02-30", "tomorrow"])
def test_a_day_that_cannot_be_is_refused(inside: Client, day: str) -> None:
    answer = inside.post(QUIET, {"for": "day", "day": day})
    assert (answer.status_code, Dial.objects.count()) == (422, 0)
    assert inside.post(QUIET, {"for": "ever"}).status_code == 422


def test_hours_and_channel_are_kept_with_what_was_shown(inside: Client, anna: Customer) -> None:
    inside.post(HOURS, {"channel": "email", "quiet_from": "21:00", "quiet_until": "08:00"})
    kept = Preference.objects.get(pk=anna.pk)
    assert (kept.channel, str(kept.quiet_from), str(kept.quiet_until)) == ("email", "21:00:00", "08:00:00")
    page = dials(inside)
    assert 'value="21:00"' in page
    assert Interaction.objects.get(kind="preference_set").data["wording"] in page


@pytest.mark.parametrize(
    ("starts", "ends"), [("21:00", ""), ("", "8:00"), ("9:00", "9:00"), ("25:00", "8:00")]
)
def test_hours_that_make_no_sense_are_refused_in_words(inside: Client, starts: str, ends: str) -> None:
    answer = inside.post(HOURS, {"channel": "", "quiet_from": starts, "quiet_until": ends})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not Preference.objects.exists()


def section(page: str, name: str) -> str:
    """Return the section that an address with this fragment brings into view."""
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_what_was_noted_stands_where_the_redirect_leads(inside: Client) -> None:
    address = inside.post(HOURS, {"channel": "", "quiet_from": "21:00", "quiet_until": "8:00"})["Location"]
    assert address.endswith("#hours")
    page = inside.get(address).content.decode()
    assert "Noted." in section(page, "hours")
    assert page.count("Noted.") == 1


def test_what_is_refused_is_brought_into_view_without_scripts(inside: Client) -> None:
    page = dials(inside)
    for name, address, fields in (
        ("hours", HOURS, {"quiet_from": "22:00", "quiet_until": "22:00"}),
        ("quiet", QUIET, {"for": "day", "day": "2020-01-01"}),
    ):
        assert f'action="{address}#{name}"' in section(page, name)
        assert "errorlist" in section(inside.post(address, fields).content.decode(), name)
    kept = inside.post(QUIET, {"for": "day", "day": (timezone.now() + timedelta(days=9)).date().isoformat()})
    assert kept["Location"].endswith("#main")  # where it stands that it is quiet


@pytest.mark.parametrize("by_link", [False, True])
def test_switching_the_language_after_a_refused_form_leads_to_a_page(
    inside: Client, anna: Customer, receive: Receive, by_link: bool
) -> None:
    door = dials_link(receive(anna)) if by_link else "/portal/"
    refused = inside.post(f"{door}dials/hours/", {"quiet_from": "22:00", "quiet_until": "22:00"})
    back = re.search(r'name="back" value="([^"]+)"', refused.content.decode())
    assert refused.status_code == 422 and back
    chosen = inside.post(f"{door}language/", {"language": "de", "back": back[1]}, follow=True)
    assert chosen.status_code == 200
    assert "Wie viel dürfen wir sagen?" in chosen.content.decode()


def test_everything_on_the_page_works_by_the_link_of_a_message(
    client: Client, anna: Customer, receive: Receive
) -> None:
    url = dials_link(receive(anna))
    page = client.get(url).content.decode()
    posted_to = set(re.findall(r'action="([^"]+)"', page))
    assert posted_to
    assert all(action.startswith(url) for action in posted_to)
    client.post(f"{url}dials/turn/", {"slide:/offers": "2"})
    client.post(f"{url}dials/quiet/", {"for": "week"})
    client.post(f"{url}dials/hours/", {"channel": "email", "quiet_from": "", "quiet_until": ""})
    assert Dial.objects.count() == 2
    assert Preference.objects.get().channel == "email"


def test_turning_down_calls_off_what_waits(inside: Client, anna: Customer, receive: Receive) -> None:
    waiting = receive(anna)
    Message.objects.filter(pk=waiting.pk).update(state="queued", due_at=NOW)
    inside.post(TURN, {"slide:/offers": "0"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("cancelled", "dial_closed")


def test_the_page_takes_a_handful_of_statements(
    inside: Client, anna: Customer, receive: Receive, statements: Any
) -> None:
    for days in range(1, 20):
        receive(anna, timedelta(days=days))
    with statements(16):
        dials(inside)
