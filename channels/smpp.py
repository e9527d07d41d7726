"""SMPP 3.4 in plain types: whom we bind to, the parts of a text on the wire, and what comes in.

The bytes are smpplib's; framing and optional parameters are ours: its reader takes a length of 4 GB at its
word, and stumbles over every parameter that it does not know. Source: SMPP 3.4 issue 1.2; TS 23.040 9.2.3.24.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from smpplib import command, consts, smpp
from smpplib.client import SimpleSequenceGenerator

from channels.carriers import BadSetting, Garbled, Piece, Text, Told
from channels.mailreading import BounceClass
from channels.protocol import Outgoing
from channels.smstext import Encoding, decoded_gsm_7, encoded, segments

HEADER_BYTES = 16
LARGEST_PDU = 70_000
"""A message_payload has 64 KB at most; whoever announces more has lost count."""
USUAL_WINDOW = 50
GENERIC_NACK, SUBMIT_RESP = 0x80000000, 0x80000004
DELIVER, DATA = 0x00000005, 0x00000103
DELIVERIES = {DELIVER: "deliver_sm_resp", DATA: "data_sm_resp"}
"""What brings us receipts and texts, and the answer to it. Centres choose: some bring all by data_sm."""

UNBIND, UNBIND_RESP = 0x00000006, 0x80000006
ENQUIRE, ENQUIRE_RESP, BIND_RESP = 0x00000015, 0x80000015, 0x80000009
IS_ANSWER = 0x80000000
UNKNOWN_COMMAND, BAD_LENGTH, COME_AGAIN = 0x03, 0x02, 0x64
DESCRIPTIONS: dict[int, str] = consts.DESCRIPTIONS
_HAS_HEADER, _KIND, _RECEIPTS = 0x40, 0x3C, (0x04, 0x08)
_ASK_RECEIPT = 0x01
_UCS_2 = 8


@dataclass(frozen=True, slots=True)
class Account:
    """smpp://system_id:password@host:2775/?from=+4366012345678; smpps:// over TLS."""

    name: str
    host: str
    port: int
    is_tls: bool
    system_id: str
    password: str
    system_type: str
    sender: str
    window: int
    hard: frozenset[str]
    """The network's codes for "there is no such phone"; they differ from house to house."""


class Part(NamedTuple):
    """One submit_sm of a message: the same number, reference and cut at every attempt."""

    message_id: int
    number: int
    of: int
    digest: str
    """Of the whole text: parts of two wordings must never be read as one."""
    address: str
    octets: bytes
    is_ucs_2: bool


class Pdu(NamedTuple):
    command: int
    status: int
    sequence: int
    raw: bytes

    @property
    def message_id(self) -> str:
        """The number that a submit_sm_resp gives."""
        return self.raw[HEADER_BYTES:].partition(b"\0")[0].decode("latin-1").strip()


class BadFrame(ValueError):
    """The other side has lost count of its bytes: nothing after that can be read."""


def account_of(url: str) -> Account:
    """Read one address of SMS_URL. Raises BadSetting."""
    parts = urlsplit(url)
    said = {name: values[-1] for name, values in parse_qs(parts.query.replace("+", "%2B")).items()}
    if parts.scheme not in ("smpp", "smpps") or not (parts.hostname and parts.username and said.get("from")):
        raise BadSetting("SMPP is written like smpp://system_id:password@host:2775/?from=+4366012345678.")
    name, window = said.get("name", "main"), said.get("window", str(USUAL_WINDOW))
    if not re.fullmatch(r"[a-z0-9-]{1,14}", name):
        raise BadSetting("The name of an SMPP link has up to 14 small letters, digits and hyphens.")
    if not re.fullmatch(r"[1-9]\d{0,2}", window):
        raise BadSetting("The window of an SMPP link is a number from 1 to 999.")
    if len(parts.username) > 15 or len(unquote(parts.password or "")) > 8:
        raise BadSetting("SMPP knows names of up to 15 and passwords of up to 8 letters.")
    return Account(
        name=name,
        host=parts.hostname,
        port=parts.port or (3550 if parts.scheme == "smpps" else 2775),
        is_tls=parts.scheme == "smpps",
        system_id=unquote(parts.username),
        password=unquote(parts.password or ""),
        system_type=said.get("system_type", ""),
        sender=said["from"],
        window=int(window),
        hard=frozenset(code.strip().lstrip("0") for code in said.get("hard", "").split(",") if code.strip()),
    )


def parts_of(words: Outgoing) -> list[Part]:
    """Cut a text into what goes over the wire; several parts carry the header that joins them again.

    Its reference is the message's number, so that a part that is sent again later joins those sent before.
    """
    counted = segments(words.text)
    of, is_ucs_2 = len(counted.parts), counted.encoding == Encoding.UCS_2
    digest = sha256(words.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return [
        Part(words.message_id, number, of, digest, words.address, header + body, is_ucs_2)
        for number, piece in enumerate(counted.parts, 1)
        for header in [bytes((5, 0, 3, words.message_id % 256, of, number)) if of > 1 else b""]
        for body in [encoded(piece, counted.encoding)]
    ]


def is_too_long(words: Outgoing) -> bool:
    return segments(words.text).is_too_long


def submit(part: Part, sender: str, sequence: int) -> bytes:
    source_ton, source_npi = _kind_of(sender)
    return frame(
        "submit_sm",
        sequence,
        source_addr_ton=source_ton,
        source_addr_npi=source_npi,
        source_addr=sender.lstrip("+"),
        dest_addr_ton=consts.SMPP_TON_INTL,
        dest_addr_npi=consts.SMPP_NPI_ISDN,
        destination_addr=part.address.lstrip("+"),
        esm_class=_HAS_HEADER if part.of > 1 else 0,
        registered_delivery=_ASK_RECEIPT,
        data_coding=_UCS_2 if part.is_ucs_2 else 0,
        short_message=part.octets,
    )


def frame(name: str, sequence: int, status: int = 0, **fields: Any) -> bytes:
    pdu = smpp.make_pdu(name, client=SimpleSequenceGenerator(), **fields)
    pdu.sequence, pdu.status = sequence, status
    return bytes(pdu.generate())


def frames(buffer: bytearray) -> Iterator[Pdu]:
    """Take whole PDUs off the front of what came in. Raises BadFrame."""
    while len(buffer) >= HEADER_BYTES:
        length, code, status, sequence = struct.unpack_from(">LLLL", buffer)
        if not HEADER_BYTES <= length <= LARGEST_PDU:
            raise BadFrame(f"It announced a PDU of {length} bytes")
        if len(buffer) < length:
            return
        raw = bytes(buffer[:length])
        del buffer[:length]
        yield Pdu(code, status, sequence, raw)


def told_by(raw: bytes, hard: frozenset[str] = frozenset()) -> Told | Text:
    """Read a deliver_sm or data_sm: what became of a part of ours, or what somebody wrote. Raises Garbled."""
    pdu = _delivery(raw)
    try:
        pdu.parse(raw)
        octets = getattr(pdu, "short_message", b"") or pdu.tlvs.get("message_payload") or b""
        sender = _address(pdu.source_addr, pdu.source_addr_ton)
        recipient = _address(pdu.destination_addr, pdu.dest_addr_ton)
        kind, coding = pdu.esm_class & _KIND, int(pdu.data_coding)
        has_header = bool(pdu.esm_class & _HAS_HEADER)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error) as error:
        raise Garbled(f"It cannot be read: {type(error).__name__}.") from None
    if kind in _RECEIPTS or "receipted_message_id" in pdu.tlvs:
        return _receipt(octets, pdu.tlvs, sender, hard)
    if kind == 0x20:
        raise Garbled("A notice on the way, which says nothing final.")
    piece, octets = _piece(octets, pdu.tlvs, has_header=has_header)
    number = sha256(raw[HEADER_BYTES:]).hexdigest()[:24]
    return Text(number, sender, recipient, _words(octets, coding), piece)


def _delivery(raw: bytes) -> Any:
    """Return what reads this PDU. Raises Garbled."""
    (code,) = struct.unpack_from(">L", raw, 4) if len(raw) >= HEADER_BYTES else (0,)
    if code not in DELIVERIES:
        raise Garbled("It is neither a deliver_sm nor a data_sm.")
    client = SimpleSequenceGenerator()
    if code == DATA:
        return _Data("data_sm", client=client)
    return _Deliver("deliver_sm", client=client)


class _Loose:
    """Reads optional parameters as they come, known or not."""

    def __init__(self, name: str, **fields: Any) -> None:
        self.tlvs: dict[str, bytes] = {}
        super().__init__(name, **fields)  # type: ignore[call-arg]  # before a command of smpplib's

    def parse_optional_params(self, data: bytes) -> None:
        at = 0
        while at + 4 <= len(data):
            tag, length = struct.unpack_from(">HH", data, at)
            if name := _TLVS.get(tag):
                self.tlvs[name] = bytes(data[at + 4 : at + 4 + length])
            at += 4 + length


class _Deliver(_Loose, command.DeliverSM):
    pass


class _Data(_Loose, command.DataSM):
    """Its words come as a parameter: it has no field for them."""


_TLVS = {number: name for name, number in consts.OPTIONAL_PARAMS.items()}
_STATES = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 8: "REJECTD"}
_MEANINGS = {
    "EXPIRED": BounceClass.SOFT,
    "UNDELIV": BounceClass.SOFT,
    "UNKNOWN": BounceClass.OTHER,
    "DELETED": BounceClass.OTHER,
    "REJECTD": BounceClass.BLOCK,
}
_ON_ITS_WAY = frozenset({"ENROUTE", "ACCEPTD", "BUFFERD", "SCHEDULED", "ACCEPTED"})
_FIELD = re.compile(r"\b(id|stat|err):\s*([^\s:]{1,65})", re.IGNORECASE)


def _receipt(octets: bytes, tlvs: dict[str, bytes], sender: str, hard: frozenset[str]) -> Told:
    """Read a receipt by its parameters, else by the words that all houses write in their own way."""
    said = {name.lower(): value for name, value in _FIELD.findall(octets.decode("latin-1")[:500])}
    provider_id = tlvs.get("receipted_message_id", b"").rstrip(b"\0").decode("latin-1") or said.get("id", "")
    state = (
        _STATES.get(int.from_bytes(tlvs.get("message_state", b"")[:1]), "") or said.get("stat", "").upper()
    )
    if not provider_id or not state:
        raise Garbled("It is a receipt that names no message or no state.")
    error = said.get("err", "").lstrip("0")
    words = " ".join(part for part in (state, error) if part)[:300]
    if state.startswith("DELIVR") or state == "DELIVERED":
        return Told("", provider_id, True, None, words, sender)
    if state in _ON_ITS_WAY:
        return Told("", provider_id, False, None, words, sender)
    meaning = _MEANINGS.get(state[:7], BounceClass.OTHER)
    is_nobody = error in hard or tlvs.get("network_error_code", b"")[:3] == b"\x03\x00\x01"  # GSM: unknown
    return Told("", provider_id, False, BounceClass.HARD if is_nobody else meaning, words, sender)


def _piece(octets: bytes, tlvs: dict[str, bytes], *, has_header: bool) -> tuple[Piece | None, bytes]:
    """Return which part of a longer text this is, if it is one, and its words without the header."""
    if all(name in tlvs for name in ("sar_msg_ref_num", "sar_total_segments", "sar_segment_seqnum")):
        reference, of, number = (
            int.from_bytes(tlvs[name])
            for name in ("sar_msg_ref_num", "sar_total_segments", "sar_segment_seqnum")
        )
        return _sound(reference, of, number), octets
    if not has_header or not octets:
        return None, octets
    header, body = octets[1 : 1 + octets[0]], octets[1 + octets[0] :]
    at = 0
    while at + 2 <= len(header):
        element, length = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + length]
        if (element, len(value)) in ((0, 3), (8, 4)):
            return _sound(int.from_bytes(value[:-2]), value[-2], value[-1]), body
        at += 2 + length
    return None, body


def _sound(reference: int, of: int, number: int) -> Piece | None:
    return Piece(reference, number, of) if 1 <= number <= of <= 255 and of > 1 else None


def _words(octets: bytes, coding: int) -> str:
    """Read what a phone wrote. All eight bits in "the usual alphabet" are Latin-1 or UTF-8."""
    kind = coding & 0x0C if coding < 0x40 else 0
    if coding == _UCS_2 or (coding >= 0x10 and kind == 0x08):
        return octets.decode("utf-16-be", "replace")
    if coding in (2, 4) or (coding >= 0x10 and kind == 0x04) or coding >= 0xF4:
        raise Garbled("It carries bytes for a machine, no words.")
    if coding not in (1, 3) and all(octet < 0x80 for octet in octets):
        return decoded_gsm_7(octets)
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _address(octets: bytes, ton: int) -> str:
    """Return a number with its plus where the network says that it is one of the world."""
    number = octets.decode("latin-1").replace("\0", "")[:40]
    return f"+{number}" if ton == consts.SMPP_TON_INTL and number[:1].isdigit() else number


def _kind_of(sender: str) -> tuple[int, int]:
    """Say how a sender is to be dialled: a number of the world, a short one, or a word."""
    if sender.startswith("+"):
        return consts.SMPP_TON_INTL, consts.SMPP_NPI_ISDN
    if sender.isdigit():
        return consts.SMPP_TON_NWSPEC if len(sender) < 7 else consts.SMPP_TON_UNK, consts.SMPP_NPI_ISDN
    return consts.SMPP_TON_ALNUM, consts.SMPP_NPI_UNK
