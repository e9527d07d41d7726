"""The press: letters that are due go to the folder window by window, in a process of its own."""

import logging
import threading
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from channels import letters, ways
from channels.adapters.letter import LETTER, LINK, WINDOW
from channels.dispatch import send_range
from channels.models import DUE_STATES, Hold, Lane, Message

log = logging.getLogger(__name__)
PAUSE_SECONDS = 5.0


def trouble() -> str:
    """Say what keeps letters from being handed over, or "" if nothing does."""
    if not LETTER.is_ready():
        return "No letter leaves this hub: its setting LETTER_URL is empty."
    try:
        return letters.trouble(letters.folder_of(settings.LETTER_URL))
    except ValueError as error:
        return f"{error}."


def run(stop: threading.Event) -> None:
    """Print what is due until told to stop; say once what keeps us from it, and once that it is over."""
    said = ""
    while not stop.is_set():
        ways.beat(LINK, now=timezone.now())
        if next(_windows(), None):  # WeasyPrint is not loaded before there is something to print
            now_said = trouble()
            if now_said != said:
                log.warning("%s", now_said or "Letters are handed over again.")
            said = now_said
            print_due(stop)
        stop.wait(PAUSE_SECONDS)


def print_due(stop: threading.Event | None = None) -> int:
    """Print everything that is due, the most urgent lane first; return how many letters were handed over.

    Stops between two windows: what a window holds is handed over whole, or again.
    """
    total = 0
    for low, high, lane in _windows():
        if stop is not None and stop.is_set():
            break
        total += send_range(lane, low, high, LINK)
    return total


def _windows() -> Iterator[tuple[int, int, int]]:
    """Yield (low, high, lane) of what is due; what cannot go now waits for the next round."""
    for lane in Lane:
        low = 0
        while ids := _due(lane, low):
            yield ids[0], ids[-1], lane.value
            low = ids[-1] + 1


def _due(lane: Lane, low: int) -> list[int]:
    held = Hold.objects.filter(cause=OuterRef("cause"))
    found = Message.objects.filter(
        ~Exists(held),
        lane=lane,
        channel=LETTER.key,
        state__in=DUE_STATES,
        due_at__lte=timezone.now(),
        pk__gte=low,
    )
    return list(found.order_by("pk").values_list("pk", flat=True)[:WINDOW])
