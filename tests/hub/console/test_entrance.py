"""Who comes in, and who sees what."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from channels.models import InboundMail, Message
from hub.models import Staff
from hub.staffing import demo_accounts, ensure_demo_staff
from tests.channels.test_receipts import make_message
from tests.hub.console.conftest import LogIn
from tests.makers import NOW, make_staff

pytestmark = pytest.mark.django_db
EVERYBODY = set(Staff.Role)
WATCHERS = EVERYBODY - {"agent"}
CARRIERS = EVERYBODY - {"marketer", "analyst"}


@pytest.fixture
def message() -> Message:
    return make_message(state="delivered", context={"customer": {"first_name": "Margarethe"}})


@pytest.fixture
def mail() -> InboundMail:
    raw = b"From: a@example.org\r\n\r\nHello"
    return InboundMail.objects.create(raw=raw, digest="1", door="test", state="unparsed", received_at=NOW)


@pytest.fixture
def pages(message: Message, mail: InboundMail) -> dict[str, set[str]]:
    """Every page of the console, and the roles that may see it."""
    customer = [message.customer_id]
    return {
        reverse("console:home"): EVERYBODY,
        reverse("console:news"): EVERYBODY,
        reverse("console:find"): EVERYBODY,
        reverse("console:customer", args=customer): EVERYBODY,
        reverse("console:customer-timeline", args=customer): EVERYBODY,
        reverse("console:customer-dials", args=customer): EVERYBODY,
        reverse("console:message", args=[message.pk]): EVERYBODY,
        reverse("console:message-words", args=[message.pk]): EVERYBODY,
        reverse("console:inbound"): CARRIERS,
        reverse("console:inbound-mail", args=[mail.pk]): CARRIERS,
        reverse("console:inbound-raw", args=[mail.pk]): CARRIERS,
        reverse("account_change_password"): EVERYBODY,
        reverse("console:outbox"): WATCHERS,
        reverse("console:campaigns"): WATCHERS,
    }


def test_nobody_sees_anything_before_logging_in(client: Client, pages: dict[str, set[str]]) -> None:
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 302, page
        assert urlsplit(answer["Location"]).path == reverse("account_login")


@pytest.mark.parametrize("role", Staff.Role)
def test_each_role_sees_its_pages_and_no_others(log_in: LogIn, pages: dict[str, set[str]], role: str) -> None:
    browser = log_in(role)
    seen = {page for page in pages if browser.get(page).status_code == 200}
    assert seen == {page for page, roles in pages.items() if role in roles}
    assert {browser.get(page).status_code for page in pages.keys() - seen} <= {403}


@pytest.mark.parametrize("role", Staff.Role)
def test_the_rail_leads_only_where_the_role_may_go(log_in: LogIn, role: str) -> None:
    browser = log_in(role)
    rooms = browser.get(reverse("console:home")).context["nav"]()
    assert [browser.get(room["url"]).status_code for room in rooms] == [200] * len(rooms)


def test_logging_in_and_out(client: Client) -> None:
    make_staff("agent")
    door = reverse("account_login")
    refused = client.post(door, {"login": "agent", "password": "wrong"})
    assert "errorlist" in refused.content.decode()
    welcomed = client.post(door, {"login": "agent", "password": "a-long-password"})
    assert welcomed["Location"] == reverse("console:home")
    client.post(reverse("account_logout"))
    assert client.get(reverse("console:home")).status_code == 302


def test_a_look_at_the_log_out_page_logs_nobody_out(agent: Client) -> None:
    assert b"Sign out?" in agent.get(reverse("account_logout")).content
    assert agent.get(reverse("console:home")).status_code == 200


def test_nobody_signs_up(client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/console/signup/").status_code == 404


def test_whoever_left_the_company_is_out_at_once(agent: Client) -> None:
    Staff.objects.update(is_active=False)
    assert agent.get(reverse("console:home")).status_code == 302


def test_the_root_leads_to_the_console(client: Client) -> None:
    assert client.get("/")["Location"] == reverse("console:home")


def test_the_demos_staff_are_made_once_and_take_the_newest_password() -> None:
    ensure_demo_staff("one-long-password")
    ensure_demo_staff("another-long-password")
    assert {staff.username: staff.role for staff in Staff.objects.all()} == {
        role: role for role in Staff.Role
    }
    assert all(staff.check_password("another-long-password") for staff in Staff.objects.all())


def test_the_demos_accounts_are_named_only_where_the_demo_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAPPORT_DEMO_PASSWORD", raising=False)
    assert demo_accounts() == []
    monkeypatch.setenv("RAPPORT_DEMO_PASSWORD", "secret")
    assert set(demo_accounts()) == set(Staff.Role)
