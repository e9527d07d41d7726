"""The page of API keys: made and shown once, rotated with an overlap, revoked; for administrators alone."""

import html
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hub.api import keys
from hub.models import ApiKey, SettingChange, Staff
from tests.hub.api.conftest import Api
from tests.hub.console.conftest import LogIn
from tests.makers import make_topic

pytestmark = pytest.mark.django_db
PAGE = "/console/settings/keys/"
SHOP = {"name": "shop", "scopes": ["customers:read", "interactions:write"]}


@pytest.fixture
def owner(log_in: LogIn) -> Client:
    cache.clear()
    return log_in("admin", username="ruth")


def words(answer: Any) -> str:
    return html.unescape(" ".join(answer.content.decode().split()))


def mark(client: Client) -> str:
    return str(client.get(f"{PAGE}?new").context["once"])


def make(client: Client, **said: Any) -> Any:
    return client.post(PAGE, {"once": mark(client)} | SHOP | said)


def rotate(client: Client, key: ApiKey, overlap: str = "24", **said: str) -> Any:
    url = reverse("console:settings-key", args=[key.pk])
    return client.post(url, {"once": mark(client), "move": "rotate", "overlap": overlap} | said, follow=True)


def text_in(answer: Any) -> str:
    return re.search(r"rapport_[0-9a-f]{8}_[\w-]{43}", words(answer))[0]  # type: ignore[index]


def test_without_keys_the_page_says_what_a_key_is_for(owner: Client) -> None:
    said = words(owner.get(PAGE))
    assert "No other system may come in" in said
    assert "has to write interactions and nothing else" in said


def test_a_key_is_made_and_works_and_its_line_to_try_it_too(owner: Client) -> None:
    made = make(owner, per_minute="50", ends_on=str(timezone.localdate() + timedelta(days=3)))
    text, key = text_in(made), ApiKey.objects.get()
    assert key.prefix in text
    assert (key.name, key.scopes, key.per_minute, key.made_by) == ("shop", SHOP["scopes"], 50, "staff:ruth")
    assert key.expires_at is not None
    assert timezone.localtime(key.expires_at).date() == timezone.localdate() + timedelta(days=4)
    assert Api(text).get("event-kinds/").status_code == 200
    assert Api(text).get("messages/?key=1").status_code == 403
    line = re.search(r'curl --fail-with-body "http://testserver(\S+)" -H "(\w+): ([^"]+)"', words(made))
    assert line is not None
    path, header, value = line.groups()
    assert Client().get(path, headers={header: value}).status_code == 200


def test_a_key_is_shown_a_single_time_and_kept_nowhere_else(
    owner: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = make(owner)
    secret = text_in(made).split("_", 2)[2]
    assert "no-store" in made["Cache-Control"]
    assert secret not in words(owner.get(PAGE))
    kept = [str(vars(each)) for each in (*SettingChange.objects.all(), *ApiKey.objects.all())]
    kept += [str(each.get_decoded()) for each in Session.objects.all()]
    assert all(secret not in each for each in (*kept, caplog.text))


def test_sent_a_second_time_the_form_makes_no_second_key(owner: Client) -> None:
    form = SHOP | {"once": mark(owner)}
    owner.post(PAGE, form)
    again = owner.post(PAGE, form, follow=True)
    assert "That was sent before and counted once" in words(again)
    assert not re.search(r"rapport_[0-9a-f]{8}_[\w-]{43}", words(again))
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "x" * 41}, "at most 40 characters"),
        ({"scopes": []}, "Choose at least one thing that it may do"),
        ({"scopes": ["everything"]}, "everything is not one of the available choices"),
        ({"ends_on": "2020-01-01"}, "This day is over already"),
        ({"per_minute": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_made_is_said_beside_its_field_and_what_was_typed_stays(
    owner: Client, flaw: dict[str, Any], said: str
) -> None:
    answer = make(owner, **flaw)
    assert answer.status_code == 422
    assert said in words(answer)
    if "scopes" not in flaw:
        assert 'value="customers:read" checked' in words(answer)
    assert not ApiKey.objects.exists()


def test_a_rotated_key_goes_on_until_its_overlap_is_over(owner: Client) -> None:
    old_text = text_in(make(owner))
    old = ApiKey.objects.get()
    answer = rotate(owner, old, "1")
    new_text = text_in(answer)
    old.refresh_from_db()
    new = ApiKey.objects.exclude(pk=old.pk).get()
    assert new_text != old_text and new.scopes == old.scopes
    assert new.predecessor == old and new.made_by == "staff:ruth"
    assert [Api(text).get("event-kinds/").status_code for text in (old_text, new_text)] == [200, 200]
    assert old.expires_at is not None
    assert timedelta(minutes=59) < old.expires_at - timezone.now() <= timedelta(hours=1)
    page = words(owner.get(PAGE))
    assert "Being replaced" in page and f'follows <span class="mono">{old.prefix}' in page
    assert f'followed by <span class="mono">{new.prefix}' in page


def test_a_key_rotated_at_once_opens_nothing_any_more(owner: Client) -> None:
    old_text = text_in(make(owner))
    answer = rotate(owner, ApiKey.objects.get(), "0")
    assert "opens nothing any more" in words(answer)
    assert Api(old_text).get("event-kinds/").status_code == 401
    assert Api(text_in(answer)).get("event-kinds/").status_code == 200


def test_a_key_is_followed_by_one_other_only(owner: Client) -> None:
    make(owner)
    key = ApiKey.objects.get()
    rotate(owner, key)
    assert "is followed by another key already" in words(rotate(owner, key))
    assert ApiKey.objects.count() == 2


def test_a_revoked_key_opens_nothing_and_is_shown_among_the_ended(owner: Client) -> None:
    text = text_in(make(owner))
    key = ApiKey.objects.get()
    gone = owner.post(reverse("console:settings-key", args=[key.pk]), {"move": "revoke"}, follow=True)
    assert "is revoked. From now on it opens nothing." in words(gone)
    assert Api(text).get("event-kinds/").status_code == 401
    assert gone.context["keys"] == []
    assert [each["prefix"] for each in gone.context["ended"]] == [key.prefix]
    assert "has ended" in words(rotate(owner, key))


def test_who_made_rotated_and_revoked_what_stands_below(owner: Client) -> None:
    make(owner)
    key = ApiKey.objects.get()
    rotate(owner, key)
    owner.post(reverse("console:settings-key", args=[key.pk]), {"move": "revoke"})
    made, rotated, revoked = SettingChange.objects.filter(concern="keys").order_by("pk")
    said = f"shop ({key.prefix}): Reads customers; writes interactions; without end; 600 requests a minute"
    assert (made.before, made.after, made.actor) == ("", said, "staff:ruth")
    assert rotated.before == said
    assert f"it follows {key.prefix}, which ends after a day" in rotated.after
    assert (revoked.before.startswith(f"shop ({key.prefix})"), revoked.after) == (True, "")
    assert "Removed by ruth" in words(owner.get(PAGE))


def test_a_key_says_how_it_stands(owner: Client) -> None:
    now = timezone.now()
    for name, days, used in (("new", None, False), ("busy", None, True), ("old", 3, True)):
        ends = now + timedelta(days=days) if days else None
        key, _ = keys.make(name, list(keys.SCOPES), by="", now=now, expires_at=ends)
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now if used else None)
    lines = {each["name"]: each for each in owner.get(PAGE).context["keys"]}
    assert {name: line["state"] for name, line in lines.items()} == {
        "new": "Not used yet", "busy": "In use", "old": "Ends soon",
    }  # fmt: skip
    assert lines["new"]["may"] == "May do everything that the API offers"
    assert lines["new"]["made_by"] == "on the command line"


@pytest.mark.parametrize("role", sorted(set(Staff.Role) - {"admin"}))
def test_nobody_else_sees_or_does_anything(log_in: LogIn, role: str) -> None:
    key, _ = keys.make("shop", ["customers:read"], now=timezone.now())
    other = log_in(role)
    place = reverse("console:settings-key", args=[key.pk])
    answers = [other.get(PAGE), other.post(PAGE, SHOP), other.post(place, {"move": "revoke"})]
    assert [each.status_code for each in answers] == [403] * 3
    key.refresh_from_db()
    assert key.expires_at is None and ApiKey.objects.count() == 1


def test_the_tabs_of_others_do_not_lead_there(log_in: LogIn) -> None:
    make_topic()
    tabs = [tab["url"] for tab in log_in("marketer").get("/console/settings/").context["tabs"]]
    assert PAGE not in tabs and "/console/settings/webhooks/" not in tabs


def test_a_move_that_is_none_is_not_found(owner: Client) -> None:
    make(owner)
    place = reverse("console:settings-key", args=[ApiKey.objects.get().pk])
    assert owner.post(place, {"move": "dance"}).status_code == 404
    assert owner.post(place, {"move": "rotate", "overlap": "9999"}).status_code == 404
    assert owner.get(place).status_code == 405
    assert owner.post(reverse("console:settings-key", args=[10**6]), {"move": "revoke"}).status_code == 404


def test_the_list_asks_as_much_for_many_keys_as_for_one(owner: Client, statements: Any) -> None:
    for number in range(12):
        keys.make(f"till {number}", ["customers:read"], now=timezone.now())
    with statements(10):
        owner.get(PAGE)
