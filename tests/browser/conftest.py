"""A real Chromium before a real server: signed in, watched for errors, and looked at by axe."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from hub.console import kept
from tests.browser import chromium as installed
from tests.browser.chromium import AXE, Chromium
from tests.makers import make_staff
from tests.processes import real_live_process

HERE = Path(__file__).parent
OpenPage = Callable[..., Page]
LogIn = Callable[..., Page]
Axe = Callable[..., None]
PATIENCE_MS = 15_000
"""How long a page may take to become what a test expects: machines that run tests are busy."""
expect.set_options(timeout=PATIENCE_MS)
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if installed.PATH is None:
                item.add_marker(pytest.mark.skip(reason=installed.MISSING))


@pytest.fixture(scope="session")
def chromium(live_server: Any, live_port: int) -> Iterator[Chromium]:
    """One browser a run; it goes before the servers that it keeps connections to."""
    with installed.running() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def live_port(django_db_setup: None) -> Iterator[int]:
    """The live process, on the tests' own database: pages hear of news as they do for real."""
    with real_live_process(str(connection.settings_dict["NAME"])) as port:
        yield port


@pytest.fixture
def server(live_server: Any, live_port: int, settings: Any) -> Iterator[str]:
    """Give the address of the hub; what it was still asked when the browser went is done before we go on."""
    kept.forget()
    policy = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.LIVE_PORT = live_port
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"connect-src": ["'self'", f"http://*:{live_port}"]}
    }
    yield str(live_server.url)
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while _is_answering() and time.monotonic() < deadline:
        time.sleep(0.02)


def _is_answering() -> bool:
    """Whether a request still reads: emptying the tables would wait for it, and it for them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle')"
        )
        return bool(cursor.fetchone()[0])


@pytest.fixture
def browser(chromium: Chromium, server: str) -> Iterator[Browser]:
    with chromium.awake() as browser:
        yield browser


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What went wrong in the browser unasked: any of it fails the test. A test that provokes it clears it."""
    found: list[str] = []
    yield found
    assert not found, "\n".join(found)


@pytest.fixture
def open_page(browser: Browser, server: str, troubles: list[str]) -> Iterator[OpenPage]:
    """Open a page in a browser of its own; errors, refusals by our policy and calls abroad are troubles."""
    contexts: list[BrowserContext] = []

    def open_page(
        *, scripts: bool = True, phone: bool = False, dark: bool = False, policy: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=server,
            java_script_enabled=scripts,
            bypass_csp=not policy,
            viewport=PHONE if phone else WIDE,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note_message(message, troubles))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("request", lambda request: _note_request(request, server, troubles))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def log_in(open_page: OpenPage, server: str) -> LogIn:
    """Return a page in whose browser somebody of this role is signed in."""

    def log_in(role: str = "agent", **options: Any) -> Page:
        client = Client()
        client.force_login(make_staff(role, first_name="Johanna", last_name="Weiss", workplace="Till 4"))
        name = django_settings.SESSION_COOKIE_NAME
        page = open_page(**options)
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server}])
        return page

    return log_in


@pytest.fixture
def axe() -> Axe:
    """Fail where axe finds something on the page, as it is now, that some people cannot use."""

    def axe(page: Page, *rules: str) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        options = {"resultTypes": ["violations"], "iframes": False, "preload": False}
        if rules:
            options["runOnly"] = {"type": "rule", "values": list(rules)}
        found = page.evaluate("options => axe.run(document, options)", options)
        grave = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
        assert not grave, "\n".join(_told(each) for each in grave)

    return axe


def _told(violation: dict[str, Any]) -> str:
    nodes = [f"  {node['html']}\n    {node['failureSummary']}" for node in violation["nodes"]]
    return "\n".join([f"{violation['id']}: {violation['help']}", *nodes])


def _note_message(message: ConsoleMessage, troubles: list[str]) -> None:
    # htmx calls it an error when typing on supersedes a request (hx-sync), which is what we ask for.
    is_superseded = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
    if message.type == "error" and not is_superseded:
        troubles.append(f"{message.text} ({message.location.get('url')})")


def _note_request(request: Request, server: str, troubles: list[str]) -> None:
    host = urlsplit(request.url).hostname
    if host and host != urlsplit(server).hostname:
        troubles.append(f"asked for {request.url}")
