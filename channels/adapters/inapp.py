"""The inbox: messages wait on the customer's own pages and in their app until they are pulled."""

import time
from collections.abc import Sequence

from channels.protocol import Outcome, Outgoing, Result, Route, Shape


class _Inbox:
    """Nothing is carried anywhere: what has been begun lies in the inbox."""

    provider = "inbox"
    link = ""
    window = 250

    def is_ready(self) -> bool:
        return True

    def takes(self, address: str) -> bool:
        return True

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        if time.monotonic() >= start_by:
            return [Result(Outcome.UNTOUCHED) for _ in batch]
        return [
            Result(Outcome.ACCEPTED)
            if words.text.strip()
            else Result(Outcome.REFUSED, "There are no words to show")
            for words in batch
        ]


_ROUTES: tuple[Route, ...] = (_Inbox(),)


class InApp:
    """The customer comes to us: no address is needed."""

    key = "inapp"
    shape = Shape("", has_subject=True, has_html=False, max_bytes=50_000)

    def is_ready(self) -> bool:
        return True

    def routes(self) -> Sequence[Route]:
        return _ROUTES


INAPP = InApp()
