"""The plain types that say what an inbound mail was found to be."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    BOUNCE = "bounce"  # a mail of ours was not (or not yet) delivered; `reports` says to whom and why
    COMPLAINT = "complaint"  # a recipient called a mail of ours spam
    RECEIPT = "receipt"  # a mail of ours arrived (delivery or read receipt)
    AUTO_REPLY = "auto_reply"  # a machine answered; never answer it
    REPLY = "reply"  # a person wrote, in a thread or out of the blue
    OTHER = "other"  # list and bulk mail, machine reports, and what could not be read (see `problem`)


class BounceClass(StrEnum):
    HARD = "hard"  # this address does not work
    SOFT = "soft"  # it may work later; also everything unknown
    BLOCK = "block"  # the address works, we were turned away
    OTHER = "other"  # about the mail itself (size, content), or no bounce at all


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail system says became of one mail of ours to one address. Anybody can write one: the caller
    lets it count only with our signature, in `original_message_id` or in `Reading.to_addresses` (VERP).
    """

    address: str  # whom we wrote to; empty where the report does not say
    status: str  # enhanced status code such as "5.1.1", the most specific one found; empty if none
    action: (
        str  # failed, delayed, delivered, relayed, expanded; displayed (read receipts); abuse (complaints)
    )
    bounce_class: BounceClass
    diagnostic: str  # one line in the words of the mail system
    original_message_id: str = ""  # without angle brackets
    is_ours_hint: bool = False  # that Message-ID's domain is one this mail was addressed to


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str  # safe as a file name: no path, no control or direction characters, at most 120 long
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One inbound mail. Every text in it can be stored by PostgreSQL: no NUL, no surrogates."""

    kind: Kind
    from_address: str = ""
    from_name: str = ""
    to_addresses: tuple[str, ...] = ()  # envelope first, then Delivered-To and its like, To, Cc
    subject: str = ""
    message_id: str = ""  # ids are without angle brackets
    in_reply_to: str = ""
    references: tuple[str, ...] = ()  # oldest first
    sent_at: datetime | None = None  # aware UTC, as claimed by the sender
    visible_text: str = ""  # a person's own words; the whole notice for bounces, complaints and receipts
    is_whole_text: bool = False  # nothing could be cut safely: our own quoted words may be in visible_text
    attachments: tuple[Attachment, ...] = ()
    reports: tuple[Report, ...] = ()
    machine_reason: str = ""  # why we hold a machine to have sent it; empty for a person
    problem: str = ""  # what could not be read or was left out, for staff; empty if all went well
