"""The yardstick of dispatch: how fast two processes hand over mail that is already built."""

import argparse
import multiprocessing
import time
from multiprocessing.synchronize import Barrier

from channels.smtp import Accepted, Envelope, Pool, Server

PROCESSES = 2
_CALL = 1000
"""Messages handed over per call, as many as a task of the outbox carries."""


def raw(n: int, port: int, *, connections: int = 4, bdat: bool = False) -> float:
    """Hand over n mails of 2 KB to a sink on this machine; return mails a second, set-up not counted."""
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(PROCESSES + 1)
    shares = [range(start, n, PROCESSES) for start in range(PROCESSES)]
    senders = [context.Process(target=_hand_over, args=(s, port, connections, bdat, ready)) for s in shares]
    for sender in senders:
        sender.start()
    ready.wait()
    began = time.perf_counter()
    for sender in senders:
        sender.join()
    took = time.perf_counter() - began
    if any(sender.exitcode for sender in senders):
        raise RuntimeError("the sink did not take every mail")
    return n / took


def _hand_over(share: range, port: int, connections: int, bdat: bool, ready: Barrier) -> None:
    envelopes = [Envelope("bench@example.org", f"c{i}@example.com", _mail(i)) for i in share]
    with Pool(Server("127.0.0.1", port, may_chunk=bdat), connections=connections) as pool:
        ready.wait()
        for start in range(0, len(envelopes), _CALL):
            results = pool.send(envelopes[start : start + _CALL])
            if not all(isinstance(result, Accepted) for result in results):
                raise SystemExit(1)


def _mail(i: int) -> bytes:
    head = (
        f"From: bench@example.org\r\nTo: c{i}@example.com\r\nSubject: Raw\r\n"
        f"Message-ID: <raw-{i}@example.org>\r\n\r\nNumber {i}\r\n"
    )
    lines = (2048 - len(head)) // 64
    return (head + ("x" * 62 + "\r\n") * lines).encode("ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("-n", type=int, default=20_000)
    parser.add_argument("--connections", type=int, default=4, help="connections a process")
    parser.add_argument("--bdat", action="store_true")
    options = parser.parse_args()
    rate = raw(options.n, options.port, connections=options.connections, bdat=options.bdat)
    print(f"{rate:,.0f} mails/s")


if __name__ == "__main__":
    main()
