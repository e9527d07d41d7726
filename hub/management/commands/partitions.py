"""List the months of the history, make them ahead, or drop one after exporting it."""

import gzip
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from customers import partitions


class Command(BaseCommand):
    help = (
        "List the months of the history. --ahead N makes this month and the next N. --drop YYYY-MM --export"
        " FILE writes a month to a gzipped NDJSON file and, once that is safely on disk, drops it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ahead", type=int, metavar="N", help="make this month and the next N")
        parser.add_argument("--drop", metavar="YYYY-MM", help="drop this month; needs --export")
        parser.add_argument("--export", metavar="FILE", help="where the month goes before it is dropped")

    def handle(
        self, *args: Any, ahead: int | None, drop: str | None, export: str | None, **options: Any
    ) -> None:
        today = timezone.now().date()
        if drop:
            self._drop(_month(drop, today), export)
        elif ahead is not None:
            made = partitions.ensure_ahead(today, ahead)
            self.stdout.write(
                f"Made {', '.join(f'{month:%Y-%m}' for month in made) or 'nothing: all are there'}."
            )
        else:
            self._list()

    def _list(self) -> None:
        for month in partitions.existing():
            self.stdout.write(f"{month:%Y-%m}  {_count(month):>12,}")

    def _drop(self, month: date, export: str | None) -> None:
        if not export:
            raise CommandError("Name a file with --export: what is dropped is gone otherwise.")
        if month not in partitions.existing():
            raise CommandError(f"There is no {month:%Y-%m} in the history.")
        with transaction.atomic():
            exported = _export(month, Path(export))
            dropped = partitions.drop(month)
            if exported != dropped:
                raise CommandError(
                    f"{exported:,} were exported but {dropped:,} are there: nothing was dropped."
                )
        self.stdout.write(f"{dropped:,} interactions of {month:%Y-%m} are in {export} and no longer here.")


def _month(text: str, today: date) -> date:
    try:
        month = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  # a month has no time zone
    except ValueError:
        raise CommandError(f"{text!r} is not a month such as 2024-05.") from None
    if month >= date(today.year, today.month, 1):
        raise CommandError("Only a month that is over can be dropped.")
    return month


def _count(month: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {partitions._name(month)}")
        (count,) = cursor.fetchone()
        return int(count)


def _export(month: date, path: Path) -> int:
    """Write the month while nobody can add to it, make sure that it is on disk, and return how many."""
    try:
        with path.open("xb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb") as packed:
                lines = _write(month, packed)
            raw.flush()
            os.fsync(raw.fileno())
    except FileExistsError:
        raise CommandError(f"{path} exists already; name another file.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}. Nothing was dropped.") from error
    return lines


def _write(month: date, packed: gzip.GzipFile) -> int:
    table, lines = partitions._name(month), 0
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        # JSON holds no control characters: with these as quote and delimiter COPY writes it as it is.
        form = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"
        with cursor.copy(f"COPY (SELECT row_to_json(i) FROM {table} i ORDER BY id) TO STDOUT {form}") as copy:
            for block in copy:
                packed.write(block)
                lines += bytes(block).count(b"\n")
    return lines
