"""Counted links, the open pixel, where a click may lead, and the text made out of HTML."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.liquid import (
    BrokenTemplate,
    compile_html,
    compile_text,
    find_links,
    instrument,
    instrument_text,
    is_safe_target,
    text_from_html,
)
from channels.liquid.links import PIXEL

TRACKED = [f"https://hub.example.com/t/c/{number}/" for number in range(20)]


def shown(html: str, **data: object) -> str:
    """What a customer gets of an instrumented template."""
    return compile_html(html).render({"links": TRACKED, "pixel": "https://hub.example.com/t/o/1/", **data})


@pytest.mark.parametrize(
    ("link", "target", "counted"),
    [
        ('<a href="https://shop.example.com/">', "https://shop.example.com/", '<a href="{{ links[0] }}">'),
        ("<a href='https://shop.example.com/'>", "https://shop.example.com/", "<a href='{{ links[0] }}'>"),
        ("<a href=https://shop.example.com/>", "https://shop.example.com/", '<a href="{{ links[0] }}">'),
        ("<A\n\tHREF = 'HTTP://x.example'\n>", "HTTP://x.example", "<A\n\tHREF = '{{ links[0] }}'\n>"),
        (
            '<a class=b href="https://x.example/?a=1&amp;b=2">',
            "https://x.example/?a=1&b=2",
            '<a class=b href="{{ links[0] }}">',
        ),
        (
            '<a href="https://x.example/?a=1&copy=2&#38;&amp">',
            "https://x.example/?a=1&copy=2&&",
            '<a href="{{ links[0] }}">',
        ),
        ('<a href=" https://x.example/a\n b ">', "https://x.example/a%20b", '<a href="{{ links[0] }}">'),
        ('<a href="{{ offer.url }}">', "{{ offer.url }}", '<a href="{{ links[0] }}">'),
        (
            '<a href="https://x.example/{{ offer["id"] | append: ">" }}?a=1&amp;b">',
            'https://x.example/{{ offer["id"] | append: ">" }}?a=1&b',
            '<a href="{{ links[0] }}">',
        ),
        (
            "<a {% if vip > 1 %}rel='x'{% endif %} href=https://x.example/{{ id }} title=it's>",
            "https://x.example/{{ id }}",
            "<a {% if vip > 1 %}rel='x'{% endif %} href=\"{{ links[0] }}\" title=it's>",
        ),
    ],
)
def test_a_link_is_counted_and_nothing_else_is_touched(link: str, target: str, counted: str) -> None:
    before, after = "<!doctype html>\r\n<BODY>\té &amp; {{ x }} ", "<b>go</b></a ></Body\n>\n"
    html, targets = instrument(before + link + after)
    assert targets == [target]
    assert html == before + counted + after.replace("</Body", PIXEL + "</Body")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:us@example.com">',
        '<a href="tel:+31201234567">',
        '<a href="#top">',
        '<a href="">',
        "<a href>",
        '<a name="x">',
        '<a href="/relative">',
        '<a href="javascript:alert(1)">',
        '<a href="https://x.example" data-untracked>',
        '<a DATA-UNTRACKED=1 href="https://x.example">',
        '<a href="{{ unsubscribe_url }}">',
        '<a href="{{ unsubscribe_url }}&amp;x=1">',
        '<a href="{{ links[0] }}">',
        '<link href="https://x.example"><abbr href="https://x.example"><area href="https://x.example">',
        '<!-- <a href="https://x.example"> -->',
        '<!--[if mso]><a href="https://x.example">x</a><![endif]-->',
        '<!--> --><!-- > <a href="https://x.example"> -- > --!>',
        "<script>'<a href=\"https://x.example\">'</script>",
        "<style>/* <a href='https://x.example'> */</STYLE >",
        "<title><a href='https://x.example'></title>",
        "<img alt='<a href=\"https://x.example\">'>",
        '<p title="> <a href=https://x.example>">',
        '{% comment %}<a href="https://x.example">{% endcomment %}',
        '{% raw %}<a href="https://x.example">{% endraw %}',
        "{{ '<a href=\"https://x.example\">' }}",
        '<?php <a href="https://x.example" ?>',
        '<a href="https://x.example',
        "<a href='https://x.example",
        '< a href="https://x.example">',
        '{% for o in offers %}<a href="{{ o.url }}">{% endfor %}',
        '{% assign u = offer.url %}<a href="{{ u }}">',
        '<a href="{% if x %}https://a.example">{% endif %}',
    ],
)
def test_what_is_no_link_to_the_web_or_cannot_be_filled_in_later_is_left_alone(html: str) -> None:
    assert instrument(html) == (html + PIXEL, [])


def test_equal_targets_share_a_number_and_both_branches_are_counted() -> None:
    html, targets = instrument(
        '<a href="https://a.example/">a</a><a href="https://b.example/">b</a><a href=https://a.example/>a</a>'
        '<a {% if x %}href="https://c.example"{% else %}href="https://a.example/"{% endif %}>c</a>'
    )
    assert targets == ["https://a.example/", "https://b.example/", "https://c.example"]
    assert re.findall(r"links\[\d\]", html) == [f"links[{number}]" for number in (0, 1, 0, 2, 0)]


def test_a_customer_gets_the_counted_addresses_and_the_pixel() -> None:
    html, _ = instrument('<body><a href="https://a.example/">a</a><a href="{{ x }}">b</a></body>')
    assert compile_html(html).is_fast
    assert shown(html) == (
        f'<body><a href="{TRACKED[0]}">a</a><a href="{TRACKED[1]}">b</a>'
        '<img src="https://hub.example.com/t/o/1/" width="1" height="1" alt="" style="border:0"></body>'
    )
    assert "<img" not in shown(html, pixel="")
    assert "<img" not in compile_html(html).render({"links": TRACKED})


def test_the_pixel_goes_before_the_end_of_the_body_that_counts() -> None:
    assert instrument("<body>a<!-- </body> --></body><!-- </body> -->")[0] == (
        f"<body>a<!-- </body> -->{PIXEL}</body><!-- </body> -->"
    )
    assert instrument("fragment")[0] == f"fragment{PIXEL}"


def test_a_target_is_filled_in_from_the_customers_data_when_it_is_clicked() -> None:
    _, [target] = instrument('<a href="https://x.example/?n={{ customer.name | url_encode }}&amp;a=1">')
    data = {"customer": {"name": "Ann & {{ 7 }}"}}
    assert compile_text(target).render(data) == "https://x.example/?n=Ann+%26+%7B%7B+7+%7D%7D&a=1"


def test_a_broken_template_is_not_instrumented() -> None:
    for source in ('<a href="{{ x">', "{% if x %}"):
        with pytest.raises(BrokenTemplate):
            instrument(source)


def test_all_links_are_found_as_a_reader_would_follow_them() -> None:
    assert find_links(
        '<a href="https://a.example/?x&amp;y">a</a><a href=mailto:a@b.example>m</a><a name=x>'
    ) == [
        "https://a.example/?x&y",
        "mailto:a@b.example",
    ]


class Reader(HTMLParser):
    """The standard library's idea of where the links are."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and not any(name == "data-untracked" for name, _ in attrs):
            self.links += [value for name, value in attrs if name == "href"]


ATTRIBUTES = (
    "href='https://a.example/'",
    'href="https://b.example/?a=1&amp;b"',
    "href=https://c.example/",
    "title='>'",
    "x",
)
PIECES = st.sampled_from(
    ["text", " ", "<p class=x>", "</p>", "<br/>", "</a>", "<!-- <a href='https://no.example'> -->", "&amp;"]
)
LINKS = st.lists(st.sampled_from(ATTRIBUTES), max_size=3, unique=True).map(
    lambda chosen: f"<a {' '.join(chosen)}>"
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(PIECES | LINKS, max_size=8).map("".join))
def test_a_reader_of_the_sent_mail_finds_each_link_counted_once(html: str) -> None:
    original, sent = Reader(), Reader()
    original.feed(html)
    new, targets = instrument(html)
    sent.feed(shown(new))
    assert [targets[TRACKED.index(link or "")] for link in sent.links] == original.links


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text("<>a/!-='\" hrefscipt{}%\n&;", max_size=40))
def test_any_rubbish_is_instrumented_and_turned_into_text_or_refused(rubbish: str) -> None:
    try:
        html, targets = instrument(rubbish)
    except BrokenTemplate:
        return
    assert html.replace(PIXEL, "") == rubbish or targets
    compile_text(text_from_html(rubbish))


def test_addresses_written_in_a_text_are_counted_with_the_same_table() -> None:
    text, targets = instrument_text(
        "Go to https://a.example/x?y=1. Or (https://b.example/{{ customer.id }}), <HTTPS://c.example>\n"
        "https://en.example/wiki/A_(b)! a@b.example http:// xhttps://d.example www.e.example",
        ["https://b.example/{{ customer.id }}"],
    )
    assert text == (
        "Go to {{ links[1] }}. Or ({{ links[0] }}), <{{ links[2] }}>\n"
        "{{ links[3] }}! a@b.example http:// xhttps://d.example www.e.example"
    )
    assert targets == [
        "https://b.example/{{ customer.id }}",
        "https://a.example/x?y=1",
        "HTTPS://c.example",
        "https://en.example/wiki/A_(b)",
    ]


def test_an_address_in_a_text_that_a_tag_makes_longer_is_left_alone() -> None:
    left = "https://a.example/{% if x %}1{% endif %} {% if x %}https://a.example/{% endif %}2"
    assert instrument_text(left) == (left, [])
    assert instrument_text("{% if x %}https://a.example{% else %}https://b.example{% endif %}\n") == (
        "{% if x %}{{ links[0] }}{% else %}{{ links[1] }}{% endif %}\n",
        ["https://a.example", "https://b.example"],
    )
    looped = "{% for o in offers %}https://a.example/{{ o.id }} {% endfor %}"
    assert instrument_text(looped) == (looped, [])


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.com",
        "http://shop.example.com:8080/a?b=c#d",
        "HTTPS://SHOP.example.com/@us?u=a@b.example",
        "https://shop.example.com?next=//other.example",
        "https://müller.example/ä b",
        "http://127.0.0.1:8000/",
        "http://localhost/",
    ],
)
def test_a_click_may_lead_to_the_web(url: str) -> None:
    assert is_safe_target(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://x.example",
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "\\evil.example",
        "https:\\\\evil.example",
        "https://good.example\\@evil.example",
        "https://good.example/\\evil.example",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "https://",
        "https://good.example@evil.example",
        "https://good.example:80@evil.example",
        "https://user:pass@evil.example",
        "https://good.example%2f@evil.example",
        "https://good.example\uff0fevil.example",
        "https://good.example\uff0eevil",
        "https://\uff45vil.example",
        "https://[::1]/",
        "https://a..example",
        "https://.example",
        "https://-evil.example",
        "https://x.example\r\nSet-Cookie: a=b",
        "https://x.example/\r\nSet-Cookie: a=b",
        "https://x.example/\x00",
        "https://x.example/\u2028",
        " https://x.example",
        "https://x.example ",
        "\nhttps://x.example",
        "https://x.example:port/",
        "https://x y.example/",
        "https://x.example/" + "a" * 4000,
    ],
)
def test_a_click_may_lead_nowhere_else(url: str) -> None:
    assert not is_safe_target(url)


def test_html_becomes_a_readable_text() -> None:
    html = """<html><head><title>News</title><style>p { color: red }</style></head><body>
        <div style="DISPLAY : none">What the inbox shows<span> first</span>&zwnj;&nbsp;</div>
        <!-- note --><h1>Hello&nbsp;{{ customer.name | default: "you" | escape }},</h1>
        <p>you &amp; we<br>meet at <a href="https://x.example/?a&amp;b">the <b>shop</b></a>.</p>
        <p>Mail <a href="mailto:us@example.com?subject=x">us</a> or
        <a href="mailto:us@example.com">us@example.com</a>, see
        <a href="https://y.example">https://y.example</a> or <a href="#top">top</a></p>
        <ul>
          {% for o in offers %}
          <li>{{ o.name }} <img src=x alt="(new)"></li>
          {% endfor %}
        </ul>
        {% if vip %}<p>For you only.</p>{% endif %}
        <table><tr><td>Shop Ltd</td><td>Utrecht</td></tr><tr><td>1 &lt; 2</td></tr></table>
        <hr>&#123;{ x }} <script>var a = "<p>";</script></body></html>"""
    text = text_from_html(html)
    data = {"customer": {"name": "Ann & Bo"}, "offers": [{"name": "Tea"}, {"name": "Jam"}], "vip": True}
    assert compile_text(text).render(data) == (
        "Hello Ann & Bo,\n\n"
        "you & we\nmeet at the shop (https://x.example/?a&b).\n\n"
        "Mail us (us@example.com) or us@example.com, see https://y.example or top\n"
        "- Tea (new)\n- Jam (new)\n\n"
        "For you only.\n\n"
        "Shop Ltd Utrecht\n1 < 2\n\n"
        "---\n\n"
        "{{ x }}\n"
    )
    assert "For you" not in compile_text(text).render({**data, "vip": False})
    assert "\n\n\n" not in compile_text(text).render({**data, "vip": False, "offers": []})


def test_a_text_made_of_counted_html_leads_to_the_counted_addresses() -> None:
    html, _ = instrument('<p>Go to <a href="{{ site }}">the shop</a></p>')
    assert compile_text(text_from_html(html)).render({"links": TRACKED}) == f"Go to the shop ({TRACKED[0]})\n"


def test_no_html_is_no_text() -> None:
    assert text_from_html("") == text_from_html("<p> </p>") == ""
