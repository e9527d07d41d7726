"""The rules of the next best action, as pure choices: what comes first, what is passed over and why."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.deciding import Live, Loop, Mailed, Said, Shown, Situation, Step, Why, decide
from customers.gate import Outcome, Reason, Verdict
from tests.makers import DAY, NOW

TARIFF = Live(1, "tariff", "The new tariff", "offers", "A tariff that fits", "It saves you 3 euros a month.")
TEA = Live(2, "tea", "Sage tea", "tips", "Sage tea, a fifth less", margin_minor=300)
FULL = Verdict(Outcome.DEFER, Reason.DIAL_FULL, NOW + 3 * DAY, "offers: at most 1 in 30 days")
CLOSED = Verdict(Outcome.REFUSE, Reason.DIAL_CLOSED, detail="everything: never")


def situation(**fields: Any) -> Situation:
    base = {"touchpoint": "till", "placement": "", "now": NOW, "offers": [TARIFF, TEA]}
    found = Situation(**{**base, **fields})  # type: ignore[arg-type]
    return found if "fitting" in fields else replace(found, fitting=frozenset({1, 2}))


def keys(found: Situation) -> list[str]:
    return [action.key for action in decide(found).actions]


def passed(found: Situation) -> dict[str, Why]:
    return {each.offer.key: each.why for each in decide(found).passed}


def said(kind: str, *, ago: timedelta = 3 * DAY, offer_id: int = 1, **fields: Any) -> dict[int, Said]:
    return {offer_id: Said(offer_id, "The new tariff", fields.pop("family", ""), kind, NOW - ago, **fields)}


def test_what_is_open_comes_first_then_an_unopened_message_then_an_offer_then_silence() -> None:
    promise = Loop(7, "promise", "Call back about the bill", NOW - 2 * DAY, NOW - DAY)
    found = situation(loops=[promise], mailed={1: Mailed(5, "email", NOW - 13 * DAY)})
    assert keys(found) == ["loop:7", "tariff", "tea", "silence"]
    loop, message, offer, silence = decide(found).actions
    assert loop.evidence == ("Open since 14 November", "Overdue since 15 November")
    assert message.kind == "message"
    assert message.message_id == 5
    assert message.evidence == ("Email of 3 November received, not opened",)
    assert message.words == (
        "We sent you an email about this on 3 November. It saves you 3 euros a month. Shall I send it again?"
    )
    assert (offer.kind, silence.kind) == ("offer", "silence")


def step(mailed: Mailed, **fields: Any) -> Any:
    return decide(situation(mailed={1: mailed}, **fields)).actions[0]


def test_sent_again_it_is_left_to_be_read_before_anything_else() -> None:
    on_its_way = step(Mailed(6, "email", NOW, tries=2, tried=("email", "email"), is_waiting=True))
    assert (on_its_way.step, on_its_way.evidence) == (
        Step.WAIT,
        ("Email about it is on its way, the second",),
    )
    assert on_its_way.words.startswith("We are just sending you an email about this again.")
    gone = step(Mailed(6, "email", NOW - DAY, tries=2, tried=("email", "email")))
    assert (gone.step, gone.evidence) == (
        Step.WAIT,
        ("Email of 15 November received, not opened, sent twice",),
    )
    assert "Shall I" not in gone.words


def test_if_nothing_comes_of_it_the_next_step_is_a_channel_not_tried_yet() -> None:
    twice = Mailed(6, "email", NOW - 4 * DAY, tries=2, tried=("email", "email"))
    found = step(twice, ways={"offers": ("email", "sms", "letter")})
    assert (found.step, found.by, found.message_id) == (Step.ELSEWHERE, "sms", 6)
    assert found.why == "Written 2 times and not opened: the next step is another channel"
    assert found.words == (
        "We have written to you twice about this. It saves you 3 euros a month."
        " May I send you a text message instead?"
    )
    assert (
        step(twice._replace(tried=("email", "sms")), ways={"offers": ("email", "sms", "call")}).by == "call"
    )
    nowhere = step(twice, ways={"offers": ("email",)})
    assert (nowhere.kind, nowhere.step, nowhere.by) == ("message", None, "")
    assert "no other channel is open" in nowhere.why


def test_a_message_that_was_opened_or_answered_needs_no_next_step() -> None:
    for seen in ({"opened_at": NOW - DAY}, {"reacted_at": NOW - DAY}):
        found = decide(situation(mailed={1: Mailed(6, "email", NOW - 9 * DAY, tries=2, **seen)})).actions
        assert [(each.kind, each.step) for each in found[:2]] == [("offer", None)] * 2


def test_a_complaint_is_seen_to_before_anything_is_offered() -> None:
    complaint = Loop(9, "complaint", "The syrup leaked", NOW - DAY)
    question = Loop(8, "question", "Open on Sunday?", NOW - 3 * DAY, NOW - 2 * DAY)
    found = situation(loops=[question, complaint])
    assert keys(found) == ["loop:9", "loop:8", "silence"]
    assert set(passed(found).values()) == {Why.COMPLAINT}
    assert decide(found).actions[-1].why == "A complaint is open: service comes first"


def test_an_offer_that_brings_more_stands_higher_and_the_lever_moves_it() -> None:
    assert keys(situation()) == ["tea", "tariff", "silence"]
    assert keys(situation(offers=[TARIFF._replace(lever=400), TEA])) == ["tariff", "tea", "silence"]


def test_staff_hear_what_became_of_an_earlier_message() -> None:
    opened = Mailed(5, "email", NOW - 13 * DAY, NOW - 12 * DAY)
    (action, *_) = decide(situation(offers=[TARIFF], mailed={1: opened})).actions
    assert action.kind == "offer"
    assert action.evidence == ("Email of 3 November opened on 4 November, no answer",)
    text = Mailed(6, "sms", NOW - 13 * DAY)
    (action, *_) = decide(situation(offers=[TARIFF], mailed={1: text})).actions
    assert action.evidence == ("Text message of 3 November received, no answer",)


@pytest.mark.parametrize(
    ("why", "fields"),
    [
        (Why.NOT_YET, {"offers": [TARIFF._replace(valid_from=NOW + DAY)]}),
        (Why.OVER, {"offers": [TARIFF._replace(valid_until=NOW)]}),
        (Why.ELSEWHERE, {"offers": [TARIFF._replace(places=["web", "till/screen"])]}),
        (Why.SOLD_OUT, {"offers": [TARIFF._replace(stock=0)]}),
        (Why.WORTHLESS, {"offers": [TARIFF._replace(lever=-100)]}),
        (Why.WORTHLESS, {"offers": [TARIFF._replace(margin_minor=-5)]}),
        (Why.ACCEPTED, {"answers": said("accepted", ago=900 * DAY)}),
        (Why.DECLINED, {"answers": said("declined", ago=89 * DAY)}),
        (Why.NOT_NOW, {"answers": said("not_now", until=NOW + DAY)}),
        (Why.RELATIVE, {"offers": [TARIFF._replace(family="tariffs")],
                        "answers": said("declined", offer_id=4, family="tariffs")}),
        (Why.TIRED, {"shown": {1: Shown(5, NOW - 29 * DAY)}}),
        (Why.GATE, {"verdicts": {"offers": FULL}}),
        (Why.GATE, {"verdicts": {"offers": CLOSED}, "touchpoint": "web"}),
        (Why.SEGMENT, {"fitting": frozenset()}),
    ],
)  # fmt: skip
def test_an_offer_is_passed_over_and_the_reason_kept(why: Why, fields: dict[str, Any]) -> None:
    found = situation(**{"offers": [TARIFF]} | fields)
    assert passed(found) == {"tariff": why}
    assert keys(found) == ["silence"]


@pytest.mark.parametrize(
    "fields",
    [
        {"offers": [TARIFF._replace(valid_from=NOW, valid_until=NOW + DAY, stock=1)]},
        {"offers": [TARIFF._replace(places=["till/screen"])], "placement": "screen"},
        {"offers": [TARIFF._replace(rest_after_yes_days=30)], "answers": said("accepted", ago=30 * DAY)},
        {"answers": said("declined", ago=90 * DAY)},
        {"answers": said("declined", ago=2 * DAY, rest_after_no_days=2)},
        {"answers": said("not_now", until=NOW)},
        {"answers": said("asked")},
        {"answers": said("declined", offer_id=4)},
        {"shown": {1: Shown(4, NOW)}},
        {"shown": {1: Shown(9, NOW - 30 * DAY)}},
        {"verdicts": {"tips": CLOSED}},
        {"verdicts": {"offers": FULL}, "touchpoint": "portal"},
    ],
)
def test_an_offer_stands_once_nothing_speaks_against_it_any_more(fields: dict[str, Any]) -> None:
    assert keys(situation(**{"offers": [TARIFF]} | fields)) == ["tariff", "silence"]


def test_silence_tells_what_keeps_us_quiet_and_until_when() -> None:
    (silence,) = decide(situation(offers=[TARIFF], verdicts={"offers": FULL})).actions
    assert silence.why == "Their dials or our rules keep us quiet (The dial is full), until 19 November"
    (silence,) = decide(situation(offers=[])).actions
    assert silence.why == "No live offer fits them here"


def test_where_the_customer_is_alone_no_words_for_staff_lead() -> None:
    promise = Loop(7, "promise", "Call back about the bill", NOW)
    found = situation(touchpoint="web", loops=[promise], mailed={2: Mailed(5, "email", NOW - DAY)})
    assert [action.kind for action in decide(found).actions] == ["offer", "offer", "silence"]


_KINDS = st.sampled_from(["accepted", "declined", "not_now", "asked"])
_VERDICTS = st.sampled_from([Verdict(Outcome.ALLOW), FULL, CLOSED])


@given(
    st.lists(st.tuples(st.integers(1, 6), _KINDS, st.integers(0, 200)), max_size=5),
    st.lists(st.sampled_from(["complaint", "promise", "question"]), max_size=3),
    st.sets(st.integers(1, 6)),
    _VERDICTS,
    st.sampled_from(["till", "web"]),
)
def test_whatever_is_known_every_offer_is_ranked_or_passed_over_once_and_a_no_holds(
    answers: list[tuple[int, str, int]], kinds: list[str], fits: set[int], verdict: Verdict, place: str
) -> None:
    live = [TARIFF._replace(id=n, key=f"offer-{n}", family="a" if n % 2 else "") for n in range(1, 7)]
    last = {
        n: Said(n, f"offer-{n}", "a" if n % 2 else "", kind, NOW - days * DAY, NOW + DAY)
        for n, kind, days in answers
    }
    loops = [Loop(n, kind, "x", NOW) for n, kind in enumerate(kinds)]
    found = decide(
        situation(
            touchpoint=place, offers=live, answers=last, loops=loops, fitting=frozenset(fits),
            verdicts={"offers": verdict},
        )
    )  # fmt: skip
    ranked = [action.offer for action in found.actions if action.offer]
    assert sorted([*ranked, *(each.offer.key for each in found.passed)]) == [each.key for each in live]
    assert [action.key for action in found.actions].count("silence") == 1
    assert [action.score for action in found.actions] == sorted(
        (action.score for action in found.actions), reverse=True
    )
    declined = {n for n, each in last.items() if each.kind == "declined" and each.at > NOW - 90 * DAY}
    assert not {f"offer-{n}" for n in declined} & set(ranked)
    if any(n % 2 for n in declined):
        assert not {"offer-1", "offer-3", "offer-5"} & set(ranked)
    if verdict == CLOSED or "complaint" in kinds or (verdict == FULL and place == "till"):
        assert not ranked
