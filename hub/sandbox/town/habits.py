"""What a person, and the machines around them, will do with a mail, and when. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from hub.sandbox.town.letter import Letter
from hub.sandbox.town.people import SCANNERS, Mailbox, Person, Pictures
from hub.sandbox.town.tastes import spoken_of


class Act(StrEnum):
    """What can be done with a mail, and how the town tells of it."""

    FETCH = "fetched by machines"
    OPEN = "opened"
    CLICK = "links followed"
    REPLY = "answered"
    AWAY = "answered by machines"
    BOUNCE = "sent back later"
    COMPLAIN = "complained about"
    LEAVE = "unsubscribed"
    BUY = "bought after a mail"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that will be done."""

    act: Act
    after_seconds: float
    """Real seconds after the mail came."""
    url: str = ""
    agent: str = ""
    method: str = "GET"
    words: str = ""
    """What a reply is about, or the taste that a purchase is for."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many town seconds pass in a real one, but nobody reads sooner than `least_seconds` (real ones)."""

    factor: float
    least_seconds: float
    breath_seconds: float = 4.0
    """How quick a hand is, whatever the pace: nobody follows two links within a breath."""

    def seconds(self, town_seconds: float) -> float:
        return self.least_seconds + town_seconds / self.factor

    def breaths(self, least: float, most: float, rng: Random) -> float:
        return rng.uniform(least, most) * self.breath_seconds


def deeds(
    person: Person, letter: Letter, *, fatigue: float, local: datetime, pace: Pace, rng: Random
) -> Iterator[Deed]:
    """Yield everything that comes of a mail.

    `fatigue` is how many mails came lately as a share of the person's patience; `local` is their time of day.
    """
    if person.mailbox in (Mailbox.GONE, Mailbox.OVERFLOWING):
        yield Deed(Act.BOUNCE, pace.seconds(rng.uniform(60, 3600)))
        return
    yield from _by_machines(person, letter, rng)
    if person.is_away:
        yield Deed(Act.AWAY, pace.breaths(0.3, 1, rng))
    read_after = pace.seconds(_seconds_until_read(person, local, rng))
    has_enough = rng.random() < _share_with_enough(person, letter, fatigue)
    if rng.random() < _share_opening(person, letter, fatigue):
        yield from _by_reader(person, letter, read_after, pace, rng)
    elif has_enough and fatigue < 1.5:
        return  # they have not even seen it
    if has_enough:
        yield _last_word(person, letter, read_after + pace.breaths(1, 3, rng), rng)


def _by_machines(person: Person, letter: Letter, rng: Random) -> Iterator[Deed]:
    """A gateway follows every link within a breath; a privacy proxy fetches every picture, read or not."""
    after = rng.uniform(0.3, 0.9)
    if person.has_gateway:
        agent = SCANNERS[person.number % len(SCANNERS)]
        method = "HEAD" if person.number % 2 else "GET"
        for url in (*letter.pictures, *letter.links):
            yield Deed(Act.FETCH, after, url, agent, method)
            after += rng.uniform(0.02, 0.1)
    if person.program.pictures == Pictures.PROXY_AT_ARRIVAL:
        for url in letter.pictures:
            yield Deed(Act.FETCH, after, url, person.program.agent)


def _by_reader(person: Person, letter: Letter, read_after: float, pace: Pace, rng: Random) -> Iterator[Deed]:
    interest = person.interest_in(f"{letter.subject} {letter.text}")
    if person.program.pictures != Pictures.PROXY_AT_ARRIVAL:
        for url in letter.pictures:
            yield Deed(Act.OPEN, read_after, url, person.program.agent)
    if letter.invitations and rng.random() < person.clicks * (0.4 + interest):
        yield from _clicks(person, letter, read_after, interest, pace, rng)
    if rng.random() < person.replies * (0.6 + 0.8 * interest):
        about = rng.choices(("question", "thanks", "yes", "no", "grievance"), (38, 24, 20, 12, 6))[0]
        yield Deed(Act.REPLY, read_after + pace.seconds(rng.uniform(120, 3600)), words=about)


def _clicks(
    person: Person, letter: Letter, read_after: float, interest: float, pace: Pace, rng: Random
) -> Iterator[Deed]:
    """Follow one link, or two with a pause between them; some buy what they saw, some time later."""
    after = read_after + pace.breaths(1, 10, rng)
    many = 2 if len(letter.invitations) > 1 and rng.random() < 0.25 else 1
    for url in rng.sample(letter.invitations[:4], many):
        yield Deed(Act.CLICK, after, url, person.program.browser)
        after += pace.breaths(1, 10, rng)
    if rng.random() < person.buys * (0.5 + interest):
        spoken = spoken_of(f"{letter.subject} {letter.text}")
        wanted = max(sorted(spoken), key=lambda taste: person.tastes[taste], default=person.favourite)
        yield Deed(Act.BUY, after + pace.seconds(rng.uniform(3600, 48 * 3600)), words=wanted)


def _last_word(person: Person, letter: Letter, after: float, rng: Random) -> Deed:
    """Complain, use the way out, or say it in words where there is none or it was not found."""
    if rng.random() < person.grumpiness:
        return Deed(Act.COMPLAIN, after)
    if letter.way_out and rng.random() < 0.75:
        return Deed(Act.LEAVE, after, letter.way_out, person.program.browser, "POST")
    return Deed(Act.REPLY, after, words="stop")


def _share_opening(person: Person, letter: Letter, fatigue: float) -> float:
    """The subject decides, and how tired of us they are."""
    share = person.opens * (0.55 + 0.9 * person.interest_in(letter.subject))
    share *= 0.4 if person.is_away else 1.0
    return min(0.97, share / (1 + max(0.0, fatigue - 1) / 2))


def _share_with_enough(person: Person, letter: Letter, fatigue: float) -> float:
    interest = person.interest_in(f"{letter.subject} {letter.text}")
    return (0.012 + 0.06 * max(0.0, fatigue - 1)) * (1.5 - interest)


def _seconds_until_read(person: Person, local: datetime, rng: Random) -> float:
    """Town time until they look into their mail: soon for some, at their next usual hour for others."""
    if not person.reads_at:
        return rng.expovariate(1 / 1500)
    hours = min((hour - local.hour) % 24 for hour in person.reads_at)
    minutes_gone = local.minute if hours else 0
    return max(0, hours * 3600 - minutes_gone * 60) + rng.expovariate(1 / 1200)
