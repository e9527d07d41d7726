"""Download my data: complete, exact, without what is hidden, and in bounded memory."""

import json
import re
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from channels import wishes
from channels.models import Hit, Message
from customers import history, learning
from customers.consent import Answer, Evidence, take_answers
from customers.entry import Entry
from customers.learning import Learned
from customers.models import Customer
from tests.hub.portal.conftest import dials_link
from tests.makers import make_customer

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
DAY = timedelta(days=1)


def body(client: Client, form: str = "json") -> str:
    answer = client.get(f"/portal/download/{form}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    return b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]


def taken(client: Client) -> Any:
    return json.loads(body(client))


@pytest.fixture
def full(anna: Customer, receive: Any) -> Customer:
    """Anna with something in every section that the portal knows of."""
    now = timezone.now()
    learning.declare("branch", "Branch")
    learning.declare("risk", "Risk of lapse", is_visible_to_customer=False)
    for field, value in (("branch", "Linz"), ("risk", "leaves soon")):
        learning.learn([Learned(anna.pk, field, value, "crm", now)], now=now)
    answer = Answer(anna.pk, "sms", "marketing", True, now, "Yes, text me", "shop", "staff:ana")
    take_answers([answer], now=now)
    wishes.turn_dial(anna.pk, 3, topic="offers", evidence=Evidence("So be it", "portal", "customer"), now=now)
    message = receive(anna)
    Message.objects.filter(pk=message.pk).update(context={"customer": {"first_name": "Annerl"}})
    Hit.objects.create(message=message, kind="open", method="GET", agent="Reader/1", hit_at=now)
    note = Entry(anna.pk, now, "note", "s", "1", actor="staff:ana", data={"text": "Likes <b>tea</b> & 日本"})
    history.record([note], now=now)
    return anna


def test_json_holds_everything_word_for_word(full: Customer, come_in: ComeIn) -> None:
    data = taken(come_in(full))
    assert data["format"] == "rapport-portal-data-1"
    assert data["customer"][0]["name"] == "Anna Kern"
    assert data["contact_points"][0]["address"] == "anna@example.org"
    assert [fact["value"] for fact in data["facts"]] == ["Linz"]
    assert data["dials"][0]["position"] == 3
    assert data["consent_receipts"][0]["evidence"]["wording"] == "Yes, text me"
    (message,) = [each for each in data["messages"] if each["topic"] == "offers"]
    assert message["text"] == "Dear Annerl, this is for you alone."
    assert message["html"].startswith("<p>Dear Annerl,")
    assert data["hits"][0]["agent"] == "Reader/1"
    assert len(data["touches"]) == 1 and len(data["portal_visits"]) == 1
    notes = [each for each in data["interactions"] if each["kind"] == "note"]
    assert notes[0]["data"]["text"] == "Likes <b>tea</b> & 日本"


def test_what_the_house_hides_and_which_of_our_staff_acted_is_in_neither_file(
    full: Customer, come_in: ComeIn
) -> None:
    client = come_in(full)
    for form in ("json", "html"):
        file = body(client, form)
        assert "leaves soon" not in file and "Risk of lapse" not in file
        assert "staff:ana" not in file
        assert "Linz" in file


def test_the_page_to_read_is_whole_and_runs_nothing(full: Customer, come_in: ComeIn) -> None:
    page = body(come_in(full), "html")
    assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
    assert "Likes &lt;b&gt;tea&lt;/b&gt; &amp; 日本" in page
    assert "Dear Annerl, this is for you alone." in page
    assert "<script" not in page
    for title in ("Every message, word for word", "Everything that happened between us", "My dials"):
        assert title in page


def test_every_section_has_a_heading_in_words(full: Customer, come_in: ComeIn) -> None:
    client = come_in(full)
    headings = re.findall("<h2>(.*?)</h2>", body(client, "html"))
    assert headings
    assert not set(headings) & taken(client).keys()


def test_the_page_to_read_is_in_the_customers_language(come_in: ComeIn) -> None:
    karl = make_customer("Karl Kern", email="karl@example.org", language="de")
    page = body(come_in(karl), "html")
    assert '<html lang="de">' in page
    assert "Jede Nachricht im Wortlaut" in page


def test_nothing_of_anybody_else_is_in_it(full: Customer, come_in: ComeIn) -> None:
    other = make_customer("Other", email="other@example.org")
    file = body(come_in(other))
    assert "Anna" not in file and "anna@" not in file and "Linz" not in file


def test_ten_thousand_interactions_need_no_more_memory_than_a_few(anna: Customer, come_in: ComeIn) -> None:
    now = timezone.now()
    for start in range(0, 10_000, 2000):
        entries = [
            Entry(anna.pk, now - timedelta(minutes=n), "visit", "s", str(n), data={"place": "x" * 500})
            for n in range(start, start + 2000)
        ]
        history.record(entries, now=now)
    client = come_in(anna)
    answer = client.get("/portal/download/json/")
    tracemalloc.start()
    size = sum(len(chunk) for chunk in answer.streaming_content)  # type: ignore[union-attr, misc]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 6_000_000
    assert peak < 4_000_000


def test_every_section_is_described(full: Customer, come_in: ComeIn) -> None:
    described = (Path(settings.BASE_DIR) / "docs" / "portal-data.md").read_text()
    data = taken(come_in(full))
    for name, rows in data.items():
        assert f"`{name}`" in described, name
        if isinstance(rows, list) and rows and name != "consent_receipts":
            assert {f"`{key}`" for key in rows[0] if f"`{key}`" not in described} == set(), name


def test_only_two_forms_are_known_and_a_get_changes_nothing(anna: Customer, come_in: ComeIn) -> None:
    client = come_in(anna)
    assert client.get("/portal/download/xml/").status_code == 404
    assert client.post("/portal/download/json/").status_code == 405
    assert client.get("/portal/download/").status_code == 200


@pytest.mark.parametrize("path", ["", "json/", "html/"])
def test_who_came_by_a_messages_link_is_asked_to_come_in(
    client: Client, anna: Customer, receive: Any, path: str
) -> None:
    assert client.get(dials_link(receive(anna))).status_code == 200
    answer = client.get(f"/portal/download/{path}")
    assert (answer.status_code, answer["Location"]) == (302, "/portal/")
