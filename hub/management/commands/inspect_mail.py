"""Say what mails in files are, one JSON object a file: inspect_mail FILE..."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from channels.intents import Intent, Name, read_mail
from channels.mailreading import Kind, Reading, read

_LARGEST_BYTES = 25 * 1024 * 1024  # what the postbox takes


class Command(BaseCommand):
    help = "Print what each mail is: bounce, complaint, auto_reply, reply or other. Records nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--language", default="", help="the senders' language, such as de")

    def handle(self, *args: Any, files: list[str], language: str, **options: Any) -> None:
        for name in files:
            self.stdout.write(json.dumps(_described(name, language), ensure_ascii=True))


def _described(name: str, language: str) -> dict[str, Any]:
    printable = name.encode("utf-8", "replace").decode()
    try:
        with Path(name).open("rb") as file:
            raw = file.read(_LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        return {"file": printable, "error": f"{type(error).__name__}: cannot be read"}
    return {"file": printable, **_said(read(raw), language)}


def _said(reading: Reading, language: str) -> dict[str, Any]:
    intent = Intent(Name.OTHER, 1.0, "no person wrote it")
    if reading.kind == Kind.REPLY:
        intent = read_mail(reading.subject, reading.visible_text, language=language)
    described: dict[str, Any] = {
        "kind": Kind.OTHER if reading.kind == Kind.RECEIPT else reading.kind,
        "recipients": [
            {"address": report.address, "class": report.bounce_class, "status": report.status}
            for report in reading.reports
        ],
        "visible_text": reading.visible_text,
        "intent": intent.name,
        "confidence": round(intent.confidence, 3),
    }
    return described | ({"error": reading.problem} if reading.problem else {})
