"""What email providers call back, in our own words after their documentation; and how each signs it."""

import hmac
import json
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import md5, sha1, sha256
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

SECRET = "hooks:a-long-password"
KEY = "a-webhook-key"
_EC = ec.derive_private_key(0x1D3A5F7C9E2B4D6F8091A3B5C7D9E0F1, ec.SECP256R1())
_RSA = rsa.generate_private_key(65537, 2048)
SVIX = "whsec_" + b64encode(b"thirty-two bytes of shared secret").decode()


def _line(public: Any) -> str:
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b64encode(der).decode()


EC_KEY, RSA_KEY = _line(_EC.public_key()), _line(_RSA.public_key())


@dataclass
class Call:
    """One request of a provider: what a test posts."""

    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def basic(body: bytes, url: str = "") -> Call:
    return Call(body, headers={"Authorization": f"Basic {b64encode(SECRET.encode()).decode()}"})


def _ses(body: bytes, url: str) -> Call:
    said = json.loads(body)
    call = basic(body)
    call.content_type = "text/plain; charset=UTF-8"
    call.headers |= {"x-amz-sns-message-type": said["Type"], "x-amz-sns-message-id": said["MessageId"]}
    return call


def _hmac_header(name: str) -> Callable[[bytes, str], Call]:
    return lambda body, url: Call(body, headers={name: hmac.digest(KEY.encode(), body, sha256).hex()})


def _mailgun(body: bytes, url: str) -> Call:
    stamp, token = "1795000000", sha256(body).hexdigest()[:50]
    signature = hmac.digest(KEY.encode(), f"{stamp}{token}".encode(), sha256).hex()
    block = {"timestamp": stamp, "token": token, "signature": signature}
    return Call(json.dumps({"signature": block, **json.loads(body)}).encode())


def _mandrill(body: bytes, url: str) -> Call:
    text = body.decode()
    signature = b64encode(hmac.digest(KEY.encode(), f"{url}mandrill_events{text}".encode(), sha1)).decode()
    return Call(
        urlencode({"mandrill_events": text}).encode(),
        "application/x-www-form-urlencoded",
        {"X-Mandrill-Signature": signature},
    )


def _postal(body: bytes, url: str) -> Call:
    signature = _RSA.sign(body, padding.PKCS1v15(), hashes.SHA1())
    return Call(body, headers={"X-Postal-Signature": b64encode(signature).decode()})


def _resend(body: bytes, url: str) -> Call:
    stamp = str(int(time.time()))
    name = f"msg_{sha256(body).hexdigest()[:20]}"
    signed = f"{name}.{stamp}.".encode() + body
    digest = hmac.digest(b"thirty-two bytes of shared secret", signed, sha256)
    signature = f"v1,{b64encode(digest).decode()}"
    return Call(body, headers={"svix-id": name, "svix-timestamp": stamp, "svix-signature": signature})


def _sendgrid(body: bytes, url: str) -> Call:
    stamp = "1795000000"
    signature = _EC.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    prefix = "X-Twilio-Email-Event-Webhook"
    return Call(
        body,
        headers={f"{prefix}-Timestamp": stamp, f"{prefix}-Signature": b64encode(signature).decode()},
    )


def _unisender(body: bytes, url: str) -> Call:
    said = body.replace(b'"auth": ""', b'"auth": "KEY"')
    auth = md5(said).hexdigest()
    return Call(said.replace(b'"auth": "KEY"', f'"auth": "{auth}"'.encode()))


SIGN: dict[str, Callable[[bytes, str], Call]] = {
    "brevo": basic,
    "mailersend": _hmac_header("Signature"),
    "mailgun": _mailgun,
    "mailjet": basic,
    "mailtrap": _hmac_header("Mailtrap-Signature"),
    "mandrill": _mandrill,
    "postal": _postal,
    "postmark": basic,
    "resend": _resend,
    "sendgrid": _sendgrid,
    "ses": _ses,
    "sparkpost": basic,
    "unisender": _unisender,
}
URLS = {
    "brevo": "brevo://KEY@",
    "mailersend": f"mailersend://KEY@?webhook_key={KEY}",
    "mailgun": f"mailgun://KEY@?webhook_key={KEY}",
    "mailjet": "mailjet://KEY:SECRET@",
    "mailtrap": f"mailtrap://KEY@?webhook_key={KEY}",
    "mandrill": f"mandrill://KEY@?webhook_key={KEY}",
    "postal": f"postal://KEY@postal.example.org/?{urlencode({'webhook_key': RSA_KEY})}",
    "postmark": "postmark://KEY@",
    "resend": f"resend://KEY@?{urlencode({'webhook_key': SVIX})}",
    "sendgrid": f"sendgrid://KEY@?{urlencode({'webhook_key': EC_KEY})}",
    "ses": "ses://AK:SK@?region=eu-central-1",
    "sparkpost": "sparkpost://KEY@",
    "unisender": "unisender://KEY@go1.unisender.example/",
}


def body(
    key: str, what: str, *, reference: str, number: str, to: str, words: str = "", at: int = 1795000000
) -> bytes:
    """Return what a provider says of one mail: `what` is delivered, hard, soft, block, complaint, open,
    click, unsubscribe or deferred. `number` is the provider's own for the mail."""
    said = _BODIES[key](what, reference, number, to, words, at)
    return json.dumps(said).encode()


def _sns(inner: dict[str, Any], at: int) -> dict[str, Any]:
    text = json.dumps(inner)
    return {
        "Type": "Notification",
        "MessageId": sha256(text.encode()).hexdigest()[:36],
        "TopicArn": "arn:aws:sns:eu-central-1:1:events",
        "Message": text,
        "Timestamp": "2026-11-18T10:00:00.000Z",
    }


def _ses_body(what: str, reference: str, number: str, to: str, words: str, at: int) -> dict[str, Any]:
    meta = [{"name": "Message-ID", "value": f"<{number}>"}]
    mail = {"messageId": number, "destination": [to], "headers": meta}
    hurt = [{"emailAddress": to, "diagnosticCode": words}]
    inner = {
        "delivered": {"eventType": "Delivery", "delivery": {"recipients": [to], "smtpResponse": "250 ok"}},
        "hard": _ses_bounce("Permanent", hurt),
        "soft": _ses_bounce("Transient", hurt),
        "complaint": {"eventType": "Complaint", "complaint": {"complainedRecipients": hurt}},
        "open": {"eventType": "Open", "open": {"userAgent": words}},
        "click": {"eventType": "Click", "click": {"userAgent": words, "link": "https://x.example"}},
        "deferred": {"eventType": "Send", "send": {}},
    }[what]
    return _sns({**inner, "mail": mail}, at)


def _ses_bounce(kind: str, hurt: list[dict[str, str]]) -> dict[str, Any]:
    bounce = {"bounceType": kind, "bounceSubType": "General", "bouncedRecipients": hurt}
    return {"eventType": "Bounce", "bounce": bounce}


def _postmark(what: str, reference: str, number: str, to: str, words: str, at: int) -> dict[str, Any]:
    record = {
        "delivered": {"RecordType": "Delivery", "Recipient": to, "DeliveredAt": "2026-11-18T10:00:00Z"},
        "hard": {"RecordType": "Bounce", "Type": "HardBounce", "ID": at, "Email": to, "Details": words},
        "soft": {"RecordType": "Bounce", "Type": "SoftBounce", "ID": at, "Email": to, "Details": words},
        "block": {"RecordType": "Bounce", "Type": "Blocked", "ID": at, "Email": to, "Details": words},
        "complaint": {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": at, "Email": to},
        "open": {
            "RecordType": "Open",
            "Recipient": to,
            "UserAgent": words,
            "ReceivedAt": "2026-11-18T11:00:00Z",
        },
        "click": {
            "RecordType": "Click",
            "Recipient": to,
            "UserAgent": words,
            "OriginalLink": "https://x.example",
        },
        "unsubscribe": {
            "RecordType": "SubscriptionChange",
            "Recipient": to,
            "SuppressSending": True,
            "SuppressionReason": "ManualSuppression",
            "ChangedAt": "2026-11-18T10:00:00Z",
        },
        "deferred": {"RecordType": "Bounce", "Type": "Transient", "ID": at, "Email": to, "Details": words},
    }[what]
    return {**record, "MessageID": number, "Metadata": {"rapport": reference} if reference else {}}


def _sendgrid_body(
    what: str, reference: str, number: str, to: str, words: str, at: int
) -> list[dict[str, Any]]:
    event = {
        "delivered": {"event": "delivered", "response": "250 OK"},
        "hard": {"event": "bounce", "type": "bounce", "reason": words},
        "soft": {"event": "bounce", "type": "expired", "reason": words},
        "block": {"event": "bounce", "type": "blocked", "reason": words},
        "complaint": {"event": "spamreport"},
        "open": {"event": "open", "useragent": words},
        "click": {"event": "click", "useragent": words, "url": "https://x.example"},
        "unsubscribe": {"event": "unsubscribe"},
        "deferred": {"event": "deferred", "response": words},
    }[what]
    name = sha256(f"{what}{number}{at}".encode()).hexdigest()[:22]
    return [{**event, "email": to, "timestamp": at, "sg_event_id": name, "rapport": reference}]


def _mailgun_body(what: str, reference: str, number: str, to: str, words: str, at: int) -> dict[str, Any]:
    event = {
        "delivered": {"event": "delivered"},
        "hard": {"event": "failed", "severity": "permanent", "reason": "bounce"},
        "soft": {"event": "failed", "severity": "temporary", "reason": "generic"},
        "block": {"event": "failed", "severity": "permanent", "reason": "bounce"},
        "complaint": {"event": "complained"},
        "open": {"event": "opened", "client-info": {"user-agent": words}},
        "click": {"event": "clicked", "client-info": {"user-agent": words}, "url": "https://x.example"},
        "unsubscribe": {"event": "unsubscribed"},
        "deferred": {"event": "failed", "severity": "temporary", "reason": "generic"},
    }[what]
    data = {
        **event,
        "recipient": to,
        "timestamp": float(at),
        "message": {"headers": {"message-id": number}},
        "user-variables": {"rapport": reference},
        "delivery-status": {"message": words},
    }
    return {"event-data": data}


def _plain(kinds: dict[str, dict[str, Any]], wrap: Callable[..., Any]) -> Callable[..., Any]:
    return lambda what, reference, number, to, words, at: wrap(kinds[what], reference, number, to, words, at)


_BODIES: dict[str, Callable[..., Any]] = {
    "brevo": _plain(
        {
            "delivered": {"event": "delivered"},
            "hard": {"event": "hard_bounce"},
            "soft": {"event": "soft_bounce"},
            "block": {"event": "blocked"},
            "complaint": {"event": "spam"},
            "open": {"event": "opened"},
            "click": {"event": "click", "link": "https://x.example"},
            "unsubscribe": {"event": "unsubscribe"},
            "deferred": {"event": "deferred"},
        },
        lambda e, ref, num, to, words, at: {
            **e,
            "email": to,
            "message-id": num,
            "ts_epoch": at * 1000,
            "reason": words,
            "X-Mailin-custom": json.dumps({"rapport": ref}),
        },
    ),
    "mailersend": _plain(
        {
            "delivered": {"type": "delivered"},
            "hard": {"type": "hard_bounced"},
            "soft": {"type": "soft_bounced"},
            "complaint": {"type": "spam_complaint"},
            "open": {"type": "opened"},
            "click": {"type": "clicked"},
            "unsubscribe": {"type": "unsubscribed"},
        },
        lambda e, ref, num, to, words, at: {
            "type": f"activity.{e['type']}",
            "data": {
                **e,
                "id": f"{num}-{e['type']}",
                "created_at": "2026-11-18T10:00:00.000000Z",
                "email": {"message": {"id": num}, "recipient": {"email": to}},
                "morph": {"object": "recipient_bounce", "reason": words} if "bounce" in e["type"] else None,
            },
        },
    ),
    "mailgun": _mailgun_body,
    "mailjet": _plain(
        {
            "delivered": {"event": "sent", "smtp_reply": "250 OK"},
            "hard": {"event": "bounce", "hard_bounce": True, "error": "user unknown"},
            "soft": {"event": "bounce", "hard_bounce": False, "error": "quota exceeded"},
            "block": {"event": "blocked", "error": "content blocked"},
            "complaint": {"event": "spam"},
            "open": {"event": "open"},
            "click": {"event": "click", "url": "https://x.example"},
            "unsubscribe": {"event": "unsub"},
        },
        lambda e, ref, num, to, words, at: [
            {
                **e,
                "time": at,
                "MessageID": 1,
                "email": to,
                "agent": words,
                "Payload": json.dumps({"rapport": ref}),
            }
        ],
    ),
    "mailtrap": _plain(
        {
            "delivered": {"event": "delivery"},
            "hard": {"event": "bounce"},
            "soft": {"event": "soft bounce"},
            "block": {"event": "reject"},
            "complaint": {"event": "spam"},
            "open": {"event": "open"},
            "click": {"event": "click"},
            "unsubscribe": {"event": "unsubscribe"},
            "deferred": {"event": "suspension"},
        },
        lambda e, ref, num, to, words, at: {
            "events": [
                {
                    **e,
                    "message_id": num,
                    "email": to,
                    "timestamp": at,
                    "event_id": f"{num}{e['event']}",
                    "response": words,
                    "user_agent": words,
                    "custom_variables": {"rapport": ref},
                }
            ]
        },
    ),
    "mandrill": _plain(
        {
            "delivered": {"event": "send"},
            "hard": {"event": "hard_bounce"},
            "soft": {"event": "soft_bounce"},
            "block": {"event": "reject"},
            "complaint": {"event": "spam"},
            "open": {"event": "open"},
            "click": {"event": "click"},
            "unsubscribe": {"event": "unsub"},
            "deferred": {"event": "deferral"},
        },
        lambda e, ref, num, to, words, at: [
            {
                **e,
                "ts": at,
                "_id": num,
                "user_agent": words,
                "msg": {"email": to, "diag": words, "metadata": {"rapport": ref}},
            }
        ],
    ),
    "postal": _plain(
        {
            "delivered": {"status": "Sent"},
            "hard": {"status": "HardFail"},
            "soft": {"status": "SoftFail"},
            "deferred": {"status": "SoftFail"},
        },
        lambda e, ref, num, to, words, at: {
            "event": "Message",
            "timestamp": at,
            "uuid": f"{num}{e['status']}",
            "payload": {**e, "output": words, "message": {"id": num, "to": to, "direction": "outgoing"}},
        },
    ),
    "postmark": _postmark,
    "resend": _plain(
        {
            "delivered": {"type": "email.delivered"},
            "hard": {"type": "email.bounced"},
            "complaint": {"type": "email.complained"},
            "open": {"type": "email.opened"},
            "click": {"type": "email.clicked"},
            "deferred": {"type": "email.delivery_delayed"},
        },
        lambda e, ref, num, to, words, at: {
            **e,
            "created_at": "2026-11-18T10:00:00.000Z",
            "data": {
                "email_id": num,
                "to": [to],
                "headers": [{"name": "X-Metadata", "value": json.dumps({"rapport": ref})}],
                **({"bounce": {"message": words, "type": "Permanent"}} if "bounced" in e["type"] else {}),
                **(
                    {"click": {"link": "https://x.example", "userAgent": words}}
                    if "click" in e["type"]
                    else {}
                ),
            },
        },
    ),
    "sendgrid": _sendgrid_body,
    "ses": _ses_body,
    "sparkpost": _plain(
        {
            "delivered": {"type": "delivery"},
            "hard": {"type": "bounce", "bounce_class": "10"},
            "soft": {"type": "bounce", "bounce_class": "22"},
            "block": {"type": "bounce", "bounce_class": "50"},
            "complaint": {"type": "spam_complaint"},
            "open": {"type": "open"},
            "click": {"type": "click"},
            "unsubscribe": {"type": "list_unsubscribe"},
            "deferred": {"type": "delay", "bounce_class": "20"},
        },
        lambda e, ref, num, to, words, at: [
            {
                "msys": {
                    "message_event": {
                        **e,
                        "event_id": f"{num}{e['type']}",
                        "raw_rcpt_to": to,
                        "timestamp": str(at),
                        "raw_reason": words,
                        "user_agent": words,
                        "transmission_id": num,
                        "rcpt_meta": {"rapport": ref},
                    }
                }
            }
        ],
    ),
    "unisender": _plain(
        {
            "delivered": {"status": "delivered"},
            "hard": {"status": "hard_bounced", "delivery_info": {"delivery_status": "err_user_unknown"}},
            "complaint": {"status": "spam"},
            "open": {"status": "opened"},
            "click": {"status": "clicked"},
            "unsubscribe": {"status": "unsubscribed"},
            "deferred": {"status": "soft_bounced", "delivery_info": {"delivery_status": "err_will_retry"}},
        },
        lambda e, ref, num, to, words, at: {
            "auth": "",
            "events_by_user": [
                {
                    "events": [
                        {
                            "event_name": "transactional_email_status",
                            "event_data": {
                                **e,
                                "job_id": num,
                                "email": to,
                                "event_time": "2026-11-18 10:00:00",
                                "metadata": {"rapport": ref},
                            },
                        }
                    ]
                }
            ],
        },
    ),
}
KINDS = ("delivered", "hard", "soft", "block", "complaint", "open", "click", "unsubscribe", "deferred")


def tells(key: str, what: str) -> bool:
    """Say whether this provider has a callback of this kind at all."""
    try:
        body(key, what, reference="x", number="1", to="a@b.example")
    except KeyError:
        return False
    return True
