"""What a person does with a campaign: launch it, pause it, let it go on, stop it."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction

from campaigns import audience, content, flights, tasks
from campaigns.arms import Arm
from campaigns.models import RUNNING, Campaign, Flight, Version
from campaigns.segment import BadRule
from channels import outbox

CHUNK_CUSTOMERS = 2000
USUAL_HOURS = 7 * 24
"""How long after launch a message is still worth sending, where the campaign does not say."""


class CannotLaunch(Exception):
    """The campaign is not fit to go out; `problems` are sentences for its author."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class CannotMove(Exception):
    """The flight stands where this cannot be done."""


def launch(campaign: Campaign, *, by: str, now: datetime) -> Flight:
    """Freeze the campaign as it is and start sending it; raises CannotLaunch with everything that is wrong.

    Only one flight of a campaign runs at a time. The versions' texts, the rule and the customers there are
    at this moment are what the flight keeps to, whatever is changed meanwhile.
    """
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        _check(campaign, now)
        flight = Flight.objects.create(
            campaign=campaign,
            audience=campaign.audience,
            holdout=campaign.holdout,
            arms=[arm.dump() for arm in _publish(campaign)],
            # The campaign's own salt, not the flight's: whoever was held out or got B does so again.
            salt=campaign.key,
            otherwise=campaign.otherwise,
            not_after=now + timedelta(hours=campaign.schedule.get("not_after_hours", USUAL_HOURS)),
            launched_by=by,
            started_at=now,
        )
        _cut(flight)
        transaction.on_commit(partial(_ring, now))
    return flight


def pause(flight: Flight, *, by: str, now: datetime) -> Flight:
    """Hold everything back that is not on the wire yet. Raises CannotMove."""
    with transaction.atomic():
        _move(flight, Flight.State.PAUSED, "paused")
        outbox.hold(flight.cause, now=now, reason=f"Paused by {by}")
    return _fresh(flight)


def resume(flight: Flight, *, by: str, now: datetime) -> Flight:
    """Let a paused flight go on with the rest. Raises CannotMove."""
    with transaction.atomic():
        is_unplanned = flight.chunks.filter(planned_at=None).exists()
        to = Flight.State.PLANNING if is_unplanned else Flight.State.SENDING
        _move(flight, to, "resumed", standing=[Flight.State.PAUSED])
        outbox.release(flight.cause)
        flight.chunks.filter(planned_at=None).update(rung_at=None)
        transaction.on_commit(partial(_ring, now))
    return _fresh(flight)


def stop(flight: Flight, *, by: str, now: datetime) -> Flight:
    """Call off everything that is not on the wire yet, for good. Raises CannotMove."""
    with transaction.atomic():
        _move(flight, Flight.State.STOPPED, "stopped")
        outbox.hold(flight.cause, now=now, reason=f"Stopped by {by}")
    flights.finish_stopping(flight, now=now)
    return _fresh(flight)


def latest_flight(campaign: Campaign) -> Flight | None:
    """Return the flight that runs, or the last one that did."""
    return campaign.flights.order_by("-pk").first()


def _check(campaign: Campaign, now: datetime) -> None:
    if campaign.flights.filter(state__in=RUNNING).exists():
        raise CannotLaunch("It is running already: wait until it has ended, or stop it.")
    problems = [str(complaint) for complaint in content.check_campaign(campaign)]
    try:
        if not audience.members(audience.read(campaign.audience), now=now).exists():
            problems.append("Nobody is in the audience.")
    except BadRule as error:
        problems.append(str(error))
    if problems:
        raise CannotLaunch(*problems)


def _publish(campaign: Campaign) -> list[Arm]:
    versions = [version for version in campaign.versions.all() if version.weight > 0]
    return [_publish_version(campaign, version) for version in versions]


def _publish_version(campaign: Campaign, version: Version) -> Arm:
    said = content.publish(campaign, version).pk
    other = content.elsewhere(campaign, version)
    return Arm(
        version.pk,
        version.name,
        version.weight,
        said,
        content.publish(other.campaign, other).pk if other else None,
    )


def _cut(flight: Flight) -> None:
    """Cut the customers of this moment into ranges of as many each, whatever gaps their numbers have."""
    with connection.cursor() as cursor:
        cursor.execute(_CUT, [flight.pk, CHUNK_CUSTOMERS])


def _ring(now: datetime) -> None:
    tasks.ring(flights.waiting_chunks(now=now))


def _move(flight: Flight, to: str, done: str, **conditions: Any) -> None:
    if not flights.move(flight, to, **conditions):
        flight.refresh_from_db(fields=["state"])
        raise CannotMove(f"It cannot be {done}: it is {flight.get_state_display().lower()}.")


def _fresh(flight: Flight) -> Flight:
    flight.refresh_from_db()
    return flight


_CUT = """
INSERT INTO campaigns_chunk (flight_id, low, high)
SELECT %s, min(id), max(id) FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS part
    FROM customers_customer WHERE erased_at IS NULL
) numbered GROUP BY part ORDER BY part
"""
