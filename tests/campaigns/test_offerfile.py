"""Offers as files: what is written comes back the same, what is wrong is said, all or nothing is stored."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from campaigns import offerfile, yamlfile
from campaigns.models import Offer
from customers import learning
from customers.models import ProfileField
from hub.sandbox.town import past
from tests.campaigns.makers import make_campaign, make_offer
from tests.makers import make_topic

pytestmark = pytest.mark.django_db
TOWN = Path(past.__file__).with_name("offers.yaml")


def told() -> list[dict[str, Any]]:
    rows = Offer.objects.order_by("key").values()
    return [{name: value for name, value in row.items() if name not in ("id", "changed_at")} for row in rows]


def test_the_towns_offers_come_back_as_they_were_written(tmp_path: Path) -> None:
    make_topic()
    make_topic("health-tips", "Health tips")
    learning.declare("prefers", "Cares about", ProfileField.Type.TEXT)
    call_command("offers", "import", str(TOWN), stdout=StringIO())
    first, written = told(), StringIO()
    assert len(first) == 5
    call_command("offers", "export", stdout=written)
    again = tmp_path / "again.yaml"
    again.write_text(written.getvalue())
    call_command("offers", "import", str(again), stdout=StringIO())
    assert told() == first
    assert offerfile.export(Offer.objects.order_by("key")) == written.getvalue()


def test_a_period_comes_back_and_what_is_left_out_is_as_usual_again() -> None:
    make_offer("box", stock=3, words="Shall I?")
    offerfile.load(
        "- key: box\n  name: Box\n  topic: offers\n  title: The box\n  audience: everyone\n"
        "  valid_until: 2026-12-24T18:00:00+01:00\n"
    )
    offer = Offer.objects.get()
    assert (offer.name, offer.stock, offer.words) == ("Box", None, "")
    assert "valid_until: " in offerfile.export([offer])


def test_everything_that_is_wrong_is_said_and_nothing_stored() -> None:
    make_topic()
    with pytest.raises(CommandError) as refused:
        call_command("offers", "import", "/nowhere/at-all.yaml")
    assert "cannot be read" in str(refused.value)
    with pytest.raises(offerfile.BadOfferFile) as bad:
        offerfile.load(
            "- {key: fine, name: Fine, topic: offers, title: Fine, audience: everyone}\n"
            "- {key: a b, name: X, topic: offers, title: X, audience: everyone, colour: red}\n"
            "- {key: c, name: C, topic: none, title: C, audience: {profile: shoes}, places: [moon]}\n"
            "- {key: rules, name: R, topic: offers, title: R, audience: everyone}\n"
            "- {key: d, name: D, topic: offers, title: D, audience: everyone, lever: 5000}\n"
        )
    said = str(bad.value)
    for words in ("colour is not known", "slug", "There is no such topic", "audience", "is no place"):
        assert words in said
    assert "Offer rules: “rules” is a word of our own; take another." in said
    assert "Offer d: The lever goes from" in said and "Constraint" not in said
    assert not Offer.objects.exists()
    with pytest.raises(offerfile.BadOfferFile):
        offerfile.load("key: not-a-list")


def test_a_campaigns_file_names_what_its_messages_are_about() -> None:
    make_offer("box")
    campaign = make_campaign()
    campaign.offers.add(Offer.objects.get())
    text = yamlfile.export(campaign)
    assert "offers:\n- box\n" in text
    campaign.offers.clear()
    assert [offer.key for offer in yamlfile.load(text).offers.all()] == ["box"]
    assert list(yamlfile.load(text.replace("offers:\n- box\n", "")).offers.all()) == []
    with pytest.raises(yamlfile.BadCampaignFile, match="There is no offer 'tea'"):
        yamlfile.load(text.replace("- box", "- tea"))
