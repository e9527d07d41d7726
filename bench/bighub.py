"""A hub of 200,000 customers and 5 million interactions: how long the desk's pages take on it, over HTTP.

    python -m bench.bighub [--customers N] [--interactions N] [--requests N] [--stay]

Fills a server of its own (about 5 GB, a few minutes), starts the web process as it runs for real and asks at
a fixed rate over one kept connection; every request is for somebody else. A figure is a p95 in milliseconds,
counted from when the request was due. With `--stay` the hub stays up for looking closer, until Ctrl-C.
"""

import argparse
import json
import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import quote

from bench.rig import rig
from bench.web import ask, log_in, percentile, serve

RATE = 5.0
"""Requests a second: somebody types, somebody else opens a page; well below what it can do."""
DEEP = 10_000
BARS = {
    "find": 150.0,
    "customer": 300.0,
    "inbox": 300.0,
    "home": 300.0,
    "worklist": 300.0,
    "audience": 1000.0,
}
"""By the first word of a figure; the first two are promised, the others are what we aim at."""
Asked = dict[str, tuple[Sequence[str], dict[str, str]]]


def measure(customers: int, interactions: int, requests: int, *, stay: bool) -> dict[str, float]:
    with rig(log=False, shared_buffers="1GB", effective_cache_size="4GB", maintenance_work_mem="512MB") as r:
        from bench import bigfill  # its tables want settings, which a rig makes

        began = time.monotonic()
        filled = bigfill.fill(customers, interactions, DEEP)
        figures = {"fill_seconds": time.monotonic() - began, "gigabytes": bigfill.size_gb()}
        cookie, port = log_in(), serve(r)
        for name, (paths, headers) in _pages(filled, requests).items():
            for path in paths[-8:]:  # a connection each: every worker has seen it once
                ask(port, [path], cookie, rate=RATE, **headers)
            took = ask(port, paths, cookie, rate=RATE, **headers)
            figures[f"{name}_p95_ms"] = percentile(took, 0.95)
            print(_line(name, took), flush=True)
        took = _count_audiences()
        figures["audience_count_ms"] = max(took) * 1000
        print(_line("audience count", took), flush=True)
        if stay:
            _stay(port, cookie)
        return figures


def _pages(filled: "bigfill.Filled", requests: int) -> Asked:  # type: ignore[name-defined]  # noqa: F821
    """Return what is asked for, by what it is called."""
    step = max((filled.last - filled.first) // requests, 1)
    some = list(range(filled.first, filled.last, step))[:requests]
    typed = _typed(some)
    finds: Asked = {
        f"find {kind}": ([f"/console/find/?q={quote(text)}" for text in texts], {"HX_Request": "true"})
        for kind, texts in typed.items()
    }
    page, deep = "/console/customers/{}/", f"/console/customers/{filled.deep}/"
    partial = {"HX_Request": "true"}
    return finds | {
        "customer page": ([page.format(each) for each in some], {}),
        "customer timeline": ([f"{page.format(each)}timeline/" for each in some], partial),
        "customer next action": ([f"{page.format(each)}next/" for each in some], partial),
        f"customer page, {DEEP:,} interactions": ([deep] * requests, {}),
        f"customer timeline, {DEEP:,} interactions": ([f"{deep}timeline/"] * requests, partial),
        "customer search in the timeline": (
            [f"{deep}timeline/?inside=line+4{n}" for n in range(30)],
            partial,
        ),
        "inbox": (["/console/inbox/"] * requests, {}),
        "inbox, resolved": (["/console/inbox/?show=resolved"] * requests, {}),
        "home": (["/console/"] * requests, {}),
        "worklist": (["/console/worklist/"] * requests, {}),
    }


def _typed(ids: Sequence[int]) -> dict[str, list[str]]:
    """Return what people type for these customers, in each of the ways in which they do."""
    from customers.models import ContactPoint, Customer, Identity

    names = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "name"))
    phones = dict(ContactPoint.objects.filter(owners__in=ids, kind="phone").values_list("owners", "address"))
    cards = dict(Identity.objects.filter(customer__in=ids).values_list("customer", "key"))
    split = {pk: name.split(" ", 1) for pk, name in names.items()}
    return {
        "three letters": [last[:3] for _, last in split.values()],
        "first name": [first for first, _ in split.values()],
        "beginnings": [f"{first[:3]} {last[:4]}" for first, last in split.values()],
        "name": list(names.values()),
        "one letter wrong": [f"{first} {_slip(last)}" for first, last in split.values()],
        "surname, one letter wrong": [_slip(last) for _, last in split.values()],
        "part of a phone number": [phone[-6:] for phone in phones.values()],
        "phone number": [f"0{phone[3:6]} {phone[6:]}" for phone in phones.values()],
        "email": [f"person{pk}@example.org" for pk in ids],
        "card number": list(cards.values()),
        "nobody": [f"Xaver Quirx{pk}" for pk in ids],
    }


def _slip(word: str) -> str:
    """Swap two letters in the middle."""
    at = len(word) // 2
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _count_audiences() -> list[float]:
    """Count who is meant by rules of each kind, as the campaign form does while it is edited."""
    from campaigns import audience

    rules: Sequence[object] = (
        "everyone",
        {"all": [{"profile": "purchases", "at_least": 3}, {"last": "purchase", "more_than_days": 30}]},
        {"all": [{"fact": "branch", "is": "Graz 3"}, {"profile": "spent", "at_least": 100}]},
        {"not": {"attribute": "language", "is": "de"}},
    )
    took = []
    for rule in rules:
        began = time.perf_counter()
        audience.count(audience.read(rule))
        took.append(time.perf_counter() - began)
    return took


def _line(name: str, took: Sequence[float]) -> str:
    bar = BARS.get(name.partition(" ")[0].rstrip(","), 0.0)
    p50, p95 = percentile(took, 0.5), percentile(took, 0.95)
    load = os.getloadavg()[0]
    verdict = "" if p95 <= bar else "  not kept"
    return f"{name:44} p50 {p50:7.1f}  p95 {p95:7.1f}  bar {bar:5.0f} ms  load {load:4.1f}{verdict}"


def _stay(port: int, cookie: str) -> None:
    print(f"http://127.0.0.1:{port}/console/ with the cookie sessionid={cookie}")
    print(f"DATABASE_URL={os.environ['DATABASE_URL']}", flush=True)
    for each in (signal.SIGINT, signal.SIGTERM):  # what runs in the background is started deaf to the first
        signal.signal(each, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        signal.pause()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=200_000)
    parser.add_argument("--interactions", type=int, default=5_000_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--stay", action="store_true", help="leave it up until Ctrl-C")
    given = parser.parse_args()
    print(json.dumps(measure(given.customers, given.interactions, given.requests, stay=given.stay)))


if __name__ == "__main__":
    main()
