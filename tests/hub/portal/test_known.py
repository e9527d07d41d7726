"""What you know about me: with its source, the customer's to correct and delete, and nothing hidden in it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from customers import learning, partners
from customers.consent import Answer, take_answers
from customers.entry import Entry
from customers.learning import Learned
from customers.models import Connection, ConsentEvidence, Customer, Fact, Interaction, Partner, ProfileField
from customers.partners import Told
from tests.hub.portal.conftest import dials_link
from tests.makers import make_customer, share_point

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
Type = ProfileField.Type


@pytest.fixture
def fields(db: None) -> None:
    learning.declare("branch", "Favourite branch", is_editable_by_customer=True)
    learning.declare("children", "Children", Type.NUMBER, is_editable_by_customer=True)
    learning.declare("segment", "Segment")
    learning.declare("risk", "Risk of lapse", is_visible_to_customer=False)


def knows(customer: Customer, field: str, value: object, source: str = "crm", **said: Any) -> None:
    now = timezone.now()
    learning.learn([Learned(customer.pk, field, value, source, now, **said)], now=now)


def words(client: Client, address: str = "/portal/known/") -> str:
    return " ".join(client.get(address).content.decode().split())


def test_facts_come_with_source_and_date_and_hidden_ones_never(
    anna: Customer, come_in: ComeIn, fields: None
) -> None:
    knows(anna, "segment", "Stammkundin", confidence=0.6)
    knows(anna, "risk", "leaves soon")
    page = words(come_in(anna))
    assert "Stammkundin" in page
    assert "We think so, from: crm" in page
    for hidden in ("leaves soon", "Risk of lapse", "risk"):
        assert hidden not in page


def test_name_addresses_language_and_number_are_there(anna: Customer, come_in: ComeIn) -> None:
    share_point(anna, "+436641234567", "phone")
    page = words(come_in(anna))
    for known in ("Anna Kern", "anna@example.org", "+436641234567", anna.number, "English"):
        assert known in page


def test_a_correction_wins_over_whatever_we_infer_later(
    anna: Customer, come_in: ComeIn, fields: None
) -> None:
    knows(anna, "branch", "Graz")
    client = come_in(anna)
    answer = client.post("/portal/known/fact/branch/", {"value": "Linz"})
    assert (answer.status_code, answer["Location"]) == (302, "/portal/known/?kept#facts")
    knows(anna, "branch", "Wien")
    assert Fact.objects.get().value == "Linz"
    assert "You told us" in words(client)
    entry = Interaction.objects.filter(kind="fact_learned", actor="customer").get()
    assert entry.data["before"] == "Graz"


def test_a_value_that_does_not_fit_is_said_kindly_and_kept_in_the_form(
    anna: Customer, come_in: ComeIn, fields: None
) -> None:
    answer = come_in(anna).post("/portal/known/fact/children/", {"value": "many"})
    assert answer.status_code == 422
    assert "Please write a number." in answer.content.decode()
    assert 'value="many"' in answer.content.decode()
    assert not Fact.objects.exists()


def below(page: str, name: str) -> str:
    """Return what an address with this fragment brings into view."""
    return page.partition(f'id="{name}"')[2].partition("<h2")[0]


def test_what_was_done_is_said_where_the_redirect_leads(
    anna: Customer, come_in: ComeIn, fields: None
) -> None:
    client = come_in(anna)
    for address, fields_ in (("fact/branch/", {"value": "Linz"}), ("fact/branch/delete/", {})):
        answer = client.post(f"/portal/known/{address}", fields_)
        page = words(client, answer["Location"])
        assert 'role="status"' in below(page, answer["Location"].partition("#")[2])
        assert page.count('class="said"') == 1


def test_what_is_refused_is_brought_into_view_without_scripts(
    anna: Customer, come_in: ComeIn, fields: None
) -> None:
    client = come_in(anna)
    assert 'action="/portal/known/fact/children/#wish-children"' in words(client)
    page = client.post("/portal/known/fact/children/", {"value": "many"}).content.decode()
    assert "Please write a number." in page.partition('id="wish-children"')[2].partition("</form>")[0]
    assert '<details class="card finer" open>' in page


@pytest.mark.parametrize("key", ["segment", "risk", "unheard-of"])
def test_only_what_may_be_edited_can_be(anna: Customer, come_in: ComeIn, fields: None, key: str) -> None:
    assert come_in(anna).post(f"/portal/known/fact/{key}/", {"value": "x"}).status_code == 404
    assert not Fact.objects.exists()


def test_a_deleted_fact_is_gone_from_page_and_history_and_is_not_guessed_again(
    anna: Customer, come_in: ComeIn, fields: None
) -> None:
    knows(anna, "segment", "Stammkundin")
    client = come_in(anna)
    assert client.post("/portal/known/fact/segment/delete/").status_code == 302
    knows(anna, "segment", "Stammkundin wieder")
    page = words(client)
    assert "Stammkundin" not in page
    assert "You do not want us to know: Segment." in page
    assert not Interaction.objects.filter(summary__contains="Stammkundin").exists()
    assert not Interaction.objects.filter(data__value="Stammkundin").exists()


def test_a_hidden_fact_can_not_be_deleted_by_guessing_its_name(
    anna: Customer, come_in: ComeIn, fields: None
) -> None:
    knows(anna, "risk", "leaves soon")
    assert come_in(anna).post("/portal/known/fact/risk/delete/").status_code == 404
    assert Fact.objects.count() == 1


def test_facts_of_somebody_merged_in_are_known_and_deleted_with_the_rest(
    anna: Customer, come_in: ComeIn, fields: None
) -> None:
    alias = make_customer("A. Kern", merged_into=anna)
    knows(alias, "segment", "Alt")
    client = come_in(anna)
    assert "Alt" in words(client)
    client.post("/portal/known/fact/segment/delete/")
    assert not Fact.objects.exists()


def test_connections_are_said_from_where_the_customer_stands(anna: Customer, come_in: ComeIn) -> None:
    firm, karl = make_customer("Kern OG"), make_customer("Karl Maria Kern")
    Connection.objects.create(customer=anna, other=firm, kind="works_for", source="crm")
    Connection.objects.create(customer=anna, other=karl, kind="referred", source="crm")
    Connection.objects.create(customer=karl, other=anna, kind="household", source="crm")
    page = words(come_in(anna))
    assert "You work for Kern O.." in page
    assert "You brought Karl K. to us." in page
    assert "You and Karl K. live in one household." in page
    assert "Karl Maria" not in page


def agree(customer: Customer) -> ConsentEvidence:
    now = timezone.now()
    at, said = now - timedelta(days=3), "Yes, by text message."
    answer = Answer(customer.pk, "sms", "marketing", True, at, said, "shop", "customer", "sms/en/2")
    take_answers([answer], now=now)
    return ConsentEvidence.objects.get(customer_id=customer.pk, channel="sms")


def test_agreements_come_with_their_wording_and_a_receipt_to_take_along(
    anna: Customer, come_in: ComeIn
) -> None:
    evidence = agree(anna)
    client = come_in(anna)
    page = words(client)
    assert "Offers and news by text message" in page
    assert "Yes, by text message." in page
    answer = client.get(f"/portal/known/receipt/{evidence.pk}/")
    assert answer["Content-Disposition"] == f'attachment; filename="consent-{evidence.pk}.json"'
    assert json.loads(answer.content)["evidence"]["wordingVersion"] == "sms/en/2"


def test_nobody_gets_the_receipt_of_somebody_else(anna: Customer, come_in: ComeIn) -> None:
    evidence = agree(make_customer("Other", email="other@example.org"))
    client = come_in(anna)
    for number in (evidence.pk, 2**70):
        assert client.get(f"/portal/known/receipt/{number}/").status_code == 404


def test_an_empty_page_is_a_good_page(anna: Customer, come_in: ComeIn) -> None:
    page = words(come_in(anna))
    assert "Nothing yet beside what stands above." in page
    assert "Download my data" in page and "Erase me" in page


def test_the_page_costs_the_same_however_much_we_know(
    anna: Customer, come_in: ComeIn, statements: Any
) -> None:
    client = come_in(anna)
    for number in range(30):
        learning.declare(f"field_{number}", f"Field {number}", is_editable_by_customer=bool(number % 2))
        knows(anna, f"field_{number}", "x")
    agree(anna)
    with statements(24):
        words(client)


@pytest.mark.parametrize("path", ["", "fact/branch/", "fact/branch/delete/", "receipt/1/"])
def test_who_came_by_a_messages_link_is_asked_to_come_in(
    client: Client, anna: Customer, receive: Any, path: str
) -> None:
    assert client.get(dials_link(receive(anna))).status_code == 200
    call = client.post if path.startswith("fact") else client.get
    answer = call(f"/portal/known/{path}")
    assert (answer.status_code, answer["Location"]) == (302, "/portal/")


def brought(partner: Partner, address: str = "anna@example.org") -> None:
    now = timezone.now()
    partners.bring(partner, [Told("P-1", "Anna", [("email", "", address)])], now=now)
    line = Entry(0, now, "purchase", partner.source, "1", summary="Dog food", actor="partner:Pet Shop")
    partners.record(partner, {"P-1": [line]}, now=now)


def test_what_a_partner_told_is_joined_kept_apart_and_removed_as_they_wish(
    anna: Customer, come_in: ComeIn
) -> None:
    pets, _ = partners.declare("pets", "Pet Shop", "Yes, join it.", by="staff:x", now=timezone.now())
    client = come_in(anna)
    assert client.post("/portal/known/partner/pets/", {"wish": "join"}).status_code == 404
    brought(pets)
    page = words(client)
    assert "Pet Shop told us of somebody with your email address." in page
    assert "Yes, join it." in page
    assert "Dog food" not in page
    said = client.post("/portal/known/partner/pets/", {"wish": "join"}, follow=True).content.decode()
    assert "It is joined with what we know" in said
    assert "Dog food" in said
    assert "Joining what Pet Shop tells us" in said
    assert "It is joined with what we know" in below(said, "partners")
    assert ConsentEvidence.objects.latest("pk").wording == "Yes, join it."
    client.post("/portal/known/partner/pets/", {"wish": "part"})
    assert "Dog food" not in words(client)
    gone = client.post("/portal/known/partner/pets/", {"wish": "remove"}, follow=True).content.decode()
    assert gone.count("Removed for good.") == 1
    assert "told us of somebody" not in words(client)
    assert not Interaction.objects.filter(summary="Dog food").exists()


def test_what_a_partner_told_of_others_is_nobodys_to_see_or_decide(anna: Customer, come_in: ComeIn) -> None:
    pets, _ = partners.declare("pets", "Pet Shop", "Yes, join it.", by="staff:x", now=timezone.now())
    brought(pets, "ben@example.org")
    client = come_in(anna)
    assert "Pet Shop" not in words(client)
    for wish in ("join", "part", "remove", "x"):
        assert client.post("/portal/known/partner/pets/", {"wish": wish}).status_code == 404
