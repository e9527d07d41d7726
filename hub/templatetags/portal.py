"""The sentences of the portal's pages that count: what came, and what would have come."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.translation import gettext, ngettext

from customers.wordings import Shown
from hub.portal import turning
from hub.portal.board import Board, Dial
from hub.portal.turning import Move
from hub.portal.words import SHORT

register = template.Library()


@register.filter
def at(positions: Sequence[object], position: int) -> object:
    return positions[position]


@register.filter
def spaced(numbers: Iterable[int]) -> str:
    return " ".join(str(number) for number in numbers)


@register.filter
def says(dial: Dial, wording: Shown) -> str:
    """The sentence that setting this dial says, with its promise left open."""
    return wording.fill(scope=dial.label, promise="{promise}")


@register.filter
def says_now(dial: Dial, wording: Shown) -> str:
    return turning.says(wording, dial.label, dial.position)


@register.filter
def said(move: Move, wording: Shown) -> str:
    return turning.says(wording, move.dial.label, move.after)


@register.filter
def would_words(would: int) -> str:
    """What a position would have meant, with {got} and {would} left open; one is said apart from more."""
    return ngettext(
        "You got {got} in the last three months; this would have been {would}.",
        "You got {got} in the last three months; this would have been {would}.",
        would,
    )


@register.filter
def rehearsal(dial: Dial, would: int | None = None) -> str:
    """What the dial's own position, or another that would have let `would` through, meant lately."""
    if dial.got == 0:
        return gettext("Nothing of this came in the last three months.")
    would = dial.would[dial.position] if would is None else would
    return would_words(would).format(got=dial.got, would=would)


@register.filter
def now_words(dial: Dial) -> str:
    """Where a dial stands and what came of it."""
    if dial.got == 0:
        return gettext("{promise} at the moment. Nothing of this came in the last three months.").format(
            promise=SHORT[dial.position]
        )
    return gettext("{promise} at the moment. You got {got} in the last three months.").format(
        promise=SHORT[dial.position], got=dial.got
    )


@register.filter
def summary(board: Board) -> str:
    """What came in all, and what would have come with the dials as they are saved now."""
    if board.got == 0:
        return gettext("You got no offers and no news from us.")
    came = ngettext("You got {got} message from us.", "You got {got} messages from us.", board.got)
    so = ngettext(
        "With the dials as they stand now it would have been {would}.",
        "With the dials as they stand now it would have been {would}.",
        board.would,
    )
    return f"{came} {so}".format(got=board.got, would=board.would)
