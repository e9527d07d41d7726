"""The mail that a message becomes, in words: with signed names, so that whatever comes back finds its way."""

from datetime import UTC, datetime

from channels import addresses, mime
from channels.protocol import Outgoing


def letter(words: Outgoing, names: addresses.Names) -> mime.Letter:
    """Return the mail for this message."""
    return mime.Letter(
        message_id=names.message_id,
        sender=(words.sender_name, words.sender_address),
        to=(words.name, words.address),
        subject=words.subject,
        text=words.text,
        html=words.html,
        date=datetime.now(UTC),
        reply_to=names.reply_address,
        headers=_headers(words),
    )


def _headers(words: Outgoing) -> tuple[tuple[str, str], ...]:
    """Say how to leave (marketing), what it answers (a person's words), or that no person wrote it."""
    if words.is_marketing:
        return _one_click(words.unsubscribe_url)
    if words.thread is None:
        return _AUTOMATIC
    ids = [f"<{each}>" for each in words.thread]
    return (("In-Reply-To", ids[-1]), ("References", " ".join(ids))) if ids else ()


_AUTOMATIC = (("Auto-Submitted", "auto-generated"),)


def _one_click(url: str) -> tuple[tuple[str, str], ...]:
    """Return the headers by which a mail program unsubscribes without a page (RFC 8058)."""
    return (("List-Unsubscribe", f"<{url}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
