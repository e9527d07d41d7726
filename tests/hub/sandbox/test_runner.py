"""The supervisor minds real processes: it is run as one, and what it leaves behind is looked for."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub.sandbox import home
from tests.hub.sandbox.processes import all_end, family_below, hear, lives

FAMILY = "sleep 600 & echo grandchild $!; echo child $$; wait"
STUBBORN = "trap '' TERM INT; echo child $$; while :; do sleep 1; done"
SUPERVISE = """
import signal, sys
from pathlib import Path
from hub.sandbox import home, runner
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run under nohup
from hub.sandbox.program import Program
runner.WARM_SECONDS = runner.COLD_SECONDS = 0.5
supervisor = runner.Supervisor(inherited_lock=home.lock(Path(sys.argv[2])))
try:
    supervisor.start(Program("family", ["sh", "-c", sys.argv[1]]))
    supervisor.mind()
except runner.StopAsked:
    pass
finally:
    supervisor.stop()
print("all gone")
"""


@contextmanager
def supervised(script: str, place: Path) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-u", "-c", SUPERVISE, script, str(place)]
    process = subprocess.Popen(argv, cwd=home.PROJECT, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def family_of(process: subprocess.Popen[str]) -> set[int]:
    return {int(hear(process, r"grandchild (\d+)")), int(hear(process, r" child (\d+)"))}


def test_every_line_carries_the_name_of_who_said_it(tmp_path: Path) -> None:
    with supervised("echo hello; printf unfinished; exec sleep 600", tmp_path) as process:
        assert hear(process, r"^(family\s+\| hello)$")


def test_a_program_that_dies_is_said_and_started_again_without_its_orphans(tmp_path: Path) -> None:
    with supervised(FAMILY, tmp_path) as process:
        first = family_of(process)
        os.kill(min(first), signal.SIGKILL)
        assert hear(process, r"(was killed by SIGKILL after \d+ s; starting it again in 0.5 s)")
        second = family_of(process)
        assert all_end(first)
        assert all(lives(pid) for pid in second)


def test_a_program_that_keeps_dying_is_started_at_longer_and_longer_intervals(tmp_path: Path) -> None:
    with supervised("exit 3", tmp_path) as process:
        pauses = [hear(process, r"ended with exit code 3 .* again in (\S+) s") for _ in range(3)]
        assert pauses == ["0.5", "1", "2"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_no_process_behind(number: signal.Signals, tmp_path: Path) -> None:
    with supervised(FAMILY, tmp_path) as process:
        family = family_of(process)
        helpers = family_below(process.pid)
        process.send_signal(number)
        assert hear(process, "(all gone)")
        assert process.wait(timeout=10) == 0
        assert all_end(family | helpers, seconds=1)


def test_a_program_that_will_not_leave_is_ended(tmp_path: Path) -> None:
    with supervised(STUBBORN, tmp_path) as process:
        child = int(hear(process, r" child (\d+)"))
        process.send_signal(signal.SIGINT)
        assert hear(process, r"(does not leave; ending it)")
        assert hear(process, "(all gone)")
        assert all_end({child}, seconds=1)


def test_killed_outright_it_still_leaves_no_process_behind(tmp_path: Path) -> None:
    with supervised(FAMILY, tmp_path) as process:
        family = family_of(process)
        helpers = family_below(process.pid)
        process.kill()
        assert all_end(family | helpers)


def test_a_second_supervisor_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with supervised(FAMILY, tmp_path) as process:
        family_of(process)
        with pytest.raises(home.AlreadyRunning, match=rf"process {process.pid}"):
            home.lock(tmp_path)


def test_the_folder_of_a_killed_supervisor_is_free_once_its_programs_are_gone(tmp_path: Path) -> None:
    with supervised(STUBBORN, tmp_path) as process:
        child = int(hear(process, r" child (\d+)"))
        process.kill()
        process.wait()
        os.close(home.lock(tmp_path))
        assert all_end({child}, seconds=1)
