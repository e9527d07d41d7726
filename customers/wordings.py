"""The words customers decide by, in every version they were ever shown in.

A wording is a sentence with blanks in braces, such as "{scope}: at most {promise}". Our own are version 0;
the owner adds versions in the console, and evidence names the one that was shown.
"""

from dataclasses import dataclass
from datetime import datetime
from string import Formatter

from django.db import transaction

from customers.errors import BadWording
from customers.models import Wording

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Kind:
    """One decision put into words: what it is about, its blanks, and our own sentences by language."""

    label: str
    blanks: frozenset[str]
    ours: dict[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One wording as it is shown; `version` is what evidence keeps, such as "dial.turned/de/3"."""

    text: str
    version: str

    def fill(self, **blanks: str) -> str:
        return self.text.format_map(blanks)


KINDS: dict[str, Kind] = {
    "dial.turned": Kind(
        "Turning a dial",
        frozenset({"scope", "promise"}),
        {
            "en": "{scope}: {promise}. I can change this at any time.",
            "de": "{scope}: {promise}. Ich kann das jederzeit ändern.",
        },
    ),
    "dial.snoozed": Kind(
        "Turning a dial for a while",
        frozenset({"scope", "promise", "until"}),
        {
            "en": "{scope}: {promise} until {until}, then as before.",
            "de": "{scope}: {promise} bis {until}, danach wie vorher.",
        },
    ),
    "dial.spoken": Kind(
        "Turning a dial on the customer's word, read out by staff",
        frozenset({"scope", "promise"}),
        {
            "en": "About {scope} you want: {promise}. You can change this at any time. Is that right?",
            "de": "Zu {scope} möchten Sie: {promise}. Sie können das jederzeit ändern. Stimmt das so?",
        },
    ),
    "unsubscribe.page": Kind(
        "Leaving by the page behind a mail's link",
        frozenset(),
        {
            "en": "No more emails with offers and news from us.",
            "de": "Keine E-Mails mit Angeboten und Neuigkeiten mehr.",
        },
    ),
    "unsubscribe.one_click": Kind(
        "Leaving by one click in the mail program",
        frozenset(),
        {
            "en": "Stop these emails: one click in the mail program (List-Unsubscribe).",
            "de": "Diese E-Mails beenden: ein Klick im Mailprogramm (List-Unsubscribe).",
        },
    ),
    "unsubscribe.letter": Kind(
        "Leaving by the page whose address stands on a letter",
        frozenset(),
        {
            "en": "No more letters with offers and news from us.",
            "de": "Keine Briefe mit Angeboten und Neuigkeiten mehr.",
        },
    ),
    "preference.set": Kind(
        "Saying by which channel and at which hours",
        frozenset(),
        {
            "en": "This is how I like to be reached. It never means more messages.",
            "de": "So bin ich am liebsten erreichbar. Es werden dadurch nie mehr Nachrichten.",
        },
    ),
    "push.on": Kind(
        "Turning on push messages in a browser",
        frozenset(),
        {
            "en": "Yes, you may show me offers and news on this device. I can stop this at any time.",
            "de": "Ja, Sie dürfen mir auf diesem Gerät Angebote und Neuigkeiten zeigen. "
            "Ich kann das jederzeit beenden.",
        },
    ),
    "push.off": Kind(
        "Turning off push messages on the last device",
        frozenset(),
        {
            "en": "No more push messages with offers and news.",
            "de": "Keine Push-Nachrichten mit Angeboten und Neuigkeiten mehr.",
        },
    ),
    "erase.withdrawn": Kind(
        "Taking back the wish to be erased",
        frozenset(),
        {"en": "Do not erase me after all.", "de": "Löschen Sie mich doch nicht."},
    ),
    "erase.asked": Kind(
        "Asking to be erased",
        frozenset({"due"}),
        {
            "en": "Erase what you know about me on {due}. Until then I can take this back.",
            "de": "Löschen Sie am {due}, was Sie über mich wissen. Bis dahin kann ich es zurücknehmen.",
        },
    ),
}


def current(key: str, language: str = FALLBACK) -> Shown:
    """Return the newest wording of this kind in this language, or in English where there is none.

    Raises KeyError for a kind that is not in KINDS.
    """
    ours = KINDS[key].ours
    spoken = language.lower().partition("-")[0]
    spoken = spoken if spoken in ours else FALLBACK
    newest = Wording.objects.filter(key=key, language=spoken).order_by("-version").first()
    return Shown(newest.text if newest else ours[spoken], f"{key}/{spoken}/{newest.version if newest else 0}")


def add(key: str, language: str, text: str, *, author: str, now: datetime) -> Wording:
    """Add the next version; the one before stays, for whoever was shown it.

    Raises BadWording if its blanks are not exactly those of its kind.
    """
    check(key, text)
    with transaction.atomic():
        known = Wording.objects.select_for_update().filter(key=key, language=language)
        version = max((each.version for each in known), default=0) + 1
        return Wording.objects.create(
            key=key, language=language, version=version, text=text, author=author, created_at=now
        )


def check(key: str, text: str) -> None:
    """Raise BadWording, with what is wrong, if this cannot be a wording of this kind."""
    if not text.strip():
        raise BadWording("A wording cannot be empty.")
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        raise BadWording(f"The braces do not match: {error}.") from None
    blanks = {name for _, name, _, _ in fields if name is not None}
    if any(spec or conversion for _, name, spec, conversion in fields if name is not None):
        raise BadWording("A blank is only a name in braces, such as {scope}.")
    if blanks != KINDS[key].blanks:
        expected = ", ".join(f"{{{name}}}" for name in sorted(KINDS[key].blanks)) or "no blanks"
        raise BadWording(f"This wording needs {expected}; it has {', '.join(sorted(blanks)) or 'none'}.")


def text_of(version: str) -> str | None:
    """Return the sentence that evidence names, as in "dial.turned/de/3"; None if there is none."""
    key, _, rest = version.partition("/")
    language, _, number = rest.partition("/")
    if number == "0":
        return KINDS[key].ours.get(language) if key in KINDS else None
    found = Wording.objects.filter(key=key, language=language, version=int(number or 0)).first()
    return found.text if found else None
