"""Handing mail over to good servers: one that audits, a strict one, encrypted ones; across processes."""

import multiprocessing
import shutil
import ssl
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from aiosmtpd.smtp import Envelope as Taken

from bench import sink
from channels.smtp import Accepted, Deferred, Envelope, Pool, Refused, Result, Server, Unknown, Untouched
from tests.channels.nasty import BDAT, assert_honest, every_way, facing, kinds, listening, mail, mails, server

# bench.sink, which audits


@every_way
def test_every_mail_arrives_once_and_whole(offer: str, tmp_path: Path) -> None:
    envelopes = mails(500)
    with sink.running(tmp_path, "--offer", offer) as good, Pool(server(good.port)) as pool:
        results = pool.send(envelopes)
        arrivals = good.arrivals()
        account = good.report()
    assert kinds(results) == [Accepted] * 500
    assert_honest(envelopes, results, Counter(arrival.recipient for arrival in arrivals))
    assert account["messages"] == account["recipients"] == 500
    assert account["message_ids"]["c7@example.com"] == {"<c7@example.com>": 1}


@every_way
def test_results_come_in_the_order_of_the_envelopes_and_one_bad_recipient_spoils_nothing(
    offer: str, tmp_path: Path
) -> None:
    envelopes = mails(60)
    envelopes[0] = mail("refuse-first@example.com")
    envelopes[20] = mail("refuse-a@example.com")
    envelopes[21] = mail("defer-b@example.com")
    envelopes[22] = mail("refuse-c@example.com")
    envelopes[59] = mail("defer-last@example.com")
    with sink.running(tmp_path, "--offer", offer) as good, Pool(server(good.port), connections=2) as pool:
        results = pool.send(envelopes)
        again = pool.send(mails(5))
        arrived = Counter(arrival.recipient for arrival in good.arrivals())
    assert kinds(again) == [Accepted] * 5
    for index in range(5):
        arrived[f"c{index}@example.com"] -= 1
    assert_honest(envelopes, results, +arrived)
    assert results[0] == results[20] == results[22] == Refused(550, "5.1.1", "5.1.1 No such mailbox")
    assert results[21] == results[59] == Deferred(451, "4.2.1", "4.2.1 Come back later")
    assert kinds(results).count(Accepted) == 55


@every_way
def test_a_connection_dropped_after_the_body_leaves_it_unknown_and_the_others_go(
    offer: str, tmp_path: Path
) -> None:
    envelopes = [*mails(100), mail("drop-a@example.com"), *[mail(f"d{n}@example.com") for n in range(100)]]
    with sink.running(tmp_path, "--offer", offer) as bad:
        with Pool(server(bad.port), connections=2, window=10) as pool:
            results = pool.send(envelopes)
        arrived = Counter(arrival.recipient for arrival in bad.arrivals())
    assert_honest(envelopes, results, arrived)
    assert isinstance(results[100], Unknown)
    assert set(kinds(results)) == {Accepted, Unknown}
    assert kinds(results).count(Unknown) <= (10 if offer == BDAT else 1)


@every_way
def test_a_recipient_without_an_answer_is_put_off_and_the_others_go(offer: str, tmp_path: Path) -> None:
    envelopes = [*mails(20), mail("hang-a@example.com"), *[mail(f"d{n}@example.com") for n in range(20)]]
    with sink.running(tmp_path, "--offer", offer) as bad:
        patience = server(bad.port, reply_timeout=0.4, accept_timeout=0.4)
        with Pool(patience, connections=2, window=5) as pool:
            results = pool.send(envelopes)
        arrived = Counter(arrival.recipient for arrival in bad.arrivals())
    assert_honest(envelopes, results, arrived)
    if offer == BDAT:  # the body went out with the recipient
        assert isinstance(results[20], Unknown)
        assert kinds(results).count(Unknown) <= 5
    else:
        assert results[20] == Deferred(0, "", "no answer within 0 s")
        assert kinds(results).count(Accepted) == 40


@every_way
def test_nothing_starts_after_its_time(offer: str, tmp_path: Path) -> None:
    envelopes = mails(300)
    with sink.running(tmp_path, "--offer", offer, "--delay-ms", "20") as slow:
        with Pool(server(slow.port), connections=2, window=5) as pool:
            pool.send([mail("warm-up@example.com")])
            start_by = time.monotonic() + 0.5
            results = pool.send(envelopes, start_by=start_by)
        arrivals = [arrival for arrival in slow.arrivals() if not arrival.recipient.startswith("warm")]
    assert_honest(envelopes, results, Counter(arrival.recipient for arrival in arrivals))
    assert {Accepted, Untouched} == set(kinds(results))
    # MAIL is seen a little after it was written, and in a window it waits for those before it.
    waiting = 5 * 0.02 if offer == BDAT else 0
    assert max(arrival.begun_at for arrival in arrivals) < start_by + waiting + 1


def test_each_mail_is_built_at_its_turn_and_one_that_cannot_be_is_refused_alone() -> None:
    built: list[int] = []

    def build(at: int, _: bool) -> Envelope | Refused:
        built.append(at)
        time.sleep(0.02)
        return Refused(0, "", "no such thing") if at == 1 else mail(f"c{at}@example.com")

    with facing(offer=BDAT) as (evil, pool):
        pool.send([mail("warm-up@example.com")])
        results = pool.send_each(60, build, start_by=time.monotonic() + 0.5)
    begun = results.index(Untouched("not started in time"))
    assert results[1] == Refused(0, "", "no such thing")
    assert 2 < begun < 60 and built == list(range(begun))
    assert kinds(results) == [Accepted, Refused] + [Accepted] * (begun - 2) + [Untouched] * (60 - begun)
    assert len(evil.bodies) == begun


def test_too_late_means_untouched_without_a_connection(tmp_path: Path) -> None:
    with facing() as (evil, pool):
        results = pool.send(mails(3), start_by=time.monotonic() - 0.001)
    assert results == [Untouched("not started in time")] * 3
    assert evil.connections == 0


def test_an_empty_batch_is_no_work(tmp_path: Path) -> None:
    with facing() as (evil, pool):
        assert pool.send([]) == []
    assert evil.connections == 0


@every_way
def test_leading_dots_and_empty_bodies_arrive_as_they_were(offer: str) -> None:
    bodies = [b".\r\n", b"..\r\n", b".hidden\r\n\r\n.\r\n..\r\nx\r\n", b"", b"no line break", b"\r\n.\r\n"]
    envelopes = [Envelope("", f"c{n}@example.com", data) for n, data in enumerate(bodies)]
    with facing(offer=offer) as (evil, pool):
        assert kinds(pool.send(envelopes)) == [Accepted] * len(bodies)
    whole = [b"no line break\r\n" if data == b"no line break" and offer != BDAT else data for data in bodies]
    assert evil.bodies == whole


# A strict server that offers no pipelining: aiosmtpd


class Shelf:
    """Keeps what aiosmtpd takes."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Taken) -> str:
        self.taken.append(envelope)
        return "250 Taken"


def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    return AuthResult(success=(given.login, given.password) == (b"hub", b"s\xc3\xa9cret"), handled=False)


def test_aiosmtpd_takes_our_mail_one_command_at_a_time() -> None:
    shelf = Shelf()
    with listening(lambda: SMTP(shelf, hostname="strict.example")) as port, Pool(server(port)) as pool:
        results = pool.send(mails(30))
    assert kinds(results) == [Accepted] * 30
    assert sorted(e.rcpt_tos[0] for e in shelf.taken) == sorted(f"c{n}@example.com" for n in range(30))
    assert {e.mail_from for e in shelf.taken} == {"news@example.org"}
    by_recipient = {e.rcpt_tos[0]: e.content for e in shelf.taken}
    assert by_recipient["c3@example.com"] == mail("c3@example.com").data


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_it_logs_in(mechanism: str) -> None:
    shelf, other = Shelf(), {"PLAIN": "LOGIN", "LOGIN": "PLAIN"}[mechanism]

    def strict() -> SMTP:
        return SMTP(
            shelf,
            authenticator=authenticate,
            auth_required=True,
            auth_require_tls=False,
            auth_exclude_mechanism=[other],
        )

    with listening(strict) as port:
        with Pool(server(port, user="hub", password="sécret")) as pool:
            assert kinds(pool.send(mails(3))) == [Accepted] * 3
        with Pool(server(port, user="hub", password="wr0ng")) as pool:
            (result,) = pool.send(mails(1))
            assert isinstance(result, Untouched)
            assert "535" in result.text
            assert "wr0ng" not in result.text
        with Pool(server(port)) as pool:
            (result,) = pool.send(mails(1))
            assert isinstance(result, Deferred)  # "530 Authentication required" is not about this recipient
    assert len(shelf.taken) == 3


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, with its key in the same file."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    options += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run(["openssl", "req", *options], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_it_encrypts_by_starttls_and_checks_who_answers(certificate: Path) -> None:
    shelf = Shelf()
    context = tls(certificate)
    with listening(lambda: SMTP(shelf, tls_context=context, require_starttls=True)) as port:
        with Pool(server(port, tls="starttls", ca_file=str(certificate))) as pool:
            assert kinds(pool.send(mails(5))) == [Accepted] * 5
        with Pool(server(port, tls="starttls")) as pool:
            (result,) = pool.send(mails(1))
            assert isinstance(result, Untouched)
            assert "certificate" in result.text.lower()
    assert len(shelf.taken) == 5


def test_it_encrypts_from_the_start(certificate: Path) -> None:
    shelf = Shelf()
    with (
        listening(lambda: SMTP(shelf), context=tls(certificate)) as port,
        Pool(server(port, tls="ssl", ca_file=str(certificate)), connections=2) as pool,
    ):
        assert kinds(pool.send(mails(20))) == [Accepted] * 20
    assert len(shelf.taken) == 20


def test_words_slipped_in_before_encryption_are_not_believed() -> None:
    with facing({"STARTTLS": "220 Go on\r\n250 Slipped in"}, offer="STARTTLS", tls="starttls") as (
        evil,
        pool,
    ):
        assert pool.send(mails(1)) == [Untouched("STARTTLS: unasked: 250 Slipped in")]
    assert evil.bodies == []


def test_encryption_that_is_asked_for_is_never_done_without() -> None:
    with facing({"STARTTLS": "502 No"}, tls="starttls") as (_, pool):
        assert pool.send(mails(1)) == [Untouched("STARTTLS: 502 No")]


# Processes and threads


def test_a_forked_process_makes_its_own_connections_and_leaves_the_parent_s_alone() -> None:
    with facing() as (evil, pool):
        assert kinds(pool.send(mails(1))) == [Accepted]
        child = multiprocessing.get_context("fork").Process(target=send_in_child, args=(pool,))
        child.start()
        child.join(20)
        assert child.exitcode == 0
        assert kinds(pool.send([mail("after@example.com")])) == [Accepted]
    assert evil.connections == 2
    assert evil.taken.keys() == {"c0@example.com", "child@example.com", "after@example.com"}


def send_in_child(pool: Pool) -> None:
    results = pool.send([mail("child@example.com")])
    pool.close()
    raise SystemExit(0 if kinds(results) == [Accepted] else 1)


def test_threads_share_a_pool_by_turns() -> None:
    results: list[Result] = []
    with facing(connections=2) as (evil, pool):
        names = [[f"t{t}-{n}@example.com" for n in range(20)] for t in range(4)]
        threads = [
            threading.Thread(target=lambda batch=batch: results.extend(pool.send([mail(to) for to in batch])))
            for batch in names
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert kinds(results) == [Accepted] * 80
    assert len(evil.taken) == 80


# Settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1", Server("127.0.0.1", 25)),
        ("smtp://hub:p%40ss@mail.example.org:2525", Server("mail.example.org", 2525, "hub", "p@ss")),
        ("smtp+tls://mail.example.org", Server("mail.example.org", 587, tls="starttls")),
        ("smtps://mail.example.org", Server("mail.example.org", 465, tls="ssl")),
        (
            "smtp+ssl://mail.example.org?local_hostname=hub.example.org",
            Server("mail.example.org", 465, tls="ssl", local_hostname="hub.example.org"),
        ),
    ],
)
def test_a_server_is_read_from_its_url(url: str, expected: Server) -> None:
    assert Server.from_url(url) == expected


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://h?timeout=1"]
)
def test_a_url_that_is_not_a_mail_server_s_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="mail server's URL"):
        Server.from_url(url)


def test_the_password_is_not_shown() -> None:
    assert "p@ss" not in repr(Server.from_url("smtp://hub:p%40ss@mail.example.org"))
