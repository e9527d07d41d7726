"""Published signature examples of providers: the right one is accepted, every altered one refused."""

# ruff: noqa: E501 - the examples are as long as they are

from dataclasses import replace

import pytest

from channels.adapters.esp_doors import Knock, is_genuine
from channels.adapters.esp_kinds import Account, account

PREFIX = "X-Twilio-Email-Event-Webhook-"
# "Event Webhook security features" of SendGrid: the key, signature and payload that its libraries test with.
SENDGRID = Knock(
    "",
    {
        f"{PREFIX}Timestamp": "1600112502",
        f"{PREFIX}Signature": "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
    },
    b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
)
SENDGRID_KEY = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
# The example of the Standard Webhooks specification, which Resend follows.
RESEND = Knock(
    "",
    {
        "svix-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "svix-timestamp": "1614265330",
        "svix-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    b'{"test": 2432232314}',
)
RESEND_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EXAMPLES = {
    "sendgrid": (replace(account("sendgrid://KEY@"), webhook_key=SENDGRID_KEY), SENDGRID, 1600112502.0),
    "resend": (replace(account("resend://KEY@"), webhook_key=RESEND_KEY), RESEND, 1614265330.0),
}


def is_ours(ours: Account, knock: Knock, now: float) -> bool:
    return is_genuine(ours, "events", knock, ["user:password"], now=now)


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_published_signature_is_accepted(key: str) -> None:
    assert is_ours(*EXAMPLES[key])


@pytest.mark.parametrize("key", EXAMPLES)
def test_with_any_one_bit_of_the_body_changed_it_is_refused(key: str) -> None:
    ours, knock, now = EXAMPLES[key]
    for at in range(len(knock.body)):
        body = knock.body[:at] + bytes([knock.body[at] ^ 1]) + knock.body[at + 1 :]
        assert not is_ours(ours, knock._replace(body=body), now), at


@pytest.mark.parametrize("key", EXAMPLES)
def test_with_any_one_letter_of_a_header_changed_it_is_refused(key: str) -> None:
    ours, knock, now = EXAMPLES[key]
    for name, value in knock.headers.items():
        for at in range(len(value)):
            other = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
            assert not is_ours(ours, knock._replace(headers={**knock.headers, name: other}), now), (name, at)
