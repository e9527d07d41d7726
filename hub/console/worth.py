"""What a customer has bought so far, as a place among all who bought: no forecast, no invented figure."""

from django.db import connection

from customers.models import Profile
from hub.console.kept import kept

FEWEST_BUYERS = 50
"""With fewer to compare with, a place among them says nothing."""
_BANDS = ((0.99, "Top 1 % by spend"), (0.9, "Top 10 % by spend"), (0.75, "Top quarter by spend"))


def band(profile: Profile | None) -> str:
    """Name the band somebody is in, or nothing. One statement now and then; see `kept`."""
    if profile is None or not profile.purchases:
        return ""
    return next((says for least, says in _marks() if profile.spent_minor >= least), "")


@kept(seconds=600)
def _marks() -> list[tuple[float, str]]:
    """Return from which spend on each band begins, the highest first."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, [[share for share, _ in _BANDS]])
        buyers, marks = cursor.fetchone()
    return (
        []
        if buyers < FEWEST_BUYERS
        else [(mark, says) for mark, (_, says) in zip(marks, _BANDS, strict=True)]
    )


_MARKS = """
SELECT count(*), percentile_cont(%s::float8[]) WITHIN GROUP (ORDER BY spent_minor)
FROM customers_profile WHERE purchases > 0
"""
