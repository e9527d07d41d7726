"""`make bench`: every promise about speed and faults as a ratio, measured in one run, in one table."""

import json
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """What is measured, by which bench, as which of its figures, and what it has to reach."""

    words: str
    bench: tuple[str, ...]
    figure: str
    at_least: float | None = None
    at_most: float | None = None

    def is_kept(self, value: float) -> bool:
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )

    @property
    def bar(self) -> str:
        return f">= {self.at_least}" if self.at_least is not None else f"<= {self.at_most}"


DISPATCH, RECORD, TIMELINE, GATE = (
    ("bench.dispatch",),
    ("bench.record",),
    ("bench.timeline",),
    ("bench.gate",),
)
API = ("bench.api",)
DECISION = ("bench.decision",)
CALLBACKS = ("bench.callbacks",)
STREAMS = ("bench.streams",)
PROMISES = (
    Promise("dispatch, share of raw pipelined SMTP", DISPATCH, "share_of_raw", at_least=0.30),
    Promise("dispatch, times one task a mail", DISPATCH, "times_naive", at_least=15),
    Promise("history.record, share of raw COPY", RECORD, "share_of_copy", at_least=0.50),
    Promise("ingest over HTTP, 500 a request, share of raw COPY", API, "share_of_copy", at_least=0.30),
    Promise("ingest over HTTP, times DRF + bulk_create", API, "times_drf", at_least=2.5),
    Promise("ingest over HTTP, the same again, times the first", API, "replay_speed", at_least=0.8),
    Promise("a decision kept, p99 times a bare view", DECISION, "times_bare_p99", at_most=2),
    Promise("a decision kept, share of a bare view's pace", DECISION, "share_of_bare", at_least=0.7),
    Promise("timeline of 10,000 in 1 million, p99 times a bare view", TIMELINE, "times_bare_p99", at_most=3),
    Promise("gate, 100,000 planned touches: verdicts a second", GATE, "judged_a_second", at_least=20_000),
    Promise("gate, a batch of 1,000: statements", GATE, "statements", at_most=12),
    Promise("dial race, 16 processes, 3 dials: exactly full", ("bench.race",), "exactly_full", at_least=1),
    Promise("1,000 opt-outs in a mailing to 5,000: begun too late", ("bench.optout",), "too_late", at_most=0),
    Promise("callbacks tripled, shuffled, corrupt: differing ends", CALLBACKS, "differing", at_most=0),
    Promise("callbacks of somebody without our secrets: effect", CALLBACKS, "forged_effect", at_most=0),
    Promise("callbacks, answer p99 in ms", CALLBACKS, "p99_ms", at_most=250),
    Promise("300 live streams: news p99 in ms", STREAMS, "news_p99_ms", at_most=250),
    Promise("300 live streams: connections held by them", STREAMS, "connections_held", at_most=0),
    Promise("workers killed ten times: lost", ("bench.faults", "workers"), "lost", at_most=0),
    Promise("Valkey wiped: lost", ("bench.faults", "valkey"), "lost", at_most=0),
    Promise("PostgreSQL crashed: lost", ("bench.faults", "postgres"), "lost", at_most=0),
)


def main() -> None:
    measured: dict[tuple[str, ...], dict[str, float]] = {}
    print(f"{'promise':58} {'measured':>9} {'bar':>8}")
    kept = True
    for promise in PROMISES:
        figures = measured.setdefault(promise.bench, {}) or _run(promise.bench)
        measured[promise.bench] = figures
        value = float(figures.get(promise.figure, "nan"))
        is_kept = promise.is_kept(value)
        kept &= is_kept
        verdict = "" if is_kept else "not kept"
        print(f"{promise.words:58} {value:9.3g} {promise.bar:>8} {verdict}", flush=True)
    for bench, figures in measured.items():
        print(" ".join(bench), json.dumps(figures))
    sys.exit(0 if kept else 1)


def _run(bench: tuple[str, ...]) -> dict[str, float]:
    """Run a bench in a process of its own and return what it says in its last line."""
    done = subprocess.run([sys.executable, "-m", *bench], stdout=subprocess.PIPE, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    return dict(json.loads(lines[-1])) if lines and lines[-1].startswith("{") else {}


if __name__ == "__main__":
    main()
