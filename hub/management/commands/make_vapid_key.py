"""Make a key pair for Web Push and print the private one, from which the public one follows."""

from typing import Any

from django.core.management import BaseCommand

from channels.vapid import new_key


class Command(BaseCommand):
    help = "Make a private key for Web Push; set it as PUSH_VAPID_KEY, once and for all."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(new_key())
