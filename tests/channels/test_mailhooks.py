"""What email providers call back, through the public door: whom it believes, and what becomes of it."""

import json
import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels import addresses, callbacks, inbound, receipts
from channels.adapters import esp_news
from channels.adapters.esp_doors import Knock, is_genuine
from channels.adapters.esp_kinds import ESPS, account
from channels.carriers import Garbled
from channels.models import Callback, Hit, InboundMail, Message
from customers.models import Consent, ContactPoint, Interaction, Suppression
from tests.channels import esp_bodies
from tests.channels.esp_bodies import SECRET, SIGN, URLS, Call
from tests.makers import make_content, make_customer

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
GONE = "550 5.1.1 The email account that you tried to reach does not exist"
AT = 1795000000
NO_REFERENCE = ("mailersend", "postal", "ses")


@pytest.fixture(autouse=True)
def providers(settings: Any) -> None:
    settings.EMAIL_URL = " ".join(URLS.values())
    settings.WEBHOOK_SECRETS = ["other:one", SECRET]


def sent(number: int = 1, **fields: Any) -> Message:
    customer = make_customer(email=f"person{number}@customer.example")
    point = ContactPoint.objects.get(address=f"person{number}@customer.example")
    base = {
        "customer": customer,
        "contact_point": point,
        "content": make_content(subject=f"Tea {number}"),
        "cause": f"flight:{number}",
        "channel": "email",
        "purpose": "marketing",
        "topic": "offers",
        "lane": 2,
        "state": "accepted",
        "provider": "postmark",
        "provider_id": f"number-{number}",
        "accepted_at": timezone.now() - timedelta(days=400),
    }
    return Message.objects.create(**{**base, **fields})


def post(key: str, call: Call, door: str = "") -> int:
    path = f"/hooks/email/{key}/{door}"
    return Client().post(path, call.body, content_type=call.content_type, headers=call.headers).status_code


def call(key: str, what: str, message: Message, **more: Any) -> Call:
    reference = "" if key in NO_REFERENCE else addresses.mail_reference(message.pk)
    said = {"number": message.provider_id, "to": "person1@customer.example"} | more
    return SIGN[key](
        esp_bodies.body(key, what, reference=reference, **said), f"http://testserver/hooks/email/{key}/"
    )


def told(key: str, what: str, message: Message, **more: Any) -> None:
    assert post(key, call(key, what, message, **more)) == 204
    callbacks.apply_waiting(now=timezone.now())
    message.refresh_from_db()


def test_every_provider_that_calls_back_has_its_words_here() -> None:
    assert set(SIGN) == {key for key, esp in ESPS.items() if esp.webhooks}


@pytest.mark.parametrize("key", SIGN)
@pytest.mark.parametrize("what", esp_bodies.KINDS)
def test_what_a_provider_tells_is_applied(key: str, what: str) -> None:
    if not esp_bodies.tells(key, what):
        pytest.skip("this provider has no such callback")
    message = sent()
    words = {"open": PERSON, "click": PERSON, "block": "550 5.7.1 blocked: spam", "soft": "452 4.2.2 full"}
    told(key, what, message, words=words.get(what, GONE))
    receipts.weigh(now=timezone.now() + timedelta(hours=1))
    message.refresh_from_db()
    is_late = (key, what) in (("mandrill", "delivered"),)  # it only says that it has handed the mail over
    is_soft_deferral = what == "soft" and key in ("mailgun", "mailtrap", "postal")
    expected = {"delivered": "delivered", "complaint": "complained", "unsubscribe": "accepted"}
    expected |= {"open": "delivered", "click": "delivered", "deferred": "accepted"}
    wanted = "accepted" if is_late or is_soft_deferral else expected.get(what, "bounced")
    assert message.state == wanted
    barred = set(Suppression.objects.values_list("reason", flat=True))
    assert barred == ({"invalid"} if what == "hard" else {"complaint"} if what == "complaint" else set())
    assert Consent.objects.get().is_granted == (what != "unsubscribe")
    assert not Callback.objects.exclude(state="applied").exists()
    tells_agent = key not in ("brevo", "mailersend", "unisender", "resend")
    if what in ("open", "click"):
        assert bool(message.opened_at) == (what == "click" or tells_agent)


@pytest.mark.parametrize("key", SIGN)
def test_the_right_signature_is_accepted_and_every_altered_one_refused(key: str) -> None:
    message = sent()
    right = call(key, "delivered", message)
    forged = []
    for name, value in right.headers.items():
        if name.lower() != "svix-id":
            forged.append(Call(right.body, right.content_type, {**right.headers, name: _altered(value)}))
        forged.append(
            Call(right.body, right.content_type, {n: v for n, v in right.headers.items() if n != name})
        )
    if key in ("mailersend", "mailtrap", "mandrill", "postal", "resend", "sendgrid", "unisender"):
        forged += [
            Call(right.body + b" ", right.content_type, right.headers),
            Call(right.body.replace(b"person1", b"person2"), right.content_type, right.headers),
        ]
    if key == "mailgun":
        forged.append(Call(right.body.replace(b'"signature": "', b'"signature": "0'), right.content_type))
        forged.append(Call(right.body.replace(b'"token": "', b'"token": "0'), right.content_type))
    if right.headers:  # else its signature stands in the body
        forged.append(Call(right.body, right.content_type, {"Authorization": "Basic b3RoZXI6dHdv"}))
    assert forged
    for number, each in enumerate(forged):
        assert post(key, each) in (401, 403), (key, number, each.headers)
    assert not Callback.objects.exists()
    assert post(key, right) == 204


def _altered(value: str) -> str:
    """Change one letter in the middle of what is signed or compared."""
    at = len(value) // 2
    return value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]


@pytest.mark.parametrize("key", SIGN)
def test_without_a_key_and_without_a_secret_nobody_is_believed(key: str, settings: Any) -> None:
    message = sent()
    right = call(key, "delivered", message)
    settings.WEBHOOK_SECRETS = []
    if "webhook_key" in URLS[key]:
        settings.EMAIL_URL = URLS[key].partition("?")[0]
    elif key == "unisender":
        settings.EMAIL_URL = "unisender://OTHER@go1.unisender.example/"
    assert post(key, right) in (401, 403)


def test_an_old_signature_of_resend_is_a_replay() -> None:
    message = sent()
    right = call("resend", "delivered", message)
    knock = Knock("", {**right.headers, "Content-Type": "application/json"}, right.body)
    now = float(right.headers["svix-timestamp"])
    ours = account(URLS["resend"])
    assert is_genuine(ours, "events", knock, [], now=now)
    assert not is_genuine(ours, "events", knock, [], now=now + 301)


def test_a_stranger_is_asked_for_a_password_and_a_provider_of_others_is_not_known(settings: Any) -> None:
    assert post("postmark", Call(b"{}")) == 401
    assert post("postmark", Call(b"{}"), "elsewhere/") == 404
    settings.EMAIL_URL = "smtp://127.0.0.1:25"
    assert post("postmark", esp_bodies.basic(b"{}")) == 404
    assert Client().head("/hooks/email/postmark/").status_code == 404


def test_what_is_too_large_is_not_even_read(settings: Any) -> None:
    assert post("postmark", esp_bodies.basic(b" " * (5 * 1024 * 1024 + 1))) == 413
    assert Client().head("/hooks/email/postmark/").status_code == 200


def test_a_callback_told_thrice_counts_once() -> None:
    message = sent()
    for _ in range(3):
        told("postmark", "hard", message, words=GONE)
    assert Callback.objects.count() == 1
    assert Interaction.objects.filter(kind="message_bounced").count() == 1


def test_an_open_told_in_two_batches_is_one_hit() -> None:
    message = sent()
    one = call("sendgrid", "open", message, words=PERSON)
    two = SIGN["sendgrid"](one.body + b"\n", "")
    assert [post("sendgrid", each) for each in (one, two)] == [204, 204]
    callbacks.apply_waiting(now=timezone.now())
    assert Callback.objects.count() == 2
    assert Hit.objects.count() == 1


def test_a_machines_open_that_the_provider_knows_counts_for_nothing() -> None:
    message = sent()
    body = call("sendgrid", "open", message, words=PERSON).body
    body = body.replace(b'"email"', b'"sg_machine_open": true, "email"')
    assert post("sendgrid", SIGN["sendgrid"](body, "")) == 204
    callbacks.apply_waiting(now=timezone.now())
    receipts.weigh(now=timezone.now() + timedelta(hours=1))
    message.refresh_from_db()
    assert message.opened_at is None
    assert Hit.objects.get().verdict == "machine"


def test_news_of_somebody_elses_mail_changes_nothing_and_waits_for_nobody() -> None:
    message = sent()
    call_ = SIGN["postmark"](
        esp_bodies.body("postmark", "hard", reference="", number="not-ours", to="x@y.example"), ""
    )
    post("postmark", call_)
    callbacks.apply_waiting(now=timezone.now())
    message.refresh_from_db()
    assert message.state == "accepted"
    row = Callback.objects.get()
    assert (row.state, row.problem) == ("applied", "It names no message of ours.")


def test_a_callback_that_is_faster_than_we_are_waits_a_moment() -> None:
    message = sent(state="attempting")
    told("postmark", "delivered", message)
    assert Callback.objects.get().state == "waiting"
    Message.objects.update(state="accepted")
    callbacks.apply_waiting(now=timezone.now())
    message.refresh_from_db()
    assert message.state == "delivered"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"RecordType": 7}', b"\xff\xfe", b"[" * 3000, b'{"RecordType": "Bounce"}']
)
def test_what_nobody_can_read_is_kept_and_shown(body: bytes) -> None:
    assert post("postmark", esp_bodies.basic(body)) == 204
    callbacks.apply_waiting(now=timezone.now())
    row = Callback.objects.get()
    assert row.state in ("unparsed", "applied")
    assert bytes(row.raw) == body


def test_a_batch_is_emptied_once_it_is_applied_so_that_everybody_in_it_can_be_forgotten() -> None:
    one, two = sent(1), sent(2)
    parts = [call("sendgrid", "delivered", each).body for each in (one, two)]
    body = b"[" + b",".join(part[1:-1] for part in parts) + b"]"
    assert post("sendgrid", SIGN["sendgrid"](body, "")) == 204
    callbacks.apply_waiting(now=timezone.now())
    assert set(Message.objects.values_list("state", flat=True)) == {"delivered"}
    assert bytes(Callback.objects.get().raw) == b""


def test_a_reputation_bounce_that_a_provider_calls_hard_bars_nobody() -> None:
    message = sent()
    told("mailgun", "hard", message, words="550 5.7.1 Message blocked due to spam reputation of the IP")
    assert message.state == "bounced"
    assert not Suppression.objects.exists()


def test_who_agreed_again_is_not_unsubscribed_by_an_old_callback() -> None:
    message = sent()
    Consent.objects.update(changed_at=timezone.now() + timedelta(days=1))
    told("postmark", "unsubscribe", message)
    assert Consent.objects.get().is_granted


def test_in_whatever_order_and_however_often_the_end_is_the_same() -> None:
    kinds = ["delivered", "soft", "hard", "complaint", "open", "deferred", "unsubscribe"]
    ends = []
    for number in range(1, 7):
        message = sent(number)
        calls = [call("postmark", kind, message, words=f"{kind} {number}") for kind in kinds] * 2
        random.Random(number).shuffle(calls)
        for each in calls:
            post("postmark", each)
            callbacks.apply_waiting(now=timezone.now())
        message.refresh_from_db()
        reasons = Suppression.objects.filter(contact_point=message.contact_point)
        history = Interaction.objects.filter(message_id=message.pk).exclude(kind="message_scanned")
        ends.append(
            (
                message.state,
                sorted(reasons.values_list("reason", flat=True)),
                sorted(history.values_list("kind", flat=True)),
                message.hits.count(),
            )
        )
    assert ends[0][0] == "complained"
    assert all(each == ends[0] for each in ends), ends


REPLY = (
    b"From: Ana <person1@customer.example>\r\nTo: %s\r\nSubject: Re: Tee\r\n"
    b"Message-ID: <r1@customer.example>\r\n\r\nHabt ihr am Samstag offen?\r\n"
)


def inbound_calls(to: str) -> dict[str, Call]:
    raw = (REPLY % to.encode()).decode()
    boundary = "=-form"
    fields = {"envelope": json.dumps({"to": [to], "from": "person1@customer.example"}), "email": raw}
    form = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    form += f"--{boundary}--\r\n"
    sendgrid = SIGN["sendgrid"](form.encode(), "")
    sendgrid.content_type = f"multipart/form-data; boundary={boundary}"
    postmark = {
        "FromFull": {"Email": "person1@customer.example", "Name": "Ana"},
        "ToFull": [{"Email": to, "Name": ""}],
        "OriginalRecipient": to,
        "Subject": "Re: Tee",
        "TextBody": "Habt ihr am Samstag offen?",
        "HtmlBody": "",
        "Headers": [{"Name": "Message-ID", "Value": "<r1@customer.example>"}],
        "Attachments": [],
    }
    relay = {
        "msys": {
            "relay_message": {
                "protocol": "smtp",
                "content": {"email_rfc822": raw, "email_rfc822_is_base64": False},
                "msg_from": "person1@customer.example",
                "rcpt_to": to,
            }
        }
    }
    return {
        "postmark": esp_bodies.basic(json.dumps(postmark).encode()),
        "sendgrid": sendgrid,
        "sparkpost": esp_bodies.basic(json.dumps([relay]).encode()),
    }


@pytest.mark.parametrize("key", ["postmark", "sendgrid", "sparkpost"])
def test_a_mail_that_a_provider_received_for_us_is_read_like_any_other(key: str) -> None:
    message = sent()
    to = addresses.names(message.pk).reply_address
    assert post(key, inbound_calls(to)[key], "inbound/") == 204
    callbacks.apply_waiting(now=timezone.now())
    inbound.read_waiting(now=timezone.now())
    mail = InboundMail.objects.get()
    assert (mail.door, mail.kind, mail.state, mail.message_id) == (key, "reply", "applied", message.pk)
    assert "Samstag" in Interaction.objects.get(kind="message_replied").summary
    callback = Callback.objects.get()
    assert (callback.kind, bytes(callback.raw)) == ("mail", b"")


def test_an_event_at_the_inbound_door_is_shown_to_a_person() -> None:
    message = sent()
    assert post("postmark", call("postmark", "delivered", message), "inbound/") == 204
    callbacks.apply_waiting(now=timezone.now())
    assert Callback.objects.get().state == "unparsed"
    assert not InboundMail.objects.exists()


@pytest.mark.parametrize("key", SIGN)
def test_no_bytes_make_a_reader_stumble(key: str) -> None:
    source = random.Random(key)
    message_body = call(key, "delivered", sent()).body
    for _ in range(60):
        cut = bytearray(message_body)
        for _ in range(source.randint(1, 6)):
            cut[source.randrange(len(cut))] = source.randrange(256)
        for door in ("events", "inbound"):
            if door == "inbound" and key in ("brevo", "mailtrap", "resend"):
                continue  # these ask the provider, which no test may
            with suppress(Garbled):
                esp_news.read(account(URLS[key]), door, "application/json", bytes(cut))
