"""A campaign as a text file (YAML), to be reviewed, kept in version control and carried elsewhere."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from campaigns import audience, content, plainyaml, rule
from campaigns.models import CAMPAIGN_WORDS, RUNNING, Campaign, Offer, Otherwise, Version, key_complaint
from campaigns.segment import BadRule
from channels.registry import ADAPTERS
from customers.models import Topic
from customers.models.permission import Purpose

MOST_VERSIONS = 50
_KEYS = (
    "key",
    "name",
    "purpose",
    "topic",
    "channel",
    "sender",
    "audience",
    "holdout",
    "versions",
    "otherwise",
    "offers",
    "schedule",
)
_NEEDED = ("key", "name", "topic", "sender", "audience", "versions")
_PARTS = ("subject", "text", "html")
_VERSION_KEYS = ("name", "weight", *_PARTS, "other")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")


class BadCampaignFile(ValueError):
    """The file is no campaign of ours; `problems` are sentences for whoever wrote it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(text: str) -> Campaign:
    """Store the campaign that the file describes, a new one or in place of the one with its key.

    Raises BadCampaignFile with everything that is wrong, having stored nothing: unknown keys, values that
    do not fit, templates that are broken, or a flight of it that is still running. A topic that is new is
    made, with a label from its key.
    """
    written = _Written(_parse(text))
    if written.problems:
        raise BadCampaignFile(*written.problems)
    with transaction.atomic():
        campaign = _store(written)
        complaints = content.check_campaign(campaign)
        if complaints:
            raise BadCampaignFile(*map(str, complaints))
    return campaign


def export(campaign: Campaign) -> str:
    """Write a campaign as the file from which `load` makes the same one; the same campaign, the same text."""
    versions = [
        {"name": v.name, "weight": v.weight, "subject": v.subject}
        | ({"text": v.text} if v.text else {})
        | ({"html": v.html} if v.html else {})
        | ({"other": other} if (other := _other_words(v)) else {})
        for v in campaign.versions.all()
    ]
    written = {
        "key": campaign.key,
        "name": campaign.name,
        "purpose": str(campaign.purpose),
        "topic": campaign.topic,
        "channel": campaign.channel,
        "sender": campaign.sender,
        "audience": _ordered(campaign.audience),
        "holdout": int(campaign.holdout) if campaign.holdout in (0, 1) else campaign.holdout,
        "versions": versions,
        "schedule": campaign.schedule,
    }
    if about := sorted(campaign.offers.values_list("key", flat=True)):
        written["offers"] = about
    if campaign.otherwise != Otherwise.DEFER:
        written["otherwise"] = str(campaign.otherwise)
    return plainyaml.write(written)


class _Written:
    """The fields of a file, checked; `problems` has a sentence for each that does not fit."""

    def __init__(self, fields: Mapping[Any, Any]) -> None:
        self.problems: list[str] = []
        self._refuse_unknown(fields, _KEYS, "")
        for name in _NEEDED:
            if name not in fields:
                self.problems.append(f"{name} is missing.")
        self.key = self._slug(fields, "key", 60)
        if complaint := key_complaint(self.key, CAMPAIGN_WORDS):
            self.problems.append(f"key {complaint}")
        self.topic = self._slug(fields, "topic", 40)
        self.name = self._text(fields, "name", 120)
        self.sender = self._text(fields, "sender", 450)
        self.purpose = self._choice(fields, "purpose", Purpose.values, Purpose.MARKETING.value)
        self.channel = self._choice(fields, "channel", list(ADAPTERS), "email")
        self.holdout = self._number(fields.get("holdout", 0), "holdout", 0, 1)
        self.audience = self._audience(fields)
        self.otherwise = self._otherwise(fields)
        self.offers = self._offers(fields.get("offers") or [])
        self.schedule = self._schedule(fields.get("schedule") or {})
        self.versions = self._versions(fields.get("versions"))

    def _refuse_unknown(self, fields: Mapping[Any, Any], known: Sequence[str], where: str) -> None:
        self.problems += [
            f"{where}{name} is not known; there are {', '.join(known)}."
            for name in fields
            if name not in known
        ]

    def _slug(self, fields: Mapping[Any, Any], name: str, longest: int) -> str:
        value = fields.get(name, "")
        if name in fields and not (
            isinstance(value, str) and len(value) <= longest and _SLUG.fullmatch(value)
        ):
            self.problems.append(
                f"{name} must be small letters, digits, - and _, at most {longest}; not {value!r}."
            )
        return str(value)

    def _text(self, fields: Mapping[Any, Any], name: str, longest: int, where: str = "") -> str:
        """Return a text; None, as an empty value in YAML reads, is an empty one."""
        value = fields.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str) or len(value) > longest or "\0" in value:
            self.problems.append(f"{where}{name} must be a text of at most {longest:,} characters.")
            return ""
        return value

    def _choice(self, fields: Mapping[Any, Any], name: str, allowed: Sequence[str], usual: str) -> str:
        value = fields.get(name, usual)
        if value not in allowed:
            self.problems.append(f"{name} is {value!r} but must be one of {', '.join(allowed)}.")
        return str(value)

    def _otherwise(self, fields: Mapping[Any, Any]) -> str:
        others = [f"channel:{key}" for key in ADAPTERS if key != self.channel]
        return self._choice(fields, "otherwise", [*Otherwise.values, *others], Otherwise.DEFER.value)

    def _number(self, value: object, name: str, least: float, most: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.problems.append(f"{name} must be a number from {least} to {most}, not {value!r}.")
            return 0
        return value

    def _whole(self, value: object, name: str, least: int, most: int) -> int:
        number = self._number(value, name, least, most)
        if number != int(number):
            self.problems.append(f"{name} must be a whole number, not {value!r}.")
        return int(number)

    def _audience(self, fields: Mapping[Any, Any]) -> rule.Rule | None:
        try:
            return audience.read(fields["audience"]) if "audience" in fields else None
        except BadRule as error:
            self.problems.append(f"{error}.")
            return None

    def _offers(self, keys: object) -> list[Offer]:
        """Return the offers that the messages are about; they exist already."""
        if not isinstance(keys, list):
            self.problems.append("offers must be a list of keys, such as [winter-box].")
            return []
        found = {offer.key: offer for offer in Offer.objects.filter(key__in=[str(key) for key in keys])}
        self.problems += [f"There is no offer {key!r}." for key in keys if key not in found]
        return list(found.values())

    def _schedule(self, fields: object) -> dict[str, int]:
        if not isinstance(fields, dict):
            self.problems.append("schedule must be a mapping, such as {not_after_hours: 72}.")
            return {}
        self._refuse_unknown(fields, ("not_after_hours",), "schedule: ")
        if "not_after_hours" not in fields:
            return {}
        return {"not_after_hours": self._whole(fields["not_after_hours"], "not_after_hours", 1, 8760)}

    def _versions(self, given: object) -> list[dict[str, Any]]:
        if given is None:
            return []
        if not isinstance(given, list) or not 0 < len(given) <= MOST_VERSIONS:
            self.problems.append(f"versions must be a list of 1 to {MOST_VERSIONS}.")
            return []
        versions = [self._version(each, number) for number, each in enumerate(given, 1)]
        names = [version["name"] for version in versions]
        self.problems += [f"Two versions are called {n!r}." for n in sorted(set(names)) if names.count(n) > 1]
        return versions

    def _version(self, fields: object, number: int) -> dict[str, Any]:
        where = f"version {number}: "
        if not isinstance(fields, dict):
            self.problems.append(f"{where}must be a mapping with {', '.join(_VERSION_KEYS)}.")
            return {"name": ""}
        self._refuse_unknown(fields, _VERSION_KEYS, where)
        name = self._text(fields, "name", 40, where)
        if not name.strip():
            self.problems.append(f"{where}name is missing.")
        bodies = {part: self._text(fields, part, 300_000, where) for part in _PARTS}
        weight = self._whole(fields.get("weight", 1), f"{where}weight", 0, 10_000)
        return {"name": name, "weight": weight, **bodies, **self._other(fields.get("other") or {}, where)}

    def _other(self, fields: object, where: str) -> dict[str, str]:
        """Return the words for the campaign's other channel."""
        if not isinstance(fields, dict):
            self.problems.append(f"{where}other must be a mapping with {', '.join(_PARTS)}.")
            return {}
        self._refuse_unknown(fields, _PARTS, f"{where}other: ")
        return {f"other_{part}": self._text(fields, part, 300_000, f"{where}other: ") for part in _PARTS}


def _store(written: _Written) -> Campaign:
    fields = {
        "name": written.name,
        "purpose": written.purpose,
        "topic": written.topic,
        "channel": written.channel,
        "sender": written.sender,
        "audience": written.audience.dump() if written.audience else {},
        "holdout": written.holdout,
        "otherwise": written.otherwise,
        "schedule": written.schedule,
    }
    label = written.topic.replace("-", " ").replace("_", " ").capitalize()
    Topic.objects.get_or_create(key=written.topic, defaults={"label": label})
    campaign = Campaign.objects.select_for_update().filter(key=written.key).first()
    if campaign and campaign.flights.filter(state__in=RUNNING).exists():
        raise BadCampaignFile(f"{written.key} is running: wait until it has ended, or stop it.")
    campaign, _ = Campaign.objects.update_or_create(key=written.key, defaults=fields)
    campaign.offers.set(written.offers)
    campaign.versions.exclude(name__in=[version["name"] for version in written.versions]).delete()
    for version in written.versions:
        Version.objects.update_or_create(campaign=campaign, name=version["name"], defaults=version)
    return campaign


def _other_words(version: Version) -> dict[str, str]:
    words = {part: str(getattr(version, f"other_{part}")) for part in _PARTS}
    return {part: said for part, said in words.items() if said}


def _ordered(shape: Any) -> Any:
    """Put the keys of a rule in the order people write them; PostgreSQL keeps JSON in an order of its own."""
    try:
        return rule.parse(shape).dump()
    except BadRule:
        return shape


def _parse(text: str) -> dict[Any, Any]:
    try:
        fields = plainyaml.read(text)
    except plainyaml.BadYaml as error:
        raise BadCampaignFile(str(error)) from None
    if not isinstance(fields, dict):
        raise BadCampaignFile(f"The file must be a mapping with {', '.join(_KEYS)}.")
    return fields
