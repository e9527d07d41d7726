"""Mails that need a person: read as far as we can, and saved as they came, never run."""

import pytest
from django.test import Client
from django.urls import reverse

from channels import inbound
from channels.models import InboundMail
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
    assert row["problem"] == "We do not know this address."


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


@pytest.mark.parametrize("name", ["inbound-mail", "inbound-raw"])
def test_a_mail_that_never_came_is_not_there(agent: Client, name: str) -> None:
    assert agent.get(reverse(f"console:{name}", args=[10**18])).status_code == 404
