"""What SMS providers call back, through the public door: receipts, people's words, STOP and its answer."""

import hmac
import json
import random
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from channels import addresses, callbacks, dispatch, outbox, texting
from channels.adapters import sms_twilio
from channels.adapters.sms import carrier_of
from channels.carriers import Garbled, Text, Told
from channels.intents import Name, read_intent
from channels.keywordtexts import ANSWERS
from channels.models import Callback, Lane, Message, Provider
from channels.outbox import Draft
from channels.smstext import segments
from customers import consent, loops
from customers.consent import Answer, Evidence
from customers.models import Consent, ContactPoint, Customer, Interaction, Suppression
from tests.channels import gateways
from tests.channels.gateways import Peer
from tests.makers import make_content, make_customer, share_point

PHONE = "+436601234567"
TOKEN = "secret"
OURS = "+43600111222"


@pytest.fixture
def peer(settings: Any, transactional_db: None) -> Iterator[Peer]:
    with gateways.running() as running:
        settings.SMS_URL = f"twilio+http://AC1:{TOKEN}@127.0.0.1:{running.port}/?from={OURS}"
        settings.SMS_GATEWAY, settings.SMS_HELP = "", ""
        yield running


@pytest.fixture
def generic(peer: Peer, settings: Any) -> Peer:
    settings.SMS_URL = "gateway+http://127.0.0.1:9/"
    settings.SMS_GATEWAY = json.dumps({"from": OURS, "secret": TOKEN})
    return peer


def reachable(name: str = "Ana Petrović", **fields: Any) -> Customer:
    customer = make_customer(name, consents=(), **fields)
    share_point(customer, PHONE, "phone")
    now = timezone.now() - timedelta(days=9)
    yes = Answer(customer.pk, "sms", "marketing", True, now, "Texts, please", "shop", "customer")
    consent.take_answers([yes], now=now)
    return customer


def queue(customer: Customer, cause: str = "flight:1") -> Message:
    content = make_content(channel="sms", subject=cause, text="Tee für {{ customer.first_name }}", html="")
    outbox.queue(
        [Draft(customer.pk, "sms", content.pk, "marketing", "offers", cause, timezone.now())],
        now=timezone.now(),
    )
    return Message.objects.get(cause=cause, customer=customer)


def send(customer: Customer, cause: str = "flight:1") -> Message:
    message = queue(customer, cause)
    dispatch.send_range(Lane.BULK, 0, 2**60)
    return Message.objects.get(pk=message.pk)


def twilio(path: str, *, forged: bool = False, **form: str) -> int:
    body = urlencode(form)
    signed = f"http://testserver{path}" + "".join(f"{name}{form[name]}" for name in sorted(form))
    signature = sms_twilio.signature("guess" if forged else TOKEN, signed)
    return (
        Client()
        .post(
            path,
            body,
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signature},
        )
        .status_code
    )


def receipt(message: Message, status: str, **form: str) -> int:
    path = f"/hooks/sms/twilio/{addresses.sms_reference(message.pk)}/"
    return twilio(path, MessageSid="SM1", MessageStatus=status, **form)


def says(words: str, number: str = PHONE, sid: str = "") -> int:
    sid = sid or f"SM{Callback.objects.count()}in"
    return twilio("/hooks/sms/twilio/", MessageSid=sid, From=number, To=OURS, Body=words)


def read() -> int:
    return callbacks.apply_waiting(now=timezone.now())


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def answers() -> list[Message]:
    return list(Message.objects.filter(purpose="reply").order_by("pk"))


def test_a_delivery_is_told_and_a_later_word_takes_nothing_back(peer: Peer) -> None:
    message = send(reachable())
    assert receipt(message, "delivered") == 204
    assert receipt(message, "sent") == 204
    assert receipt(message, "delivered") == 204
    assert Callback.objects.count() == 2
    read()
    assert state_of(message) == "delivered"
    assert set(Callback.objects.values_list("state", flat=True)) == {"applied"}


@pytest.mark.parametrize(
    ("code", "is_barred"), [("30005", True), ("30006", True), ("30003", False), ("30007", False), ("", False)]
)
def test_an_undelivered_text_came_back_and_bars_only_a_number_that_is_none(
    peer: Peer, code: str, is_barred: bool
) -> None:
    message = send(reachable())
    receipt(message, "undelivered", ErrorCode=code)
    read()
    assert state_of(message) == "bounced"
    assert Suppression.objects.exists() == is_barred


def test_a_forged_or_foreign_callback_is_refused_and_leaves_nothing(peer: Peer) -> None:
    message = send(reachable())
    path = f"/hooks/sms/twilio/{addresses.sms_reference(message.pk)}/"
    assert twilio(path, forged=True, MessageSid="SM1", MessageStatus="delivered") == 403
    assert twilio("/hooks/sms/gateway/", MessageSid="SM1") == 404
    assert Client().post(path, {"MessageStatus": "delivered"}).status_code == 403
    assert Client().get(path).status_code == 405
    assert Client().post(path, b"x" * 70_000, content_type="text/plain").status_code == 413
    assert not Callback.objects.exists()


def test_what_names_no_message_of_ours_or_no_status_waits_for_a_person(peer: Peer) -> None:
    assert twilio("/hooks/sms/twilio/abc/", MessageSid="SM1", MessageStatus="delivered") == 204
    assert twilio("/hooks/sms/twilio/", Something="else") == 204
    read()
    assert sorted(Callback.objects.values_list("state", "problem")) == [
        ("unparsed", "It names no message of ours."),
        ("unparsed", "It names no status."),
    ]


def test_a_receipt_that_overtakes_our_own_books_waits_for_them(peer: Peer) -> None:
    message = send(reachable())
    Message.objects.update(state="attempting")
    receipt(message, "delivered")
    read()
    assert Callback.objects.get().state == "waiting"
    Message.objects.update(state="accepted")
    read()
    assert (Callback.objects.get().state, state_of(message)) == ("applied", "delivered")


def test_a_receipt_settles_what_was_perhaps_sent(peer: Peer) -> None:
    peer.reply = gateways.hang_up
    message = send(reachable())
    assert message.state == "unknown"
    receipt(message, "sent")
    read()
    Message.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    dispatch.send_range(Lane.BULK, 0, 2**60)
    assert (state_of(message), len(peer.got)) == ("accepted", 1)
    assert Message.objects.get().reason == ""
    assert Interaction.objects.get(kind="message_accepted").message_id == message.pk


def test_shuffled_tripled_and_corrupt_callbacks_end_like_sorted_ones(peer: Peer) -> None:
    def told(messages: Sequence[Message], order: random.Random | None) -> None:
        calls = []
        for number, message in enumerate(messages):
            last = {"MessageStatus": "delivered"} if number % 3 else {"MessageStatus": "undelivered"}
            for form in ({"MessageStatus": "sent"}, last):
                calls.append((f"/hooks/sms/twilio/{addresses.sms_reference(message.pk)}/", form))
        if order:
            calls = calls * 3
            order.shuffle(calls)
        for at, (path, form) in enumerate(calls):
            twilio(path, MessageSid="SM1", **form)
            if order and at % 20 == 0:
                twilio(path, MessageSid="SM1", MessageStatus="\0\ud7ff garbage")
                twilio(path, forged=True, MessageSid="SM1", MessageStatus="delivered")

    first = [send(make_reached(number), f"flight:{number}") for number in range(12)]
    second = [send(make_reached(number + 50), f"flight:{number + 50}") for number in range(12)]
    told(first, None)
    told(second, random.Random(7))
    read()
    assert [state_of(each) for each in first] == [state_of(each) for each in second]


def make_reached(number: int) -> Customer:
    customer = make_customer(f"Customer {number}", consents=("sms:marketing",))
    share_point(customer, f"+4366055{number:05}", "phone")
    return customer


def test_somebodys_words_stand_on_their_timeline(peer: Peer) -> None:
    customer = reachable()
    message = send(customer)
    says("Habt ihr am Samstag offen?")
    says("Habt ihr am Samstag offen?", sid="SM0in")
    read()
    (line,) = Interaction.objects.filter(kind="message_replied")
    assert (line.customer_id, line.channel, line.message_id) == (customer.pk, "sms", message.pk)
    assert line.data["intent"] == "question"
    (loop,) = loops.of(customer.pk)
    assert (loop.kind, loop.words, loop.channel) == ("question", "Habt ihr am Samstag offen?", "sms")
    assert Message.objects.get(pk=message.pk).replied_at is not None
    assert not answers()


def test_stop_binds_the_phone_for_all_who_share_it_and_calls_off_what_waits(peer: Peer) -> None:
    ana, jakob = reachable(), reachable("Jakob Winter")
    waiting = [queue(ana), queue(jakob, "flight:2")]
    says("STOP")
    read()
    assert [state_of(each) for each in waiting] == ["cancelled", "cancelled"]
    assert not Consent.objects.filter(channel="sms", is_granted=True).exists()
    suppressed = Suppression.objects.get()
    assert (suppressed.reason, suppressed.is_marketing_only, suppressed.evidence) == ("stop", True, "STOP")


def test_stop_is_answered_once_to_the_phone_it_came_from(peer: Peer) -> None:
    customer = make_customer("Ana Petrović", consents=("sms:marketing",), language="en")
    share_point(customer, "+436609999999", "phone")
    share_point(customer, PHONE, "phone")
    for words in ("STOP", "stop", "Stop!"):
        says(words)
        read()
    dispatch.send_range(Lane.CONVERSATIONAL, 0, 2**60)
    (answer,) = answers()
    assert answer.state == "accepted"
    assert [got.form["To"] for got in peer.got] == [PHONE]
    assert "no more texts" in peer.got[0].form["Body"]
    Message.objects.update(created_at=timezone.now() - timedelta(hours=25))
    says("stop it")
    says("STOP", sid="SMlater")
    read()
    assert len(answers()) == 2


def test_start_takes_back_what_stop_did_and_nothing_else(peer: Peer) -> None:
    customer = reachable(language="en")
    says("STOP")
    says("START")
    read()
    assert not Suppression.objects.filter(lifted_at=None).exists()
    assert Consent.objects.get(customer=customer, channel="sms").is_granted
    assert len(answers()) == 2
    other = make_customer("Nobody", consents=())
    share_point(other, "+436608888888", "phone")
    says("START", "+436608888888")
    read()
    assert not Consent.objects.filter(customer=other).exists()


def test_start_gives_back_nothing_that_was_withdrawn_elsewhere(peer: Peer) -> None:
    customer = reachable()
    evidence = Evidence("No texts", "portal", "customer")
    consent.withdraw(customer.pk, ["sms"], evidence=evidence, now=timezone.now())
    for word in ("STOP", "Stopp", "START"):
        says(word)
        read()
    assert not Suppression.objects.filter(lifted_at=None).exists()
    assert not Consent.objects.get(customer=customer, channel="sms").is_granted


def test_start_after_stop_said_twice_gives_consent_back(peer: Peer) -> None:
    customer = reachable()
    for word in ("STOP", "Stopp", "START"):
        says(word)
        read()
    assert Consent.objects.get(customer=customer, channel="sms").is_granted


@pytest.mark.parametrize("language", ANSWERS)
def test_the_answers_to_keywords_are_short_and_name_the_way_out_and_back(language: str) -> None:
    said = {name: words.format(house="Hauptplatz Pharmacies") for name, words in ANSWERS[language].items()}
    assert all(len(segments(text).parts) <= 2 for text in said.values())
    assert "START" in said[Name.STOP] and "STOP" in said[Name.START] and "STOP" in said[Name.HELP]
    assert all(
        read_intent(text, channel="sms", language=language).name != Name.STOP for text in said.values()
    )


def test_help_is_answered_in_the_words_of_the_house(peer: Peer, settings: Any) -> None:
    settings.SMS_HELP = "Call us: 01 234"
    reachable()
    says("HELP")
    read()
    dispatch.send_range(Lane.CONVERSATIONAL, 0, 2**60)
    assert peer.got[0].form["Body"] == "Call us: 01 234"


def test_stop_from_an_unknown_phone_binds_it_and_is_shown(peer: Peer) -> None:
    says("STOP")
    read()
    assert ContactPoint.objects.get().suppressions.get().reason == "stop"
    callback = Callback.objects.get()
    assert callback.state == "unparsed"
    assert callback.problem.startswith("We do not know this number. No more marketing")
    assert not Message.objects.exists()


@pytest.mark.parametrize("sender", ["72345", "INFO", OURS, "", "+4" * 200])
def test_what_comes_from_no_phone_is_never_answered(peer: Peer, sender: str) -> None:
    reachable()
    says("STOP", sender)
    read()
    assert Callback.objects.get().state == "unparsed"
    assert not Message.objects.exists()


def test_a_number_is_read_as_it_is_dialled_where_ours_is() -> None:
    assert texting.normal_number("0660 1234567", OURS) == PHONE
    assert texting.normal_number("06601234567", "+15551230000") != PHONE


def test_a_person_places_a_text_or_puts_it_away(peer: Peer) -> None:
    customer = reachable()
    reachable("Jakob Winter")
    says("Ja gerne")
    says("Wer seid ihr?", "+436607777777")
    read()
    shared, stranger = Callback.objects.order_by("pk")
    now = timezone.now()
    assert texting.place(shared.pk, customer.pk, actor="staff:ana", now=now)
    assert not texting.place(shared.pk, customer.pk, actor="staff:ana", now=now)
    assert callbacks.put_away(stranger.pk, actor="staff:ana", why="wrong number", now=now)
    assert Interaction.objects.get(kind="message_replied").customer_id == customer.pk


def test_a_generic_gateway_signs_time_and_bytes(generic: Peer) -> None:
    customer = reachable()
    message = queue(customer)
    reference = addresses.sms_reference(message.pk)
    Message.objects.update(state="accepted")
    body = json.dumps({"status": "DELIVRD", "reference": reference}).encode()

    def post(at: float, signed: bytes = body, sent: bytes = body) -> int:
        stamp = str(int(at))
        mark = hmac.digest(TOKEN.encode(), f"{stamp}.".encode() + signed, sha256).hex()
        headers = {"X-Timestamp": stamp, "X-Signature": f"sha256={mark}"}
        return (
            Client()
            .post("/hooks/sms/gateway/", sent, content_type="application/json", headers=headers)
            .status_code
        )

    assert post(time.time() - 301) == 403
    assert post(time.time(), signed=body + b" ") == 403
    assert post(time.time()) == 204
    assert post(time.time() - 3) == 204
    read()
    assert (state_of(message), Callback.objects.count()) == ("delivered", 1)


def test_published_signatures_are_right_and_altered_ones_refused() -> None:
    carrier = carrier_of("twilio://AC1:12345@host/?from=+43")
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    form = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234"}
    form |= {"From": "+14158675309", "To": "+18005551212"}
    body = urlencode(form).encode()
    right = {"Content-Type": "application/x-www-form-urlencoded"}
    right["X-Twilio-Signature"] = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert carrier.is_genuine(url, right, body, now=0)
    assert carrier.is_genuine(url.replace(".com", ".com:443"), right, body, now=0)
    assert not carrier.is_genuine(url + "3", right, body, now=0)
    assert not carrier.is_genuine(url, right, body.replace(b"1234&", b"1235&"), now=0)
    assert not carrier.is_genuine(url, {**right, "X-Twilio-Signature": ""}, body, now=0)
    words = b'{"property": "value", "boolean": true}'
    hashed = f"{url}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    signed = {"Content-Type": "application/json", "X-Twilio-Signature": "a9nBmqA0ju/hNViExpshrM61xv4="}
    assert carrier.is_genuine(hashed, signed, words, now=0)
    assert not carrier.is_genuine(hashed, signed, words + b" ", now=0)
    assert not carrier.is_genuine(url, signed, words, now=0)


@given(
    st.sampled_from(["application/json", "application/x-www-form-urlencoded", "", "x/y; charset=utf-7"]),
    st.binary(max_size=300)
    | st.dictionaries(
        st.sampled_from(["MessageStatus", "MessageSid", "From", "Body", "ErrorCode", "status", "text", "id"]),
        st.text(max_size=20),
    ).map(
        lambda form: json.dumps(form).encode() if "id" in form else urlencode(form, errors="replace").encode()
    ),
)
def test_no_callback_makes_the_parsers_stumble(content_type: str, body: bytes) -> None:
    for carrier in (
        carrier_of("twilio://a:b@host/?from=+43"),
        carrier_of("gateway+https://host/", '{"from": "+43", "secret": "s"}'),
    ):
        carrier.is_genuine("http://h/", {"Content-Type": content_type, "X-Timestamp": "9"}, body, now=0)
        try:
            said = carrier.parse(content_type, body)
        except Garbled:
            continue
        assert isinstance(said, Told | Text)


def test_the_provider_that_sends_is_known_by_one_breaker(peer: Peer) -> None:
    send(reachable())
    assert list(Provider.objects.values_list("pk", flat=True)) == ["sms:twilio"]
