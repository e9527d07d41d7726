"""Letters, judged by what lies in the hand-over folder, and by what is fetched: nothing."""

import csv
import io
import os
import re
import socketserver
import threading
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from channels import letterpaper, letters, outbox, press, references, sweep
from channels.byhand import LetterBatch
from channels.models import Message, Provider
from channels.outbox import Draft
from customers import postal
from customers.models import Customer, Interaction, Suppression, Touch
from tests.makers import make_content, make_customer, make_topic, share_point

pytestmark = pytest.mark.django_db(transaction=True)
GRAZ = postal.of(["Hauptplatz 1"], "8010", "Graz", "AT").text()


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.LETTER_URL = f"file://{tmp_path}"
    settings.LETTER_SENDER = "Hauptplatz Pharmacies, Hauptplatz 1, 8010 Graz, AT"
    return tmp_path


def reader(name: str = "Margarethe Köhler", address: str = GRAZ, **fields: Any) -> Customer:
    customer = make_customer(name, consents=("letter:marketing",), **fields)
    share_point(customer, address, "postal")
    return customer


def queue(*customers: Customer, **words: Any) -> None:
    make_topic()
    content = make_content(**{"channel": "letter", "html": "<p>Liebe {{ customer.first_name }}!</p>"} | words)
    now = timezone.now()
    outbox.queue(
        [
            Draft(each.pk, "letter", content.pk, content.purpose, "offers", "flight:1", now)
            for each in customers
        ],
        now=now,
    )


def rows(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.csv")):
        found += csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return found


def pages_in(pdf: bytes) -> int:
    return max(int(count) for count in re.findall(rb"/Count (\d+)", b"\n".join(_objects(pdf))))


def _objects(pdf: bytes) -> Iterator[bytes]:
    """Yield a PDF's own words: what stands in it plainly, and its compressed streams."""
    yield pdf
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(stream.rstrip(b"\r\n"))
        except zlib.error:
            continue


def test_letters_are_handed_over_as_one_pdf_and_its_list(folder: Path) -> None:
    anna, ben = reader("Anna Huber"), reader("Ben Mayer", postal.of(["Gasse 2"], "1010", "Wien", "AT").text())
    queue(anna, ben)
    assert press.print_due() == 2
    (pdf,) = folder.glob("*.pdf")
    assert pages_in(pdf.read_bytes()) == 2
    first, second = rows(folder)
    assert (first["name"], first["street"], first["postcode"], first["city"]) == (
        "Anna Huber", "Hauptplatz 1", "8010", "Graz",
    )  # fmt: skip
    assert (second["file"], second["first_page"], second["pages"]) == (pdf.name, "2", "1")
    message = Message.objects.get(customer=anna)
    assert references.message_of(first["reference"]) == message.pk
    assert (message.state, message.provider_id) == ("accepted", f"{pdf.stem} page 1")
    assert Interaction.objects.filter(kind="message_accepted", channel="letter").count() == 2
    assert not list(folder.glob(".*")), "nothing half-written is left"


def test_the_page_says_who_writes_when_and_how_to_get_no_more() -> None:
    letter = letterpaper.Letter(
        "K7Q2-9FX3", "Ana Petrović", postal.read(GRAZ), "de", "Apotheke", "Betreff", "", "<p>Hallo</p>",
        timezone.datetime(2026, 11, 22).date(), True,
    )  # fmt: skip
    page = letterpaper.html_of(letter)
    assert "22. November 2026" in page
    assert "Keine Briefe mit Angeboten mehr?" in page
    assert "testserver/l/K7Q2-9FX3" in page
    assert "AT" not in letterpaper.recipient_lines(letter)


def test_service_letters_print_no_way_out_and_abroad_has_its_country(folder: Path) -> None:
    abroad = postal.of(["1 High St"], "SW1A 1AA", "London", "GB")
    letter = letterpaper.Letter(
        "K7Q2-9FX3",
        "Ana",
        abroad,
        "xx",
        "Apotheke",
        "Betreff",
        "One.\n\nTwo.",
        "",
        timezone.localdate(),
        False,
    )
    assert letterpaper.recipient_lines(letter)[-3:] == ["London", "SW1A 1AA", "BRITAIN (UK)"]
    assert "/l/" not in letterpaper.html_of(letter)


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    seen: list[bytes]


@pytest.fixture
def somebody_listening() -> Iterator[_Listener]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            server.seen.append(self.request.recv(1000))

    server = _Listener(("127.0.0.1", 0), Handler)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_nothing_is_fetched_from_the_network_or_our_disk(
    folder: Path, tmp_path_factory: Any, somebody_listening: _Listener
) -> None:
    secret = tmp_path_factory.mktemp("disk") / "secret.txt"
    secret.write_text("the-secret-of-this-machine")
    url = f"http://127.0.0.1:{somebody_listening.server_address[1]}/x"
    html = f"""
      <link rel="stylesheet" href="{url}"><link rel="attachment" href="file://{secret}">
      <style>@import url({url}); @font-face {{ font-family: x; src: url({url}) }}</style>
      <style>body {{ background: url({url}); font-family: x }}</style>
      <img src="{url}"><img src="file://{secret}"><img src="//127.0.0.1/x"><img src="{secret}">
      <object data="file://{secret}"></object><embed src="{url}"><iframe src="{url}"></iframe>
      <a rel="attachment" href="file://{secret}">take it</a><base href="file:///">
      <svg width="9" height="9"><image href="file://{secret}"/><use href="{url}#a"/></svg>
      <p style="list-style-image: url({url}); content: url(file://{secret})">Hello</p>
    """
    queue(reader(), html=html)
    assert press.print_due() == 1
    (pdf,) = folder.glob("*.pdf")
    assert b"the-secret-of-this-machine" not in b"".join(_objects(pdf.read_bytes()))
    assert b"EmbeddedFile" not in pdf.read_bytes()
    assert somebody_listening.seen == []


def test_a_letter_that_cannot_be_printed_spoils_no_other(folder: Path) -> None:
    lost, fine = reader("Lost", "somewhere in Graz"), reader("Fine")
    queue(lost, fine)
    endless = reader("Endless")
    queue(endless, html="<div style='height: 9000mm'></div>" + "<p style='break-after: page'>x</p>" * 20)
    assert press.print_due() == 1
    states = dict(Message.objects.values_list("customer__name", "state"))
    assert states == {"Lost": "failed", "Fine": "accepted", "Endless": "failed"}
    assert [row["name"] for row in rows(folder)] == ["Fine"]
    assert Touch.objects.get(customer_id=lost.pk).state == "returned"


def test_no_cell_of_the_list_is_a_formula(folder: Path) -> None:
    queue(reader("=HYPERLINK(1)", postal.of(["+43 Gasse"], "@8010", "-Graz", "AT").text()))
    press.print_due()
    (row,) = rows(folder)
    assert (row["name"], row["street"], row["postcode"], row["city"]) == (
        "'=HYPERLINK(1)", "'+43 Gasse", "'@8010", "'-Graz",
    )  # fmt: skip


@pytest.mark.parametrize("dies_at", ["before the pdf", "between pdf and list", "after the list"])
def test_a_press_that_dies_is_followed_by_the_same_batch_and_no_letter_is_there_twice(
    folder: Path, monkeypatch: Any, dies_at: str
) -> None:
    queue(reader("Anna"), reader("Ben"))
    puts: list[str] = []
    put, replaced = (
        letters._put,
        {"before the pdf": 1, "between pdf and list": 2, "after the list": 3}[dies_at],
    )

    def dying(path: Path, content: bytes) -> None:
        puts.append(path.name)
        if len(puts) == replaced:
            raise KeyboardInterrupt
        put(path, content)
        if len(puts) == 2 and replaced == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(letters, "_put", dying)
    with pytest.raises(KeyboardInterrupt):
        press.print_due()
    monkeypatch.undo()
    assert sweep.sweep(now=timezone.now() + timedelta(seconds=31))["unknown"] == 2
    Message.objects.update(due_at=timezone.now())
    assert press.print_due() == 2
    assert sorted(row["name"] for row in rows(folder)) == ["Anna", "Ben"]
    assert len(list(folder.glob("*.pdf"))) == 1
    assert LetterBatch.objects.get().handed_at


def test_who_opted_out_meanwhile_is_taken_out_of_a_batch_that_goes_again(
    folder: Path, monkeypatch: Any
) -> None:
    anna, ben = reader("Anna"), reader("Ben")
    queue(anna, ben)
    monkeypatch.setattr(letters, "_put_batch", _die)
    with pytest.raises(KeyboardInterrupt):
        press.print_due()
    monkeypatch.undo()
    sweep.sweep(now=timezone.now() + timedelta(seconds=31))
    Message.objects.update(due_at=timezone.now())
    ben.consents.update(is_granted=False)
    assert press.print_due() == 1
    assert [row["name"] for row in rows(folder)] == ["Anna"]


def test_a_folder_that_is_full_or_gone_loses_nothing(folder: Path, monkeypatch: Any) -> None:
    queue(reader())

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(letters, "_put", full)
    assert press.print_due() == 0
    assert "No space left" in Message.objects.get().reason
    monkeypatch.undo()
    Provider.objects.all().delete()
    assert press.print_due() == 1


def test_without_pango_or_folder_letters_wait_and_it_is_said_why(
    folder: Path, settings: Any, monkeypatch: Any
) -> None:
    queue(reader())
    settings.LETTER_URL = f"file://{folder}/nowhere"
    assert press.print_due() == 0
    with pytest.raises(CommandError, match="not there"):
        call_command("print_letters", "--once")
    settings.LETTER_URL = "sftp://example.org/letters"
    assert "file:///" in press.trouble()
    settings.LETTER_URL = f"file://{folder}"
    monkeypatch.setattr(letterpaper, "missing", lambda: "Letters cannot be laid out here: install Pango.")
    assert press.print_due() == 0
    assert "Pango" in Provider.objects.get().last_error
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("queued", 0)


def test_a_letter_is_typed_by_its_reference_and_nobody_can_make_one_up() -> None:
    reference = references.of(4711)
    assert references.message_of(reference.lower().replace("-", " ")) == 4711
    assert references.message_of(reference.replace("0", "o")) == 4711
    wrong = reference[:-1] + ("A" if reference[-1] != "A" else "B")
    assert references.message_of(wrong) is None
    for text in ("", "-", "0" * 8, "ä" * 9, "9" * 30, "\0" * 12):
        assert references.message_of(text) is None


def returned(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "returns.csv"
    path.write_text("reference,reason,words,street,postcode,city\n" + "\n".join(lines) + "\n")
    out = io.StringIO()
    call_command("import_returns", str(path), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_a_returned_letter_bars_the_address_and_shows_where_they_moved(
    folder: Path, tmp_path_factory: Any
) -> None:
    anna = reader("Anna")
    queue(anna)
    press.print_due()
    (row,) = rows(folder)
    place = tmp_path_factory.mktemp("post")
    line = f"{row['reference']},moved,,Neue Gasse 5,8020,Graz"
    assert "1 taken, 0 repeated, 1 refused" in returned(place, line, "XXXX-YYYY-ZZ,moved,,,,")
    assert Message.objects.get().state == "bounced"
    assert Suppression.objects.get().contact_point.address == GRAZ
    assert "moved to Neue Gasse 5, 8020 Graz" in anna.loops.get().words
    assert "0 taken, 1 repeated, 0 refused" in returned(place, line)
    assert anna.loops.count() == 1


def test_one_who_moved_out_bars_no_letters_to_who_stays(folder: Path, tmp_path_factory: Any) -> None:
    anna, ben = reader("Anna"), reader("Ben")
    queue(anna)
    press.print_due()
    (row,) = rows(folder)
    returned(tmp_path_factory.mktemp("post"), f"{row['reference']},moved,,,,")
    assert Message.objects.get().state == "bounced"
    assert not Suppression.objects.exists()
    assert anna.loops.count() == 1
    assert not ben.loops.exists()


def _die(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt
