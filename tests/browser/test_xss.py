"""No words of customers, shops or providers become script: on no page, in no frame, even with our policy off.

The browser is told to overlook the Content-Security-Policy: what it would stop, the escaping must stop alone.
"""

from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Frame, Page, expect

from channels import conversations, vapid
from channels.conversations import Word
from customers import history, identity
from customers.history import Entry
from customers.models import Customer
from hub.portal import visits
from tests.browser.conftest import LogIn, OpenPage
from tests.browser.furnished import furnish, visit_of
from tests.browser.pages import ANYBODYS, CONSOLE, PORTAL

Watch = Callable[[Page], Page]
# Each names itself to ran() and, where it makes an element, gives it the attribute xss.
VECTORS = [
    "<script>ran(1)</script>",
    '"><img src=x onerror=ran(2) xss>',
    "'><svg/onload=ran(3) xss>",
    "javascript:ran(4)",
    "<b xss>x",
    "</textarea></title></style></noscript></select><script xss>ran(5)</script>",
    "data:text/html,<script>parent.ran(6)</script>",
    '" autofocus onfocus=ran(7) xss x="',
    "' onmouseover=ran(8) xss x='",
    "` onclick=ran(9) xss `",
    '<a href="java\tscript:ran(10)" xss>a</a><a href=" javascript:ran(10)" xss>b</a>',
    '<iframe srcdoc="<script>parent.ran(11)</script>" xss></iframe>',
    '<div hx-get="/console/" hx-trigger=load hx-on:htmx:load="ran(12)" hx-on--load=ran(12) xss></div>',
    '<div hx-ext=sse sse-connect=/live/home/ sse-swap=news xss></div>',
    '<style xss>@import "javascript:ran(13)";*{background:url(javascript:ran(13))}</style>',
    '";background:url(//evil.example/14);x:expression(ran(14))',
    '<math xss><mi xlink:href="data:x,<script>ran(15)</script>"><mglyph><style><img src=x onerror=ran(15)>',
    '<noscript><p title="</noscript><img src=x onerror=ran(16) xss>">',
    '<svg xss><script>ran(17)</script><animate onbegin=ran(17) attributeName=x dur=1s></svg>',
    "</script><script>ran(18)</script>-->]]>*/<img src=x onerror=ran(18) xss>",
    r"\u003cimg src=x onerror=ran(19) xss\u003e\x3cb xss\x3e",
    "\uff1cimg src=x onerror=ran(20) xss\uff1e\u02c2b xss\u02c3",
    "\u202e\u2066<img/src=x\u00a0onerror=ran(21) xss>\u2028<b xss>",
    "+ADw-script+AD4-ran(22)+ADw-/script+AD4-",
    "&lt;img src=x onerror=ran(23) xss&gt;&#60;b xss&#62;",
    "x\n\nevent: news\ndata: <img src=x onerror=ran(24) xss>\n\n",
    '<base href="//evil.example/" xss><link rel=stylesheet href=//evil.example/25 xss>',
    '<meta http-equiv=refresh content="0;url=javascript:ran(26)" xss>',
    '<form action="javascript:ran(27)" xss><button formaction="javascript:ran(27)" xss>ok</button></form>',
    '<object data="javascript:ran(28)" xss></object><embed src="javascript:ran(28)" xss>',
    '<details open ontoggle=ran(29) xss><video><source onerror=ran(29)></video></details>',
    '<template xss><script>ran(30)</script></template><xmp><p title="</xmp><img src=x onerror=ran(30) xss>">',
    "{{ 50330|add:7 }}{{ 50330 | plus: 7 }}{% debug %}{% include 'console/home.html' %}${50330+7}#{50330+7}",
]  # fmt: skip
EVERYTHING = "\n".join(VECTORS)
WORKED_OUT = "50337"
"""What the templates among the vectors would say."""
FOUND = """() => [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]
  .filter(({ name, value }) => /^on|^hx-on|^xss$/.test(name)
    || (/^(href|src|action|formaction|data|content|xlink:href)$/.test(name)
        && /^[\\s\\x00-\\x1f]*(javascript|vbscript|data:text)/i.test(value))
    || (name === 'srcdoc' && !element.hasAttribute('sandbox')))
  .map(({ name, value }) => `<${element.localName} ${name}="${value.slice(0, 80)}">`))"""


def hostile() -> Callable[[int], str]:
    """Return what says another vector each time it is asked, and all of them where there is room."""
    turns = cycle(VECTORS)

    def say(most: int) -> str:
        if most >= len(EVERYTHING):
            return EVERYTHING
        return next(each for each in turns if len(each) <= most)

    return say


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def watch(ran: list[str]) -> Watch:
    """Let a page tell of whatever runs that we did not write."""

    def watch(page: Page) -> Page:
        page.context.expose_binding(
            "ran", lambda source, number: ran.append(f"{source['frame'].url}: {number}")
        )
        page.on("dialog", lambda dialog: (ran.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
        return page

    return watch


def look(page: Page, address: str, ran: list[str]) -> None:
    """Open a page, if it has words of others, and all that unfolds there."""
    if "xss" not in page.request.get(address).text():
        return
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    expect(page.locator("#next.is-asked")).to_have_count(0)
    check(page, ran)


def check(page: Page, ran: list[str]) -> None:
    """Nothing ran, nobody's words made an element or a link, and no template was filled in by them."""
    for frame in page.frames:
        assert read(frame, FOUND) == [], f"{page.url} ({frame.url})"
        assert WORKED_OUT not in read(frame, "document.documentElement.textContent"), page.url
    assert ran == []


def read(frame: Frame, script: str) -> Any:
    """Ask a frame; one that has only just unfolded may be on its way to its page."""
    while True:
        try:
            return frame.evaluate(script)
        except Error as error:
            if "because of a navigation" not in str(error):
                raise
            frame.wait_for_load_state()


def test_no_words_of_others_run_on_any_page(
    open_page: OpenPage, log_in: LogIn, watch: Watch, ran: list[str], server: str, settings: Any,
    tmp_path: Path,
) -> None:  # fmt: skip
    settings.PUSH_VAPID_KEY = vapid.new_key()
    settings.SMS_URL = "twilio://a:b@host.example/?from=+43600111222"
    names = furnish(hostile(), tmp_path)
    staff, guest = watch(log_in("admin", policy=False)), watch(open_page(policy=False))
    guest.context.add_cookies([{"name": visits.COOKIE, "value": visit_of(names["who"]), "url": server}])
    for address in CONSOLE.values():
        look(staff, address.format(**names), ran)
    for address in (PORTAL | ANYBODYS).values():
        look(guest, address.format(**names), ran)
    guest.set_content(guest.request.get("/portal/download/html/").text())
    check(guest, ran)  # as if it were opened from a disk, where no policy comes with it


def test_the_hunt_would_see_what_runs(
    open_page: OpenPage, watch: Watch, ran: list[str], troubles: list[str]
) -> None:
    page = watch(open_page(policy=False))
    page.set_content(EVERYTHING)
    expect(page.locator("[xss]").first).to_be_attached()
    assert len(page.evaluate(FOUND)) > 20
    assert len(ran) > 5
    troubles.clear()


def test_nor_where_words_come_in_while_one_looks(log_in: LogIn, watch: Watch, ran: list[str]) -> None:
    """News on the timeline and in the inbox, hits while typing, the palette, and what is typed oneself."""
    say, now = hostile(), timezone.now()
    who = Customer.objects.create(name=f"Anna {say(190)}")
    identity.index([who.pk])
    page, inbox = (watch(log_in(role, policy=False)) for role in ("admin", "manager"))
    page.goto(f"/console/customers/{who.pk}/")
    inbox.goto("/console/inbox/")
    told = [
        Entry(who.pk, now, "note", "till", str(each), summary=say(300), data={"text": say(3000)})
        for each in range(9)
    ]
    history.record(told, now=now)
    conversations.heard(Word(who.pk, "sms", say(3000), now, subject=say(300)), now=now)
    history.record([Entry(who.pk, now, "message_replied", "till", "r", data={"text": say(3000)})], now=now)
    expect(page.locator("#timeline-entries .entry")).to_have_count(10)
    expect(inbox.locator("#inbox-list")).to_contain_text("Anna")
    page.keyboard.press("/")
    page.keyboard.type("anna")
    expect(page.locator("#found")).to_contain_text("Anna")
    check(page, ran)
    page.keyboard.press("Control+k")
    page.keyboard.type("anna")
    expect(page.locator("#palette-list")).to_contain_text("customer")
    for each in (page, inbox):
        check(each, ran)
    page.goto(f"/console/find/?{urlencode({'q': EVERYTHING})}")
    check(page, ran)
