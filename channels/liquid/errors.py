"""The one error that templates raise, in words for the person who wrote the template."""

from difflib import get_close_matches
from typing import Final

from liquid.exceptions import (
    BlockNestingError,
    LiquidError,
    LiquidSyntaxError,
    ResourceLimitError,
)
from liquid.token import Token

_ADVICE: Final = (
    (BlockNestingError, "Put fewer blocks inside each other."),
    (ResourceLimitError, "Make the loop or the text shorter."),
    (LiquidSyntaxError, "Check the spelling, the quotes and the closing tags here."),
)


class BrokenTemplate(ValueError):
    """A template that cannot be read or, for this customer, not be rendered: says what to do about it.

    `line` counts from 1 and is None where the fault has no single place. The message quotes the template,
    never the customer.
    """

    def __init__(self, what: str, *, advice: str = "", line: int | None = None) -> None:
        place = f"Line {line}: " if line else ""
        super().__init__(f"{place}{what.rstrip('.')}. {advice}".rstrip())
        self.line = line


def explained(error: Exception) -> BrokenTemplate:
    """Put an error of python-liquid, or of a filter on odd data, into our words."""
    if isinstance(error, BrokenTemplate):
        return error
    if not isinstance(error, LiquidError):
        # What Python says may quote the value, which is the customer's.
        return BrokenTemplate(
            f"A value does not fit what the template does with it ({type(error).__name__})",
            advice="Give the field a default, or take the filter away.",
        )
    advice = next(
        (text for kind, text in _ADVICE if isinstance(error, kind)), "Change the value or the filter."
    )
    return BrokenTemplate(_sentence(error), advice=advice, line=line_of(error.token))


def line_of(token: Token | None) -> int | None:
    if token is None or token.start_index < 0:
        return None
    return token.source.count("\n", 0, token.start_index) + 1


def resembling(name: str, known: list[str]) -> str:
    """Advise the nearest known name, or else all of them."""
    nearest = get_close_matches(name, known, n=1)
    return f"Did you mean {nearest[0]!r}?" if nearest else f"There are: {', '.join(sorted(known))}."


def _sentence(error: LiquidError) -> str:
    message = str(error.message or type(error).__name__)
    return message[:1].upper() + message[1:]
