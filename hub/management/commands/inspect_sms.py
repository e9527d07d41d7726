"""Say what messages on standard input want and cost, one JSON object a line: inspect_sms < messages."""

import codecs
import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandParser

from channels.intents import read_intent
from channels.smstext import segments

LONGEST_BYTES = 1_000_000
"""Of a line: no text is a hundredth of that, and what is longer must not fill the memory."""


class Command(BaseCommand):
    help = (
        "Read one SMS a line from standard input; print what it wants and how it is coded. Records nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", default="", help="the customer's language, such as de")

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        for line in _lines(sys.stdin.buffer):
            text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
            self.stdout.write(json.dumps(_described(text, language), ensure_ascii=True))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield each line, cut where it is longer than any text; the mark of UTF-8 before it is no text."""
    while line := stream.readline(LONGEST_BYTES):
        rest = line
        while len(rest) == LONGEST_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_BYTES)
        yield line.removeprefix(codecs.BOM_UTF8)


def _described(text: str, language: str) -> dict[str, Any]:
    intent = read_intent(text, channel="sms", language=language)
    counted = segments(text)
    return {
        "text": text,
        "intent": intent.name,
        "confidence": round(intent.confidence, 3),
        "encoding": counted.encoding,
        "segments": len(counted.parts),
        "units": counted.units,
    }
