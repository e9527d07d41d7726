"""The simulated town: its mail server and its people, until told to stop."""

import asyncio
import logging
import signal
from collections import Counter
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from hub import env
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.habits import Pace
from hub.sandbox.town.life import Life
from hub.sandbox.town.mailserver import MailServer
from hub.sandbox.town.people import SEED, resident
from hub.sandbox.town.phones import Account, PhoneNetwork
from hub.sandbox.town.smsc import MessageCentre
from hub.sandbox.town.till import Till

HOST = "127.0.0.1"
USUAL_PACE = 240.0
"""A day of the town in six minutes."""
LEAST_SECONDS = 10.0
"""Longer than the hub may take to note that a mail was accepted: nobody reads what was not delivered yet."""
THINKING_SECONDS = 0.15
TELL_SECONDS = 15.0


class Command(BaseCommand):
    help = "Let simulated customers receive our mail on TOWN_SMTP_PORT, answer it, and go shopping."

    def add_arguments(self, parser: CommandParser) -> None:
        size = env.number("RAPPORT_TOWN", 2000)
        parser.add_argument("--people", type=int, default=size, help="how many live there")
        parser.add_argument("--seed", default=SEED, help="what they all follow from")
        parser.add_argument("--pace", type=float, default=USUAL_PACE, help="how many times faster time runs")

    def handle(self, *args: Any, people: int, seed: str, pace: float, **options: Any) -> None:
        logging.getLogger("hub.sandbox.town").setLevel(logging.WARNING)
        asyncio.run(self._live(people, seed, pace))

    async def _live(self, people: int, seed: str, pace: float) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        doors = Doors(
            settings.BASE_URL,
            web=(HOST, env.number("PORT", 8000)),
            mail=(settings.INBOUND_HOST, settings.INBOUND_PORT),
        )
        till = Till()
        phones, centre = self._phones(seed, people, doors)
        life = Life(seed, people, doors, Pace(pace, LEAST_SECONDS), till)
        server = MailServer(partial(resident, seed, people), life.receive, thinking_seconds=THINKING_SECONDS)
        port = await server.listen(HOST, env.number("TOWN_SMTP_PORT", 2525))
        self._say(
            f"{people:,} people get their mail on {HOST}:{port}; a day takes {1440 / pace:.0f} minutes."
        )
        chores = [
            asyncio.create_task(each)
            for each in (_open(doors, life), life.go_shopping(), self._tell(life, phones))
        ]
        await stop.wait()
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await server.close()
        await life.close()
        for each in (centre, phones):
            if each:
                await asyncio.to_thread(each.close)
        till.close()

    def _phones(
        self, seed: str, people: int, doors: Doors
    ) -> tuple[PhoneNetwork | None, MessageCentre | None]:
        """Open the town's mobile network, by HTTP and by SMPP, if the hub sends its texts to ours."""
        ours = {
            url.partition("://")[0]: urlsplit(url) for url in settings.SMS_URL.split() if "://town:" in url
        }
        ports = (env.number("TOWN_SMS_PORT", 0), env.number("TOWN_SMPP_PORT", 0))
        if not all(ports) or not ours.keys() >= {"twilio+http", "smpp"}:
            return None, None
        http, smpp = (
            Account(ours[kind].username or "", ours[kind].password or "") for kind in ("twilio+http", "smpp")
        )
        network = PhoneNetwork(http, seed, people, doors, least_seconds=LEAST_SECONDS)
        centre = MessageCentre(smpp, network)
        by_http, by_smpp = network.listen(HOST, ports[0]), centre.listen(HOST, ports[1])
        self._say(f"They get their texts on {HOST}:{by_http} by HTTP and on {HOST}:{by_smpp} by SMPP.")
        return network, centre

    async def _tell(self, life: Life, phones: PhoneNetwork | None) -> None:
        """Say every now and then what the town did since."""
        told: Counter[str] = Counter()
        while True:
            await asyncio.sleep(TELL_SECONDS)
            now = life.counts + (phones.counts if phones else Counter())
            if done := now - told:
                self._say(", ".join(f"{count:,} {words}" for words, count in done.items()))
            told = now

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


async def _open(doors: Doors, life: Life) -> None:
    """Let people go to the hub once it answers."""
    with suppress(asyncio.CancelledError):
        while not await asyncio.to_thread(doors.is_open):
            await asyncio.sleep(0.5)
        life.is_open.set()
