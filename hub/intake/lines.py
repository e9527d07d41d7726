"""The lines of a file, unpacked and decoded; a bad one is refused and the next one read."""

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

LONGEST_LINE_BYTES = 256 * 1024
_SHOWN_BYTES = 200


class BadFile(ValueError):
    """The file cannot be read as a whole, or does not have what is needed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that cannot be taken, and why."""

    number: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """One line without its end."""

    number: int
    text: str


@dataclass(slots=True)
class Source:
    """An open file, unpacked; `share_read` says how far we are, where that can be known."""

    stream: io.BufferedReader
    share_read: Callable[[], float | None]


@contextmanager
def opened(file: str) -> Iterator[Source]:
    """Open a file, or standard input for "-"; what is gzipped is unpacked, whatever it is called."""
    if file == "-":
        yield Source(_unpacked(cast(io.BufferedReader, sys.stdin.buffer)), lambda: None)
        return
    path = Path(file)
    try:
        raw = path.open("rb")
    except OSError as error:
        raise BadFile(f"{file} cannot be read: {error.strerror}.") from error
    with raw:
        size = path.stat().st_size or 1
        yield Source(_unpacked(raw), lambda: min(raw.tell() / size, 1.0))


class Lines:
    """The lines of a stream as text, or why not; lines may be given back."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._number = 0
        self._returned: list[Text | Refusal] = []

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> Text | Refusal:
        if self._returned:
            return self._returned.pop()
        line = self._readline()
        if not line:
            raise StopIteration
        self._number += 1
        if len(line) > LONGEST_LINE_BYTES:
            self._skip_rest(line)
            return self._refuse(line, f"the line is longer than {LONGEST_LINE_BYTES // 1024} KiB")
        if self._number == 1:
            line = _without_mark(line)
        return self._decoded(line)

    def give_back(self, lines: Sequence[Text | Refusal]) -> None:
        self._returned.extend(reversed(lines))

    def _readline(self) -> bytes:
        try:
            return self._stream.readline(LONGEST_LINE_BYTES + 1)
        except (EOFError, OSError, zlib.error) as error:
            raise BadFile(f"The file is broken after line {self._number:,}: {error}.") from error

    def _skip_rest(self, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self._readline()

    def _decoded(self, line: bytes) -> Text | Refusal:
        try:
            text = line.decode().rstrip("\r\n")
        except UnicodeDecodeError as error:
            return self._refuse(line, f"byte {error.start + 1} of the line is not UTF-8")
        if "\0" in text:
            return self._refuse(line, "the line holds a NUL character")
        return Text(self._number, text)

    def _refuse(self, line: bytes, reason: str) -> Refusal:
        shown = line[:_SHOWN_BYTES].decode(errors="backslashreplace").rstrip("\r\n")
        return Refusal(self._number, reason, shown)


def _unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    if stream.peek(2)[:2] == b"\x1f\x8b":
        return io.BufferedReader(gzip.GzipFile(fileobj=stream))
    return stream


def _without_mark(line: bytes) -> bytes:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile("The file is written in UTF-16; save it as UTF-8.")
    return line.removeprefix(b"\xef\xbb\xbf")
