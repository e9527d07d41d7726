"""Files to import, and what becomes of them."""

import csv
import gzip
import io
from pathlib import Path

from django.core.management import call_command

SHOP = """source_id,customer,kind,occurred_at,channel,amount,currency,items
r1,7,purchase,2026-03-01T10:15:00+01:00,till,29.33,EUR,2
r2,7,purchase,2026-03-31T23:30:00+02:00,web,500,JPY,1
r3,8,visit,2026-04-02 09:00,,,,
"""


def run(command: str, *arguments: object) -> str:
    """Run a management command and return what it prints."""
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    content = text.encode() if isinstance(text, str) else text
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def rejects(path: Path) -> dict[int, str]:
    """Return why each line of this file was refused."""
    with Path(f"{path}.rejects.csv").open(newline="", encoding="utf-8") as file:
        return {int(row["line"]): row["reason"] for row in csv.DictReader(file)}
