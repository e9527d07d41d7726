"""The gate against a plain model of it, over lives that hypothesis makes up."""

from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from customers import consent, gate, merging, preferences, zones
from customers.consent import Answer, Evidence
from customers.gate import Ask, Outcome
from customers.models import Customer, DefaultDial, HouseLimit, Merge, Profile, QuietHours, RestRule, Touch
from tests.customers.plain_gate import Person, PlainGate

CHANNELS, TOPICS = ("email", "till"), ("offers", "tips")
SCOPES = [(c, t) for c in ("", *CHANNELS) for t in ("", *TOPICS)]
ABOUT = (*TOPICS, "offers tips")
"""What a touch may be about; a digest has both topics and counts in each."""
HOMES = [
    ("Europe/Vienna", "AT"), ("America/New_York", "US"), ("Australia/Lord_Howe", "AU"),
    ("Asia/Kathmandu", "NP"), ("Pacific/Apia", "WS"), ("Pacific/Kiritimati", "KI"),
    ("America/St_Johns", "CA"),
    ("Africa/Casablanca", "MA"), ("Asia/Tehran", "IR"), ("America/Santiago", "CL"), ("Europe/Dublin", "IE"),
    ("Pacific/Chatham", "NZ"), ("UTC", ""), ("", "PT"), ("", "AU"), ("", ""), ("No/Such_Zone", "NP"),
]  # fmt: skip
STARTS = [
    datetime(2026, 3, 28, 22, tzinfo=UTC),  # the last hours of winter time in Europe
    datetime(2026, 10, 24, 20, tzinfo=UTC),
    datetime(2026, 3, 7, 20, tzinfo=UTC),  # and in North America
    datetime(2028, 2, 27, 12, tzinfo=UTC),  # before a leap day
    datetime(2026, 4, 4, 12, tzinfo=UTC),  # Lord Howe turns back by half an hour
]
DAY = timedelta(days=1)
LEAPS = [n * DAY for n in (1, 7, 30, 90)]
STEPS = st.one_of(
    st.sampled_from([timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=6)]),
    st.integers(1, 72 * 60).map(lambda minutes: timedelta(minutes=minutes)),
)
HOURS = st.sampled_from(
    [(time(21), time(8)), (time(2, 30), time(3, 15)), (time(12), time(12)), (time(0), time(6))]
)
SAID = Evidence("A wording.", "test", "customer")
SAME = {
    "": "", "withdrawn": "withdrawn", "no_consent": "no_consent", "dial_closed": "dial_closed",
    "dial_full": "dial_full", "house_closed": "house_limit", "house_full": "house_limit",
    "quiet_hours": "quiet_hours", "resting": "resting",
}  # fmt: skip
_addresses = count(1)


class Lives(RuleBasedStateMachine):
    @initialize(
        start=st.sampled_from(STARTS),
        homes=st.lists(st.sampled_from(HOMES), min_size=3, max_size=3),
        limits=st.dictionaries(st.sampled_from(SCOPES), st.sampled_from([0, 4, 6, 8, 10]), max_size=2),
        defaults=st.dictionaries(st.sampled_from(SCOPES), st.integers(0, 10), max_size=2),
        quiet=st.lists(st.tuples(HOURS, st.sets(st.integers(1, 7), min_size=1)), max_size=2),
        rest=st.sampled_from([(5, 14, 30), (2, 3, 10), (1, 1, 1), None, None]),
        firsts=st.lists(st.sampled_from([4, 5, 7, 7, 8, 9, 10]), min_size=3, max_size=3),
    )
    def begin(
        self, start: datetime, homes: Any, limits: Any, defaults: Any, quiet: Any, rest: Any, firsts: Any
    ) -> None:
        for table in (HouseLimit, DefaultDial, QuietHours, RestRule):
            table.objects.all().delete()
        self.now = start
        self.closed: dict[int, set[str]] = {}  # what the dial on everything shut, and may open again
        self.plain = PlainGate(limits=limits, defaults=defaults, rest=rest)
        self.plain.quiet = [(*hours, days) for hours, days in quiet]
        for scope, position in limits.items():
            HouseLimit.objects.create(channel=scope[0], topic=scope[1], position=position)
        for scope, position in defaults.items():
            DefaultDial.objects.create(channel=scope[0], topic=scope[1], position=position)
        for (starts, ends), days in quiet:
            QuietHours.objects.create(starts=starts, ends=ends, weekdays=sorted(days))
        if rest:
            RestRule.objects.create(ignored=rest[0], within_days=rest[1], rest_days=rest[2])
        self.ids = [self._customer(*home) for home in homes]
        for who, position in zip(self.ids, firsts, strict=True):
            consent.turn_dial(who, position, evidence=SAID, now=start)
            self.plain.people[who].dials["", ""] = (position, None, None)

    def _customer(self, zone: str, country: str) -> int:
        customer = Customer.objects.create(name="Somebody", timezone=zone, country=country)
        zone_names = [each.key for each in zones.plausible(zone, country)]
        self.plain.people[customer.pk] = Person(zone_names)
        for channel in CHANNELS:
            self._answer(customer.pk, channel, True)
        return customer.pk

    def _answer(self, who: int, channel: str, yes: bool) -> None:
        answer = Answer(who, channel, "marketing", yes, self.now, "A wording.", "test", "customer")
        consent.take_answers([answer], now=self.now)
        self.plain.people[who].yes[channel] = yes
        if yes:
            self.closed.get(who, set()).discard(channel)

    @rule(step=STEPS)
    def time_passes(self, step: timedelta) -> None:
        self.now += step

    @rule(n=st.integers(0, 2), channel=st.sampled_from(CHANNELS), yes=st.sampled_from([True, True, False]))
    def says_yes_or_no(self, n: int, channel: str, yes: bool) -> None:
        self._answer(self.ids[n], channel, yes)

    @rule(
        n=st.integers(0, 2),
        scope=st.sampled_from(SCOPES),
        position=st.sampled_from([4, 5, 6, 7, 7, 7, 8, 9, *range(11)]),
        days=st.sampled_from([0, 0, 1, 7]),
    )
    def turns_a_dial(self, n: int, scope: tuple[str, str], position: int, days: int) -> None:
        who, until = self.ids[n], self.now + timedelta(days=days) if days else None
        consent.turn_dial(
            who, position, channel=scope[0], topic=scope[1], until=until, evidence=SAID, now=self.now
        )
        person = self.plain.people[who]
        before = person.dials.get(scope)
        closed = self.closed.setdefault(who, set())
        was_shut = before is not None and before[0] == 0
        reopened = sorted(closed) if scope == ("", "") and was_shut and position and not until else []
        if scope == ("", ""):
            closed.clear()
        if until:
            person.dials[scope] = (before[0] if before else 10, position, until)
            return
        person.dials[scope] = (position, None, None)
        if scope == ("", "") and position == 0:
            closed |= {channel for channel, yes in person.yes.items() if yes}
        if scope[1] == "":
            for channel in [scope[0]] if scope[0] else list(person.yes) if position == 0 else reopened:
                person.yes[channel] = position > 0
                closed -= {channel} if position else set()

    @rule(n=st.integers(0, 2), hours=st.none() | HOURS.filter(lambda hours: hours[0] != hours[1]))
    def wants_peace(self, n: int, hours: tuple[time, time] | None) -> None:
        begin, end = hours or (None, None)
        preferences.set(
            self.ids[n], channel="", quiet_from=begin, quiet_until=end, evidence=SAID, now=self.now
        )
        self.plain.people[self.ids[n]].quiet = hours

    @rule(n=st.integers(0, 2))
    def comes_by(self, n: int) -> None:
        Profile.objects.update_or_create(pk=self.ids[n], defaults={"last_visit_at": self.now})
        self.plain.people[self.ids[n]].contact_at = self.now

    @rule(data=st.data())
    def answers(self, data: st.DataObject) -> None:
        if self.plain.touches:
            touch = data.draw(st.sampled_from(self.plain.touches))
            touch[4] = touch[4] or self.now
            Touch.objects.filter(pk=touch[5]).update(answered_at=touch[4])

    @rule(n=st.integers(0, 2), m=st.integers(0, 2))
    def turn_out_to_be_one(self, n: int, m: int) -> None:
        loser, winner = self.ids[n], self.ids[m]
        people = self.plain.people
        if n != m and people[loser].alias_of is None and people[winner].alias_of is None:
            merging.merge(loser, winner, actor="test", now=self.now)
            for person in people.values():
                person.alias_of = winner if person.alias_of == loser else person.alias_of
            people[loser].alias_of = winner

    @rule()
    def the_last_merge_was_wrong(self) -> None:
        last = Merge.objects.filter(loser__in=self.ids, undone_at=None).order_by("pk").last()
        if last:
            merging.undo(last.pk, actor="test", now=self.now)
            self.plain.people[last.loser_id].alias_of = None
            for moved in last.moved:
                self.plain.people[moved].alias_of = last.loser_id

    @rule(
        n=st.integers(0, 2),
        touches=st.lists(
            st.tuples(st.sampled_from(CHANNELS), st.sampled_from(ABOUT)), min_size=1, max_size=4
        ),
        then=st.sampled_from([timedelta(0), *LEAPS, DAY, DAY]),
        edge=st.sampled_from([-1, 0, 0, 1]),
    )
    def we_say_things_and_wait(
        self, n: int, touches: list[tuple[str, str]], then: timedelta, edge: int
    ) -> None:
        """Say them, and come back when the last one is about to leave a window."""
        self._say(n, touches)
        self.every_verdict_is_the_same()
        self.now += then + timedelta(microseconds=edge if then else 0)

    def _say(self, n: int, touches: list[tuple[str, str]]) -> None:
        newest = Touch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        expected = []
        for channel, topic in touches:
            expected.append(self.plain.objection(self.ids[n], channel, topic, self.now))
            if not expected[-1]:
                self.plain.touches.append([self.ids[n], channel, topic, self.now, None, 0])
        with transaction.atomic():
            verdicts = gate.spend([self._ask(self.ids[n], *touch) for touch in touches], now=self.now)
        assert [verdict.reason for verdict in verdicts] == [SAME[each] for each in expected]
        spent = Touch.objects.filter(pk__gt=newest).order_by("pk").values_list("pk", "customer_id")
        for touch, (pk, customer_id) in zip(
            self.plain.touches[-len(spent) or len(self.plain.touches) :], spent, strict=True
        ):
            touch[0], touch[5] = customer_id, pk

    @invariant()
    def every_verdict_is_the_same(self) -> None:
        asked = [(who, channel, topic) for who in self.ids for channel in CHANNELS for topic in ABOUT]
        asks = [self._ask(*each) for each in asked]
        for ask, each, verdict in zip(asks, asked, gate.judge(asks, now=self.now), strict=True):
            expected = self.plain.objection(*each, self.now)
            assert verdict.reason == SAME[expected], (ask, expected, verdict)
            if verdict.outcome == Outcome.DEFER:
                self._springs_back(ask, expected, verdict)

    def _ask(self, who: int, channel: str, topic: str) -> Ask:
        return Ask(who, channel, topic, "marketing", 1 if channel == "email" else None)

    def _springs_back(self, ask: Ask, expected: str, verdict: gate.Verdict) -> None:
        """At `until` this rule objects no longer; a moment before, something still did."""
        assert verdict.until is not None and verdict.until > self.now
        if expected == "quiet_hours" and verdict.until - self.now >= timedelta(days=8):
            return  # hours that leave no room at all: it will be asked again in a week
        later = self.plain.objection(ask.customer_id, ask.channel, ask.topic, verdict.until)
        before = self.plain.objection(
            ask.customer_id, ask.channel, ask.topic, verdict.until - timedelta(microseconds=1)
        )
        assert later != expected or expected in ("dial_full", "house_full"), (expected, verdict)
        assert before, (expected, verdict)


def live(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
            phases=[Phase.generate],
        ),
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("few_and_many")
def test_the_gate_says_what_the_plain_model_says() -> None:
    live(examples=16, steps=50)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("few_and_many")
def test_the_gate_says_what_the_plain_model_says_in_ten_thousand_steps() -> None:
    live(examples=100, steps=100)
