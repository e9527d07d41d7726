"""`imap_poll`: take in what lies in the mailbox of IMAP_URL now; the beat does the same every minute."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from channels import imap
from customers.ticks import alone


class Command(BaseCommand):
    help = "Take in what lies in the mailbox of IMAP_URL; safe to run twice, and at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IMAP_URL:
            raise CommandError("IMAP_URL is empty: there is no mailbox to look into.")
        with alone("imap") as is_ours:
            if not is_ours:
                raise CommandError("Another process is looking into the mailbox just now.")
            try:
                count = imap.poll(settings.IMAP_URL, now=timezone.now())
            except (imap.BadSetting, imap.Unreachable) as error:
                raise CommandError(str(error)) from None
        self.stdout.write(f"{count} mails taken in.")
