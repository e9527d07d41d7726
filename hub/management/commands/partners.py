"""List partners, make or change one, or remove all that came from one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from customers import partners
from customers.errors import BadPartner
from customers.models import Brought, Partner

_BATCH = 100
ACTOR = "staff:command line"


class Command(BaseCommand):
    help = "List partners; with KEY and --name and --wording make or change one; --remove all they brought."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", nargs="?", default="", help="small letters, digits and _")
        parser.add_argument("--name", default="", help="as customers know them")
        parser.add_argument("--wording", default="", help="what customers say yes to, as it is shown")
        parser.add_argument("--remove", action="store_true", help="end it, and remove what came")

    def handle(self, *args: Any, **options: Any) -> None:
        key = options["key"]
        if not key:
            self._list()
        elif options["remove"]:
            self._remove(key)
        else:
            self._declare(key, options["name"], options["wording"])

    def _list(self) -> None:
        for each in Partner.objects.all():
            ended = f", ended {each.ended_at:%Y-%m-%d}" if each.ended_at else ""
            self.stdout.write(f"{each.key}: {each.name}, {each.brought.count():,} brought{ended}")

    def _declare(self, key: str, name: str, wording: str) -> None:
        try:
            made, is_new = partners.declare(key, name, wording, by=ACTOR, now=timezone.now())
        except BadPartner as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.name} is {'made' if is_new else 'changed'}; its source is {made.source}.")

    def _remove(self, key: str) -> None:
        """In batches, each its own transaction: what is done stays done when it is broken off."""
        partner = Partner.objects.filter(pk=key).first()
        if partner is None:
            raise CommandError(f"There is no partner {key!r}.")
        Partner.objects.filter(pk=key, ended_at=None).update(ended_at=timezone.now())
        theirs, removed = Brought.objects.filter(partner=partner).order_by("pk"), 0
        while some := list(theirs.values_list("pk", flat=True)[:_BATCH]):
            removed += partners.remove(some, actor=ACTOR, now=timezone.now())
        self.stdout.write(
            f"{removed:,} customers whom {partner.name} brought are removed. Its keys are shut."
        )
