import csv
import gzip
import io
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from customers import history, identity
from customers.entry import Entry
from customers.finding import find
from customers.models import (
    Customer,
    Interaction,
    Profile,
)
from hub.intake import lines
from tests.hub.importing import SHOP, rejects, run, write

pytestmark = pytest.mark.django_db


def test_interactions_are_recorded_with_their_customers_and_exact_amounts(tmp_path: Path) -> None:
    assert "3 taken, 0 repeated, 0 refused" in run("import_interactions", write(tmp_path, "shop.csv", SHOP))
    first, second, third = Interaction.objects.order_by("source_id")
    assert (first.amount_minor, first.currency, first.channel) == (2933, "EUR", "till")
    assert (second.amount_minor, second.currency) == (500, "JPY")
    assert (first.source, first.source_id, first.data) == ("shop", "r1", {"items": "2"})
    assert third.occurred_at == datetime(2026, 4, 2, 7, 0, tzinfo=UTC), "no offset: the hub's time zone"
    ids = identity.find("shop", ["7", "8"])
    assert [line.customer_id for line in (first, second, third)] == [ids["7"], ids["7"], ids["8"]]
    assert Customer.objects.get(pk=ids["7"]).since_at == first.occurred_at
    assert find("7", Customer.objects.all())[0].customer.pk in ids.values()


def test_a_line_that_postgresql_refuses_costs_none_of_the_others(tmp_path: Path) -> None:
    ids = identity.find_or_create("shop", ["7"])
    history.record(
        [Entry(ids["7"], datetime(2026, 1, 1, tzinfo=UTC), "purchase", "till", "1", amount_minor=1)],
        now=timezone.now(),
    )
    Profile.objects.update(spent_minor=2**63 - 5)
    assert "2 taken, 0 repeated, 1 refused" in run("import_interactions", write(tmp_path, "shop.csv", SHOP))


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "shop.csv", SHOP)
    run("import_interactions", path)
    before = list(Profile.objects.order_by("pk").values())
    assert "0 taken, 3 repeated, 0 refused" in run("import_interactions", path)
    assert Interaction.objects.count() == 3
    assert Customer.objects.count() == 2
    assert list(Profile.objects.order_by("pk").values()) == before


def test_totals_by_month_are_those_of_the_file(tmp_path: Path) -> None:
    days = [datetime(1997, 1, 1, tzinfo=UTC) + timedelta(days=3 * n) for n in range(200)]
    rows = [
        (f"{n % 37:05d}", f"{day:%Y%m%d}", n % 4 + 1, f"{n * 7 % 100}.{n % 100:02d}")
        for n, day in enumerate(days)
    ]
    text = " customer_id  date number_of_cds  dollar_value\r\n"
    text += "".join(f" {who} {day}  {items}   {value}\r\n" for who, day, items, value in rows)
    path = write(tmp_path, "master.txt.gz", text)
    names = {
        "customer": "customer_id",
        "occurred_at": "date",
        "amount": "dollar_value",
        "items": "number_of_cds",
    }
    options = [word for field, column in names.items() for word in ("--map", f"{field}={column}")]
    said = run("import_interactions", path, *options, "--set", "kind=purchase", "--source-id", "line")
    assert "200 taken, 0 repeated, 0 refused" in said
    expected: dict[str, int] = {}
    for _, day, _, value in rows:
        expected[day[:6]] = expected.get(day[:6], 0) + int(value.replace(".", ""))
    by_month = Interaction.objects.annotate(month=TruncMonth("occurred_at", tzinfo=UTC)).values("month")
    totals = {f"{row['month']:%Y%m}": row["total"] for row in by_month.annotate(total=Sum("amount_minor"))}
    assert totals == expected
    assert Interaction.objects.filter(source_id="master:2", data__items="1").exists()


def test_identical_lines_are_different_purchases_when_the_line_is_the_id(tmp_path: Path) -> None:
    path = write(tmp_path, "till.txt", "7 20260301 9.99\n7 20260301 9.99\n")
    options = ["--columns", "customer,occurred_at,amount", "--set", "kind=purchase", "--source-id", "line"]
    assert "2 taken" in run("import_interactions", path, *options)
    assert "0 taken, 2 repeated" in run("import_interactions", path, *options)
    other = write(tmp_path, "till2.txt", "7 20260301 9.99\n")
    assert "1 taken" in run("import_interactions", other, *options, "--source", "till")


def test_columns_can_make_up_an_id_together(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "wer;wann;bon\n7;20260301;1\n7;20260301;2\n7;20260301;1\n")
    options = ["--map", "customer=wer", "--map", "occurred_at=wann", "--set", "kind=visit"]
    assert "2 taken, 1 repeated" in run("import_interactions", path, *options, "--source-id", "wer,wann,bon")


BROKEN = [
    (b"r1,7,purchase,2026-03-01,9.99,", "has 6 fields"),
    (b"r2,,purchase,2026-03-01,9.99", "customer is empty"),
    (b"r3,7,teleport,2026-03-01,9.99", "kind 'teleport' is not known"),
    (b"r4,7,purchase,1.3.2026,9.99", "occurred_at '1.3.2026' is not a time"),
    (b'r5,7,purchase,2026-03-01,"9,99"', "amount '9,99' is not a number"),
    (b"r6,7,purchase,2026-03-01,9.999", "more decimal places"),
    (b"r7,7,purchase,2226-03-01,9.99", "in the future"),
    (b"r8,M\xfcller,purchase,2026-03-01,9.99", "byte 5 of the line is not UTF-8"),
    (b",7,purchase,2026-03-01,9.99", "source_id is empty"),
    (b'r10,"7,purchase,2026-03-01,9.99', "quotation mark is opened and never closed"),
]


def test_ten_broken_lines_give_ten_rejects_with_reasons_and_lose_none_of_the_others(tmp_path: Path) -> None:
    content, where = [b"source_id,customer,kind,occurred_at,amount"], {}
    for n, (line, reason) in enumerate(BROKEN):
        content += [b'good%d,7,purchase,2026-03-01,"1%d.00"' % (n, n), line]
        where[len(content)] = reason
    content.append(b"last,7,purchase,2026-03-01,1.00")
    path = write(tmp_path, "shop.csv", b"\n".join(content) + b"\n")
    said = run("import_interactions", path)
    assert "11 taken, 0 repeated, 10 refused" in said
    refused = rejects(path)
    assert refused.keys() == where.keys()
    for line, reason in where.items():
        assert reason in refused[line]
    assert f"The refused lines are in {path}.rejects.csv" in said
    assert Interaction.objects.count() == 11
    assert Customer.objects.count() == 1, "nobody is made for a refused line"


def test_reasons_are_counted_without_what_was_written(tmp_path: Path) -> None:
    text = "source_id,customer,kind,occurred_at\n" + "".join(f"{n},7,visit,day {n}\n" for n in range(12))
    path = write(tmp_path, "shop.csv", text + "ok,7,visit,2026-03-01\n")
    said = run("import_interactions", path)
    assert "  12 × occurred_at … is not a time" in said
    assert len(said.splitlines()) == 3


GOOD = {"customer": 7, "kind": "visit", "occurred_at": "2026-03-01", "source_id": "good", "place": "Graz"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"customer": {"id": 7}}, "customer is not text"),
        ({"customer": True}, "customer is not text"),
        ({"customer": "7\0"}, "customer holds a control character"),
        ({"kind": "note", "text": 5}, "text of note must be text"),
        ({"kind": ["visit"]}, "kind is not text"),
        ({"x": float("nan")}, "NaN is not a JSON number"),
        ({"source_id": "\ud800"}, "surrogate"),
        ({"source_id": "x" * 201}, "source_id has 201 characters"),
        ({"occurred_at": "0001-01-01"}, "before 1980"),
        ({"occurred_at": "9999-12-31T23:59:59-15:59"}, "in the future"),
        ({"channel": "x" * 21}, "channel"),
        ({"direction": "up"}, "not one of in, out"),
        ({"amount": 1, "currency": "Euro"}, "currency 'EURO' is not three letters"),
        ({"amount": "1e99"}, "out of range"),
        ({"amount": "Infinity"}, "out of range"),
    ],
)
def test_an_odd_object_is_refused_alone(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    assert reason in refusal(tmp_path, json.dumps(GOOD | change))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"customer": "7", "kind": "visit"', "is not JSON"),
        ('["a", "list"]', "is not a JSON object"),
        (json.dumps(GOOD)[:-1] + ', "x": 1e999}', "too large a number"),
        (json.dumps(GOOD)[:-1] + ', "x": ' + '{"a":' * 30 + "1" + "}" * 31, "nested too deeply"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_an_odd_line_is_refused_alone(tmp_path: Path, line: str, reason: str) -> None:
    assert reason in refusal(tmp_path, line)


def refusal(folder: Path, line: str) -> str:
    """Import this line between two good ones, which must be taken, and return why it was not."""
    other = json.dumps(GOOD | {"source_id": "other"})
    path = write(folder, "events.ndjson", f"{json.dumps(GOOD)}\n{line}\n\n{other}\n")
    assert "2 taken, 0 repeated, 1 refused" in run("import_interactions", path)
    [refused] = [json.loads(row) for row in Path(f"{path}.rejects.ndjson").read_text().splitlines()]
    assert refused["line"] == 2
    return str(refused["reason"])


def test_data_keeps_its_shape_and_its_numbers(tmp_path: Path) -> None:
    bought = '"kind": "purchase", "amount": 29.33, "basket": [{"price": 1.10}], "loyal": true, "note": null'
    record = '{"customer": 7, "occurred_at": "2026-03-01", "source_id": "1", ' + bought + "}"
    run("import_interactions", write(tmp_path, "events.ndjson.gz", record))
    line = Interaction.objects.get()
    assert line.amount_minor == 2933
    assert line.data == {"basket": [{"price": 1.1}], "loyal": True}


def test_a_quoted_field_may_run_over_lines_and_a_lost_quote_costs_one_line(tmp_path: Path) -> None:
    text = (
        "source_id,customer,kind,occurred_at,text\n"
        '1,7,note,2026-03-01,"two\nlines, one ""quoted"""\n'
        '2,7,note,2026-03-01,"lost\n'
        '3,7,note,2026-03-01,"fine, too"\n'
        '4,7,note,2026-03-01,5" pipe\n'
    )
    path = write(tmp_path, "notes.csv", text)
    assert "3 taken, 0 repeated, 1 refused" in run("import_interactions", path)
    assert Interaction.objects.get(source_id="1").data["text"] == 'two\nlines, one "quoted"'
    assert Interaction.objects.get(source_id="4").data["text"] == '5" pipe'
    assert list(rejects(path)) == [4]


def test_a_line_too_long_to_hold_is_refused_alone(tmp_path: Path) -> None:
    long = "x" * (lines.LONGEST_LINE_BYTES + 10)
    text = (
        f"source_id,customer,kind,occurred_at,text\n1,7,note,2026-03-01,{long}\n2,7,note,2026-03-01,short\n"
    )
    path = write(tmp_path, "notes.csv", text)
    assert "1 taken, 0 repeated, 1 refused" in run("import_interactions", path)
    assert "longer than 256 KiB" in rejects(path)[2]
    assert Path(f"{path}.rejects.csv").stat().st_size < 1000


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.csv", None, "cannot be read"),
        ("a.json", "[{}]", "one JSON list"),
        ("a.csv", "customer,kind\n7,visit\n", "no column occurred_at"),
        ("a.csv", "customer,kind,occurred_at\n7,visit,20260301\n", "--source-id line"),
        ("a.csv", "customer,customer\n", "Two columns"),
        ("a.csv", "customer,kind\n".encode("utf-16"), "UTF-16"),
        ("a.csv", b"\xff\xf0\n", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    tmp_path: Path, name: str, content: str | bytes | None, words: str
) -> None:
    path = tmp_path / name if content is None else write(tmp_path, name, content)
    with pytest.raises(CommandError, match=words):
        run("import_interactions", path)


def test_a_file_cut_short_is_taken_as_far_as_it_goes_and_says_so(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 50},visit,2026-03-{n % 28 + 1:02d},{n * 7919 % 10007}\n" for n in range(5000))
    whole = gzip.compress(b"source_id,customer,kind,occurred_at,x\n" + rows.encode())
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CommandError, match=r"broken after line .* taken, 0 repeated") as failure:
        run("import_interactions", tmp_path / "cut.csv.gz")
    taken = Interaction.objects.count()
    assert taken > 1000
    assert f"{taken:,} taken" in str(failure.value)
    (tmp_path / "cut.csv.gz").write_bytes(whole)
    assert f"{5000 - taken:,} taken, {taken:,} repeated" in run(
        "import_interactions", tmp_path / "cut.csv.gz"
    )


def test_standard_input_needs_a_name_and_takes_gzip(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BufferedReader(io.BytesIO(gzip.compress(SHOP.encode())))  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(packed))
    with pytest.raises(CommandError, match="--source"):
        run("import_interactions", "-")
    with pytest.raises(CommandError, match="no lasting number"):
        run("import_interactions", "-", "--source", "shop", "--source-id", "line")
    assert "3 taken" in run("import_interactions", "-", "--source", "shop")


def test_nothing_taken_is_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "source_id,customer,kind,occurred_at\n1,7,visit,some day\n")
    with pytest.raises(CommandError, match="Nothing could be taken"):
        run("import_interactions", path)


def test_a_reject_that_looks_like_a_formula_is_kept_from_running(tmp_path: Path) -> None:
    path = write(tmp_path, "crm.csv", "customer,email\n1,anna@example.org\n=1+1,no address\n")
    run("import_customers", path)
    with Path(f"{path}.rejects.csv").open(newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == ["'=1+1,no address"]


def test_progress_is_told_on_standard_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.intake.progress.EVERY_SECONDS", 0.0)
    err = io.StringIO()
    call_command(
        "import_interactions", str(write(tmp_path, "shop.csv", SHOP)), stdout=io.StringIO(), stderr=err
    )
    assert "3 lines, 0 refused" in err.getvalue()


def test_a_file_may_come_from_a_spreadsheet(tmp_path: Path) -> None:
    text = "\ufeffsource_id;customer;kind;occurred_at;text\r\n"
    text += "1;7;note;2026-03-01;Grüße; \r\n2;7;note;2026-03-01;Hallo\r\n\r\n"
    path = write(tmp_path, "notes.csv", text)
    assert "1 taken, 0 repeated, 1 refused" in run("import_interactions", path)
    assert Interaction.objects.get().data == {"text": "Hallo"}
