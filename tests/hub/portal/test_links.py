"""Links in messages: dials and nothing else, for their own customer, until they are old or made void."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from channels import addresses
from channels.models import Message
from customers.models import Customer, Dial
from hub.portal import links, urls, visits
from tests.hub.portal.conftest import Receive, ask, dials_link, less_link, link_of
from tests.makers import make_customer, make_dial, share_point

pytestmark = pytest.mark.django_db
TOKEN = "<str:token>"


def test_a_link_shows_the_dials_and_no_name_and_no_address(
    client: Client, anna: Customer, receive: Receive
) -> None:
    share_point(anna, "+436601234567", kind="phone")
    answer = client.get(dials_link(receive(anna)))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "How much should we say?" in words
    for secret in ("Kern", "anna@example.org", "+43660", "AK", "Number 0"):
        assert secret not in words.replace(addresses.settings.ORGANISATION, "")
    assert "no-store" in answer["Cache-Control"]


def test_a_link_opens_no_other_page_and_starts_no_visit(
    client: Client, anna: Customer, receive: Receive
) -> None:
    message = receive(anna)
    client.get(dials_link(message))
    assert visits.COOKIE not in client.cookies
    for pattern in urls.urlpatterns:
        route = str(pattern.pattern)
        if TOKEN in route:
            continue
        route = re.sub(r"<int:\w+>", str(message.pk), re.sub(r"<(str|slug):\w+>", "json", route))
        answer = client.get(f"/portal/{route}")
        assert answer.status_code in (302, 405) or route in ("", "sent/", "push-worker.js"), route
        answer = client.post(f"/portal/{route}")
        assert answer.status_code in (302, 405, 422), route
        assert "dials" not in answer.headers.get("Location", ""), route
    assert not Dial.objects.exists()


def test_a_token_of_one_kind_opens_nothing_of_another(
    client: Client, anna: Customer, receive: Receive
) -> None:
    message = receive(anna)
    tokens = {
        "m": dials_link(message).split("/")[3],
        "less": less_link(message).split("/")[3],
        "open": link_of(message).split("/")[3],
        "u": addresses.unsubscribe_url(message.pk).split("/")[5],
    }
    for page in ("m", "less", "open"):
        for kind, token in tokens.items():
            status = client.get(f"/portal/{page}/{token}/").status_code
            assert status == (200 if kind == page != "open" else 404), (page, kind)


def test_of_a_hundred_thousand_altered_tokens_none_is_accepted(anna: Customer, receive: Receive) -> None:
    message = receive(anna)
    good = dials_link(message).split("/")[3]
    assert links.message_by(links.DIALS, good)
    now, accepted, tried = timezone.now(), 0, 0
    digits = "0123456789abcdef"
    for first in range(len(good)):
        for second in range(first, len(good)):
            for turn in (1, 3, 5, 7, 9, 11, 13, 15) * 10:
                altered = list(good)
                altered[first] = digits[(digits.index(good[first]) + turn) % 16]
                altered[second] = digits[(digits.index(altered[second]) + 16 - tried % 16) % 16]
                if (token := "".join(altered)) == good:
                    continue
                accepted += addresses.dated_message_of(links.DIALS, token, now=now) is not None
                tried += 1
        if tried >= 100_000:
            break
    assert (accepted, tried >= 100_000) == (0, True)


def test_pieces_and_other_spellings_are_refused_without_a_look_at_the_database(
    client: Client, anna: Customer, receive: Receive, statements: Any
) -> None:
    good = dials_link(receive(anna)).split("/")[3]
    with statements(0):
        for token in (good[:-2], good[2:], good + "00", good[::-1], f"{good} ", "0" * 48, "é" * 20, "%00"):
            assert client.get(f"/portal/m/{token}/").status_code == 404


def test_a_link_is_good_for_ninety_days(client: Client, anna: Customer, receive: Receive) -> None:
    url, start = dials_link(receive(anna)), timezone.now()
    with time_machine.travel(start + timedelta(days=89)):
        assert client.get(url).status_code == 200
    with time_machine.travel(start + timedelta(days=90, minutes=1)):
        assert client.get(url).status_code == 404


def test_links_are_void_after_leaving_everywhere_and_later_ones_are_not(
    client: Client, anna: Customer, receive: Receive, come_in: Callable[..., Client]
) -> None:
    message = receive(anna)
    before = [dials_link(message), less_link(message)]
    come_in(anna).post("/portal/leave-everywhere/")
    assert [client.get(url).status_code for url in before] == [404, 404]
    after = timezone.now() + timedelta(minutes=2)
    with time_machine.travel(after):
        assert client.get(dials_link(message, now=after)).status_code == 200


def test_links_of_who_was_erased_open_nothing(client: Client, anna: Customer, receive: Receive) -> None:
    url = dials_link(receive(anna))
    Customer.objects.filter(pk=anna.pk).update(erased_at=timezone.now())
    assert client.get(url).status_code == 404


def test_a_link_of_one_customer_never_acts_on_another(anna: Customer, receive: Receive) -> None:
    """Neither by what is posted, nor by the visit that the browser is on."""
    karl = make_customer("Karl", email="karl@example.org")
    client = Client()
    ask(client, "karl@example.org")
    client.post(link_of(Message.objects.filter(topic="portal").latest("pk")))
    url = dials_link(receive(anna))
    client.post(f"{url}dials/turn/", {"slide:/": "0", "customer": karl.pk, "token": "x"})
    client.post(f"{url}dials/quiet/", {"for": "week", "customer": karl.pk})
    client.post(less_link(receive(anna)), {"position": "1"})
    assert set(Dial.objects.values_list("customer", flat=True)) == {anna.pk}
    client.post("/portal/dials/turn/", {"slide:/": "0"})
    assert Dial.objects.filter(customer=karl).count() == 1


def test_what_was_done_by_one_customer_cannot_be_shown_or_taken_back_by_another(
    client: Client, anna: Customer, receive: Receive
) -> None:
    karl = make_customer("Karl")
    annas, karls = dials_link(receive(anna)), dials_link(receive(karl))
    done = client.post(f"{annas}dials/turn/", {"slide:/": "3"})["Location"]
    assert "Saved" in client.get(done).content.decode()
    assert "Saved" not in client.get(karls + "?" + done.partition("?")[2]).content.decode()
    less = less_link(receive(karl))
    client.post(less, {"back": done.partition("done=")[2]})
    assert not Dial.objects.filter(customer=karl).exists()


def test_less_shows_what_it_would_do_does_it_on_post_and_takes_it_back(
    client: Client, anna: Customer, receive: Receive
) -> None:
    for days in (80, 60, 40, 20):
        message = receive(anna, timedelta(days=days))
    url = less_link(message)
    words = client.get(url).content.decode()
    assert "You got 4 in the last three months" in words
    assert "Offers by email: at most 1 in three months" in words
    assert not Dial.objects.exists()
    done = client.post(url, {"position": "1"})["Location"]
    dial = Dial.objects.get()
    assert (dial.channel, dial.topic, dial.position) == ("email", "offers", 1)
    page = client.get(done).content.decode()
    assert "Saved" in page
    undo = page.partition('name="back" value="')[2].partition('"')[0]
    client.post(url, {"back": undo})
    assert Dial.objects.get().position == 10


def test_less_only_turns_down_and_only_as_far_as_it_offered(
    client: Client, anna: Customer, receive: Receive
) -> None:
    make_dial(anna, 3, channel="email", topic="offers")
    url = less_link(receive(anna))
    for posted in (
        {"position": "10"},
        {"position": "4"},
        {"position": "0"},
        {"position": "x"},
        {"back": "1:x"},
        {},
    ):
        assert client.post(url, posted).status_code == 200
    assert Dial.objects.get().position == 3
    client.post(url, {"position": "2"})
    assert Dial.objects.get().position == 2


def test_less_is_not_nothing_until_little_is_left(client: Client, anna: Customer, receive: Receive) -> None:
    url = less_link(receive(anna))
    assert "at most 1 a month" in client.get(url).content.decode()
    assert "Nothing of this any more" not in client.get(url).content.decode()
    make_dial(anna, 1, channel="email", topic="offers")
    assert "Nothing of this any more" in client.get(url).content.decode()


def test_less_of_what_is_at_never_says_so(client: Client, anna: Customer, receive: Receive) -> None:
    make_dial(anna, 0, channel="email", topic="offers")
    assert "nothing left to turn down" in client.get(less_link(receive(anna))).content.decode()
