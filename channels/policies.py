"""What becomes of a touch that may not happen now: wait, be dropped, take another channel, join a digest.

Pure. Who asks the gate, and when, is in outbox.py and claims.py; digests.py puts together what waited.
"""

from datetime import datetime, timedelta

from customers.gate import Outcome, Reason, Verdict

DEFER = "defer"
DROP = "drop"
DIGEST = "digest"
_CHANNEL = "channel:"

SPREAD = timedelta(minutes=15)
"""Over so long is spread what quiet hours put off, or everybody's mail would start with the same second."""
_SHUFFLE = 2_654_435_761
"""Knuth's multiplicative hash: neighbours among customers go minutes apart."""


class BadPolicy(ValueError):
    """What is to become of a draft cannot be read, or lacks the words for the other channel."""


def other_channel(otherwise: str) -> str | None:
    """Return the channel that a policy names, or None."""
    return otherwise.removeprefix(_CHANNEL) if otherwise.startswith(_CHANNEL) else None


def check(otherwise: str, channel: str, other_content_id: int | None) -> None:
    """Raise BadPolicy for a policy that could not be carried out."""
    other = other_channel(otherwise)
    if other is None:
        if otherwise not in (DEFER, DROP, DIGEST):
            raise BadPolicy(f"There is no policy {otherwise!r}; say defer, drop, digest or channel:<key>.")
    elif other in ("", channel) or other_content_id is None:
        raise BadPolicy(f"{otherwise!r} needs a channel that is not {channel!r}, and the content for it.")


def applied(verdict: Verdict, otherwise: str) -> Verdict:
    """Turn a deferral of what is not worth waiting for into a refusal with the same reason."""
    if otherwise == DROP and verdict.outcome == Outcome.DEFER:
        return verdict._replace(outcome=Outcome.REFUSE, until=None)
    return verdict


def due_at(verdict: Verdict, customer_id: int, not_after: datetime | None, *, is_bulk: bool) -> datetime:
    """Return when to ask again after a deferral.

    Where quiet hours open, bulk mail is spread by customer over SPREAD: the same customer always at the
    same place, and never past `not_after`.
    """
    until = verdict.until
    assert until is not None
    if not is_bulk or verdict.reason != Reason.QUIET_HOURS:
        return until
    spread = until + SPREAD * (customer_id * _SHUFFLE % 2**32 / 2**32)
    return min(spread, not_after) if not_after is not None else spread
