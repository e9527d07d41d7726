"""What one rendering may cost, so that no template can hold up a worker or fill its memory.

python-liquid limits loops, locals and output, but not what happens between them: `replace` squares a text,
`(1..1000000000) reversed` builds the list before the loop is counted, and filters in a chain cost nothing. So
every rendering gets one budget that loops, filters and large values draw on, in either way of rendering. The
budget is in units of work, not seconds, so that a template that is too heavy is too heavy every time.
"""

import threading
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final

from liquid.exceptions import FilterArgumentError, LoopIterationLimitError, ResourceLimitError

WORK: Final = 1_000_000
"""Units a rendering may use: about 0.3 s of the dearest kind, a second on a slow machine. A usual mail uses
a few hundred."""
OUTPUT_BYTES: Final = 1_000_000
LOOP_TURNS: Final = 10_000
KEPT_BYTES: Final = 1_000_000
"""What `assign` and `capture` may hold at a time."""
TEXT_CHARS: Final = 200_000
"""The longest text a filter takes or gives."""
SMALL: Final = 200
"""A shorter text costs nothing beyond its step."""
SOURCE_CHARS: Final = 300_000

STEP: Final = 5
TURN: Final = 100
ITEM: Final = 10
INTEGER_BITS: Final = 14_000
"""Just below the 4,300 digits beyond which Python refuses to print."""

Filter = Callable[..., Any]


class TooMuchWork(ResourceLimitError):
    """The budget is spent."""


class _Budget(threading.local):
    left = WORK


_budget = _Budget()


def begin() -> None:
    """Give the rendering that starts now, on this thread, a full budget."""
    _budget.left = WORK


def spend(units: int) -> None:
    """Draw on the budget; raises TooMuchWork once it is spent."""
    left = _budget.left - units
    _budget.left = left
    if left < 0:
        raise TooMuchWork("this takes more work than a message may", token=None)


def spend_on(value: object) -> None:
    """Draw for handling a value by its size; small ones are free."""
    kind = type(value)
    if kind is int or kind is bool or value is None:
        return
    if isinstance(value, str):
        if len(value) > SMALL:
            spend(len(value))
    elif isinstance(value, list | tuple | dict):
        spend(_weight(value))


def bounded_turns(turns: range) -> range:
    """Return the range, or refuse one too long to loop over; it may become a list before it is counted."""
    if turns.stop - turns.start > LOOP_TURNS:
        raise LoopIterationLimitError(f"a range may have {LOOP_TURNS:,} numbers at most", token=None)
    return turns


def guarded(name: str, function: Filter) -> Filter:
    """Wrap a filter so that its input and result are within bounds and its errors quote no customer."""
    foresee = _FORESEEN.get(name)

    @wraps(function)
    def filter_(value: object, *arguments: object, **options: object) -> object:
        try:
            for given in (value, *arguments):
                if type(given) is not str or len(given) > SMALL:
                    _check(given)
            if foresee is not None:
                foresee(value, *arguments)
            result = function(value, *arguments, **options)
            if type(result) is not str or len(result) > SMALL:
                _check(result)
        except ResourceLimitError:
            raise
        except Exception as error:
            raise FilterArgumentError(
                f"the filter '{name}' does not fit the value it is given", token=None
            ) from error
        return result

    return filter_


def _check(value: object) -> None:
    if isinstance(value, str):
        if len(value) > SMALL:
            _check_length(len(value))
            spend(len(value))
    elif isinstance(value, int):
        if value.bit_length() > INTEGER_BITS:
            raise TooMuchWork("a number is too large", token=None)
    elif isinstance(value, list | tuple | dict):
        spend(_weight(value))


def _check_length(chars: int) -> None:
    if chars > TEXT_CHARS:
        raise TooMuchWork(f"a text in a filter may have {TEXT_CHARS:,} characters at most", token=None)


def _weight(value: object) -> int:
    """Count what writing the value out would take; a text many times in a list counts many times."""
    if isinstance(value, str):
        return len(value) + ITEM
    if isinstance(value, dict):
        return ITEM + sum(map(_weight, value.values()))
    if isinstance(value, list | tuple):
        return ITEM + sum(map(_weight, value))
    return ITEM


def _replace(value: object, old: object = "", new: object = "", *_: object) -> None:
    text, old, new = str(value), str(old), str(new)
    _check_length(len(text) + text.count(old) * (len(new) - len(old)))


def _join(value: object, separator: object = " ", *_: object) -> None:
    if isinstance(value, Iterable) and not isinstance(value, str):
        items = list(value)
        _check_length(_weight(items) + len(items) * len(str(separator)))


def _date(value: object, form: object = "", *_: object) -> None:
    # dateutil guesses at any text, in up to 0.1 ms, and strftime lets a width in the form fill memory.
    spend(500)
    if (isinstance(value, str) and len(value) > SMALL) or len(str(form)) > SMALL:
        raise TooMuchWork("a date or its form is too long", token=None)


def _strip_html(value: object, *_: object) -> None:
    spend(10 * len(str(value)))


def _uniq(value: object, *_: object) -> None:
    if isinstance(value, list | tuple):
        spend(len(value) ** 2 // 5)  # it compares each with each


_FORESEEN: Final[dict[str, Callable[..., None]]] = {
    "date": _date,
    "join": _join,
    "replace": _replace,
    "strip_html": _strip_html,
    "uniq": _uniq,
}
