from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from channels import addresses, rendering, shortlinks
from channels.models import Hit, Message
from customers.models import Consent, ConsentEvidence
from tests.channels.test_receipts import make_message
from tests.makers import make_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Message:
    content = make_content(
        links=["https://shop.example.org/plan?for={{ customer.number }}", "javascript:alert(1)"]
    )
    return make_message(content=content, context={"customer": {"number": "C000042"}})


def path(url: str) -> str:
    return url.removeprefix("http://testserver")


def test_the_pixel_is_served_and_kept_as_a_hit(client: Client, message: Message) -> None:
    answer = client.get(path(addresses.pixel_url(message.pk)))
    assert answer["Content-Type"] == "image/gif"
    assert Hit.objects.get().kind == "open"


def test_a_link_leads_where_the_content_says_for_this_customer(client: Client, message: Message) -> None:
    answer = client.get(path(addresses.link_url(message.pk, 0)) + "?url=https://evil.example")
    assert answer.status_code == 302
    assert answer["Location"] == "https://shop.example.org/plan?for=C000042"
    assert Hit.objects.get().link == 0


def test_a_short_link_in_a_text_leads_there_too(client: Client, message: Message) -> None:
    url = shortlinks.url(message.pk, 0)
    assert len(url) <= len("http://testserver/s/") + 18
    answer = client.get(path(url) + "?url=https://evil.example")
    assert (answer.status_code, answer["Location"]) == (302, "https://shop.example.org/plan?for=C000042")
    assert (Hit.objects.get().kind, Hit.objects.get().link) == ("click", 0)
    assert client.get(path(shortlinks.url(message.pk, 1))).status_code == 404, "an unsafe target"
    assert client.get(path(shortlinks.url(message.pk + 1, 0))).status_code == 404


def test_an_altered_short_link_leads_nowhere(client: Client, message: Message) -> None:
    url = path(shortlinks.url(message.pk, 0))
    for at in range(3, len(url)):
        other = "0" if url[at] != "0" else "1"
        assert client.get(url[:at] + other + url[at + 1 :]).status_code == 404
    for odd in (url[:-1], url + "0", "/s/", "/s/" + "z" * 24, "/s/é", url[:14] + "0" + url[14:]):
        assert client.get(odd).status_code == 404
    assert not Hit.objects.exists()


def test_a_text_carries_short_links_and_a_mail_long_ones(client: Client) -> None:
    for channel, begins in (("sms", "/s/"), ("email", "/t/c/")):
        content = make_content(
            channel=channel, text="{{ links[0] }}", html="", links=["https://shop.example.org/"]
        )
        sent = rendering.sent_text(content.pk, {}, 7)
        assert sent.startswith(f"http://testserver{begins}")


def test_a_short_link_outlives_its_key(settings: Any) -> None:
    url = shortlinks.url(1234567, 3).rpartition("/")[2]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    shortlinks._sealers.cache_clear()
    try:
        assert shortlinks.opened(url) == (1234567, 3)
    finally:
        shortlinks._sealers.cache_clear()


@pytest.mark.parametrize("link", [1, 7])
def test_an_unsafe_or_missing_target_leads_nowhere(client: Client, message: Message, link: int) -> None:
    assert client.get(path(addresses.link_url(message.pk, link))).status_code == 404


def test_an_altered_token_leads_nowhere_and_keeps_nothing(client: Client, message: Message) -> None:
    url = path(addresses.link_url(message.pk, 0))
    for at in range(6, len(url) - 1, 3):
        other = "0" if url[at] != "0" else "1"
        assert client.get(url[:at] + other + url[at + 1 :]).status_code == 404
    assert client.get(reverse("public:pixel", args=["nonsense"])).status_code == 200
    assert not Hit.objects.exists()


def test_a_get_on_unsubscribe_shows_a_page_and_changes_nothing(client: Client, message: Message) -> None:
    answer = client.get(path(addresses.unsubscribe_url(message.pk)))
    words = answer.content.decode()
    assert "Ein Fingertipp" in words
    assert "/portal/m/" in words, "who wants fewer should not have to choose none"
    assert Consent.objects.get().is_granted


def test_one_click_unsubscribe_needs_no_cookie_and_may_be_repeated(message: Message) -> None:
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(path(addresses.unsubscribe_url(message.pk)), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert not Consent.objects.get().is_granted
    evidence = ConsentEvidence.objects.get()
    assert (evidence.place, evidence.is_granted) == ("mail program", False)


def test_a_token_for_one_thing_does_not_open_another(client: Client, message: Message) -> None:
    pixel = addresses.pixel_url(message.pk).rsplit("/", 2)[1]
    assert client.post(reverse("public:unsubscribe", args=[pixel])).status_code == 404
    assert Consent.objects.get().is_granted


def test_the_probes_answer(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200
