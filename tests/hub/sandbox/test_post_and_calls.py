"""The town's post office and its phone line, by the doors that a post house and a dialler have."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from channels import dispatch, outbox
from channels.byhand import WorkItem
from channels.models import Content, Lane, Message
from channels.outbox import Draft
from customers import postal
from customers.models import Consent, Customer, Interaction, OpenLoop
from hub.sandbox.town import callcentre, people, postoffice
from hub.sandbox.town.callcentre import CallCentre
from hub.sandbox.town.habits import Pace
from hub.sandbox.town.people import Person
from hub.sandbox.town.postoffice import PostOffice
from hub.sandbox.town.till import Till
from tests.hub.sandbox.neighbours import EVERYBODY, SEED, SIZE, api_of, doors_of, known, wait_for
from tests.makers import make_content, make_topic, share_point

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = Pace(1e9, 0.1)


def test_a_letter_finds_the_person_whose_name_and_street_it_bears() -> None:
    for each in EVERYBODY:
        assert people.addressee(SEED, SIZE, each.name, each.street) == each
    somebody = EVERYBODY[0]
    assert people.addressee(SEED, SIZE, "Somebody Else", somebody.street) is None
    assert people.addressee(SEED, SIZE, somebody.name, "Nowhere 1/1") is None


def write_to(someone: Person, folder: Path, cause: str = "flight:1") -> tuple[Customer, Message]:
    make_topic()
    customer = known(someone, "letter")
    where = postal.of([someone.street], *someone.place, someone.country)
    share_point(customer, where.text(), "postal")
    content = Content.objects.first() or make_content(
        channel="letter", subject="Neu", text="Neue Zeiten.", html=""
    )
    now = timezone.now()
    outbox.queue([Draft(customer.pk, "letter", content.pk, "marketing", "offers", cause, now)], now=now)
    call_command("print_letters", once=True, stdout=StringIO())
    return customer, Message.objects.get(customer=customer)


def answers(post: PostOffice) -> int:
    return post.counts["letters answered"] + post.counts["letters stopped"]


def office(folder: Path, live_server: Any) -> tuple[PostOffice, Till, Till]:
    till, returns = Till(), Till("import_returns")
    post = PostOffice(folder, SEED, SIZE, doors_of(live_server), AT_ONCE, till, returns)
    post.open()
    return post, till, returns


def test_letters_come_back_are_answered_and_stopped(
    live_server: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LETTER_URL = tmp_path.as_uri()
    settings.BASE_URL = live_server.url
    post, till, returns = office(tmp_path, live_server)
    try:
        monkeypatch.setattr(postoffice, "FATES", {"moved": 1})
        moved, message = write_to(EVERYBODY[0], tmp_path)
        assert (post.collect(), post.collect()) == (1, 0)
        assert sorted(each.suffix for each in (tmp_path / postoffice.TAKEN).iterdir()) == [".csv", ".pdf"]
        wait_for(lambda: post.counts["letters brought back"] == 1)
        assert returns.hand_over() == 1
        message.refresh_from_db()
        assert (message.state, message.reason) == ("bounced", "moved: Verzogen")
        assert OpenLoop.objects.get(customer=moved).words.endswith("Ask for the address.")

        monkeypatch.setattr(postoffice, "FATES", {"": 1})
        for number, does in enumerate(("calls", "comes by", "types"), 1):
            monkeypatch.setattr(postoffice, "ANSWERS", {does: 1})
            monkeypatch.setattr(postoffice, "STOPS", 1.0)
            customer, _ = write_to(EVERYBODY[number], tmp_path, f"flight:{number + 1}")
            assert post.collect() == 1
            wait_for(lambda number=number: answers(post) == number)
        till.hand_over()
    finally:
        post.close()
        till.close()
        returns.close()
    assert not Consent.objects.get(customer=customer, channel="letter").is_granted
    assert set(Interaction.objects.filter(source="town").values_list("kind", flat=True)) >= {"call", "visit"}


def test_an_agent_works_the_list_and_leaves_some_of_it_to_the_house(
    live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BASE_URL = live_server.url
    monkeypatch.setattr(callcentre, "LEFT_FOR_STAFF", 2)
    make_topic()
    callees = [known(each, "call") for each in [each for each in EVERYBODY if each.phone][:10]]
    content = make_content(channel="call", subject="Danke sagen", text="Guten Tag!", html="")
    now = timezone.now()
    drafts = [Draft(each.pk, "call", content.pk, "marketing", "offers", "flight:1", now) for each in callees]
    outbox.queue(drafts, now=now)
    assert dispatch.send_range(Lane.BULK, 0, 2**60) == 10
    api = api_of(live_server, "worklist:read", "worklist:write")
    centre = CallCentre(api, SEED, SIZE, between_seconds=0.1)
    centre.open()
    try:
        wait_for(lambda: WorkItem.objects.exclude(outcome="").count() == 8)
    finally:
        centre.close()
    made = Interaction.objects.filter(kind="call", source="worklist")
    assert made.count() == 8 and set(made.values_list("actor", flat=True)) == {"api:town"}
    assert len(set(WorkItem.objects.exclude(outcome="").values_list("outcome", flat=True))) >= 3
    assert WorkItem.objects.filter(outcome="", done_at=None).count() == 2
