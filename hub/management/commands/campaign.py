"""Campaigns from the command line: import, export, launch, pause, resume, stop, status, wait."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campaigns import launch, yamlfile
from campaigns.models import Campaign, Flight
from hub.analytics.funnel import Funnel, funnel

BY = "the command line"
TIMED_OUT = 3
"""Exit code of `wait` when the time is up and the flight is not over."""
LOOK_EVERY_SECONDS = 0.5


class Command(BaseCommand):
    help = "Import, export, launch, pause, resume and stop campaigns; show how they go."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        taking = actions.add_parser("import", help="store a campaign from a YAML file; - is standard input")
        taking.add_argument("file")
        for action, words in _ON_A_KEY.items():
            each = actions.add_parser(action, help=words)
            each.add_argument("key")
            if action == "status":
                each.add_argument("--json", action="store_true", help="print everything as JSON")
            if action == "wait":
                each.add_argument("--timeout", type=float, metavar="SECONDS", help="give up after so long")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "import":
            return self._import(options["file"])
        campaign = Campaign.objects.filter(key=options["key"]).first()
        if campaign is None:
            keys = ", ".join(Campaign.objects.values_list("key", flat=True)[:20]) or "none"
            raise CommandError(f"There is no campaign {options['key']!r}; there are {keys}.")
        if action == "export":
            self.stdout.write(yamlfile.export(campaign), ending="")
        elif action == "launch":
            self._launch(campaign)
        elif action == "status":
            self._status(campaign, is_json=options["json"])
        elif action == "wait":
            self._wait(campaign, options["timeout"])
        else:
            self._move(campaign, action)

    def _import(self, file: str) -> None:
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
            campaign = yamlfile.load(text)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not text in UTF-8.") from error
        except yamlfile.BadCampaignFile as error:
            raise CommandError(_listed("The campaign was not stored:", error.problems)) from error
        versions = ", ".join(version.name for version in campaign.versions.all())
        self.stdout.write(f"Stored campaign {campaign.key} with {versions}.")

    def _launch(self, campaign: Campaign) -> None:
        try:
            flight = launch.launch(campaign, by=BY, now=timezone.now())
        except launch.CannotLaunch as error:
            raise CommandError(_listed("The campaign was not launched:", error.problems)) from error
        self.stdout.write(f"Launched flight {flight.pk} of {campaign.key}.")

    def _move(self, campaign: Campaign, action: str) -> None:
        try:
            flight = _MOVES[action](_flight(campaign), by=BY, now=timezone.now())
        except launch.CannotMove as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Flight {flight.pk} of {campaign.key}: {flight.get_state_display().lower()}.")

    def _status(self, campaign: Campaign, *, is_json: bool) -> None:
        counted = funnel(_flight(campaign))
        self.stdout.write(json.dumps(counted.as_dict(), indent=2) if is_json else _told(counted))

    def _wait(self, campaign: Campaign, timeout: float | None) -> None:
        """Return when the flight is over; the funnel goes to standard output, progress to standard error."""
        flight = _flight(campaign)
        deadline = None if timeout is None else time.monotonic() + timeout
        told = ""
        while not (is_over := _is_over(flight)) and (deadline is None or time.monotonic() < deadline):
            if told != (told := _progress(funnel(flight))):
                self.stderr.write(told)
            time.sleep(LOOK_EVERY_SECONDS)
            flight.refresh_from_db()
        self.stdout.write(json.dumps(funnel(flight).as_dict(), indent=2))
        if not is_over:
            words = f"After {timeout:g} s the flight is not over yet: {flight.get_state_display().lower()}."
            raise CommandError(words, returncode=TIMED_OUT)


_ON_A_KEY: Mapping[str, str] = {
    "export": "write a campaign as YAML",
    "launch": "start sending a campaign",
    "pause": "hold back what is not on the wire yet",
    "resume": "let a paused flight go on",
    "stop": "call off what is not on the wire yet, for good",
    "status": "show what became of everybody",
    "wait": "wait until the flight has ended and print the funnel as JSON",
}
_MOVES: Mapping[str, Callable[..., Flight]] = {
    "pause": launch.pause,
    "resume": launch.resume,
    "stop": launch.stop,
}


def _flight(campaign: Campaign) -> Flight:
    flight = launch.latest_flight(campaign)
    if flight is None:
        raise CommandError(f"{campaign.key} was never launched.")
    return flight


def _is_over(flight: Flight) -> bool:
    """Say whether nothing moves any more; a stopped flight still waits for what is on the wire."""
    return flight.ended_at is not None


def _progress(counted: Funnel) -> str:
    total, waiting = counted.total, counted.total.outcomes["waiting"]
    left = f", {counted.open_chunks} ranges to plan" if counted.open_chunks else ""
    return f"{counted.flight.state}: {total.planned} planned, {total.accepted} sent, {waiting} waiting{left}"


def _told(counted: Funnel) -> str:
    """Write the funnel as a table, a column for everybody and one for each arm."""
    arms = [counted.total, *counted.versions, counted.held_out]
    rows = [arm.as_dict() for arm in arms]
    names = [name for name, value in rows[0].items() if isinstance(value, int)]
    flight = counted.flight
    lines = [f"{flight.campaign.key}, flight {flight.pk}: {flight.get_state_display().lower()}"]
    lines.append(" " * 14 + "".join(f"{row['name']:>14.14}" for row in rows))
    for name in names:
        lines.append(f"{name.replace('_', ' '):14}" + "".join(f"{row[name]:>14,}" for row in rows))
    lines += [
        f"refused: {reason}: {people:,}" for reason, people in counted.total.refused_by_reason.most_common()
    ]
    return "\n".join(lines)


def _listed(head: str, problems: tuple[str, ...]) -> str:
    return "\n".join([head, *(f"- {problem}" for problem in problems)])
