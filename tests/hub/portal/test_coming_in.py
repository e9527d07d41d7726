"""The way in by mail: silent about who we know, limited, good once, and nobody else's."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench import sink
from channels import dispatch
from channels.models import Lane, Message
from customers.models import Customer, Interaction, Suppression
from hub.models import PortalEntry, PortalVisit
from hub.portal import coming_in, entries, shell, visits
from tests.hub.portal.conftest import ask, link_of
from tests.makers import make_customer, make_staff, share_point

pytestmark = pytest.mark.django_db


def mail() -> Message:
    return Message.objects.filter(topic="portal").latest("pk")


def test_a_known_and_an_unknown_address_get_the_same_answer(client: Client, anna: Customer) -> None:
    known, unknown = ask(client, "anna@example.org"), ask(client, "nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = [client.get(answer["Location"]).content.decode() for answer in (known, unknown)]
    assert len({re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages}) == 1
    assert [message.customer for message in Message.objects.all()] == [anna]


def test_a_known_and_an_unknown_address_take_the_same_time(
    client: Client, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clock of our own, by which a mail takes 30 ms to queue and a look for nobody 1 ms."""
    clock = 100.0

    def rest(seconds: float) -> None:
        nonlocal clock
        clock += seconds

    def work(*asked: Any, **how: Any) -> None:
        before = Message.objects.count()
        real_ask(*asked, **how)
        rest(0.03 if Message.objects.count() > before else 0.001)

    real_ask = entries.ask
    monkeypatch.setattr(coming_in, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(entries, "ask", work)
    monkeypatch.setattr(coming_in, "monotonic", lambda: clock)
    monkeypatch.setattr(coming_in, "sleep", rest)
    ends = []
    for address in ("anna@example.org", "x@example.org"):
        began = clock
        ask(client, address)
        ends.append(clock - began)
    assert ends == [pytest.approx(0.5)] * 2


def test_the_mail_is_a_service_message_in_the_customers_language(client: Client, anna: Customer) -> None:
    Customer.objects.filter(pk=anna.pk).update(language="de-AT")
    ask(client, "Anna@Example.org ", headers={"accept-language": "en"})
    assert (mail().purpose, mail().lane, mail().content.subject) == (
        "service",
        Lane.CRITICAL,
        "Ihr Link zu Ihren Seiten bei Hauptplatz Pharmacies",
    )


@pytest.mark.django_db(transaction=True)
def test_the_link_in_the_mail_that_arrives_opens_the_pages(
    client: Client, anna: Customer, tmp_path: Path, settings: Any
) -> None:
    with sink.running(tmp_path) as running:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}"
        ask(client, "anna@example.org")
        assert dispatch.send_range(Lane.CRITICAL, 0, 2**60) == 1
        (arrival,) = running.arrivals()
    assert arrival.recipient == "anna@example.org"
    way_in = link_of(mail())
    answer = client.get(way_in)
    assert "Open my pages" in answer.content.decode()
    assert client.post(way_in, follow=True).redirect_chain[-1][0] == reverse(f"portal:{shell.ROOMS[0].name}")


def test_staff_who_look_at_the_message_see_a_link_that_opens_nothing(client: Client, anna: Customer) -> None:
    ask(client, "anna@example.org")
    staff = Client()
    staff.force_login(make_staff("admin"))
    shown = staff.get(f"/console/outbox/{mail().pk}/words/").content.decode()
    assert link_of(mail()) not in shown
    assert "/portal/open/only-the-mail-knows/" in shown
    assert client.post("/portal/open/only-the-mail-knows/").status_code == 404


def test_a_link_is_good_once_and_a_get_does_not_use_it_up(client: Client, anna: Customer) -> None:
    ask(client, "anna@example.org")
    way_in = link_of(mail())
    for _ in range(3):
        assert client.get(way_in).status_code == 200
    assert client.post(way_in).status_code == 302
    assert client.post(way_in).status_code == 404
    assert client.get(way_in).status_code == 404
    assert PortalVisit.objects.count() == 1


def test_using_one_link_uses_up_the_others_of_its_address(client: Client, anna: Customer) -> None:
    ask(client, "anna@example.org")
    first = link_of(mail())
    ask(client, "anna@example.org")
    assert client.post(link_of(mail())).status_code == 302
    assert client.post(first).status_code == 404


def test_a_link_is_good_for_half_an_hour(client: Client, anna: Customer) -> None:
    ask(client, "anna@example.org")
    way_in = link_of(mail())
    with time_machine.travel(timezone.now() + entries.LASTS + timedelta(seconds=1)):
        assert client.post(way_in).status_code == 404


def test_the_link_of_any_other_message_opens_nothing(client: Client, anna: Customer, receive: Any) -> None:
    ask(client, "anna@example.org")
    assert client.post(link_of(receive(anna))).status_code == 404


def test_a_visit_idles_out_after_two_hours_and_ends_after_twelve(
    come_in: Callable[..., Client], anna: Customer
) -> None:
    client, start = come_in(anna), timezone.now()
    for hours in (1.9, 3.8, 5.7, 7.6, 9.5, 11.4):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            assert client.get("/portal/dials/").status_code == 200
    with time_machine.travel(start + timedelta(hours=12.1)):
        assert client.get("/portal/dials/").status_code == 302
    client, start = come_in(anna), timezone.now()
    with time_machine.travel(start + visits.IDLE + timedelta(seconds=1)):
        assert client.get("/portal/dials/").status_code == 302


def test_one_address_is_sent_four_links_an_hour_and_the_answer_stays_the_same(
    client: Client, anna: Customer
) -> None:
    answers = {ask(client, "anna@example.org")["Location"] for _ in range(6)}
    assert answers == {"/portal/sent/"}
    assert Message.objects.count() == entries.PER_ADDRESS
    with time_machine.travel(timezone.now() + entries.WINDOW + timedelta(minutes=1)):
        ask(client, "anna@example.org")
    assert Message.objects.count() == entries.PER_ADDRESS + 1


def test_one_network_is_answered_twenty_times_an_hour_whatever_it_asks(anna: Customer) -> None:
    now = timezone.now()
    for number in range(entries.PER_CLIENT):
        entries.ask(f"guess{number}@example.org", "203.0.113.5", now=now)
    for address in ("anna@example.org", "nobody@example.org"):
        with pytest.raises(entries.TooOften):
            entries.ask(address, "203.0.113.5", now=now)
    entries.ask("anna@example.org", "203.0.113.6", now=now)
    assert Message.objects.count() == 1


def test_the_page_says_that_it_was_too_often(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "PER_CLIENT", 1)
    assert ask(client, "a@example.org").status_code == 302
    assert ask(client, "b@example.org").status_code == 429
    assert ask(client, "b@example.org", REMOTE_ADDR="2001:db8::1").status_code == 302
    assert ask(client, "b@example.org", REMOTE_ADDR="2001:db8::ffff").status_code == 429


def test_the_limits_outlive_the_cache(client: Client, anna: Customer) -> None:
    for _ in range(entries.PER_ADDRESS):
        ask(client, "anna@example.org")
    cache.clear()
    ask(client, "anna@example.org")
    assert Message.objects.count() == entries.PER_ADDRESS


@pytest.mark.django_db(transaction=True)
def test_racing_requests_are_held_to_the_limit_and_racing_uses_to_one(anna: Customer) -> None:
    def one(number: int) -> None:
        entries.ask("anna@example.org", f"203.0.113.{number}", now=timezone.now())
        connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(16)))
    assert Message.objects.count() == entries.PER_ADDRESS
    way_in = link_of(mail())

    def use(_: int) -> int:
        status = Client().post(way_in).status_code
        connections.close_all()
        return status

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(use, range(8))) == [302] + 7 * [404]
    assert PortalVisit.objects.count() == 1


def test_a_shared_address_tells_first_names_only_after_entering_and_lets_choose(
    client: Client, anna: Customer
) -> None:
    karl = make_customer("Karl Maria Kern")
    share_point(karl, "anna@example.org")
    ask(client, "anna@example.org")
    assert client.get("/portal/who/").status_code == 302
    way_in = link_of(mail())
    assert "Karl" not in client.get(way_in).content.decode()
    page = client.post(way_in, follow=True)
    words = page.content.decode()
    assert "Anna K." in words
    assert "Karl K." in words
    assert "Kern" not in words
    assert client.get("/portal/dials/").status_code == 302
    assert client.post("/portal/who/", {"customer": make_customer("Eva").pk}).status_code == 200
    client.post("/portal/who/", {"customer": karl.pk})
    assert PortalVisit.objects.get().customer == karl
    assert client.post("/portal/who/", {"customer": anna.pk})["Location"] == "/portal/"
    assert PortalVisit.objects.get().customer == karl


def test_the_mail_goes_to_the_address_that_was_asked_about(client: Client, anna: Customer) -> None:
    second = share_point(anna, "second@example.org")
    ask(client, "second@example.org")
    assert mail().contact_point == second


def test_a_phone_number_is_answered_by_mail(client: Client, anna: Customer) -> None:
    share_point(anna, "+436601234567", kind="phone")
    ask(client, "+43 660 123 45 67")
    assert mail().contact_point.address == "anna@example.org"
    assert client.post(link_of(mail())).status_code == 302


def test_nobody_is_written_to_at_an_address_that_is_barred(client: Client, anna: Customer) -> None:
    Suppression.objects.create(
        contact_point=anna.contact_points.get(), reason="invalid", suppressed_at=timezone.now()
    )
    assert ask(client, "anna@example.org")["Location"] == "/portal/sent/"
    assert mail().state == "refused"


def test_who_was_erased_is_nobody(client: Client, anna: Customer, come_in: Callable[..., Client]) -> None:
    inside = come_in(anna)
    Customer.objects.filter(pk=anna.pk).update(erased_at=timezone.now())
    count = Message.objects.count()
    ask(client, "anna@example.org")
    assert Message.objects.count() == count
    assert inside.get("/portal/dials/").status_code == 302


def test_who_was_merged_comes_in_as_who_they_are_now(client: Client, anna: Customer) -> None:
    now_known_as = make_customer("Anna Kern-Huber")
    Customer.objects.filter(pk=anna.pk).update(merged_into=now_known_as)
    ask(client, "anna@example.org")
    client.post(link_of(mail()))
    assert PortalVisit.objects.get().customer == now_known_as


def test_a_visit_planted_beforehand_is_worth_nothing_after_entering(anna: Customer) -> None:
    """Session fixation: whoever planted the cookie does not get in with the one who enters."""
    karl = make_customer("Karl", email="karl@example.org")
    attacker, victim = Client(), Client()
    ask(attacker, "karl@example.org")
    attacker.post(link_of(mail()))
    planted = attacker.cookies[visits.COOKIE].value
    victim.cookies[visits.COOKIE] = planted
    ask(victim, "anna@example.org")
    victim.post(link_of(mail()))
    assert victim.cookies[visits.COOKIE].value != planted
    assert PortalVisit.objects.get().customer == anna
    assert attacker.get("/portal/dials/").status_code == 302
    assert karl


def test_an_altered_visit_is_no_visit(come_in: Callable[..., Client], anna: Customer) -> None:
    client = come_in(anna)
    good = client.cookies[visits.COOKIE].value
    for at in range(0, len(good), 5):
        client.cookies[visits.COOKIE] = good[:at] + ("1" if good[at] == "0" else "0") + good[at + 1 :]
        assert client.get("/portal/dials/").status_code == 302


def test_a_visit_and_a_staff_session_live_side_by_side(
    anna: Customer, come_in: Callable[..., Client]
) -> None:
    client = come_in(anna)
    client.force_login(make_staff("admin"))
    assert client.get("/console/").status_code == 200
    assert client.get("/portal/dials/").status_code == 200
    client.post("/portal/leave/")
    assert client.get("/console/").status_code == 200
    assert client.get("/portal/dials/").status_code == 302
    assert not PortalVisit.objects.exists()


def test_coming_in_and_every_form_need_the_token_of_the_page(anna: Customer) -> None:
    client = Client(enforce_csrf_checks=True)
    assert ask(client, "anna@example.org").status_code == 403
    assert not PortalEntry.objects.exists()


def test_leaving_on_every_device_ends_all_visits_and_all_links(
    client: Client, anna: Customer, come_in: Callable[..., Client]
) -> None:
    here, there = come_in(anna), come_in(anna)
    ask(client, "anna@example.org")
    unused = link_of(mail())
    here.post("/portal/leave-everywhere/")
    assert [browser.get("/portal/dials/").status_code for browser in (here, there)] == [302, 302]
    assert client.post(unused).status_code == 404


def test_nothing_that_is_kept_of_a_question_names_anybody(client: Client) -> None:
    ask(client, "secret.person@example.org", REMOTE_ADDR="203.0.113.77")
    entry = PortalEntry.objects.get()
    assert "secret" not in f"{entry.address}{entry.client}"
    assert "203.0" not in f"{entry.address}{entry.client}"
    assert not Interaction.objects.exists()
