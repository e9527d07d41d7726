"""The town's mobile network: takes texts as Twilio does, rings the phones, and calls back, signed.

smsc.py reaches the same phones by SMPP.

Some numbers are dead, some phones are off, and some people answer; a key that was taken once is not taken
again, and now and then the network is busy and says how long.
"""

import json
import threading
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections import Counter
from contextlib import suppress
from functools import partial
from hmac import digest
from random import Random
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from hub.sandbox.town.dice import dice
from hub.sandbox.town.doors import FORM, Doors
from hub.sandbox.town.people import Person, phone_owner
from hub.sandbox.town.phrases import SAID
from hub.sandbox.town.timetable import Happening, Timetable
from hub.sandbox.town.web import Answer, Request, Web

BUSY, DEAD, OFF, ANSWERS, STOPS = 0.01, 0.02, 0.03, 0.10, 0.02
"""Shares of all texts: turned away for a second, no such number, out of reach, answered, answered STOP."""


class Account(NamedTuple):
    """Who may send, and with what both sides sign."""

    name: str
    token: str


class PhoneNetwork:
    """Listens until closed; what people say is counted in `counts`, in words, for whoever asks."""

    def __init__(self, account: Account, seed: str, size: int, doors: Doors, *, least_seconds: float) -> None:
        self.counts: Counter[str] = Counter()
        self._account, self._seed, self._size, self._doors = account, seed, size, doors
        self._least_seconds = least_seconds
        self._taken: dict[str, str] = {}
        self._number = 0
        self._turn = threading.Lock()
        self._timetable = Timetable("phones")
        self._web = Web(self._answer)

    def listen(self, host: str, port: int) -> int:
        """Start, and return the port."""
        self._timetable.start()
        return self._web.listen(host, port)

    def close(self) -> None:
        """Take nothing more; what was planned will not happen."""
        self._timetable.close()
        self._web.close()

    def is_ours(self, path: str, authorization: str) -> bool:
        """Say whether a request is for our resource and carries the account's secret."""
        with suppress(BadBase64, ValueError):
            given = b64decode(authorization.removeprefix("Basic "), validate=True).decode()
            is_known = given == f"{self._account.name}:{self._account.token}"
            return is_known and path == f"/2010-04-01/Accounts/{self._account.name}/Messages.json"
        return False

    def take(self, key: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Take a text and return the status and words of the answer; 429 asks to come again in a second."""
        with self._turn:
            if key in self._taken:
                return 201, {"sid": self._taken[key], "status": "queued"}
            self._number += 1
            sid = f"SM{self._number:032x}"
        owner, fate, rng = self.fate(form.get("To", ""), form.get("Body", ""))
        if fate < BUSY and self._number % 2:
            return 429, {"code": 20429, "message": "Too many requests"}
        if owner is None or fate < DEAD:
            self.counts["texts to dead numbers"] += 1
            return 400, {"code": 21614, "message": "'To' number is not a valid mobile number"}
        with self._turn:
            self._taken[key] = sid
        self.counts["texts"] += 1
        self._ring(owner, sid, form, fate, rng)
        return 201, {"sid": sid, "status": "queued"}

    def fate(self, to: str, words: str) -> tuple[Person | None, float, Random]:
        """Return whose phone this is, what becomes of this text, and the dice for all that follows."""
        rng = dice(self._seed, to, words)
        return phone_owner(self._seed, self._size, to), rng.random(), rng

    def plan(self, seconds: float, tell: Happening) -> None:
        """Let something happen after a while."""
        self._timetable.plan(seconds, tell)

    def plan_answer(self, tell: Happening, rng: Random) -> None:
        """Let somebody answer when people do."""
        self.plan(self._least_seconds * rng.uniform(1, 6), tell)

    def _ring(self, owner: Person, sid: str, form: dict[str, str], fate: float, rng: Random) -> None:
        """Plan what comes of a text: the network's receipts, and perhaps an answer."""
        callback = form.get("StatusCallback", "")
        last = {"MessageStatus": "undelivered", "ErrorCode": "30003"} if fate < OFF else {}
        for seconds, said in (
            (0.5, {"MessageStatus": "sent"}),
            (2.0, last or {"MessageStatus": "delivered"}),
        ):
            receipt = {"MessageSid": sid, "To": form["To"], "From": form["From"], **said}
            self.plan(seconds * rng.uniform(0.5, 2), partial(self._post, callback, receipt))
        words = "" if last else answer(owner, rng)
        if words:
            self.counts["texts answered"] += 1
            said = {"MessageSid": f"{sid}a", "From": form["To"], "To": form["From"], "Body": words}
            url = f"{self._doors.base_url}/hooks/sms/twilio/"
            self.plan_answer(partial(self._post, url, said), rng)

    def _post(self, url: str, form: dict[str, str]) -> bool:
        """Call the hub back, signed; False if it should be tried again. No other address is ever called."""
        if urlsplit(url).netloc != urlsplit(self._doors.base_url).netloc:
            return True
        signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
        mark = b64encode(digest(self._account.token.encode(), signed.encode(), "sha1")).decode()
        status, _ = self._doors.send(
            "POST", url, urlencode(form).encode(), FORM | {"X-Twilio-Signature": mark}
        )
        return status < 500

    def _answer(self, request: Request) -> Answer:
        form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
        if not self.is_ours(request.path, request.headers.get("Authorization", "")):
            status, said = 401, {"code": 20003, "message": "Authenticate"}
        elif not {"To", "From", "Body"} <= form.keys():
            status, said = 400, {"code": 21604, "message": "'To', 'From' and 'Body' are required"}
        else:
            status, said = self.take(request.headers.get("Idempotency-Key", ""), form)
        wait = {"Retry-After": "1"} if status == 429 else {}
        return Answer(status, json.dumps(said).encode(), {"Content-Type": "application/json"} | wait)


def answer(owner: Person, rng: Random) -> str:
    """Return what the person writes back, if anything."""
    luck = rng.random()
    if luck < STOPS:
        return rng.choice(
            ("STOP", "Stop", "STOPP", "stop bitte" if owner.language == "de" else "stop please")
        )
    if luck > ANSWERS:
        return ""
    about = rng.choice(("question", "yes", "no", "thanks"))
    return rng.choice(SAID[owner.language][about]).format(shop=owner.shop)
