"""What the people of the town are called, and where they get their mail."""

import re
import unicodedata
from random import Random

DOMAINS = ("town.example", "post.town.example", "firma.town.example", "mail.town.example")
"""All reserved: no mail of the town can ever reach a stranger."""
LONGEST_NAME = "Anna-Sophie Hohenlohe-Waldenburg-Schillingsfürst-Reichertshausensteinach"
"""With 60 letters after the first name: what a header, a label and a till slip have to bear."""

STREETS = tuple(
    f"{name}{kind}"
    for name in ("Linden", "Kirchen", "Schul", "Garten", "Mühl", "Wiesen", "Berg", "Feld", "Rosen", "Ahorn")
    for kind in ("gasse", "straße", "weg")
)
_HOUSES = 40
_HOME = re.compile(r"(\S+) (\d+)/(\d+)")

_Names = tuple[tuple[str, ...], tuple[str, ...]]


def _names(firsts: str, lasts: str) -> _Names:
    return tuple(firsts.split()), tuple(lasts.split())


_ORIGINS: dict[str, tuple[int, _Names]] = {
    "Austrian and German": (
        66,
        _names(
            """
            Anna Maria Johanna Katharina Elisabeth Margarethe Theresia Magdalena Barbara Gertrude Hannelore
            Brigitte Renate Sabine Claudia Birgit Lena Laura Sophie Marlene Valentina Rosa Käthe Jördis
            Anna-Lena Eva-Maria Marie-Luise Lukas Jakob Paul Felix Maximilian Johannes Franz Josef Karl
            Jürgen Günther Björn Götz Wolfgang Gerhard Helmut Werner Thomas Andreas Stefan Florian Matthias
            Sebastian Georg Leopold Hans-Jörg Karl-Heinz
            """,
            """
            Gruber Huber Bauer Wagner Müller Pichler Steiner Moser Mayer Hofer Leitner Berger Fuchs Eder
            Fischer Schmid Winkler Weber Schwarz Maier Schneider Reiter Mayr Schmidt Wimmer Egger Brunner
            Lang Baumgartner Auer Binder Lechner Wallner Wolf Aigner Ebner Koller Lehner Haas Schuster
            Köhler Köck Größwang Weiß Schönbauer Jäger Böhm Krämer Schäfer Vößl Süß Grünwald Öllinger
            Übelhör Köhler-Obermüller Weißenböck Schwarzenbacher Hinterstoisser Oberhuber-Niederwieser
            Unterkirchner Schachinger-Pfeifenberger Kaltenbrunner Großschädl Mitterlehner-Hochrather
            """,
        ),
    ),
    "Czech, Slovak and Polish": (
        8,
        _names(
            "Jana Zuzana Tereza Markéta Lucie Agnieszka Małgorzata Tomáš Jiří Václav Łukasz Marek Ondřej",
            "Novák Novotná Dvořák Procházková Svoboda Černý Kovářová Horváth Wójcik Kowalska Wiśniewski",
        ),
    ),
    "Hungarian": (
        5,
        _names(
            "Zsófia Eszter Katalin Ágnes Gergő László György Balázs", "Nagy Szabó Tóth Kiss Horváth Kővári"
        ),
    ),
    "Croatian, Serbian, Bosnian and Slovene": (
        9,
        _names(
            "Ivana Jelena Amra Snežana Lejla Mateja Goran Dragan Željko Emir Miloš Tomaž Nikola",
            "Jovanović Petrović Kovačević Hadžić Marković Đorđević Žižek Horvat Šarić Babić",
        ),
    ),
    "Turkish": (
        5,
        _names("Ayşe Elif Gülşen Zeynep Mehmet Oğuz Çağlar İbrahim", "Yılmaz Kaya Öztürk Şahin Çelik Güneş"),
    ),
    "from further away": (
        7,
        _names(
            "Chiara Giulia Matteo Emma Oliver Siobhán Aoife Thu-Hà Minh Nour Yasmin Omar Priya Chidi Søren",
            "Rossi De-Luca O'Brien Smith Murphy Nguyễn Trần Al-Masri Haddad Sharma Okonkwo Sørensen García",
        ),
    ),
}
_LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "æ": "ae",
        "ı": "i",
    }
)
_NUMBER = re.compile(r"(\d+)@(?:[\w-]+\.)*town\.example", re.IGNORECASE)


def name(rng: Random) -> str:
    """Draw a name; one in eight took theirs from two places."""
    first, last = _origin(rng), _origin(rng)
    if rng.random() < 0.88:
        last = first
    return f"{rng.choice(first[0])} {rng.choice(last[1])}"


def mailbox(name: str, number: int, rng: Random) -> str:
    """Return an address made from a name; its number makes it the only one of its kind."""
    first, _, last = _ascii(name).partition(" ")
    styles = (f"{first}.{last}.", f"{first[0]}.{last}", f"{last}.{first}", f"{first}", f"{last}_")
    return f"{rng.choice(styles)[:50]}{number}@{rng.choices(DOMAINS, (60, 22, 10, 8))[0]}"


def number_of(address: str) -> int | None:
    """Return the number in an address of the town, or None if it is none."""
    found = _NUMBER.search(address)
    return int(found[1]) if found else None


def home(number: int) -> str:
    """Return street, house and door: nobody else lives there."""
    house, street = divmod(number, len(STREETS))
    door, house = divmod(house, _HOUSES)
    return f"{STREETS[street]} {house + 1}/{door + 1}"


def number_at(home: str) -> int | None:
    """Return the number of who lives at an address of the town, or None if it is none."""
    found = _HOME.fullmatch(home)
    if not found or found[1] not in STREETS:
        return None
    house, door = int(found[2]) - 1, int(found[3]) - 1
    return (door * _HOUSES + house) * len(STREETS) + STREETS.index(found[1])


def _origin(rng: Random) -> _Names:
    return rng.choices([names for _, names in _ORIGINS.values()], [share for share, _ in _ORIGINS.values()])[
        0
    ]


def _ascii(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    return re.sub(r"[^a-z0-9. -]", "", letters).replace("  ", " ")
