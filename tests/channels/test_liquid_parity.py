"""The quick way of rendering means exactly what python-liquid means, on generated templates and data."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from liquid import Environment
from liquid.exceptions import LiquidError

from channels.liquid import BrokenTemplate, compile_html, compile_text

REFERENCES = {True: Environment(autoescape=True), False: Environment(autoescape=False)}

FIELDS = (
    "customer.name",
    "customer.tier",
    "customer.address.city",
    "customer['name']",
    "profile.points",
    "profile.paid",
    "profile.gone",
    "profile[word]",
    "words",
    "words[0]",
    "words[-1]",
    "words.first",
    "words.last",
    "words.size",
    "word",
    "word.size",
    "word[0]",
    "rows",
    "rows[1].name",
    "missing",
    "missing.deep.down",
    "customer",
)
LITERALS = (
    "'gold'",
    "\"a <b> & 'c'\"",
    "''",
    "0",
    "1",
    "-3",
    "2.50",
    "true",
    "false",
    "nil",
    "empty",
    "blank",
)
WHEN_LITERALS = ("'gold'", "'a'", "1", "nil", "true", "''")
FILTERS = (
    "abs",
    "append: '<i>'",
    "append: word",
    "at_least: 2",
    "at_most: 2",
    "capitalize",
    "ceil",
    "compact",
    "concat: words",
    "default: 'none'",
    "default: word",
    "default: 'no', allow_false: true",
    "divided_by: 2",
    "divided_by: 3.0",
    "divided_by: profile.points",
    "downcase",
    "escape",
    "escape_once",
    "first",
    "floor",
    "join",
    "join: ', '",
    "join: word",
    "last",
    "lstrip",
    "map: 'name'",
    "minus: 1",
    "modulo: 3",
    "newline_to_br",
    "plus: 1.5",
    "plus: profile.points",
    "prepend: '& '",
    "remove: 'a'",
    "replace: '&', 'and'",
    "replace: word, '<'",
    "reverse",
    "round",
    "round: 1",
    "rstrip",
    "size",
    "slice: 0, 3",
    "slice: -2",
    "sort",
    "split: ' '",
    "squish",
    "strip",
    "strip_html",
    "strip_newlines",
    "sum",
    "times: 3",
    "truncate: 5",
    "truncate: 6, '~'",
    "truncatewords: 1",
    "uniq",
    "upcase",
    "url_decode",
    "url_encode",
    "where: 'name', 'a'",
)
OPERATORS = ("==", "!=", "<>", "<", ">", "<=", ">=", "contains")

texts = st.sampled_from(
    ["", " ", "\n", "anna", "gold", "é & <b>'\"", "{{ word }}", "%}{% if %}", "a", "12", "-1.5"]
)
scalars = st.sampled_from([None, True, False, 0, 1, 3, -2, 250, 0.0, 2.5, -1.25, 1e20]) | texts
lists = st.lists(scalars, max_size=3)
people = st.fixed_dictionaries(
    {"name": texts, "address": st.fixed_dictionaries({"city": scalars}) | scalars},
    optional={"tier": st.sampled_from(["gold", "a", "", None, True, 1])},
)
dates = st.sampled_from([date(2019, 5, 1), datetime(2020, 2, 29, 13, 5, tzinfo=UTC), "2021-03-04", "", 86400])
datas = st.fixed_dictionaries(
    {
        "customer": people,
        "profile": st.dictionaries(
            st.sampled_from(["points", "paid", "a", "size", "first"]), scalars | lists
        ),
        "words": lists | st.tuples(scalars, scalars) | st.dictionaries(texts, scalars, max_size=2) | scalars,
        "rows": st.lists(st.fixed_dictionaries({"name": scalars}, optional={"tags": lists}), max_size=3)
        | scalars,
        "since": dates,
    },
    optional={"word": scalars},
)
TYPICAL: dict[str, object] = {
    "customer": {"name": "Ann <b> O'Neil & co", "tier": "gold", "address": {"city": "a b  c"}},
    "profile": {"points": 7, "paid": 12.5, "anna": False},
    "words": ["b", "<a>", "", None, 3, "a b"],
    "word": "anna",
    "rows": [{"name": "a", "tags": ["x", "<y>"]}, {"name": "&"}, {"name": None}],
    "since": date(2019, 5, 1),
}
BARE: dict[str, object] = {
    "customer": {"name": "", "tier": None},
    "profile": {"points": 0},
    "words": {"b": 1},
    "word": "  ",
    "rows": ("a", 1),
}


def test_each_filter_on_each_kind_of_value_gives_what_python_liquid_gives() -> None:
    for field in (*FIELDS, *LITERALS):
        for filter_ in FILTERS:
            agree(f"{{{{ {field} | {filter_} }}}}", TYPICAL, BARE)


def test_each_comparison_gives_what_python_liquid_gives() -> None:
    for left in (*FIELDS, *LITERALS):
        for right in (*LITERALS, "word", "words", "missing", "profile.points"):
            for operator in OPERATORS:
                agree(f"{{% if {left} {operator} {right} %}}yes{{% endif %}}", TYPICAL, BARE, modes=[True])


def expressions(fields: tuple[str, ...]) -> st.SearchStrategy[str]:
    filters = st.lists(st.sampled_from(FILTERS), max_size=3)
    chains = st.builds(lambda start, then: " | ".join([start, *then]), operands(fields), filters)
    return chains | st.just("since | date: '%d %B %Y'")


def operands(fields: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(fields) | st.sampled_from(LITERALS)


def conditions(fields: tuple[str, ...]) -> st.SearchStrategy[str]:
    operand = operands(fields)
    one = operand | st.builds("{} {} {}".format, operand, st.sampled_from(OPERATORS), operand)
    return one | st.builds("{} {} {}".format, one, st.sampled_from(("and", "or")), one)


def simple(fields: tuple[str, ...]) -> st.SearchStrategy[str]:
    kept = st.sampled_from(("kept", "other"))
    return st.one_of(
        st.text("ab <>&'\"\n}é", max_size=6),
        st.builds("{{{{ {} }}}}".format, expressions(fields)),
        st.builds(" {{{{- {} -}}}} ".format, expressions(fields)),
        st.builds("{{% assign {} = {} %}}".format, kept, expressions(fields)),
        st.builds(
            "{{% liquid\n echo {}\n assign {} = {} %}}".format, expressions(fields), kept, operands(fields)
        ),
        st.sampled_from(
            ["{% comment %}{{ word }}{% endcomment %}", "{% # note %}", "{% raw %}{{ x }}{% endraw %}"]
        ),
    )


def blocks(fields: tuple[str, ...], depth: int) -> st.SearchStrategy[str]:
    body = templates(fields, depth - 1)
    in_loop = templates(
        ("item", "item.name", "item.tags", "forloop.index", "forloop.last", *fields), depth - 1
    )
    condition = conditions(fields)
    options = st.sampled_from(
        ("", "", " limit: 2", " offset: 1", " reversed", " limit: 1 offset: 1", " limit: word")
    )
    looped = st.sampled_from(
        ("rows", "rows", "words", "customer", "(1..3)", "(profile.points..2)", "word", fields[0])
    )
    when = st.lists(st.sampled_from(WHEN_LITERALS) | st.sampled_from(fields), min_size=1, max_size=3)
    return st.one_of(
        st.builds("{{% if {} %}}{}{{% endif %}}".format, condition, body),
        st.builds(
            "{{% if {} %}}{}{{% elsif {} %}}{}{{% else %}}{}{{% endif %}}".format,
            condition,
            body,
            condition,
            body,
            body,
        ),
        st.builds("{{% unless {} %}}{}{{% else %}}{}{{% endunless %}}".format, condition, body, body),
        st.builds(
            "{{% case {} %}}{{% when {} %}}{}{{% when {} %}}{}{{% else %}}{}{{% endcase %}}".format,
            st.sampled_from(fields),
            when.map(", ".join),
            body,
            when.map(" or ".join),
            body,
            body,
        ),
        st.builds(
            "{{% for item in {}{} %}}{}{{% else %}}{}{{% endfor %}}".format, looped, options, in_loop, body
        ),
        st.builds("{{% capture {} %}}{}{{% endcapture %}}".format, st.sampled_from(("kept", "other")), body),
    )


def templates(fields: tuple[str, ...], depth: int) -> st.SearchStrategy[str]:
    parts = simple(fields) | blocks(fields, depth) if depth else simple(fields)
    return st.lists(parts, min_size=1, max_size=3).map("".join)


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(source=templates(("kept", "other", *FIELDS), 2), data=datas)
def test_quick_rendering_gives_what_python_liquid_gives(source: str, data: dict[str, object]) -> None:
    agree(source, data)


AWKWARD = [
    "{% for x in rows %}{% assign x = 'a' %}{{ x }}{% endfor %}{{ x }}",
    "{% assign x = 'a' %}{% for x in rows %}{{ x.name }}{% endfor %}{{ x }}",
    "{% for word in rows %}{{ word.name }}{% endfor %}{{ word }}",
    "{% for x in words %}{% for x in rows %}{{ x.name }}{% endfor %}{{ x }}{% endfor %}",
    "{% for x in words %}{% for y in rows %}{{ forloop.index }}{% endfor %}{{ forloop.index }}{% endfor %}",
    "{% for x in words %}{% for y in rows %}{{ forloop.parentloop.index }}{% endfor %}{% endfor %}",
    "{% for x in words %}{{ forloop }}{{ forloop[word] }}{{ forloop.name }}{{ forloop.nothing }}{% endfor %}",
    "{% for forloop in words %}{{ forloop }}{% endfor %}{% assign forloop = 1 %}{{ forloop }}",
    "{{ forloop.index }}{{ forloop }}",
    "{{ partial }}{% assign partial = 1 %}{{ partial }}",
    "{% assign word = word | append: word %}{{ word }}{% assign word = nil %}{{ word }}",
    "{% for x in words %}{% if x == 'b' %}{% continue %}{% endif %}{{ x }}{% break %}{% endfor %}",
    "{% for x in words limit: 1 %}{% endfor %}{% for x in words offset: continue %}{{ x }}{% endfor %}",
    "{% for x in words limit: -1 %}{{ x }}{% endfor %}",
    "{% for x in words limit: 0 %}{{ x }}{% endfor %}{% for x in words offset: -1 limit: 2 %}{% endfor %}",
    "{% for x in words offset: 9 %}x{% else %}-{% endfor %}{% for x in words limit: word %}{% endfor %}",
    "{% capture x %}  {% assign y = 1 %}{% endcapture %}[{{ x }}{{ y }}]{% if true %}  {% endif %}[]",
    "{% if word %} {% elsif words %} {% else %}x{% endif %}{% if false %}x{% elsif true %} {% endif %}[]",
    "{{ words[word] }}{{ words[missing] }}{{ profile[words] }}{{ [word] }}{{ customer.name[0] }}",
    "{% ifchanged %}{{ word }}{% endifchanged %}{% tablerow x in rows cols: 2 %}{{ x }}{% endtablerow %}",
    "{% increment n %}{% increment n %}{% decrement n %}{{ n }}{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}",
    "{%- if word -%} a {%- else -%} b {%- endif -%} c {{- word -}} d",
]


def test_names_in_each_others_way_and_rare_tags_mean_what_python_liquid_means() -> None:
    for source in AWKWARD:
        agree(source, TYPICAL, BARE, must_be_fast=False)


def agree(
    source: str, *datas: dict[str, object], modes: Sequence[bool] = (True, False), must_be_fast: bool = True
) -> None:
    for html in modes:
        template = compile_html(source) if html else compile_text(source)
        reference = REFERENCES[html].from_string(source)
        assert template.is_fast or not must_be_fast, source
        for data in datas:
            assert outcome(template.render, data) == outcome(reference.render, data), source


def outcome(render: Callable[[Mapping[str, object]], str], data: dict[str, object]) -> str | None:
    """What comes of it; None where it fails. The reference, without our limits, fails in many ways."""
    try:
        return render(data)
    except (BrokenTemplate, LiquidError, ValueError, ArithmeticError, TypeError):
        return None
