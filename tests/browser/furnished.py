"""A hub with something on every page, told by customers, shops and providers at their doors, in any words."""

import json
from base64 import b64encode
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from channels import addresses, bounces, callbacks, conversations, inbound, references
from channels.byhand import WorkItem
from channels.mailreading import BounceClass
from channels.models import Callback, InboundMail, Message
from channels.talk import Conversation
from channels.verdicts import Spike
from customers import identity, learning
from customers.models import Customer, Interaction
from hub.models import CannedAnswer, PortalVisit, Team
from hub.portal import visits
from hub.webhooks import subscriptions
from tests.browser.guests import way_in, wrote
from tests.browser.scene import Scene, set_the_scene
from tests.campaigns.makers import make_message
from tests.hub.api.conftest import make_api
from tests.hub.console.test_spikes import bounce, sent
from tests.hub.console.test_worklist import on_the_list
from tests.makers import make_content, share_point

Say = Callable[[int], str]
"""Return words of at most so many characters."""
SHOP = "shop"
MAILBOX = "hello@mail.rapport.example"
EMAIL, PHONE = "anna.huber@example.org", "+436641230000"


def furnish(say: Say, folder: Path) -> dict[str, Any]:
    """Fill an empty hub; return what the addresses of its pages are made of."""
    Team.objects.create(name="Customer care", first_answer_minutes=60)
    CannedAnswer.objects.create(name="Opening hours", text="Dear {{ customer.first_name }}, until six.")
    scene = set_the_scene()
    who = _a_shop_tells(say, folder)
    _mails_come(say)
    _texts_come(say)
    _they_use_the_portal(who, say)
    _providers_answer(scene, say)
    talk = Conversation.objects.filter(customer=who).latest("pk")
    conversations.note(talk.pk, say(1000), actor="staff:admin", now=timezone.now())
    bounce(sent(40))
    item = on_the_list()
    others = _offer_and_answer(who, say) | _a_system_is_told(who, say)
    return _names(scene, who, item) | _links(who) | others


def _a_shop_tells(say: Say, folder: Path) -> Customer:
    """Let the API and a file write all that they may about one customer."""
    learning.declare("branch", "Branch", is_editable_by_customer=True)
    api, key = make_api(), {"source": SHOP, "key": "A-1"}
    facts = {"branch": say(200), "reads": say(200)}
    taken(api.post("customers/", key | {"name": say(200), "email": EMAIL, "phone": PHONE, "facts": facts}))
    who = Customer.objects.get(pk=identity.find(SHOP, ["A-1"])["A-1"])
    told = [_happened(kind, say) for kind in ("call", "note", "purchase", "visit")]
    taken(api.post("interactions/", told))
    heard = {"place": say(120), "wording": say(300)}
    taken(api.post(f"customers/{who.number}/consents/", heard | {
        "channel": "email", "purpose": "marketing", "is_granted": True,
    }))  # fmt: skip
    taken(api.put(f"customers/{who.number}/dials/", heard | {"channel": "email", "topic": "", "position": 9}))
    taken(api.post(f"customers/{who.number}/devices/", {"kind": "fcm", "endpoint": "a", "label": say(80)}))
    rows = [
        {"customer": "B-1", "name": say(200), "email": "b@example.org", "consent": "email:marketing",
         "consent_at": "2026-01-01", "consent_evidence": say(200)},
        {"customer": "B-2", "name": say(200), "email": say(60)},
    ]  # fmt: skip
    file = folder / "shop.ndjson"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    call_command("import_customers", str(file), "--source", SHOP)
    return who


def _happened(kind: str, say: Say) -> dict[str, Any]:
    data = {name: say(300) for name in ("text", "about", "place", "outcome", "subject", "why", "words")}
    return {
        "customer": {"source": SHOP, "key": "A-1"}, "kind": kind, "source": SHOP,
        "source_id": f"{kind} {say(150)}", "summary": say(300), "data": data | {"items": 3},
        "occurred_at": timezone.now().isoformat(),
        "amount_minor": 4990 if kind == "purchase" else None,
    }  # fmt: skip


def _mails_come(say: Say) -> None:
    """Let a known customer, and somebody whom nobody knows, write with everything that a mail can hold."""
    for address in (EMAIL, "stranger@example.net"):
        mail = EmailMessage()
        mail["From"] = address
        mail["Subject"] = _line(say(250))
        mail.set_content(f"Can you help me?\n\n{say(3000)}")
        mail.add_alternative(f"<p>Can you help me?</p>{say(3000)}", subtype="html")
        mail.add_attachment(b"<script>ran(0)</script>", "text", "html", filename=_line(say(80)))
        name = f"=?utf-8?b?{b64encode(_line(say(150)).encode()).decode()}?="
        raw = mail.as_bytes().replace(b"From: ", f"From: {name} <".encode(), 1).replace(b"\n", b">\n", 1)
        inbound.receive(raw, address, [MAILBOX], door=SHOP, now=timezone.now())


def _texts_come(say: Say) -> None:
    for number, sender in enumerate((PHONE, "+436609999999", _line(say(40)))):
        _carrier_calls(MessageSid=f"SM{number}", From=sender, To="+43600111222", Body=say(600))


def _they_use_the_portal(who: Customer, say: Say) -> None:
    browser = Client()
    browser.cookies[visits.COOKIE] = visit_of(who)
    for text in (say(3000), say(100)):
        assert browser.post("/portal/conversations/write/", {"text": text}).status_code == 302
    assert browser.post("/portal/known/fact/branch/", {"value": say(200)}).status_code in (302, 422)


def _providers_answer(scene: Scene, say: Say) -> None:
    """Let what came back of a message, and what looked at it, carry words of others."""
    pixel = addresses.pixel_url(scene.message.pk).split("/", 3)[3]
    Client().get(f"/{pixel}", headers={"User-Agent": _line(say(300))})
    refused = Message.objects.filter(state="accepted").first()
    assert refused
    bounces.note(refused.pk, BounceClass.HARD, say(290), now=timezone.now())
    _carrier_calls(MessageSid="SM9", MessageStatus="failed", ErrorCode=_line(say(40)))


def _carrier_calls(**form: str) -> None:
    kind, now = "application/x-www-form-urlencoded", timezone.now()
    callbacks.take("sms", "twilio", "", kind, urlencode(form).encode(), now=now)
    callbacks.apply_waiting(now=now)


def _offer_and_answer(who: Customer, say: Say) -> dict[str, Any]:
    """Let another system write an offer, ask for what to say, and tell what was answered in which words."""
    api = make_api()
    says = {"name": say(120), "topic": "offers", "title": say(120), "text": say(1000), "words": say(1000)}
    for key in ("box", "tea"):
        taken(api.put(f"offers/{key}/", says))
    asked = {"touchpoint": "web", "placement": "home", "context": {"basket": say(60)}}
    found = taken(api.post("decisions/", asked | {"customer": who.number})).json()
    told = {"outcome": "asked", "offer": "tea", "words": say(300)}
    taken(api.post(f"decisions/{found['id']}/outcome/", told))
    found = taken(api.post("decisions/", asked | {"customer": {"source": SHOP, "key": "B-1"}})).json()
    return {"offer": "box", "fragment": found["fragment"].split("/")[-2]}


def _a_system_is_told(who: Customer, say: Say) -> dict[str, Any]:
    """Let a system be told of a purchase that it did not take, answering in words of its own."""
    now, bought = timezone.now(), Interaction.objects.filter(customer_id=who.pk, kind="purchase").latest("id")
    hook = subscriptions.make(
        say(60), "https://shop.example.org/in", ["purchase"], by=f"api:{say(60)}", now=now
    )
    told = hook.deliveries.create(
        interaction_id=bought.id, kind="purchase", state="failed", attempts=10, status=500, words=say(300),
        created_at=now,
    )  # fmt: skip
    subscriptions.stop(hook, say(300), now=now)
    return {"webhook": hook.pk, "delivery": told.pk}


def _links(who: Customer) -> dict[str, Any]:
    """Let the customer have got a mail, a notice and a letter that call them by their name."""
    got = wrote(who, "A word for you", timezone.now())
    Message.objects.filter(pk=got.pk).update(context={"customer": {"first_name": who.name, "name": who.name}})
    notice, letter = (_also(got, channel) for channel in ("inapp", "letter"))
    return {
        "got": got.pk,
        "notice": notice.pk,
        "letter": letter.pk,
        "reference": references.of(letter.pk),
        "way_in": way_in(who).split("/")[-2],
        "less": addresses.less_url(got.pk, now=timezone.now()).split("/")[-2],
        "unsubscribe": addresses.unsubscribe_url(got.pk).split("/")[-2],
    }


def _also(got: Message, channel: str) -> Message:
    content = make_content(channel=channel, subject="A word for {{ customer.name }}")
    context = {"customer": {"first_name": got.customer.name, "name": got.customer.name}}
    return make_message(
        got.customer, f"also:{channel}", channel=channel, content=content, context=context,
        created_at=got.created_at, accepted_at=got.accepted_at, due_at=None,
    )  # fmt: skip


def _names(scene: Scene, who: Customer, item: WorkItem) -> dict[str, Any]:
    talk = Conversation.objects.filter(customer=who, turns__mail_id__isnull=False).latest("pk")
    return {
        "who": who,
        "customer": who.pk,
        "regular": scene.regular.pk,
        "campaign": scene.campaign.key,
        "message": scene.message.pk,
        "mail": InboundMail.objects.filter(state=InboundMail.State.UNPARSED).latest("pk").pk,
        "shared_mail": scene.mail.pk,
        "talk": talk.pk,
        "turn": talk.turns.filter(mail_id__isnull=False).latest("pk").pk,
        "item": item.pk,
        "text": Callback.objects.filter(state=Callback.State.UNPARSED).latest("pk").pk,
        "spike": Spike.objects.latest("pk").pk,
        "team": Team.objects.earliest("pk").pk,
        "answer": CannedAnswer.objects.earliest("pk").pk,
    }


def visit_of(who: Customer) -> str:
    """Return the cookie of a visit to the portal."""
    now = timezone.now()
    point = who.contact_points.filter(kind="email").first() or share_point(who, EMAIL)
    visit = PortalVisit.objects.create(contact_point=point, customer=who, began_at=now)
    return addresses.sealer().seal("visit", visit.pk, expires_at=now + visits.IDLE)


def taken(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.content
    return answer


def _line(words: str) -> str:
    return " ".join(words.split())
