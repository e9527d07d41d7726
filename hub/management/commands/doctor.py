"""Say what is wrong with this installation, and what to do about it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub import doctor


class Command(BaseCommand):
    help = (
        "Look at settings, servers, workers, channels, webhooks and keys, and say what is wrong and what to"
        " do. Changes nothing. Ends with 1 if something does not work, else with 0."
    )
    requires_system_checks = ()  # they are among what it looks at
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        found: list[doctor.Finding] = []
        for part, findings in doctor.examine(now=timezone.now()):
            found += findings
            self.stdout.write(f"{part:<12}{'' if findings else 'well'}".rstrip())
            for each in findings:
                mark = self.style.ERROR("wrong") if each.is_grave else self.style.WARNING("see to")
                self.stdout.write(f"  {mark}  {each.wrong}\n         {each.do}")
            self.stdout.flush()
        grave = sum(each.is_grave for each in found)
        self.stdout.write(f"{grave} wrong, {len(found) - grave} to see to.")
        if grave:
            sys.exit(1)
