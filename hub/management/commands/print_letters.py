"""The press: lay letters out and hand them over in their folder, until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from channels import press


class Command(BaseCommand):
    help = "Write the letters that are due, as PDF and list, into the folder that LETTER_URL names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="write what is due now, and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            if trouble := press.trouble():
                raise CommandError(trouble)
            self.stdout.write(f"{press.print_due():,} letters were handed over.")
            return
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        press.run(stop)
