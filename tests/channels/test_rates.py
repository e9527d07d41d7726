"""The pace at which routes and domains are written to: never exceeded, with Valkey or without."""

import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from channels import rates
from hub import env

TEN, SIX = "route:email:ten", "domain:six.example"


@pytest.fixture(autouse=True)
def _buckets(settings: Any) -> Iterator[None]:
    settings.PROVIDER_RATES = {"ten": (10, 1), "slow": (6, 60)}
    settings.DOMAIN_RATES = {"six.example": (6, 1), "*": (2, 1)}
    _forget()
    yield
    _forget()


def _forget() -> None:
    rates._seen.clear()
    rates._silent_until = 0.0
    rates._valkey.cache_clear()


def _wipe() -> None:
    from django.conf import settings

    rates._valkey(settings.REDIS_URL).flushdb()


def fullest(moments: list[float], seconds: float) -> int:
    """Return how many of these moments the fullest window of so many seconds holds."""
    return max((sum(at <= each < at + seconds for each in moments) for at in moments), default=0)


def test_rates_are_read_from_words_and_a_wrong_one_is_told(monkeypatch: Any) -> None:
    monkeypatch.setenv("PROVIDER_RATES", "smtp=50/s Twilio=600/min smtp@mx.example.org:25=5/h")
    assert env.rates("PROVIDER_RATES") == {
        "smtp": (50, 1), "twilio": (600, 60), "smtp@mx.example.org:25": (5, 3600)
    }  # fmt: skip
    for wrong in ("smtp", "smtp=0/s", "smtp=5/day", "=5/s", "smtp=x/s"):
        monkeypatch.setenv("PROVIDER_RATES", wrong)
        with pytest.raises(ImproperlyConfigured, match="PROVIDER_RATES"):
            env.rates("PROVIDER_RATES")


def test_a_limit_belongs_to_a_route_its_kind_or_a_domain() -> None:
    assert rates.route_bucket("email", "ten") == TEN
    assert rates.route_bucket("email", "ten@mx1.example.org") == "route:email:ten@mx1.example.org"
    assert rates.route_bucket("email", "smtp") == ""
    assert rates.domain_bucket("ana@SIX.example") == SIX
    assert rates.domain_bucket("ana@other.example") == "domain:other.example"
    assert rates.domain_bucket("+43660") == ""
    assert str(rates.rate_of("route:email:slow")) == "6 a minute"


@given(
    st.lists(st.lists(st.sampled_from(["", SIX, "domain:b.example"]), max_size=30), max_size=6),
    st.lists(st.floats(0, 2), min_size=6, max_size=6),
)
def test_no_window_holds_more_than_the_limit_whoever_takes_how_much_when(
    blocks: list[list[str]], pauses: list[float]
) -> None:
    """Each message may begin late by what its rate allows for; even the worst case stays within the limit."""
    free: dict[str, float] = {}
    now, given_out = 1000.0, []
    for domains, pause in zip(blocks, pauses, strict=False):
        at = rates.allot(TEN, domains, free, now=now, until=now + 3)
        given_out += [(when, domain) for when, domain in zip(at, domains, strict=True) if when is not None]
        now += pause
    late = rates.Rate(10, 1).late_seconds
    for limit, bucket in ((10, None), (6, SIX), (2, "domain:b.example")):
        moments = [when for when, domain in given_out if bucket in (None, domain)]
        worst = fullest([*moments, *(when + late - 1e-6 for when in moments)], 1.0)
        assert fullest(moments, 1.0 + late - 1e-6) <= limit, worst


def test_a_domain_that_has_to_wait_lets_others_go_before_it() -> None:
    at = rates.allot(TEN, [SIX] * 6 + [""] * 6, {}, now=0.0, until=2.0)
    assert None not in at
    assert [at.index(moment) for moment in sorted(at)[:4]] == [0, 6, 7, 1]


def test_two_who_take_share_one_bucket() -> None:
    mine = rates.take(TEN, [""] * 4, within_seconds=5)
    rates._seen.clear()  # as another process would see it
    theirs = rates.take(TEN, [""] * 4, within_seconds=5)
    moments = sorted(at for at in [*mine, *theirs] if at is not None)
    assert len(moments) == 8
    assert min(later - at for at, later in pairwise(moments)) >= 0.109


def test_what_would_come_too_late_is_not_taken_from_anybody() -> None:
    assert rates.take(TEN, [""] * 50, within_seconds=0.5).count(None) >= 44
    assert rates.take(TEN, [""], within_seconds=1.0) != [None]


def test_a_valkey_wiped_clean_opens_no_bucket_that_we_know_of() -> None:
    (first,) = rates.take("route:email:slow", [""], within_seconds=0)
    _wipe()
    assert first is not None
    assert rates.take("route:email:slow", [""], within_seconds=1) == [None]
    (second,) = rates.take("route:email:slow", [""], within_seconds=60)
    assert second is not None and second - first >= 10


def test_without_valkey_it_goes_on_as_slowly_as_one_of_eight(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    moments = rates.take(TEN, [""] * 30, within_seconds=2.0)
    assert moments.count(None) == 27
    assert rates.take(TEN, [""], within_seconds=0.1) == [None]
    assert rates.plan(TEN, ["", ""])[1] > time.time()


def test_plans_stand_in_line_and_end_after_half_an_hour() -> None:
    first = rates.plan("route:email:slow", [""] * 3)
    later = rates.plan("route:email:slow", [""] * 3)
    assert first == sorted(first) and later[0] - first[-1] >= 10
    far = rates.plan("route:email:slow", [""] * 400)
    assert far[-1] - time.time() <= rates.PLAN_SECONDS
