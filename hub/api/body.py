"""Read what a request says, into structs: JSON or NDJSON, gzip or not, never more than a body may have."""

import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpRequest

from customers import entry
from hub.api.problems import Flaw, Problem, flaw_of

LARGEST_BYTES = 10 * 1024 * 1024
"""Of a body, as it comes and unpacked."""
MOST_ITEMS = 10_000
JSON, NDJSON = "application/json", "application/x-ndjson"
_DEEPEST = 32


def read(request: HttpRequest) -> bytes:
    """Return the unpacked bytes. Raises Problem: too large, no gzip, or in another encoding."""
    raw = request.read(LARGEST_BYTES + 1)
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("gzip", "identity"):
        raise Problem(415, "unsupported-media-type", "The Content-Encoding may be gzip, or none.")
    body = _unpacked(raw) if encoding == "gzip" else raw
    if len(raw) > LARGEST_BYTES or len(body) > LARGEST_BYTES:
        raise Problem(413, "too-large", f"A body may have {LARGEST_BYTES // 2**20} MB, also when unpacked.")
    return body


def decode(body: bytes, shape: Any) -> Any:
    """Decode one JSON value of this shape. Raises Problem."""
    try:
        found = msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        raise _flawed(flaw_of(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _malformed(error) from None
    _check_text(body)
    if flaw := odd_time(found):
        raise _flawed(flaw)
    return found


def odd_time(found: Any) -> Flaw | None:
    """Return what is wrong with the times in a struct, if one has an offset that no place has."""
    for name in getattr(found, "__struct_fields__", ()):
        value = getattr(found, name)
        if isinstance(value, datetime) and not entry.has_offset(value):
            return Flaw(f"/{name}", "is not less than 16 hours from UTC")
    return None


def decode_items(body: bytes, shape: Any, *, is_lines: bool) -> tuple[list[Any], bool]:
    """Return one item, a list of them or one on each line; a Flaw stands for each that is not of this shape.

    Also says whether it was a list; the fast way is tried first. Raises Problem where the whole is no JSON.
    """
    is_list = is_lines or body.lstrip()[:1] == b"["
    if not is_list:
        return [decode(body, shape)], False
    try:
        items = _lines(body, shape) if is_lines else msgspec.json.decode(body, type=list[shape])
    except msgspec.ValidationError:
        items = list(_one_by_one(_raws(body, is_lines), shape))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _malformed(error) from None
    _count(len(items))
    _check_text(body, is_lines=is_lines)
    return items, True


def _count(items: int) -> None:
    """Refuse too many before each is looked at alone, which is slow."""
    if items > MOST_ITEMS:
        raise Problem(413, "too-large", f"A request may have {MOST_ITEMS:,} items, not {items:,}.")


def _unpacked(raw: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        body = unpacker.decompress(raw, LARGEST_BYTES + 1)
    except zlib.error:
        raise Problem(400, "malformed", "The body is not gzip, as its Content-Encoding says.") from None
    if not unpacker.eof and len(body) <= LARGEST_BYTES:
        raise Problem(400, "malformed", "The gzip body ends too early.")
    return body


def _lines(body: bytes, shape: Any) -> list[Any]:
    found: list[Any] = msgspec.json.Decoder(shape).decode_lines(body)
    return found


def _raws(body: bytes, is_lines: bool) -> list[msgspec.Raw]:
    """Return each item's bytes. Raises Problem."""
    try:
        raws = _lines(body, msgspec.Raw) if is_lines else msgspec.json.decode(body, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _malformed(error) from None
    _count(len(raws))
    return raws


def _one_by_one(raws: list[msgspec.Raw], shape: Any) -> Iterator[Any]:
    decoder = msgspec.json.Decoder(shape)
    for place, raw in enumerate(raws):
        try:
            yield decoder.decode(raw)
        except msgspec.ValidationError as error:
            yield flaw_of(error, f"/{place}")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _malformed(error) from None


def _check_text(body: bytes, *, is_lines: bool = False) -> None:
    """Refuse what the database cannot keep, NUL; only a body that spells one needs the closer look."""
    if b"\\u0000" not in body:
        return
    whole = _lines(body, Any) if is_lines else msgspec.json.decode(body)
    if (pointer := _nul(whole, "", 0)) is not None:
        raise _flawed(Flaw(pointer, "holds the character NUL"))


def _nul(value: Any, pointer: str, depth: int) -> str | None:
    if isinstance(value, str):
        return pointer if "\0" in value else None
    if depth > _DEEPEST:
        return pointer
    if isinstance(value, dict):
        if any("\0" in name for name in value):
            return pointer
        pairs: Any = value.items()
    else:
        pairs = enumerate(value) if isinstance(value, list) else ()
    return next(
        (at for name, each in pairs if (at := _nul(each, f"{pointer}/{name}", depth + 1)) is not None), None
    )


def _flawed(flaw: Flaw) -> Problem:
    return Problem(422, "invalid", flaw.detail, [flaw])


def _malformed(error: Exception) -> Problem:
    words = "It is nested too deeply." if isinstance(error, RecursionError) else f"It is not JSON: {error}."
    return Problem(400, "malformed", words)
