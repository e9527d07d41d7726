"""The town's push service, and what people do with the notices that it brings them.

It checks who sends (RFC 8292), takes what is encrypted for a browser (RFC 8291) and answers as real ones do:
201, 404 for an address that it never gave, 410 for one that was given up, 413, and 429 with a time to wait.
"""

import binascii
import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from random import Random
from urllib.parse import urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from hub.sandbox.town.api import Api, Refused
from hub.sandbox.town.dice import dice
from hub.sandbox.town.doors import FORM, Doors
from hub.sandbox.town.handsets import Handset, bytes_of, text_of
from hub.sandbox.town.people import SOURCE
from hub.sandbox.town.timetable import Timetable
from hub.sandbox.town.web import Answer, Request, Web

log = logging.getLogger(__name__)
LARGEST_BYTES = 4096
LONGEST_SECONDS = 86_400
"""No signature may be good for longer."""
BUSY, LOST, UNINSTALLS = 0.004, 0.03, 0.03
"""Shares: notices turned away for a moment, devices that are gone at the first one, who have had enough."""
DEVICES_AT_ONCE = 200


class PushService:
    """Brings notices to the town's devices, from `listen` until `close`."""

    def __init__(
        self, sender_key: str, seed: str, devices: Iterable[Handset], doors: Doors, *, least_seconds: float
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._sender_key, self._seed, self._doors = sender_key, seed, doors
        self._least_seconds = least_seconds
        self._devices = {each.token: each for each in devices}
        self._gone: set[str] = set()
        self._seen: Counter[str] = Counter()
        self._turn = threading.Lock()
        self._timetable = Timetable("notices")
        self._web = Web(self._take)

    def listen(self, host: str, port: int) -> int:
        """Start, and return the port."""
        self._timetable.start()
        found = self._web.listen(host, port)
        self._origin = f"http://{host}:{found}"
        return found

    def close(self) -> None:
        self._timetable.close()
        self._web.close()

    def sign_in(self, api: Api) -> int:
        """Let everybody's page tell the hub about its device, as it does whenever it is opened.

        Returns how many did. Blocks. Raises Refused, OSError or HTTPException.
        """
        owners = {each.owner.key: each.owner for each in self._devices.values()}
        keys, numbers = list(owners), dict[str, str]()
        for at in range(0, len(keys), DEVICES_AT_ONCE):
            part = keys[at : at + DEVICES_AT_ONCE]
            said = api.ask("POST", "customers/", [{"source": SOURCE, "key": key} for key in part])
            numbers |= {
                key: item["customer"]
                for key, item in zip(part, said["items"], strict=True)
                if item["customer"]
            }
        done = 0
        for each in self._devices.values():
            if each.token not in self._gone and (number := numbers.get(each.owner.key)):
                done += self._register(api, each, number)
        return done

    def _register(self, api: Api, device: Handset, number: str) -> bool:
        says = {"kind": "webpush", "endpoint": f"{self._origin}/push/{device.token}", "label": device.label}
        try:
            api.ask("POST", f"customers/{number}/devices/", says | device.subscription)
        except Refused as error:
            log.warning("The hub did not take a device (%d).", error.status)
            return False
        return True

    def _take(self, request: Request) -> Answer:
        if refusal := _objection(request, self._origin, self._sender_key, time.time()):
            self.counts["notices refused"] += 1
            return refusal
        device = self._devices.get(request.path.removeprefix("/push/"))
        if device is None:
            return _said(404, "There is no such subscription.")
        with self._turn:
            self._seen[device.token] += 1
            count = self._seen[device.token]
        rng = dice(self._seed, device.token, count)
        if count == 1 and rng.random() < LOST:
            self._gone.add(device.token)
        if device.token in self._gone:
            self.counts["notices to devices that are gone"] += 1
            return _said(410, "The subscription was given up.")
        if count % 2 and rng.random() < BUSY:
            return _said(429, "Too many notices.", {"Retry-After": "2"})
        try:
            notice = device.read(request.body)
        except ValueError:
            return _said(201, "")  # the service cannot read it; the browser throws it away
        self.counts["notices"] += 1
        self._bring(device, notice, rng)
        return Answer(201, b"", {"Location": f"{self._origin}/m/{text_of(rng.randbytes(12))}"})

    def _bring(self, device: Handset, notice: Mapping[str, str], rng: Random) -> None:
        """Show it, and perhaps let its owner tap it, follow the link, or give the page up."""
        shown_after = self._least_seconds * rng.uniform(1, 2)
        self._timetable.plan(shown_after, partial(self._tell, notice.get("shown", ""), "shown"))
        interest = device.owner.interest_in(f"{notice.get('title', '')} {notice.get('body', '')}")
        tapped_after = shown_after + self._least_seconds * rng.uniform(0.5, 8)
        if rng.random() < device.owner.opens * (0.3 + 0.6 * interest):
            self._timetable.plan(tapped_after, partial(self._tap, device, notice))
        elif rng.random() < UNINSTALLS:
            self._timetable.plan(tapped_after, partial(self._give_up, device))

    def _tap(self, device: Handset, notice: Mapping[str, str]) -> bool:
        self.counts["notices tapped"] += 1
        if link := notice.get("link", ""):
            self._visit(link, device)
        return self._tell(notice.get("shown", ""), "tapped")

    def _visit(self, link: str, device: Handset) -> None:
        try:
            self._doors.visit(link, device.owner.program.browser)
        except ValueError:
            log.info("A notice led to an address that is not the hub's.")

    def _tell(self, address: str, what: str) -> bool:
        """Tell the hub as the page's service worker does, and again if it says 503; nobody else is told."""
        try:
            status, _ = self._doors.send("POST", address, urlencode({"what": what}).encode(), FORM)
        except ValueError:
            return True
        return status < 500

    def _give_up(self, device: Handset) -> bool:
        self._gone.add(device.token)
        self.counts["gave up notices"] += 1
        return True


def _objection(request: Request, origin: str, sender_key: str, now: float) -> Answer | None:
    """Say why a request is not taken, None if it is, before anybody looks for the device."""
    if request.headers.get("Content-Encoding") != "aes128gcm" or not request.headers.get("TTL", "").isdigit():
        return _said(400, "Content-Encoding is aes128gcm, and TTL a number of seconds.")
    if len(request.body) > LARGEST_BYTES:
        return _said(413, "Too large.")
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    said = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    if scheme.lower() != "vapid" or not {"t", "k"} <= said.keys():
        return _said(401, "Say who sends: Authorization: vapid t=..., k=...")
    if said["k"] != sender_key:
        return _said(403, "This device was turned on for another sender.")
    if not _is_signed(said["t"], said["k"], origin, now):
        return _said(401, "The signature does not hold, or not here, or not now.")
    return None


def _is_signed(token: str, key: str, origin: str, now: float) -> bool:
    """Check the sender's token: ES256, meant for us, good for a day at most (RFC 8292, 2)."""
    head, _, signature = token.rpartition(".")
    try:
        kind, claims = (json.loads(bytes_of(part)) for part in head.split("."))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(key))
        raw = bytes_of(signature)
        pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        public.verify(pair, head.encode(), ec.ECDSA(hashes.SHA256()))
        is_timely = now < claims["exp"] <= now + LONGEST_SECONDS
        return bool(kind["alg"] == "ES256" and claims["aud"] == origin and is_timely)
    except (InvalidSignature, binascii.Error, ValueError, KeyError, TypeError):
        return False


def _said(status: int, words: str, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, words.encode(), headers or {})
