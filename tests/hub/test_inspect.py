"""The two commands that say what came in and record nothing; no test here has a database."""

import io
import json
import sys

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.smstext import segments
from tests.channels.mails import SAMPLES


def sms(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> list[dict]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out = io.StringIO()
    call_command("inspect_sms", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def mails(*files: object) -> list[dict]:
    out = io.StringIO()
    call_command("inspect_mail", *map(str, files), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_gives_one_object_with_its_intent_and_its_cost(monkeypatch):
    raw = "STOP\nIch komme morgen, ok? Grüße\r\n\nCafé ☕\n".encode() + b"a" * 161
    found = sms(monkeypatch, raw)
    assert found[0] == {
        "text": "STOP",
        "intent": "stop",
        "confidence": 0.99,
        "encoding": "GSM-7",
        "segments": 1,
        "units": 4,
    }
    assert found[1]["intent"] == "question"
    assert [line["text"] for line in found[1:4]] == ["Ich komme morgen, ok? Grüße", "", "Café ☕"]
    assert (found[3]["encoding"], found[3]["units"]) == ("UCS-2", 6)
    assert (found[4]["segments"], found[4]["units"]) == (2, 161)


def test_garbage_lines_are_answered_too(monkeypatch):
    assert len(sms(monkeypatch, b"\xff\xfe\x00\n\xed\xa0\x80\n" + bytes(range(32)))) >= 3


def test_each_file_gives_one_object():
    found = mails(SAMPLES / "dsn_exim.eml", SAMPLES / "reply_gmail.eml", SAMPLES / "arf_complaint.eml")
    assert [mail["kind"] for mail in found] == ["bounce", "reply", "complaint"]
    assert found[0]["recipients"] == [
        {"address": "bob@customer.example", "class": "soft", "status": "5.2.2"},
        {"address": "carol@customer.example", "class": "hard", "status": "5.0.0"},
    ]
    assert set(found[1]) == {"file", "kind", "recipients", "visible_text", "intent", "confidence"}
    assert found[1]["visible_text"].startswith("Yes please")
    assert found[1]["intent"] == "less"  # "... only one a month"


def test_every_sample_is_described_in_the_words_promised():
    for mail in mails(*sorted(SAMPLES.glob("*.eml"))):
        assert mail["kind"] in ("bounce", "complaint", "auto_reply", "reply", "other")
        assert {recipient["class"] for recipient in mail["recipients"]} <= {"hard", "soft", "block", "other"}


def test_what_cannot_be_read_gives_an_error_and_the_rest_is_read(tmp_path):
    garbage = tmp_path / "garbage"
    garbage.write_bytes(bytes(range(256)) * 10)
    missing, folder = tmp_path / "missing", tmp_path
    found = mails(missing, folder, garbage, SAMPLES / "reply_gmail.eml")
    assert ["error" in mail for mail in found] == [True, True, True, False]
    assert found[2]["kind"] == "other"


ODD = (
    "zwj 👩‍👩‍👧‍👦🏳️‍🌈 and flags 🇦🇹".encode(),
    b"nul \x00 in the middle",
    b"half a pair \xed\xa0\xbd and its escape \\ud83d",
    b"\xff\xfe not utf-8 \xc3",
    b"[" * 5000,
    "€".encode() * 161,
    "e\u0301".encode() * 3000,
    b"\xef\xbb\xbfSTOP",
    b"\r",
)


def test_odd_lines_are_described_like_any_other(monkeypatch):
    found = sms(monkeypatch, b"\n".join(ODD))
    assert len(found) == len(ODD)
    assert found[7]["intent"] == "stop"
    assert (found[4]["segments"], found[5]["segments"]) == (66, 3)


def test_a_line_longer_than_any_text_is_cut_and_the_next_is_read(monkeypatch):
    found = sms(monkeypatch, b"a" * 2_500_000 + b"\nSTOP\n")
    assert [len(each["text"]) for each in found] == [1_000_000, 4]
    assert found[1]["intent"] == "stop"


@given(
    st.lists(
        st.binary(max_size=700) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
    )
)
@settings(max_examples=60, deadline=None)
def test_no_bytes_make_it_stumble_and_no_part_is_too_full(lines):
    raw = b"\n".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        found = sms(patch, raw)
    assert len(found) == len(raw.split(b"\n")) - (not raw or raw.endswith(b"\n"))
    for each in found:
        single, several = (160, 153) if each["encoding"] == "GSM-7" else (70, 67)
        assert each["units"] <= (single if each["segments"] == 1 else several * each["segments"])
        assert 0 <= each["confidence"] <= 1
        parts = segments(each["text"]).parts
        assert "".join(parts) == each["text"] and len(parts) == each["segments"]
