"""Two languages: the customer's own, else the one chosen here, else the browser's; all we say in both."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.test import Client

from customers import learning
from customers.models import Customer, ProfileField
from hub import languages
from tests.hub.portal.conftest import Receive, dials_link
from tests.makers import make_staff

ROOT = Path(settings.BASE_DIR)
GERMAN = polib.pofile(str(ROOT / "locale/de/LC_MESSAGES/django.po"))
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}


def in_code(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                yield first.value


def in_template(source: Path) -> Iterator[str]:
    text = source.read_text()
    for found in re.finditer(r"{%\s*translate\s+(['\"])(.*?)\1", text):
        yield found[2]
    for found in re.finditer(r"{%\s*blocktranslate([^%]*)%}(.*?){%\s*endblocktranslate", text, re.S):
        words = " ".join(found[2].split()) if "trimmed" in found[1] else found[2]
        assert "{%" not in words, f"{source.name}: this test does not read plurals in templates"
        yield re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", words)


def shown() -> dict[str, str]:
    sources = [*(ROOT / "hub/portal").glob("*.py"), ROOT / "hub/templatetags/portal.py"]
    found = {words: source.name for source in sources for words in in_code(source)}
    templates = [*(ROOT / "templates/portal").glob("*.html"), *(ROOT / "templates/public").glob("*.html")]
    return found | {words: source.name for source in templates for words in in_template(source)}


def test_everything_we_say_has_a_german_translation_and_nothing_else_is_kept() -> None:
    said = {
        entry.msgid
        for entry in GERMAN
        if (entry.msgstr or all(entry.msgstr_plural.values() or [""])) and "fuzzy" not in entry.flags
    }
    assert {words: where for words, where in shown().items() if words not in said} == {}
    assert said - shown().keys() == set()
    assert len(said) > 100


def test_a_translation_has_the_same_blanks() -> None:
    blanks = re.compile(r"%\(\w+\)s|{\w+}")
    for entry in GERMAN:
        for words in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert sorted(blanks.findall(words)) == sorted(blanks.findall(entry.msgid)), entry.msgid


def test_a_template_of_the_portal_says_nothing_outside_its_translations() -> None:
    """Whatever stands between tags is a translation, a value or a sign."""
    for source in (ROOT / "templates/portal").glob("*.html"):
        text = re.sub(
            r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", "", source.read_text(), flags=re.S
        )
        text = re.sub(r"{%\s*block body_class\s*%}[\w-]+", "", text)
        text = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}", "", text, flags=re.S)
        text = re.sub(r"<[^>]*>", "", text, flags=re.S)
        assert not re.findall(r"[A-Za-z]{2,}", text), source.name


def test_translations_are_compiled_when_they_are_newer(tmp_path: Path, settings: Any) -> None:
    folder = tmp_path / "de/LC_MESSAGES"
    folder.mkdir(parents=True)
    GERMAN.save(str(folder / "django.po"))
    settings.LOCALE_PATHS = [tmp_path]
    assert languages.compile_all() == [folder / "django.mo"]
    assert languages.compile_all() == []
    assert polib.mofile(str(folder / "django.mo")).find("Undo").msgstr == "Rückgängig machen"  # type: ignore[union-attr]
    assert [path.name for path in folder.iterdir() if path.suffix == ".part"] == []


def test_compiled_translations_are_not_kept_in_version_control() -> None:
    assert "*.mo" in (ROOT / ".gitignore").read_text().split()


def test_the_browser_is_answered_in_its_language(client: Client) -> None:
    for accepted, lang in (("de-AT,de;q=0.9", "de"), ("fr,it;q=0.5", "en"), ("en-GB", "en"), ("", "en")):
        page = client.get("/portal/", headers={"accept-language": accepted}).content.decode()
        assert f'<html lang="{lang}">' in page
    assert (
        "Ihre Seiten, Ihr Wort" in client.get("/portal/", headers={"accept-language": "de"}).content.decode()
    )


@pytest.mark.django_db
def test_what_was_chosen_here_goes_before_what_the_browser_asks_for(client: Client) -> None:
    answer = client.post("/portal/language/", {"language": "de", "back": "/portal/sent/"})
    assert answer["Location"] == "/portal/sent/"
    assert '<html lang="de">' in client.get("/portal/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.django_db
def test_the_customers_own_language_goes_before_both(
    client: Client, anna: Customer, receive: Receive
) -> None:
    client.post("/portal/language/", {"language": "en", "back": "/portal/"})
    Customer.objects.filter(pk=anna.pk).update(language="de-AT")
    page = client.get(dials_link(receive(anna)), headers={"accept-language": "en"}).content.decode()
    assert '<html lang="de">' in page
    assert "Wie viel dürfen wir sagen?" in page


@pytest.mark.django_db
def test_a_customer_who_chooses_changes_their_own_language(
    anna: Customer, come_in: Callable[..., Client]
) -> None:
    client = come_in(anna)
    client.post("/portal/language/", {"language": "de", "back": "/portal/dials/"})
    anna.refresh_from_db()
    assert anna.language == "de"
    assert "Meine Regler" in client.get("/portal/dials/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/console/", "javascript:alert(1)", ""]
)
def test_the_way_back_stays_in_the_portal(client: Client, back: str) -> None:
    assert client.post("/portal/language/", {"language": "de", "back": back})["Location"] == "/portal/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("dials/turn/", {"slide:/": "99"}),
        ("dials/quiet/", {"for": "ever"}),
        ("dials/hours/", {"quiet_from": "22:00", "quiet_until": "22:00"}),
        ("known/fact/children/", {"value": "many"}),
        ("conversations/write/", {"text": ""}),
        ("erase/", {}),
        ("m/nothing/dials/hours/", {}),
    ],
)
def test_the_way_back_from_a_refused_form_can_be_read(
    anna: Customer, come_in: Callable[..., Client], address: str, fields: dict[str, str]
) -> None:
    learning.declare("children", "Children", ProfileField.Type.NUMBER, is_editable_by_customer=True)
    client = come_in(anna)
    refused = client.post(f"/portal/{address}", fields)
    back = re.search(r'name="back" value="([^"]+)"', refused.content.decode())
    assert refused.status_code in (404, 422) and back
    answer = client.post("/portal/language/", {"language": "de", "back": back[1]}, follow=True)
    assert answer.status_code == 200
    assert '<html lang="de">' in answer.content.decode()


@pytest.mark.django_db
def test_a_language_that_we_do_not_speak_changes_nothing(client: Client) -> None:
    client.post("/portal/language/", {"language": "../../etc", "back": "/portal/"})
    assert not client.cookies


@pytest.mark.django_db
def test_the_console_speaks_english_whatever_the_browser_asks_for(client: Client) -> None:
    client.force_login(make_staff("admin"))
    page = client.get("/console/", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="en">' in page
