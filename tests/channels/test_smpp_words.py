"""What a message centre brings us, by deliver_sm or data_sm, read whatever its bytes; and our own parts."""

import socket
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from channels import smpp
from channels.carriers import BadSetting, Garbled, Text, Told
from channels.mailreading import BounceClass
from channels.smstext import decoded_gsm_7
from tests.channels import smscs
from tests.channels.test_smpp import bound, until, url, words


def deliver(octets: bytes, *, coding: int = 0, kind: int = 0, tlvs: bytes = b"") -> bytes:
    body = b"\0" + b"\1\1" + b"436601234567\0" + b"\1\1" + b"4360011\0" + bytes((kind, 0, 0)) + b"\0\0"
    body += bytes((0, 0, coding, 0, len(octets))) + octets + tlvs
    return smscs.frame(5, 1, body)


def data(octets: bytes, *, coding: int = 0, kind: int = 0, tlvs: bytes = b"", sequence: int = 1) -> bytes:
    """The same by data_sm: it has no field for words, they are a parameter."""
    body = b"\0" + b"\1\1" + b"436601234567\0" + b"\1\1" + b"4360011\0" + bytes((kind, 0, coding))
    payload = b"\x04\x24" + len(octets).to_bytes(2) + octets if octets else b""
    return smscs.frame(0x103, sequence, body + payload + tlvs)


@pytest.mark.parametrize(
    ("octets", "coding", "said"),
    [
        (b"h\x1b\x65 \x00 \x7b", 0, "h€ @ ä"),
        ("Käse".encode("latin-1"), 0, "Käse"),
        ("Käse €".encode(), 0, "Käse €"),
        ("Käse".encode("latin-1"), 3, "Käse"),
        ("стоп 👍".encode("utf-16-be"), 8, "стоп 👍"),
        ("стоп".encode("utf-16-be"), 0x18, "стоп"),
        (b"\xd8\x3d", 8, "\ufffd"),
        (b"", 0, ""),
    ],
)
def test_what_phones_write_is_read_in_their_alphabets(octets: bytes, coding: int, said: str) -> None:
    for raw in (deliver(octets, coding=coding), data(octets, coding=coding)):
        text = smpp.told_by(raw)
        assert isinstance(text, Text)
        assert (text.words, text.sender) == (said, "+436601234567")


def test_a_centre_that_brings_all_by_data_sm_is_heard_and_answered_in_kind(db: None) -> None:
    kept: list[bytes] = []
    answers: list[bytes] = []
    receipt = b"\x00\x1e\x00\x04abc\0" + b"\x04\x27\x00\x01\x02"

    def bring(caller: socket.socket) -> None:
        smscs.let_in(caller)
        caller.sendall(data(b"STOP", sequence=7) + data(b"", kind=4, tlvs=receipt, sequence=8))
        while len(b"".join(answers)) < 34:
            answers.append(caller.recv(4096))

    def heard(accepted: object, delivered: Sequence[bytes]) -> bool:
        kept.extend(delivered)
        return True

    with smscs.rude(bring) as port, bound(port, heard=heard):
        until(lambda: len(b"".join(answers)) >= 34)
    assert b"".join(answers)[:34] == smscs.frame(0x80000103, 7, b"\0") + smscs.frame(0x80000103, 8, b"\0")
    text, told = (smpp.told_by(raw) for raw in kept)
    assert isinstance(text, Text) and text.words == "STOP"
    assert isinstance(told, Told) and (told.provider_id, told.is_delivered) == ("abc", True)


def test_a_receipt_is_read_from_its_parameters_too() -> None:
    tlvs = b"\x00\x1e\x00\x04abc\0" + b"\x04\x27\x00\x01\x05" + b"\x04\x23\x00\x03\x03\x00\x01"
    told = smpp.told_by(deliver(b"", kind=4, tlvs=b"\x14\x00\x00\x02zz" + tlvs))
    assert isinstance(told, Told)
    assert (told.provider_id, told.is_delivered, told.bounce_class) == ("abc", False, BounceClass.HARD)


@given(st.binary(max_size=400), st.integers(0, 255), st.integers(0, 255), st.binary(max_size=60))
@limits(max_examples=60, deadline=None)
def test_no_bytes_make_the_reader_stumble(octets: bytes, coding: int, kind: int, tlvs: bytes) -> None:
    for raw in (
        deliver(octets[:255], coding=coding, kind=kind, tlvs=tlvs),
        data(octets, coding=coding, kind=kind, tlvs=tlvs),
        smscs.frame(0x103, 1, octets),
        smscs.frame(5, 1, octets),
        octets,
    ):
        with suppress(Garbled):
            assert smpp.told_by(raw) is not None
        with suppress(smpp.BadFrame):
            assert all(len(pdu.raw) >= smpp.HEADER_BYTES for pdu in smpp.frames(bytearray(raw)))


@given(st.text(st.characters(codec="utf-16"), max_size=600) | st.text("aä€[]~^ 😀", max_size=600))
@limits(max_examples=60, deadline=None)
def test_every_part_fits_and_together_they_are_the_text(text: str) -> None:
    parts = smpp.parts_of(words(text))
    bodies = [part.octets[6:] if part.of > 1 else part.octets for part in parts]
    assert all(len(body) <= (140 if part.is_ucs_2 else 160) for part, body in zip(parts, bodies, strict=True))
    if parts[0].is_ucs_2:
        assert "".join(body.decode("utf-16-be") for body in bodies) == text
    else:
        assert "".join(decoded_gsm_7(body) for body in bodies) == text


def test_two_accounts_have_two_names_and_a_bad_address_is_told() -> None:
    account = smpp.account_of(url(2775, name="second", hard="001,5", window="20"))
    assert (account.name, account.hard, account.window, account.is_tls) == ("second", {"1", "5"}, 20, False)
    for bad in ("smpp://host/?from=+431", "smpp://a:b@host/", url(1, name="No!"), url(1, window="0")):
        with pytest.raises(BadSetting):
            smpp.account_of(bad)
