"""The import commands' common part: their options, the way from a file to a taker, and the last words."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError, CommandParser, OutputWrapper
from django.db import connection

from customers.models.partners import SOURCE_PREFIX
from hub.intake.lines import BadFile, opened
from hub.intake.progress import Progress
from hub.intake.records import DELIMITERS, Layout, read
from hub.intake.rejects import Rejects
from hub.intake.taking import BATCH, Taken, Taker, take_all

LONGEST_SOURCE = 60
_NDJSON = {".ndjson", ".jsonl"}
_PACKED = {".gz", ".csv", ".tsv", ".txt", ".json", *_NDJSON}


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("file", help="CSV with a header, or NDJSON; also gzipped; - is standard input")
    parser.add_argument(
        "--source", default="", help="name of the system it comes from; default: the file's name"
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="take a field from a column of another name; may be repeated",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="what a field is where a line says nothing; may be repeated",
    )
    parser.add_argument("--ignore", default="", metavar="COLUMN,...", help="columns to leave out")
    parser.add_argument(
        "--columns", default="", metavar="NAME,...", help="names of the columns of a file without a header"
    )
    parser.add_argument(
        "--delimiter",
        default="auto",
        help=f"auto, {', '.join(DELIMITERS)}, or the character itself",
    )
    parser.add_argument(
        "--rejects", default="", help="file for refused lines; default: FILE.rejects.csv or .ndjson"
    )


def layout(options: dict[str, Any]) -> Layout:
    """Read the options that say how the file is laid out."""
    delimiter = options["delimiter"].replace("\\t", "\t")
    if delimiter not in {"auto", *DELIMITERS} and len(delimiter) != 1:
        raise CommandError(f"--delimiter is auto, {', '.join(DELIMITERS)}, or one character.")
    return Layout(
        delimiter=delimiter,
        columns=tuple(_names(options["columns"])),
        renames=tuple(pairs("--map", options["map"])),
        ignored=frozenset(_names(options["ignore"])),
        constants=dict(pairs("--set", options["set"])),
    )


def source_name(file: str, source: str) -> str:
    """Return the source's name: the one given, or the file's name without its extensions."""
    name = source or ("" if file == "-" else stem(file))
    if not 0 < len(name) <= LONGEST_SOURCE:
        raise CommandError(f"Name the source with --source, in at most {LONGEST_SOURCE} characters.")
    if name.startswith(SOURCE_PREFIX):
        raise CommandError("A source that begins with partner: is for the keys of partners alone.")
    return name


def stem(file: str) -> str:
    path = Path(file)
    while path.suffix.lower() in _PACKED:
        path = path.with_suffix("")
    return path.name


def pairs(option: str, words: Sequence[str]) -> list[tuple[str, str]]:
    """Split the values of an option that is given as NAME=VALUE."""
    found = [word.partition("=") for word in words]
    if wrong := [
        word for word, (name, equals, value) in zip(words, found, strict=True) if not (name and value)
    ]:
        raise CommandError(f"{option} {wrong[0]} is not like NAME=VALUE.")
    return [(name.strip(), value.strip()) for name, _, value in found]


def run(taker: Taker[Any], options: dict[str, Any], stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    """Import a file and say what became of it. What was taken before a failure stays taken."""
    file, taken = options["file"], Taken()
    with Rejects(_rejects_path(file, options["source"], options["rejects"])) as rejects:
        try:
            with opened(file) as source:
                progress = Progress(_writer(stderr), source.share_read, is_terminal=stderr.isatty())
                for taken in take_all(read(source, layout(options), taker.complaint), taker, rejects):
                    progress(taken.new + taken.repeated, rejects.count)
                progress.clear()
        except BadFile as error:
            done = f" Before that: {_sums(taken, rejects)}" if taken != Taken() or rejects.count else ""
            raise CommandError(f"{error}{done}") from error
    if taken.new >= BATCH:
        _analyse()
    stdout.write("\n".join(_last_words(file, taken, rejects, taker)))
    if rejects.count and taken == Taken():
        raise CommandError("Nothing could be taken.")


def _analyse() -> None:
    """Let PostgreSQL plan for what is there now.

    A campaign may follow at once; autovacuum comes a minute later and never to a partitioned table.
    """
    tables = {model._meta.db_table for model in apps.get_app_config("customers").get_models()}
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(sorted(tables))}")


def _rejects_path(file: str, source: str, wished: str) -> Path:
    if wished:
        return Path(wished)
    is_json = _NDJSON & {suffix.lower() for suffix in Path(file).suffixes}
    return Path(f"{source if file == '-' else file}.rejects{'.ndjson' if is_json else '.csv'}")


def _writer(stderr: OutputWrapper) -> Callable[[str], None]:
    return lambda words: stderr.write(words, style_func=str, ending="")


def _last_words(file: str, taken: Taken, rejects: Rejects, taker: Taker[Any]) -> list[str]:
    lines = [f"{file}: {_sums(taken, rejects)}"]
    lines += [f"  {count:,} × {reason}" for reason, count in rejects.reasons()]
    if rejects.count:
        lines.append(f"The refused lines are in {rejects.path}.")
    return lines + taker.notes()


def _sums(taken: Taken, rejects: Rejects) -> str:
    return f"{taken.new:,} taken, {taken.repeated:,} repeated, {rejects.count:,} refused."


def _names(words: str) -> list[str]:
    return [name.strip() for name in words.split(",") if name.strip()]
