"""The Chromium of this machine, or why there is none; and its event loop, put aside between tests."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import axe_core_python
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATH = next(filter(None, map(shutil.which, NAMES)), None)
MISSING = f"there is no Chromium here ({', '.join(NAMES)} on PATH)"
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()


@dataclass(frozen=True)
class Chromium:
    """A browser that is driven from this thread, though only inside `awake`.

    Playwright's loop counts as running for as long as it lives, and with a running loop in its thread Django
    answers nothing and `asyncio.run` refuses to begin: other tests in this process would fail.
    """

    browser: Browser
    loop: asyncio.AbstractEventLoop

    @contextmanager
    def awake(self) -> Iterator[Browser]:
        asyncio._set_running_loop(self.loop)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # nothing in a browser's test runs concurrently
        try:
            yield self.browser
        finally:
            connections.close_all()  # beside a running loop Django keeps connections of their own
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
            asyncio._set_running_loop(None)


@contextmanager
def running() -> Iterator[Chromium]:
    """Run a Chromium that talks to nobody but us."""
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    rootly = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's own sandbox refuses to run as root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=[*quiet, *rootly])
        chromium = Chromium(browser, asyncio.get_running_loop())
        asyncio._set_running_loop(None)
        try:
            yield chromium
        finally:
            asyncio._set_running_loop(chromium.loop)
            browser.close()
