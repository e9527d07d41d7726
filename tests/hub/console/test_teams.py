"""Teams and canned answers: who sets them up, what is refused; sessions end with a role or password."""

from typing import Any

import pytest
from django.test import Client

from channels import conversations
from channels.conversations import Word
from channels.talk import Conversation
from hub.models import CannedAnswer, SettingChange, Staff, Team
from tests.hub.console.conftest import LogIn
from tests.makers import NOW, make_customer, make_staff, make_topic

pytestmark = pytest.mark.django_db
TEAMS, ANSWERS = "/console/settings/teams/", "/console/settings/answers/"
CARE = {
    "name": "Customer care",
    "order": "10",
    "first_answer_minutes": "30",
    "answer_minutes": "120",
    "opens_at": "08:00",
    "closes_at": "18:00",
    "weekdays": ["0", "1", "2", "3", "4"],
    "topics": ["offers"],
}


def test_an_owner_makes_a_team_and_who_did_it_is_kept(log_in: LogIn) -> None:
    make_topic()
    admin, agent = log_in("admin"), make_staff("agent")
    assert admin.post(TEAMS, CARE | {"members": [agent.pk]}).status_code == 302
    team = Team.objects.get()
    assert (team.name, team.topics, team.weekdays) == ("Customer care", ["offers"], [0, 1, 2, 3, 4])
    page = admin.get(TEAMS).content.decode()
    assert "First answer within 30 min, each further one within 2 h" in page and "08:00 to 18:00" in page
    assert SettingChange.objects.get().actor == "staff:admin"


def test_a_team_that_is_removed_lets_its_conversations_go_where_their_topic_says(log_in: LogIn) -> None:
    admin, team = log_in("admin"), Team.objects.create(name="Care")
    conversations.heard(Word(make_customer().pk, "email", "Hello?", NOW), now=NOW)
    Conversation.objects.update(team_id=team.pk)
    gone = admin.post(f"{TEAMS}{team.pk}/", {"move": "remove"}, follow=True).content.decode()
    assert "Removed. What was in its queue is where its topic says." in gone
    assert not Team.objects.exists() and Conversation.objects.get().team_id is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"closes_at": ""}, "Give both hours"),
        ({"closes_at": "07:00"}, "It closes before it opens"),
        ({"name": ""}, "This field is required"),
        ({"topics": ["nothing"]}, "Select a valid choice"),
    ],
)
def test_a_slip_is_said_and_nothing_is_kept(log_in: LogIn, said: dict[str, Any], words: str) -> None:
    make_topic()
    answer = log_in("admin").post(TEAMS, CARE | said)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Team.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dear {{ customer.first_nmae }}", "Did you mean {{ customer.first_name }}?"),
        ("{% if %}", "Line 1"),
        ("{{ settings.SECRET_KEY }}", "Nothing fills in"),
    ],
)
def test_a_canned_answer_is_checked_before_it_is_kept(log_in: LogIn, text: str, words: str) -> None:
    answer = log_in("admin").post(ANSWERS, {"name": "Hello", "text": text})
    assert answer.status_code == 422
    assert words in answer.content.decode().replace("&#x27;", "'"), answer.context["form"].errors
    assert not CannedAnswer.objects.exists()


def test_a_good_one_is_kept_changed_and_removed(log_in: LogIn) -> None:
    admin = log_in("admin")
    admin.post(ANSWERS, {"name": "Hello", "language": "de", "text": "Grüß Gott {{ customer.first_name }}"})
    canned = CannedAnswer.objects.get()
    assert (canned.language, canned.team) == ("de", None)
    admin.post(f"{ANSWERS}{canned.pk}/", {"name": "Hello", "text": "Servus"})
    canned.refresh_from_db()
    assert canned.text == "Servus" and "Servus" in admin.get(ANSWERS).content.decode()
    gone = admin.post(f"{ANSWERS}{canned.pk}/", {"move": "remove"}, follow=True).content.decode()
    assert "Removed." in gone and "queue" not in gone
    assert not CannedAnswer.objects.exists() and SettingChange.objects.count() == 3


def test_only_owners_change_them_and_marketers_look(log_in: LogIn) -> None:
    marketer, agent = log_in("marketer"), log_in("agent")
    for address in (TEAMS, ANSWERS):
        assert marketer.get(address).status_code == 200
        assert marketer.post(address, CARE).status_code == 403
        assert agent.get(address).status_code == 403
    assert not Team.objects.exists()


@pytest.mark.parametrize("change", ["role", "password", "is_active"])
def test_sessions_end_when_role_or_password_change_or_the_account_is_closed(change: str) -> None:
    staff = make_staff("agent")
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(staff)
        assert client.get("/console/inbox/").status_code == 200
    if change == "password":
        staff.set_password("another-long-password")
        staff.save()
    else:
        Staff.objects.filter(pk=staff.pk).update(**{change: {"role": "admin", "is_active": False}[change]})
    for client in (here, there):
        answer = client.get("/console/inbox/")
        assert answer.status_code == 302 and "/login/" in answer["Location"]
