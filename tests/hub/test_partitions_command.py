import gzip
import json
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.utils import timezone

from customers.models import Interaction
from tests.hub.importing import run, write

pytestmark = pytest.mark.django_db


def test_months_are_listed_made_exported_and_dropped(tmp_path: Path) -> None:
    text = "source_id,customer,kind,occurred_at,text\n2,7,note,2020-06-01,x\n"
    text += '1,7,note,2020-05-01,"a\\b ""q"" ü\ttab"\n'
    run("import_interactions", write(tmp_path, "shop.csv", text))
    assert "2020-05             1" in run("partitions")
    assert run("partitions", "--ahead", 2).startswith("Made ")
    export = tmp_path / "2020-05.ndjson.gz"
    assert "1 interactions of 2020-05 are in" in run("partitions", "--drop", "2020-05", "--export", export)
    [line] = gzip.decompress(export.read_bytes()).splitlines()
    assert json.loads(line)["data"]["text"] == 'a\\b "q" ü\ttab'
    assert Interaction.objects.count() == 1
    assert "2020-05" not in run("partitions")


def test_no_month_is_dropped_without_a_new_file_or_before_it_is_over(tmp_path: Path) -> None:
    text = "source_id,customer,kind,occurred_at\n1,7,visit,2020-05-01\n"
    run("import_interactions", write(tmp_path, "shop.csv", text))
    taken = write(tmp_path, "taken.gz", "something else")
    this_month = f"{timezone.now():%Y-%m}"
    for options, words in (
        (["--drop", "2020-05"], "--export"),
        (["--drop", "2020-05", "--export", taken], "exists already"),
        (["--drop", "2020-05", "--export", tmp_path / "no" / "where.gz"], "cannot be written"),
        (["--drop", "2019-01", "--export", tmp_path / "a.gz"], "no 2019-01"),
        (["--drop", "May", "--export", tmp_path / "a.gz"], "not a month"),
        (["--drop", this_month, "--export", tmp_path / "a.gz"], "is over"),
    ):
        with pytest.raises(CommandError, match=words):
            run("partitions", *options)
    assert Interaction.objects.count() == 1
