"""The way out that is printed on a letter: typed by hand, asked once more, obeyed on POST."""

import pytest
from django.test import Client
from django.utils import timezone

from channels import outbox, references
from channels.models import Message
from channels.outbox import Draft
from customers.models import Consent, ConsentEvidence
from tests.makers import make_content, make_customer, make_topic, share_point

pytestmark = pytest.mark.django_db


def lettered(language: str = "en") -> Message:
    make_topic()
    customer = make_customer(consents=("letter:marketing", "email:marketing"), language=language)
    share_point(customer, "Hauptplatz 1\n8010\nGraz\nAT", "postal")
    content = make_content(channel="letter")
    now = timezone.now()
    outbox.queue([Draft(customer.pk, "letter", content.pk, "marketing", "offers", "flight:1", now)], now=now)
    return Message.objects.get()


def test_the_typed_reference_leads_to_a_page_that_changes_nothing_before_it_is_told_to(
    client: Client,
) -> None:
    message = lettered()
    typed = references.of(message.pk).lower()
    answer = client.get("/l/", {"reference": typed}, follow=True)
    assert "No more letters from us?" in answer.content.decode()
    assert Consent.objects.get(channel="letter").is_granted
    answer = client.post(f"/l/{references.of(message.pk)}")
    assert "Done. No more of these letters." in answer.content.decode()
    granted = dict(Consent.objects.values_list("channel", "is_granted"))
    assert granted == {"letter": False, "email": True}
    message.refresh_from_db()
    assert message.state == "cancelled"
    evidence = ConsentEvidence.objects.get(channel="letter", is_granted=False)
    assert evidence.wording == "No more letters with offers and news from us."


def test_the_page_speaks_as_the_letter_did(client: Client) -> None:
    message = lettered("de")
    assert "Keine Briefe mehr von uns?" in client.get(f"/l/{references.of(message.pk)}").content.decode()


@pytest.mark.parametrize("typed", ["K7Q2-9FX3-A0B", "x", "<script>", "0" * 60])
def test_what_is_no_reference_of_ours_is_asked_for_again(client: Client, typed: str) -> None:
    answer = client.get("/l/", {"reference": typed}, follow=True)
    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode().replace("<script src", "")
    assert client.get("/l/").status_code == 200
