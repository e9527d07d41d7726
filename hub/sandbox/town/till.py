"""The town's tills, and the post's desk for returns: lines that a command hands to the hub now and then."""

import io
import json
import logging
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connections

from hub.sandbox.town.people import SOURCE

log = logging.getLogger(__name__)
MOST_WAITING = 50_000


class Till:
    """Collects lines and hands them over by an import command; what fails is handed over next time."""

    def __init__(self, command: str = "import_interactions") -> None:
        self._command = command
        self._waiting: list[Mapping[str, str | int]] = []
        # One thread of its own, so that it keeps one connection to the database.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="till")
        self._folder = tempfile.TemporaryDirectory(prefix="town-till-")

    def ring_up(self, line: Mapping[str, str | int]) -> None:
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(line)

    def hand_over(self) -> int:
        """Hand over what waits and return how much; blocks, so call it off the event loop."""
        return self._thread.submit(self._hand_over).result()

    def close(self) -> None:
        self.hand_over()
        self._thread.submit(connections.close_all)
        self._thread.shutdown()
        self._folder.cleanup()

    def _hand_over(self) -> int:
        lines = self._waiting[:]
        if not lines:
            return 0
        file = Path(self._folder.name) / f"{self._command}.ndjson"
        file.write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
        )
        close_old_connections()
        try:
            call_command(self._command, str(file), source=SOURCE, stdout=io.StringIO(), stderr=io.StringIO())
        except (CommandError, DatabaseTrouble) as error:
            log.warning(
                "%s: what waits could not be handed over (%s); again soon.",
                self._command,
                type(error).__name__,
            )
            return 0
        del self._waiting[: len(lines)]
        return len(lines)
