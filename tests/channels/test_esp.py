"""Email through providers' HTTP APIs, against a real peer: what they get, and what their answers mean."""

import time
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels import addresses
from channels.adapters import esp, esp_ses
from channels.adapters.esp_kinds import ESPS, BadSetting, account
from channels.protocol import Outcome, Outgoing, Result
from tests.channels import gateways
from tests.channels.gateways import Got, Peer

TO = "ana@customer.example"
MAIL = Outgoing(
    message_id=77,
    address=TO,
    name="Ana Petrović",
    sender_name="Hauptplatz Pharmacies",
    sender_address="hello@mail.rapport.example",
    subject="Tee für dich",
    text="Liebe Ana, nur ein Wort.",
    html="<p>Liebe Ana, nur ein Wort.</p>",
    is_marketing=True,
    unsubscribe_url="https://hub.example.org/t/u/abc/",
    context={},
)

# How each is addressed beyond its host, and what its yes looks like; our own words after its documentation.
ACCOUNTS: dict[str, tuple[str, str, int, Any, dict[str, str]]] = {
    "brevo": ("KEY@", "", 201, {"messageId": "<1@relay.example>"}, {}),
    "mailersend": ("KEY@", "", 202, b"", {"X_Message_Id": "ms-1", "Content_Type": "text/html"}),
    "mailgun": (
        "KEY@",
        "?sender_domain=mail.rapport.example",
        200,
        {"id": "<mg-1@x.example>", "message": "Queued. Thank you."},
        {},
    ),
    "mailjet": (
        "KEY:SECRET@",
        "",
        200,
        {"Messages": [{"Status": "success", "To": [{"Email": TO, "MessageID": 9, "MessageUUID": "u"}]}]},
        {},
    ),
    "mailtrap": ("KEY@", "", 200, {"success": True, "message_ids": ["mt-1"]}, {}),
    "mandrill": ("KEY@", "", 200, [{"email": TO, "status": "queued", "_id": "md-1"}], {}),
    "postal": (
        "KEY@",
        "",
        200,
        {"status": "success", "data": {"message_id": "x@y", "messages": {TO: {"id": 5, "token": "t"}}}},
        {},
    ),
    "postmark": ("KEY@", "", 200, {"ErrorCode": 0, "Message": "OK", "MessageID": "pm-1", "To": TO}, {}),
    "resend": ("KEY@", "", 200, {"id": "rs-1"}, {}),
    "scaleway": (
        "KEY@",
        "?project_id=p1",
        200,
        {"emails": [{"id": "sw-1", "mail_rcpt": TO, "status": "new"}]},
        {},
    ),
    "sendgrid": ("KEY@", "", 202, b"", {}),
    "ses": ("AK:SK@", "?region=eu-central-1", 200, {"MessageId": "ses-1"}, {}),
    "sparkpost": (
        "KEY@",
        "",
        200,
        {"results": {"total_rejected_recipients": 0, "total_accepted_recipients": 1, "id": "sp-1"}},
        {},
    ),
    "unisender": ("KEY@", "", 200, {"status": "success", "job_id": "un-1", "emails": [TO]}, {}),
}


@pytest.fixture
def peer() -> Iterator[Peer]:
    with gateways.running() as running:
        yield running


def url(key: str, peer: Peer) -> str:
    secret, query = ACCOUNTS[key][:2]
    return f"{key}+http://{secret}127.0.0.1:{peer.port}/{query}"


def send(key: str, peer: Peer, *mails: Outgoing, seconds: float = 5) -> list[Result]:
    route = esp.route(f"{key}{peer.port}", url(key, peer))
    return route.send(mails or (MAIL,), start_by=time.monotonic() + seconds)


def answers(peer: Peer, status: int, said: Any, **headers: str) -> None:
    peer.reply = lambda handler, got: gateways.answer(handler, status, said, **headers)


def says_yes(key: str, peer: Peer) -> None:
    status, said, headers = ACCOUNTS[key][2:]
    answers(peer, status, said, **headers)


def test_every_provider_that_anymail_knows_is_spoken_to() -> None:
    assert set(ACCOUNTS) == set(ESPS) == set(esp.KINDS)


@pytest.mark.parametrize("key", ESPS)
def test_a_provider_gets_the_mail_with_our_name_for_it(key: str, peer: Peer) -> None:
    says_yes(key, peer)
    (result,) = send(key, peer)
    assert result.outcome == Outcome.ACCEPTED, result
    assert result.provider_id
    (got,) = peer.got
    said = _decoded(key, got)
    assert TO in said
    names = addresses.names(77)
    assert names.reply_address in said
    if ESPS[key].keeps_message_id or key == "ses":
        assert names.message_id in said
    assert "https://hub.example.org/t/u/abc/" in said, "one click to leave"
    if ESPS[key].has_headers:
        assert "List-Unsubscribe=One-Click" in said
    if key not in ("postal", "mailersend", "ses"):  # they give no metadata back: found by their own number
        assert addresses.mail_reference(77) in said


@pytest.mark.parametrize("key", ESPS)
def test_what_a_person_wrote_goes_on_in_the_thread_that_it_answers(key: str, peer: Peer) -> None:
    says_yes(key, peer)
    thread = ("first@customer.example", "last@customer.example")
    (result,) = send(key, peer, MAIL._replace(is_marketing=False, thread=thread))
    assert result.outcome == Outcome.ACCEPTED, result
    said = _decoded(key, peer.got[0])
    assert said.count("<last@customer.example>") == 2, "it answers this one, and names it last"
    assert said.count("<first@customer.example>") == 1
    assert "Auto-Submitted" not in said and "List-Unsubscribe" not in said


def _decoded(key: str, got: Got) -> str:
    if key == "mailgun":
        return str(got.form)
    if key == "ses":
        return str(got.json["Destination"]) + b64decode(got.json["Content"]["Raw"]["Data"]).decode()
    return got.body.decode().replace("\\u003c", "<").replace("\\u003e", ">")


@pytest.mark.parametrize("key", ESPS)
@pytest.mark.parametrize(
    ("status", "said", "headers", "outcome"),
    [
        (429, {"message": "slow down"}, {"Retry_After": "7"}, Outcome.DEFERRED),
        (503, b"<html>busy</html>", {}, Outcome.DEFERRED),
        (401, {"message": "who are you"}, {}, Outcome.DEFERRED),
        (500, b"oh no", {}, Outcome.UNKNOWN),
        (200, b"<html>a captive portal</html>", {}, Outcome.UNKNOWN),
    ],
)
def test_what_is_no_yes_is_never_taken_for_one(
    key: str, peer: Peer, status: int, said: Any, headers: dict[str, str], outcome: Outcome
) -> None:
    answers(peer, status, said, **headers)
    (result,) = send(key, peer)
    assert result.outcome == outcome, result
    if headers:
        assert result.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize("key", ESPS)
def test_a_connection_that_breaks_after_the_request_leaves_it_unknown(key: str, peer: Peer) -> None:
    peer.reply = gateways.hang_up
    assert [each.outcome for each in send(key, peer)] == [Outcome.UNKNOWN]


def test_nobody_there_means_never_begun() -> None:
    with gateways.running() as gone:
        pass
    assert [each.outcome for each in send("postmark", gone)] == [Outcome.UNTOUCHED]


def test_a_provider_that_knows_the_address_is_dead_says_so(peer: Peer) -> None:
    dead = (
        f"You tried to send to recipients that have been marked as inactive. Found inactive addresses: {TO}."
    )
    answers(peer, 422, {"ErrorCode": 406, "Message": dead})
    assert send("postmark", peer)[0].outcome == Outcome.REFUSED
    answers(peer, 422, {"ErrorCode": 300, "Message": "Error parsing 'To': Illegal email domain"})
    assert send("postmark", peer)[0].outcome in (Outcome.BOUNCED, Outcome.REFUSED)
    answers(peer, 200, [{"email": TO, "status": "invalid", "_id": "md-2"}])
    assert send("mandrill", peer)[0].outcome == Outcome.BOUNCED
    answers(peer, 200, [{"email": TO, "status": "rejected", "reject_reason": "hard-bounce", "_id": "md-3"}])
    assert send("mandrill", peer)[0].outcome == Outcome.REFUSED


def test_one_that_cannot_be_written_is_refused_and_the_others_go(peer: Peer) -> None:
    says_yes("postmark", peer)
    evil = MAIL._replace(subject="Hello\r\nBcc: everybody@victim.example")
    nobody = MAIL._replace(address="no address")
    results = send("postmark", peer, evil, MAIL, nobody)
    assert [each.outcome for each in results] == [Outcome.REFUSED, Outcome.ACCEPTED, Outcome.REFUSED]
    assert len(peer.got) == 1


def test_a_repeat_is_the_same_request_with_the_same_key(peer: Peer) -> None:
    says_yes("resend", peer)
    send("resend", peer)
    send("resend", peer)
    first, second = peer.got
    assert first.body == second.body
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]


def test_nothing_begins_after_its_time(peer: Peer) -> None:
    says_yes("postmark", peer)
    assert send("postmark", peer, seconds=-1)[0].outcome == Outcome.UNTOUCHED
    assert not peer.got


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("postmark://", "server_token"),
        ("mailjet://KEY@", "secret_key"),
        ("postal://KEY@", "api_url"),
        ("ses://AK:SK@", "region"),
        ("mailgun://KEY@?sender_domian=x", "sender_domian"),
    ],
)
def test_a_setting_that_nobody_can_use_says_what_is_missing(bad: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        account(bad)


def test_secrets_are_not_shown_by_accident() -> None:
    assert "TOKEN" not in repr(esp.route("postmark", "postmark://TOKEN@"))


def test_a_request_to_amazon_is_signed_as_published() -> None:
    """Source: the GET example with a query of "Signature Version 4 test suite", get-vanilla."""
    headers = esp_ses.signed(
        "GET",
        "https://example.amazonaws.com/",
        b"",
        {},
        ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        ("us-east-1", "service"),
        now=datetime(2015, 8, 30, 12, 36, tzinfo=UTC),
    )
    assert headers["Authorization"].endswith(
        "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    )
