"""A program: what to run, and how to start it so that it ends when we do."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

Child = subprocess.Popen[bytes]

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """One line of the process table."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    """Added to our own environment."""
    sockets: tuple[int, ...] = ()
    """Descriptors of open sockets that it inherits under the same numbers."""
    user: str | None = None
    """System account to run as, where we are root."""
    warm_signal: signal.Signals = signal.SIGTERM
    """What asks it to finish what it is doing and leave."""
    prepare: Callable[[], None] | None = None
    """Called before each start."""
    is_foundation: bool = False
    """Others stand on it: it is stopped after them."""


def spawn(program: Program, output: int) -> Child:
    """Start the program in a process group of its own, with both outputs going to `output`.

    Call it from the main thread: Linux takes the end of the calling thread for the end of the parent.
    """
    if program.prepare:
        program.prepare()
    account = {"user": program.user, "group": program.user, "extra_groups": []} if program.user else {}
    return subprocess.Popen(  # type: ignore[call-overload]  # user and group have one type
        program.argv,
        env=os.environ | program.env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=program.sockets,
        start_new_session=True,
        preexec_fn=lambda: end_with_parent(program.warm_signal),
        **account,
    )


def signal_group(pid: int, number: int) -> None:
    """Signal every process that is left of the group that the child `pid` leads."""
    with suppress(ProcessLookupError, PermissionError):  # macOS refuses where only zombies are left
        os.killpg(pid, number)


def end_with_parent(number: int) -> None:
    """Have the kernel signal us when our parent dies, however it dies (Linux only)."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, number)
