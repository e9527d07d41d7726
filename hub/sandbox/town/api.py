"""The hub's API as the town's shops use it, with a key of theirs."""

import json
from typing import Any

from hub.sandbox.town.doors import Doors


class Refused(Exception):
    """The hub did not do what was asked; `status` is its answer."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status} {words}")
        self.status = status


class Api:
    """Speaks to one hub."""

    def __init__(self, doors: Doors, key: str) -> None:
        self._doors, self._key = doors, key

    def ask(self, method: str, path: str, says: Any = None) -> Any:
        """Return what the hub answers. Blocks. Raises Refused, OSError or HTTPException."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        body = b"" if says is None else json.dumps(says).encode()
        status, said = self._doors.send(method, f"{self._doors.base_url}/api/v1/{path}", body, headers)
        if status >= 400:
            raise Refused(status, said[:300].decode("utf-8", "replace"))
        return json.loads(said)
