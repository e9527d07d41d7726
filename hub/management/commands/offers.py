"""Offers from the command line: import a file of them, export all."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns import offerfile
from campaigns.models import Offer


class Command(BaseCommand):
    help = "Import offers from a YAML file, or write all there are as one."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        taking = actions.add_parser("import", help="store offers from a YAML file; - is standard input")
        taking.add_argument("file")
        actions.add_parser("export", help="write all offers as YAML")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "export":
            self.stdout.write(offerfile.export(Offer.objects.order_by("key")), ending="")
            return
        file = options["file"]
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
            found = offerfile.load(text)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not text in UTF-8.") from error
        except offerfile.BadOfferFile as error:
            listed = "\n".join(f"- {problem}" for problem in error.problems)
            raise CommandError(f"No offer was stored:\n{listed}") from error
        self.stdout.write(f"Stored {len(found)} offers: {', '.join(offer.key for offer in found)}.")
