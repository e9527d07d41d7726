"""Mails that need a person: read as far as we can, and saved as they came, never run."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from channels import inbound
from channels.models import InboundMail
from customers import identity
from customers.models import Interaction
from tests.makers import NOW, make_customer

pytestmark = pytest.mark.django_db
LIST = "/console/inbound/"
HTMX = {"HX-Request": "true"}


def take(raw: bytes, sender: str = "stranger@example.net") -> InboundMail:
    mail_id = inbound.take(raw, sender, ["hello@mail.rapport.example"], door="test", now=NOW)
    inbound.apply(mail_id, now=NOW)
    return InboundMail.objects.get(pk=mail_id)


def letter(subject: str = "My new address", text: str = "I moved.") -> bytes:
    return f"From: A Stranger <stranger@example.net>\r\nSubject: {subject}\r\n\r\n{text}\r\n".encode()


def test_nothing_waiting_is_good_news(agent: Client) -> None:
    assert "Nothing waits" in agent.get(LIST).content.decode()


def test_a_mail_that_we_cannot_place_is_listed_with_what_is_wrong(agent: Client) -> None:
    take(letter("=?utf-8?q?Gr=C3=BC=C3=9Fe?="))
    (row,) = agent.get(LIST).context["mails"]
    assert (row["sender"], row["subject"]) == ("A Stranger", "Grüße")
    assert row["note"] == "We do not know this address."


def test_mails_that_were_read_are_not_listed(agent: Client) -> None:
    make_customer(email="stranger@example.net")
    take(letter())
    assert agent.get(LIST).context["mails"] == []


def test_older_mails_follow_by_key(agent: Client) -> None:
    for i in range(30):
        take(letter(f"Mail {i}"))
    first = agent.get(LIST)
    rest = agent.get(first.context["older_url"], headers=HTMX)
    assert b"<html" not in rest.content
    subjects = [row["subject"] for page in (first, rest) for row in page.context["mails"]]
    assert subjects == [f"Mail {i}" for i in reversed(range(30))]
    assert agent.get(LIST, {"before": "x"}).status_code == 404


def test_a_mail_shows_its_words_and_who_could_have_written(agent: Client) -> None:
    for name in ("Anna", "Josef"):
        make_customer(name, email="family@example.org")
    words = b"<script>alert(1)</script> Are you open?"
    raw = b"From: family@example.org\r\nSubject: <b>Hours</b>\r\n\r\n" + words + b"\r\n"
    answer = agent.get(reverse("console:inbound-mail", args=[take(raw, "family@example.org").pk]))
    page = answer.content.decode()
    assert {str(customer) for customer in answer.context["senders"]} == {"Anna", "Josef"}
    assert "Several customers share this address" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Are you open?" in page
    assert "<script>alert" not in page and "<b>Hours" not in page


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\xff" * 500, b"From: \r\n" * 3000, b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x"],
)
def test_whatever_came_in_has_a_page_and_can_be_saved_as_it_came(agent: Client, raw: bytes) -> None:
    mail = take(raw, "")
    InboundMail.objects.update(state="unparsed")
    assert agent.get(LIST).status_code == 200
    assert agent.get(reverse("console:inbound-mail", args=[mail.pk])).status_code == 200
    saved = agent.get(reverse("console:inbound-raw", args=[mail.pk]))
    assert saved.content == raw
    assert saved["Content-Disposition"] == f'attachment; filename="mail-{mail.pk}.eml"'
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in saved["Content-Security-Policy"]


def act(agent: Client, name: str, mail: InboundMail, **form: object) -> str:
    """Post one of the mail's forms and return the page that it leads to."""
    answer = agent.post(reverse(f"console:{name}", args=[mail.pk]), form, follow=True)
    assert answer.redirect_chain
    return html.unescape(answer.content.decode())


def page_of(agent: Client, mail: InboundMail) -> str:
    return html.unescape(agent.get(reverse("console:inbound-mail", args=[mail.pk])).content.decode())


def test_one_click_places_a_mail_with_somebody_who_shares_its_address(agent: Client) -> None:
    anna, josef = (make_customer(name, email="family@example.org") for name in ("Anna", "Josef"))
    mail = take(b"From: family@example.org\r\nSubject: Hours\r\n\r\nAre you open?\r\n")
    assert "Place it with Josef" in page_of(agent, mail)
    assert "Placed with Anna" in act(agent, "inbound-place", mail, customer=anna.pk)
    line = Interaction.objects.get()
    assert (line.customer_id, line.kind, line.summary) == (anna.pk, "message_replied", "Are you open?")
    assert agent.get(LIST).context["mails"] == []
    page = page_of(agent, mail)
    assert "Placed by agent" in page and "Place here" not in page
    assert "a moment faster" in act(agent, "inbound-place", mail, customer=josef.pk)
    assert "a moment faster" in act(agent, "inbound-put-away", mail, why="Spam")
    assert Interaction.objects.count() == 1


def test_the_box_finds_others_and_begins_with_the_name_in_the_mail(agent: Client) -> None:
    identity.index([make_customer("A Stranger").pk, make_customer("Margarethe Köhler").pk])
    url = reverse("console:inbound-mail", args=[take(letter()).pk])
    assert [each["name"] for each in agent.get(url).context["found_here"]] == ["A Stranger"]
    typed = agent.get(url, {"q": "Kohler"}, headers=HTMX)
    assert b"<html" not in typed.content
    assert "Margarethe Köhler" in typed.content.decode()
    assert "Nobody found for" in agent.get(url, {"q": "zzzz"}, headers=HTMX).content.decode()


def test_a_mail_put_away_is_listed_apart_with_the_reason_and_can_be_taken_out(agent: Client) -> None:
    mail = take(letter())
    assert "Put away. It is kept" in act(agent, "inbound-put-away", mail, why="Spam & such")
    (row,) = agent.get(LIST, {"show": "away"}).context["mails"]
    assert row["note"] == "Spam & such, put away by agent"
    assert "Spam & such" in page_of(agent, mail)
    assert "Put away" in act(agent, "inbound-take-out", mail)
    assert len(agent.get(LIST).context["mails"]) == 1
    assert "a moment faster" in act(agent, "inbound-take-out", mail)


def test_putting_away_asks_for_a_reason_and_placing_for_a_customer(agent: Client) -> None:
    mail = take(letter())
    refused = agent.post(reverse("console:inbound-put-away", args=[mail.pk]), {"why": " "})
    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    for wanted in ("", "x", "99999999999999999999", "404404"):
        place = reverse("console:inbound-place", args=[mail.pk])
        assert agent.post(place, {"customer": wanted}).status_code == 404
    mail.refresh_from_db()
    assert mail.state == "unparsed"


@pytest.mark.parametrize("name", ["inbound-place", "inbound-put-away", "inbound-take-out"])
def test_nothing_about_a_mail_is_changed_by_a_get(agent: Client, name: str) -> None:
    assert agent.get(reverse(f"console:{name}", args=[take(letter()).pk])).status_code == 405


@pytest.mark.parametrize("name", ["inbound-mail", "inbound-raw"])
def test_a_mail_that_never_came_is_not_there(agent: Client, name: str) -> None:
    assert agent.get(reverse(f"console:{name}", args=[10**18])).status_code == 404
