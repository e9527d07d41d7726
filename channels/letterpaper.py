"""One letter on paper: address window, date, words and the way out, laid out by WeasyPrint.

Nothing is fetched while it is laid out, neither from the network nor from our disk: pictures and fonts
come inside the HTML, as data: addresses, or not at all.
"""

import atexit
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.safestring import mark_safe

from customers.postal import Postal

logging.getLogger("weasyprint.progress").setLevel(logging.CRITICAL)  # every step of every page
MOST_PAGES = 8
"""What runs on for longer is a mistake in its template, not a letter."""
LONGEST_HTML = 2_000_000


class BadLetter(ValueError):
    """These words cannot be printed; the message says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """All that stands on one letter. `html` is already safe: values were escaped when they were merged."""

    reference: str
    name: str
    address: Postal
    language: str
    sender_name: str
    subject: str
    text: str
    html: str
    written_on: date
    is_marketing: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What we print around the author's own words."""

    reference: str
    leave: str


_WORDS = {
    "en": Words("Our reference", "No more letters with offers? Go to {url} or tell us your reference."),
    "de": Words(
        "Unser Zeichen",
        "Keine Briefe mit Angeboten mehr? Unter {url} oder mit einem Wort an uns, samt Zeichen.",
    ),
    "es": Words("Nuestra referencia", "¿No quiere más cartas con ofertas? {url}, o díganos su referencia."),
    "fr": Words(
        "Notre référence", "Plus de lettres publicitaires ? Sur {url}, ou indiquez-nous la référence."
    ),
    "it": Words("Nostro riferimento", "Niente più lettere con offerte? {url}, o ci dica il riferimento."),
    "nl": Words(
        "Ons kenmerk", "Geen brieven met aanbiedingen meer? Ga naar {url} of geef ons uw kenmerk door."
    ),
}


@cache
def missing() -> str:
    """Say what keeps this machine from printing, or "" if nothing: WeasyPrint needs the Pango library."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        return f"Letters cannot be laid out here: install WeasyPrint and Pango ({type(error).__name__})."
    return ""


def lay_out(letter: Letter) -> Any:
    """Return WeasyPrint's document of one letter, its pages ready to be written. Raises BadLetter."""
    from weasyprint import HTML  # a machine without Pango still sends mail

    page = html_of(letter)
    if len(page) > LONGEST_HTML:
        raise BadLetter(f"The letter has {len(page):,} characters; {LONGEST_HTML:,} are allowed")
    try:
        html = HTML(string=page, url_fetcher=_nothing_but_data())
        document = html.render(font_config=_fonts(), stylesheets=[_style()])
    except Exception as error:  # whatever an author's HTML can provoke costs this letter only
        raise BadLetter(f"It cannot be laid out: {type(error).__name__}") from error
    if len(document.pages) > MOST_PAGES:
        raise BadLetter(f"It has {len(document.pages)} pages; a letter may have {MOST_PAGES}")
    return document


def html_of(letter: Letter) -> str:
    """Return the page as HTML, as it goes to be laid out."""
    language = _known_language(letter.language)
    said = _WORDS.get(language.partition("-")[0], _WORDS["en"])
    with translation.override(language):
        written = formats.date_format(letter.written_on, "DATE_FORMAT")
    context: Mapping[str, Any] = {
        "letter": letter,
        "language": language,
        "body": mark_safe(_body(letter.html)) if letter.html.strip() else "",  # noqa: S308
        "paragraphs": [each for each in letter.text.split("\n\n") if each.strip()],
        "recipient": recipient_lines(letter),
        "sender": ", ".join(sender_lines()),
        "written": written,
        "reference_label": said.reference,
        "leave": said.leave.format(url=leave_words(letter.reference)) if letter.is_marketing else "",
    }
    return render_to_string("messages/letter.html", context)


def on_screen(letter: Letter) -> str:
    """Return the page for a frame on a screen: close to paper; what it will be exactly is in the PDF."""
    return html_of(letter).replace("</head>", f"<style>{_css()}</style></head>", 1)


def sender_lines() -> list[str]:
    """Return who sends and where returns go: LETTER_SENDER, without its country where it has one."""
    parts = [part.strip() for part in settings.LETTER_SENDER.split(",") if part.strip()]
    return (parts[:-1] if _home_country() else parts) or [settings.ORGANISATION]


def recipient_lines(letter: Letter) -> list[str]:
    """Return what stands in the window; the country only abroad, in capitals as post offices ask for."""
    where = letter.address
    abroad = [_country_name(where.country).upper()] if where.country not in ("", _home_country()) else []
    return [letter.name, *where.lines, *where.place_lines(), *abroad]


def leave_words(reference: str) -> str:
    """Return the address at which a letter's reader says no more, as it is printed and typed."""
    return f"{settings.BASE_URL.partition('://')[2]}/l/{reference}"


def _home_country() -> str:
    last = settings.LETTER_SENDER.rpartition(",")[2].strip()
    return last if len(last) == 2 and last.isupper() else ""


def _known_language(code: str) -> str:
    """Return the customer's language where dates can be written in it; ours where not."""
    try:
        return translation.get_supported_language_variant(code) if code else settings.LANGUAGE_CODE
    except LookupError:
        base = code.partition("-")[0].lower()
        return base if base in _django_languages() else settings.LANGUAGE_CODE


@cache
def _django_languages() -> frozenset[str]:
    """Return the languages that Django brings dates for, beyond those that our own pages speak."""
    from django.conf import locale

    return frozenset(locale.LANG_INFO)


@cache
def _country_name(code: str) -> str:
    """Return the English name of a country, from the table that comes with the zone data (ISO 3166)."""
    from importlib.resources import files

    text = files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}.get(code, code)


def _body(html: str) -> str:
    """Return what is inside the body of an author's page, or a fragment as it is."""
    low = html.lower()
    start, end = low.find("<body"), low.rfind("</body")
    if start >= 0:
        start = low.find(">", start) + 1
        return html[start : end if end > start else None]
    return html


@cache
def _style() -> Any:
    from weasyprint import CSS

    return CSS(string=_css(), font_config=_fonts())


@cache
def _css() -> str:
    return (Path(__file__).parent / "letter.css").read_text(encoding="utf-8")


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it names whatever it refused to fetch
    atexit.register(_fonts.cache_clear)  # it cannot end any more when the modules it needs are gone
    return FontConfiguration()


@cache
def _nothing_but_data() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)
