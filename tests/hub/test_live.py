"""The live streams: hints for the right pages and nobody else's, at once, without holding the database."""

import asyncio
import http.client
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from customers import history, merging
from customers.history import Entry
from customers.models import Customer
from hub import live
from hub.asgi import application
from hub.models import Staff
from tests.makers import make_customer, make_staff
from tests.processes import real_live_process

pytestmark = pytest.mark.django_db(transaction=True)
HINT = b"event: news\ndata: 1\n\n"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "REST_SECONDS", {"customers": 0.0, "campaigns": 0.0, "home": 0.0})


@pytest.fixture
def cookie() -> str:
    return log_in(make_staff("agent"))


def log_in(staff: Staff) -> str:
    client = Client()
    client.force_login(staff)
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def happen(customer: Customer, number: int = 0, **fields: Any) -> None:
    now = timezone.now()
    history.record([Entry(customer.pk, now, "visit", "test", f"{customer.pk}:{number}", **fields)], now=now)


class Browser:
    """One request to the live process, as an ASGI server would make it."""

    def __init__(self, path: str, cookie: str = "", **headers: str) -> None:
        headers = {"host": "testserver", "cookie": cookie} | headers
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        self.scope = {"type": "http", "method": "GET", "path": path, "headers": encoded}
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.gone = asyncio.Event()
        self.status = 0
        self.headers: dict[str, str] = {}
        self.task: asyncio.Task[None] | None = None

    async def open(self) -> "Browser":
        self.task = asyncio.create_task(application(self.scope, self._receive, self.said.put))
        start = await asyncio.wait_for(self.said.get(), 5)
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return self

    async def hears(self, seconds: float = 20.0) -> bytes:
        return bytes((await asyncio.wait_for(self.said.get(), seconds)).get("body", b""))

    async def is_quiet(self, seconds: float = 0.5) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.said.get(), seconds)
            return False
        return True

    async def leave(self) -> None:
        self.gone.set()
        if self.task:
            await asyncio.wait_for(self.task, 5)

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}


@asynccontextmanager
async def live_process() -> AsyncIterator[None]:
    """Run the application's life around some requests."""
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    task = asyncio.create_task(application({"type": "lifespan"}, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"
    try:
        yield
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        assert (await outbox.get())["type"] == "lifespan.shutdown.complete"
        await task


async def record(*args: Any, **kwargs: Any) -> None:
    await asyncio.to_thread(_and_close, happen, *args, **kwargs)


def _and_close(function: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return function(*args, **kwargs)
    finally:
        connection.close()


async def opened(path: str, cookie: str) -> Browser:
    """Open a stream and take its first hint, which covers the time before it."""
    browser = await Browser(path, cookie).open()
    assert browser.status == 200, browser.status
    assert await browser.hears() == HINT
    await asyncio.sleep(0.3)
    while not browser.said.empty():  # the listener's own first words
        await browser.hears()
    return browser


def test_a_page_hears_of_its_own_customer_and_of_no_other(cookie: str) -> None:
    anna, josef = make_customer("Anna"), make_customer("Josef")

    async def scene() -> None:
        async with live_process():
            one = await opened(f"/live/customers/{anna.pk}/", cookie)
            other = await opened(f"/live/customers/{josef.pk}/", cookie)
            everybody = await opened("/live/home/", cookie)
            await record(anna)
            assert await one.hears() == HINT
            assert await everybody.hears() == HINT
            assert await other.is_quiet()
            await record(josef)
            assert await other.hears() == HINT
            assert await one.is_quiet()
            for browser in (one, other, everybody):
                await browser.leave()

    asyncio.run(scene())


def test_a_page_hears_of_whom_its_customer_was_merged_from(cookie: str) -> None:
    anna, former = make_customer("Anna"), make_customer("A. Huber")
    merging.merge(former.pk, anna.pk, actor="staff:ana", now=timezone.now())

    async def scene() -> None:
        async with live_process():
            page = await opened(f"/live/customers/{anna.pk}/", cookie)
            await record(former)
            assert await page.hears(5.0) == HINT
            await page.leave()

    asyncio.run(scene())


def test_a_campaigns_page_hears_what_its_messages_do() -> None:
    cookie, anna = log_in(make_staff("marketer")), make_customer("Anna")
    mine, theirs = (
        Campaign.objects.create(key=key, name=key, topic="offers", sender="Us <us@example.org>")
        for key in "ab"
    )

    async def scene() -> None:
        async with live_process():
            page = await opened(f"/live/campaigns/{mine.pk}/", cookie)
            await record(anna, 1, campaign_id=theirs.pk)
            assert await page.is_quiet()
            await record(anna, 2, campaign_id=mine.pk)
            assert await page.hears() == HINT
            await page.leave()

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("/live/customers/{pk}/", "agent", 200),
        ("/live/customers/{pk}/", "", 403),
        ("/live/customers/999999/", "agent", 404),
        ("/live/customers/{pk}/", "inactive", 403),
        ("/live/campaigns/1/", "agent", 403),
        ("/live/campaigns/999999/", "marketer", 404),
        ("/live/home/", "agent", 200),
        ("/live/home/", "", 403),
        ("/live/", "agent", 404),
        ("/live/customers/x/", "agent", 404),
        ("/console/", "agent", 404),
    ],
)
def test_a_stream_is_for_whom_the_page_is(path: str, role: str, status: int) -> None:
    customer = make_customer()
    cookie = log_in(make_staff("agent" if role == "inactive" else role)) if role else ""
    if role == "inactive":
        Staff.objects.update(is_active=False)

    async def scene() -> int:
        browser = await Browser(path.format(pk=customer.pk), cookie).open()
        browser.gone.set()
        return browser.status

    assert asyncio.run(scene()) == status


def test_an_erased_customer_has_no_stream(cookie: str) -> None:
    customer = make_customer(erased_at=timezone.now())

    async def scene() -> int:
        return (await Browser(f"/live/customers/{customer.pk}/", cookie).open()).status

    assert asyncio.run(scene()) == 404


@pytest.mark.parametrize(
    "forged", ["sessionid=nonsense", "sessionid=", "sessionid=\x00", "sessionid=" + "a" * 5000]
)
def test_a_forged_session_hears_nothing(forged: str) -> None:
    async def scene() -> int:
        return (await Browser("/live/home/", forged).open()).status

    assert asyncio.run(scene()) == 403


@pytest.mark.parametrize(
    ("origin", "host", "status", "allowed"),
    [
        ("http://testserver:8000", "testserver:8001", 200, "http://testserver:8000"),
        ("http://TestServer:8000", "testserver", 200, "http://TestServer:8000"),
        ("", "testserver", 200, None),
        ("http://evil.example", "testserver", 403, None),
        ("http://testserver.evil.example", "testserver", 403, None),
        ("http://evil.example:8001", "testserver:8001", 403, None),
        ("null", "testserver", 403, None),
        ("http://evil.example", "evil.example", 400, None),
    ],
)
def test_only_pages_of_our_own_host_may_listen(
    cookie: str, origin: str, host: str, status: int, allowed: str | None
) -> None:
    async def scene() -> Browser:
        headers = {"host": host} | ({"origin": origin} if origin else {})
        browser = await Browser("/live/home/", cookie, **headers).open()
        browser.gone.set()
        return browser

    browser = asyncio.run(scene())
    assert browser.status == status
    assert browser.headers.get("access-control-allow-origin") == allowed
    assert browser.headers.get("access-control-allow-credentials") == ("true" if allowed else None)


def test_streams_hold_no_database_connection(cookie: str) -> None:
    customer = make_customer()

    async def scene() -> int:
        async with live_process():
            browsers = [await opened(f"/live/customers/{customer.pk}/", cookie) for _ in range(8)]
            counted = await asyncio.to_thread(_and_close, _connections)
            for browser in browsers:
                await browser.leave()
        return counted

    before = _connections()
    # The listener's ears, its one reader, and the connection that counts.
    assert asyncio.run(scene()) - before <= 3


def _connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_a_stream_ends_soon_after_its_session(cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RECHECK_SECONDS", 0.2)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.1)

    async def scene() -> None:
        page = await Browser("/live/home/", cookie).open()
        await asyncio.to_thread(_and_close, Staff.objects.update, is_active=False)
        assert page.task is not None
        await asyncio.wait_for(page.task, 5)

    asyncio.run(scene())


CHANGES: dict[str, dict[str, Any]] = {
    "password": {"password": "another"},
    "role": {"role": "analyst"},
    "deactivation": {"is_active": False},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_stream_ends_at_once_when_the_account_behind_it_changes(cookie: str, change: str) -> None:
    """Far sooner than the recheck of a minute: the database says so."""
    other = log_in(make_staff("manager"))

    async def scene() -> None:
        async with live_process():
            page, colleague = await opened("/live/home/", cookie), await opened("/live/home/", other)
            agents = Staff.objects.filter(username="agent")
            await asyncio.to_thread(_and_close, agents.update, **CHANGES[change])
            assert page.task is not None
            await asyncio.wait_for(page.task, 20)
            assert colleague.task is not None
            assert not colleague.task.done()
            await colleague.leave()

    asyncio.run(scene())


def test_a_quiet_stream_shows_that_it_is_alive(cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.1)

    async def scene() -> None:
        page = await Browser("/live/home/", cookie).open()
        assert await page.hears() == HINT
        assert await page.hears() == b": still here\n\n"
        await page.leave()

    asyncio.run(scene())


def test_news_comes_again_after_the_database_was_away(cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RETRY_SECONDS", 0.1)
    customer, backend = make_customer(), _backend()

    async def scene() -> None:
        async with live_process():
            page = await opened(f"/live/customers/{customer.pk}/", cookie)
            await asyncio.to_thread(_and_close, _hang_up, backend)
            assert await page.hears() == HINT  # after a gap everybody looks for themselves
            await asyncio.sleep(0.3)
            await record(customer)
            assert await page.hears() == HINT
            await page.leave()

    asyncio.run(scene())


def _hang_up(but: int) -> None:
    """End the connections to this database, as a restart does, all but the test's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
            [but],
        )


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_missed_wake_up_loses_only_seconds(cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "NEWS_CHANNEL", "nobody_speaks_here")
    monkeypatch.setattr(live, "POLL_SECONDS", 0.3)
    hear_of_news(cookie)


def test_a_wake_up_brings_the_hint_without_a_look(cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "POLL_SECONDS", 3600.0)
    hear_of_news(cookie)


def hear_of_news(cookie: str) -> None:
    """Open a page, have something happen there, and wait for the hint."""
    customer = make_customer()

    async def scene() -> None:
        async with live_process():
            page = await opened(f"/live/customers/{customer.pk}/", cookie)
            await record(customer)
            assert await page.hears() == HINT
            await page.leave()

    asyncio.run(scene())


@pytest.fixture
def gunicorn() -> Iterator[int]:
    """Run the live process as it is run for real, on the tests' own database."""
    with real_live_process(connections["default"].settings_dict["NAME"]) as port:
        yield port


def test_the_real_process_streams(gunicorn: int, cookie: str) -> None:
    customer = make_customer()
    with _asked(gunicorn, f"/live/customers/{customer.pk}/", cookie) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert _event(answer) == b"event: news"
        happen(customer)
        assert _event(answer) == b"event: news"
    with _asked(gunicorn, "/live/home/", "") as answer:
        assert answer.status == 403


@contextmanager
def _asked(port: int, path: str, cookie: str) -> Iterator[http.client.HTTPResponse]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as browser:
        browser.request("GET", path, headers={"Cookie": cookie})
        with browser.getresponse() as answer:
            yield answer


def _event(answer: http.client.HTTPResponse) -> bytes:
    while not (line := answer.readline()).startswith(b"event:"):
        pass
    return line.strip()
