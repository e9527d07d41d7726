"""The town's email provider: takes mail over HTTP as Resend does, delivers it, and calls back, signed.

Its callbacks are as careless as real ones: some come three times, and some before what happened earlier. A
key that was taken once is not taken again, and now and then it is busy and says how long.
"""

import json
import logging
import threading
import time
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import partial
from hashlib import blake2b
from hmac import digest
from typing import Any, NamedTuple

from hub.sandbox.town.dice import dice
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.habits import Act, Deed
from hub.sandbox.town.letter import Letter
from hub.sandbox.town.people import Mailbox, Person
from hub.sandbox.town.timetable import Timetable
from hub.sandbox.town.web import Answer, Request, Web

log = logging.getLogger(__name__)
BUSY, TOLD_THRICE = 0.01, 0.2
"""Shares: mails turned away for a second, news that is told three times."""
MOST_REMEMBERED = 50_000
RETURN_PATH = "bounces@send.town.example"
HEAD = "We could not deliver it: the recipient's email provider sent a"
_HARD = {"type": "Permanent", "subType": "General", "message": f"{HEAD} hard bounce message."}
_FULL = {
    "type": "Transient", "subType": "MailboxFull",
    "message": f"{HEAD} bounce message because the recipient's inbox was full.",
}  # fmt: skip
_NEWS = {Act.OPEN: "opened", Act.CLICK: "clicked", Act.COMPLAIN: "complained", Act.BOUNCE: "bounced"}


class Account(NamedTuple):
    """Who may send, and with what callbacks are signed ("whsec_" and base64)."""

    key: str
    secret: str


class _Taken(NamedTuple):
    """A mail that we have, and what its callbacks say of it."""

    owner: Person
    raw: bytes
    about: Mapping[str, Any]


Receive = Callable[[Person, bytes, str], None]
"""Puts a mail into a person's hands; what they do with it is told to `tell`."""


class Esp:
    """Listens until closed; `receive` is called from threads of its own."""

    def __init__(
        self,
        account: Account,
        resident: Callable[[str], Person | None],
        receive: Receive,
        doors: Doors,
        *,
        least_seconds: float,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._account, self._resident, self._receive, self._doors = account, resident, receive, doors
        self._least_seconds = least_seconds
        self._ids: dict[str, str] = {}
        self._turned_away: set[str] = set()
        self._mails: dict[str, _Taken] = {}
        self._turn = threading.Lock()
        self._timetable = Timetable("esp")
        self._web = Web(self._take)

    def listen(self, host: str, port: int) -> int:
        """Start, and return the port."""
        self._timetable.start()
        return self._web.listen(host, port)

    def close(self) -> None:
        self._timetable.close()
        self._web.close()

    def tell(self, letter: Letter, deed: Deed) -> None:
        """Call the hub back about what somebody did with a mail that we delivered."""
        taken = self._mails.get(letter.message_id)
        if taken is None:
            return
        more: dict[str, Any] = {}
        if deed.act == Act.CLICK:
            more["click"] = {"link": deed.url, "userAgent": deed.agent, "timestamp": _now()}
        if deed.act == Act.BOUNCE:
            more["bounce"] = _FULL if taken.owner.mailbox == Mailbox.OVERFLOWING else _HARD
        self._say(taken.about, _NEWS[deed.act], 0.0, more)

    def _take(self, request: Request) -> Answer:
        if request.headers.get("Authorization") != f"Bearer {self._account.key}":
            return _said(401, {"name": "invalid_api_key", "message": "API key is invalid"})
        try:
            mail = json.loads(request.body)
            (to,) = mail["to"]
            raw, message_id = _written(mail), mail["headers"]["Message-ID"]
        except (ValueError, KeyError, TypeError):
            return _said(422, {"name": "validation_error", "message": "Missing or invalid field."})
        key = request.headers.get("Idempotency-Key", message_id)
        rng = dice("esp", to, mail["subject"])
        with self._turn:
            if key in self._ids:
                return _said(200, {"id": self._ids[key]})
            if rng.random() < BUSY and key not in self._turned_away:
                self._turned_away.add(key)
                return _said(429, {"name": "rate_limit_exceeded", "message": "Too many requests"}, wait=True)
            name = self._ids[key] = _named(key)
        about = {
            "email_id": name, "created_at": _now(), "from": mail["from"], "to": [to],
            "subject": mail["subject"],
            "headers": [{"name": each, "value": value} for each, value in mail["headers"].items()],
        }  # fmt: skip
        self._deliver(parseaddr(to)[1], raw, message_id, about)
        return _said(200, {"id": name})

    def _deliver(self, address: str, raw: bytes, message_id: str, about: Mapping[str, Any]) -> None:
        """Plan what becomes of a mail: news for the hub, and the mail itself for whoever lives there."""
        owner = self._resident(address)
        self.counts["mails by the provider"] += 1
        self._say(about, "sent", self._least_seconds * 0.2)
        if owner is None or owner.mailbox == Mailbox.DEAD:
            self._say(about, "bounced", self._least_seconds * 0.6, {"bounce": _HARD})
            return
        if owner.mailbox in (Mailbox.FULL, Mailbox.WARY):
            self._say(about, "delivery_delayed", self._least_seconds * 0.4)
        if owner.mailbox == Mailbox.FULL:
            self._say(about, "bounced", self._least_seconds * 3, {"bounce": _FULL})
            return
        self._say(about, "delivered", self._least_seconds * 0.5)
        with self._turn:
            self._mails[message_id] = _Taken(owner, raw, about)
            if len(self._mails) > MOST_REMEMBERED:
                del self._mails[next(iter(self._mails))]
        self._receive(owner, raw, RETURN_PATH)

    def _say(
        self,
        about: Mapping[str, Any],
        what: str,
        seconds: float,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """Call the hub back about this mail around that time, perhaps three times over."""
        said = {"type": f"email.{what}", "created_at": _now(), "data": {**about, **(more or {})}}
        body = json.dumps(said).encode()
        name = _named(f"{about['email_id']} {what} {said['created_at']}")
        rng = dice("esp", *about["to"], about["subject"], what)
        for _ in range(3 if rng.random() < TOLD_THRICE else 1):
            after = seconds + rng.uniform(0, 0.5) * self._least_seconds
            self._timetable.plan(after, partial(self._post, name, body))

    def _post(self, name: str, body: bytes) -> bool:
        """Sign as Standard Webhooks say, with the time of this attempt."""
        stamp = str(int(time.time()))
        secret = b64decode(self._account.secret.removeprefix("whsec_"))
        mark = b64encode(digest(secret, f"msg_{name}.{stamp}.".encode() + body, "sha256")).decode()
        headers = {
            "Content-Type": "application/json",
            "svix-id": f"msg_{name}",
            "svix-timestamp": stamp,
            "svix-signature": f"v1,{mark}",
        }
        status, _ = self._doors.send("POST", f"{self._doors.base_url}/hooks/email/resend/", body, headers)
        self.counts["callbacks of the provider"] += status < 400
        return status < 400


def _written(mail: Mapping[str, Any]) -> bytes:
    """Return the mail as it goes on to the recipient's own server. Raises as its reading does."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = mail["from"], ", ".join(mail["to"]), mail["subject"]
    made["Reply-To"] = ", ".join(mail.get("reply_to", [])) or mail["from"]
    made["Date"] = format_datetime(datetime.now(UTC))
    for name, value in mail["headers"].items():
        made[name] = str(value)
    made.set_content(mail["text"])
    if mail.get("html"):
        made.add_alternative(mail["html"], subtype="html")
    return made.as_bytes(policy=SMTP)


def _said(status: int, says: Mapping[str, Any], *, wait: bool = False) -> Answer:
    headers = {"Content-Type": "application/json"} | ({"retry-after": "1"} if wait else {})
    return Answer(status, json.dumps(says).encode(), headers)


def _named(what: str) -> str:
    raw = blake2b(what.encode(), digest_size=16).hexdigest()
    return "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))


def _now() -> str:
    return datetime.now(UTC).isoformat()
