"""A stranger's HTML mail, as it is shown: its words and looks stay, what runs, fetches or leads away goes."""

import pytest

from channels.mailreading.attachments import attached
from channels.mailreading.cleaning import clean, shown_html
from tests.runaway import no_runaway

EVIL = [
    "<script>alert(1)</script>",
    "<SCRIPT/x>alert(1)</SCRIPT >",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<p style='background:url(http://evil.example/x)'>x</p>",
    "<p style='background:u\\72l(http://evil.example/x)'>x</p>",
    "<p style='x:expression(alert(1))'>x</p>",
    "<style>@import 'http://evil.example/x'</style>",
    "<link rel=stylesheet href=http://evil.example/x>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<base href=http://evil.example/>",
    "<form action=http://evil.example/><input name=p><button>go</button></form>",
    "<iframe src=http://evil.example/></iframe>",
    "<object data=http://evil.example/x></object><embed src=http://evil.example/x>",
    "<body background=http://evil.example/x onload=alert(1)>",
    "<table background=http://evil.example/x><tr><td>x</table>",
    "<video poster=http://evil.example/x src=http://evil.example/y></video>",
    "<img src=http://evil.example/pixel.gif width=1>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<p onclick=alert(1) title='\"><img src=x onerror=alert(1)>'>x</p>",
    "<template><img src=x onerror=alert(1)></template>",
    "<a name='x' href='http://evil.example/'>click</a>",
]


@pytest.mark.parametrize("html", EVIL)
def test_nothing_runs_is_fetched_or_leads_away(html: str) -> None:
    left = clean(f"<p>Hello</p>{html}<p>Yours</p>").lower()
    for risk in ("<script", "<img", "<svg", "<math", "<style", "<link", "<meta", "<base", "<form", "<iframe"):
        assert risk not in left
    tags = " ".join(part.split(">")[0].split(" title=")[0] for part in left.split("<")[1:])
    for risk in ("href", "src", "background", "poster", "url(", "expression", "action", "onclick", "onload"):
        assert risk not in tags


def test_words_tables_and_colours_stay_and_a_link_says_where_it_led() -> None:
    html = (
        '<html><head><title>x</title></head><body><h1 align="center">Für &amp; wider</h1>'
        '<table bgcolor="#eee"><tr><td style="color:red">1 &lt; 2</td></tr></table>'
        '<a href="https://shop.example.org/?a=1&amp;b=2">the shop</a><br>'
        '<img alt="Our logo" src="cid:1"></body>'
    )
    assert clean(html) == (
        '<h1 align="center">Für &amp; wider</h1>'
        '<table bgcolor="#eee"><tr><td style="color:red">1 &lt; 2</td></tr></table>'
        '<a title="https://shop.example.org/?a=1&amp;b=2">the shop</a><br>[Our logo]'
    )


@pytest.mark.parametrize("flood", ["<a b='", "<", "<p ", "<!--", "<style>", "&#", "<p style='" + "u" * 9])
def test_hostile_floods_cost_little(flood: str) -> None:
    with no_runaway():
        clean(flood * (1_000_000 // len(flood)))


MAIL = b"""From: a@example.org
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/html

<p>Look at <b>this</b><script>alert(1)</script></p>
--B
Content-Type: application/pdf; name="../../bill.pdf"
Content-Disposition: attachment; filename="../../bill.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQ=
--B--
"""


def test_a_mail_s_html_and_what_is_attached_are_handed_out() -> None:
    assert shown_html(MAIL).strip() == ("<p>Look at <b>this</b></p>")
    found = attached(MAIL, 0)
    assert found is not None
    assert (found[0].name, found[0].content_type, found[1]) == ("bill.pdf", "application/pdf", b"%PDF-1.4")
    assert attached(MAIL, 1) is None and attached(MAIL, -1) is None and attached(b"", 0) is None
    assert shown_html(b"Subject: x\r\n\r\nplain") == ""
