"""Take one mail from standard input, as a mail server's pipe hands it over: inbound_mail < message."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from channels import inbound


class Command(BaseCommand):
    help = "Store and apply one mail from standard input. Exit codes are those of sysexits.h."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sender", default=os.environ.get("SENDER", ""), help="envelope sender")
        parser.add_argument(
            "--recipient",
            action="append",
            default=[word for word in [os.environ.get("RECIPIENT", "")] if word],
            help="envelope recipient; may be repeated",
        )

    def handle(self, *args: Any, sender: str, recipient: list[str], **options: Any) -> None:
        raw = sys.stdin.buffer.read(inbound.LARGEST_BYTES + 1)
        try:
            mail_id = inbound.take(raw, sender, recipient, door="pipe", now=timezone.now())
        except inbound.TooLarge as error:
            raise CommandError(str(error), returncode=os.EX_DATAERR) from error
        except DatabaseError as error:
            raise CommandError(
                "Cannot store this now, please try again.", returncode=os.EX_TEMPFAIL
            ) from error
        inbound.apply(mail_id, now=timezone.now())
