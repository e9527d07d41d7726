"""One SMPP link of SMS_URL, bound and sending, until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from channels import smpp_link
from channels.carriers import BadSetting


class Command(BaseCommand):
    help = "Send SMS over the SMPP account that SMS_URL calls by this name, and take in what comes back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="main", help="the name= of the account in SMS_URL")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        try:
            route = smpp_link.route_named(name)
        except (smpp_link.NoSuchLink, BadSetting) as error:
            raise CommandError(str(error)) from None
        stop = threading.Event()

        def leave(*_: object) -> None:
            stop.set()
            if route:
                route.leave()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, leave)
        if route is None:  # the table of processes is the same everywhere
            self.stdout.write("SMS_URL names no SMPP account; there is nothing to do.")
            self.stdout.flush()
            stop.wait()
        else:
            smpp_link.run(route, stop)
