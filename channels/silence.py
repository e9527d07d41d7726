"""Tell the history where we stayed silent, and why."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from customers import history
from customers.gate import Reason


class Withheld(NamedTuple):
    """A message that is not sent; `instead` names the channel that took over, if one did."""

    message_id: int
    customer_id: int
    channel: str
    topic: str
    campaign_id: int | None
    reason: str
    instead: str = ""


def tell(withheld: Iterable[Withheld], *, now: datetime) -> None:
    """Record each once, however often it is told."""
    history.record(
        [_entry(each, now) for each in withheld if each.reason != Reason.UNKNOWN_CUSTOMER], now=now
    )


def _entry(each: Withheld, now: datetime) -> history.Entry:
    summary, data = str(Reason(each.reason).label), {"reason": each.reason, "topic": each.topic}
    if each.instead:
        summary, data["instead"] = f"{summary}; sent by {each.instead} instead", each.instead
    return history.Entry(
        customer_id=each.customer_id,
        occurred_at=now,
        kind="message_refused",
        source="message",
        source_id=f"{each.message_id}:refused",
        channel=each.channel,
        summary=summary,
        data=data,
        message_id=each.message_id,
        campaign_id=each.campaign_id,
    )
