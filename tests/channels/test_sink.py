"""The judge is judged: bench.sink counts what it was given, and its log outlives it."""

from collections import Counter
from pathlib import Path

import pytest

from bench import sink
from bench.raw_smtp import raw
from channels.smtp import Envelope, Pool


@pytest.mark.parametrize("bdat", [False, True])
def test_the_yardstick_hands_over_every_mail_once(bdat: bool, tmp_path: Path) -> None:
    with sink.running(tmp_path) as judge:
        assert raw(301, judge.port, connections=3, bdat=bdat) > 0
        arrived = Counter(arrival.recipient for arrival in judge.arrivals())
        account = judge.report()
    assert arrived == {f"c{number}@example.com": 1 for number in range(301)}
    assert (account["messages"], account["recipients"], account["bodies"]) == (301, 301, 301)
    assert account["message_ids"]["c300@example.com"] == {"<raw-300@example.org>": 1}


def test_copies_are_told_apart_by_their_message_id(tmp_path: Path) -> None:
    copies = [
        b"Message-ID: <1@x>\r\n\r\na\r\n",
        b"Message-ID: <1@x>\r\n\r\na\r\n",
        b"Message-ID: <2@x>\r\n\r\na\r\n",
    ]
    with sink.running(tmp_path) as judge, Pool(f"smtp://127.0.0.1:{judge.port}") as pool:
        pool.send([Envelope("", "anna@example.com", data) for data in copies])
        account = judge.report()
    assert account["message_ids"] == {"anna@example.com": {"<1@x>": 2, "<2@x>": 1}}
    assert (account["messages"], account["bodies"]) == (3, 1)


def test_what_was_acknowledged_is_in_the_log_of_a_sink_that_was_killed(tmp_path: Path) -> None:
    with sink.running(tmp_path) as judge, Pool(f"smtp://127.0.0.1:{judge.port}") as pool:
        pool.send([Envelope("", f"c{n}@example.com", b"Message-ID: <1@x>\r\n\r\na\r\n") for n in range(50)])
        judge.process.kill()
        judge.process.wait(10)
        arrivals = judge.arrivals()
    assert len(arrivals) == 50
    assert all(arrival.message_id == "<1@x>" for arrival in arrivals)
    assert all(arrival.begun_at <= arrival.arrived_at for arrival in arrivals)
