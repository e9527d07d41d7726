"""How mail programs put the mail that is answered below, or above, the answer. Pure."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from hub.sandbox.town.letter import Letter
from hub.sandbox.town.people import Person
from hub.sandbox.town.phrases import MONTHS, WEEKDAYS

_HERE = ZoneInfo("Europe/Vienna")


def answered(person: Person, letter: Letter, own: str) -> str:
    """Return the text of a reply: a person's own words, and the letter as their program quotes it."""
    return _STYLES[person.program.name](person, letter, own)


def _outlook(person: Person, letter: Letter, own: str) -> str:
    sent = _sent(letter)
    day, long = WEEKDAYS[person.language][sent.weekday()], _long_date(sent, person.language)
    if person.language == "de":
        head = (
            f"Von: {letter.sender_name} <{letter.sender_address}>\nGesendet: {day}, {long} {sent:%H:%M}\n"
            f"An: {person.name} <{person.email}>\nBetreff: {letter.subject}"
        )
        return f"{own}\n\n-----Ursprüngliche Nachricht-----\n{head}\n\n{letter.text}"
    head = (
        f"From: {letter.sender_name} <{letter.sender_address}>\nSent: {day}, {long} {sent:%H:%M}\n"
        f"To: {person.name} <{person.email}>\nSubject: {letter.subject}"
    )
    return f"{own}\n\n-----Original Message-----\n{head}\n\n{letter.text}"


def _iphone(person: Person, letter: Letter, own: str) -> str:
    sent, who = _sent(letter), f"{letter.sender_name} <{letter.sender_address}>"
    if person.language == "de":
        mark, line = "Von meinem iPhone gesendet", f"Am {sent:%d.%m.%Y} um {sent:%H:%M} schrieb {who}:"
    else:
        long = _long_date(sent, "en")
        mark, line = "Sent from my iPhone", f"On {long}, at {sent:%H:%M}, {who} wrote:"
    return f"{own}\n\n{mark}\n\n{_marked(f'{line}{chr(10)}{chr(10)}{letter.text}')}"


def _gmail(person: Person, letter: Letter, own: str) -> str:
    sent, who = _sent(letter), f"{letter.sender_name} <{letter.sender_address}>"
    day, month = WEEKDAYS[person.language][sent.weekday()], MONTHS[person.language][sent.month - 1]
    if person.language == "de":
        line = f"Am {day[:2]}., {sent.day}. {month[:3]}. {sent.year} um {sent:%H:%M} Uhr schrieb {who}:"
    else:
        line = f"On {day[:3]}, {sent.day} {month[:3]} {sent.year} at {sent:%H:%M}, {who} wrote:"
    return f"{own}\n\n{line}\n\n{_marked(letter.text)}"


def _thunderbird(person: Person, letter: Letter, own: str) -> str:
    """The answer stands below what it answers."""
    sent = _sent(letter)
    if person.language == "de":
        line = f"Am {sent:%d.%m.%y} um {sent:%H:%M} schrieb {letter.sender_name}:"
    else:
        line = f"On {sent:%d/%m/%Y} {sent:%H:%M}, {letter.sender_name} wrote:"
    return f"{line}\n{_marked(letter.text)}\n\n{own}"


def _webmail(person: Person, letter: Letter, own: str) -> str:
    sent = _sent(letter)
    day, long = WEEKDAYS[person.language][sent.weekday()], _long_date(sent, person.language)
    if person.language == "de":
        head = (
            f"Gesendet: {day}, {long} um {sent:%H:%M} Uhr\n"
            f'Von: "{letter.sender_name}" <{letter.sender_address}>\n'
            f"An: {person.email}\nBetreff: {letter.subject}"
        )
    else:
        head = (
            f'Sent: {day}, {long} at {sent:%H:%M}\nFrom: "{letter.sender_name}" <{letter.sender_address}>\n'
            f"To: {person.email}\nSubject: {letter.subject}"
        )
    return f"{own}\n\n{head}\n\n{letter.text}"


_STYLES: Mapping[str, Callable[[Person, Letter, str], str]] = {
    "outlook": _outlook,
    "iphone": _iphone,
    "gmail": _gmail,
    "thunderbird": _thunderbird,
    "webmail": _webmail,
}


def _sent(letter: Letter) -> datetime:
    """Return when the letter was sent, on the clock of the town; the beginning of time if it does not say."""
    try:
        return parsedate_to_datetime(letter.sent).astimezone(_HERE)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _long_date(day: datetime, language: str) -> str:
    return f"{day.day}{'.' if language == 'de' else ''} {MONTHS[language][day.month - 1]} {day.year}"


def _marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))
