"""Make a key for the API."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from customers.models import Partner
from hub.api import keys


class Command(BaseCommand):
    help = (
        "Make a key with which another system may use the API, and show it once. Scopes: "
        + "; ".join(f"{scope}: {words}" for scope, words in keys.SCOPES.items())
        + "."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="whose key it is, such as till-software")
        parser.add_argument("--scopes", nargs="+", metavar="SCOPE")
        parser.add_argument("--partner", default="", help="bind it to this partner and what they brought")
        parser.add_argument("--days", type=int, help="how long it is good for; without end if not said")
        parser.add_argument("--per-minute", type=int, default=600, help="so many requests a minute (600)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        partner = Partner.objects.filter(pk=options["partner"]).first()
        if options["partner"] and partner is None:
            raise CommandError(f"There is no partner {options['partner']!r}: manage.py partners lists them.")
        if not options["scopes"] and not partner:
            raise CommandError("Say with --scopes what the key may do.")
        expires_at = now + timedelta(days=options["days"]) if options["days"] is not None else None
        try:
            key, text = keys.make(
                options["name"],
                options["scopes"] or list(keys.PARTNER_SCOPES),
                now=now,
                expires_at=expires_at,
                per_minute=options["per_minute"],
                partner=partner,
            )
        except keys.BadKey as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"The key {key} is made. It is shown this once:")
        self.stdout.write(text)
