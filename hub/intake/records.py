"""Read a file of records, CSV or NDJSON, one after the other; a broken line costs nobody but itself."""

import csv
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hub.intake.lines import BadFile, Lines, Refusal, Source, Text

LONGEST_QUOTE_LINES = 100
"""A quoted field may run over so many lines; a quote that nobody closed stops there."""
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "whitespace": " "}


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it begins in the file, its fields, and how they were written."""

    number: int
    fields: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out and what its columns are called here.

    `columns` names those of a file without a header; `renames` are (field, column), and one column may
    serve several fields; `constants` fill in where a line says nothing.
    """

    delimiter: str = "auto"
    columns: tuple[str, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    ignored: frozenset[str] = frozenset()
    constants: Mapping[str, str] = field(default_factory=dict)

    def fields_of(self, column: str) -> list[str]:
        """Return which fields a column fills; a column that is not renamed keeps its name."""
        return [target for target, source in self.renames if source == column] or [column]

    def placed(self, columns: Collection[str]) -> list[tuple[str, str]]:
        """Return (field, column) for all columns but the ignored, renamed ones last: they prevail."""
        renamed = {source for _, source in self.renames}
        kept = [column for column in columns if column not in self.ignored]
        return [(c, c) for c in kept if c not in renamed] + [
            (target, column) for column in kept if column in renamed for target in self.fields_of(column)
        ]


def read(
    source: Source, layout: Layout, check: Callable[[Collection[str]], str | None]
) -> Iterator[Record | Refusal]:
    """Yield every record or why there is none; blank lines are passed over.

    `check` is shown the fields that every line will have and says what is wrong with them. Raises
    BadFile when the file as a whole cannot be read.
    """
    lines = Lines(source.stream)
    first = next(lines, None)
    while isinstance(first, Text) and not first.text.strip():
        first = next(lines, None)
    if first is None:
        return
    lines.give_back([first])
    if isinstance(first, Text) and first.text.lstrip().startswith("["):
        raise BadFile("The file is one JSON list; write one object a line instead (NDJSON).")
    if isinstance(first, Text) and first.text.lstrip().startswith("{"):
        yield from _read_objects(lines, layout)
    else:
        yield from _read_table(lines, layout, check)


def _read_objects(lines: Lines, layout: Layout) -> Iterator[Record | Refusal]:
    for line in lines:
        if isinstance(line, Refusal):
            yield line
        elif line.text.strip():
            yield _object(line, layout)


def _object(line: Text, layout: Layout) -> Record | Refusal:
    try:
        found = json.loads(line.text, parse_float=Decimal, parse_constant=_no_constant)
        if "\\u" in line.text:
            json.dumps(found, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        return Refusal(line.number, f"is not JSON: {error.msg} at column {error.colno}", line.text)
    except UnicodeEncodeError:
        return Refusal(line.number, "holds half of a surrogate pair", line.text)
    except (ValueError, RecursionError) as error:
        return Refusal(line.number, f"is not JSON that can be kept: {error}", line.text)
    if not isinstance(found, dict):
        return Refusal(line.number, "is not a JSON object", line.text)
    fields = {target: found[column] for target, column in layout.placed(found)}
    return Record(line.number, _filled(fields, layout), line.text)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _read_table(
    lines: Lines, layout: Layout, check: Callable[[Collection[str]], str | None]
) -> Iterator[Record | Refusal]:
    header, delimiter = _header(lines, layout)
    places = [(target, header.index(column)) for target, column in layout.placed(header)]
    if complaint := check({target for target, _ in places} | layout.constants.keys()):
        raise BadFile(f"{complaint} The columns of the file are: {', '.join(header)}.")
    for line in lines:
        if isinstance(line, Refusal):
            yield line
        elif line.text.strip():
            row = _row(line, lines, delimiter, len(header))
            if isinstance(row, Refusal):
                yield row
            else:
                fields = {target: row[place].strip() for target, place in places}
                yield Record(line.number, _filled(fields, layout), line.text)


def _filled(fields: dict[str, Any], layout: Layout) -> dict[str, Any]:
    for name, value in layout.constants.items():
        if fields.get(name) in (None, ""):
            fields[name] = value
    return fields


def _header(lines: Lines, layout: Layout) -> tuple[list[str], str]:
    """Return the names of the columns and what separates them."""
    first = next(lines)
    if isinstance(first, Refusal):
        raise BadFile(f"The first line cannot be read: {first.reason}.")
    delimiter = DELIMITERS.get(layout.delimiter, layout.delimiter)
    if delimiter == "auto":
        delimiter = _likeliest_delimiter(first.text)
    if layout.columns:
        lines.give_back([first])
        row: list[str] | Refusal = list(layout.columns)
    else:
        row = _row(first, lines, delimiter)
    if isinstance(row, Refusal):
        raise BadFile(f"The first line, which names the columns, cannot be read: {row.reason}.")
    names = [name.strip() or f"column_{place}" for place, name in enumerate(row, 1)]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise BadFile(f"Two columns have the name {', '.join(sorted(repeated))}.")
    for _, column in layout.renames:
        if column not in names:
            raise BadFile(f"There is no column {column!r}. The columns of the file are: {', '.join(names)}.")
    return names, delimiter


def _likeliest_delimiter(header: str) -> str:
    most = max(",;\t|", key=header.count)
    return most if most in header else " "


def _row(first: Text, lines: Lines, delimiter: str, width: int = 0) -> list[str] | Refusal:
    """Split one record; a quoted field may take further lines, which are given back if that fails."""
    held = [first]
    while True:
        row = _split("\n".join(line.text for line in held), delimiter)
        if row is None and len(held) < LONGEST_QUOTE_LINES:
            following = next(lines, None)
            if isinstance(following, Text):
                held.append(following)
                continue
            lines.give_back([following] if following else [])
        if isinstance(row, list) and width in (0, len(row)):
            return row
        lines.give_back(held[1:])
        return Refusal(first.number, _why_not(row, width), first.text)


def _split(text: str, delimiter: str) -> list[str] | str | None:
    """Return the fields, or what is wrong, or None when a quote is still open."""
    if delimiter == " ":
        return text.split()
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return None if "unexpected end" in str(error) else str(error)


def _why_not(row: list[str] | str | None, width: int) -> str:
    if row is None:
        return "a quotation mark is opened and never closed"
    if isinstance(row, str):
        return f"is not CSV: {row}"
    return f"has {len(row)} fields where the header has {width}"


def joined(texts: Iterable[str]) -> str:
    """Join texts into one from which they can be told apart again."""
    return "|".join(text.replace("|", "||") for text in texts)
