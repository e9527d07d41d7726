"""Say a funnel in words and shares, for the campaign pages."""

from datetime import datetime, timedelta
from typing import Any

from campaigns.models import Flight
from channels import policies
from channels.registry import ADAPTERS
from customers.gate import Reason
from hub.analytics.funnel import Funnel, Tally, difference

ANSWERS_COME_FOR = timedelta(days=2)
OF_PLANNED, OF_SENT = "of planned", "of sent"
"""What a share is of: where a message stands, of those planned; what people did with it, of those sent."""


def steps(funnel: Funnel) -> list[dict[str, Any]]:
    """Return the steps that everybody went, each with its share of those planned or of those sent."""
    total = funnel.total
    refused = [
        {"label": Reason(reason).label.lower(), "count": count}
        for reason, count in total.refused_by_reason.most_common()
    ]
    waiting = total.outcomes["waiting"]
    rows = [
        ("planned", "Planned", total.planned, "brand", _planning(funnel), []),
        ("held", "Held out", total.outcomes["held"], "muted", "to compare with", []),
        ("refused", "Not written to", total.outcomes["refused"], "muted", "", refused),
        ("waiting", "Waiting", waiting, "warn", "", []),
        ("unknown", "Perhaps sent", total.outcomes["unknown"], "warn", "", []),
        ("sent", "Sent", total.accepted, "brand", "", []),
        ("delivered", "Known to have arrived", total.delivered, "brand", "", []),
        ("opened", "Opened by a person", total.opened, "brand", "", []),
        ("clicked", "Followed a link", total.clicked, "good", "", []),
        ("replied", "Answered", total.replied, "good", "", []),
        ("bounced", "Came back", total.outcomes["bounced"], "bad", "", []),
        ("failed", "Could not be sent", _lost(total), "bad", "", []),
        ("bought", "Bought within 14 days", total.bought, "good", _against(funnel), []),
    ]
    optional = {"held", "waiting", "unknown", "failed"}
    unknowable = set() if _tells_of_opening(funnel.flight) else {"opened"}
    return [
        {
            "key": key,
            "label": label,
            "count": count,
            "bar": _part(count, total.planned),
            "share": _part(count, total.accepted if key in _AFTER_SENDING else total.planned),
            "of": OF_SENT if key in _AFTER_SENDING else "",
            "tone": tone,
            "note": words,
            "parts": parts,
        }
        for key, label, count, tone, words, parts in rows
        if (count or key not in optional) and key not in unknowable
    ]


def arm_columns(funnel: Funnel) -> list[dict[str, str]]:
    """Return the heads of the table by version, each with what its shares are of."""
    labels = {
        "sent": "Sent",
        "opened": "Opened",
        "clicked": "Clicked",
        "replied": "Answered",
        "bounced": "Came back",
        "bought": "Bought",
    }
    return [
        {"label": labels[key], "of": OF_SENT if key in _AFTER_SENDING else OF_PLANNED}
        for key in _arm_keys(funnel)
    ]


def arms(funnel: Funnel, subjects: dict[int, str]) -> list[dict[str, Any]]:
    """Return each version with its figures, as in `arm_columns`, as (count, share); then those held out."""
    assigned = sum(version.planned for version in funnel.versions)
    keys = _arm_keys(funnel)
    rows: list[dict[str, Any]] = [
        {
            "name": version.name,
            "subject": subjects.get(version.version_id or 0, ""),
            "weight_share": 100 * version.planned / assigned if assigned else None,
            "cells": [_cell(version, key) for key in keys],
        }
        for version in funnel.versions
    ]
    if funnel.held_out.planned:
        bought = funnel.held_out.buyers
        cells = [*[None] * (len(keys) - 1), (bought, _part(bought, funnel.held_out.planned))]
        held_out = {"name": "Held out", "subject": "", "weight_share": None, "cells": cells}
        rows.append(held_out | {"of": "of held out"})
    return rows


def in_brief(funnel: Funnel) -> list[dict[str, Any]]:
    """Return a few figures for the list of campaigns; "opened" only where that can be known."""
    total = funnel.total
    sent = total.accepted
    figures = [
        {"label": "planned", "count": total.planned, "share": None},
        {"label": "sent", "count": sent, "share": None},
    ]
    if _tells_of_opening(funnel.flight):
        share = 100 * total.opened / sent if sent else None
        figures.append({"label": "opened", "count": total.opened, "share": share, "of": OF_SENT})
    return figures


def note(funnel: Funnel) -> str:
    if funnel.open_chunks:
        return "still choosing the audience"
    return "shares are of everybody planned where nothing else is said"


def is_fresh(flight: Flight, *, now: datetime) -> bool:
    """Say whether answers may still be coming in."""
    return flight.ended_at is None or now - flight.ended_at < ANSWERS_COME_FOR


def _planning(funnel: Funnel) -> str:
    return "and counting" if funnel.open_chunks else ""


def _lost(total: Tally) -> int:
    return sum(total.outcomes[name] for name in ("failed", "expired", "cancelled", "quarantined"))


def _against(funnel: Funnel) -> str:
    """Say how often either side bought, and how far that can be chance."""
    between = difference(funnel.treated, funnel.untreated)
    if between is None:
        return ""
    low, high = (100 * each for each in between)
    doubt = "may be" if low <= 0 <= high else "is hardly"
    return (
        f"{funnel.treated.rate:.1%} of those who were to get it,"
        f" {funnel.untreated.rate:.1%} of those held out."
        f" The difference {doubt} chance: {_signed(low)} to {_signed(high)} points, 19 times in 20."
    )


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "−")


_AFTER_SENDING = {"delivered", "opened", "clicked", "replied", "bought"}


def _tells_of_opening(flight: Flight) -> bool:
    """Say whether opening can be known: only of what waits on a screen behind its subject."""
    keys = (flight.campaign.channel, policies.other_channel(flight.otherwise))
    shapes = [ADAPTERS[key].shape for key in keys if key in ADAPTERS]
    return any(shape.is_on_screen and shape.has_subject for shape in shapes)


def _arm_keys(funnel: Funnel) -> list[str]:
    opened = ["opened"] if _tells_of_opening(funnel.flight) else []
    return ["sent", *opened, "clicked", "replied", "bounced", "bought"]


def _cell(tally: Tally, key: str) -> tuple[int, float]:
    counts = {"sent": tally.accepted, "bounced": tally.outcomes["bounced"]}
    count = counts[key] if key in counts else getattr(tally, key)
    return count, _part(count, tally.accepted if key in _AFTER_SENDING else tally.planned)


def _part(count: int, of: int) -> float:
    return 100 * count / of if of else 0.0
