import pytest
from django.test import Client
from django.urls import reverse

from channels import addresses
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
