"""Listening to a process and looking whether any of it is left."""

import re
import subprocess
import time

import psutil


def hear(process: subprocess.Popen[str], pattern: str) -> str:
    """Return what the pattern's group caught in the first line that has it."""
    assert process.stdout
    heard = []
    for line in process.stdout:
        heard.append(line)
        if found := re.search(pattern, line):
            return found[1]
    raise AssertionError(f"Never said {pattern!r}: {heard}")


def family_below(pid: int) -> set[int]:
    return {child.pid for child in psutil.Process(pid).children(recursive=True)}


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def all_end(pids: set[int], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while any(lives(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
