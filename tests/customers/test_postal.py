import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers import postal
from customers.errors import BadAddress
from customers.identity import normalise


def test_an_address_is_read_as_it_was_stored() -> None:
    stored = postal.of(["Hauptplatz  1", "Stiege 2"], "8010", " Graz ", "at").text()
    assert stored == "Hauptplatz 1\nStiege 2\n8010\nGraz\nAT"
    assert postal.read(stored) == postal.Postal(("Hauptplatz 1", "Stiege 2"), "8010", "Graz", "AT")
    assert postal.shown(stored) == "Hauptplatz 1, Stiege 2, 8010 Graz, AT"
    assert normalise("postal", stored) == stored


def test_postcode_and_city_stand_as_their_country_writes_them() -> None:
    assert postal.of(["1 High St"], "sw1a 1aa", "London", "GB").place_lines() == ("London", "SW1A 1AA")
    assert postal.of(["1 Main St"], "60601", "Chicago", "US").place_lines() == ("Chicago 60601",)
    assert postal.of(["Rue 1"], "1000", "Bruxelles", "BE").place_lines() == ("1000 Bruxelles",)
    assert postal.of(["Main St"], "", "Roseau", "DM").text() == "Main St\n\nRoseau\nDM"


@pytest.mark.parametrize(
    "parts",
    [
        ([""], "8010", "Graz", "AT"),
        (["Hauptplatz 1"], "8010", "", "AT"),
        (["Hauptplatz 1"], "8010", "Graz", "Austria"),
        (["x" * 61], "8010", "Graz", "AT"),
        (["a"] * 5, "8010", "Graz", "AT"),
    ],
)
def test_what_no_letter_could_reach_is_refused_with_its_reason(
    parts: tuple[list[str], str, str, str],
) -> None:
    with pytest.raises(BadAddress):
        postal.of(*parts)


def test_free_text_from_before_is_kept_and_is_no_complete_address() -> None:
    assert not postal.read("somewhere in Graz").is_complete
    assert normalise("postal", "somewhere  in\nGraz") == "somewhere in Graz"
    assert postal.shown("somewhere in Graz") == "somewhere in Graz"


@given(st.text(max_size=320))
def test_any_text_can_be_read_shown_and_normalised_again(text: str) -> None:
    assert normalise("postal", normalise("postal", text)) == normalise("postal", text)
    assert "\n" not in postal.shown(text)
