"""Fuzz every reader of what strangers send: nothing raised that is not said, 2 s and 256 MB an input.

    python -m tests.channels.fuzzing [READER ...] [--seconds 60] [--seed 1] [--engine atheris]

Each reader runs in a process of its own whose address space is bounded. Inputs are mutations of samples in
the style of real servers and providers; with atheris (not among our packages) they follow the branches that
they reach. What fails is kept byte for byte in a folder whose name is printed.
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.channels.fuzz_inputs import mutated

SECONDS, MEGABYTES = 2.0, 256
_WATCHED_SECONDS = 10.0
"""The same while atheris counts every branch, which makes Python several times slower."""
_HANGS_SECONDS = 300
"""The parent waits so much longer for a reader: code that hears no signal is stopped by force."""
READERS = ("mail", "shown", "words", "events", "doors", "sms", "smpp")
Read = Callable[[bytes], None]


class TooSlow(BaseException):
    """Raised inside a reader by its timer; no reader catches it."""


def main() -> None:
    asked = _arguments()
    if asked.child:
        _fuzz(asked.readers[0], asked)
        os._exit(0)  # so little address space is left that an orderly end may never come
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="fuzz-"))
    found = [run(name, asked.seconds, folder, seed=asked.seed, engine=asked.engine) for name in asked.readers]
    for each in found:
        print(f"{each['reader']:10} {each['inputs']:9,} inputs, slowest {each['slowest']:.2f} s, "
              f"{len(each['failures'])} failures")  # fmt: skip
        for failure in each["failures"]:
            print(f"    {failure['problem']}: {failure['file']}")
    sys.exit(1 if any(each["failures"] for each in found) else 0)


def run(
    name: str, seconds: float, folder: Path, *, seed: int = 1, engine: str = "mutations"
) -> dict[str, Any]:
    """Fuzz one reader in a process of its own; say how many inputs it got and which failed, why."""
    command = [sys.executable, "-m", "tests.channels.fuzzing", name, "--child", "--folder", str(folder)]
    command += ["--seconds", str(seconds), "--seed", str(seed), "--engine", engine]
    try:
        done = subprocess.run(command, timeout=seconds + _HANGS_SECONDS, check=False)
        how = f"it ended with {done.returncode}" if done.returncode else ""
    except subprocess.TimeoutExpired:
        how = "it never came back"
    said = folder / f"{name}-said"
    found = json.loads(said.read_text()) if said.exists() else {"inputs": 0, "slowest": 0.0, "failures": []}
    if how or not found["inputs"]:
        found["failures"].append({"problem": how, "file": str(folder / f"{name}-current")})
    return {"reader": name, **found}


class Guard:
    """Reads one input after the other within the bounds, and keeps those that fail."""

    def __init__(self, name: str, read: Read, folder: Path, *, seconds: float = SECONDS) -> None:
        self.name, self.inputs, self.slowest = name, 0, 0.0
        self.failures: dict[str, dict[str, str]] = {}
        self._read, self._folder, self._seconds = read, folder, seconds
        self._current = folder / f"{name}-current"
        signal.signal(signal.SIGPROF, _stop)

    def __call__(self, data: bytes) -> None:
        self._current.write_bytes(data)
        self.inputs += 1
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, self._seconds * 2)
        try:
            self._read(data)
        except (Exception, TooSlow) as error:
            self._keep(_where(error), data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        took = time.process_time() - started
        self.slowest = max(self.slowest, took)
        if took > self._seconds:
            self._keep("took too long", data)
        if self.inputs % 50 == 0:
            self.say()

    def _keep(self, problem: str, data: bytes) -> None:
        """Keep the first input that fails in this way."""
        if problem not in self.failures:
            file = self._folder / f"{self.name}-{len(self.failures)}"
            file.write_bytes(data)
            self.failures[problem] = {"problem": problem, "file": str(file)}
            self.say()

    def say(self) -> None:
        """Write down how far it is: atheris ends the process without a word."""
        said = {"inputs": self.inputs, "slowest": self.slowest, "failures": list(self.failures.values())}
        (self._folder / f"{self.name}-said").write_text(json.dumps(said))


def _fuzz(name: str, asked: argparse.Namespace) -> None:
    if asked.engine == "atheris":
        import atheris

        with atheris.instrument_imports(include=["channels", "anymail"]):
            readers = _readers()
    else:
        readers = _readers()
    reader = readers[name]
    seconds = _WATCHED_SECONDS if asked.engine == "atheris" else SECONDS
    guard = Guard(name, reader.read, Path(asked.folder), seconds=seconds)
    reader.read(reader.samples[0])  # what is learned and compiled once is not the first input's to pay for
    for sample in reader.samples:
        guard(sample)
    _bound_memory()
    for sample in reader.hostile:
        guard(sample())
    if asked.engine == "atheris":
        _by_coverage(guard, reader.samples, asked)
    else:
        _by_mutation(guard, reader.samples, asked)
    guard.say()


def _by_mutation(guard: Guard, samples: list[bytes], asked: argparse.Namespace) -> None:
    chance = random.Random(asked.seed)
    until = time.monotonic() + asked.seconds
    while time.monotonic() < until:
        guard(mutated(chance, samples))


def _by_coverage(guard: Guard, samples: list[bytes], asked: argparse.Namespace) -> None:
    """Let atheris choose; it ends the process."""
    import atheris

    corpus = Path(tempfile.mkdtemp(prefix=f"corpus-{guard.name}-"))
    for number, sample in enumerate(samples):
        (corpus / str(number)).write_bytes(sample)
    chance = random.Random(asked.seed)

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        if seed % 3:
            return bytes(atheris.Mutate(data, max_size))
        return mutated(chance, [data, *samples])[:max_size]

    options = [
        f"-max_total_time={int(asked.seconds)}",
        "-max_len=262144",
        "-timeout=60",
        "-print_final_stats=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], guard, custom_mutator=mutate)
    atheris.Fuzz()


def _bound_memory() -> None:
    """Allow as much more address space as one input may take."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmSize:"):
            limit = int(line.split()[1]) * 1024 + MEGABYTES * 1024 * 1024
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _where(error: BaseException) -> str:
    """Name an error by its kind and the line of ours that it came through, so that it is told once."""
    place, trace = "", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "channels" in code.co_filename and "fuzz" not in code.co_filename:
            place = f"{code.co_filename.rpartition('channels/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} ({str(error)[:80]}) at {place or 'the reader'}"


def _stop(*_: object) -> None:
    raise TooSlow


def _readers() -> dict[str, Any]:
    from tests.channels.fuzz_readers import readers

    return readers()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("readers", nargs="*", default=READERS)
    parser.add_argument("--seconds", type=float, default=60, help="for each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=["mutations", "atheris"], default="mutations")
    parser.add_argument("--folder", default="", help="where failing inputs are kept")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
