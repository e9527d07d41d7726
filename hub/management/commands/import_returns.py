"""Import letters that the post brought back, from a file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from channels.returned import Reason
from hub.intake import run
from hub.intake.returns import Returns


class Command(BaseCommand):
    help = (
        "Take in letters that came back. Columns: reference (printed on the letter) and, if you like, reason"
        f" ({', '.join(Reason)}), words, and where they moved to: street, postcode, city, country. The"
        " address is not written to again; a new one is shown to staff. Running it again changes nothing"
        " twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        run.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        options["source"] = run.source_name(options["file"], options["source"])
        run.run(Returns(now=timezone.now()), options, self.stdout, self.stderr)
