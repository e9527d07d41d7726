"""Hand letters over: a batch is one PDF and one list (CSV) in a folder that a print room empties.

A batch lies there when its list does: both files appear by renaming, the list last. Which letters a batch
holds is committed before its files are written, so that a worker that dies is followed by one that writes
the same letters under the same name; whoever takes batches by their name never prints one twice.
"""

import csv
import io
import os
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone

from channels import letterpaper, references
from channels.byhand import LetterBatch
from channels.letterpaper import BadLetter, Letter
from channels.models import Message
from channels.protocol import Outcome, Outgoing, Result
from customers import postal

LAY_OUT_SECONDS = 8.0
"""How long a window is laid out; writing it takes half as long, and both must end within the lease. What
was not reached in that time is begun with the next window."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "reference",
    "name",
    "street",
    "street_2",
    "street_3",
    "street_4",
    "postcode",
    "city",
    "country",
    "language",
    "file",
    "first_page",
    "pages",
)
_PART = ".part"


class BadFolder(ValueError):
    """LETTER_URL names no folder that we could hand letters over in."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A letter that is laid out, and what it is in the batch."""

    letter: Letter
    document: Any


def folder_of(url: str) -> Path:
    """Return the folder that file:///path names. Raises BadFolder."""
    parts = urlsplit(url)
    path = Path(unquote(parts.path))
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not path.is_absolute():
        raise BadFolder("LETTER_URL must be like file:///srv/letters: a folder that somebody empties")
    return path


def trouble(folder: Path) -> str:
    """Say what keeps letters from being handed over, or "" if nothing does."""
    return letterpaper.missing() or (
        "" if folder.is_dir() else "The folder that LETTER_URL names is not there."
    )


def hand_over(batch: Sequence[Outgoing], folder: Path, *, start_by: float) -> list[Result]:
    """Lay these letters out, write them as batches, and return one result each, in order.

    What breaks before a list has its name has reached nobody: it is UNTOUCHED and goes again.
    """
    if time.monotonic() >= start_by:
        return [Result(Outcome.UNTOUCHED, "The batch before took too long")] * len(batch)
    if words := trouble(folder):
        return [Result(Outcome.UNTOUCHED, words)] * len(batch)
    results: dict[int, Result] = {}
    laid = _lay_out(batch, results)
    for work, members in _batches(laid):
        results |= _write(work, {each: laid[each] for each in members}, folder)
    late = Result(Outcome.UNTOUCHED, "It goes with the next batch")
    return [results.get(words.message_id, late) for words in batch]


def one(words: Outgoing, *, language: str, on: date) -> Letter:
    """Return what stands on the letter of this message."""
    return Letter(
        references.of(words.message_id),
        words.name,
        postal.read(words.address),
        language,
        words.sender_name,
        words.subject,
        words.text,
        words.html,
        on,
        words.is_marketing,
    )


def _lay_out(batch: Sequence[Outgoing], results: dict[int, Result]) -> dict[int, _Laid]:
    """Lay out what fits into the time; a letter that cannot be printed is refused alone."""
    ends_at = time.monotonic() + LAY_OUT_SECONDS
    languages = _languages([words.message_id for words in batch])
    today = timezone.localdate()
    laid: dict[int, _Laid] = {}
    for words in batch:
        if time.monotonic() >= ends_at and laid:
            break
        letter = one(words, language=languages.get(words.message_id, ""), on=today)
        try:
            if not letter.address.is_complete:
                raise BadLetter("The address has no street or no city")
            laid[words.message_id] = _Laid(letter, letterpaper.lay_out(letter))
        except BadLetter as error:
            results[words.message_id] = Result(Outcome.REFUSED, str(error))
    return laid


def _languages(message_ids: Sequence[int]) -> dict[int, str]:
    found = Message.objects.filter(pk__in=message_ids).values_list("pk", "customer__language")
    return dict(found)


def _batches(message_ids: Collection[int]) -> list[tuple[LetterBatch, list[int]]]:
    """Return the batches that these letters are in: those of an attempt that broke off, and a new one.

    An old batch keeps of its letters only those that are here now; the others get one of their own when
    they come, or two windows would write different letters under one name.
    """
    left, batches = set(message_ids), []
    with transaction.atomic():
        open_ones = LetterBatch.objects.filter(handed_at=None, message_ids__overlap=sorted(left))
        for old in open_ones.order_by("pk").select_for_update():
            if members := [each for each in old.message_ids if each in left]:
                old.message_ids = members
                old.save(update_fields=["message_ids"])
                left.difference_update(members)
                batches.append((old, members))
        if left:
            members = [each for each in message_ids if each in left]
            new = LetterBatch.objects.create(message_ids=members, made_at=timezone.now())
            batches.append((new, members))
    return batches


def _write(work: LetterBatch, laid: dict[int, _Laid], folder: Path) -> dict[int, Result]:
    first_pages, page = {}, 1
    for message_id, each in laid.items():
        first_pages[message_id] = page
        page += len(each.document.pages)
    table = _list(work.name, [(laid[each], at) for each, at in first_pages.items()])
    try:
        pdf = _pdf(laid.values())
    except Exception as error:  # what one letter's pictures or fonts can provoke costs no other
        return _without_broken(work, laid, folder, error)
    try:
        _tidy(folder)
        _put_batch(folder, work.name, pdf, table)
    except OSError as error:
        words = f"The folder for letters cannot be written to: {error.strerror or type(error).__name__}"
        return dict.fromkeys(laid, Result(Outcome.UNTOUCHED, words))
    LetterBatch.objects.filter(pk=work.pk).update(handed_at=timezone.now(), pages=page - 1)
    return {
        message_id: Result(Outcome.ACCEPTED, "", f"{work.name} page {at}")
        for message_id, at in first_pages.items()
    }


def _without_broken(
    work: LetterBatch, laid: dict[int, _Laid], folder: Path, error: Exception
) -> dict[int, Result]:
    """Find the letters that cannot be written as PDF, refuse those, and write the others."""
    broken = {message_id for message_id, each in laid.items() if not _can_be_written(each)} or set(laid)
    fine = {message_id: each for message_id, each in laid.items() if message_id not in broken}
    refused = Result(Outcome.REFUSED, f"It cannot be written as PDF: {type(error).__name__}")
    return dict.fromkeys(broken, refused) | (_write(work, fine, folder) if fine else {})


def _can_be_written(each: _Laid) -> bool:
    try:
        return bool(_pdf([each]))
    except Exception:
        return False


def _pdf(laid: Collection[_Laid]) -> bytes:
    pages = [page for each in laid for page in each.document.pages]
    first = next(iter(laid)).document
    return bytes(first.copy(pages).write_pdf())


def _list(name: str, laid: Iterable[tuple[_Laid, int]]) -> bytes:
    """Write the list of a batch: UTF-8 with a mark, as spreadsheets want it, and no cell a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for each, first_page in laid:
        where = each.letter.address
        streets = [*where.lines, "", "", "", ""][:4]
        cells = [each.letter.reference, each.letter.name, *streets, where.postcode, where.city, where.country]
        cells += [each.letter.language, f"{name}.pdf"]
        writer.writerow([*map(_harmless, cells), first_page, len(each.document.pages)])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _put_batch(folder: Path, name: str, pdf: bytes, table: bytes) -> None:
    """Let the list appear last, and away with the one of an attempt before: no list fits another's pages."""
    (folder / f"{name}.csv").unlink(missing_ok=True)
    _put(folder / f"{name}.pdf", pdf)
    _put(folder / f"{name}.csv", table)


def _put(path: Path, content: bytes) -> None:
    """Let a file appear whole or not at all, also when the machine stops."""
    part = path.with_name(f".{path.name}{_PART}")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _tidy(folder: Path) -> None:
    """Take away what a worker left half-written that died an hour ago or earlier."""
    long_ago = time.time() - timedelta(hours=1).total_seconds()
    for part in folder.glob(f".letters-*{_PART}"):
        if part.stat().st_mtime < long_ago:
            part.unlink(missing_ok=True)
