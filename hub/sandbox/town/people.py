"""The people of the town: who they are, and what only they know about themselves. Pure.

A person follows from the town's seed and their number alone, so nobody is stored anywhere. What is hidden
here (tastes, habits, patience) the hub can only learn from what people do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from random import Random

from hub.sandbox.town import names
from hub.sandbox.town.dice import dice, one_of
from hub.sandbox.town.tastes import SHOPS, TASTES, spoken_of

SEED = "rapport"
SOURCE = "town"
"""Under which name the hub knows the town's people and tills."""
HOUSEHOLD = 40
"""Every so many-th person shares address and family name with the one before."""
_WITH_LONGEST_NAME = 60


class Mailbox(StrEnum):
    """How the mailbox behaves towards whoever delivers."""

    FINE = "fine"
    WARY = "wary"  # sends strangers away once, since spammers do not come back (greylisting)
    DEAD = "dead"  # refused at the door: no such mailbox
    FULL = "full"  # put off at the door, and again, and again
    GONE = "gone"  # taken at the door; the report that nobody lives there comes later
    OVERFLOWING = "overflowing"  # taken at the door; the report that it is full comes later


class Rhythm(StrEnum):
    """How shopping goes through the years."""

    REGULAR = "regular"
    SEASONAL = "seasonal"
    LAPSING = "lapsing"
    RARE = "rare"


class Pictures(StrEnum):
    """Who fetches the pictures of a mail, and when."""

    READER = "reader"  # the program, when the mail is read
    PROXY_AT_READING = "proxy at reading"
    PROXY_AT_ARRIVAL = "proxy at arrival"  # read or not


@dataclass(frozen=True, slots=True)
class Program:
    """A mail program; `browser` is what opens its links."""

    name: str
    pictures: Pictures
    agent: str
    """Who fetches pictures calls itself so."""
    browser: str


_CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0 Safari/537.36"
)
_ANDROID = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0 Mobile Safari/537.36"
)
_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/19.1 Mobile/15E148 Safari/604.1"
)
_FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
_GOOGLE_PROXY = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
_OUTLOOK_AGENT = "Mozilla/4.0 (compatible; ms-office; MSOffice 16)"
_THUNDERBIRD_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0"
PROGRAMS: tuple[tuple[int, Program], ...] = (
    (20, Program("iphone", Pictures.PROXY_AT_ARRIVAL, "Mozilla/5.0", _IPHONE)),
    (20, Program("gmail", Pictures.PROXY_AT_READING, _GOOGLE_PROXY, _ANDROID)),
    (20, Program("outlook", Pictures.READER, _OUTLOOK_AGENT, _CHROME)),
    (12, Program("thunderbird", Pictures.READER, _THUNDERBIRD_AGENT, _FIREFOX)),
    (28, Program("webmail", Pictures.READER, _CHROME, _CHROME)),
)
"""Shares in a hundred, and the programs."""
SCANNERS = (
    "Mozilla/5.0 (compatible; Barracuda Sentinel)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ BingPreview/1.0b",
    _CHROME,
)
"""What security gateways call themselves; the last kind says nothing of it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One townsperson. Shares and propensities run from 0 to 1; amounts are cents."""

    number: int
    name: str
    email: str
    """Empty for those without one."""
    phone: str
    language: str
    country: str
    birthday_month: int
    shop: str
    prefers: str
    """What they told the shop; empty if nothing, and not always what they care most about."""
    has_agreed: bool
    """To marketing by email, when they became a customer."""
    street: str
    has_app: bool
    """The shop's page on their phone, with notices turned on."""
    takes_letters: bool
    takes_calls: bool
    """They agreed to offers by them."""
    # From here on nobody knows but themselves.
    tastes: Mapping[str, float]
    rhythm: Rhythm
    purchases_per_month: float
    basket_cents: int
    months_ago: int
    """How long before the town was founded they first came; 24 stands for longer ago."""
    lapse: tuple[int, int, int]
    """Months of shopping, months of silence, and where in that turn they are."""
    program: Program
    has_gateway: bool
    """A scanner at work or at the provider follows every link first."""
    mailbox: Mailbox
    reads_at: tuple[int, ...]
    """Hours of the day in which they look into their mail; empty for whenever it comes."""
    is_away: bool
    opens: float
    clicks: float
    replies: float
    buys: float
    """Of those who clicked."""
    patience: float
    """Mails in a fortnight that are not too many."""
    grumpiness: float
    """Share of those who have enough of it that complain rather than unsubscribe."""

    @property
    def key(self) -> str:
        """The number on their customer card."""
        return f"T{self.number:05d}"

    @property
    def place(self) -> tuple[str, str]:
        """Postcode and city."""
        return ("8010", "Graz") if self.country == "AT" else ("94032", "Passau")

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    def interest_in(self, words: str) -> float:
        """Say how much what these words speak of matters to them; 0.3 if they speak of nothing special."""
        return max((self.tastes.get(taste, 0.1) for taste in spoken_of(words)), default=0.3)

    def appetite(self, year: int, month: int) -> float:
        """Return how many purchases that month would bring on average."""
        if self.rhythm == Rhythm.LAPSING:
            active, silent, offset = self.lapse
            is_active = (12 * year + month + offset) % (active + silent) < active
            return self.purchases_per_month * (1.0 if is_active else 0.02)
        if self.rhythm == Rhythm.SEASONAL:
            return self.purchases_per_month * TASTES[self.favourite].season[month - 1]
        return self.purchases_per_month

    @property
    def favourite(self) -> str:
        return max(self.tastes, key=lambda taste: self.tastes[taste])


@lru_cache(maxsize=5000)
def person(seed: str, number: int) -> Person:
    """Make the person with this number, 1 or more; the same seed and number, the same person."""
    rng = dice(seed, number)
    country = "AT" if rng.random() < 0.86 else "DE"
    full_name = names.LONGEST_NAME if number == _WITH_LONGEST_NAME else names.name(rng)
    email = names.mailbox(full_name, number, rng) if rng.random() < 0.97 else ""
    shop = one_of(SHOPS, rng)
    tastes = _tastes(rng)
    rhythm = Rhythm(one_of({"regular": 34, "seasonal": 20, "lapsing": 21, "rare": 25}, rng))
    if number % HOUSEHOLD == 0:
        other = person(seed, number - 1)
        full_name = f"{full_name.partition(' ')[0]} {other.name.partition(' ')[2]}"
        email, shop, country = other.email, other.shop, other.country
    is_valued = rng.random() < 0.03
    later = dice(seed, number, "later")  # what was asked of people last leaves all else about them as it was
    return Person(
        number=number,
        name=full_name,
        street=names.home(number - 1 if number % HOUSEHOLD == 0 else number),
        has_app=later.random() < 0.2,
        takes_letters=later.random() < 0.06,
        takes_calls=later.random() < 0.06,
        email=email,
        phone=_phone(country, number) if rng.random() < 0.7 else "",
        language="en" if rng.random() < 0.1 else "de",
        country=country,
        birthday_month=rng.randint(1, 12),
        shop=shop,
        prefers=_prefers(tastes, rng),
        has_agreed=rng.random() < 0.9,
        tastes=tastes,
        rhythm=rhythm,
        purchases_per_month=_purchases_per_month(rhythm, rng) * (2.5 if is_valued else 1.0),
        basket_cents=round(rng.lognormvariate(7.6, 0.45)) * (3 if is_valued else 1),
        months_ago=rng.randint(1, 23) if rng.random() < 0.2 else 24,
        lapse=(rng.randint(9, 18), rng.randint(5, 10), rng.randrange(36)),
        program=rng.choices([p for _, p in PROGRAMS], [share for share, _ in PROGRAMS])[0],
        has_gateway=rng.random() < 0.06,
        mailbox=Mailbox(one_of(_MAILBOXES, rng)),
        reads_at=_reads_at(rng),
        is_away=rng.random() < 0.025,
        opens=min(0.95, max(0.03, rng.gauss(0.55, 0.22))),
        clicks=min(0.9, max(0.02, rng.gauss(0.32, 0.18))),
        replies=min(0.5, rng.expovariate(1 / 0.08)),
        buys=rng.uniform(0.1, 0.5),
        patience=rng.uniform(1.5, 9.0),
        grumpiness=rng.uniform(0.0, 0.45),
    )


def resident(seed: str, size: int, address: str) -> Person | None:
    """Return whose mailbox this address is in a town of that size, or None."""
    number = names.number_of(address)
    if number is None or not 0 < number <= size:
        return None
    owner = person(seed, number)
    return owner if owner.email == address.lower() else None


def phone_owner(seed: str, size: int, phone: str) -> Person | None:
    """Return whose phone this is (+43660...) in a town of that size, or None."""
    digits = phone[-5:]
    first = int(digits) * _UNSCATTER % 100_000 if digits.isascii() and digits.isdigit() else 0
    for number in range(first, size + 1, 100_000):
        if number and person(seed, number).phone.replace(" ", "") == phone:
            return person(seed, number)
    return None


def addressee(seed: str, size: int, name: str, street: str) -> Person | None:
    """Return whose letterbox a letter with this name and street goes into, or None."""
    number = names.number_at(street)
    if number is None:
        return None
    living = [person(seed, each) for each in (number, number + 1) if 0 < each <= size]
    return next((each for each in living if (each.name, each.street) == (name, street)), None)


_UNSCATTER = pow(7919, -1, 100_000)
_MAILBOXES = {"fine": 776, "wary": 180, "dead": 16, "full": 8, "gone": 12, "overflowing": 8}


def _tastes(rng: Random) -> dict[str, float]:
    """Care much about one thing, something about two more, and little about the rest."""
    order = rng.sample(list(TASTES), len(TASTES))
    strengths = [rng.uniform(0.75, 1.0), rng.uniform(0.4, 0.7), rng.uniform(0.25, 0.5)]
    return dict(zip(order, strengths + [0.1] * (len(order) - 3), strict=True))


def _prefers(tastes: Mapping[str, float], rng: Random) -> str:
    """Six in ten told us; one in seven of those said something else than what they buy."""
    said = next(iter(tastes)) if rng.random() < 0.86 else rng.choice(list(TASTES))
    return said if rng.random() < 0.6 else ""


def _phone(country: str, number: int) -> str:
    scattered = number * 7919 % 100_000  # 7919 is prime, so no two get the same
    return f"+43 660 55 {scattered:05d}" if country == "AT" else f"+49 171 39 {scattered:05d}"


def _purchases_per_month(rhythm: Rhythm, rng: Random) -> float:
    low, high = {
        Rhythm.REGULAR: (0.7, 1.8),
        Rhythm.SEASONAL: (0.4, 1.2),
        Rhythm.LAPSING: (0.6, 1.5),
        Rhythm.RARE: (0.08, 0.3),
    }[rhythm]
    return rng.uniform(low, high)


def _reads_at(rng: Random) -> tuple[int, ...]:
    """A third look whenever something comes; the others once to four times a day."""
    if rng.random() < 0.34:
        return ()
    often = (7, 8, 9, 12, 13, 17, 18, 19, 20, 21, 22)
    return tuple(sorted(rng.sample(often, rng.randint(1, 4))))
