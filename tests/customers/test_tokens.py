import string
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.tokens import Sealer

NOW = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
SEALER = Sealer("a secret of the house")
numbers = st.lists(st.integers(0, 2**70), max_size=4)


@given(numbers)
def test_a_token_opens_to_the_numbers_it_was_sealed_with(sealed: list[int]) -> None:
    assert SEALER.open("c", SEALER.seal("c", *sealed)) == tuple(sealed)


def test_a_token_of_one_kind_opens_no_other() -> None:
    token = SEALER.seal("u", 7)
    assert SEALER.open("u", token) == (7,)
    assert [kind for kind in string.ascii_letters if SEALER.open(kind, token)] == ["u"]


def test_of_a_hundred_thousand_altered_tokens_none_opens() -> None:
    altered: list[str] = []
    for number in range(100):
        token = SEALER.seal("c", number, 3)
        altered += [token[:-1], token[1:], token[2:], f"00{token}", f"{token}00", f" {token}", f"{token}\n"]
        for place, digit in product(range(len(token)), "0123456789abcdefgz -_"):
            if token[place] != digit:
                altered.append(token[:place] + digit + token[place + 1 :])
    for number in range(30_000):
        altered.append(SEALER.seal("c", number)[:-32] + SEALER.seal("c", number + 1)[-32:])
    assert len(altered) >= 100_000
    assert [token for token in altered if SEALER.open("c", token)] == []


def test_a_token_survives_a_mail_program_that_folds_case_and_fits_an_address() -> None:
    token = SEALER.seal("r", 2**63 - 1)
    assert SEALER.open("r", token.upper()) == SEALER.open("r", token.lower()) == (2**63 - 1,)
    assert len(f"bounce+{token}") <= 64
    assert set(token) <= set("0123456789abcdef")


@given(st.text(max_size=300) | st.text("0123456789abcdefABCDEF \n", max_size=300) | st.characters())
def test_garbage_is_refused_without_an_error(garbage: str) -> None:
    assert SEALER.open("c", garbage) is None


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 34, 255, 256, 257, 1_000_000])
def test_garbage_of_any_length_is_refused(length: int) -> None:
    assert SEALER.open("c", "0" * length) is None


def test_a_new_secret_seals_and_the_old_one_still_opens() -> None:
    before = SEALER.seal("u", 7)
    rotated = Sealer("a new secret", ["a secret of the house"])
    assert rotated.open("u", before) == (7,)
    assert SEALER.open("u", rotated.seal("u", 7)) is None
    assert Sealer("a new secret").open("u", before) is None
    assert rotated.seal("u", 7) == Sealer("a new secret").seal("u", 7)


def test_a_token_with_an_expiry_opens_until_then() -> None:
    token = SEALER.seal("p", 7, expires_at=NOW + timedelta(minutes=10))
    assert SEALER.open("p", token, now=NOW) == (7,)
    assert SEALER.open("p", token, now=NOW + timedelta(minutes=9)) == (7,)
    assert SEALER.open("p", token, now=NOW + timedelta(minutes=10)) is None


def test_a_token_with_an_expiry_never_opens_for_one_who_does_not_say_what_time_it_is() -> None:
    assert SEALER.open("p", SEALER.seal("p", 7, expires_at=NOW)) is None
    assert SEALER.open("p", SEALER.seal("p", 7), now=NOW) == (7,)


def test_an_expiry_is_no_number_of_another_token() -> None:
    minute = int(NOW.timestamp()) // 60
    assert SEALER.seal("p", 7, expires_at=NOW) != SEALER.seal("p", minute, 7)


def test_a_negative_number_cannot_be_sealed() -> None:
    with pytest.raises(ValueError, match="range"):
        SEALER.seal("c", -1)


def test_a_keyed_hash_is_stable_tells_kinds_and_numbers_apart_and_is_no_token() -> None:
    assert SEALER.keyed_hash("m", 7) == Sealer("a secret of the house").keyed_hash("m", 7)
    hashes = {SEALER.keyed_hash(kind, number) for kind in "mn" for number in range(100)}
    hashes.add(Sealer("a new secret").keyed_hash("m", 7))
    assert len(hashes) == 201
    assert all(len(one) == 32 for one in hashes)
    assert SEALER.open("m", SEALER.seal("m", 7)[:-32] + SEALER.keyed_hash("m", 0, 7)) is None
