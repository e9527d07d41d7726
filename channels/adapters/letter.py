"""Letters: laid out as PDF, handed over in batches in the folder that LETTER_URL names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from channels import letters
from channels.protocol import Outgoing, Result, Route, Shape

LINK = "letters"
"""A process of its own (`manage.py print_letters`): a page takes as long as thirty mails."""
WINDOW = 200


@dataclass(frozen=True, slots=True)
class Folder:
    """A hand-over folder. That the files lie in it is what "accepted" means."""

    path: Path
    provider: str = "folder"
    link: str = LINK
    window: int = WINDOW

    def is_ready(self) -> bool:
        return True  # whether it can be written to is seen by trying: no other process loads WeasyPrint

    def takes(self, address: str) -> bool:
        return True

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        return letters.hand_over(batch, self.path, start_by=start_by)


class LetterChannel:
    """Letters leave through LETTER_URL."""

    key = "letter"
    shape = Shape(
        contact_kind="postal", has_subject=True, has_html=True, max_bytes=2_000_000, is_on_screen=False
    )

    def is_ready(self) -> bool:
        return bool(settings.LETTER_URL)

    def routes(self) -> Sequence[Route]:
        return _routes(settings.LETTER_URL)


@cache
def _routes(url: str) -> tuple[Route, ...]:
    return (Folder(letters.folder_of(url)),)


LETTER = LetterChannel()
