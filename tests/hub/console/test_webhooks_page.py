"""The pages of webhooks: a secret shown once, paused, tested, told again; for administrators alone."""

import html
import logging
import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Standard

from customers import history
from customers.entry import Entry
from customers.models import Customer, Interaction
from hub.console import kept
from hub.models import Delivery, SettingChange, Staff, Viewing, Webhook
from hub.webhooks import delivery, news, subscriptions
from tests.channels.gateways import Peer, answer, running
from tests.hub.console.conftest import LogIn
from tests.makers import make_customer

pytestmark = pytest.mark.django_db
PAGE = "/console/settings/webhooks/"
SHOP = {"name": "Shop", "url": "https://shop.example.org/in/t0ken", "kinds": ["purchase", "visit"]}
HOSTS = {"shop.example.org": "93.184.216.34", "inside.example.org": "10.1.2.3"}
HOUR = timedelta(hours=1)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A name server that knows a few hosts, or fails as it is told to."""
    asked, known = socket.getaddrinfo, dict[str, Any](HOSTS)

    def look_up(host: str, *rest: Any, **more: Any) -> Any:
        found = known.get(host, known.get("*"))
        if isinstance(found, Exception):
            raise found
        if found is None and host.endswith(".example.org"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return asked(found or host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.fixture
def owner(log_in: LogIn, names: dict[str, Any]) -> Client:
    cache.clear()
    return log_in("admin", username="ruth")


@pytest.fixture
def hook(db: None) -> Webhook:
    return subscriptions.make(SHOP["name"], SHOP["url"], SHOP["kinds"], by="staff:ruth", now=timezone.now())


@pytest.fixture
def peer(settings: Any, hook: Webhook) -> Iterator[Peer]:
    """A receiver that takes everything; the webhook leads to it."""
    settings.INSIDE_NETWORKS = ["127.0.0.0/8"]
    with running() as found:
        found.reply = lambda handler, got: answer(handler, 200, {})
        hook.url = f"http://127.0.0.1:{found.port}/news"
        hook.save()
        yield found


def words(said: Any) -> str:
    return html.unescape(" ".join(said.content.decode().split()))


def place(hook: Webhook) -> str:
    return f"{PAGE}{hook.pk}/"


def make(client: Client, **said: Any) -> Any:
    return client.post(PAGE, {"once": client.get(f"{PAGE}?new").context["once"]} | SHOP | said)


def act(client: Client, hook: Webhook, move: str, **said: Any) -> Any:
    once = client.get(place(hook)).context["once"]
    return client.post(place(hook), {"move": move, "once": once} | said, follow=True)


def tell(hook: Webhook, state: str, number: int = 1, **fields: Any) -> Delivery:
    now = timezone.now()
    due_at = now if state == "waiting" else None
    given = {"kind": "purchase", "state": state, "due_at": due_at, "created_at": now - HOUR} | fields
    return Delivery.objects.create(webhook=hook, interaction_id=10**12 + number, **given)


def buy(customer: Customer, *orders: str) -> list[int]:
    now = timezone.now()
    history.record([Entry(customer.pk, now, "purchase", "shop", order) for order in orders], now=now)
    return list(Interaction.objects.filter(kind="purchase").order_by("id").values_list("id", flat=True))


def secret_in(said: Any) -> str:
    return re.search(r"whsec_[\w+/=]+", words(said))[0]  # type: ignore[index]


def test_without_webhooks_the_page_says_what_one_is_for(owner: Client) -> None:
    assert "A webhook tells another system what happens here as it happens" in words(owner.get(PAGE))


def test_a_webhook_is_made_and_its_secret_shown_a_single_time(
    owner: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made, hook = make(owner), Webhook.objects.get()
    assert (hook.name, hook.url, hook.kinds) == (SHOP["name"], SHOP["url"], SHOP["kinds"])
    assert hook.made_by == "staff:ruth"
    assert secret_in(made) == hook.secret
    for url in (PAGE, place(hook), f"{place(hook)}?change"):
        assert hook.secret not in words(owner.get(url))
    left = [str(vars(each)) for each in SettingChange.objects.all()]
    left += [str(each.get_decoded()) for each in Session.objects.all()]
    assert all(hook.secret not in each for each in (*left, caplog.text))


def test_sent_a_second_time_the_form_makes_no_second_webhook(owner: Client) -> None:
    form = SHOP | {"once": owner.get(f"{PAGE}?new").context["once"]}
    owner.post(PAGE, form)
    assert "counted once" in words(owner.post(PAGE, form, follow=True))
    assert Webhook.objects.count() == 1


NOT_PUBLIC = "leads into a network that is not public"


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ({"url": "http://shop.example.org/"}, "must be a whole one and begin with https://"),
        ({"url": "shop.example.org"}, "must be a whole one and begin with https://"),
        ({"url": "https://user:word@shop.example.org/"}, "may hold no user, no password"),
        ({"url": "https://127.0.0.1/"}, NOT_PUBLIC),
        ({"url": "https://[::1]/"}, NOT_PUBLIC),
        ({"url": "https://169.254.169.254/latest/"}, NOT_PUBLIC),
        ({"url": "https://inside.example.org/"}, NOT_PUBLIC),
        ({"url": "https://shpo.example.org/"}, "Nobody knows a host of this name"),
        ({"kinds": []}, "Choose at least one kind of news"),
        ({"kinds": ["purchases"]}, "purchases is not one of the available choices"),
        ({"name": " "}, "This field is required"),
    ],
)
def test_what_cannot_be_told_is_said_beside_its_field(owner: Client, flaw: dict[str, Any], said: str) -> None:
    refused = make(owner, **flaw)
    assert refused.status_code == 422
    assert said in words(refused)
    assert not Webhook.objects.exists()


def test_a_name_server_that_is_silent_for_now_keeps_nobody_from_it(
    owner: Client, names: dict[str, Any]
) -> None:
    names["shop.example.org"] = socket.gaierror(socket.EAI_AGAIN, "Temporary failure")
    assert make(owner).status_code == 200
    assert Webhook.objects.exists()


def test_a_change_is_kept_in_words_and_holds(owner: Client, hook: Webhook) -> None:
    saved = act(owner, hook, "save", **SHOP | {"kinds": ["visit"]})
    assert "Saved." in words(saved)
    act(owner, hook, "save", **SHOP | {"kinds": ["visit"], "url": "https://shop.example.org/other"})
    hook.refresh_from_db()
    assert (hook.kinds, hook.url) == (["visit"], "https://shop.example.org/other")
    first, second = SettingChange.objects.order_by("pk")
    assert (first.before, first.after) == (
        "Shop, at shop.example.org: Purchase, Visit", "Shop, at shop.example.org: Visit",
    )  # fmt: skip
    assert second.after == "Shop, at shop.example.org: Visit; another path"
    assert "t0ken" not in str([vars(first), vars(second)])
    assert act(owner, hook, "save", **SHOP | {"url": "https://127.0.0.1/"}).status_code == 422


def test_it_is_paused_and_goes_on(owner: Client, hook: Webhook) -> None:
    paused = act(owner, hook, "pause")
    hook.refresh_from_db()
    assert hook.stopped_at is not None and hook.stopped_by == "staff:ruth"
    assert "Paused by ruth" in words(paused)
    assert "let it go on first" in words(act(owner, hook, "test"))
    act(owner, hook, "resume")
    hook.refresh_from_db()
    assert (hook.stopped_at, hook.stopped_by, hook.stopped_why) == (None, "", "")
    said = list(SettingChange.objects.order_by("pk").values_list("before", "after"))
    assert said == [("", "Shop paused"), ("Shop paused", "")]


def test_one_that_the_hub_gave_up_on_is_told_of_until_somebody_sees_to_it(
    owner: Client, log_in: LogIn, hook: Webhook
) -> None:
    notice = "We stopped telling Shop what happens. It took nothing for 5 days."
    assert notice not in words(owner.get("/console/"))
    subscriptions.stop(hook, "It took nothing for 5 days.", now=timezone.now())
    kept.forget()
    assert notice in words(owner.get("/console/"))
    assert notice not in words(log_in("manager").get("/console/"))
    assert "Stopped by the hub" in words(owner.get(PAGE))
    act(owner, hook, "pause")
    kept.forget()
    assert notice not in words(owner.get("/console/"))
    hook.refresh_from_db()
    assert hook.stopped_at is not None


def test_a_new_secret_is_shown_once_and_the_old_one_signs_too(owner: Client, hook: Webhook) -> None:
    old = hook.secret
    once = owner.get(place(hook)).context["once"]
    form = {"move": "rotate", "once": once}
    shown = owner.post(place(hook), form)
    hook.refresh_from_db()
    assert secret_in(shown) == hook.secret != old
    assert subscriptions.secrets_of(hook, now=timezone.now()) == [hook.secret, old]
    again = owner.post(place(hook), form, follow=True)
    assert "counted once" in words(again) and "whsec_" not in words(again)
    assert "the old one signs too until" in words(owner.get(place(hook)))
    (change,) = SettingChange.objects.all()
    assert change.after == "Shop: a new secret; the old one signs too for 24 hours"


@pytest.mark.django_db(transaction=True)
def test_a_test_is_posted_signed_and_its_way_is_told(owner: Client, hook: Webhook, peer: Peer) -> None:
    waits = act(owner, hook, "test")
    assert "0 of 1 posted" in words(waits) and 'hx-trigger="every 3s"' in words(waits)
    delivery.deliver(now=timezone.now())
    line = words(owner.get(waits.context["line_url"]))
    assert "1 of 1 posted" in line and "1 taken." in line and "hx-trigger" not in line
    (got,) = peer.got
    headers = {name.lower(): value for name, value in got.headers.items()}
    assert Standard(hook.secret).verify(got.body, headers)["type"] == "ping"
    assert "A test" in words(owner.get(place(hook)))


def test_the_log_tells_each_piece_of_news_and_can_be_narrowed(owner: Client, hook: Webhook) -> None:
    tell(hook, "delivered", 1, attempts=1, status=204)
    tell(hook, "failed", 2, attempts=10, status=503, words="upstream down")
    tell(hook, "waiting", 3, attempts=2, words="NoAnswer from shop.example.org", due_at=timezone.now() + HOUR)
    page = owner.get(place(hook))
    assert [each["state"] for each in page.context["deliveries"]] == ["Not taken yet", "Given up", "Taken"]
    assert "Answer 503: upstream down" in words(page)
    assert page.context["strip"]["words"] == "Of the last 3: 1 taken, 1 given up, 1 to be tried again"
    for show, count in (("failed", 1), ("waiting", 1), ("nonsense", 3)):
        assert len(owner.get(f"{place(hook)}?show={show}").context["deliveries"]) == count


def test_the_log_pages_by_key_and_asks_as_much_for_many(
    owner: Client, hook: Webhook, statements: Any
) -> None:
    for number in range(30):
        tell(hook, "failed", number)
    with statements(17):
        first = owner.get(f"{place(hook)}?show=failed")
    older = owner.get(place(hook) + first.context["older_url"].partition("#")[0])
    shown = [each["pk"] for page in (first, older) for each in page.context["deliveries"]]
    assert len(shown) == len(set(shown)) == 30


def test_what_was_posted_and_answered_is_shown_and_who_looked_is_kept(owner: Client, hook: Webhook) -> None:
    ana = make_customer("Ana")
    (number,) = buy(ana, "1")
    each = tell(hook, "failed", attempts=10, status=500, words="<b>down</b>")
    Delivery.objects.update(interaction_id=number)
    page = owner.get(f"{place(hook)}deliveries/{each.pk}/")
    assert f'"customer": "{ana.number}"' in words(page)
    assert f"news_{number}" in words(page) and "10 of 10" in words(page)
    assert b"<b>down" not in page.content and "<b>down</b>" in words(page)
    assert Viewing.objects.get().customer_id == ana.pk
    Delivery.objects.update(interaction_id=10**15)
    assert "It was erased meanwhile" in words(owner.get(f"{place(hook)}deliveries/{each.pk}/"))


@pytest.mark.django_db(transaction=True)
def test_one_delivery_is_told_again(owner: Client, hook: Webhook, peer: Peer) -> None:
    (number,) = buy(make_customer(), "1")
    each = tell(hook, "failed", attempts=10)
    Delivery.objects.update(interaction_id=number)
    owner.post(f"{place(hook)}deliveries/{each.pk}/")
    assert delivery.deliver(now=timezone.now()) == 1
    each.refresh_from_db()
    assert (each.state, each.attempts) == ("delivered", 1) and each.tried_at is not None
    assert peer.got[0].headers["webhook-id"] == f"news_{number}"


def test_what_was_not_taken_since_a_time_is_told_again(owner: Client, hook: Webhook) -> None:
    early = tell(hook, "failed", 1, attempts=10, created_at=timezone.now() - 50 * HOUR)
    late = tell(hook, "failed", 2, attempts=10)
    waits = tell(hook, "waiting", 3, attempts=3, due_at=timezone.now() + 10 * HOUR)
    taken = tell(hook, "delivered", 4, attempts=1)
    since = timezone.localtime(timezone.now() - 24 * HOUR)
    page = act(owner, hook, "again", since=f"{since:%Y-%m-%dT%H:%M}", what="missed")
    assert "2 put in line" in words(page) and "0 of 2 posted" in words(page)
    for each in (early, late, waits, taken):
        each.refresh_from_db()
    assert [each.state for each in (early, late, waits, taken)] == [
        "failed", "waiting", "waiting", "delivered",
    ]  # fmt: skip
    assert (late.attempts, waits.attempts) == (0, 3)
    assert waits.due_at is not None and waits.due_at <= timezone.now()


@pytest.mark.django_db(transaction=True)
def test_all_that_was_recorded_is_told_again_and_the_page_counts_what_is_true(
    owner: Client, hook: Webhook, peer: Peer
) -> None:
    news.spread(now=timezone.now())
    buy(make_customer(), *map(str, range(5)))
    peer.reply = lambda handler, got: answer(handler, 200 if len(peer.got) < 4 else 500, b"")
    since = timezone.localtime(timezone.now() - HOUR)
    page = act(owner, hook, "again", since=f"{since:%Y-%m-%dT%H:%M}", what="all")
    assert "0 of 5 posted" in words(page)
    delivery.deliver(now=timezone.now())
    line = owner.get(page.context["line_url"]).context["line"]
    taken = Delivery.objects.filter(state="delivered").count()
    assert 0 < taken < 5
    assert (line["posted"], line["left"], line["taken"], line["later"]) == (5, 0, taken, 5 - taken)


@pytest.mark.parametrize("since", ["2020-01-01T00:00", "2999-01-01T00:00", "soon", ""])
@pytest.mark.parametrize("what", ["missed", "all"])
def test_a_time_that_cannot_be_told_again_is_said(
    owner: Client, hook: Webhook, since: str, what: str
) -> None:
    refused = act(owner, hook, "again", since=since, what=what)
    assert refused.status_code == 422
    assert "errorlist" in words(refused)


def test_a_removed_webhook_is_gone_with_its_log(owner: Client, hook: Webhook) -> None:
    tell(hook, "failed")
    assert "is removed, with its log" in words(act(owner, hook, "remove"))
    assert not Webhook.objects.exists() and not Delivery.objects.exists()
    (change,) = SettingChange.objects.all()
    assert (change.before, change.after) == ("Shop, at shop.example.org: Purchase, Visit", "")


@pytest.mark.parametrize("role", sorted(set(Staff.Role) - {"admin"}))
def test_nobody_else_sees_or_does_anything(log_in: LogIn, hook: Webhook, role: str) -> None:
    each, other = tell(hook, "failed"), log_in(role)
    pages = [PAGE, place(hook), f"{place(hook)}line/", f"{place(hook)}deliveries/{each.pk}/"]
    assert {other.get(page).status_code for page in pages} == {403}
    assert other.post(PAGE, SHOP).status_code == 403
    assert other.post(place(hook), {"move": "remove"}).status_code == 403
    assert other.post(pages[-1]).status_code == 403
    each.refresh_from_db()
    assert each.state == "failed" and Webhook.objects.count() == 1


def test_what_is_not_there_is_not_found(owner: Client, hook: Webhook) -> None:
    each = tell(hook, "failed")
    assert owner.get(f"{PAGE}{10**9}/").status_code == 404
    assert owner.get(f"{PAGE}{10**9}/deliveries/{each.pk}/").status_code == 404
    assert owner.post(place(hook), {"move": "dance"}).status_code == 404
    odd = f"{place(hook)}?of=999999999999999999999&at=yesterday&older=x&show=y"
    assert owner.get(odd).context["line"] is None
