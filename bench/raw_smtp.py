"""The yardstick of dispatch: how fast two processes hand over mail that is ready to the last byte.

Nothing of the product is in it: blocking sockets, DATA pipelined behind the mail before. With more than one
connection a process each has its turn, so that a reply is there when it is asked for; or, with `bdat`, each
gets windows of whole mails.
"""

import argparse
import multiprocessing
import socket
import time
from multiprocessing.synchronize import Barrier

PROCESSES = 2
_WINDOW = 50


def raw(n: int, port: int, *, connections: int = 1, bdat: bool = False) -> float:
    """Hand over n mails of 2 KB to a sink on this machine; return mails a second, set-up not counted."""
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(PROCESSES + 1)
    shares = [range(start, n, PROCESSES) for start in range(PROCESSES)]
    target = _hand_over_windows if bdat else _hand_over
    senders = [context.Process(target=target, args=(share, port, connections, ready)) for share in shares]
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


def _hand_over(share: range, port: int, connections: int, ready: Barrier) -> None:
    lines = [_connect(port) for _ in range(min(connections, len(share)))]
    bodies = [_mail(i) + b".\r\n" for i in share]
    commands = [_commands(i) for i in share]
    # A line's next commands travel with the body before them, which is as many mails back as there are lines.
    writes = list(zip(bodies, commands[len(lines) :] + [b""] * len(lines), strict=True))
    ready.wait()
    for line, first in zip(lines, commands, strict=False):
        line.sendall(first)
    for at, (body, following) in enumerate(writes):
        line = lines[at % len(lines)]
        _expect(line, b"354")
        line.sendall(body + following)
    for line in lines:
        _expect(line, b"250")


def _hand_over_windows(share: range, port: int, connections: int, ready: Barrier) -> None:
    lines = [_connect(port) for _ in range(connections)]
    mails = [
        _commands(i)[: -len(b"DATA\r\n")] + b"BDAT %d LAST\r\n%b" % (len(_mail(i)), _mail(i)) for i in share
    ]
    windows = [mails[at : at + _WINDOW] for at in range(0, len(mails), _WINDOW)]
    writes = [(b"".join(window), 3 * len(window)) for window in windows]
    awaited = [0] * connections
    ready.wait()
    for at, (window, replies) in enumerate(writes):
        turn = at % connections
        _expect_lines(lines[turn], awaited[turn])
        lines[turn].sendall(window)
        awaited[turn] = replies
    for line, replies in zip(lines, awaited, strict=True):
        _expect_lines(line, replies)


def _connect(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _expect(line, b"220")
    line.sendall(b"EHLO raw.example\r\n")
    _expect(line, b"250 ")
    return line


def _expect(line: socket.socket, code: bytes) -> None:
    """Read until the last line begins with `code`; a refusal on the way is an error, silence times out."""
    replies = b""
    while not (replies.endswith(b"\r\n") and replies[replies.rfind(b"\n", 0, -1) + 1 :].startswith(code)):
        received = line.recv(4096)
        replies += received
        if not received or replies[:1] in b"45" or b"\n5" in replies or b"\n4" in replies:
            raise SystemExit(1)


def _expect_lines(line: socket.socket, count: int) -> None:
    replies = b""
    while replies.count(b"\n") < count:
        received = line.recv(65_536)
        replies += received
        if not received or replies[:1] in b"45" or b"\n5" in replies or b"\n4" in replies:
            raise SystemExit(1)


def _commands(i: int) -> bytes:
    return f"MAIL FROM:<bench@example.org>\r\nRCPT TO:<c{i}@example.com>\r\nDATA\r\n".encode("ascii")


def _mail(i: int) -> bytes:
    head = (
        f"From: bench@example.org\r\nTo: c{i}@example.com\r\nSubject: Raw\r\n"
        f"Message-ID: <raw-{i}@example.org>\r\n\r\nNumber {i}\r\n"
    )
    return (head + ("x" * 62 + "\r\n") * ((2048 - len(head)) // 64)).encode("ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("-n", type=int, default=20_000)
    parser.add_argument("--connections", type=int, default=1, help="connections a process")
    parser.add_argument("--bdat", action="store_true")
    options = parser.parse_args()
    rate = raw(options.n, options.port, connections=options.connections, bdat=options.bdat)
    print(f"{rate:,.0f} mails/s")


if __name__ == "__main__":
    main()
