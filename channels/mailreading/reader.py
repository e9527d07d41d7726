"""Read one inbound mail: take it apart, decide what kind it is, say it in plain types. Pure; never raises."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from channels.mailreading import bounces, notices
from channels.mailreading import headers as fields
from channels.mailreading.attachments import attachments
from channels.mailreading.autoreplies import is_mail_system, machine_sign
from channels.mailreading.charsets import one_line, storable
from channels.mailreading.hypertext import as_text
from channels.mailreading.parts import Limits, Part, split
from channels.mailreading.reading import Kind, Reading, Report
from channels.mailreading.replies import Words, own_words

TEXT_LIMIT = 100_000  # characters of text that are read
_RECIPIENTS_LIMIT = 500
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_MARKS_OF_MAIL = ("from", "to", "subject", "date", "message-id", "received", "return-path", "content-type")


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: Kind
    reason: str = ""
    reports: tuple[Report, ...] = ()


def read(raw: bytes, envelope_to: Sequence[str] = (), *, envelope_from: str | None = None) -> Reading:
    """Say what this mail is and what is in it, whatever the bytes.

    `envelope_from` is the SMTP sender where it is known: "" is the null sender of bounces. What cannot be
    read gives kind `other` with `problem` set; `problem` on any other kind says what was left out.
    """
    envelope = tuple(filter(None, (one_line(address.strip("<> "), 320) for address in envelope_to)))
    try:
        return _read(raw, envelope, envelope_from)
    except Exception as error:  # the edge to the outside: a mail we stumble over must still reach staff
        return Reading(
            Kind.OTHER, to_addresses=envelope, problem=f"could not be read ({type(error).__name__})"
        )


def _read(raw: bytes, envelope: tuple[str, ...], envelope_from: str | None) -> Reading:
    mail, limits = split(raw)
    text = _text(mail, limits)
    envelope_reading = _envelope(mail, envelope)
    verdict = _verdict(mail, envelope_reading, text, envelope_from)
    words = Words(text) if verdict.reports else _words(mail, text, limits)
    _note_problems(mail, envelope_reading, limits)
    return replace(
        envelope_reading,
        kind=verdict.kind,
        visible_text=words.text,
        is_whole_text=words.is_whole,
        attachments=() if verdict.reports else attachments(mail),
        reports=verdict.reports,
        machine_reason=verdict.reason,
        problem="; ".join(limits.notes),
    )


def _envelope(mail: Part, envelope: tuple[str, ...]) -> Reading:
    """Return what the headers say; the kind is still to be judged."""
    headers = mail.headers
    from_address, from_name = fields.mailbox(headers.first("from") or headers.first("sender"))
    return Reading(
        kind=Kind.OTHER,
        from_address=from_address,
        from_name=from_name,
        to_addresses=tuple(dict.fromkeys((*envelope, *fields.recipients(headers))))[:_RECIPIENTS_LIMIT],
        subject=headers.text("subject"),
        message_id=_first_id(mail, "message-id"),
        in_reply_to=_first_id(mail, "in-reply-to"),
        references=tuple(fields.message_ids(headers.first("references"))),
        sent_at=fields.moment(headers.first("date")),
    )


def _first_id(mail: Part, name: str) -> str:
    return next(iter(fields.message_ids(mail.headers.first(name))), "")


def _verdict(mail: Part, reading: Reading, text: str, envelope_from: str | None) -> _Verdict:
    """Decide the kind: reports first, then other machines, else a person."""
    headers = mail.headers
    if not any(name in headers for name in _MARKS_OF_MAIL):
        return _Verdict(Kind.OTHER)
    has_null_sender = envelope_from == "" or headers.first("return-path").replace(" ", "") == "<>"
    is_system = is_mail_system(headers, reading.from_address, reading.from_name)
    found = bounces.structured(mail, text, is_mail_system=is_system or has_null_sender)
    is_machine = is_system or has_null_sender
    if not found and (is_machine or notices.is_unmistakable(headers, reading.subject, text)):
        failures = notices.failures(
            headers,
            reading.subject,
            text,
            frozenset(address.lower() for address in (reading.from_address, *reading.to_addresses)),
            is_named_system=is_system,
            written_to=fields.addresses(bounces.returned_headers(mail).first("to")),
        )
        found = (Kind.BOUNCE, failures) if failures else None
    if found:
        reports = bounces.with_original(found[1], mail, text, reading.to_addresses)
        return _Verdict(found[0], "a report by a mail system", reports)
    sign = machine_sign(headers, reading.subject, reading.from_address, has_null_sender=has_null_sender)
    return _Verdict(*sign) if sign else _Verdict(Kind.REPLY)


def _words(mail: Part, text: str, limits: Limits) -> Words:
    """Return the sender's own words, from the HTML where the text part holds nothing but quotation."""
    words = own_words(text)
    return words if words.text else own_words(_text(mail, limits, wanted="text/html"))


def _text(mail: Part, limits: Limits, wanted: str = "text/plain") -> str:
    text = storable(_part_text(mail, limits, wanted)).strip("\n")
    if len(text) > TEXT_LIMIT:
        limits.note(f"only the first {TEXT_LIMIT:,} characters of its text were read")
    return text[:TEXT_LIMIT]


def _part_text(part: Part, limits: Limits, wanted: str) -> str:
    """Return all texts one after the other; of alternatives the wanted one or else the last, the richest."""
    if part.content_type == "multipart/alternative":
        in_order = list(reversed(part.children))
        in_order.sort(key=lambda child: child.content_type != wanted)
        return next(filter(str.strip, (_part_text(child, limits, wanted) for child in in_order)), "")
    if part.children:
        texts = [_part_text(child, limits, wanted) for child in part.children]
        return "\n\n".join(text for text in texts if text.strip())
    if part.is_attachment or limits.text <= 0:
        return ""
    size = part.end - part.start
    if size > limits.text:
        limits.note("only the first part of its text was read")
    text = part.text(limits.text)
    limits.text -= min(limits.text, size)
    return _html_text(text, limits) if part.content_type == "text/html" else text


def _html_text(html: str, limits: Limits) -> str:
    """Convert as many tags as the mail may still cost; what a person wrote stands at the top."""
    *pieces, rest = html.split("<", limits.tags + 1)
    if len(pieces) <= limits.tags:
        pieces.append(rest)
    else:
        limits.note("only the first part of its text was read")
    limits.tags -= len(pieces) - 1
    return as_text("<".join(pieces))


def _note_problems(mail: Part, reading: Reading, limits: Limits) -> None:
    if not any(name in mail.headers for name in _MARKS_OF_MAIL):
        limits.note("it is no mail: it has no header")
    elif not reading.from_address:
        limits.note("it names no sender")
    if any(part.content_type in _SEALED for part in mail.walk()):
        limits.note("its text is encrypted or sealed")
