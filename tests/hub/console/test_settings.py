"""What the owner sets for everybody: who may change it, what each rule does, and who changed what."""

from datetime import time
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from channels import outbox
from customers import gate, learning, wordings
from customers.gate import Reason
from customers.models import (
    DefaultDial,
    HouseLimit,
    PressureLimit,
    ProfileField,
    QuietHours,
    RestRule,
    Topic,
    Touch,
    Wording,
)
from hub.console.settings_concerns import CONCERNS
from hub.models import SettingChange
from tests.channels.test_receipts import make_message
from tests.hub.console.conftest import LogIn
from tests.makers import NOW, make_customer, make_topic, share_point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGES = [*CONCERNS, "wordings"]
OTHERS = ["teams", "answers", "channels", "keys", "webhooks", "viewings"]
EVERY_DAY = ["1", "2", "3", "4", "5", "6", "7"]
GOOD: dict[str, dict[str, Any]] = {
    "topics": {"key": "recipes", "label": "Recipes", "description": "What to cook."},
    "defaults": {"country": "AT", "channel": "email", "topic": "", "position": "3"},
    "limits": {"purpose": "marketing", "channel": "", "topic": "offers", "position": "4"},
    "quiet": {
        "purpose": "marketing", "country": "", "channel": "", "weekdays": EVERY_DAY,
        "starts": "20:00", "ends": "08:00", "why": "Custom",
    },
    "rest": {"channel": "email", "topic": "", "ignored": "5", "within_days": "14", "rest_days": "30"},
    "pressure": {"limit": "2"},
}  # fmt: skip


@pytest.fixture
def owner(log_in: LogIn) -> Client:
    make_topic()
    return log_in("admin", username="ruth")


def page(concern: str) -> str:
    return reverse("console:settings-concern", args=[concern])


def rule(concern: str, row: Any) -> str:
    return reverse("console:settings-rule", args=[concern, row.pk])


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def model_of(concern: str) -> Any:
    return CONCERNS[concern].form._meta.model


@pytest.mark.parametrize("role", ["agent", "manager", "analyst"])
@pytest.mark.parametrize("concern", PAGES)
def test_who_has_nothing_to_do_with_it_does_not_see_it(log_in: LogIn, role: str, concern: str) -> None:
    browser = log_in(role)
    assert browser.get(page(concern)).status_code == 403
    assert b"console/settings" not in browser.get("/console/").content


@pytest.mark.parametrize("concern", PAGES)
def test_marketers_see_and_change_nothing(log_in: LogIn, concern: str) -> None:
    make_topic()
    marketer = log_in("marketer")
    seen = marketer.get(page(concern))
    assert seen.status_code == 200
    assert 'method="post"' not in seen.content.decode().partition("<main")[2].partition("</main>")[0]
    if concern == "wordings":
        draft = reverse("console:settings-wording", args=["erase.asked", "en"])
        assert marketer.post(draft, {"text": "Forget me on {due}."}).status_code == 403
        assert not Wording.objects.exists()
    else:
        known = model_of(concern).objects.count()
        assert marketer.post(page(concern), GOOD[concern]).status_code == 403
        assert model_of(concern).objects.count() == known
    assert not SettingChange.objects.exists()


def test_the_pages_lead_to_each_other(owner: Client) -> None:
    first = owner.get("/console/settings/")
    assert first.context["concern"].key == "topics"
    assert [tab["url"] for tab in first.context["tabs"]] == [page(each) for each in (*PAGES, *OTHERS)]
    assert owner.get(page("nonsense")).status_code == 404


@pytest.mark.parametrize("concern", CONCERNS)
def test_a_rule_is_added_changed_and_removed_and_each_change_is_kept(owner: Client, concern: str) -> None:
    model, before = model_of(concern), set(model_of(concern).objects.values_list("pk", flat=True))
    added = owner.post(page(concern), GOOD[concern], follow=True)
    assert "It holds from the next touch on." in words(added)
    row = model.objects.exclude(pk__in=before).get()
    change = dict(GOOD[concern])
    name, value = {
        "topics": ("label", "Kitchen"), "defaults": ("position", "1"), "limits": ("position", "0"),
        "quiet": ("ends", "09:00"), "rest": ("rest_days", "60"), "pressure": ("limit", "1.5"),
    }[concern]  # fmt: skip
    owner.post(rule(concern, row), change | {name: value})
    row = model.objects.get(pk=row.pk)
    assert str(getattr(row, name)).startswith(value)
    gone = owner.post(rule(concern, row), {"move": "remove"}, follow=True)
    assert not model.objects.filter(pk=row.pk).exists()
    assert "in case that was a mistake" in words(gone)
    put_back = gone.context["add_form"]
    assert all(str(put_back[field].value()) for field in change if change[field] not in ("", []))
    first, second, third = SettingChange.objects.order_by("pk")
    assert (first.before, first.after) == ("", second.before)
    assert (second.after, third.after) == (third.before, "")
    assert {first.actor, second.actor, third.actor} == {"staff:ruth"}
    assert "Changed by ruth" in words(gone) and "Removed by ruth" in words(gone)


@pytest.mark.parametrize("concern", CONCERNS)
def test_saving_without_a_change_is_no_change(owner: Client, concern: str) -> None:
    owner.post(page(concern), GOOD[concern])
    row = model_of(concern).objects.order_by("pk").last()
    owner.post(rule(concern, row), GOOD[concern])
    assert SettingChange.objects.count() == 1


def test_changes_cannot_be_rewritten(owner: Client) -> None:
    owner.post(page("pressure"), GOOD["pressure"])
    for forge in (SettingChange.objects.all().delete, lambda: SettingChange.objects.update(actor="nobody")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forge()


def test_changes_are_paged(owner: Client) -> None:
    for position in range(20):
        row = HouseLimit.objects.first()
        owner.post(
            rule("limits", row) if row else page("limits"), GOOD["limits"] | {"position": position % 9}
        )
    first = owner.get(page("limits"))
    older = owner.get(first.context["older_changes_url"])
    assert [len(answer.context["changes"]) for answer in (first, older)] == [15, 5]
    assert older.context["changes"][-1]["what"] == "Added"


@pytest.mark.parametrize(
    ("concern", "bad"),
    [
        ("topics", {"key": "offers"}),
        ("topics", {"key": "with space"}),
        ("topics", {"label": ""}),
        ("defaults", {"country": "XX"}),
        ("defaults", {"position": "11"}),
        ("limits", {"topic": "nonsense"}),
        ("limits", {"purpose": ""}),
        ("quiet", {"weekdays": []}),
        ("quiet", {"starts": "25:00"}),
        ("rest", {"ignored": "0"}),
        ("rest", {"within_days": "91"}),
        ("rest", {"rest_days": "366"}),
        ("pressure", {"limit": "0"}),
        ("pressure", {"limit": "nan"}),
    ],
)
def test_what_is_no_rule_is_refused_with_what_was_typed(
    owner: Client, concern: str, bad: dict[str, Any]
) -> None:
    known = model_of(concern).objects.count()
    answer = owner.post(page(concern), GOOD[concern] | bad)
    assert answer.status_code == 422
    assert answer.context["adds_now"] and "errorlist" in answer.content.decode()
    assert model_of(concern).objects.count() == known
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize("concern", ["defaults", "limits", "rest"])
def test_a_second_rule_for_the_same_is_refused(owner: Client, concern: str) -> None:
    owner.post(page(concern), GOOD[concern])
    again = owner.post(page(concern), GOOD[concern])
    assert again.status_code == 422
    assert "There is a rule for exactly this already" in words(again)


def test_there_is_one_limit_of_pressure(owner: Client) -> None:
    owner.post(page("pressure"), GOOD["pressure"])
    assert owner.get(page("pressure")).context["add_form"] is None
    assert owner.post(page("pressure"), {"limit": "9"}).status_code == 404
    assert PressureLimit.objects.get().limit == 2


def test_a_topic_in_use_stays_and_can_be_renamed(owner: Client) -> None:
    topic = make_topic()
    Touch.objects.create(
        customer_id=1, channel="till", topic="offers", purpose="marketing", state="spent", actor="x",
        touched_at=NOW,
    )  # fmt: skip
    kept = owner.post(rule("topics", topic), {"move": "remove"}, follow=True)
    assert "Offers stays: a touch uses it." in words(kept)
    owner.post(rule("topics", topic), {"label": "Bargains", "description": "", "key": "other"})
    assert Topic.objects.get().label == "Bargains" and Topic.objects.get().key == "offers"


def test_a_bad_key_of_a_topic_is_refused_with_how_one_looks(owner: Client) -> None:
    refused = owner.post(page("topics"), GOOD["topics"] | {"key": "Health tips!"})
    assert "Small letters, digits and hyphens, such as health-tips." in words(refused)


def test_a_topic_has_a_name_in_each_language_and_customers_read_theirs(owner: Client) -> None:
    topic = make_topic()
    german = {"label_de": "Angebote", "description_de": "Was weniger kostet."}
    owner.post(rule("topics", topic), {"label": "Offers", "description": "What costs less."} | german)
    topic.refresh_from_db()
    assert topic.words_in("de") == ("Angebote", "Was weniger kostet.")
    assert topic.words_in("en") == topic.words_in(None) == ("Offers", "What costs less.")
    told = "Offers: What costs less. · Deutsch: Angebote. Was weniger kostet."
    assert SettingChange.objects.get().after == told
    shown = words(owner.get(rule("topics", topic)))
    assert '<strong class="wrap-words">Offers</strong>' in shown
    for line in ("What costs less.", "Deutsch: Angebote. Was weniger kostet."):
        assert f'<p class="small soft wrap-words">{line}</p>' in shown
    assert "Name in Deutsch" in shown


def test_a_starting_position_can_hold_for_those_whose_profile_says_so(owner: Client) -> None:
    learning.declare("tier", "Tier", ProfileField.Type.TEXT)
    given = {"country": "", "field": "tier", "value": "gold", "channel": "", "topic": "", "position": "9"}
    half = owner.post("/console/settings/defaults/", given | {"value": ""})
    assert "Give a field and what it is, or neither." in words(half)
    owner.post("/console/settings/defaults/", given)
    assert "Everywhere where tier is gold, everything: 4 a day" in SettingChange.objects.get().after
    assert examples(owner, "defaults") == [
        "Somebody whose tier is gold who never turned this dial gets 4 a day;"
        " who turns it to “3 a week” gets 3 a week."
    ]


def quiet(**fields: Any) -> dict[str, Any]:
    return GOOD["quiet"] | fields


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": "00:00", "ends": "00:00"},
        {"starts": "08:00", "ends": "19:30"},
        {"starts": "07:00", "ends": "20:00", "channel": "call", "country": "AT"},
    ],
)
def test_quiet_hours_that_leave_no_hour_in_the_week_are_refused(
    owner: Client, fields: dict[str, Any]
) -> None:
    assert owner.post(page("quiet"), quiet()).status_code == 302
    answer = owner.post(page("quiet"), quiet(**fields))
    assert answer.status_code == 422
    assert "would have no hour left in the whole week" in words(answer)
    assert QuietHours.objects.count() == 1


def test_quiet_hours_of_two_places_and_purposes_do_not_add_up(owner: Client) -> None:
    owner.post(page("quiet"), quiet(country="AT"))
    assert owner.post(page("quiet"), quiet(starts="08:00", ends="20:00", country="DE")).status_code == 302
    assert owner.post(page("quiet"), quiet(starts="08:00", ends="20:00", purpose="reply")).status_code == 302
    two = quiet(starts="08:00", ends="20:00", weekdays=["1", "2"])
    assert owner.post(page("quiet"), two | {"country": "AT"}).status_code == 302


def test_the_week_is_drawn_with_the_hours_it_leaves(owner: Client) -> None:
    owner.post(page("quiet"), quiet())
    owner.post(
        page("quiet"), quiet(channel="call", starts="00:00", ends="00:00", weekdays=["6", "7"], country="AT")
    )
    general, calls = owner.get(page("quiet")).context["weeks"]
    assert (general["title"], calls["title"]) == ("marketing", "marketing by phone in Austria")
    assert {day["words"] for day in general["days"]} == {"8:00 to 20:00"}
    assert [day["words"] for day in calls["days"]][4:] == ["8:00 to 20:00", "quiet all day", "quiet all day"]
    assert [round(bar["width"], 2) for bar in general["days"][0]["quiet"]] == [33.33, 16.67]


def examples(owner: Client, concern: str) -> list[str]:
    return [row["example"] for row in owner.get(page(concern)).context["rows"]]


def test_each_rule_has_a_worked_example_by_the_real_functions(owner: Client) -> None:
    HouseLimit.objects.create(position=5)
    HouseLimit.objects.create(channel="sms", position=9)
    HouseLimit.objects.create(channel="call", position=0)
    HouseLimit.objects.create(channel="till", position=10)
    assert [row["words"] for row in owner.get(page("limits")).context["rows"]] == [
        "Marketing, everything: at most 2 a week", "Marketing, SMS: at most 4 a day",
        "Marketing, call: none at all", "Marketing, till: as they come",
    ]  # fmt: skip
    assert examples(owner, "limits") == [
        "Whoever got one on Monday 23 November 10:00 and Tuesday gets the next on Monday 30 November 10:00 at"
        " the earliest.",
        "Whoever got one on Monday 23 November 10:00, 12:00, 14:00 and 16:00 gets the next on Tuesday 24"
        " November 10:00 at the earliest.",
        "Nobody gets any of it, wherever their dials stand.",
        "Sets no limit of its own: what their dials leave, they get.",
    ]
    DefaultDial.objects.create(topic="offers", position=2)
    DefaultDial.objects.create(topic="offers", position=6, country="AT")
    DefaultDial.objects.create(channel="sms", position=0)
    DefaultDial.objects.create(channel="till", position=10)
    assert examples(owner, "defaults") == [
        "Somebody who never turned this dial gets 1 a month; who turns it to “3 a week” gets 3 a week.",
        "Somebody in Austria who never turned this dial gets 3 a week; who turns it to “1 a week” gets"
        " 1 a week.",
        "Somebody who never turned this dial gets none at all; who turns it to “3 a week” gets 3 a week.",
        "Somebody who never turned this dial gets them as they come; who turns it to “3 a week” gets"
        " 3 a week.",
    ]
    RestRule.objects.create(ignored=5, within_days=14, rest_days=30)
    RestRule.objects.create(channel="sms", ignored=1, within_days=1, rest_days=1)
    assert examples(owner, "rest") == [
        "Who got 5 from 9 November to 20 November and answered none gets the next on Sunday 20 December 14:48"
        " at the earliest; who answered the last one goes on getting them.",
        "As it stands, the rest is over before it begins.",
    ]
    PressureLimit.objects.create(pk=1, limit=2)
    assert examples(owner, "pressure") == [
        "Who never answers has peace after 6 at one a week and has peace after 3 at one a day; who always"
        " answers goes on getting one a week."
    ]
    PressureLimit.objects.update(limit=3)
    assert examples(owner, "pressure")[0].startswith(
        "Who never answers goes on getting one a week and has peace after 4 at one a day;"
    )


def test_quiet_hours_tell_what_becomes_of_those_whose_zone_we_do_not_know(owner: Client) -> None:
    for country in ("AT", "US", "RU"):
        starts = time(14) if country == "RU" else time(20)
        QuietHours.objects.create(
            country=country, starts=starts, ends=time(9), weekdays=[1, 2, 3, 4, 5, 6, 7]
        )
    austria, america, russia = examples(owner, "quiet")
    assert austria == "What is ready in Vienna on Monday 20:30 waits until Tuesday 09:00."
    assert "whose zone we do not know, until it is Tuesday 14:00 there: allowed in all 29 zones." in america
    assert "there is no hour at all: it is quiet somewhere among" in russia


def test_a_narrower_rule_holds_at_once_for_what_waits(owner: Client) -> None:
    message = make_message(customer=make_customer(), state="queued", accepted_at=None, due_at=NOW)
    message.contact_point = share_point(message.customer, "waiting@example.org")
    message.save()
    assert gate.judge([outbox.ask_of(message)], now=NOW)[0].is_allowed
    owner.post(page("limits"), GOOD["limits"] | {"position": "0"})
    with transaction.atomic():
        (verdict,) = gate.spend([outbox.ask_of(message)], now=NOW)
    assert verdict.reason == Reason.HOUSE_LIMIT
    assert "What already waits is judged again when its turn comes" in words(owner.get(page("limits")))


def draft(key: str = "dial.spoken", language: str = "de", name: str = "settings-wording") -> str:
    return reverse(f"console:{name}", args=[key, language])


def test_a_new_version_of_a_wording_is_shown_from_now_on_and_the_old_one_stays(owner: Client) -> None:
    owner.post(draft(), {"text": "{scope}: {promise}?"})
    added = owner.post(draft(), {"text": "{scope}, {promise}. Recht so?"}, follow=True)
    assert wordings.current("dial.spoken", "de").version == "dial.spoken/de/2"
    assert wordings.text_of("dial.spoken/de/1") == "{scope}: {promise}?"
    page_words = words(added)
    assert "version 2 by ruth" in page_words and "Version 1 by ruth" in page_words
    last = SettingChange.objects.latest("pk")
    assert last.before.endswith(": {scope}: {promise}?") and last.after.endswith(". Recht so?")


@pytest.mark.parametrize(
    "text", ["", "No blanks", "{scope} {promise} {more}", "{scope} {promise", "{scope!r} {promise}"]
)
def test_a_wording_with_wrong_blanks_is_refused_and_kept_in_the_form(owner: Client, text: str) -> None:
    answer = owner.post(draft(), {"text": text})
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()
    assert not Wording.objects.exists() and not SettingChange.objects.exists()


def test_a_draft_can_be_looked_at_with_its_blanks_filled_in(owner: Client) -> None:
    live = owner.post(draft(name="settings-wording-preview"), {"text": "<b>{scope}</b> – {promise}"})
    assert "&lt;b&gt;E-Mails&lt;/b&gt; – höchstens 2 im Monat" in words(live)
    assert b"<html" not in live.content
    plain = owner.post(draft(), {"text": "{scope} – {promise}!", "look": "1"})
    assert "E-Mails – höchstens 2 im Monat!" in words(plain)
    wrong = owner.post(draft(name="settings-wording-preview"), {"text": "{scope}"})
    assert "This wording needs {promise}, {scope}" in words(wrong)
    assert not Wording.objects.exists()


@pytest.mark.parametrize(("key", "language"), [("nonsense", "en"), ("dial.spoken", "fr")])
def test_what_is_no_wording_is_not_there(owner: Client, key: str, language: str) -> None:
    for name in ("settings-wording", "settings-wording-preview"):
        assert owner.post(draft(key, language, name), {"text": "x"}).status_code == 404


def test_every_kind_of_wording_can_be_filled_in(owner: Client) -> None:
    for key, kind in wordings.KINDS.items():
        for language, text in kind.ours.items():
            answer = owner.post(draft(key, language, "settings-wording-preview"), {"text": text})
            assert "errorlist" not in answer.content.decode() and b"{" not in answer.content


@pytest.mark.parametrize("concern", PAGES)
def test_a_page_costs_the_same_for_one_rule_and_for_twenty(owner: Client, concern: str) -> None:
    costs = []
    owner.get(page(concern))
    for number in (1, 20):
        for position in range(number):
            key = f"topic-{number}-{position}"
            Topic.objects.create(key=key, label=key)
            HouseLimit.objects.create(topic=key, position=3)
            DefaultDial.objects.create(topic=key, position=3)
            RestRule.objects.create(topic=key, ignored=3, within_days=9, rest_days=9)
            QuietHours.objects.create(starts=time(22), ends=time(6), weekdays=[1 + position % 7])
        with CaptureQueriesContext(connection) as asked:
            owner.get(page(concern))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12, costs


def test_another_site_changes_nothing(owner: Client) -> None:
    owner.handler.enforce_csrf_checks = True
    assert owner.post(page("pressure"), GOOD["pressure"]).status_code == 403
    assert not PressureLimit.objects.exists()


def test_looking_changes_nothing(owner: Client) -> None:
    row = HouseLimit.objects.create(position=3)
    for address in (page("limits"), rule("limits", row), f"{rule('limits', row)}?move=remove", draft()):
        assert owner.get(address, {"text": "{scope} {promise}"}).status_code == 200
    assert HouseLimit.objects.count() == 1 and not Wording.objects.exists()
    assert not SettingChange.objects.exists()
