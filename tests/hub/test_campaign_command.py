"""The campaign command: files in and out, the moves, the status, and waiting for the end."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from campaigns import flights, launch
from campaigns.models import Campaign, Flight
from channels.models import Message
from tests.campaigns.makers import make_campaign
from tests.makers import NOW, make_customer

pytestmark = pytest.mark.django_db
FILE = """\
key: autumn
name: Autumn letter
topic: offers
sender: hello@mail.rapport.example
audience: everyone
holdout: 0
versions:
- name: A
  subject: A word for {{ customer.first_name }}
  text: Dear {{ customer.first_name }}
"""


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("campaign", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def finish(flight: Flight) -> None:
    for chunk in flight.chunks.all():
        flights.plan_chunk(chunk.pk, now=NOW)
    Message.objects.filter(state="queued").update(state="accepted", accepted_at=NOW)
    flights.settle_finished(now=NOW)


def test_a_file_is_imported_and_exported_and_imported_again(tmp_path: Path) -> None:
    make_customer("Anna")
    file = tmp_path / "autumn.yaml"
    file.write_text(FILE)
    assert run("import", str(file)) == "Stored campaign autumn with A.\n"
    exported = run("export", "autumn")
    file.write_text(exported)
    run("import", str(file))
    assert run("export", "autumn") == exported
    assert Campaign.objects.count() == 1


def test_a_campaign_flies_from_the_command_line(tmp_path: Path) -> None:
    make_customer("Anna")
    make_customer("Silent", consents=())
    (tmp_path / "autumn.yaml").write_text(FILE)
    run("import", str(tmp_path / "autumn.yaml"))
    assert "Launched flight" in run("launch", "autumn")
    assert "paused" in run("pause", "autumn")
    assert "choosing the audience" in run("resume", "autumn")
    finish(Flight.objects.get())
    told = json.loads(run("wait", "autumn"))
    assert (told["state"], told["planned"], told["accepted"]) == ("ended", 2, 1)
    assert told["refused_by_reason"] == {"no_consent": 1}
    assert json.loads(run("status", "autumn", "--json")) == told
    table = run("status", "autumn")
    assert "autumn, flight" in table
    assert "refused: no_consent: 1" in table


def test_stopping_ends_the_waiting() -> None:
    make_customer("Anna")
    launch.launch(make_campaign(), by="test", now=NOW)
    assert "stopped" in run("stop", "autumn")
    assert json.loads(run("wait", "autumn"))["state"] == "stopped"


def test_waiting_gives_up_in_time_with_its_own_exit_code_and_says_how_far_it_is() -> None:
    make_customer("Anna")
    launch.launch(make_campaign(), by="test", now=NOW)
    out, progress = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="not over yet: choosing the audience") as end:
        call_command("campaign", "wait", "autumn", "--timeout", "0.1", stdout=out, stderr=progress)
    assert end.value.returncode == 3
    assert json.loads(out.getvalue())["state"] == "planning"
    assert "planning: 0 planned" in progress.getvalue()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["launch", "winter"], "There is no campaign 'winter'; there are autumn"),
        (["status", "autumn"], "autumn was never launched"),
        (["pause", "autumn"], "autumn was never launched"),
        (["launch", "autumn"], "- Nobody is in the audience."),
        (["import", "nowhere.yaml"], "nowhere.yaml cannot be read: No such file"),
        (["fly", "autumn"], "invalid choice: 'fly'"),
        ([], "required: ACTION"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said_in_words(words: list[str], said: str) -> None:
    make_campaign()
    with pytest.raises(CommandError) as refusal:
        run(*words)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"key: \xff\xfe", "is not text in UTF-8"), (b"key: autumn\ncolour: red", "- colour is not known")],
    ids=["bytes", "unknown key"],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "odd.yaml").write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        run("import", str(tmp_path / "odd.yaml"))
    assert said in str(refusal.value)


def test_a_file_may_come_from_standard_input(monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(FILE))
    assert "Stored campaign autumn" in run("import", "-")
