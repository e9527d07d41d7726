"""The timeline: everything once and in order, by pages, by chips, and as it comes in."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from customers import history, merging
from customers.history import Entry
from customers.models import Customer
from tests.channels.test_receipts import make_message
from tests.hub.console.conftest import Happen
from tests.makers import DAY, NOW, make_content, make_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def customer() -> Customer:
    return make_customer()


def timeline_of(customer: Customer) -> str:
    return reverse("console:customer-timeline", args=[customer.pk])


def titles(html: str) -> list[str]:
    found = re.findall(r'class="entry-title">(.*?)</p>', html, re.DOTALL)
    return [" ".join(re.sub("<.*?>", "", each).split()) for each in found]


def older_url(html: str) -> str:
    """Return where "Show older" leads, or nothing."""
    link = re.search(r'<li id="timeline-older".*?hx-get="(.*?)"', html, re.DOTALL)
    return unescape(link[1]) if link else ""


def newer_url(html: str, fresh: str = "") -> str:
    """Return where the page asks for news, once it has shown this fresh part."""
    asker = re.search(r'id="ask-timeline"\s+hx-get="(.*?)"', html)
    shown = re.search(r'name="shown" value="(.*?)"', fresh or html)
    assert asker and shown
    return f"{unescape(asker[1])}{'&' if '?' in asker[1] else '?'}shown={shown[1]}"


def fill(customer: Customer, count: int, apart: timedelta, kind: str = "visit") -> list[str]:
    """Record so many lines and return what they say, the newest first."""
    says = [f"Line {i}" for i in range(count)]
    lines = [
        Entry(customer.pk, NOW - i * apart, kind, "test", str(i), summary=f"Line {i}") for i in range(count)
    ]
    history.record(lines, now=NOW)
    return says


@pytest.mark.parametrize("apart", [timedelta(0), timedelta(hours=5), timedelta(days=11)])
def test_pages_show_every_line_once_and_in_order(agent: Client, customer: Customer, apart: timedelta) -> None:
    lines = fill(customer, 130, apart)
    page = agent.get(reverse("console:customer", args=[customer.pk])).content.decode()
    seen = titles(page)
    while older := older_url(page):
        page = agent.get(older, headers=HTMX).content.decode()
        assert "<html" not in page
        seen += titles(page)
    assert sorted(seen) == sorted(lines)
    if apart:
        assert seen == lines


def test_a_pace_that_changed_hides_nothing(agent: Client, customer: Customer) -> None:
    """Many lines long ago and few lately: the first, short look back is not enough."""
    fill(customer, 40, timedelta(hours=1))
    late = [Entry(customer.pk, NOW + DAY / 2 - i * MINUTE, "visit", "late", str(i)) for i in range(3)]
    early = [Entry(customer.pk, NOW - 700 * DAY - i * MINUTE, "visit", "early", str(i)) for i in range(900)]
    history.record(late + early, now=NOW)
    assert len(titles(agent.get(timeline_of(customer)).content.decode())) == 50


def test_every_page_works_without_a_script(agent: Client, customer: Customer) -> None:
    lines = fill(customer, 60, DAY)
    page = agent.get(timeline_of(customer)).content.decode()
    assert "<html" in page
    rest = agent.get(older_url(page)).content.decode()
    assert "<html" in rest
    assert titles(rest) == lines[50:]


def test_a_chip_shows_only_its_own_and_keeps_it_while_paging(
    agent: Client, customer: Customer, happen: Happen
) -> None:
    fill(customer, 60, DAY, kind="purchase")
    happen(customer, "call", DAY, data={"about": "Asked for home delivery"})
    answer = agent.get(timeline_of(customer), {"show": "calls"}, headers=HTMX)
    page = answer.content.decode()
    assert titles(page) == ["Call"]
    assert "Asked for home delivery" in page
    assert 'id="timeline"' in page and "<html" not in page
    assert "HX-Request" in answer["Vary"]
    older = older_url(agent.get(timeline_of(customer), {"show": "money"}, headers=HTMX).content.decode())
    assert len(titles(agent.get(older, headers=HTMX).content.decode())) == 10


@pytest.mark.parametrize(
    "query", [{"show": "nonsense"}, {"before": "x"}, {"before": "1-"}, {"before": f"{10**30}-1"}]
)
def test_a_place_that_does_not_exist_is_not_there(agent: Client, customer: Customer, query: dict) -> None:
    assert agent.get(timeline_of(customer), query).status_code == 404


def test_news_is_what_the_page_does_not_show_yet(agent: Client, customer: Customer, happen: Happen) -> None:
    fill(customer, 3, DAY)
    page = agent.get(reverse("console:customer", args=[customer.pk])).content.decode()
    newer = newer_url(page)
    assert agent.get(newer, headers=HTMX).status_code == 204
    happen(customer, "visit", MINUTE, summary="Just came in")
    happen(customer, "visit", DAY + MINUTE, summary="Told a day late")
    fresh = agent.get(newer, headers=HTMX).content.decode()
    assert titles(fresh) == ["Just came in", "Told a day late"]
    assert fresh.count("is-new") == 2
    assert agent.get(newer_url(page, fresh), headers=HTMX).status_code == 204


def test_the_first_thing_ever_is_news_too(agent: Client, customer: Customer, happen: Happen) -> None:
    newer = newer_url(agent.get(reverse("console:customer", args=[customer.pk])).content.decode())
    assert agent.get(newer, headers=HTMX).status_code == 204
    happen(customer, "visit", summary="Hello")
    assert titles(agent.get(newer, headers=HTMX).content.decode()) == ["Hello"]


def test_news_behind_another_chip_is_no_news(agent: Client, customer: Customer, happen: Happen) -> None:
    page = agent.get(timeline_of(customer), {"show": "calls"}, headers=HTMX).content.decode()
    happen(customer, "purchase", amount_minor=100)
    assert agent.get(newer_url(page), headers=HTMX).status_code == 204


def test_news_of_somebody_else_is_not_shown(agent: Client, customer: Customer, happen: Happen) -> None:
    page = agent.get(timeline_of(customer)).content.decode()
    happen(make_customer("Josef Köhler"), "visit")
    assert agent.get(newer_url(page), headers=HTMX).status_code == 204


def test_words_of_a_customer_are_shown_as_words(agent: Client, customer: Customer, happen: Happen) -> None:
    hostile = "<script>alert(1)</script>\n\nBest wishes"
    happen(customer, "message_replied", data={"text": hostile, "subject": hostile}, summary=hostile)
    page = agent.get(timeline_of(customer)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n\nBest wishes" in page


def test_long_words_can_be_opened(agent: Client, customer: Customer, happen: Happen) -> None:
    text = "I have been your customer for many years. " * 40
    happen(customer, "message_replied", data={"text": text}, summary="I have been your customer")
    page = agent.get(timeline_of(customer)).content.decode()
    assert "<details" in page[: page.index(text)].rsplit("<li", 1)[1]


def test_a_run_of_silence_and_of_machines_is_told_once_with_its_count(
    agent: Client, customer: Customer, happen: Happen
) -> None:
    for i in range(3):
        happen(customer, "message_refused", i * MINUTE, summary="The dial is full")
    happen(customer, "visit", 4 * MINUTE, summary="Came by")
    for i in range(2):
        happen(customer, "message_scanned", (5 + i) * MINUTE, message_id=7, data={"why": "privacy proxy"})
    page = agent.get(timeline_of(customer)).content.decode()
    assert titles(page) == ["We stayed silent 3 times", "Came by", "Fetched by a machine twice"]


def test_a_message_tells_what_became_of_it_and_leads_to_its_words(agent: Client, happen: Happen) -> None:
    content = make_content(links=["https://www.pharmacy.example/plan?c={{ customer.number }}"])
    message = make_message(content=content, clicked_at=NOW - DAY, state="delivered")
    happen(
        message.customer,
        "message_accepted",
        2 * DAY,
        summary="A word",
        message_id=message.pk,
        channel="email",
    )
    happen(message.customer, "message_clicked", DAY, message_id=message.pk, data={"link": 0}, channel="email")
    page = agent.get(timeline_of(message.customer)).content.decode()
    assert "link followed 15 Nov 10:00" in page
    assert "www.pharmacy.example/plan" in page
    assert "“A word”" in page
    assert reverse("console:message", args=[message.pk]) in page


def test_old_lines_are_grouped_by_month_and_young_ones_by_day(
    agent: Client, customer: Customer, happen: Happen
) -> None:
    for days in (0, 1, 2, 47, 50, 400):
        happen(customer, "visit", days * DAY)
    groups = agent.get(timeline_of(customer)).context["groups"]
    headings = [(heading, len(lines)) for heading, lines in groups]
    assert headings == [
        ("Today", 1),
        ("Yesterday", 1),
        ("Saturday, 14 November", 1),
        ("September", 2),
        ("October 2025", 1),
    ]


def sent(customer: Customer, happen: Happen, count: int, **fields: object) -> None:
    """Send so many emails that arrive, hours apart, the newest three hours ago."""
    message = make_message(customer=customer, state="delivered", **fields)
    for i in range(count):
        message.pk, message.cause = None, f"mail:{i}"
        message.save()
        for kind in ("message_accepted", "message_delivered"):
            happen(customer, kind, (i + 1) * 3 * HOUR, summary="News", channel="email", message_id=message.pk)


def test_a_run_of_unopened_emails_is_one_line_that_opens_to_each(
    agent: Client, customer: Customer, happen: Happen
) -> None:
    sent(customer, happen, 4)
    happen(customer, "visit", DAY, summary="Came by")
    page = agent.get(timeline_of(customer), headers=HTMX).content.decode()
    assert titles(page) == ["4 emails, none opened", *["News"] * 4, "Came by"]
    assert page.count("As they got it") == 4
    assert 'sandbox=""' in page and 'loading="lazy"' in page


def test_few_emails_or_opened_ones_are_told_one_by_one(
    agent: Client, customer: Customer, happen: Happen
) -> None:
    sent(customer, happen, 4, opened_at=NOW)
    page = agent.get(timeline_of(customer), headers=HTMX).content.decode()
    assert titles(page).count("News") == 4 and "none opened" not in page


def test_words_are_found_inside_whatever_the_chip_and_however_old(
    agent: Client, customer: Customer, happen: Happen
) -> None:
    fill(customer, 60, DAY)
    happen(customer, "note", 500 * DAY, data={"text": "Asked for 100% wool_socks"}, actor="staff:ana")
    happen(customer, "note", 501 * DAY, data={"text": "Asked for 1000 woolXsocks"})
    url_ = timeline_of(customer)
    found = agent.get(url_, {"inside": "100% WOOL_"}, headers=HTMX)
    assert found.content.decode().count("data-row") == 1
    assert "wool_socks" in found.content.decode() and "by ana" in found.content.decode()
    assert "timeline-newer" not in found.content.decode()
    assert "Nothing says that" in agent.get(url_, {"inside": "elephants"}).content.decode()
    assert "Nothing says that" in agent.get(url_, {"inside": "wool", "show": "calls"}).content.decode()
    page = agent.get(url_, {"inside": "Line"}, headers=HTMX).content.decode()
    assert len(titles(agent.get(older_url(page), headers=HTMX).content.decode())) == 10


def test_a_merged_person_has_one_timeline_one_summary_and_one_left_off(
    agent: Client, customer: Customer, happen: Happen
) -> None:
    alias = make_customer("M. Obermüller")
    happen(customer, "purchase", DAY, amount_minor=1000)
    happen(alias, "purchase", 2 * DAY, amount_minor=500)
    happen(alias, "message_replied", 3 * DAY, summary="Is it ready?", channel="email")
    merging.merge(alias.pk, customer.pk, actor="staff:ana", now=NOW)
    answer = agent.get(reverse("console:customer", args=[customer.pk]))
    page = answer.content.decode()
    assert "€10.00" in page and "€5.00" in page and "€15.00" in page
    assert [line["words"] for line in answer.context["customer"]["left_off"]] == ["“Is it ready?”"]
    part = agent.get(timeline_of(customer), headers=HTMX).content.decode()
    assert titles(part)[1:] == ["Bought for €10.00", "Bought for €5.00", "Wrote to us"]
    fresh = newer_url(part)
    assert agent.get(fresh, headers=HTMX).status_code == 204
    happen(alias, "visit", MINUTE, summary="Came by as of old")
    assert "Came by as of old" in agent.get(fresh, headers=HTMX).content.decode()
    assert agent.get(timeline_of(alias), headers=HTMX).status_code == 404


def test_a_message_to_somebody_under_their_old_name_can_still_be_looked_at(
    agent: Client, customer: Customer
) -> None:
    alias = make_customer("M. Obermüller")
    message = make_message(customer=alias, state="delivered")
    merging.merge(alias.pk, customer.pk, actor="staff:ana", now=NOW)
    page = agent.get(reverse("console:message", args=[message.pk]))
    assert page.status_code == 200
    assert reverse("console:customer", args=[customer.pk]) in page.content.decode()
    assert agent.get(reverse("console:message-words", args=[message.pk])).status_code == 200


def test_a_consent_is_told_in_the_words_of_its_receipt(agent: Client, customer: Customer) -> None:
    data = {"purpose": "marketing", "is_granted": False, "place": "till"}
    old = {"place": "till"}
    odd = {"purpose": "newsletter", "is_granted": "yes"}
    said = "Took back the agreement to marketing by sms"
    history.record(
        [
            Entry(customer.pk, NOW, "consent_changed", "consent", "1", "sms", summary=said, data=data),
            Entry(customer.pk, NOW - DAY, "consent_changed", "consent", "2", "sms", summary=said, data=old),
            Entry(customer.pk, NOW - 2 * DAY, "consent_changed", "shop", "3", summary="Ticked", data=odd),
        ],
        now=NOW,
    )
    page = agent.get(timeline_of(customer)).content.decode()
    assert titles(page)[:3] == ["Took back the agreement to marketing by SMS", said, "Ticked"]
