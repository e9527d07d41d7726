"""Customers from a file: their details, addresses, facts and consents, never against what they decided."""

import re
import zoneinfo
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from channels import wishes
from customers import checking, identity, learning, postal
from customers.consent import Answer
from customers.errors import BadAddress
from customers.identity import Details, Reach
from customers.learning import Learned
from customers.models import ContactPoint, ProfileField
from customers.models.permission import Purpose
from hub.intake import values
from hub.intake.records import Record
from hub.intake.taking import Taken
from hub.intake.values import Refused

_KNOWN = frozenset(
    "customer email phone name language timezone country consent consent_at consent_evidence".split()  # noqa: SIM905
)
_POSTAL = frozenset({"street", "street2", "postcode", "city"})
"""Columns of an address where there is a street among them; without one they may be somebody's own facts."""
_ZONES = zoneinfo.available_timezones()
_PURPOSES = (Purpose.MARKETING, Purpose.SERVICE)
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_LANGUAGE = re.compile(r"(?=.{2,12}$)[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CHANNEL = re.compile(r"[a-z][a-z0-9_]{0,19}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What one record says, before it is known who it is about."""

    key: str
    details: Mapping[str, str]
    addresses: Sequence[tuple[str, str]]
    facts: Mapping[str, learning.Value]
    consents: Sequence[tuple[str, str]]
    consent_at: datetime | None
    consent_evidence: str


@dataclass
class Customers:
    """How to read them, and how many customers and consents were new."""

    source: str
    zone: zoneinfo.ZoneInfo
    now: datetime
    declared: Mapping[str, ProfileField]
    _made: int = field(default=0, init=False)
    _consents: int = field(default=0, init=False)

    def complaint(self, fields: Collection[str]) -> str | None:
        if "customer" not in fields:
            return (
                "There is no column customer, the key by which the source knows each: --map customer=COLUMN."
            )
        unknown = sorted(set(fields) - _known(fields) - self.declared.keys())
        return _undeclared(unknown[0]) if unknown else None

    def draft(self, record: Record) -> Draft:
        fields = record.fields
        for name in fields.keys() - _known(fields) - self.declared.keys():
            raise Refused(_undeclared(name))
        country = values.matching(fields, "country", _COUNTRY, "two letters such as AT").upper()
        consents = _consents(fields)
        return Draft(
            key=values.key(fields, "customer"),
            details={
                "name": _name(fields),
                "language": values.matching(fields, "language", _LANGUAGE, "a language such as de or pt-BR"),
                "timezone": _timezone(fields),
                "country": country,
            },
            addresses=_addresses(fields, country),
            facts=self._facts(fields),
            consents=consents,
            consent_at=self._consent_at(fields) if consents else None,
            consent_evidence=_evidence(fields) if consents else "",
        )

    def take(self, drafts: Sequence[Draft]) -> Taken:
        with transaction.atomic():
            keys = {draft.key for draft in drafts}
            known = identity.find(self.source, keys)
            made = identity.create(self.source, keys - known.keys())
            ids = identity.find_or_create(self.source, keys)
            changed = set(made.values())
            changed |= identity.describe(Details(ids[draft.key], **draft.details) for draft in drafts)
            changed |= identity.attach(
                Reach(ids[draft.key], kind, address) for draft in drafts for kind, address in draft.addresses
            )
            identity.index(changed)
            changed |= learning.learn(
                [self._learned(ids[draft.key], *fact) for draft in drafts for fact in draft.facts.items()],
                now=self.now,
            )
            consents = wishes.take_answers(
                [self._answer(ids[draft.key], draft, *each) for draft in drafts for each in draft.consents],
                now=self.now,
                widening=False,
            )
        self._made += len(made)
        self._consents += consents
        new = sum(ids[draft.key] in changed for draft in drafts)
        return Taken(new, len(drafts) - new)

    def notes(self) -> list[str]:
        return [f"{self._made:,} customers were new; {self._consents:,} consents were stored."]

    def _facts(self, fields: Mapping[str, Any]) -> dict[str, learning.Value]:
        said = {name: fields[name] for name in self.declared if fields.get(name) not in (None, "")}
        try:
            return {name: learning.fitting(self.declared[name], values.kept(said[name])) for name in said}
        except learning.BadValue as error:
            raise Refused(str(error)) from None

    def _consent_at(self, fields: Mapping[str, Any]) -> datetime:
        at = values.moment(fields, "consent_at", self.zone)
        if not checking.EARLIEST <= at <= self.now:
            raise Refused(f"consent_at {at:%Y-%m-%d} is before 1980 or in the future")
        return at

    def _learned(self, customer_id: int, name: str, value: learning.Value) -> Learned:
        return Learned(customer_id, name, value, self.source, self.now)

    def _answer(self, customer_id: int, draft: Draft, channel: str, purpose: str) -> Answer:
        return Answer(
            customer_id=customer_id,
            channel=channel,
            purpose=purpose,
            is_granted=True,
            happened_at=draft.consent_at or self.now,
            wording=draft.consent_evidence,
            place=f"import {self.source}",
            actor="import",
        )


def _known(fields: Collection[str]) -> frozenset[str]:
    return _KNOWN | _POSTAL if "street" in fields else _KNOWN


def _undeclared(name: str) -> str:
    return (
        f"The column {name!r} is not known. Declare it with --declare {name}=text (or number, date, flag),"
        f" rename it with --map FIELD={name}, or leave it out with --ignore {name}."
    )


def _name(fields: Mapping[str, Any]) -> str:
    name = " ".join(values.text(fields, "name").split())
    if len(name) > _LONGEST_NAME:
        raise Refused(f"name has {len(name)} characters; {_LONGEST_NAME} are allowed")
    if _CONTROL.search(name):
        raise Refused("name holds a control character")
    return name


def _timezone(fields: Mapping[str, Any]) -> str:
    zone = values.text(fields, "timezone")
    if zone and zone not in _ZONES:
        raise Refused(f"timezone {zone[:40]!r} is not a zone such as Europe/Vienna")
    return zone


def _addresses(fields: Mapping[str, Any], country: str) -> list[tuple[str, str]]:
    written = [(kind, values.text(fields, kind)) for kind in ("email", "phone")]
    try:
        found = [(kind, identity.normalise(kind, address, country)) for kind, address in written if address]
        return [*found, *_postal(fields, country)]
    except BadAddress as error:
        raise Refused(str(error)) from None


def _postal(fields: Mapping[str, Any], country: str) -> list[tuple[str, str]]:
    """Read where post goes, in the country the customer is in; a street may have several lines.

    Without a street there is no address: a city alone says where somebody is from, not where they live.
    """
    street = values.text(fields, "street")
    if not street:
        return []
    more, postcode, city = (values.text(fields, name) for name in ("street2", "postcode", "city"))
    found = postal.of([*street.split("\n"), more], postcode, city, country)
    return [(ContactPoint.Kind.POSTAL.value, found.text())]


def _consents(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Read "email:marketing sms:service"."""
    pairs = []
    for word in values.text(fields, "consent").split():
        channel, _, purpose = word.partition(":")
        if not _CHANNEL.fullmatch(channel) or purpose not in _PURPOSES:
            raise Refused(f"consent {word[:40]!r} is not like email:marketing or sms:service")
        pairs.append((channel, purpose))
    return pairs


def _evidence(fields: Mapping[str, Any]) -> str:
    evidence = values.text(fields, "consent_evidence")
    if not evidence:
        raise Refused("consent has no consent_evidence: say what was shown and where")
    return evidence
