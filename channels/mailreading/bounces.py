"""Read delivery reports (RFC 3464), read receipts (RFC 8098) and complaints (RFC 5965) out of MIME parts.

Notices in free text are read by notices.py. Nothing here says whether a report is about a mail of ours.
"""

import re
from dataclasses import replace

from channels.mailreading import headers as fields
from channels.mailreading.charsets import one_line
from channels.mailreading.headers import Headers
from channels.mailreading.notices import words_about
from channels.mailreading.parts import Part
from channels.mailreading.reading import BounceClass, Kind, Report
from channels.mailreading.statuses import bounce_class, enhanced_code

REPORTS_LIMIT = 500
_PART_LIMIT = 256_000  # bytes read of a status part or of the returned mail's headers

_DELIVERY_STATUS = ("message/delivery-status", "message/global-delivery-status")
_READ_RECEIPT = ("message/disposition-notification", "message/global-disposition-notification")
_FEEDBACK = ("message/feedback-report",)
_RETURNED = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "text/rfc822-header",
    "message/rfc822-headers",
    "message/global-headers",
)
_NOT_COMPLAINTS = ("not-spam", "auth-failure", "dmarc", "dkim", "spf")
_ARRIVED = ("delivered", "relayed", "expanded")
_ACTIONS = (*_ARRIVED, "failed", "delayed")
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # how RFC 6533 writes a character beyond ASCII
_MESSAGE_ID_LINE = re.compile(r"^[>\s]{0,6}message-id:\s*<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE)


def structured(mail: Part, text: str, *, is_mail_system: bool) -> tuple[Kind, list[Report]] | None:
    """Return what a machine-readable report in this mail says; None if it holds none.

    A report inside an attached mail does not count: there somebody forwards a bounce.
    """
    returned = returned_headers(mail)
    if "x-hmxmroriginalrecipient" in returned:  # Outlook.com's complaint feed is no RFC 5965
        return Kind.COMPLAINT, [
            _complaint(address, "abuse") for address in returned.all("x-hmxmroriginalrecipient")
        ]
    if not (is_mail_system or any(part.content_type == "multipart/report" for part in mail.walk())):
        return None
    if feedback := _first(mail, _FEEDBACK):
        return _feedback(_groups(feedback), returned)
    if status := _first(mail, _DELIVERY_STATUS):
        said = words_about(text)
        reports = [_report(group, said) for group in _recipient_groups(_groups(status))]
        return (_kind(reports), reports[:REPORTS_LIMIT]) if reports else None
    if receipt := _first(mail, _READ_RECEIPT):
        return Kind.RECEIPT, [_read_receipt(group) for group in _recipient_groups(_groups(receipt))][
            :REPORTS_LIMIT
        ]
    return None


def returned_headers(mail: Part) -> Headers:
    """Return the headers of the mail that a report gives back; empty if it gives none back."""
    part = _first(mail, _RETURNED)
    return fields.parse(_unix(part.content(_PART_LIMIT)))[0] if part else Headers(())


def with_original(
    reports: list[Report], mail: Part, text: str, to_addresses: tuple[str, ...]
) -> tuple[Report, ...]:
    """Fill in the Message-ID of the mail the reports are about, from the likeliest place that names one."""
    stated = [
        id_
        for group in _status_groups(mail)
        for id_ in fields.message_ids(_field(group, "original-message-id"))
    ]
    candidates = (
        *fields.message_ids(returned_headers(mail).first("message-id")),
        *stated,
        *_MESSAGE_ID_LINE.findall(text),
        *fields.message_ids(mail.headers.first("in-reply-to")),
        *reversed(fields.message_ids(mail.headers.first("references"))),
    )
    original = one_line(candidates[0]) if candidates else ""
    domain = original.rpartition("@")[2].lower()
    ours = bool(domain) and any(
        _same_house(domain, address.rpartition("@")[2].lower()) for address in to_addresses
    )
    return tuple(replace(report, original_message_id=original, is_ours_hint=ours) for report in reports)


def _first(mail: Part, content_types: tuple[str, ...]) -> Part | None:
    return next((part for part in mail.leaves() if part.content_type in content_types), None)


def _status_groups(mail: Part) -> list[dict[str, str]]:
    part = _first(mail, (*_DELIVERY_STATUS, *_READ_RECEIPT, *_FEEDBACK))
    return _groups(part) if part else []


def _groups(part: Part) -> list[dict[str, str]]:
    """Return the fields of each block; a field said twice opens a new block, since blank lines get lost."""
    groups: list[dict[str, str]] = []
    for block in re.split(rb"\n[ \t]*\n", _unix(part.content(_PART_LIMIT)).strip(b"\n"))[: 2 * REPORTS_LIMIT]:
        groups.append({})
        for name, value in fields.parse(block)[0].fields:
            if name in groups[-1]:
                groups.append({})
            groups[-1][name] = value
    return groups


def _recipient_groups(groups: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return one group per recipient; fields torn off by a stray blank line are put back."""
    found: list[dict[str, str]] = []
    for group in groups:
        if "final-recipient" in group or "original-recipient" in group:
            found.append(dict(group))
        elif found and not found[-1].keys() & group.keys():
            found[-1].update(group)
        elif group.keys() & {"action", "status", "disposition"}:
            found.append(dict(group))
    return found


def _report(group: dict[str, str], said: dict[str, str]) -> Report:
    address = _recipient(group)
    diagnostic = _typed(group.get("diagnostic-code", "")) or said.get(address.lower(), "")
    code = enhanced_code(group.get("status", ""), diagnostic)
    action = (group.get("action", "").lower().split("(")[0].split() or [""])[0]
    if action not in _ACTIONS:
        action = "delivered" if code.startswith("2.") else "failed"
    return Report(address, code, action, bounce_class(action, code, diagnostic), diagnostic)


def _read_receipt(group: dict[str, str]) -> Report:
    words = group.get("disposition", "").partition(";")[2].lower().split("/")[0].strip()
    return Report(_recipient(group), "", one_line(words, 40) or "displayed", BounceClass.OTHER, "")


def _feedback(groups: list[dict[str, str]], returned: Headers) -> tuple[Kind, list[Report]]:
    kind_of_feedback = next((group["feedback-type"] for group in groups if "feedback-type" in group), "abuse")
    action = one_line(kind_of_feedback, 40).lower()
    if action in _NOT_COMPLAINTS:
        return Kind.OTHER, []
    stated = [_field(group, name) for name in ("original-rcpt-to", "removal-recipient") for group in groups]
    found = [address for value in stated for address in fields.addresses(_typed(value))]
    found = found or fields.addresses(returned.first("to"))[:1] or [""]
    return Kind.COMPLAINT, [_complaint(address, action) for address in dict.fromkeys(found)][:REPORTS_LIMIT]


def _complaint(address: str, action: str) -> Report:
    found = fields.addresses(address)
    return Report(found[0] if found else "", "", action, BounceClass.OTHER, "")


def _kind(reports: list[Report]) -> Kind:
    return Kind.RECEIPT if all(report.action in _ARRIVED for report in reports) else Kind.BOUNCE


def _recipient(group: dict[str, str]) -> str:
    """Return whom the mail was written to: the original recipient is ours, the final one may be a forward."""
    values = [_typed(group.get(name, "")) for name in ("original-recipient", "final-recipient")]
    for value in values:
        if found := fields.addresses(value):
            return found[0]
    return next((value for value in values if value), "")


def _field(group: dict[str, str], name: str) -> str:
    return group.get(name) or group.get(f"x-{name}", "")


def _typed(value: str) -> str:
    """Return the value behind `rfc822;` or `smtp;`, as one line."""
    kind, mark, rest = value.partition(";")
    typed = rest if mark and re.fullmatch(r"\s*[\w-]{1,40}\s*", kind) else value
    return one_line(_ESCAPED.sub(_character, fields.decoded(typed[:8000])))


def _character(escaped: re.Match[str]) -> str:
    point = int(escaped[1], 16)
    return chr(point) if point < 0x110000 else "\ufffd"


def _same_house(domain: str, other: str) -> bool:
    return bool(other) and (domain == other or domain.endswith("." + other) or other.endswith("." + domain))


def _unix(data: bytes) -> bytes:
    """A status part in base64 brings its own line ends."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n")
