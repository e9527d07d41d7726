"""The short forms of the drills and races; `make bench` and `-m long` run the full ones.

Each drill is a process of its own, with its own servers, workers and sink, and judges by what the sink got.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=280
    )
    assert done.stdout.strip(), done.stderr[-3000:]
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def assert_kept(verdict: dict[str, Any]) -> None:
    assert verdict["lost"] == 0, verdict
    assert verdict["two_message_ids"] == 0, verdict
    assert verdict["duplicates"] <= verdict["duplicates_allowed"], verdict
    assert verdict["finished_seconds_after_fault"] <= 60, verdict


@pytest.mark.parametrize("fault", ["workers", "valkey", "postgres"])
def test_nobody_is_lost_or_named_twice_when_something_dies(fault: str) -> None:
    assert_kept(run("bench.faults", fault, "--people", "600", "--times", "2"))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("fault", ["workers", "valkey", "postgres"])
def test_five_thousand_people_and_ten_kills(fault: str, seed: int) -> None:
    verdict = run("bench.faults", fault, "--people", "5000", "--times", "10", "--seed", str(seed))
    assert_kept(verdict)


def test_no_number_of_processes_overspends_a_dial_and_together_they_fill_it() -> None:
    verdict = run("bench.race", "--processes", "6", "--customers", "20", "--messages", "12")
    assert verdict["over"] == 0, verdict
    assert verdict["exactly_full"], verdict


def test_no_dial_is_overspent_when_some_of_them_die() -> None:
    verdict = run("bench.race", "--processes", "6", "--customers", "20", "--messages", "12", "--kills", "4")
    assert verdict["over"] == 0, verdict


@pytest.mark.long
@pytest.mark.parametrize("kills", [0, 8])
def test_sixteen_processes_and_fifty_messages_each(kills: int) -> None:
    verdict = run("bench.race", "--kills", str(kills))
    assert verdict["over"] == 0, verdict
    assert verdict["exactly_full"] or kills, verdict


def test_nothing_begins_more_than_a_second_after_a_no_was_answered() -> None:
    verdict = run("bench.optout", "--people", "800", "--opt-outs", "120", "--seconds", "8")
    assert verdict["too_late"] == 0, verdict
    assert verdict["others_without_their_mail"] == 0, verdict
    assert verdict["copies"] == 0, verdict


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 4))
def test_a_thousand_opt_outs_during_a_mailing_to_five_thousand(seed: int) -> None:
    verdict = run("bench.optout", "--people", "5000", "--opt-outs", "1000", "--seed", str(seed))
    assert verdict["too_late"] == 0, verdict
    assert verdict["opted_out_before_it_began"] > 100, verdict
    assert verdict["others_without_their_mail"] == 0, verdict
