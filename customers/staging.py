"""Hand a batch to PostgreSQL by COPY, into a temporary table of this session that empties at commit."""

from collections.abc import Iterable, Mapping

from django.db.backends.utils import CursorWrapper


def stage(
    cursor: CursorWrapper, table: str, columns: Mapping[str, str], rows: Iterable[tuple[object, ...]]
) -> None:
    """Fill `table` with these rows; `columns` maps names to SQL types. Needs an open transaction."""
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {table} ({typed}) ON COMMIT DELETE ROWS; DELETE FROM {table}"
    )
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
