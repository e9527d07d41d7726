"""Import customers from a file."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from customers import learning
from customers.models import ProfileField
from hub.intake import run
from hub.intake.customers import Customers


class Command(BaseCommand):
    help = (
        "Create customers from a file, or bring them up to date. Columns: customer (the source's key) and,"
        " if you like, email, phone, name, language, timezone, country, a postal address (street, street2,"
        " postcode, city; in the country), any declared field, and consent (email:marketing sms:service)"
        " with consent_at and consent_evidence. An import never widens what the customer has narrowed."
        " Running it again adds nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        run.add_arguments(parser)
        parser.add_argument(
            "--declare",
            action="append",
            default=[],
            metavar="FIELD=TYPE",
            help=f"declare a field for facts: {', '.join(ProfileField.Type.values)}; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        options["source"] = run.source_name(options["file"], options["source"])
        for key, type_ in run.pairs("--declare", options["declare"]):
            _declare(key, type_)
        taker = Customers(
            source=options["source"],
            zone=ZoneInfo(settings.TIME_ZONE),
            now=timezone.now(),
            declared=ProfileField.objects.in_bulk(),
        )
        run.run(taker, options, self.stdout, self.stderr)


def _declare(key: str, type_: str) -> None:
    """Declare a field that is not declared like this already, with whatever was said about it since."""
    try:
        if not ProfileField.objects.filter(key=key, type=type_).exists():
            learning.declare(key, key.replace("_", " ").capitalize(), ProfileField.Type(type_))
    except learning.BadField as error:
        raise CommandError(f"--declare {key}={type_}: {error}.") from error
    except ValueError as error:
        raise CommandError(
            f"--declare {key}={type_}: a type is one of {', '.join(ProfileField.Type)}."
        ) from error
