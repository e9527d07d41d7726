"""The door for mail: SMTP on INBOUND_PORT, or LMTP with --lmtp, until told to stop."""

import signal
import threading
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from channels.inbound import LARGEST_BYTES
from hub.postbox import Lmtp, Postbox, Smtp


class _Listener(Controller):
    """An aiosmtpd controller that speaks LMTP where asked to."""

    def __init__(self, *, is_lmtp: bool, **options: Any) -> None:
        self._speaks = Lmtp if is_lmtp else Smtp
        super().__init__(Postbox(), **options)

    def factory(self) -> Smtp:
        return self._speaks(self.handler, **self.SMTP_kwargs)


class Command(BaseCommand):
    help = "Receive replies, bounces and complaints by SMTP or LMTP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lmtp", action="store_true", help="speak LMTP, as a mail server hands over")

    def handle(self, *args: Any, lmtp: bool, **options: Any) -> None:
        done = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: done.set())
        listener = _Listener(
            is_lmtp=lmtp,
            hostname=settings.INBOUND_HOST,
            port=settings.INBOUND_PORT,
            data_size_limit=LARGEST_BYTES,
            ready_timeout=20,
            ident="Rapport",
        )
        listener.start()
        self.stdout.write(f"Listening for mail on {settings.INBOUND_HOST}:{settings.INBOUND_PORT}.")
        self.stdout.flush()
        done.wait()
        listener.stop()
