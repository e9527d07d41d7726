"""Say until when messages wait that cannot go now: for their turn, for their route, or for a route at all."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from channels import claims, rates
from channels.claims import Due, Wait
from channels.ways import Shares, Way

REST = timedelta(seconds=30)
NO_ROUTE = timedelta(hours=1)
NO_ROUTE_WORDS = "No route takes this address"


def of(shares: Shares, link: str, *, now: datetime) -> list[Wait]:
    """Return the waits of those who could not be given a way; who knows its turn already keeps it.

    They are no longer due until then, so that what can go is not looked for behind them.
    """
    new = [pair for pair in shares.waiting if not pair[1].is_planned and pair[0].route.link == link]
    return [
        *(wait for way in {way for way, _ in new} for wait in _in_turn(way, new)),
        *(Wait(message.id, now + REST) for message in shares.stalled),
        *(Wait(message.id, now + NO_ROUTE, NO_ROUTE_WORDS) for message in shares.stranded),
    ]


def _in_turn(way: Way, waiting: Sequence[tuple[Way, Due]]) -> list[Wait]:
    messages = [message for its_way, message in waiting if its_way is way]
    route = rates.route_bucket(way.channel, way.route.provider)
    turns = rates.plan(route, [rates.domain_bucket(message.address) for message in messages])
    return [
        Wait(message.id, datetime.fromtimestamp(turn, UTC), claims.IN_TURN)
        for message, turn in zip(messages, turns, strict=True)
    ]
