"""See the keys of the API, rotate one, or end one."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hub.api import keys
from hub.models import ApiKey


class Command(BaseCommand):
    help = "List the keys of the API; or --rotate or --end the one with this prefix."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--rotate", metavar="PREFIX", help="make its successor and show that once")
        what.add_argument("--end", metavar="PREFIX", help="let it end now")
        parser.add_argument(
            "--overlap-hours", type=int, default=24, help="so long a rotated key is good for still (24)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rotate"]:
            self._rotate(_key(options["rotate"]), timedelta(hours=options["overlap_hours"]))
        elif options["end"]:
            keys.end(_key(options["end"]), at=timezone.now())
        else:
            for key in ApiKey.objects.order_by("pk"):
                self.stdout.write(_line(key))

    def _rotate(self, old: ApiKey, overlap: timedelta) -> None:
        try:
            key, text = keys.rotate(old, overlap=overlap, now=timezone.now())
        except keys.BadKey as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"The key {key} is made. It is shown this once; {old} ends in {overlap}:")
        self.stdout.write(text)


def _key(prefix: str) -> ApiKey:
    key = ApiKey.objects.filter(prefix=prefix).first()
    if key is None:
        raise CommandError(f"There is no key with the prefix {prefix}.")
    return key


def _line(key: ApiKey) -> str:
    ends = f"until {key.expires_at:%Y-%m-%d %H:%M}" if key.expires_at else "without end"
    used = f"used {key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never used"
    kind = "client of OAuth, " if key.is_client else ""
    return f"{key.prefix}  {key.name}  {kind}{ends}, {used}  {' '.join(key.scopes)}"
