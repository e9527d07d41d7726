"""Mind a table of programs: merge what they say, start again what dies, and leave no process behind.

One thread and one loop. Whoever waits for something calls `mind` and lends the loop its time.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import TextIO

from hub.sandbox import keeper
from hub.sandbox.program import Child, Program, signal_group, spawn

TURN_SECONDS = 0.2
WARM_SECONDS = 12.0
COLD_SECONDS = 3.0
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
SETTLED_SECONDS = 30.0
"""A program that lived this long starts its back-off anew."""
NAME_WIDTH = 15
COLOURS = (36, 32, 35, 33, 34, 96, 92, 95, 93, 94)


class StopAsked(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


class ProgramFailed(Exception):
    """A program that should have ended well did not, or what was waited for did not come."""


@dataclass
class Minded:
    """A program under our care, and the process it is at present."""

    program: Program
    prefix: str
    child: Child | None = None
    output: int = -1
    unfinished: bytes = b""
    """The beginning of a line whose end has not come yet."""
    started_at: float = 0.0
    due_at: float = 0.0
    falls: int = 0


class Supervisor:
    """Starts programs and answers for them until `stop`; only one at a time in a process."""

    def __init__(self, out: TextIO = sys.stdout, inherited_lock: int | None = None) -> None:
        self._out = out
        self._minded: list[Minded] = []
        self._selector = selectors.DefaultSelector()
        self._stops_asked = 0
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", keeper.__file__],
            stdin=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
            pass_fds=() if inherited_lock is None else (inherited_lock,),
        )
        signal.signal(signal.SIGINT, self._ask_to_stop)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # under nohup we outlive the terminal
            signal.signal(signal.SIGHUP, self._ask_to_stop)

    def start(self, program: Program) -> None:
        """Start a program and keep it running."""
        minded = Minded(program, self._prefix(program.name))
        self._minded.append(minded)
        self._spawn(minded)

    def run(self, program: Program) -> None:
        """Run a program to its end while minding the others; raise ProgramFailed if it ends badly."""
        minded = Minded(program, self._prefix(program.name))
        child = self._spawn(minded)
        try:
            self.mind(lambda: child.poll() is not None)
        finally:
            self._end([minded])
        if child.returncode:
            raise ProgramFailed(f"{program.name} {_in_words(child.returncode)}.")

    def await_that(self, claim: str, is_so: Callable[[], bool], seconds: float) -> None:
        """Mind the programs until something is so; raise ProgramFailed if it takes too long."""
        deadline = time.monotonic() + seconds

        def is_over() -> bool:
            if is_so():
                return True
            if time.monotonic() > deadline:
                raise ProgramFailed(f"Waited {seconds:.0f} seconds in vain that {claim}.")
            return False

        self.mind(until=is_over)

    def mind(self, until: Callable[[], bool] = lambda: False) -> None:
        """Mind the programs until something is so, asked once a turn; raise StopAsked when told to stop."""
        while not until():
            self._listen()
            for minded in self._minded:
                self._look_after(minded)
            if self._stops_asked:
                raise StopAsked

    def stop(self) -> None:
        """Ask all programs to finish and leave; end those that do not, or all if asked to stop again."""
        for is_foundation in (False, True):
            self._end([minded for minded in self._minded if minded.program.is_foundation is is_foundation])
        self._minded.clear()
        assert self._keeper.stdin
        self._keeper.stdin.close()
        self._keeper.wait()

    def say(self, words: str) -> None:
        print(words, file=self._out, flush=True)

    def _spawn(self, minded: Minded) -> Child:
        minded.output, writes_to = os.pipe()
        os.set_blocking(minded.output, False)
        try:
            child = minded.child = spawn(minded.program, writes_to)
        finally:
            os.close(writes_to)
        minded.started_at = time.monotonic()
        self._selector.register(minded.output, selectors.EVENT_READ, minded)
        self._tell_keeper(f"+{child.pid}")
        return child

    def _look_after(self, minded: Minded) -> None:
        """Bury a program that has ended, and start it again when its pause is over."""
        now = time.monotonic()
        if minded.child and minded.child.poll() is not None:
            lived = now - minded.started_at
            minded.falls = 1 if lived > SETTLED_SECONDS else minded.falls + 1
            pause = min(FIRST_PAUSE_SECONDS * 2 ** (minded.falls - 1), LONGEST_PAUSE_SECONDS)
            minded.due_at = now + pause
            ended = _in_words(minded.child.returncode)
            self._bury(minded)
            self.say(f"{minded.prefix}{ended} after {lived:.0f} s; starting it again in {pause:g} s.")
        elif minded.child is None and now >= minded.due_at:
            self._spawn(minded)

    def _end(self, group: list[Minded]) -> None:
        """End these programs, kindly first; then nothing of their process groups is left."""
        for minded in group:
            if minded.child:
                minded.child.send_signal(minded.program.warm_signal)
        self._await_ends(group, WARM_SECONDS)
        for minded in group:
            if minded.child and minded.child.poll() is None:
                self.say(f"{minded.prefix}does not leave; ending it.")
                signal_group(minded.child.pid, signal.SIGTERM)
        self._await_ends(group, COLD_SECONDS)
        for minded in group:
            self._bury(minded)

    def _await_ends(self, group: list[Minded], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while any(minded.child and minded.child.poll() is None for minded in group):
            if time.monotonic() > deadline or self._stops_asked > 1:
                return
            self._listen()

    def _bury(self, minded: Minded) -> None:
        """Kill what is left of the group and print the last words."""
        if minded.child is None:
            return
        signal_group(minded.child.pid, signal.SIGKILL)
        minded.child.wait()
        self._tell_keeper(f"-{minded.child.pid}")
        minded.child = None
        while self._read(minded):
            pass
        with suppress(KeyError):
            self._selector.unregister(minded.output)
        os.close(minded.output)
        if minded.unfinished:
            self._print(minded, minded.unfinished)
            minded.unfinished = b""

    def _listen(self) -> None:
        """Print what the programs say during one turn."""
        turn_ends_at = time.monotonic() + TURN_SECONDS
        while (left := turn_ends_at - time.monotonic()) > 0:
            for key, _ in self._selector.select(left):
                if not self._read(key.data):
                    self._selector.unregister(key.fd)  # it has closed its output and may live on

    def _read(self, minded: Minded) -> bool:
        """Print the whole lines that have come; say whether there may be more."""
        try:
            piece = os.read(minded.output, 65536)
        except BlockingIOError:
            return False
        *lines, minded.unfinished = (minded.unfinished + piece).split(b"\n")
        for line in lines:
            self._print(minded, line)
        return bool(piece)

    def _print(self, minded: Minded, line: bytes) -> None:
        self.say(minded.prefix + line.decode(errors="replace").rstrip())

    def _prefix(self, name: str) -> str:
        label = f"{name:<{NAME_WIDTH}} | "
        if not self._out.isatty() or os.environ.get("NO_COLOR"):
            return label
        return f"\033[{COLOURS[len(self._minded) % len(COLOURS)]}m{label}\033[0m"

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stops_asked += 1

    def _tell_keeper(self, words: str) -> None:
        assert self._keeper.stdin
        with suppress(BrokenPipeError):  # somebody ended it; the kernel still ends our own children
            self._keeper.stdin.write(f"{words}\n".encode())


def _in_words(returncode: int) -> str:
    if returncode < 0:
        return f"was killed by {signal.Signals(-returncode).name}"
    return f"ended with exit code {returncode}"
