"""A decision with its durable record over HTTP, against a bare view with one look-up of the same server.

Both are asked at the same fixed rate, in turns; a p99 is the median of the rounds, in milliseconds. Then both
as fast as one connection can. Every decision is for another customer, so that each is chosen and kept anew.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from http.client import HTTPConnection

from bench.rig import rig
from bench.web import log_in, serve

RATE = 25
Ask = Callable[[], tuple[str, str, bytes, dict[str, str]]]
_OFFERS = 12


def measure(rounds: int, requests: int) -> dict[str, float]:
    with rig(log=False) as r:
        key, customers = _fill(rounds * requests * 2 + 100)
        cookie = {"Cookie": f"sessionid={log_in()}"}
        bearer = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        port, whom = serve(r, "bench.bare"), iter(customers)
        asks = {
            "decision": lambda: ("POST", "/api/v1/decisions/", _body(next(whom)), bearer),
            "bare": lambda: ("GET", f"/bench/{customers[0]}/", b"", cookie),
        }
        for ask in asks.values():
            _run(port, ask, 50, rate=None)
        p99: dict[str, list[float]] = {name: [] for name in asks}
        pace: dict[str, list[float]] = {name: [] for name in asks}
        for _ in range(rounds):
            for name, ask in asks.items():
                p99[name].append(sorted(_run(port, ask, requests, rate=RATE))[int(requests * 0.99)] * 1000)
            for name, ask in asks.items():
                began = time.perf_counter()
                _run(port, ask, requests, rate=None)
                pace[name].append(requests / (time.perf_counter() - began))
        slow, fast = ({name: statistics.median(each) for name, each in of.items()} for of in (p99, pace))
        return {
            "decision_p99_ms": slow["decision"],
            "bare_p99_ms": slow["bare"],
            "times_bare_p99": slow["decision"] / slow["bare"],
            "decisions_a_second": fast["decision"],
            "share_of_bare": fast["decision"] / fast["bare"],
        }


def _fill(people: int) -> tuple[str, list[int]]:
    from django.utils import timezone

    from bench.crowd import gather
    from campaigns.models import Offer
    from customers.models import Topic
    from hub.api import keys

    customers = gather(people)
    for topic in ("offers", "tips"):
        Topic.objects.get_or_create(key=topic, defaults={"label": topic})
    for number in range(_OFFERS):
        Offer.objects.create(
            key=f"offer-{number}", name=f"Offer {number}", topic="tips" if number % 2 else "offers",
            title="For you", audience={"profile": "purchases", "below": number} if number % 3 else "everyone",
            margin_minor=100 + number,
        )  # fmt: skip
    scopes = ["decisions:write"]
    return keys.make("bench", scopes, now=timezone.now(), per_minute=10**6)[1], customers


def _body(customer: int) -> bytes:
    return json.dumps({"customer": f"C{customer:06d}", "touchpoint": "till"}).encode()


def _run(port: int, ask: Ask, requests: int, *, rate: float | None) -> list[float]:
    """Ask over one kept connection; return seconds from when each was due, or began without a rate."""
    connection, took = HTTPConnection("127.0.0.1", port, timeout=30), []
    began = time.perf_counter()
    for number in range(requests):
        due = began + number / rate if rate else time.perf_counter()
        time.sleep(max(0.0, due - time.perf_counter()))
        method, path, body, headers = ask()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (200, 201), (path, answer.status)
        took.append(time.perf_counter() - due)
    connection.close()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=300)
    options = parser.parse_args()
    figures = measure(options.rounds, options.requests)
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
