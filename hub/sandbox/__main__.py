"""Run a whole Rapport on this machine: `python -m hub.sandbox`, which is what `make run` calls.

`python -m hub.sandbox env` prints the settings of the copy in the data folder for a shell to take.
"""

import os
import signal
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from hub.sandbox import home
from hub.sandbox.bringup import bring_up
from hub.sandbox.program import end_with_parent
from hub.sandbox.runner import ProgramFailed, StopAsked, Supervisor
from hub.sandbox.servers import ServerFailed


def main() -> int:
    place = home.folder()
    if sys.argv[1:] == ["env"]:
        sys.stdout.write(home.as_shell(home.read(place)))
        return 0
    if "MAKELEVEL" in os.environ:  # a killed `make` must not leave us behind
        end_with_parent(signal.SIGTERM)
    os.chdir(home.PROJECT)
    place.mkdir(parents=True, exist_ok=True)
    try:
        lock = home.lock(place)
    except home.AlreadyRunning as refusal:
        sys.stderr.write(
            f"{refusal}\nUse that one, stop it first, or choose another RAPPORT_HOME and PORT.\n"
        )
        return 1
    return _supervise(place, lock)


def _supervise(place: Path, lock: int) -> int:
    supervisor = Supervisor(inherited_lock=lock)
    failure = ""
    try:
        bring_up(supervisor, place)
    except StopAsked:
        supervisor.say("\nStopping: everything finishes what it is doing. Ctrl-C again does not wait.")
    except (ProgramFailed, ServerFailed, ImproperlyConfigured) as problem:
        failure = f"Rapport could not start. {problem}"
    finally:
        supervisor.stop()
    supervisor.say(failure or "Stopped.")
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
