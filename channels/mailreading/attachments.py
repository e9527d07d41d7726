"""Describe what is attached to a mail: a safe file name, the type and the size; and hand out one of them."""

import re

from channels.mailreading.charsets import one_line
from channels.mailreading.parts import SIZE_LIMIT, Part, split
from channels.mailreading.reading import Attachment

_NAME_BYTES = 200  # file systems take 255; room is left for a prefix
_SUFFIX_LENGTH = 16
_UNSAFE = re.compile(r'[<>:"|?*\u200b-\u200d\u2060]')
_RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")  # device names to Windows


def attachments(mail: Part) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(_name(part), one_line(part.content_type, 100), part.size_bytes)
        for part in mail.leaves()
        if part.is_attachment
    )


def attached(raw: bytes, number: int) -> tuple[Attachment, bytes] | None:
    """Return the so-many-th attachment of a mail, from 0, with its content; None if it has no such one."""
    mail, _ = split(raw)
    parts = [part for part in mail.leaves() if part.is_attachment]
    if not 0 <= number < len(parts):
        return None
    return attachments(mail)[number], parts[number].content(SIZE_LIMIT)


def safe_name(name: str) -> str:
    """Return the last path component without what fools a file system or a reader; may be empty."""
    last = re.split(r"[\\/]", one_line(name, 2000).rstrip("/\\"))[-1]
    clean = _RESERVED.sub(r"_\g<0>", _UNSAFE.sub("_", last).strip(". "))
    stem, dot, suffix = clean.rpartition(".")
    if not dot or len(suffix) > _SUFFIX_LENGTH:
        stem, dot, suffix = clean, "", ""
    room = _NAME_BYTES - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix


def _name(part: Part) -> str:
    return safe_name(part.file_name) or _unnamed(part.content_type)


def _unnamed(content_type: str) -> str:
    main, _, sub = content_type.partition("/")
    if content_type == "message/rfc822":
        return "message.eml"
    return f"{main}.{sub}" if re.fullmatch(r"[a-z]{1,20}/[a-z0-9]{1,5}", content_type) else "attachment"
