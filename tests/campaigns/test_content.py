"""What authors may write, what they are told, and what is stored for sending."""

from typing import Any

import pytest

from campaigns import content
from campaigns.content import BadSender, check, check_campaign, parse_sender, preview, publish
from channels import rendering
from channels.liquid import compile_html, compile_text
from channels.models import Content
from channels.protocol import Outgoing
from customers import learning
from customers.models import Customer
from tests.campaigns.makers import happen, make_campaign, make_version
from tests.makers import make_content, make_customer

pytestmark = pytest.mark.django_db


def written(**parts: Any) -> Any:
    campaign = make_campaign(versions=())
    return make_version(campaign, **parts)


def test_a_sound_version_has_nothing_to_complain_about() -> None:
    make_customer("Anna Huber")
    assert check_campaign(make_campaign(versions=("A", "B"))) == []


@pytest.mark.parametrize(
    ("parts", "where", "line", "words"),
    [
        ({"subject": " "}, "subject", None, "There is no subject"),
        ({"text": "", "html": " "}, "text", None, "There are no words"),
        ({"text": "Hello\n{{ customer.first_name"}, "text", 2, "never closed"),
        ({"html": "<p>\n\n{% if customer.name %}<b>"}, "html", 3, "never closed"),
        ({"html": "{{ customer.name | shout }}"}, "html", 1, "no filter 'shout'"),
        ({"text": "Hi\n\n{{ customer.firstname }}"}, "text", 3, "Did you mean customer.first_name?"),
        ({"text": "{{ facts.shoe_size }}"}, "text", 1, "There is no field facts.shoe_size"),
        ({"subject": "{{ secret_key }}"}, "subject", 1, "There is no field secret_key"),
        ({"text": "{{ links[0] }}"}, "text", 1, "There is no field links"),
        ({"text": "{% include 'etc/passwd' %}"}, "text", 1, "No other template can be included"),
    ],
    ids=str,
)
def test_an_author_is_told_what_is_wrong_and_where(
    parts: dict[str, str], where: str, line: int | None, words: str
) -> None:
    complaints = check(written(**parts))
    assert [(c.where, c.line) for c in complaints] == [(where, line)]
    assert words in str(complaints[0])


def test_declared_fields_and_the_way_out_may_be_used() -> None:
    learning.declare("city", "City")
    text = "{{ facts.city }} {{ profile.purchases }} {{ profile.spent }} {{ 'now' | date: '%Y' }}"
    assert check(written(text=text)) == []


def test_words_are_tried_on_real_customers_and_the_one_that_fails_is_named() -> None:
    make_customer("Anna Huber", country="AT")
    nobody = make_customer("", country="DE")
    (complaint,) = check(written(subject="{{ customer.name }}"))
    assert str(complaint) == f"Version A, words: The subject comes out empty for customer {nobody.number}."
    (complaint,) = check(
        make_version(make_campaign("b", versions=()), text="{{ 1 | divided_by: profile.visits }}")
    )
    assert "For customer" in str(complaint)
    assert "Anna" not in str(complaint)


def test_words_are_tried_on_the_audience_not_on_others() -> None:
    make_customer("", country="DE")
    campaign = make_campaign(audience={"attribute": "country", "is": "AT"}, versions=())
    make_customer("Anna Huber", country="AT")
    assert check(make_version(campaign, subject="{{ customer.name }}")) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"sender": "Shop <shop@example.org>\nBcc: all@example.org"},
            "sender: The sender holds a line break",
        ),
        ({"versions": ()}, "versions: There is no version"),
        ({"versions": ("hold-out",)}, "versions: No version may be called 'hold-out'"),
    ],
    ids=str,
)
def test_a_campaign_that_cannot_go_out_says_so(fields: dict[str, Any], words: str) -> None:
    (complaint,) = check_campaign(make_campaign(**fields))
    assert words in str(complaint)


@pytest.mark.parametrize(
    ("sender", "parts"),
    [
        ("shop@example.org", ("", "shop@example.org")),
        ("Shop <shop@example.org>", ("Shop", "shop@example.org")),
        ('"Köhler, Anna" <anna@example.org>', ("Köhler, Anna", "anna@example.org")),
        ("<shop@example.org>", ("", "shop@example.org")),
    ],
)
def test_a_sender_is_a_name_and_an_address(sender: str, parts: tuple[str, str]) -> None:
    assert parse_sender(sender) == parts


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "Shop",
        "Shop <shop>",
        "a@example.org, b@example.org",
        "Shop <a@example.org> <b@example.org>",
        "Shop\r\nBcc: x@example.org <a@example.org>",
        "Shop\u2028 <a@example.org>",
        "Shop\0 <a@example.org>",
        f"{'x' * 121} <a@example.org>",
    ],
)
def test_anything_else_is_no_sender(sender: str) -> None:
    with pytest.raises(BadSender):
        parse_sender(sender)


def test_published_html_has_counted_links_the_pixel_and_the_way_out_untouched() -> None:
    version = written()
    stored = publish(version.campaign, version)
    assert stored.links == ["https://shop.example.org/"]
    assert "links[0]" in stored.html
    assert "https://shop.example.org/" not in stored.html + stored.text
    assert "pixel" in compile_html(stored.html).variables
    assert stored.html.count("unsubscribe_url") == 1
    assert (stored.sender_name, stored.sender_address) == (
        "Hauptplatz Pharmacies",
        "hello@mail.rapport.example",
    )


def test_marketing_without_a_way_out_gets_one_in_both_parts() -> None:
    anna = make_customer("Anna Huber")
    version = written(text="Hello!", html="<html><body><p>Hello!</p></body></html>")
    stored = publish(version.campaign, version)
    assert stored.html.index("unsubscribe_url") < stored.html.index("</body>")
    assert "unsubscribe_url" in stored.text
    _, text, html = preview(version.campaign, version, anna)
    assert "/t/u/preview/" in text
    assert "/t/u/preview/" in html


def rendered(stored: Content, *customers: Customer) -> list[Outgoing]:
    """Put a published content into words for all of them at once, as a mailing does."""
    recipients = [rendering.Recipient(c.pk, c.pk, stored.pk, "a@example.org", c.name) for c in customers]
    outgoing = rendering.render(recipients)
    return [each for c in customers if not isinstance(each := outgoing[c.pk], str)]


def test_in_one_mailing_each_is_told_the_way_out_in_their_own_language() -> None:
    version = written(text="Hello!", html="<html><body><p>Hello!</p></body></html>")
    stored = publish(version.campaign, version)
    people = [make_customer(f"Reads {each}", language=each) for each in ("de", "en", "de-AT", "pl", "")]
    german, english = "Keine solchen E-Mails mehr", "No more of these emails"
    mails = rendered(stored, *people)
    for person, mail, line in zip(people, mails, (german, english, german, english, english), strict=True):
        assert f"Hello!\n\n--\n{line}: http" in mail.text
        assert f">{line}</a>" in mail.html
        assert line in rendering.show(stored.pk, mail.context, mail.message_id)[1]
        _, text, html = preview(version.campaign, version, person)
        assert f"\n{line}: " in text and f">{line}</a>" in html
    assert compile_html(stored.html).is_fast and compile_text(stored.text).is_fast


def test_a_text_message_names_stop_in_the_language_of_who_gets_it() -> None:
    version = make_version(make_campaign(channel="sms", sender="Shop", versions=()), text="Hello!", html="")
    stored = publish(version.campaign, version)
    german, english = make_customer("Anna Huber"), make_customer("Ann Miller", language="en-GB")
    texts = [each.text for each in rendered(stored, german, english)]
    assert texts == ["Hello!\nAbmelden mit STOP", "Hello!\nReply STOP to stop"]
    assert [preview(version.campaign, version, each)[1] for each in (german, english)] == texts


def test_what_was_published_with_one_line_for_all_keeps_it() -> None:
    old = make_content(text="Hello!\n\n--\nNo more of these emails: {{ unsubscribe_url }}\n")
    (mail,) = rendered(old, make_customer("Anna Huber"))
    assert "No more of these emails: http" in mail.text


def test_service_mail_gets_no_way_out() -> None:
    version = make_version(
        make_campaign(purpose="service", versions=()), text="Your order.", html="<p>It.</p>"
    )
    stored = publish(version.campaign, version)
    assert "unsubscribe" not in stored.text + stored.html


def test_a_text_is_made_from_the_html_where_the_author_wrote_none() -> None:
    version = written(text="", html="<h1>Hello</h1><p>Dear {{ customer.first_name }}</p>")
    stored = publish(version.campaign, version)
    assert "{{ customer.first_name }}" in stored.text
    assert "<" not in stored.text


def test_the_same_words_are_stored_once_and_other_words_anew() -> None:
    version = written()
    first = publish(version.campaign, version)
    assert publish(version.campaign, version) == first
    version.subject = "Another subject"
    assert publish(version.campaign, version) != first
    assert Content.objects.count() == 2


def test_a_preview_is_what_the_customer_would_get_with_nothing_counted() -> None:
    anna = make_customer("Anna <b>Huber")
    happen(anna, "purchase", times=2)
    version = written(
        subject="{{ customer.name }}:\n {{ profile.purchases }}",
        html="<p>{{ customer.name }} <a href='https://shop.example.org/{{ customer.number }}'>shop</a></p>",
    )
    subject, text, html = preview(version.campaign, version, anna)
    assert subject == "Anna <b>Huber: 2"
    assert "Anna &lt;b&gt;Huber" in html
    assert f"https://shop.example.org/{anna.number}" in html
    assert "<img" not in html
    assert text.startswith("Dear Anna, see https://shop.example.org/")


def test_what_is_published_renders_for_sending() -> None:
    anna = make_customer("Anna Huber")
    version = written()
    stored = publish(version.campaign, version)
    recipient = rendering.Recipient(7, anna.pk, stored.pk, "anna@example.org", anna.name)
    outgoing = rendering.render([recipient])[7]
    assert not isinstance(outgoing, str)
    assert outgoing.subject == "A word for Anna"
    assert "Dear Anna" in outgoing.text
    assert "/t/c/" in outgoing.html
    assert "/t/o/" in outgoing.html
    assert "/t/u/" in outgoing.html


def test_liquid_in_the_sender_is_plain_text() -> None:
    name, _ = content.parse_sender("{{ customer.name }} <shop@example.org>")
    assert name == "{{ customer.name }}"
