"""SMS over SMPP 3.4: a route by which only the process that holds its session can send (smpp_link.py)."""

from collections.abc import Sequence
from functools import cache

from channels import smpp, smpp_parts
from channels.carriers import Text, Told
from channels.protocol import Outcome, Outgoing, Result
from channels.smpp import Account
from channels.smpp_session import THROTTLED, Session, Submit, words_of

_NO_SUCH_PHONE = frozenset({0x0B})  # ESME_RINVDSTADR
_ABOUT_THE_TEXT = frozenset({0x01, 0x43, 0x61, 0x62, 0x65, 0x66, *range(0xC0, 0xC5)})
"""Its length, its form, its recipient's network for good: it will be no better tomorrow.

Anything else may be about us, our account or the moment, and so may a house's own numbers.
"""
_GONE_OUT = "The SMPP link is not bound"


class SmppRoute:
    """One account at one message centre."""

    def __init__(self, provider: str, account: Account) -> None:
        self.provider = provider
        self.account = account
        self.link = account.name
        self.window = account.window
        self._session: Session | None = None
        self._is_leaving = False

    def hold(self, session: Session | None) -> None:
        """Send by this session from now on; the link's own process has one, nobody else."""
        self._session = session

    def leave(self) -> None:
        """Begin nothing more: what is asked for stays untouched."""
        self._is_leaving = True

    def is_ready(self) -> bool:
        return True

    def takes(self, address: str) -> bool:
        return True

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        """Hand over what the network does not have yet; of a text that broke off only its other parts."""
        session = self._session
        if self._is_leaving:
            return [Result(Outcome.UNTOUCHED)] * len(batch)
        if session is None or not session.is_open:
            return [Result(Outcome.UNTOUCHED, session.why_closed if session else _GONE_OUT)] * len(batch)
        before = smpp_parts.sent_before(words.message_id for words in batch)
        texts = [[Submit(part) for part in smpp.parts_of(words)] if _fits(words) else [] for words in batch]
        for submit in (each for parts in texts for each in parts):
            known = before.get((submit.part.message_id, submit.part.number))
            if known and known[:2] == (submit.part.of, submit.part.digest):
                submit.status, submit.provider_id = 0, known.provider_id
        waiting = [[each for each in parts if each.status is None] for parts in texts]
        session.submit(waiting, start_by=start_by)
        return [_result(parts, session.why_closed) for parts in texts]


class Smpp:
    """Who tells us by SMPP (carriers.Source); nobody can by HTTP."""

    key = "smpp"

    def __init__(self, account: Account) -> None:
        self.sender = account.sender
        self._hard = account.hard

    def parse(self, content_type: str, body: bytes) -> Told | Text:
        return smpp.told_by(body, self._hard)


@cache
def route_of(provider: str, url: str) -> SmppRoute:
    """Return the one route of this process to the account that an address names. Raises BadSetting."""
    return SmppRoute(provider, smpp.account_of(url))


@cache
def source_of(url: str) -> Smpp:
    return Smpp(smpp.account_of(url))


def _fits(words: Outgoing) -> bool:
    return bool(words.text.strip()) and not smpp.is_too_long(words)


def _result(parts: Sequence[Submit], why_closed: str) -> Result:
    """Judge a text by its parts: by the worst that was said, and by doubt before delay."""
    if not parts:
        return Result(Outcome.REFUSED, "There are no words to send, or too many for an SMS")
    said = [each.status for each in parts if each.status]
    for status in said:
        if status in _NO_SUCH_PHONE:
            return Result(Outcome.BOUNCED, words_of(status))
        if status in _ABOUT_THE_TEXT:
            return Result(Outcome.REFUSED, words_of(status))
    if any(each.sequence and each.status is None for each in parts):
        return Result(Outcome.UNKNOWN, f"No answer; {why_closed or 'none in time'}")
    if said:
        words = "Slower, it says" if said[0] in THROTTLED else "Not now, it says"
        return Result(Outcome.DEFERRED, f"{words}: {words_of(said[0])}")
    if all(each.status == 0 for each in parts):
        return Result(Outcome.ACCEPTED, "", parts[0].provider_id)
    if any(each.status == 0 for each in parts):
        return Result(Outcome.DEFERRED, "Some parts have gone; the others follow")
    return Result(Outcome.UNTOUCHED, why_closed)
