"""The split: sticky, in proportion, and with a hold-out that is drawn on its own."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from campaigns.arms import arm_of, splitter

CUSTOMERS = range(1, 20_001)


def test_the_shares_are_as_asked() -> None:
    arms = Counter(arm_of("autumn", customer, 0.1, [1, 2, 1]) for customer in CUSTOMERS)
    # Five standard deviations of each count: no right split fails, none that is off by 2 % passes.
    for arm, share in {None: 0.1, 0: 0.225, 1: 0.45, 2: 0.225}.items():
        spread = (len(CUSTOMERS) * share * (1 - share)) ** 0.5
        assert abs(arms[arm] - len(CUSTOMERS) * share) < 5 * spread


def test_neighbouring_numbers_and_campaigns_are_split_independently() -> None:
    pairs = Counter(
        (arm_of("spring", c, 0, [1, 1]), arm_of("autumn", c, 0, [1, 1]), arm_of("autumn", c + 1, 0, [1, 1]))
        for c in CUSTOMERS
    )
    assert len(pairs) == 8
    assert max(pairs.values()) - min(pairs.values()) < 0.1 * len(CUSTOMERS) / 8 * 2


@given(st.integers(1, 10**12), st.floats(0, 1), st.floats(0, 1), st.lists(st.integers(0, 100), min_size=1))
def test_a_larger_hold_out_keeps_the_held_and_moves_nobody_between_versions(
    customer: int, some: float, more: float, weights: list[int]
) -> None:
    some, more = sorted((some, more))
    weights = [*weights, 1]
    was_held, version = splitter("salt", some, weights)(customer)
    is_held, still = splitter("salt", more, weights)(customer)
    assert version == still
    assert is_held or not was_held


@given(st.integers(1, 10**12), st.lists(st.integers(0, 100), min_size=1).filter(any))
def test_a_version_without_weight_goes_to_nobody(customer: int, weights: list[int]) -> None:
    arm = arm_of("salt", customer, 0, weights)
    assert arm is not None
    assert weights[arm] > 0


def test_all_or_nobody_can_be_held_out() -> None:
    assert {arm_of("salt", customer, 1, [1]) for customer in range(1000)} == {None}
    assert {arm_of("salt", customer, 0, [1]) for customer in range(1000)} == {0}


def test_the_split_is_the_same_for_ever() -> None:
    """A change of the hash would move everybody under way; this fails first."""
    arms = [arm_of("autumn", customer, 0.2, [1, 1]) for customer in range(1, 13)]
    assert arms == [1, 0, 1, 1, 0, 0, 1, 1, None, None, 1, 1]
