"""What was refused: kept in a file beside the one it came from, and counted by reason."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import IO

from hub.intake.lines import BadFile, Refusal

LONGEST_TEXT = 10_000
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_FORMULA = tuple("=+-@\t\r")


class Rejects:
    """A file of refused lines that comes into being with the first of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._reasons: Counter[str] = Counter()
        self._file: IO[str] | None = None

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, refusal: Refusal) -> None:
        self.count += 1
        self._reasons[_QUOTED.sub("…", refusal.reason)] += 1
        self._write(refusal, self._file or self._open())

    def reasons(self) -> list[tuple[str, int]]:
        """Return the reasons without what was quoted in them, the commonest first."""
        return self._reasons.most_common()

    def _open(self) -> IO[str]:
        try:
            self._file = self.path.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise BadFile(
                f"{self.path}, the file of refused lines, cannot be written: {error.strerror}."
                " Name another with --rejects."
            ) from error
        if not self._is_json:
            self._file.write("line,reason,text\r\n")
        return self._file

    def _write(self, refusal: Refusal, file: IO[str]) -> None:
        text = refusal.text[:LONGEST_TEXT]
        if self._is_json:
            row = {"line": refusal.number, "reason": refusal.reason, "text": text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            # A quote keeps a spreadsheet from running what a customer wrote as a formula.
            csv.writer(file).writerow(
                [refusal.number, refusal.reason, f"'{text}" if text.startswith(_FORMULA) else text]
            )

    @property
    def _is_json(self) -> bool:
        return self.path.suffix in {".ndjson", ".jsonl"}
