"""The inbox and its conversations: who sees what, what is answered, and what happens between two of us."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from channels import conversations, inbound
from channels.conversations import Word
from channels.models import Message
from channels.talk import Conversation, Label
from customers import identity
from customers.models import Customer
from hub import teams, valkey
from hub.console import inbox, inbox_presence
from hub.models import CannedAnswer, Mention, Staff, Team
from tests.hub.console.conftest import LogIn
from tests.makers import DAY, NOW, make_customer, make_staff, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "_nobody_is_there")]
INBOX = "/console/inbox/"
MINUTE = timedelta(minutes=1)
State = Conversation.State


@pytest.fixture
def _nobody_is_there() -> None:
    for key in valkey.client().keys(inbox_presence._place(0).replace(":0", ":*")):
        valkey.client().delete(key)


def hear(
    customer: Customer, text: str = "Is it in stock?", *, before: timedelta = MINUTE, **fields: Any
) -> Conversation:
    word = Word(customer.pk, fields.pop("channel", "email"), text, NOW - before, **fields)
    return Conversation.objects.get(pk=conversations.heard(word, now=NOW))


def make_team(name: str = "Care", *members: Staff, **fields: Any) -> Team:
    team = Team.objects.create(name=name, **fields)
    team.members.set(members)
    return team


def url(name: str, talk: Conversation, *more: int) -> str:
    return reverse(f"console:inbox-{name}", args=[talk.pk, *more])


def answer(client: Client, talk: Conversation, text: str = "Yes, it is.", **fields: Any) -> Any:
    talk.refresh_from_db()
    base = {"text": text, "way": "email", "seen": talk.revision, "once": "a form", "do": "send"}
    return client.post(url("reply", talk), base | fields)


def names(answer: Any) -> list[str]:
    return [str(row["customer"]) for row in answer.context["talks"]]


def counts(answer: Any) -> dict[str, int]:
    return {chip["label"]: chip["count"] for chip in answer.context["views"] if chip["count"] is not None}


def test_an_empty_inbox_teaches_the_next_step(agent: Client) -> None:
    page = agent.get(INBOX).content.decode()
    assert "Nobody waits" in page and "within a second" in page


def test_who_waits_longest_comes_first_and_who_waits_for_nothing_last(agent: Client) -> None:
    hear(make_customer("Anna"), before=5 * MINUTE)
    hear(make_customer("Josef"), before=9 * MINUTE)
    answered = hear(make_customer("Rosa"), before=20 * MINUTE)
    answer(agent, answered)
    page = agent.get(f"{INBOX}?view=all")
    assert names(page) == ["Josef", "Anna", "Rosa"]
    assert "waits 9 min" in page.content.decode()


def test_the_views_hold_what_they_say_and_count_it(log_in: LogIn) -> None:
    me = log_in("agent")
    staff = Staff.objects.get(username="agent")
    make_topic()
    make_team("Care", staff)
    make_team("Offers", topics=["offers"], order=200)
    mine, theirs, nobodys, offers = (
        hear(make_customer(name)) for name in ("Mine", "Theirs", "Nobody", "Offer")
    )
    Conversation.objects.filter(pk=mine.pk).update(assignee_id=staff.pk)
    Conversation.objects.filter(pk=theirs.pk).update(assignee_id=make_staff("manager").pk)
    Conversation.objects.filter(pk=offers.pk).update(topic="offers")
    asleep = hear(make_customer("Asleep"))
    conversations.snooze(asleep.pk, until=NOW + DAY, seen=1, words="", actor="staff:x", now=NOW)
    woken = hear(make_customer("Woken"))
    conversations.snooze(woken.pk, until=NOW - MINUTE, seen=1, words="", actor="staff:x", now=NOW)
    done = hear(make_customer("Done"))
    conversations.resolve(done.pk, seen=1, actor="staff:x", now=NOW)
    held = {view: set(names(me.get(f"{INBOX}?view={view}"))) for view in inbox.VIEWS}
    assert held == {
        "mine": {"Mine"},
        "unassigned": {"Nobody", "Offer", "Woken"},
        "team": {"Mine", "Theirs", "Nobody", "Woken"},
        "all": {"Mine", "Theirs", "Nobody", "Offer", "Woken"},
        "snoozed": {"Asleep"},
        "resolved": {"Done"},
    }
    page = me.get(INBOX)
    assert page.context["view"] == "mine"
    assert counts(page) == {"Mine": 1, "Nobody's": 3, "My team": 4, "All": 5, "Snoozed": 1}
    assert nobodys.assignee_id is None


def test_a_restricted_queue_is_seen_by_its_members_and_administrators_alone(log_in: LogIn) -> None:
    make_topic("health", "Health")
    outsider, admin = log_in("agent"), log_in("admin")
    member = log_in("manager")
    make_team("Care")
    make_team(
        "Pharmacists", Staff.objects.get(username="manager"), topics=["health"], is_restricted=True, order=200
    )
    open_to_all, secret = hear(make_customer("Anna")), hear(make_customer("Josef Geheim"), "My illness")
    Conversation.objects.filter(pk=secret.pk).update(topic="health")
    for client, sees in (
        (outsider, {"Anna"}),
        (member, {"Anna", "Josef Geheim"}),
        (admin, {"Anna", "Josef Geheim"}),
    ):
        page = client.get(f"{INBOX}?view=all")
        assert set(names(page)) == sees and counts(page)["All"] == len(sees)
        assert set(names(client.get(f"{INBOX}?view=all&q=illness"))) == sees - {"Anna"}
        assert client.get(url("talk", secret)).status_code == (200 if len(sees) == 2 else 404)
    before = Conversation.objects.filter(pk=secret.pk).values().get()
    acts = {
        "reply": {"text": "x", "way": "email"},
        "note": {"note": "x"},
        "assign": {"to": "me"},
        "state": {"to": "resolved"},
        "intent": {"intent": "yes"},
        "presence": {},
    }
    for name, said in acts.items():
        assert outsider.post(url(name, secret), said).status_code == 404
    assert Conversation.objects.filter(pk=secret.pk).values().get() == before and not Message.objects.exists()
    handed = member.post(
        url("assign", open_to_all), {"to": f"team:{Team.objects.get(name='Pharmacists').pk}"}
    )
    assert handed.status_code == 302 and names(outsider.get(f"{INBOX}?view=all")) == []


def test_the_erased_are_not_shown_and_an_alias_is_shown_as_who_they_are(
    agent: Client,
) -> None:
    hear(make_customer("Gone"))
    Customer.objects.update(erased_at=NOW)
    before, now = make_customer("Alias"), make_customer("Anna Huber")
    hear(before)
    Customer.objects.filter(pk=before.pk).update(merged_into=now)
    assert names(agent.get(f"{INBOX}?view=all")) == ["Anna Huber"]


def test_search_finds_by_customer_subject_and_words_within_the_view(agent: Client) -> None:
    one, other = make_customer("Margarethe Köhler"), make_customer("Josef Winter")
    identity.index([one.pk, other.pk])
    hear(one, "Where is my parcel?", subject="Re: Delivery")
    hear(other, "Thank you so much")
    for query, expected in (
        ("kohler", [one]),
        ("parcel", [one]),
        ("delivery", [one]),
        ("thank you", [other]),
        ("zzz", []),
    ):
        assert names(agent.get(INBOX, {"view": "all", "q": query})) == [str(each) for each in expected], query


def test_a_long_queue_is_paged_by_key_and_nothing_is_shown_twice(agent: Client) -> None:
    for number in range(inbox.PAGE + 5):
        hear(make_customer(f"C{number}"), before=(number // 2) * MINUTE)
    for talk in Conversation.objects.all()[:4]:
        answer(agent, talk, once=str(talk.pk))
    first = agent.get(f"{INBOX}?view=all")
    second = agent.get(first.context["older_url"], headers={"HX-Request": "true"})
    assert len(names(first)) == inbox.PAGE and len(names(second)) == 5
    assert len({*names(first), *names(second)}) == inbox.PAGE + 5
    assert agent.get(f"{INBOX}?view=all&after=x").status_code == 404
    assert agent.get(f"{INBOX}?view=none").status_code == 404


def test_the_list_costs_the_same_for_few_and_many(agent: Client, statements: Any) -> None:
    make_team("Care", Staff.objects.get(username="agent"))
    for number in range(inbox.PAGE):
        hear(make_customer(f"C{number}"))
    agent.get(INBOX)
    with statements(11):
        agent.get(f"{INBOX}?view=all")


def test_a_conversation_costs_the_same_for_few_and_many_words(agent: Client, statements: Any) -> None:
    customer = make_customer()
    for number in range(25):
        talk = hear(customer, f"Words {number}")
        if number % 5 == 0:
            answer(agent, talk, once=str(number))
    agent.get(url("talk", talk))
    with statements(24):
        agent.get(url("talk", talk))


def test_the_page_tells_what_was_said_on_every_channel_and_offers_to_answer(agent: Client) -> None:
    customer = make_customer("Margarethe Köhler")
    hear(customer, "Is it in stock?", subject="Re: The plan")
    talk = hear(customer, "<script>alert(1)</script>", channel="sms")
    page = agent.get(url("talk", talk))
    words = page.content.decode()
    assert [turn["how"] for turn in page.context["turns"]] == ["by email", "by SMS"]
    assert "Is it in stock?" in words and "&lt;script&gt;alert(1)" in words and "<script>alert" not in words
    assert [way["key"] for way in page.context["ways"]] == ["email"]


def test_a_thread_without_news_is_left_as_it_is_read(agent: Client) -> None:
    customer = make_customer()
    talk = hear(customer)
    shown = agent.get(url("talk", talk)).context
    asked = {"path": shown["thread_url"], "data": {"known": shown["mark"]}, "headers": {"HX-Request": "true"}}
    assert agent.get(**asked).status_code == 204
    hear(customer, "And another thing")
    assert "And another thing" in agent.get(**asked).content.decode()


def test_an_answer_is_queued_as_a_reply_and_who_sent_it_has_it_now(agent: Client) -> None:
    talk = hear(make_customer())
    assert answer(agent, talk).status_code == 302
    message = Message.objects.get()
    talk.refresh_from_db()
    assert (message.purpose, message.state) == ("reply", "queued")
    assert (talk.state, talk.assignee_id) == (State.PENDING, Staff.objects.get().pk)
    assert "answered by email" in agent.get(url("talk", talk)).content.decode()


def test_send_and_resolve_does_both(agent: Client) -> None:
    talk = hear(make_customer())
    answer(agent, talk, do="resolve")
    talk.refresh_from_db()
    assert talk.state == State.RESOLVED and Message.objects.count() == 1


def test_of_two_answers_to_the_same_words_one_goes_and_the_other_is_kept_and_warned(log_in: LogIn) -> None:
    ana, ben = log_in("agent", first_name="Ana"), log_in("manager", first_name="Ben")
    talk = hear(make_customer())
    for client in (ana, ben):
        client.get(url("talk", talk))
    seen = talk.revision
    assert answer(ana, talk, "From Ana", seen=seen).status_code == 302
    warned = answer(ben, talk, "From Ben, with much care", seen=seen, once="another form")
    words = warned.content.decode()
    assert warned.status_code == 422 and Message.objects.count() == 1
    assert "Something was said since" in words and "From Ben, with much care" in words and "From Ana" in words
    assert 'value="2" form="reply"' in words
    again = answer(ben, talk, "From Ben, with much care", seen=2, once="another form", knows="1")
    assert again.status_code == 302 and Message.objects.count() == 2


def test_who_sends_while_a_colleague_writes_is_told_once(log_in: LogIn) -> None:
    ana, ben = log_in("agent", first_name="Ana"), log_in("manager", first_name="Ben")
    talk = hear(make_customer())
    shown = ana.post(url("presence", talk), {"writes": "1"})
    assert "Ana" not in shown.content.decode()
    assert "Ana is writing an answer too." in ben.get(url("talk", talk)).content.decode()
    warned = answer(ben, talk, "Mine")
    assert warned.status_code == 422 and "Ana is writing an answer too" in warned.content.decode()
    assert not Message.objects.exists()
    assert answer(ben, talk, "Mine", knows="1").status_code == 302


def test_without_valkey_answers_go_and_nobody_seems_to_be_there(agent: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    talk = hear(make_customer())
    assert agent.get(url("talk", talk)).context["present"] == []
    assert answer(agent, talk).status_code == 302


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": "  "}, "There are no words yet"),
        ({"way": "pigeon"}, "There is no way to answer"),
        ({"text": "x" * 50_001}, "50,000 characters at most"),
    ],
)
def test_what_cannot_go_is_said_and_kept(agent: Client, said: dict[str, str], words: str) -> None:
    talk = hear(make_customer())
    answered = answer(agent, talk, **said)
    assert answered.status_code == 422 and words in answered.content.decode()
    assert not Message.objects.exists()


def test_a_refused_answer_says_why_and_stays_in_the_box(agent: Client) -> None:
    customer = make_customer()
    talk = hear(customer)
    customer.ownerships.all().delete()
    answered = answer(agent, talk, "Come by tomorrow")
    words = answered.content.decode()
    assert (
        answered.status_code == 422 and "No address for this channel" in words and "Come by tomorrow" in words
    )


def test_resolving_what_has_new_words_changes_nothing_and_says_so(agent: Client) -> None:
    customer = make_customer()
    talk = hear(customer)
    hear(customer, "One more thing")
    answered = agent.post(url("state", talk), {"to": "resolved", "seen": talk.revision}, follow=True)
    assert "Something was said meanwhile" in answered.content.decode()
    talk.refresh_from_db()
    assert talk.state == State.OPEN


@pytest.mark.parametrize(
    ("key", "until"),
    [
        ("3h", "2026-11-16 13:00"),
        ("tomorrow", "2026-11-17 08:00"),
        ("monday", "2026-11-23 08:00"),
        ("week", "2026-11-23 08:00"),
    ],
)
def test_a_snooze_ends_when_it_says(agent: Client, key: str, until: str) -> None:
    talk = hear(make_customer())
    agent.post(url("state", talk), {"to": key, "seen": 1})
    talk.refresh_from_db()
    assert talk.state == State.SNOOZED and talk.snoozed_until is not None
    assert f"{timezone.localtime(talk.snoozed_until):%Y-%m-%d %H:%M}" == until
    agent.post(url("state", talk), {"to": "open"})
    talk.refresh_from_db()
    assert talk.state == State.OPEN


def test_it_is_taken_handed_over_and_put_back_and_the_thread_tells(log_in: LogIn) -> None:
    ana = log_in("agent", first_name="Ana", last_name="Petrović")
    ben = make_staff("manager", first_name="Ben")
    talk = hear(make_customer())
    ana.post(url("assign", talk), {"to": "me", "was": ""})
    talk.refresh_from_db()
    assert talk.assignee_id == Staff.objects.get(username="agent").pk
    ana.post(url("assign", talk), {"to": f"staff:{ben.pk}", "was": talk.assignee_id})
    talk.refresh_from_db()
    assert talk.assignee_id == ben.pk
    late = ana.post(url("assign", talk), {"to": "me", "was": ""}, follow=True)
    assert "Somebody was a moment faster" in late.content.decode()
    ana.post(url("assign", talk), {"to": "queue", "was": ben.pk})
    told = [turn["words"] for turn in ana.get(url("talk", talk)).context["turns"] if turn["kind"] == "act"]
    assert told == ["took it", "handed it to Ben", "put it back into the queue"]


def test_a_note_calls_whom_it_names_and_is_seen_when_they_look(log_in: LogIn) -> None:
    ana, ben = log_in("agent"), log_in("manager")
    talk = hear(make_customer())
    note = "Please ask @manager, not @nobody or mail@analyst.example"
    said = ana.post(url("note", talk), {"note": note}, follow=True)
    assert "will see it on their day" in said.content.decode()
    mention = Mention.objects.get()
    assert (mention.staff.username, mention.seen_at) == ("manager", None)
    assert [each["words"] for each in ben.get("/console/").context["mentions"]] == [mention.turn.words]
    page = ben.get(url("talk", talk)).content.decode()
    assert "noted, for us alone" in page
    mention.refresh_from_db()
    assert mention.seen_at == NOW and ben.get("/console/").context["mentions"] == []
    assert not Message.objects.exists()


def test_a_correction_with_one_key_is_kept_and_the_page_says_who(agent: Client) -> None:
    talk = hear(make_customer(), "Mumble mumble")
    page = agent.get(url("talk", talk))
    assert not page.context["sorting"]["is_sure"] and "Unsure what they want" in page.content.decode()
    assert [choice["number"] for choice in page.context["sorting"]["choices"]] == list(range(1, 9))
    turn = page.context["sorting"]["turn"].pk
    fresh = agent.post(
        url("intent", talk), {"turn": turn, "intent": "complaint"}, headers={"HX-Request": "true"}
    )
    assert "What they want: complaint, sorted by agent" in " ".join(fresh.content.decode().split())
    assert (Label.objects.get().name, Label.objects.get().words) == ("complaint", "Mumble mumble")
    assert agent.post(url("intent", talk), {"turn": turn, "intent": "start"}).status_code == 404


MAIL = b"""From: Maria <maria@example.org>
To: hello@mail.rapport.example
Subject: My bill
Message-ID: <bill@example.org>
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/html; charset=utf-8

<p>Is this <b>right</b>?<script>alert(1)</script><img src="http://evil.example/p.gif"></p>
--B
Content-Type: text/html; name="../bill.html"
Content-Disposition: attachment; filename="../bill.html"

<script>alert(2)</script>
--B--
"""


def test_a_formatted_mail_is_framed_clean_and_what_is_attached_is_only_saved(agent: Client) -> None:
    make_customer(email="maria@example.org")
    mail_id = inbound.take(MAIL, "maria@example.org", ["hello@mail.rapport.example"], door="test", now=NOW)
    inbound.apply(mail_id, now=NOW)
    talk = Conversation.objects.get()
    (turn,) = agent.get(url("talk", talk)).context["turns"]
    shown = agent.get(turn["mail_url"])
    assert "<b>right</b>" in shown.content.decode() and "alert" not in shown.content.decode()
    assert "evil.example" not in shown.content.decode()
    assert "sandbox" in shown["Content-Security-Policy"] and "'none'" in shown["Content-Security-Policy"]
    (file,) = turn["files"]
    assert file["name"] == "bill.html"
    saved = agent.get(file["url"])
    assert saved.content.strip() == b"<script>alert(2)</script>"
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["Content-Disposition"] == "attachment; filename*=UTF-8''bill.html"
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert agent.get(url("file", talk, turn["pk"], 1)).status_code == 404


def test_a_canned_answer_is_filled_in_behind_what_was_typed(agent: Client) -> None:
    text = "Dear {{ customer.first_name }}, we are open until six. {{ staff.first_name }}, {{ organisation }}"
    canned = CannedAnswer.objects.create(name="Hours", text=text)
    talk = hear(make_customer("Margarethe Köhler"))
    page = answer(agent, talk, "Hello!", do="use", answer=canned.pk)
    filled = "Hello!\n\nDear Margarethe, we are open until six. Johanna, Hauptplatz Pharmacies"
    assert page.context["text"] == filled and not Message.objects.exists()
    part = agent.post(
        url("reply", talk),
        {"text": "Hello!", "way": "email", "do": "use", "answer": canned.pk},
        headers={"HX-Request": "true"},
    )
    assert part.context["text"] == filled and "<html" not in part.content.decode()


def test_those_of_the_customer_s_language_come_first_and_other_teams_have_their_own(agent: Client) -> None:
    care, other = make_team("Care"), make_team("Other", order=200)
    for name, team, language in (("C", care, "en"), ("B", None, ""), ("A", None, "de"), ("D", other, "de")):
        CannedAnswer.objects.create(name=name, team=team, language=language, text="x")
    page = agent.get(url("talk", hear(make_customer(language="de"))))
    assert [each.name for each in page.context["answers"]] == ["A", "B", "C"]


def test_the_clock_runs_in_the_hours_of_the_team_and_says_what_is_left() -> None:
    team = Team(
        name="Care", opens_at=time(9), closes_at=time(17), weekdays=[0, 1, 2, 3, 4], first_answer_minutes=60
    )
    vienna = NOW.replace(hour=8)  # Monday 9:00 there
    assert teams.open_time(team, vienna - 3 * DAY, vienna) == timedelta(hours=8)  # since Friday 9:00
    assert teams.open_time(team, vienna - timedelta(hours=2), vienna + 30 * MINUTE) == 30 * MINUTE
    assert teams.open_time(team, vienna, vienna - DAY) == timedelta()
    talk = Conversation(waiting_since=vienna, opened_at=vienna)
    for minutes, tone, words in (
        (10, "neutral", "50 min left"),
        (50, "warn", "10 min left"),
        (60, "bad", "late"),
        (200, "bad", "2 h 20 min late"),
    ):
        clock = teams.clock(talk, team, now=vienna + minutes * MINUTE)
        assert clock is not None and (clock.tone, clock.words) == (tone, words)
    talk.first_answered_at = vienna
    clock = teams.clock(talk, team, now=vienna + 60 * MINUTE)
    assert clock is not None and clock.target == timedelta(hours=4)


def test_every_act_is_a_post_and_a_get_changes_nothing(agent: Client) -> None:
    talk = hear(make_customer())
    for name in ("reply", "note", "assign", "state", "intent", "presence"):
        assert agent.get(url(name, talk)).status_code == 405
