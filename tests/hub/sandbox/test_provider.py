"""The town's email provider and the hub: mail over HTTP, and callbacks tripled and out of order."""

from typing import Any

import pytest
from django.utils import timezone

from channels import dispatch, outbox
from channels.models import Callback, Hit, Lane, Message
from channels.outbox import Draft
from customers.models import Suppression
from hub.sandbox.town import esp
from hub.sandbox.town.esp import Account, Esp
from hub.sandbox.town.habits import Act, Deed
from hub.sandbox.town.letter import Letter, read
from hub.sandbox.town.people import Mailbox, Person
from tests.hub.sandbox.neighbours import HERE, doors_of, wait_for
from tests.hub.sandbox.test_town import numbered
from tests.makers import make_content, make_customer, make_topic

ACCOUNT = Account("re_key", "whsec_c2l4dGVlbiBzZWNyZXRzIQ==")
RESIDENTS = {
    "reader": numbered(1),
    "dead": numbered(2, mailbox=Mailbox.DEAD),
    "gone": numbered(3, mailbox=Mailbox.GONE),
    "overflowing": numbered(4, mailbox=Mailbox.OVERFLOWING),
    "grumpy": numbered(5),
    "wary": numbered(6, mailbox=Mailbox.WARY),
}


@pytest.mark.django_db(transaction=True)
def test_a_mailing_by_a_providers_api_comes_to_the_same_as_by_smtp(
    live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(esp, "TOLD_THRICE", 1.0)
    monkeypatch.setattr(esp, "BUSY", 0.0)
    settings.BASE_URL = live_server.url
    make_topic()
    customers = {who: make_customer(each.name, email=each.email) for who, each in RESIDENTS.items()}
    got: dict[str, tuple[Person, Letter]] = {}

    def receive(someone: Person, raw: bytes, return_path: str) -> None:
        got[someone.email] = someone, read(raw, return_path, live_server.url)

    at = {each.email: each for each in RESIDENTS.values()}
    provider = Esp(ACCOUNT, at.get, receive, doors_of(live_server), least_seconds=0.5)
    port = provider.listen(HERE, 0)
    settings.EMAIL_URL = f"resend+http://{ACCOUNT.key}@{HERE}:{port}/?webhook_key={ACCOUNT.secret}"
    content = make_content(
        html='<p><a href="{{ links[0] }}">Tee</a></p>', links=["https://shop.example.org/"]
    )
    now = timezone.now()
    drafts = [
        Draft(each.pk, "email", content.pk, "marketing", "offers", "flight:1", now)
        for each in customers.values()
    ]
    try:
        outbox.queue(drafts, now=now)
        dispatch.send_range(Lane.BULK, 0, 2**60)
        assert set(Message.objects.values_list("provider", flat=True)) == {"resend"}
        letter = got[RESIDENTS["reader"].email][1]
        assert letter.way_out and letter.reply_to.startswith("reply+")
        for who, act in (
            ("reader", Act.OPEN), ("reader", Act.CLICK), ("gone", Act.BOUNCE), ("overflowing", Act.BOUNCE),
            ("grumpy", Act.COMPLAIN),
        ):  # fmt: skip
            provider.tell(got[RESIDENTS[who].email][1], Deed(act, 0.0, letter.links[0], "Mozilla/5.0"))
        expected = {
            "reader": "delivered", "dead": "bounced", "gone": "bounced", "overflowing": "bounced",
            "grumpy": "complained", "wary": "delivered",
        }  # fmt: skip
        wait_for(lambda: states(customers) == expected)
        wait_for(lambda: provider.counts["callbacks of the provider"] >= 3 * 15)
    finally:
        provider.close()
    assert states(customers) == expected
    assert not Callback.objects.filter(state="unparsed").exists()
    barred = dict(Suppression.objects.values_list("contact_point__address", "reason"))
    assert barred == {
        RESIDENTS["dead"].email: "invalid",
        RESIDENTS["gone"].email: "invalid",
        RESIDENTS["grumpy"].email: "complaint",
    }
    hits = Hit.objects.filter(message__customer=customers["reader"])
    assert sorted(hits.values_list("kind", flat=True)) == ["click", "open"], "each counts once"


def states(customers: dict[str, Any]) -> dict[str, str]:
    return {who: Message.objects.get(customer=each).state for who, each in customers.items()}
