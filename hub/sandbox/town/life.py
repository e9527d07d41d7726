"""The life of the town: mail comes in, people and machines do what they do, and shopping goes on.

One event loop keeps the time; a few threads speak to the hub, so that there are never more than `THREADS`
connections to it, however much is going on.
"""

import asyncio
import http.client
import logging
import smtplib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from hub.sandbox.town import answers, past
from hub.sandbox.town.answers import Post
from hub.sandbox.town.dice import dice, how_many
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.habits import Act, Deed, Pace, deeds
from hub.sandbox.town.letter import Letter, read
from hub.sandbox.town.people import Mailbox, Person, person
from hub.sandbox.town.till import Till

log = logging.getLogger(__name__)
THREADS = 6
MOST_PLANNED = 200_000
"""With more than this to be done already, nobody finds the time to read another mail."""
MOST_TRIES = 6
AGAIN_SECONDS = 20.0
"""How long a mail server of the town waits before it tries a hub again that did not take a mail."""
TICK_SECONDS = 5.0
FORTNIGHT_SECONDS = 14 * 86400.0
MONTH_SECONDS = 30 * 86400.0
_GREEDIEST = 5.0
"""Purchases a month of somebody who shops more than nearly anybody."""
_HERE = ZoneInfo("Europe/Vienna")


@dataclass(slots=True)
class Memory:
    """What a person remembers of the hub's mail."""

    mails: int = 0
    pressure: float = 0.0
    """Mails of late; half of it is forgotten in a fortnight."""
    felt_at: float = 0.0
    has_said_away: bool = False

    def feel(self, town_seconds: float) -> float:
        """Take in one more mail at this time and return the pressure."""
        self.pressure = 1 + self.pressure * 0.5 ** ((town_seconds - self.felt_at) / FORTNIGHT_SECONDS)
        self.mails, self.felt_at = self.mails + 1, town_seconds
        return self.pressure


Tell = Callable[[Letter, Deed], None]
"""Lets the provider that brought a mail tell what was done with it."""
_TOLD = frozenset({Act.OPEN, Act.CLICK})
_TOLD_INSTEAD = frozenset({Act.BOUNCE, Act.COMPLAIN})
"""What a provider tells beside what the hub sees itself, and what it tells where others send mail."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A deed that will be done, by whom and about which mail; two alike are still two."""

    person: Person
    letter: Letter
    deed: Deed
    tell: Tell | None = None
    tries: int = 0


class Life:
    """Everything that happens in the town; made and used inside one running event loop."""

    def __init__(self, seed: str, size: int, doors: Doors, pace: Pace, till: Till) -> None:
        self.counts: Counter[str] = Counter()
        """What has happened, in words, for whoever asks."""
        self.is_open = asyncio.Event()
        """Set once the hub's web answers; until then everybody waits."""
        self._seed = seed
        self._size = size
        self._doors = doors
        self._pace = pace
        self._till = till
        self._memories: dict[int, Memory] = {}
        self._planned: dict[Plan, asyncio.TimerHandle] = {}
        self._doing: set[asyncio.Task[None]] = set()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="town")

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is planned or being done."""
        return not self._planned and not self._doing

    def receive(self, someone: Person, raw: bytes, return_path: str, tell: Tell | None = None) -> None:
        """Put a mail into a person's hands and plan what will come of it; `tell` is its provider's ear."""
        self.counts["mails"] += 1
        if len(self._planned) > MOST_PLANNED:
            return
        letter = read(raw, return_path, self._doors.base_url)
        memory = self._memories.setdefault(someone.number, Memory())
        fatigue = memory.feel(asyncio.get_running_loop().time() * self._pace.factor) / someone.patience
        rng = dice(self._seed, someone.number, letter.subject, memory.mails)
        for deed in deeds(
            someone, letter, fatigue=fatigue, local=datetime.now(_HERE), pace=self._pace, rng=rng
        ):
            if deed.act != Act.AWAY or not memory.has_said_away:
                self._plan(Plan(someone, letter, deed, tell), deed.after_seconds)
            memory.has_said_away |= deed.act == Act.AWAY

    async def go_shopping(self) -> None:
        """Shop as the seasons go, and hand over what was rung up, until cancelled."""
        rng = dice(self._seed, _now())
        looks = self._size * _GREEDIEST * TICK_SECONDS * self._pace.factor / MONTH_SECONDS
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for _ in range(how_many(looks, rng)):
                self._shop(person(self._seed, rng.randint(1, self._size)), rng)
            await asyncio.to_thread(self._till.hand_over)

    async def close(self) -> None:
        """Stop everything; what was planned will not happen."""
        for timer in self._planned.values():
            timer.cancel()
        for task in self._doing:
            task.cancel()
        await asyncio.gather(*self._doing, return_exceptions=True)
        self._threads.shutdown(cancel_futures=True)

    def _plan(self, plan: Plan, after_seconds: float) -> None:
        self._planned[plan] = asyncio.get_running_loop().call_later(after_seconds, self._begin, plan)

    def _begin(self, plan: Plan) -> None:
        del self._planned[plan]
        task = asyncio.create_task(self._do(plan))
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def _do(self, plan: Plan) -> None:
        """Do a deed off the loop; a mail that was not taken is brought again later, a page is given up."""
        await self.is_open.wait()
        try:
            do = partial(_DOERS[plan.deed.act], self, plan)
            self.counts[await asyncio.get_running_loop().run_in_executor(self._threads, do)] += 1
        except smtplib.SMTPResponseException as error:
            self.counts["not taken by the hub"] += 1
            log.warning("The hub did not take a mail: %d.", error.smtp_code)
            if 400 <= error.smtp_code < 500:
                self._try_again(plan)
        except (OSError, smtplib.SMTPException, http.client.HTTPException) as error:
            self.counts["found the hub closed"] += 1
            log.info("The hub could not be reached (%s).", type(error).__name__)
            self._try_again(plan)

    def _try_again(self, plan: Plan) -> None:
        if plan.tries < MOST_TRIES:
            self._plan(replace(plan, tries=plan.tries + 1), AGAIN_SECONDS)

    # What the threads do; each says what to count.

    def _visit(self, plan: Plan) -> str:
        status = self._doors.visit(plan.deed.url, plan.deed.agent, plan.deed.method)
        if status < 400:
            if plan.tell and plan.deed.act in _TOLD:
                plan.tell(plan.letter, plan.deed)
            return plan.deed.act.value
        log.warning("The hub answered %d to somebody who %s.", status, plan.deed.act.value)
        return "found a broken page"

    def _post(self, plan: Plan) -> str:
        if plan.tell and plan.deed.act in _TOLD_INSTEAD:
            plan.tell(plan.letter, plan.deed)
        else:
            self._doors.post(_POSTS[plan.deed.act](plan, _now()))
        return plan.deed.act.value

    def _buy(self, plan: Plan) -> str:
        self._ring_up(past.purchase(plan.person, _now(), _dice(plan), about=plan.deed.words))
        return plan.deed.act.value

    def _shop(self, someone: Person, rng: Random) -> None:
        """Look whether somebody goes shopping now; who shops more says yes more often."""
        now = _now()
        if rng.random() * _GREEDIEST < 1.35 * someone.appetite(now.year, now.month):
            make, words = rng.choices(_ERRANDS, (74, 20, 6))[0]
            self._ring_up(make(someone, now, rng))
            self.counts[words] += 1

    def _ring_up(self, line: past.Line) -> None:
        moment = str(line["occurred_at"]).translate(_NO_SIGNS)
        self._till.ring_up({"source_id": f"{line['customer']}-live-{moment}", **line})


_DOERS: dict[Act, Callable[[Life, Plan], str]] = {
    Act.FETCH: Life._visit,
    Act.OPEN: Life._visit,
    Act.CLICK: Life._visit,
    Act.LEAVE: Life._visit,
    Act.REPLY: Life._post,
    Act.AWAY: Life._post,
    Act.BOUNCE: Life._post,
    Act.COMPLAIN: Life._post,
    Act.BUY: Life._buy,
}
_POSTS: dict[Act, Callable[[Plan, datetime], Post]] = {
    Act.REPLY: lambda plan, now: answers.reply(plan.person, plan.letter, plan.deed.words, now, _dice(plan)),
    Act.AWAY: lambda plan, now: answers.away(plan.person, plan.letter, now),
    Act.BOUNCE: lambda plan, now: answers.bounce(
        plan.person, plan.letter, now, is_full=plan.person.mailbox == Mailbox.OVERFLOWING
    ),
    Act.COMPLAIN: lambda plan, now: answers.complaint(plan.person, plan.letter, now),
}
_ERRANDS = ((past.purchase, "purchases"), (past.visit, "visits"), (past.call, "calls"))
_NO_SIGNS = str.maketrans("", "", ":-+.")


def _now() -> datetime:
    return datetime.now(UTC)


def _dice(plan: Plan) -> Random:
    return dice(plan.person.number, plan.letter.subject, plan.deed.act)
