"""Every reader of strangers' bytes, fuzzed: a short form each time, the full one with -m long."""

from pathlib import Path

import pytest

from tests.channels import fuzzing


@pytest.mark.parametrize("reader", ["events", "doors", "sms", "smpp"])
def test_nothing_that_a_provider_sends_is_raised_slow_or_vast(reader: str, tmp_path: Path) -> None:
    found = fuzzing.run(reader, 0.5, tmp_path)
    assert (found["failures"], found["inputs"] > 0) == ([], True)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("reader", fuzzing.READERS)
def test_two_minutes_of_bent_samples_raise_nothing(reader: str, tmp_path: Path) -> None:
    found = fuzzing.run(reader, 120, tmp_path, seed=2)
    assert found["failures"] == []
