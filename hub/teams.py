"""Teams: whose queue a conversation is in, who sees it, and how long an answer may take.

A conversation is in the queue that it was handed to, or else in the one that its topic says; so a change of a
team's topics holds at once, for what waits too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from channels.talk import Conversation
from hub.models import Mention, Staff, Team

_MENTIONED = re.compile(r"(?<![\w@.])@([\w.+-]{1,150})")
_LONGEST_LOOK = 120
"""Days of opening hours that are counted; who waits longer waits too long anyway."""
SOON = 0.75
"""From this share of its target on a wait is worth a warning."""


@dataclass(frozen=True)
class Roster:
    """All teams in their order, with the numbers of their members."""

    teams: tuple[Team, ...]
    members: Mapping[int, frozenset[int]]

    def claims(self) -> dict[str, int]:
        """Return which team each topic belongs to; of two that claim one, the first has it."""
        claimed: dict[str, int] = {}
        for team in self.teams:
            for topic in team.topics:
                claimed.setdefault(topic, team.pk)
        return claimed

    def team_of(self, conversation: Conversation) -> Team | None:
        """Return whose queue it is in; None in a hub without teams."""
        by_number = {team.pk: team for team in self.teams}
        handed = by_number.get(conversation.team_id or 0)
        claimed = by_number.get(self.claims().get(conversation.topic, 0))
        return handed or claimed or (self.teams[0] if self.teams else None)

    def queue(self, team: Team) -> Q:
        """Match what is in this team's queue."""
        claims = self.claims()
        own = [topic for topic, number in claims.items() if number == team.pk]
        nobodys = Q(team_id=None)
        mine = Q(team_id=team.pk) | (nobodys & Q(topic__in=own))
        return mine | (nobodys & ~Q(topic__in=list(claims))) if team == self.teams[0] else mine

    def of(self, staff: Staff) -> list[Team]:
        return [team for team in self.teams if staff.pk in self.members[team.pk]]

    def seen_by(self, staff: Staff) -> Q:
        """Match what this person may see: everything but the queues of restricted teams they are not in."""
        seen = Q()
        for team in self.shuts_out(staff):
            seen &= ~self.queue(team)
        return seen

    def shuts_out(self, staff: Staff) -> list[Team]:
        """Return the restricted teams that this person is not in; administrators are in all."""
        if staff.role == Staff.Role.ADMIN:
            return []
        return [team for team in self.teams if team.is_restricted and staff.pk not in self.members[team.pk]]


def roster() -> Roster:
    """Read the teams: two statements."""
    teams = tuple(Team.objects.prefetch_related("members"))
    return Roster(teams, {team.pk: frozenset(one.pk for one in team.members.all()) for team in teams})


@dataclass(frozen=True, slots=True)
class Clock:
    """How long somebody has waited for us in opening hours, against the target; a target of 0 is none."""

    waited: timedelta
    target: timedelta

    @property
    def is_late(self) -> bool:
        return bool(self.target) and self.waited >= self.target

    @property
    def tone(self) -> str:
        if self.is_late:
            return "bad"
        return "warn" if self.target and self.waited >= SOON * self.target else "neutral"

    @property
    def waits(self) -> str:
        return f"waits {span(self.waited)}"

    @property
    def words(self) -> str:
        """Say what the wait means for the target; without one how long it is."""
        if not self.target:
            return self.waits
        if self.is_late:
            late = self.waited - self.target
            return f"{span(late)} late" if late >= timedelta(minutes=1) else "late"
        return f"{span(self.target - self.waited)} left"


def clock(conversation: Conversation, team: Team | None, *, now: datetime) -> Clock | None:
    """Return how long the customer has waited for an answer; None if they do not wait for us."""
    if conversation.waiting_since is None:
        return None
    if team is None:
        return Clock(now - conversation.waiting_since, timedelta())
    is_first = conversation.first_answered_at is None
    minutes = team.first_answer_minutes if is_first else team.answer_minutes
    return Clock(open_time(team, conversation.waiting_since, now), timedelta(minutes=minutes))


def first_answer(conversation: Conversation, team: Team | None) -> Clock | None:
    """Return how long the first answer took since they began; None while there is none."""
    if conversation.first_answered_at is None:
        return None
    if team is None:
        return Clock(conversation.first_answered_at - conversation.opened_at, timedelta())
    took = open_time(team, conversation.opened_at, conversation.first_answered_at)
    return Clock(took, timedelta(minutes=team.first_answer_minutes))


def open_time(team: Team, since: datetime, until: datetime) -> timedelta:
    """Return how much of a span lies in the team's hours, on the hub's own clock. Pure."""
    if until <= since:
        return timedelta()
    if team.opens_at is None and team.closes_at is None and not team.weekdays:
        return until - since
    begin, end = timezone.localtime(since), timezone.localtime(until)
    total = timedelta()
    for offset in range(min((end.date() - begin.date()).days, _LONGEST_LOOK) + 1):
        day = begin.date() + timedelta(days=offset)
        if team.weekdays and day.weekday() not in team.weekdays:
            continue
        opens = datetime.combine(day, team.opens_at or time.min, begin.tzinfo)
        closes = datetime.combine(day, team.closes_at, begin.tzinfo) if team.closes_at else None
        closes = closes or datetime.combine(day + timedelta(days=1), time.min, begin.tzinfo)
        # By UTC: on the day of a clock change an hour is an hour all the same.
        shared = min(closes.timestamp(), until.timestamp()) - max(opens.timestamp(), since.timestamp())
        total += timedelta(seconds=max(0.0, shared))
    return total


def span(length: timedelta) -> str:
    """Say a length of time as people do: 5 min, 3 h, 2 days."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if rest and hours < 4 else f"{hours} h"
    return f"{minutes // (24 * 60)} days"


def mention(turn_id: int, words: str, *, author: Staff) -> list[Staff]:
    """Call everybody who is named with an @ in a note; it waits on their day. Returns whom it called."""
    names = {name.rstrip(".-").lower() for name in _MENTIONED.findall(words)}
    called = (
        [
            staff
            for staff in Staff.objects.filter(is_active=True).exclude(pk=author.pk)
            if staff.username.lower() in names
        ]
        if names
        else []
    )
    Mention.objects.bulk_create(
        [Mention(staff=staff, turn_id=turn_id) for staff in called], ignore_conflicts=True
    )
    return called
