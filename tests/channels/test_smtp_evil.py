"""Handing mail over to servers that do what servers should not: nothing is lost, doubled or misreported."""

import socket
import time

import pytest

from channels.smtp import Accepted, Deferred, Envelope, Pool, Refused, Result, Unknown, Untouched
from channels.smtp_flow import Flow
from channels.smtp_wire import Features
from tests.channels.nasty import (
    BDAT,
    CLOSE,
    DATA,
    DROP,
    HANG,
    SLOW,
    STEP,
    assert_honest,
    every_way,
    facing,
    kinds,
    mail,
    mails,
    nasty,
    server,
)


@every_way
def test_a_broken_word_at_goodbye_moves_the_rest_to_a_new_connection(offer: str) -> None:
    leaving = {"MAIL": ["", "", "421 4.3.2 Shutting down" + CLOSE]}
    with facing(leaving, {}, offer=offer) as (evil, pool):
        results = pool.send(mails(10))
    assert kinds(results) == [Accepted] * 10
    assert_honest(mails(10), results, evil.taken)
    assert evil.connections == 2


@every_way
def test_a_server_that_only_says_goodbye_leaves_the_rest_untouched(offer: str) -> None:
    with facing({"MAIL": "421 4.7.0 Not today" + CLOSE}, offer=offer) as (evil, pool):
        results = pool.send(mails(10))
    assert results[0] == Deferred(421, "4.7.0", "4.7.0 Not today")
    assert kinds(results[1:]) == [Untouched] * 9
    assert evil.connections == 2


@every_way
def test_goodbye_instead_of_acceptance_is_a_deferral(offer: str) -> None:
    with facing({"BODY": "421 4.3.0 Out of disk" + CLOSE}, {}, offer=offer) as (evil, pool):
        results = pool.send(mails(5))
    assert results[0] == Deferred(421, "4.3.0", "4.3.0 Out of disk")
    assert kinds(results[1:]) == [Accepted] * 4
    assert_honest(mails(5), results, evil.taken)


def test_mail_in_the_pipe_behind_a_goodbye_is_not_unknown() -> None:
    leaving = {"BODY": ["", "", "", "", "", "421 4.3.2 Shutting down" + CLOSE]}
    with facing(leaving, {}, offer=BDAT, window=20) as (evil, pool):
        results = pool.send(mails(40))
    assert kinds(results).count(Deferred) == 1
    assert kinds(results).count(Accepted) == 39
    assert_honest(mails(40), results, evil.taken)


@pytest.mark.parametrize("greeting", ["554 5.7.1 We do not know you", "421 Busy", "garbage"])
def test_an_unfriendly_greeting_leaves_everything_untouched(greeting: str) -> None:
    with facing({"GREETING": greeting}, connections=2) as (_, pool):
        results = pool.send(mails(10))
    assert kinds(results) == [Untouched] * 10
    assert results[0].text.startswith("greeting:")


def test_a_server_that_is_not_there_leaves_everything_untouched() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with Pool(server(taken.getsockname()[1])) as pool:
            assert kinds(pool.send(mails(3))) == [Untouched] * 3


def test_a_server_that_never_greets_costs_no_more_than_the_timeout() -> None:
    with facing({"GREETING": HANG}, connect_timeout=0.3) as (_, pool):
        began = time.monotonic()
        assert kinds(pool.send(mails(5))) == [Untouched] * 5
    assert time.monotonic() - began < 20


@every_way
@pytest.mark.parametrize("where", ["MAIL", "RCPT"])
def test_garbage_before_the_body_is_tried_once_more_and_then_put_off(offer: str, where: str) -> None:
    with facing({where: "HTTP/1.1 400 Bad Request"}, offer=offer) as (evil, pool):
        results = pool.send(mails(6))
    assert_honest(mails(6), results, evil.taken)
    if offer == BDAT:  # the body was in the same pipe
        assert set(kinds(results)) == {Unknown, Untouched}
        assert kinds(results).count(Unknown) == 2
    else:
        assert isinstance(results[0], Deferred)
        assert kinds(results[1:]) == [Untouched] * 5
    assert evil.connections == 2


@every_way
def test_garbage_after_the_body_leaves_it_unknown(offer: str) -> None:
    with facing({"BODY": "?"}, {}, offer=offer) as (_, pool):
        results = pool.send(mails(5))
    assert isinstance(results[0], Unknown)
    assert kinds(results[1:]) == [Accepted] * 4


@every_way
@pytest.mark.parametrize("where", ["RSET", "MAIL", "RCPT", "DATA", "BODY"])
def test_a_connection_that_breaks_anywhere_loses_and_doubles_nothing(offer: str, where: str) -> None:
    with facing({where: ["", "", DROP]}, {}, offer=offer, window=4) as (evil, pool):
        results = pool.send(mails(12))
    assert_honest(mails(12), results, evil.taken)
    assert set(kinds(results)) <= {Accepted, Unknown}
    allowed = 4 if offer == BDAT else int(where == "BODY")
    assert kinds(results).count(Unknown) <= allowed


def test_a_connection_that_breaks_before_every_body_ends_in_a_deferral_not_in_a_storm() -> None:
    with facing({"DATA": DROP}) as (evil, pool):
        results = pool.send(mails(10))
    assert isinstance(results[0], Deferred)
    assert kinds(results[1:]) == [Untouched] * 9
    assert evil.connections == 2


def test_a_body_the_server_did_not_wait_for_is_unknown() -> None:
    with facing({"DATA": ["", "354 Go on" + CLOSE]}, {}) as (evil, pool):
        results = pool.send(mails(4))
    assert kinds(results) == [Accepted, Unknown, Accepted, Accepted]
    assert_honest(mails(4), results, evil.taken)


@every_way
def test_a_server_that_takes_everything_and_answers_nothing_leaves_few_unknown(offer: str) -> None:
    with nasty({"BODY": HANG}, offer=offer) as evil:
        patience = server(evil.port, accept_timeout=0.3)
        with Pool(patience, connections=2, window=50) as pool:
            results = pool.send(mails(200))
    assert set(kinds(results)) == {Unknown, Untouched}
    assert kinds(results).count(Unknown) <= 4


def test_what_is_unknown_is_bounded_by_the_window() -> None:
    answers = [""] * 7 + [HANG]
    with facing({"BODY": answers}, offer=BDAT, accept_timeout=0.3, window=7) as (evil, pool):
        results = pool.send(mails(100))
    assert_honest(mails(100), results, evil.taken)
    assert 7 <= kinds(results).count(Unknown) <= 14


@every_way
def test_replies_of_ten_kilobytes_of_many_lines_and_in_drops_are_understood(offer: str) -> None:
    lines = "\r\n".join([f"250-line {n}" for n in range(50)] + ["250 the last"])
    chatty = {"MAIL": "250 " + "x" * 10_000, "RCPT": lines, "BODY": lines}
    with facing(chatty, offer=offer, drip=(700, 0)) as (_, pool):
        results = pool.send(mails(3))
    assert kinds(results) == [Accepted] * 3
    assert results[0].text.startswith("line 0 line 1")
    assert len(results[0].text) <= 300


@pytest.mark.parametrize("endless", ["250-more\r\n" * 20_000, "250 " + "x" * 200_000, "x" * 200_000])
def test_a_reply_without_end_ends_the_connection(endless: str) -> None:
    with facing({"MAIL": endless}) as (_, pool):
        began = time.monotonic()
        results = pool.send(mails(2))
    assert kinds(results) == [Deferred, Untouched]
    assert time.monotonic() - began < 20


def test_a_server_trickling_one_byte_at_a_time_runs_into_the_timeout() -> None:
    with nasty({"MAIL": "250-" + "x" * 5000}, drip=(1, 0.02)) as evil:
        patience = server(evil.port, reply_timeout=0.5, connect_timeout=30)
        with Pool(patience) as pool:
            began = time.monotonic()
            (result,) = pool.send(mails(1))
    assert isinstance(result, Deferred)
    assert time.monotonic() - began < 30


def test_an_idle_connection_is_used_again() -> None:
    with facing() as (evil, pool):
        for _ in range(3):
            assert kinds(pool.send(mails(2))) == [Accepted] * 2
    assert evil.connections == 1


@every_way
@pytest.mark.parametrize("goodbye", ["", "\r\n421 4.4.2 Idle too long"])
@pytest.mark.parametrize("idle_seconds", [0.05, 1.1])
def test_an_idle_connection_that_was_closed_is_replaced(
    offer: str, goodbye: str, idle_seconds: float
) -> None:
    with facing({"BODY": "250 Taken" + goodbye + CLOSE}, {}, offer=offer) as (evil, pool):
        assert kinds(pool.send(mails(1))) == [Accepted]
        time.sleep(idle_seconds)
        more = [mail(f"d{n}@example.com") for n in range(5)]
        assert kinds(pool.send(more)) == [Accepted] * 5
    assert evil.connections == 2
    assert set(evil.taken.values()) == {1}


def test_an_idle_connection_that_went_deaf_is_replaced() -> None:
    with facing({"NOOP": HANG}, {}, reply_timeout=0.3) as (evil, pool):
        assert kinds(pool.send(mails(1))) == [Accepted]
        time.sleep(1.1)
        assert kinds(pool.send([mail("d@example.com")])) == [Accepted]
    assert evil.connections == 2


def test_a_recipient_refused_with_go_on_after_it_gets_the_dot_alone() -> None:
    """RFC 2920, 3.1: the server may still say 354, and must then not be given a body."""
    eager = {"RCPT": ["550 5.1.1 Unknown"], "DATA": "354 Go on"}
    with facing(eager) as (evil, pool):
        results = pool.send(mails(3))
    assert results[0] == Refused(550, "5.1.1", "5.1.1 Unknown")
    assert kinds(results[1:]) == [Accepted] * 2
    assert evil.bodies == [b"", *(envelope.data for envelope in mails(3)[1:])]


@every_way
def test_a_failed_transaction_is_reset_before_the_next(offer: str) -> None:
    with facing({"RCPT": ["550 5.1.1 Unknown"]}, offer=offer) as (evil, pool):
        results = pool.send(mails(3))
    assert kinds(results) == [Refused, Accepted, Accepted]
    verbs = [command.split()[0] for command in evil.commands]
    assert verbs[verbs.index("RCPT") + 1 :].index("RSET") < verbs[verbs.index("RCPT") + 1 :].index("MAIL")


@every_way
@pytest.mark.parametrize(
    ("where", "reply", "expected"),
    [
        ("MAIL", "451 4.3.0 Later", Deferred(451, "4.3.0", "4.3.0 Later")),
        ("MAIL", "552 5.3.4 Too big", Refused(552, "5.3.4", "5.3.4 Too big")),
        ("RCPT", "452 4.2.2 Full", Deferred(452, "4.2.2", "4.2.2 Full")),
        ("RCPT", "550 No", Refused(550, "", "No")),
        ("BODY", "554 5.7.1 Spam", Refused(554, "5.7.1", "5.7.1 Spam")),
        ("BODY", "451 4.7.1 Greylisted", Deferred(451, "4.7.1", "4.7.1 Greylisted")),
    ],
)
def test_a_refusal_anywhere_is_this_message_s_alone(
    offer: str, where: str, reply: str, expected: Result
) -> None:
    with facing({where: ["", reply]}, offer=offer) as (evil, pool):
        results = pool.send(mails(5))
    assert results[1] == expected
    assert kinds(results[:1] + results[2:]) == [Accepted] * 4
    assert_honest(mails(5), results, evil.taken)
    assert evil.connections == 1


@pytest.mark.parametrize("offer", [STEP, DATA])
def test_data_refused_is_the_message_s_result(offer: str) -> None:
    with facing({"DATA": ["", "451 4.3.1 Full"]}, offer=offer) as (_, pool):
        results = pool.send(mails(3))
    assert results == [results[0], Deferred(451, "4.3.1", "4.3.1 Full"), results[0]]


@every_way
def test_what_must_not_be_sent_is_refused_before_a_byte_of_it_is_written(offer: str) -> None:
    good = mail("anna@example.com")
    envelopes = [
        Envelope("news@example.org", "anna@example.com>\r\nRCPT TO:<victim@example.net", good.data),
        Envelope("news@example.org> BODY=x", "anna@example.com", good.data),
        Envelope("news@example.org", "ännä@example.com", good.data),
        Envelope("news@example.org", "", good.data),
        Envelope("news@example.org", "anna@example.com", b"smuggled\n.\nMAIL FROM:<victim@example.net>\r\n"),
        Envelope("news@example.org", "anna@example.com", b"bare\rreturn\r\n"),
        Envelope("news@example.org", "anna@example.com", b"x" * 1_000_001),
        good,
    ]
    with facing(offer=offer) as (evil, pool):
        results = pool.send(envelopes)
    assert kinds(results) == [Refused] * 7 + [Accepted]
    assert [result.code for result in results[:7]] == [501, 501, 501, 501, 554, 554, 552]
    assert all(result.text.startswith("not sent: ") for result in results[:7])
    assert [result.status for result in results[:3]] == ["5.1.3", "5.1.7", "5.1.3"]
    assert evil.bodies == [good.data]
    assert "victim" not in " ".join(evil.commands)


def test_mail_beyond_ascii_goes_only_to_servers_that_take_it() -> None:
    eight = Envelope("news@example.org", "anna@example.com", "Grüße\r\n".encode())
    with facing() as (evil, pool):
        assert kinds(pool.send([eight])) == [Accepted]
    assert any(command.endswith(" BODY=8BITMIME") for command in evil.commands)
    with facing(offer="PIPELINING") as (evil, pool):
        assert pool.send([eight]) == [Refused(554, "5.6.3", "not sent: the server takes 7-bit mail only")]


def test_a_server_without_ehlo_is_greeted_the_old_way() -> None:
    with facing({"EHLO": "500 What?"}) as (_, pool):
        assert kinds(pool.send(mails(3))) == [Accepted] * 3


def test_chunks_are_not_used_where_they_are_not_wanted() -> None:
    with facing(offer=BDAT, may_chunk=False) as (evil, pool):
        assert kinds(pool.send(mails(3))) == [Accepted] * 3
    assert not any(command.startswith("BDAT") for command in evil.commands)


def test_big_mails_go_through_a_narrow_pipe_without_piling_up() -> None:
    envelopes = [mail(f"c{n}@example.com", ("x" * 900 + "\r\n") * 1000) for n in range(30)]
    with facing(offer=BDAT, connections=2) as (evil, pool):
        assert kinds(pool.send(envelopes)) == [Accepted] * 30
    assert sorted(map(len, evil.bodies)) == sorted(len(envelope.data) for envelope in envelopes)


@pytest.mark.parametrize("offer", [STEP, DATA])
def test_a_body_is_not_begun_after_its_time_though_its_recipient_was_accepted_before(offer: str) -> None:
    with facing({"DATA": SLOW + "354 Go on"}, offer=offer) as (evil, pool):
        results = pool.send(mails(3), start_by=time.monotonic() + 0.3)
    assert results == [Untouched("too late to send the body")] * 3
    assert evil.bodies == []


def test_a_slow_server_is_not_given_up_while_it_answers() -> None:
    with facing({"BODY": SLOW + "250 Taken"}, reply_timeout=1.2, accept_timeout=1.2) as (_, pool):
        assert kinds(pool.send(mails(5))) == [Accepted] * 5


@every_way
def test_a_slow_server_is_handed_no_more_than_it_can_answer_soon(offer: str) -> None:
    """Or the lease of what is begun would end before it has answered."""
    with facing({"BODY": SLOW + "250 Taken"}, offer=offer, connections=1, window=50) as (evil, pool):
        assert kinds(pool.send(mails(4))) == [Accepted] * 4
        results = pool.send(mails(100)[50:], start_by=time.monotonic() + 0.75)
    assert_honest(mails(100)[50:], results, evil.taken)
    assert set(kinds(results)) == {Accepted, Untouched}
    assert kinds(results).count(Accepted) <= 6


def test_a_server_that_grows_slow_is_not_waited_for_beyond_the_time() -> None:
    answers = [""] * 20 + [SLOW + "250 Taken"] * 20
    began = time.monotonic()
    with facing({"BODY": answers}, offer=BDAT, connections=1, window=10) as (evil, pool):
        results = pool.send(mails(40), start_by=began + 0.75, answer_by=began + 1.3)
        assert time.monotonic() < began + 2.5
    assert_honest(mails(40), results, evil.taken)
    assert Unknown("too slow") in results
    assert kinds(results).count(Accepted) >= 20


class Work:
    """So many mails to hand over, all of which are taken."""

    answer_by = float("inf")

    def __init__(self, count: int) -> None:
        self.left = count

    def take(self, *, eight_bit: bool) -> tuple[int, Envelope] | None:
        self.left -= 1
        return (0, mail("c@example.com")) if self.left >= 0 else None

    def is_late(self) -> bool:
        return False

    def settle(self, index: int, result: Result) -> None:
        assert result == Accepted("Taken")

    def give_back(self, index: int, blame: object) -> None:
        raise AssertionError(blame)


def most_under_way(flow: Flow, count: int, *, from_second: float, answers_a_second: float) -> int:
    """Hand over so many to a server of this pace."""
    flow.begin(Work(count), at=from_second)
    begun = most = 0
    for number in range(count):
        begun += flow.output(may_start=True).count(b"BDAT")
        most = max(most, begun - number)
        flow.hear([(250, b"250 Taken\r")] * 4, at=from_second + (number + 1) / answers_a_second)
    assert flow.is_resting
    return most


@pytest.mark.parametrize(("answers_a_second", "under_way"), [(0.2, 1), (1, 1), (10, 10), (1000, 50)])
def test_as_much_is_under_way_as_the_server_answers_within_a_second(
    answers_a_second: float, under_way: int
) -> None:
    flow = Flow(Features(pipelining=True, chunking=True), window=50, may_chunk=True)
    most = most_under_way(flow, 400, from_second=100, answers_a_second=answers_a_second)
    assert under_way - 1 <= most <= under_way


def test_what_a_server_could_answer_long_ago_says_nothing() -> None:
    flow = Flow(Features(pipelining=True, chunking=True), window=50, may_chunk=True)
    assert most_under_way(flow, 400, from_second=100, answers_a_second=1000) == 50
    assert most_under_way(flow, 50, from_second=100.41, answers_a_second=1000) > 40
    assert most_under_way(flow, 50, from_second=200, answers_a_second=3) <= 3
    assert most_under_way(flow, 50, from_second=300, answers_a_second=0.2) == 1


@pytest.mark.parametrize("round_trip", [0.05, 0.3, 0.6, 1.0])
def test_a_server_far_away_is_handed_more_with_every_round(round_trip: float) -> None:
    flow = Flow(Features(pipelining=True, chunking=True), window=50, may_chunk=True, round_trip=round_trip)
    flow.begin(Work(1000), at=100)
    rooms = []
    for number in range(1, 13):
        rooms.append(flow.output(may_start=True).count(b"BDAT"))
        flow.hear([(250, b"250 Taken\r")] * 4 * rooms[-1], at=100 + number * round_trip)
    assert rooms[-1] == 50
