"""Say a funnel in words and shares, for the campaign pages."""

from datetime import datetime, timedelta
from typing import Any

from campaigns.models import Flight
from customers.gate import Reason
from hub.analytics.funnel import Funnel, Tally

ARM_COLUMNS = ("Sent", "Opened", "Clicked", "Answered", "Came back", "Bought")
ANSWERS_COME_FOR = timedelta(days=2)


def steps(funnel: Funnel) -> list[dict[str, Any]]:
    """Return the steps that everybody went, each with its share of those planned."""
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
    return [
        {
            "key": key,
            "label": label,
            "count": count,
            "share": 100 * count / total.planned if total.planned else 0,
            "tone": tone,
            "note": words,
            "parts": parts,
        }
        for key, label, count, tone, words, parts in rows
        if count or key not in optional
    ]


def arms(funnel: Funnel, subjects: dict[int, str]) -> list[dict[str, Any]]:
    """Return each version with its figures as (count, share of those sent)."""
    assigned = sum(version.planned for version in funnel.versions)
    rows = [
        {
            "name": version.name,
            "subject": subjects.get(version.version_id or 0, ""),
            "weight_share": 100 * version.planned / assigned if assigned else None,
            "cells": _cells(version),
        }
        for version in funnel.versions
    ]
    if funnel.held_out.planned:
        bought = funnel.held_out.buyers
        share = 100 * bought / funnel.held_out.planned
        cells = [(0, 0.0)] * (len(ARM_COLUMNS) - 1) + [(bought, share)]
        rows.append({"name": "Held out", "subject": "", "weight_share": None, "cells": cells})
    return rows


def in_brief(funnel: Funnel) -> list[dict[str, Any]]:
    """Return three figures for the list of campaigns."""
    total = funnel.total
    sent = total.accepted
    return [
        {"label": "planned", "count": total.planned, "share": None},
        {"label": "sent", "count": sent, "share": None},
        {"label": "opened", "count": total.opened, "share": 100 * total.opened / sent if sent else None},
    ]


def note(funnel: Funnel) -> str:
    if funnel.open_chunks:
        return "still choosing the audience"
    return "shares are of everybody planned"


def is_fresh(flight: Flight, *, now: datetime) -> bool:
    """Say whether answers may still be coming in."""
    return flight.ended_at is None or now - flight.ended_at < ANSWERS_COME_FOR


def _planning(funnel: Funnel) -> str:
    return "and counting" if funnel.open_chunks else ""


def _lost(total: Tally) -> int:
    return sum(total.outcomes[name] for name in ("failed", "expired", "cancelled", "quarantined"))


def _against(funnel: Funnel) -> str:
    """Say how often either side bought; no lift is claimed from this alone."""
    treated, untreated = funnel.treated.rate, funnel.untreated.rate
    if treated is None or untreated is None:
        return ""
    return f"{treated:.1%} of those who were to get it, {untreated:.1%} of those held out"


def _cells(tally: Tally) -> list[tuple[int, float]]:
    sent = tally.accepted
    counts = (sent, tally.opened, tally.clicked, tally.replied, tally.outcomes["bounced"], tally.bought)
    base = (tally.planned, sent, sent, sent, sent, sent)
    return [(count, 100 * count / of if of else 0.0) for count, of in zip(counts, base, strict=True)]
