"""Fill the demo once: staff, topics, house limits, the town's people and their past, a campaign under way."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from campaigns.models import Flight
from customers import learning
from customers.models import HouseLimit, Identity, ProfileField, Topic
from hub import env
from hub.sandbox.town import past
from hub.sandbox.town.people import SEED, SOURCE
from hub.staffing import ensure_demo_staff

CAMPAIGNS = {
    "winter-text": "text.yaml",
    "winter-calls": "calls.yaml",
    "winter-letter": "letter.yaml",
    "winter-well": "campaign.yaml",
}
"""The campaigns that are under way from the beginning, and their files."""
NOTICES = {"winter-notice": "notice.yaml"}
"""Those that reach somebody once the town's devices are registered."""
_TOPICS = (
    (
        "offers", "Offers", "What costs less for a while, and what is new.",
        ("Angebote", "Was eine Zeit lang weniger kostet und was neu ist."),
    ),
    (
        "health-tips", "Health tips", "Short advice by our pharmacists, by season.",
        ("Gesundheitstipps", "Kurzer Rat unserer Apothekerinnen und Apotheker, passend zur Jahreszeit."),
    ),
    (
        "news", "News", "Opening hours, events and changes in our branches.",
        ("Neuigkeiten", "Öffnungszeiten, Veranstaltungen und Änderungen in unseren Filialen."),
    ),
)  # fmt: skip
"""Key, label, description, and both in German."""
_LIMITS = (("email", "", 5), ("sms", "", 2))
"""Two mails a week and one SMS a month, whatever a dial would allow."""
_FIELDS = (
    ("prefers", "Cares about", ProfileField.Type.TEXT),
    ("birthday_month", "Birthday month", ProfileField.Type.NUMBER),
    ("shop", "Home branch", ProfileField.Type.TEXT),
)


class Command(BaseCommand):
    help = (
        "Make the demo accounts (RAPPORT_DEMO_PASSWORD) and fill the demo town (RAPPORT_TOWN people) where"
        " that was not done before. Running it again adds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--notices", action="store_true", help="only launch the push messages; devices are registered"
        )

    def handle(self, *args: Any, notices: bool, **options: Any) -> None:
        if notices:
            self._launch(_waiting(NOTICES))
            return
        if password := env.text("RAPPORT_DEMO_PASSWORD", ""):
            ensure_demo_staff(password)
        if size := env.number("RAPPORT_TOWN", 0):
            self._fill(size)

    def _fill(self, size: int) -> None:
        """Every step can be done twice, so a fill that was cut short is simply done again."""
        waiting = _waiting(CAMPAIGNS)
        if not waiting and Identity.objects.filter(source=SOURCE).count() >= size:
            return
        _declare()
        self._import_town(size)
        call_command(
            "offers", "import", str(Path(past.__file__).with_name("offers.yaml")), stdout=self.stdout
        )
        self._launch(waiting)

    def _launch(self, campaigns: Mapping[str, str]) -> None:
        for key, file in campaigns.items():
            call_command("campaign", "import", str(Path(past.__file__).with_name(file)), stdout=self.stdout)
            call_command("campaign", "launch", key, stdout=self.stdout)

    def _import_town(self, size: int) -> None:
        now = timezone.now()
        self.stdout.write(f"Filling the demo with {size:,} people and two years of their history ...")
        with tempfile.TemporaryDirectory(prefix="town-") as folder:
            people, history = Path(folder, "customers.csv.gz"), Path(folder, "interactions.ndjson.gz")
            past.write_customers(people, SEED, size, now.date())
            call_command(
                "import_customers", str(people), source=SOURCE, stdout=self.stdout, stderr=self.stderr
            )
            past.write_interactions(history, SEED, size, now)
            call_command(
                "import_interactions", str(history), source=SOURCE, stdout=self.stdout, stderr=self.stderr
            )


def _waiting(campaigns: Mapping[str, str]) -> dict[str, str]:
    launched = Flight.objects.filter(campaign__key__in=campaigns).values_list("campaign__key", flat=True)
    return {key: file for key, file in campaigns.items() if key not in set(launched)}


def _declare() -> None:
    for key, label, description, german in _TOPICS:
        said = {"label": label, "description": description, "translations": {"de": german}}
        Topic.objects.get_or_create(key=key, defaults=said)
    for channel, topic, position in _LIMITS:
        HouseLimit.objects.get_or_create(channel=channel, topic=topic, defaults={"position": position})
    for key, label, type_ in _FIELDS:
        if not ProfileField.objects.filter(pk=key).exists():
            learning.declare(key, label, type_, is_editable_by_customer=key == "prefers")
