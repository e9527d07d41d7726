"""Import interactions from a file."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hub.intake import run
from hub.intake.interactions import BY_LINE, Interactions


class Command(BaseCommand):
    help = (
        "Record interactions from a file with the columns source_id, customer, kind, occurred_at and, if you"
        " like, channel, direction, amount (29.33, in major units) and currency; any other column goes into"
        " the data. Customers not known yet are created: give the same --source as for import_customers where"
        " their keys are the same. Running it again records nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        run.add_arguments(parser)
        parser.add_argument(
            "--source-id",
            default="source_id",
            metavar="COLUMN,...",
            help=(
                "the columns that together tell two interactions apart, where there is no source_id; or the"
                " word line, for the file's name and the number of the line: safe as long as the file keeps"
                " its name and only ever grows at its end"
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        options["source"] = run.source_name(file, options["source"])
        columns = [name.strip() for name in options["source_id"].split(",")]
        if columns == [BY_LINE] and file == "-":
            raise CommandError(
                "--source-id line needs a file: on standard input a line has no lasting number."
            )
        if columns != [BY_LINE]:
            layout = run.layout(options)
            columns = [layout.fields_of(column)[0] for column in columns]
        taker = Interactions(
            source=options["source"],
            file=run.stem(file),
            currency=settings.CURRENCY,
            zone=ZoneInfo(settings.TIME_ZONE),
            now=timezone.now(),
            source_id_from=tuple(columns),
        )
        run.run(taker, options, self.stdout, self.stderr)
