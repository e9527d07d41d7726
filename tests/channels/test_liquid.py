"""Templates: what authors may write, what they are told when it is wrong, and what no template can do."""

import tracemalloc
from collections import ChainMap
from datetime import date, datetime

import pytest

from channels.liquid import BrokenTemplate, compile_html, compile_text
from tests.runaway import no_runaway

ANN: dict[str, object] = {
    "customer": {"first_name": "Ann", "last_name": "O'Neil <b>", "since": date(2019, 5, 1), "city": None},
    "profile": {"points": 120, "spent_minor": -123450, "tags": ["a", "b & c"]},
    "offers": [{"name": "Tea", "price": 250}, {"name": "Jam", "price": 1000}],
}
SECRET = "canary-5f1d"


def text(source: str, **more: object) -> str:
    return compile_text(source).render({**ANN, **more})


def test_html_escapes_what_the_data_says_and_text_leaves_it() -> None:
    source = "<p>{{ customer.last_name }}</p>"
    assert compile_html(source).render(ANN) == "<p>O&#39;Neil &lt;b&gt;</p>"
    assert compile_text(source).render(ANN) == "<p>O'Neil <b></p>"


def test_a_missing_value_is_nothing_and_takes_a_default() -> None:
    assert text("[{{ customer.nick }}{{ nobody.at.all }}{{ customer.city }}]") == "[]"
    assert text("{{ customer.nick | default: 'you' }} {{ customer.city | default: 'here' }}") == "you here"
    assert (
        text("{% if customer.nick %}yes{% else %}no{% endif %}{% if customer.nick > 3 %}yes{% endif %}")
        == "no"
    )


def test_a_date_that_is_not_known_is_nothing() -> None:
    assert text("{{ customer.since | date: '%d %B %Y' }}") == "01 May 2019"
    assert text("[{{ customer.city | date: '%Y' }}{{ customer.nick | date: '%Y' }}]") == "[]"


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (123450, "'EUR'", "EUR 1,234.50"),
        (-5, "'EUR'", "EUR -0.05"),
        (1234, "'JPY'", "JPY 1,234"),
        (1234, "'KWD'", "KWD 1.234"),
        (100, "nobody.currency", "1.00"),
        (None, "'EUR'", ""),
        ("12", "'EUR'", ""),
    ],
)
def test_money_is_written_from_minor_units(amount: object, currency: str, written: str) -> None:
    assert text(f"{{{{ amount | money: {currency} }}}}", amount=amount) == written


def test_loops_count_and_end_where_they_are_told() -> None:
    turn = "{{ forloop.index }}. {{ o.name }}{% unless forloop.last %}, {% endunless %}"
    assert text(f"{{% for o in offers %}}{turn}{{% endfor %}}") == "1. Tea, 2. Jam"
    assert text("{% for o in offers reversed limit: 1 %}{{ o.name }}{% endfor %}{{ o.name }}") == "Tea"
    assert text("{% for x in none %}{% else %}nothing today{% endfor %}") == "nothing today"


def test_what_a_template_binds_is_gone_at_the_next_customer() -> None:
    template = compile_text(
        "{{ kept }}{{ o.name }}{% assign kept = 'x' %}{% for o in offers %}{% endfor %}{{ kept }}"
    )
    data = dict(ANN)
    assert [template.render(data), template.render(data)] == ["x", "x"]
    assert data == ANN


def test_tags_outside_the_quick_part_are_rendered_too() -> None:
    source = "{% for o in offers %}{% cycle 'odd', 'even' %} {{ o.name }} {% endfor %}{% increment n %}"
    assert not compile_text(source).is_fast
    assert text(source) == "odd Tea even Jam 0"
    assert text("{% for o in offers %}{% break %}{% endfor %}{% assign o = 1 %}{{ o }}") == "1"


def test_any_mapping_and_now_are_understood() -> None:
    year = compile_text("{{ now | date: '%Y' }} {{ name }}")
    assert year.render(ChainMap({"name": "Ann"})) == f"{datetime.now().year} Ann"  # noqa: DTZ005
    assert year.render({"name": "Ann", "now": date(2001, 1, 1)}) == "2001 Ann"


def test_the_result_is_never_marked_as_safe_html() -> None:
    assert type(compile_html("{{ customer.last_name | escape }}").render(ANN)) is str
    assert type(compile_html("{% cycle 'a' %}{{ customer.last_name | escape }}").render(ANN)) is str


def test_a_template_names_the_fields_it_asks_for() -> None:
    source = """
        {{ customer.first_name | default: customer.last_name }} {{ now }} {{ links[3] }} {{ orders[0].total }}
        {% assign tea = facts.tea %}{{ tea }}{% for o in offers %}{{ o.name }}{{ forloop.index }}{% endfor %}
        {% if profile.points > profile.goal and customer['city'] contains "x" %}{% endif %}
    """
    assert compile_text(source).variables == {
        "customer.first_name",
        "customer.last_name",
        "customer.city",
        "facts.tea",
        "links",
        "offers",
        "orders",
        "profile.goal",
        "profile.points",
    }


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a\n{{ customer.first_name", 2, "Line 2: '{{' is never closed. Add '}}'"),
        ("a\n\n{% if x %}b", 3, "Line 3: {% if %} is never closed. Add {% endif %}."),
        ("{% for x in y %}\n{% if x %}{% endfor %}", 2, "Line 2: {% if %} is never closed."),
        ("a\n{% endif %}", 2, "Line 2: Unexpected tag 'endif'."),
        ("\n{{ x | upcas }}", 2, "Line 2: There is no filter 'upcas'. Did you mean 'upcase'?"),
        ("{{ x | safe }}", 1, "There is no filter 'safe'. There are: abs, append,"),
        ("{{ x | append }}", 1, "Line 1: append: missing a required argument: 'arg'."),
        ("{{ x | upcase: 1, 2 }}", 1, "too many positional arguments"),
        ("\n\n{% include 'footer' %}", 3, "Line 3: No other template can be included."),
        ("{% render 'footer' %}", 1, "No other template can be included."),
        ("{{ }}", 1, "A tag is empty."),
        ("{% raw %} {{", 1, "Line 1: {% raw %} is never closed. Add {% endraw %}."),
        ("{{ (1..3) | join }}", 1, "A range like (1..5) can only be looped over."),
        ("{% if a = b %}{% endif %}", 1, "Line 1:"),
        ("{{ 'a }}", 1, "Line 1:"),
    ],
)
def test_a_broken_template_is_refused_with_its_line_and_what_to_do(
    source: str, line: int, words: str
) -> None:
    for compile_ in (compile_text, compile_html):
        with pytest.raises(BrokenTemplate) as refusal:
            compile_(source)
        assert words in str(refusal.value)
        assert refusal.value.line == line


@pytest.mark.parametrize(
    "source", ["\n{{ customer.first_name | divided_by: 0 }}", "\n{% if customer.first_name < 3 %}{% endif %}"]
)
@pytest.mark.parametrize("slowly", ["", "{% cycle 'a' %}"])
def test_a_value_that_does_not_fit_is_refused_with_the_line_and_without_the_value(
    source: str, slowly: str
) -> None:
    with pytest.raises(BrokenTemplate, match=r"^Line 2: ") as refusal:
        text(slowly + source)
    assert "Ann" not in str(refusal.value)


@pytest.mark.parametrize("slowly", ["", "{% cycle 'a' %}"])
def test_a_loop_that_python_cannot_do_is_refused_like_any_other(slowly: str) -> None:
    with pytest.raises(BrokenTemplate, match="A value does not fit"):
        text(slowly + "{% for o in offers limit: -1 %}{% endfor %}")


def test_a_template_is_parsed_once() -> None:
    assert compile_text("Hello {{ once }}") is compile_text("Hello {{ once }}")
    assert compile_text("Hello {{ once }}") is not compile_html("Hello {{ once }}")


LETTERS = f"{{% assign x = '{'a' * 1000}' %}}"
LONG_LETTERS = LETTERS + "{% assign x = x | append: x %}" * 4


def ten_thousand(turn: str) -> str:
    return f"{{% for i in (1..9999) %}}{turn}{{% endfor %}}"


INJECTIONS = {
    "arithmetic": "{{7*7}}",
    "attributes": "{{ ''.__class__.__mro__ }}",
    "attributes of data": "{{ customer.__class__ }}{{ customer['__class__'] }}{{ offers.append }}",
    "environment": "{{ env.SECRET_KEY }}{{ environ }}{{ os.environ }}{{ 'SECRET_KEY' | env }}",
    "settings": "{{ settings.SECRET_KEY }}{{ request }}{{ self }}{{ config }}",
    "django load": "{% load log %}{% get_admin_log 10 as log %}",
    "django debug": "{% debug %}",
    "file": '{% include "/etc/passwd" %}',
    "file by render": '{% render "/proc/self/environ" %}',
    "file by extends": '{% extends "/etc/passwd" %}',
    "unknown filter": "{{ 'x' | expandenv }}",
    "endless loop": "{% for i in (1..1000000000) %}x{% endfor %}",
    "loop from behind": "{% for i in (1..1000000000) reversed %}x{% endfor %}",
    "loop from afar": "{% for i in (1..1000000000) offset: 999999990 %}x{% endfor %}",
    "loop of data": "{% for i in (1..profile.points_large) %}x{% endfor %}",
    "loops in loops": ten_thousand(ten_thousand(ten_thousand("x"))),
    "loop after loop": ten_thousand("x") * 500,
    "table": "{% tablerow i in (1..1000000000) cols: 2 %}x{% endtablerow %}",
    "50 MB repeated": ten_thousand("y" * 6000),
    "50 MB repeated slowly": "{% cycle 'a' %}" + ten_thousand("y" * 6000),
    "empty blocks": ten_thousand("{% if true %} {% endif %}" * 300),
    "empty blocks slowly": "{% cycle 'a' %}" + ten_thousand("{% if true %} {% endif %}" * 300),
    "doubling": LETTERS + ten_thousand("{% assign x = x | append: x %}"),
    "doubling by capture": LETTERS + ten_thousand("{% capture x %}{{ x }}{{ x }}{% endcapture %}"),
    "doubling slowly": "{% cycle 'a' %}"
    + LETTERS
    + ten_thousand("{% capture x %}{{x}}{{x}}{% endcapture %}"),
    "squaring": LONG_LETTERS + "{{ x | replace: '', x }}",
    "joining": LONG_LETTERS + "{{ x | split: '' | join: x }}",
    "list upon list": LETTERS
    + "{% assign x = x | split: ',' %}"
    + ten_thousand("{% assign x = x | concat: x %}"),
    "escaping the escaped": LETTERS + ten_thousand("{% assign x = x | append: '&' | append: x | escape %}"),
    "large number": "{% assign n = 9 %}" + ten_thousand("{% assign n = n | times: n %}") + "{{ n }}",
    "wide date": "{{ 'now' | date: '%0999999999d' }}",
    "dates to guess": ten_thousand("{{ i | append: ' of May at ten' | date: '%Y' }}" * 3),
    "each with each": ten_thousand("{% assign y = numbers | uniq %}"),
    "sorting": ten_thousand("{% assign y = numbers | sort %}"),
    "searching": ten_thousand("{% if long contains 'ba_' %}y{% endif %}"),
    "long data written": ten_thousand("{{ customer.long }}"),
    "long data over and over": "{{ long | escape | size }}" * 1000,
    "range as value": "{{ (1..1000000000) | join: '' }}",
    "range searched": "{% if (1..1000000000) contains 'x' %}y{% endif %}",
    "open braces": "{{" * 50_000,
    "open raw": "{% raw %}" * 20_000,
    "blanks in a tag": "{{" + " " * 200_000 + "}}",
    "blocks in blocks": "{% if a %}" * 500 + "{% endif %}" * 500,
    "conditions without end": f"{{% if {' and '.join(['a'] * 800)} %}}x{{% endif %}}",
    "conditions nearly without end": f"{{% if {' and '.join(['a'] * 330)} %}}x{{% endif %}}",
    "filters nearly without end": f"{{{{ 'a' {'| upcase ' * 500}}}}}",
    "brackets nearly without end": f"{{{{ {'a[' * 400}b{']' * 400} }}}}",
    "filters without end": f"{{{{ 'a' {'| upcase ' * 190}}}}}",
    "many tags": "{{ name }}" * 3001,
    "long source": "x" * 400_000,
}


@pytest.mark.parametrize("payload", INJECTIONS.values(), ids=INJECTIONS.keys())
@pytest.mark.parametrize("compile_", [compile_text, compile_html])
def test_no_template_takes_long_or_much_memory_or_sees_the_environment(
    payload: str, compile_: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", SECRET)
    long = "ab<" * 60_000
    data = {
        "customer": {"first_name": "Ann", "long": long},
        "long": long,
        "numbers": list(range(10_000)),
        "profile": {"points_large": 10**9},
    }
    with no_runaway():
        assert SECRET not in attempt(payload, data, compile_)
    tracemalloc.start()
    attempt(payload + " ", data, compile_)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 64_000_000


@pytest.mark.parametrize("payload", INJECTIONS.values(), ids=INJECTIONS.keys())
def test_what_a_customer_writes_is_never_read_as_a_template(payload: str) -> None:
    name = payload[:5000]
    data = {"customer": {"name": name}, "names": [name]}
    source = "{{ customer.name }}{% for n in names %}{{ n }}{% endfor %}{% assign x = names[0] %}{{ x }}"
    assert compile_text(source).render(data) == name * 3
    assert compile_text("{% cycle '' %}" + source).render(data) == name * 3


def attempt(source: str, data: dict[str, object], compile_: type) -> str:
    try:
        return compile_(source).render(data)
    except BrokenTemplate as refusal:
        return str(refusal)


def test_the_limits_hold_for_the_sum_of_all_loops_and_leave_room_for_a_long_mail() -> None:
    row = "<tr><td>{{ o.name | upcase }}</td><td>{{ o.price | money: 'EUR' }}</td></tr>" + "x" * 500
    long_mail = "{% for o in offers %}" + row + "{% endfor %}"
    offers = [{"name": f"Offer {number}", "price": number} for number in range(500)]
    assert compile_html(long_mail).render({"offers": offers}).count("<tr>") == 500
    with pytest.raises(BrokenTemplate, match="more work than a message may"):
        compile_html(long_mail * 20).render({"offers": offers})


def test_a_spent_budget_is_full_again_for_the_next_customer() -> None:
    template = compile_text("{% for i in (1..count) %}{{ i }}{% endfor %}")
    with pytest.raises(BrokenTemplate):
        template.render({"count": 10_001})
    assert template.render({"count": 3}) == "123"
