from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.utils import timezone

from customers import consent, identity, learning
from customers.consent import Answer
from customers.finding import find
from customers.models import (
    Consent,
    ConsentEvidence,
    ContactPoint,
    Customer,
    Fact,
    Interaction,
    Profile,
    ProfileField,
)
from tests.hub.importing import SHOP, rejects, run, write

pytestmark = pytest.mark.django_db

PEOPLE = (
    "customer,email,phone,name,language,timezone,country,consent,consent_at,consent_evidence,tier\n"
    "7,Anna@Example.org,0664 1234567,Anna Gruber,de,Europe/Vienna,AT,"
    "email:marketing sms:service,2025-05-01,Ticked the box in the shop,gold\n"
    "8,bert@example.org,,Bert Huber,,,,,,,\n"
)


def test_customers_come_with_addresses_facts_and_proven_consent(tmp_path: Path) -> None:
    said = run("import_customers", write(tmp_path, "crm.csv", PEOPLE), "--declare", "tier=text")
    assert "2 taken, 0 repeated, 0 refused" in said
    assert "2 customers were new; 2 consents were stored." in said
    anna = Customer.objects.get(pk=identity.find("crm", ["7"])["7"])
    assert (anna.name, anna.language, anna.timezone, anna.country) == (
        "Anna Gruber",
        "de",
        "Europe/Vienna",
        "AT",
    )
    addresses = set(anna.contact_points.values_list("kind", "address"))
    assert addresses == {("email", "anna@example.org"), ("phone", "+436641234567")}
    assert Fact.objects.get(customer=anna).value == "gold"
    evidence = ConsentEvidence.objects.get(customer_id=anna.pk, channel="email")
    assert (evidence.wording, evidence.place) == ("Ticked the box in the shop", "import crm")
    assert evidence.happened_at.date() == date(2025, 5, 1)
    assert find("gruber", Customer.objects.all())[0].customer == anna


def test_importing_customers_again_adds_nothing_and_news_bring_them_up_to_date(tmp_path: Path) -> None:
    run("import_customers", write(tmp_path, "crm.csv", PEOPLE), "--declare", "tier=text")
    again = run("import_customers", tmp_path / "crm.csv", "--declare", "tier=text")
    assert "0 taken, 2 repeated, 0 refused" in again
    counts = [model.objects.count() for model in (Customer, ContactPoint, Fact, ConsentEvidence, Interaction)]
    assert counts == [2, 3, 1, 2, 3]
    write(tmp_path, "crm.csv", PEOPLE.replace("Bert Huber", "Bertram Huber"))
    assert "1 taken, 1 repeated" in run("import_customers", tmp_path / "crm.csv")
    assert Customer.objects.filter(name="Bertram Huber").exists()


def test_both_imports_meet_under_one_source(tmp_path: Path) -> None:
    run("import_customers", write(tmp_path, "crm.csv", PEOPLE), "--declare", "tier=text", "--source", "shop")
    run("import_interactions", write(tmp_path, "shop.csv", SHOP))
    assert Customer.objects.count() == 2
    anna = Customer.objects.get(name="Anna Gruber")
    assert Profile.objects.get(pk=anna.pk).purchases == 2


def test_an_import_never_widens_what_the_customer_narrowed(tmp_path: Path) -> None:
    path = write(tmp_path, "crm.csv", PEOPLE)
    run("import_customers", path, "--declare", "tier=text")
    anna = identity.find("crm", ["7"])["7"]
    now = timezone.now()
    consent.take_answers(
        [Answer(anna, "email", "marketing", False, now, "No more", "portal", "customer")], now=now
    )
    later = PEOPLE.replace("2025-05-01", f"{now:%Y-%m-%d}T00:00:01Z")
    run("import_customers", write(tmp_path, "crm.csv", later))
    assert not Consent.objects.get(customer_id=anna, channel="email").is_granted
    assert ConsentEvidence.objects.filter(customer_id=anna, channel="email").count() == 2


def test_an_import_never_overrides_what_the_customer_said(tmp_path: Path) -> None:
    path = write(tmp_path, "crm.csv", PEOPLE)
    run("import_customers", path, "--declare", "tier=text")
    anna = identity.find("crm", ["7"])["7"]
    now = timezone.now()
    learning.learn([learning.Learned(anna, "tier", "platinum", "portal", now, by_customer=True)], now=now)
    run("import_customers", path)
    assert Fact.objects.get(customer_id=anna).value == "platinum"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("Anna@Example.org", "anna at example"), "email 'anna at example' is not an address"),
        (("0664 1234567", "12"), "phone '12' is"),
        (("Europe/Vienna", "Middle Earth"), "timezone 'Middle Earth'"),
        ((",de,", ",deutsch!,"), "language 'deutsch!'"),
        ((",AT,", ",Austria,"), "country 'Austria'"),
        (("email:marketing", "email"), "consent 'email' is not like"),
        (("2025-05-01", ""), "consent_at is empty"),
        (("2025-05-01", "2225-05-01"), "in the future"),
        (("Ticked the box in the shop", ""), "no consent_evidence"),
        (("Anna Gruber", "A" * 201), "name has 201 characters"),
        (("Anna Gruber", "Anna\x1bGruber"), "control character"),
    ],
)
def test_a_customer_who_cannot_be_taken_is_refused_alone(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    path = write(tmp_path, "crm.csv", PEOPLE.replace(*change))
    assert "1 taken, 0 repeated, 1 refused" in run("import_customers", path, "--declare", "tier=text")
    assert reason in rejects(path)[2]
    assert Customer.objects.get().name == "Bert Huber"


def test_a_name_cannot_bring_headers_along(tmp_path: Path) -> None:
    run("import_customers", write(tmp_path, "crm.csv", 'customer,name\n7,"Anna\r\nBcc: all@example.org"\n'))
    assert Customer.objects.get().name == "Anna Bcc: all@example.org"


def test_a_column_nobody_declared_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = write(tmp_path, "crm.csv", PEOPLE)
    with pytest.raises(CommandError, match="--declare tier=text"):
        run("import_customers", path)
    assert "2 taken" in run("import_customers", path, "--ignore", "tier")
    objects = write(
        tmp_path, "crm2.ndjson", '{"customer": "1", "name": "Eva"}\n{"customer": "2", "shoe": 4}\n'
    )
    assert "1 taken, 0 repeated, 1 refused" in run("import_customers", objects)
    assert "--declare shoe=text" in Path(f"{objects}.rejects.ndjson").read_text()


def test_declaring_again_keeps_what_was_said_about_the_field_since(tmp_path: Path) -> None:
    learning.declare("tier", "Loyalty tier", is_editable_by_customer=True)
    run("import_customers", write(tmp_path, "crm.csv", PEOPLE), "--declare", "tier=text")
    assert ProfileField.objects.get().label == "Loyalty tier"
    with pytest.raises(CommandError, match="has facts"):
        run("import_customers", tmp_path / "crm.csv", "--declare", "tier=number")
    with pytest.raises(CommandError, match="a type is one of text"):
        run("import_customers", tmp_path / "crm.csv", "--declare", "size=colour")


def test_a_postal_address_is_taken_with_its_street_and_never_without(tmp_path: Path) -> None:
    text = (
        "customer,street,street2,postcode,city,country\n"
        "1,Hauptplatz 1,Stiege 2,8010,Graz,at\n"
        "2,,,,Graz,AT\n"
        "3,Hauptplatz 1,,8010,,AT\n"
    )
    path = write(tmp_path, "people.csv", text)
    assert "2 taken, 0 repeated, 1 refused" in run("import_customers", path)
    assert ContactPoint.objects.get().address == "Hauptplatz 1\nStiege 2\n8010\nGraz\nAT"
    assert rejects(path) == {4: "city is empty, though there is a street"}


def test_a_city_that_was_declared_as_a_fact_stays_one(tmp_path: Path) -> None:
    path = write(tmp_path, "people.csv", "customer,city\n1,Graz\n")
    with pytest.raises(CommandError, match="city"):
        run("import_customers", path)
    run("import_customers", path, "--declare", "city=text")
    assert Fact.objects.get().value == "Graz"
    assert not ContactPoint.objects.exists()
