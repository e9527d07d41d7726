"""Make a client of OAuth for the API."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from customers.models import Partner
from hub.api import keys, oauth
from hub.api.oauth import Grant


class Command(BaseCommand):
    help = (
        "Make a client that gets access tokens for the API by OAuth 2, and show what it needs, once. Scopes: "
        + "; ".join(f"{scope}: {words}" for scope, words in keys.SCOPES.items())
        + ". `manage.py api_keys --end CLIENT_ID` ends it with all its tokens."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="whose client it is, such as till-software")
        parser.add_argument("--scopes", nargs="+", metavar="SCOPE")
        parser.add_argument("--partner", default="", help="bind it to this partner and what they brought")
        parser.add_argument(
            "--grant",
            required=True,
            choices=[each.value for each in Grant],
            help="client_credentials: a server with a secret; device: tills that staff let in by a code",
        )
        parser.add_argument("--days", type=int, help="how long it is good for; without end if not said")
        parser.add_argument("--per-minute", type=int, default=600, help="so many requests a minute (600)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        partner = Partner.objects.filter(pk=options["partner"]).first()
        if options["partner"] and partner is None:
            raise CommandError(f"There is no partner {options['partner']!r}: manage.py partners lists them.")
        if not options["scopes"] and not partner:
            raise CommandError("Say with --scopes what the client may do.")
        expires_at = now + timedelta(days=options["days"]) if options["days"] is not None else None
        try:
            key, secret = oauth.make_client(
                options["name"],
                options["scopes"] or list(keys.PARTNER_SCOPES),
                Grant(options["grant"]),
                now=now,
                expires_at=expires_at,
                per_minute=options["per_minute"],
                partner=partner,
            )
        except keys.BadKey as error:
            raise CommandError(str(error)) from error
        self.stderr.write(
            f"The client {key} is made." + (" Its secret is shown this once:" if secret else "")
        )
        self.stdout.write(f"client_id={key.prefix}")
        if secret:
            self.stdout.write(f"client_secret={secret}")
