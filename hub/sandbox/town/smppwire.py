"""SMPP 3.4 as the town's message centre speaks it: whole PDUs in, framed answers out, in smpplib's bytes."""

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

from smpplib import smpp
from smpplib.client import SimpleSequenceGenerator

BIND, BIND_RESP, SUBMIT, UNBIND, ENQUIRE = 0x00000009, 0x80000009, 0x00000004, 0x00000006, 0x00000015
IS_ANSWER = 0x80000000
UNKNOWN_COMMAND = 0x03
_HEADER, _LARGEST = 16, 70_000


class Pdu(NamedTuple):
    command: int
    sequence: int
    raw: bytes


class BadFrame(ValueError):
    """The caller has lost count of its bytes."""


def frame(name: str, sequence: int, status: int = 0, **fields: Any) -> bytes:
    pdu = smpp.make_pdu(name, client=SimpleSequenceGenerator(), **fields)
    pdu.sequence, pdu.status = sequence, status
    return bytes(pdu.generate())


def frames(buffer: bytearray) -> Iterator[Pdu]:
    """Take whole PDUs off the front of what came in. Raises BadFrame."""
    while len(buffer) >= _HEADER:
        length, code, _, sequence = struct.unpack_from(">LLLL", buffer)
        if not _HEADER <= length <= _LARGEST:
            raise BadFrame(f"It announced a PDU of {length} bytes")
        if len(buffer) < length:
            return
        raw = bytes(buffer[:length])
        del buffer[:length]
        yield Pdu(code, sequence, raw)
