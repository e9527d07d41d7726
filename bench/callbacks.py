"""Callbacks of email providers, tripled, shuffled, 5 % corrupt, 1 % forged, against each told once in order.

A real server process takes them over HTTP; they are applied afterwards. Two providers: one signs every byte,
so that what is corrupt is refused; one only knows a password, so that it is stored and shown as unreadable.
What became of every message, address, consent, hit and line of history must be the same as when each was told
once in order of time; a forged one must have no effect at all.
"""

import argparse
import hmac
import http.client
import json
import os
import random
import statistics
import time
from base64 import b64encode
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bench.api import _serve
from bench.crowd import gather
from bench.rig import rig
from hub.sandbox import ports

CLIENTS = 4
KEY, PASSWORD = "a-webhook-key", "hooks:a-long-password"
ACCOUNTS = f"mailtrap://TOKEN@?webhook_key={KEY} postmark://TOKEN@"
PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
_WORDS = {"hard": "550 5.1.1 no such user", "soft": "452 4.2.2 mailbox full", "block": "550 5.7.1 blocked"}
_MAILTRAP = {
    "delivered": "delivery", "open": "open", "click": "click", "hard": "bounce", "deferred": "soft bounce",
    "complaint": "spam", "unsubscribe": "unsubscribe", "block": "reject",
}  # fmt: skip
_POSTMARK: dict[str, dict[str, Any]] = {
    "delivered": {"RecordType": "Delivery"},
    "open": {"RecordType": "Open", "UserAgent": PERSON},
    "click": {"RecordType": "Click", "UserAgent": PERSON},
    "hard": {"RecordType": "Bounce", "Type": "HardBounce"},
    "soft": {"RecordType": "Bounce", "Type": "SoftBounce"},
    "block": {"RecordType": "Bounce", "Type": "Blocked"},
    "deferred": {"RecordType": "Bounce", "Type": "Transient"},
    "complaint": {"RecordType": "SpamComplaint", "Type": "SpamComplaint"},
    "unsubscribe": {"RecordType": "SubscriptionChange", "SuppressionReason": "ManualSuppression"},
}


@dataclass(frozen=True)
class Knock:
    provider: str
    body: bytes
    headers: tuple[tuple[str, str], ...]


def measure(callbacks: int, *, clients: int = CLIENTS, seed: int = 7) -> dict[str, float]:
    """Run both and compare; every figure counts or is in milliseconds."""
    os.environ |= {"WEBHOOK_SECRET": PASSWORD}
    with rig(log=False) as running:
        os.environ["EMAIL_URL"] = ACCOUNTS
        from django.conf import settings

        settings.EMAIL_URL, settings.WEBHOOK_SECRETS = ACCOUNTS, [PASSWORD]
        port = ports.reserve()
        _serve(running, "hooks", "hub.wsgi:application", port)
        return drill(port, callbacks, clients=clients, seed=seed)


def drill(port: int, callbacks: int, *, clients: int = CLIENTS, seed: int = 7) -> dict[str, float]:
    """Tell a server at this port of our database's messages, and say what came of it."""
    source = random.Random(seed)
    plan = _plan(callbacks, source)
    first, second = _send_out(len(plan), "once"), _send_out(len(plan), "thrice")
    _tell_in_order(first, plan)
    single = _applied()
    knocks = [knock for knock in _knocks(second, plan) for _ in range(3)]
    bad = _corrupt(knocks, source, len(knocks) // 20) + _forged(second, plan, source, len(knocks) // 100)
    told = knocks + bad
    source.shuffle(told)
    began = time.perf_counter()
    answers = _post_all(port, told, clients)
    seconds = time.perf_counter() - began
    applied = _applied()
    statuses = Counter(status for status, _ in answers)
    took = sorted(each for _, each in answers)
    before, after = _ends(first), _ends(second)
    return {
        "callbacks": sum(map(len, plan)),
        "told": len(told),
        "answered_a_second": round(len(told) / seconds),
        "p50_ms": round(1000 * statistics.median(took), 1),
        "p99_ms": round(1000 * took[int(len(took) * 0.99)], 1),
        "taken": statuses[204],
        "refused": statuses[401] + statuses[403],
        "other_answers": len(told) - statuses[204] - statuses[401] - statuses[403],
        "applied_a_second": round(single[0] / single[1]),
        "applied_shuffled_a_second": round(applied[0] / applied[1]),
        "differing": sum(one != other for one, other in zip(before, after, strict=True)),
        "forged_effect": _forged_effect(before, after),
    }


def _forged_effect(before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> int:
    """Count whom a complaint hurt that nobody made."""
    pairs = zip(before, after, strict=True)
    return sum("complain" in str(other) and "complain" not in str(one) for one, other in pairs)


def _plan(callbacks: int, source: random.Random) -> list[list[str]]:
    """Draw what happens to each message, until there are as many callbacks as wanted."""
    plan: list[list[str]] = []
    total = 0
    while total < callbacks:
        fate = source.random()
        if fate < 0.03:
            kinds = ["deferred", "hard"]
        elif fate < 0.05:
            kinds = ["block"]
        elif fate < 0.07:
            kinds = ["deferred", "deferred", "block"]
        else:
            kinds = ["delivered"]
            if source.random() < 0.6:
                kinds += ["open"]
            if source.random() < 0.3:
                kinds += ["click"]
            if source.random() < 0.02:
                kinds += ["unsubscribe"]
            if source.random() < 0.005:
                kinds += ["complaint"]
        plan.append(kinds)
        total += len(kinds)
    return plan


def _send_out(count: int, name: str) -> list[int]:
    """Make so many messages that have gone out by this route an hour ago; return their numbers in order."""
    from django.utils import timezone

    from channels.models import Content, Traffic

    now = timezone.now()
    content = Content.objects.create(
        channel="email", purpose="marketing", topic="offers", sender_name="Bench", subject=name, text="Hello",
        sender_address="hello@mail.example.org", digest=sha256(name.encode()).hexdigest(),
    )  # fmt: skip
    Traffic.objects.create(key=f"email:{name}", minute_at=now - timedelta(hours=1), sent=count)
    return _insert(gather(count), content.pk, name, now)


def _insert(customers: list[int], content: int, name: str, now: Any) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [content, name, name, now - timedelta(hours=1), customers])
        return sorted(message_id for (message_id,) in cursor.fetchall())


_INSERT = """
INSERT INTO channels_message (customer_id, contact_point_id, content_id, cause, step, channel, purpose, topic,
    lane, state, reason, attempts, crashes, is_repeat, arm, provider_id, provider, accepted_at)
SELECT o.customer_id, o.contact_point_id, %s, %s, 0, 'email', 'marketing', 'offers', 2, 'accepted', '', 1, 0,
    false, '', '', %s, %s
FROM unnest(%s::bigint[]) AS c (id) JOIN customers_ownership o ON o.customer_id = c.id RETURNING id
"""


def _knock(
    place: int, message: int, kind: str, number: int, *, key: str = KEY, password: str = PASSWORD
) -> Knock:
    """Return what a provider says of a message; every second message went by the provider that signs."""
    from channels import addresses

    reference, event = addresses.mail_reference(message), f"{message}-{number}"
    at = int(time.time()) - 1800
    if place % 2 and kind in _MAILTRAP:
        said: Any = {"events": [{
            "event": _MAILTRAP[kind], "message_id": event, "event_id": event, "timestamp": at,
            "email": f"p{message}@example.org", "response": _WORDS.get(kind, ""), "user_agent": PERSON,
            "custom_variables": {"rapport": reference},
        }]}  # fmt: skip
        body = json.dumps(said).encode()
        return Knock(
            "mailtrap", body, (("Mailtrap-Signature", hmac.digest(key.encode(), body, sha256).hex()),)
        )
    said = {
        **_POSTMARK[kind], "MessageID": event, "ID": event, "Metadata": {"rapport": reference},
        "Details": _WORDS.get(kind, ""), "ReceivedAt": datetime.fromtimestamp(at, UTC).isoformat(),
    }  # fmt: skip
    secret = b64encode(password.encode()).decode()
    return Knock("postmark", json.dumps(said).encode(), (("Authorization", f"Basic {secret}"),))


def _knocks(messages: list[int], plan: list[list[str]]) -> list[Knock]:
    return [
        _knock(place, message, kind, number)
        for place, (message, kinds) in enumerate(zip(messages, plan, strict=True))
        for number, kind in enumerate(kinds)
    ]


def _corrupt(knocks: list[Knock], source: random.Random, count: int) -> list[Knock]:
    """Return broken copies: of what is signed with other bytes, of the rest cut off in the middle."""
    broken = []
    for knock in source.sample(knocks, count):
        at = source.randrange(5, len(knock.body) - 5)
        flipped = knock.body[:at] + bytes([knock.body[at] ^ 1]) + knock.body[at + 1 :]
        body = flipped if knock.provider == "mailtrap" else knock.body[:at]
        broken.append(Knock(knock.provider, body, knock.headers))
    return broken


def _forged(messages: list[int], plan: list[list[str]], source: random.Random, count: int) -> list[Knock]:
    """Return complaints about messages that nobody complained about, by somebody without our secrets."""
    content = [message for message, kinds in zip(messages, plan, strict=True) if "complaint" not in kinds]
    return [
        _knock(number, source.choice(content), "complaint", 99, key="a-guess", password="hooks:a-guess")
        for number in range(count)
    ]


def _tell_in_order(messages: list[int], plan: list[list[str]]) -> None:
    from django.utils import timezone

    from channels import callbacks

    for knock in _knocks(messages, plan):
        callbacks.take("email", knock.provider, "events", "application/json", knock.body, now=timezone.now())


def _applied() -> tuple[int, float]:
    """Apply all that waits; return how many there were and how long it took."""
    from django.utils import timezone

    from channels import callbacks, receipts

    began, total = time.perf_counter(), 0
    while count := callbacks.apply_waiting(now=timezone.now()):
        total += count
    took = time.perf_counter() - began
    receipts.weigh(now=timezone.now() + timedelta(minutes=1))
    return total, max(took, 0.001)


def _post_all(port: int, knocks: list[Knock], clients: int) -> list[tuple[int, float]]:
    shares = [knocks[at::clients] for at in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        return [each for answers in pool.map(lambda share: _post(port, share), shares) for each in answers]


def _post(port: int, knocks: list[Knock]) -> list[tuple[int, float]]:
    answers = []
    for knock in knocks:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Content-Type": "application/json", **dict(knock.headers)}
        began = time.perf_counter()
        connection.request("POST", f"/hooks/email/{knock.provider}/", knock.body, headers)
        answer = connection.getresponse()
        answer.read()
        answers.append((answer.status, time.perf_counter() - began))
        connection.close()
    return answers


def _ends(messages: list[int]) -> list[tuple[Any, ...]]:
    """Return what became of each message, in the order of their numbers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_ENDS, [messages])
        return [tuple(map(str, row[1:])) for row in cursor.fetchall()]


_ENDS = """
SELECT m.id, m.state, m.reason, m.opened_at IS NOT NULL, m.clicked_at IS NOT NULL,
    (SELECT array_agg(s.reason ORDER BY s.reason) FROM customers_suppression s
        WHERE s.contact_point_id = m.contact_point_id AND s.lifted_at IS NULL),
    (SELECT p.soft_bounces FROM customers_contactpoint p WHERE p.id = m.contact_point_id),
    (SELECT bool_and(c.is_granted) FROM customers_consent c WHERE c.customer_id = m.customer_id),
    (SELECT array_agg(h.kind || h.verdict ORDER BY h.kind, h.verdict) FROM channels_hit h
        WHERE h.message_id = m.id),
    (SELECT array_agg(i.kind ORDER BY i.kind) FROM customers_interaction i
        WHERE i.customer_id = m.customer_id)
FROM channels_message m WHERE m.id = ANY(%s) ORDER BY m.id
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--callbacks", type=int, default=10_000, help="100000 is the promise's full size")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    figures = measure(parser.parse_args().callbacks, clients=parser.parse_args().clients)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
