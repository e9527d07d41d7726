"""The campaign pages: written, previewed, launched and watched as a marketer would."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns import launch
from campaigns.arms import HOLD_OUT
from campaigns.models import CAMPAIGN_WORDS, Campaign, Flight, Version
from channels.models import Message
from hub.console import campaign_urls
from hub.console.rule_editor import Editor
from hub.models import Staff
from tests.campaigns.makers import make_flight, make_message
from tests.makers import NOW, make_customer, make_staff, make_topic, share_point

pytestmark = pytest.mark.django_db
HTML = '<p>Dear {{ customer.first_name }}, <a href="https://shop.example.org/plan">the plan</a></p>'


def make_campaign(key: str = "spring-sale", **fields: Any) -> Campaign:
    make_topic()
    base = {"name": "Spring sale", "topic": "offers", "sender": "Us <us@example.org>", "audience": "everyone"}
    campaign = Campaign.objects.create(key=key, **{**base, **fields})
    Version.objects.create(campaign=campaign, name="A", subject="For {{ customer.first_name }}", html=HTML)
    return campaign


@pytest.fixture
def marketer(client: Client) -> Client:
    client.force_login(make_staff("marketer"))
    return client


def form_of(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Spring sale",
        "key": "spring-sale",
        "purpose": "marketing",
        "topic": "offers",
        "channel": "email",
        "sender": "Us <us@example.org>",
        "holdout": "10",
        "not_after_hours": "48",
        "r-join": "all",
        "r.0-field": "profile:purchases",
        "r.0-operator": "at_least",
        "r.0-value": "3",
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "A",
        "form-0-weight": "1",
        "form-0-subject": "For {{ customer.first_name }}",
        "form-0-text": "",
        "form-0-html": HTML,
    } | fields


def test_a_campaign_written_in_the_browser_is_saved_as_its_file_would_say(marketer: Client) -> None:
    make_topic()
    answer = marketer.post(reverse("console:campaign-new"), form_of())
    assert answer.status_code == 302, answer.context["form"].errors
    campaign = Campaign.objects.get(key="spring-sale")
    assert campaign.audience == {"all": [{"profile": "purchases", "at_least": 3}]}
    assert (campaign.holdout, campaign.schedule) == (0.1, {"not_after_hours": 48})
    assert campaign.versions.get().subject == "For {{ customer.first_name }}"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("sender", "not an address", "sender"),
        ("r.0-value", "many", "number"),
        ("form-0-subject", "", "required"),
        ("holdout", "140", "100"),
        ("key", "no blanks", "Small letters, digits and hyphens, such as spring-sale."),
        *(("key", word, f"“{word}” is a word of our own; take another.") for word in sorted(CAMPAIGN_WORDS)),
    ],
)
def test_a_slip_in_the_form_is_said_and_nothing_typed_is_lost(
    marketer: Client, field: str, value: str, words: str
) -> None:
    make_topic()
    answer = marketer.post(reverse("console:campaign-new"), form_of(**{field: value}))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Spring sale" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_no_address_of_a_page_of_ours_can_be_a_key() -> None:
    routes = {str(each.pattern).removesuffix("/") for each in campaign_urls.urlpatterns}
    assert {route for route in routes if route and "<" not in route} == CAMPAIGN_WORDS


def test_rules_are_added_grouped_and_dropped_without_javascript(marketer: Client) -> None:
    url = reverse("console:campaign-rules")
    added = marketer.post(url, form_of(rules="add:r"))
    assert [line.path for line in added.context["rules"].children] == ["r.0", "r.1"]
    grouped = marketer.post(url, form_of(rules="group:r"))
    assert grouped.context["rules"].children[1].is_group
    dropped = marketer.post(url, form_of(rules="drop:r.0"))
    assert dropped.context["rules"].children == []


def test_the_count_follows_the_rules(marketer: Client) -> None:
    make_customer()
    url = reverse("console:campaign-count")
    assert marketer.post(url, form_of()).context["count"] == 0
    assert marketer.post(url, form_of(**{"r.0-operator": "at_most"})).context["count"] == 1
    assert "count_error" in marketer.post(url, form_of(**{"r.0-value": ""})).context


@pytest.mark.parametrize(("typed", "is_told"), [("", False), ("many", True)])
def test_a_rule_in_which_nothing_was_typed_yet_is_told_off_only_when_saved(
    marketer: Client, typed: str, is_told: bool
) -> None:
    make_topic()
    posted = form_of(**{"r.0-value": typed})
    edited = marketer.post(reverse("console:campaign-rules"), posted | {"rules": "add:r"})
    assert ('id="r.0-error"' in edited.content.decode()) == is_told
    assert "Not complete yet: “Number of purchases” " in edited.content.decode()
    saved = marketer.post(reverse("console:campaign-new"), posted)
    assert saved.status_code == 422 and 'id="r.0-error"' in saved.content.decode()


@pytest.mark.parametrize(
    "shape",
    [
        "everyone",
        {"all": [{"profile": "spent", "between": [100, 499.99]}, {"last": "purchase", "never": True}]},
        {
            "any": [
                {"not": {"any": [{"attribute": "country", "in": ["AT", "DE"]}]}},
                {"attribute": "name", "known": True},
            ]
        },
        {"all": [{"history": "visit", "at_least": 2, "within_days": 90}]},
        {"all": [{"consent": "email", "purpose": "marketing", "is": "granted"}]},
        {"all": [{"consent": "sms", "purpose": "reply", "is": "unknown"}]},
        {"all": [{"fact": "no_such_field", "is": "x"}]},
    ],
)
def test_what_a_file_says_survives_the_editor(shape: Any) -> None:
    opened = Editor.of_shape(shape)
    posted: dict[str, str] = {}

    def post(line: Any) -> None:
        if line.is_group:
            posted[f"{line.path}-join"] = line.join
        else:
            for name in ("field", "operator", "value"):
                posted[f"{line.path}-{name}"] = getattr(line, name)
        for child in line.children:
            post(child)

    post(opened.root)
    assert Editor.of_form(posted).shape() == shape


def test_launch_pause_resume_and_stop_from_the_page(marketer: Client) -> None:
    make_customer()
    campaign = make_campaign()
    url = reverse("console:campaign-state", args=[campaign.key])
    states = []
    for move in ("launch", "pause", "resume", "stop"):
        assert marketer.post(url, {"move": move}).status_code == 302
        states.append(launch.latest_flight(campaign).state)  # type: ignore[union-attr]
    assert states == ["planning", "paused", "planning", "stopped"]


def test_what_cannot_be_launched_says_why(marketer: Client) -> None:
    campaign = make_campaign()
    answer = marketer.post(
        reverse("console:campaign-state", args=[campaign.key]), {"move": "launch"}, follow=True
    )
    assert "Nobody is in the audience" in answer.content.decode()


def test_what_cannot_be_launched_says_why_at_once_where_scripts_run(marketer: Client) -> None:
    make_customer()
    campaign = make_campaign()
    campaign.versions.update(subject="For {{ customer.nope }}")
    url = reverse("console:campaign-state", args=[campaign.key])
    answer = marketer.post(url, {"move": "launch"}, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-swap-oob="beforeend:#notices"' in answer and "customer.nope" in answer
    assert (
        "customer.nope" not in marketer.get(reverse("console:campaign", args=[campaign.key])).content.decode()
    )
    campaign.versions.update(subject="For you")
    answer = marketer.post(url, {"move": "launch"}, headers={"HX-Request": "true"}).content.decode()
    assert "hx-swap-oob" not in answer and "launched" in answer


def test_the_versions_are_told_of_once_launched_and_move_with_the_funnel(marketer: Client) -> None:
    make_customer()
    campaign = make_campaign()
    page = marketer.get(reverse("console:campaign", args=[campaign.key])).content.decode()
    assert "Once it is launched, each version" in page and ">Version<" not in page
    flight = launch.launch(campaign, by="test", now=NOW)
    _sent(flight)
    moved = marketer.get(
        reverse("console:campaign-funnel", args=[campaign.key]), headers={"HX-Request": "true"}
    ).content.decode()
    assert 'hx-select-oob="#arms"' in moved and ">Version<" in moved
    assert "100 %" in moved.partition('id="arms"')[2]


def test_a_word_has_the_same_share_of_the_same_people_everywhere(marketer: Client) -> None:
    campaign = make_campaign()
    flight = make_flight(campaign, state="sending")
    for fields in ({"opened_at": NOW}, {}, {"state": "refused"}, {"state": "held"}):
        _sent(flight, **fields)
    listed = _words(marketer.get(reverse("console:campaigns")))
    page = _words(marketer.get(reverse("console:campaign", args=[campaign.key])))
    assert "opened 1 50 % of sent" in listed
    assert "Opened by a person 1 50 % of sent" in page
    assert "Opened of sent" in page and "Sent of planned" in page


@pytest.mark.parametrize(
    ("channel", "otherwise", "is_told"),
    [
        ("email", "defer", True),
        ("push", "defer", True),
        ("sms", "defer", False),
        ("letter", "defer", False),
        ("call", "defer", False),
        ("sms", "channel:email", True),
    ],
)
def test_opening_is_told_only_where_it_can_be_known(
    marketer: Client, channel: str, otherwise: str, *, is_told: bool
) -> None:
    campaign = make_campaign(channel=channel)
    flight = make_flight(campaign, state="sending", otherwise=otherwise)
    _sent(flight, channel=channel)
    listed = _words(marketer.get(reverse("console:campaigns")))
    page = _words(marketer.get(reverse("console:campaign", args=[campaign.key])))
    assert "planned 1 sent 1" in listed
    assert ("opened 0" in listed, "Opened by a person" in page, "Opened of sent" in page) == (is_told,) * 3


def test_those_held_out_have_only_bought_or_not(marketer: Client) -> None:
    campaign = make_campaign()
    flight = make_flight(campaign, state="sending")
    _sent(flight)
    _sent(flight, state="held", arm=HOLD_OUT)
    page = _words(marketer.get(reverse("console:campaign", args=[campaign.key])))
    assert "Held out 0 0 % of held out" in page


def test_the_page_of_a_campaign_shows_its_funnel_and_words(marketer: Client, statements: Any) -> None:
    customer = make_customer()
    campaign = make_campaign()
    flight = launch.launch(campaign, by="test", now=NOW)
    Message.objects.create(
        customer=customer, cause=flight.cause, channel="email", purpose="marketing", topic="offers", lane=2,
        state="refused", reason="no_consent", arm="A",
    )  # fmt: skip
    with statements(25):
        page = marketer.get(reverse("console:campaign", args=[campaign.key]))
    words = page.content.decode()
    assert "never agreed to this" in words
    assert "Everybody we know" in words or "Everyone" in words
    assert marketer.get(reverse("console:campaigns")).status_code == 200
    assert marketer.get(reverse("console:campaign-edit", args=[campaign.key])).status_code == 200


def test_the_preview_is_the_mail_of_a_real_customer_in_a_sandbox(marketer: Client) -> None:
    customer = make_customer("Jakob Winter")
    campaign = make_campaign()
    answer = marketer.get(
        reverse("console:campaign-preview", args=[campaign.key]), {"preview_customer": customer.pk}
    )
    assert "For Jakob" in answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]
    broken = marketer.post(
        reverse("console:campaign-preview-draft"),
        form_of(preview_customer=str(customer.pk), **{"form-0-html": "<p>{{ customer.name"}),
    )
    assert broken.status_code == 200
    assert "line 1" in broken.content.decode().lower()


def test_the_words_for_the_other_channel_are_written_saved_and_previewed(marketer: Client) -> None:
    customer = make_customer("Jakob Winter")
    make_topic()
    form = form_of(otherwise="channel:sms", **{"form-0-other_text": "Jakob, by phone"})
    draft = form | {"preview_version": "0-elsewhere", "preview_customer": str(customer.pk)}
    shown = marketer.post(reverse("console:campaign-preview-draft"), draft).content.decode()
    assert "Jakob, by phone" in shown and "Abmelden mit STOP" in shown
    assert marketer.post(reverse("console:campaign-new"), form).status_code == 302
    campaign = Campaign.objects.get(key="spring-sale")
    assert campaign.otherwise == "channel:sms"
    page = marketer.get(reverse("console:campaign", args=["spring-sale"])).content.decode()
    assert "A, as text message" in page.replace("SMS", "text message")
    saved = {"preview_version": f"{campaign.versions.get().pk}-elsewhere", "preview_customer": customer.pk}
    again = marketer.get(reverse("console:campaign-preview", args=["spring-sale"]), saved)
    assert "Jakob, by phone" in again.content.decode()
    form["otherwise"] = "channel:email"
    refused = marketer.post(reverse("console:campaign-new"), form | {"key": "other"})
    assert "the channel it goes by anyway" in refused.content.decode()


def test_the_export_is_the_file_that_import_reads(marketer: Client) -> None:
    campaign = make_campaign()
    answer = marketer.get(reverse("console:campaign-export", args=[campaign.key]))
    assert answer["Content-Disposition"] == 'attachment; filename="spring-sale.yaml"'
    assert "key: spring-sale" in answer.content.decode()


def test_nothing_is_called_missing_before_it_is_saved(marketer: Client) -> None:
    make_topic()
    empty = form_of(name="", sender="", **{"form-0-subject": ""})
    url = reverse("console:campaign-new")
    for edit in ({"versions": "add"}, {"rules": "add:r"}):
        page = marketer.post(url, empty | edit).content.decode()
        assert "required." not in page and "errorlist" not in page
    assert marketer.post(url, empty).content.decode().count("This field is required.") == 3


@pytest.mark.parametrize("role", Staff.Role.values)
def test_only_those_who_may_see_and_change_campaigns(client: Client, role: str) -> None:
    campaign = make_campaign()
    client.force_login(make_staff(role))
    may_see, may_edit = role != "agent", role in ("marketer", "admin")
    assert client.get(reverse("console:campaigns")).status_code == (200 if may_see else 403)
    assert client.get(reverse("console:campaign-new")).status_code == (200 if may_edit else 403)
    url = reverse("console:campaign-state", args=[campaign.key])
    assert client.post(url, {"move": "launch"}).status_code == (302 if may_edit else 403)


def test_a_letter_is_previewed_as_a_page_and_as_the_pdf_itself(log_in: Any) -> None:
    client = log_in("admin")
    customer = make_customer("Ana Petrović")
    share_point(customer, "Hauptplatz 1\n8010\nGraz\nAT", "postal")
    form = {
        "purpose": "marketing", "topic": "offers", "channel": "letter", "sender": "Apotheke",
        "preview_customer": customer.pk, "form-0-name": "A", "form-0-subject": "Hello",
        "form-0-text": "Dear {{ customer.first_name }}",
    }  # fmt: skip
    page = client.post("/console/campaigns/preview/", form).content.decode()
    assert "Hauptplatz 1" in page
    assert "Dear Ana" in page
    pdf = client.post("/console/campaigns/preview/", form | {"pdf": "1"})
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_who_serves_nobody_previews_a_letter_without_the_address(log_in: Any) -> None:
    customer = make_customer("Ana Petrović")
    share_point(customer, "Hauptplatz 1\n8010\nGraz\nAT", "postal")
    form = {
        "purpose": "marketing", "topic": "offers", "channel": "letter", "sender": "Apotheke",
        "preview_customer": customer.pk, "form-0-name": "A", "form-0-subject": "Hello",
        "form-0-text": "Dear {{ customer.first_name }}",
    }  # fmt: skip
    page = log_in("marketer").post("/console/campaigns/preview/", form).content.decode()
    assert "Hauptplatz 1" not in page
    assert "•••" in page
    assert "Dear Ana" in page


def test_the_list_names_topics_as_people_do(marketer: Client) -> None:
    make_topic("health-tips", "Health tips")
    make_campaign(topic="health-tips")
    listed = _words(marketer.get(reverse("console:campaigns")))
    assert "Health tips" in listed and "health-tips" not in listed


def _sent(flight: Flight, **fields: Any) -> None:
    base = {"state": "accepted", "arm": "A"}
    make_message(make_customer("Anna"), flight.cause, **base | fields)


def _words(answer: Any) -> str:
    return " ".join(re.sub("<[^>]+>", " ", answer.content.decode()).split())
