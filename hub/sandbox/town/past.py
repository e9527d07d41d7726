"""What the town's people did before we came: two years of shopping, as files that a shop would hand over.

Everything follows from the seed; the end date only says where the story stops. The same happening has the
same `source_id` whenever the files are written, so a later file adds to an earlier one and doubles nothing.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from gzip import GzipFile
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from hub.sandbox.town.dice import dice, how_many
from hub.sandbox.town.people import Person, person
from hub.sandbox.town.tastes import SHOPS, TASTES

Line = dict[str, str | int]
MONTHS = 24
_HERE = ZoneInfo("Europe/Vienna")
_CUSTOMER_COLUMNS = (
    "customer",
    "name",
    "email",
    "phone",
    "language",
    "timezone",
    "country",
    "street",
    "postcode",
    "city",
    "consent",
    "consent_at",
    "consent_evidence",
    "prefers",
    "birthday_month",
    "shop",
)
_CALLS = (
    ("Asked whether a medicine is in stock", "in"),
    ("Asked for opening hours over the holidays", "in"),
    ("Ordered by phone", "in"),
    ("Question about how to take a product", "in"),
    ("Complained about a long wait at the till", "in"),
    ("Told that the order has arrived", "out"),
    ("Called back about a delivery", "out"),
)
_NOTES = (
    "Prefers to be called in the afternoon.",
    "Buys for a neighbour as well; keep both receipts.",
    "Would like fragrance-free products only.",
    "Asked us to put the next order aside at the till.",
    "Hears badly on the phone; better to write.",
    "Interested in the blood pressure check in spring.",
    "Moved recently; new address is on the delivery note.",
)


def write_customers(path: Path, seed: str, size: int, until: date) -> None:
    """Write the town's people as a gzipped CSV file for `import_customers`."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _CUSTOMER_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_customer(person(seed, number), until) for number in range(1, size + 1))
    _write(path, [text.getvalue()])


def write_interactions(path: Path, seed: str, size: int, until: datetime) -> None:
    """Write two years of history up to `until` as gzipped NDJSON for `import_interactions`."""
    everybody = (person(seed, number) for number in range(1, size + 1))
    written = json.JSONEncoder(ensure_ascii=False).encode
    _write(path, ("\n".join([*map(written, history(one, seed, until)), ""]) for one in everybody))


def history(someone: Person, seed: str, until: datetime) -> Iterator[Line]:
    """Yield what one person did in the two years before `until`, roughly in order."""
    local = until.astimezone(_HERE)
    this_month = 12 * local.year + local.month - 1
    stop = until.isoformat()
    for index in range(this_month - min(someone.months_ago, MONTHS), this_month + 1):
        for line in _month(someone, seed, index // 12, index % 12 + 1):
            if str(line["occurred_at"]) <= stop:
                yield line


def purchase(someone: Person, at: datetime, rng: Random, about: str = "") -> Line:
    """Make up a purchase; `about` names the taste it is for, else it is for whatever they care about."""
    wanted = [about] if about else []
    wanted += rng.choices(
        list(someone.tastes), list(someone.tastes.values()), k=rng.choices((1, 2, 3), (5, 3, 1))[0]
    )
    wares = list(dict.fromkeys(rng.choice(TASTES[taste].wares) for taste in wanted))
    total = sum(cents for _, cents in wares) + round(someone.basket_cents * rng.random() * 0.6)
    return {
        "customer": someone.key,
        "kind": "purchase",
        "occurred_at": at.isoformat(),
        "amount": f"{total / 100:.2f}",
        "currency": "EUR",
        "items": ", ".join(name for name, _ in wares),
        "place": _place(someone, rng),
    }


def visit(someone: Person, at: datetime, rng: Random) -> Line:
    return {
        "customer": someone.key,
        "kind": "visit",
        "occurred_at": at.isoformat(),
        "place": _place(someone, rng),
    }


def call(someone: Person, at: datetime, rng: Random) -> Line:
    about, direction = rng.choice(_CALLS)
    return {
        "customer": someone.key,
        "kind": "call",
        "occurred_at": at.isoformat(),
        "direction": direction,
        "about": about,
        "minutes": rng.randint(1, 12),
    }


def _note(someone: Person, at: datetime, rng: Random) -> Line:
    return {
        "customer": someone.key,
        "kind": "note",
        "occurred_at": at.isoformat(),
        "text": rng.choice(_NOTES),
    }


def _month(someone: Person, seed: str, year: int, month: int) -> Iterator[Line]:
    """Yield what a person does in one month; nothing before it has a say in it."""
    rng = dice(seed, someone.number, year, month)
    bought = how_many(someone.appetite(year, month), rng)
    makers: list[Callable[[Person, datetime, Random], Line]] = [purchase] * bought
    makers += [visit] * how_many(0.06 + 0.25 * bought, rng)
    makers += [call] * (rng.random() < 0.05 + 0.03 * bought)
    makers += [_note] * (rng.random() < 0.015)
    for index, make in enumerate(makers):
        line = make(someone, _open_hours(year, month, rng), rng)
        yield {"source_id": f"{someone.key}-{year}{month:02d}-{index}", **line}


def _open_hours(year: int, month: int, rng: Random) -> datetime:
    """Draw a moment at which the shops are open; what falls on a Sunday is done a day sooner or later."""
    day = date(year, month, 1) + timedelta(days=rng.randrange(28))
    if day.weekday() == 6:
        day += timedelta(days=1 if day.day == 1 else -1)
    minutes = 8 * 60 + round(rng.triangular(0, 10.5 * 60, 7 * 60))
    local = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=_HERE)
    return local.astimezone(UTC)


def _place(someone: Person, rng: Random) -> str:
    return someone.shop if rng.random() < 0.85 else rng.choice([*SHOPS, "Online shop"])


def _customer(someone: Person, until: date) -> dict[str, str | int]:
    joined_on = until - timedelta(days=31 * someone.months_ago + someone.number % 300)
    agreed = ["email:service", *(["email:marketing"] if someone.has_agreed else [])] if someone.email else []
    if someone.phone and someone.number % 3 == 0:
        agreed.append("sms:marketing")
    asked = {
        "push": someone.has_app,
        "letter": someone.takes_letters,
        "call": someone.takes_calls and someone.phone,
    }
    agreed += [f"{channel}:marketing" for channel, is_agreed in asked.items() if is_agreed]
    postcode, city = someone.place
    return {
        "customer": someone.key,
        "name": someone.name,
        "email": someone.email,
        "phone": someone.phone,
        "language": someone.language,
        "timezone": "Europe/Vienna" if someone.country == "AT" else "Europe/Berlin",
        "country": someone.country,
        "street": someone.street,
        "postcode": postcode,
        "city": city,
        "consent": " ".join(agreed),
        "consent_at": f"{joined_on}T10:00:00+00:00" if agreed else "",
        "consent_evidence": f"Customer card form 2024-03, signed at {someone.shop}" if agreed else "",
        "prefers": someone.prefers,
        "birthday_month": someone.birthday_month,
        "shop": someone.shop,
    }


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Write a gz file without name and time in its header, so that the same words are the same bytes."""
    with path.open("wb") as file, GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
        for piece in pieces:
            packed.write(piece.encode())
