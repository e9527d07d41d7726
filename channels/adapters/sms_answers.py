"""What the status of an HTTP answer means for a message, where the provider's own words do not say more."""

from channels.posting import Answer
from channels.protocol import Outcome, Result

_OURS = frozenset({401, 402, 403, 404, 405, 407, 408, 425, 429})
"""About us, our account or the moment, not about the message: none of them may fail a mailing for good."""


def by_status(answer: Answer, words: str = "", *, is_definite: bool = False) -> Result:
    """Judge an answer other than a plain yes; `is_definite` if its body is the provider's own error.

    A 5xx from something in between may hide that the provider took the message.
    """
    said = f"{answer.status} {words}".strip()
    wait = answer.retry_after
    if answer.status in _OURS:
        return Result(Outcome.DEFERRED, said, retry_after=wait)
    if answer.status == 503 or (answer.status >= 500 and (is_definite or wait is not None)):
        return Result(Outcome.DEFERRED, said, retry_after=wait)
    if 300 <= answer.status < 400:
        return Result(Outcome.DEFERRED, f"{said} (it leads elsewhere; mend SMS_URL)".strip())
    if 400 <= answer.status < 500:
        return Result(Outcome.REFUSED, said)
    return Result(Outcome.UNKNOWN, said)
