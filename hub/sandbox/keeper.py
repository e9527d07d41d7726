"""Outlive a supervisor that was killed outright just long enough to end what it had started.

Runs as a script of its own. Reads `+PID` and `-PID`, the leaders of the process groups that live, from its
standard input; when that closes, it ends the groups that are left. It inherits the supervisor's lock, so
that nobody starts in the same folder before it is done.
"""

import os
import signal
import sys
import time
from contextlib import suppress

WARM_SECONDS = 4.0


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    end(groups)


def end(groups: set[int]) -> None:
    deadline = time.monotonic() + WARM_SECONDS
    left = {group for group in groups if _reaches(group, signal.SIGTERM)}
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if _reaches(group, 0)}
    for group in left:
        _reaches(group, signal.SIGKILL)


def _reaches(group: int, number: int) -> bool:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False


if __name__ == "__main__":
    main()
