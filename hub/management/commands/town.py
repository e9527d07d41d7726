"""The simulated town: its people and the providers that reach them, until told to stop."""

import asyncio
import http.client
import logging
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from channels import vapid
from hub import env
from hub.sandbox import home
from hub.sandbox.town import esp
from hub.sandbox.town.api import Api, Refused
from hub.sandbox.town.callcentre import CallCentre
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.esp import Esp
from hub.sandbox.town.habits import Pace
from hub.sandbox.town.handsets import handsets
from hub.sandbox.town.life import Life
from hub.sandbox.town.mailserver import MailServer
from hub.sandbox.town.people import SEED, Person, person, resident
from hub.sandbox.town.phones import Account, PhoneNetwork
from hub.sandbox.town.postoffice import PostOffice
from hub.sandbox.town.pushservice import PushService
from hub.sandbox.town.smsc import MessageCentre
from hub.sandbox.town.till import Till

HOST = "127.0.0.1"
USUAL_PACE = 240.0
"""A day of the town in six minutes."""
LEAST_SECONDS = 10.0
"""Longer than the hub may take to note that a mail was accepted: nobody reads what was not delivered yet."""
THINKING_SECONDS = 0.15
TELL_SECONDS = 15.0
POST_SECONDS = 5.0
AGAIN_SECONDS = 20.0
SCOPES = ("customers:read", "customers:write", "worklist:read", "worklist:write")
"""What the key of the town's shops is good for."""


class Part(Protocol):
    """What counts what happened, and can be closed."""

    counts: Counter[str]

    def close(self) -> None: ...


class Command(BaseCommand):
    help = (
        "Let simulated customers receive our messages by every channel, answer them, and go shopping. Mail"
        " comes in on TOWN_SMTP_PORT."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        size = env.number("RAPPORT_TOWN", 2000)
        parser.add_argument("--people", type=int, default=size, help="how many live there")
        parser.add_argument("--seed", default=SEED, help="what they all follow from")
        parser.add_argument("--pace", type=float, default=USUAL_PACE, help="how many times faster time runs")

    def handle(self, *args: Any, people: int, seed: str, pace: float, **options: Any) -> None:
        logging.getLogger("hub.sandbox.town").setLevel(logging.WARNING)
        self._seed, self._people, self._pace = seed, people, Pace(pace, LEAST_SECONDS)
        self._doors = Doors(
            settings.BASE_URL,
            web=(HOST, env.number("PORT", 8000)),
            mail=(settings.INBOUND_HOST, settings.INBOUND_PORT),
        )
        asyncio.run(self._live())

    async def _live(self) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        till, returns = Till(), Till("import_returns")
        life = Life(self._seed, self._people, self._doors, self._pace, till)
        lives_at = partial(resident, self._seed, self._people)
        server = MailServer(lives_at, life.receive, thinking_seconds=THINKING_SECONDS)
        port = await server.listen(HOST, env.number("TOWN_SMTP_PORT", 2525))
        self._say(
            f"{self._people:,} people get their mail on {HOST}:{port};"
            f" a day takes {1440 / self._pace.factor:.0f} minutes."
        )
        phones, provider = self._phones(), self._esp(lives_at, life)  # before anybody finds them closed
        push, post = self._push(), self._post(till, returns)
        parts: list[Part] = [each for each in (*phones, provider, push, post) if each]
        chores = [
            asyncio.create_task(each)
            for each in (
                _open(self._doors, life), life.go_shopping(), self._tell(life, parts),
                _mind(post, returns), self._use_the_api(life, push, parts),
            )
        ]  # fmt: skip
        await stop.wait()
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await server.close()
        await life.close()
        for part in parts:
            await asyncio.to_thread(part.close)
        for each in (till, returns):
            each.close()

    def _phones(self) -> Sequence[Part]:
        """Open the town's mobile network, by HTTP and by SMPP, if the hub sends its texts to ours."""
        ours = {
            url.partition("://")[0]: urlsplit(url) for url in settings.SMS_URL.split() if "://town:" in url
        }
        ports = (env.number("TOWN_SMS_PORT", 0), env.number("TOWN_SMPP_PORT", 0))
        if not all(ports) or not ours.keys() >= {"twilio+http", "smpp"}:
            return ()
        by_http, by_smpp = (
            Account(ours[kind].username or "", ours[kind].password or "") for kind in ("twilio+http", "smpp")
        )
        network = PhoneNetwork(by_http, self._seed, self._people, self._doors, least_seconds=LEAST_SECONDS)
        centre = MessageCentre(by_smpp, network)
        at = (network.listen(HOST, ports[0]), centre.listen(HOST, ports[1]))
        self._say(f"They get their texts on {HOST}:{at[0]} by HTTP and on {HOST}:{at[1]} by SMPP.")
        return centre, network

    def _push(self) -> PushService | None:
        """Open the town's push service if the hub trusts it."""
        port = env.number("TOWN_PUSH_PORT", 0)
        if not (
            port and settings.PUSH_VAPID_KEY and f"http://{HOST}:{port}" in settings.PUSH_TRUSTED_ORIGINS
        ):
            return None
        everybody = (person(self._seed, number) for number in range(1, self._people + 1))
        devices = [device for each in everybody for device in handsets(self._seed, each)]
        key = vapid.public_key(settings.PUSH_VAPID_KEY)
        service = PushService(key, self._seed, devices, self._doors, least_seconds=LEAST_SECONDS)
        service.listen(HOST, port)
        self._say(f"{len(devices):,} of their devices get notices on {HOST}:{port}.")
        return service

    def _esp(self, lives_at: Callable[[str], Person | None], life: Life) -> Esp | None:
        """Open the town's email provider if the hub has an account with it."""
        port = env.number("TOWN_ESP_PORT", 0)
        ours = [url for url in settings.EMAIL_URL.split() if url.startswith("resend+") and f":{port}/" in url]
        if not port or not ours:
            return None
        url, loop = urlsplit(ours[0]), asyncio.get_running_loop()
        account = esp.Account(url.username or "", parse_qs(url.query)["webhook_key"][0])

        def receive(someone: Person, raw: bytes, return_path: str) -> None:
            loop.call_soon_threadsafe(life.receive, someone, raw, return_path, provider.tell)

        provider = Esp(account, lives_at, receive, self._doors, least_seconds=LEAST_SECONDS)
        self._say(f"An email provider takes mail for them on {HOST}:{provider.listen(HOST, port)}.")
        return provider

    def _post(self, till: Till, returns: Till) -> PostOffice | None:
        """Open the town's post office if letters are handed over in the folder of this copy."""
        folder = home.folder() / "letters"
        if folder.as_uri() != settings.LETTER_URL:
            return None
        post = PostOffice(folder, self._seed, self._people, self._doors, self._pace, till, returns)
        post.open()
        self._say("Their post office collects letters where the press hands them over.")
        return post

    async def _use_the_api(self, life: Life, push: PushService | None, parts: list[Part]) -> None:
        """Register devices once the hub answers, let notices go, and begin to make calls."""
        await life.is_open.wait()
        calls = None
        while calls is None:
            try:
                calls = await asyncio.to_thread(self._enter, push)
            except (Refused, OSError, http.client.HTTPException) as error:
                self._say(f"The shops could not use the API ({error}); they will try again.")
                await asyncio.sleep(AGAIN_SECONDS)
        calls.open()
        parts.append(calls)

    def _enter(self, push: PushService | None) -> CallCentre:
        try:
            api = _api(self._doors, home.folder() / "town.key")
            if push:
                self._say(f"{push.sign_in(api):,} devices are registered for notices.")
                call_command("demo_fill", notices=True, stdout=self.stdout)
            return CallCentre(api, self._seed, self._people)
        finally:
            connections.close_all()

    async def _tell(self, life: Life, parts: Sequence[Part]) -> None:
        """Say every now and then what the town did since."""
        told: Counter[str] = Counter()
        while True:
            await asyncio.sleep(TELL_SECONDS)
            now = sum((each.counts for each in parts), life.counts)
            if done := now - told:
                self._say(", ".join(f"{count:,} {words}" for words, count in done.items()))
            told = now

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _api(doors: Doors, kept: Path) -> Api:
    """Return the shops' way into the API; a key is made, as for any other system, where none is good."""
    if kept.exists():
        api = Api(doors, kept.read_text())
        with suppress(Refused):
            api.ask("GET", "event-kinds/")
            return api
    out = StringIO()
    call_command("create_api_key", "town", scopes=SCOPES, per_minute=6000, stdout=out, stderr=StringIO())
    kept.touch(mode=0o600)
    kept.write_text(out.getvalue().strip())
    return Api(doors, kept.read_text())


async def _mind(post: PostOffice | None, returns: Till) -> None:
    """Collect letters, and hand over what came back, every few seconds."""
    while post:
        await asyncio.sleep(POST_SECONDS)
        await asyncio.to_thread(post.collect)
        await asyncio.to_thread(returns.hand_over)


async def _open(doors: Doors, life: Life) -> None:
    """Let people go to the hub once it answers."""
    with suppress(asyncio.CancelledError):
        while not await asyncio.to_thread(doors.is_open):
            await asyncio.sleep(0.5)
        life.is_open.set()
