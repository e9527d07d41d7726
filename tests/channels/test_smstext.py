"""How the text of an SMS is counted and cut."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.smstext import Change, Encoding, is_gsm_7, plainer, segments

# TS 23.038 section 6.2.1, column by column; row 1 column B is the escape.
ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM = st.text(st.sampled_from(ALPHABET.replace("\x1b", "") + "^{}\\[~]|€\f"), max_size=700)
ANY = st.text(st.one_of(st.characters(), st.sampled_from("😀€a")), max_size=320)
ROOM = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}


def test_the_default_alphabet_has_128_places_and_each_but_the_escape_takes_one():
    assert len(ALPHABET) == len(set(ALPHABET)) == 128
    for char in ALPHABET.replace("\x1b", ""):
        assert (segments(char).encoding, segments(char).units) == (Encoding.GSM_7, 1)
    assert segments("\x1b").encoding == Encoding.UCS_2


@pytest.mark.parametrize("char", "^{}\\[~]|€\f")
def test_the_extension_table_takes_two(char):
    assert (segments(char).encoding, segments(char).units) == (Encoding.GSM_7, 2)


@pytest.mark.parametrize("char", "çáíóúêâő“’…–`\t\u00a0ЯŁ漢😀")
def test_every_other_character_makes_it_ucs_2(char):
    assert segments(char).encoding == Encoding.UCS_2


@pytest.mark.parametrize(
    ("text", "encoding", "units", "lengths", "remaining"),
    [
        ("", "GSM-7", 0, [0], 160),
        ("a" * 160, "GSM-7", 160, [160], 0),
        ("a" * 161, "GSM-7", 161, [153, 8], 145),
        ("a" * 306, "GSM-7", 306, [153, 153], 0),
        ("a" * 307, "GSM-7", 307, [153, 153, 1], 152),
        ("€" * 80, "GSM-7", 160, [80], 0),
        ("€" * 81, "GSM-7", 162, [76, 5], 143),  # 153 is odd: no escape is left without its character
        ("a" * 152 + "€" + "a" * 10, "GSM-7", 164, [152, 11], 141),
        ("я" * 70, "UCS-2", 70, [70], 0),
        ("я" * 71, "UCS-2", 71, [67, 4], 63),
        ("😀" * 35, "UCS-2", 70, [35], 0),
        ("😀" * 36, "UCS-2", 72, [33, 3], 61),  # 67 is odd too
        ("я" * 66 + "😀" + "я" * 10, "UCS-2", 78, [66, 11], 55),
        ("\ud800", "UCS-2", 1, [1], 69),
    ],
)
def test_a_text_is_counted_and_cut_as_on_the_air(text, encoding, units, lengths, remaining):
    found = segments(text)
    assert (found.encoding, found.units, [len(part) for part in found.parts], found.remaining) == (
        encoding,
        units,
        lengths,
        remaining,
    )


def units(text: str, encoding: Encoding) -> int:
    """Count in the plainest way: septets by table, code units by the codec."""
    if encoding == Encoding.GSM_7:
        return sum(2 if char in "^{}\\[~]|€\f" else 1 for char in text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.one_of(GSM, ANY))
def test_parts_join_to_the_text_and_none_is_over_its_limit(text):
    found = segments(text)
    single, several = ROOM[found.encoding]
    assert "".join(found.parts) == text
    assert found.units == units(text, found.encoding) == sum(units(p, found.encoding) for p in found.parts)
    room = single if len(found.parts) == 1 else several
    assert all(units(part, found.encoding) <= room for part in found.parts)
    assert found.remaining == room - units(found.parts[-1], found.encoding)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.one_of(GSM, ANY))
def test_no_part_could_have_taken_the_next_character_and_one_part_is_used_where_one_will_do(text):
    found = segments(text)
    single, several = ROOM[found.encoding]
    assert (len(found.parts) == 1) == (found.units <= single)
    for part, following in pairwise(found.parts):
        assert units(part + following[0], found.encoding) > several


@settings(max_examples=200, derandomize=True, deadline=None)
@given(ANY)
def test_no_cut_goes_through_a_surrogate_pair(text):
    encoded = [part.encode("utf-16-le", "surrogatepass") for part in segments(text).parts]
    assert b"".join(encoded) == text.encode("utf-16-le", "surrogatepass")
    assert all(part.decode("utf-16-le", "surrogatepass") for part in encoded if part)


def test_typographic_characters_are_replaced_where_that_saves_money_and_it_is_said():
    text, changes = plainer("“Don’t miss it” – 20 % off…\u00a0now")
    assert text == '"Don\'t miss it" - 20 % off... now'
    assert Change("“", '"', 1) in changes
    assert Change("…", "...", 1) in changes
    assert len(changes) == 6
    assert segments(text).encoding == Encoding.GSM_7


@pytest.mark.parametrize("text", ["It’s 漢字", "Łódź – nie", "plain"])
def test_a_text_that_gains_nothing_keeps_its_characters(text):
    assert plainer(text) == (text, ())


@settings(max_examples=200, derandomize=True, deadline=None)
@given(ANY)
def test_a_plainer_text_is_gsm_7_or_unchanged_and_making_it_so_twice_changes_nothing(text):
    changed, changes = plainer(text)
    assert is_gsm_7(changed) if changes else changed == text
    assert plainer(changed)[0] == changed


def test_more_than_255_parts_cannot_be_sent_and_it_is_said():
    assert not segments("a" * 153 * 255).is_too_long
    assert segments("a" * (153 * 255 + 1)).is_too_long
