"""The line that says how to stop marketing: for everybody the same in Liquid and in Python, and no dearer."""

import pytest

from channels import leaving
from channels.liquid import compile_html, compile_text
from channels.smstext import Encoding, segments


@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("language", [*leaving.LANGUAGES, "de-AT", "de_CH", "DE", "fr-CA", "pl", "x", ""])
def test_liquid_chooses_as_we_do(channel: str, language: str) -> None:
    customer = {"customer": {"language": language}}
    line = leaving.line(channel, language)
    assert compile_text(leaving.liquid(channel)).render(customer) == line
    assert compile_html(leaving.liquid(channel)).render(customer) == line


def test_whose_language_is_unknown_reads_english() -> None:
    template = compile_text(leaving.liquid("email"))
    nobody: list[dict[str, object]] = [{}, {"customer": {}}, {"customer": {"language": None}}]
    assert {template.render(each) for each in nobody} == {"No more of these emails"}


@pytest.mark.parametrize("language", leaving.LANGUAGES)
def test_no_line_makes_a_text_dearer(language: str) -> None:
    line = leaving.line("sms", language)
    assert "STOP" in line and segments(line).encoding == Encoding.GSM_7
    assert len(line) <= len(leaving.line("sms", "en")) + 2
