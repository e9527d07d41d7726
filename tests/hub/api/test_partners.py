"""A partner's key opens what that partner brought and nothing else; customers allow, part and remove."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from customers import partners
from customers.models import Brought, Identity, Interaction, Partner
from hub.api import keys
from hub.api.routes import OPERATIONS
from tests.hub.api.conftest import Api, checksum
from tests.makers import make_customer, make_staff, share_point

pytestmark = pytest.mark.django_db
WORDING = "Yes, you may join what Pet Shop tells you."
SAYS = {"is_granted": True, "wording": WORDING, "place": "till 4"}


def partner_api(key: str = "pets", name: str = "Pet Shop") -> Api:
    partner, _ = partners.declare(key, name, WORDING, by="staff:ana", now=timezone.now())
    return Api(keys.make(key, keys.PARTNER_SCOPES, now=timezone.now(), partner=partner)[1])


@pytest.fixture
def pets(db: None) -> Api:
    return partner_api()


@pytest.fixture
def anna() -> Any:
    customer = make_customer(name="Anna", email="")
    share_point(customer, "anna@example.org")
    return customer


def came(number: int = 1, **fields: Any) -> dict[str, Any]:
    base = {"customer": "P-1", "kind": "purchase", "occurred_at": "2026-11-01T09:30:00Z"}
    more = {"source_id": f"o-{number}", "amount_minor": 500, "data": {"items": "Dog food"}}
    return base | more | fields


def bring(api: Api, **fields: Any) -> Any:
    return api.post(
        "partner/customers/", {"key": "P-1", "name": "Anna H", "email": "Anna@example.org"} | fields
    )


def lines(api: Api, customer: Any) -> list[str]:
    said = api.get(f"customers/{customer.number}/timeline/").json()
    return [each["actor"] for each in said["items"] if each["kind"] == "purchase"]


def test_what_a_partner_brings_is_told_back_to_it_and_joins_ours_only_by_permission(
    pets: Api, api: Api, anna: Any
) -> None:
    assert bring(pets).json() == {"new": 0, "repeated": 0, "refused": 0, "items": [{"status": "accepted"}]}
    assert pets.post("partner/interactions/", [came(1), came(1)]).json()["new"] == 1
    told = pets.get("partner/customers/?key=P-1").json()
    assert (told["name"], told["emails"], len(told["items"])) == ("Anna H", ["anna@example.org"], 1)
    at = f"customers/{anna.number}/partners/"
    [link] = api.get(at).json()["items"]
    assert link == {
        "partner": "pets", "name": "Pet Shop", "state": "suggested", "by": "email", "is_allowed": None,
    }  # fmt: skip
    assert lines(api, anna) == []
    assert api.put(f"{at}pets/", SAYS).json()["items"][0]["state"] == "joined"
    assert lines(api, anna) == ["partner:Pet Shop"]
    assert api.put(f"{at}pets/", SAYS | {"is_granted": False}).json()["items"][0]["state"] == "suggested"
    assert lines(api, anna) == []
    api.put(f"{at}pets/", SAYS)
    assert api.send("DELETE", f"{at}pets/").json()["items"] == []
    assert lines(api, anna) == []
    assert pets.get("partner/customers/?key=P-1").status_code == 404
    assert "removed" in bring(pets).json()["errors"][0]["detail"]
    assert pets.post("partner/interactions/", came(2)).status_code == 422


def test_the_console_marks_whose_line_it_is(pets: Api, api: Api, anna: Any, client: Any) -> None:
    bring(pets)
    pets.post("partner/interactions/", came(1))
    api.put(f"customers/{anna.number}/partners/pets/", SAYS)
    client.force_login(make_staff("agent"))
    page = client.get(reverse("console:customer", args=[anna.pk])).content.decode()
    assert "from Pet Shop · Dog food" in page


def test_a_partners_key_opens_nothing_of_ours_and_nothing_of_another_partner(
    pets: Api, anna: Any, api: Api
) -> None:
    other = partner_api("books", "Books")
    bring(other)
    other.post("partner/interactions/", came(1))
    before = checksum()
    for operation in OPERATIONS:
        if operation.scope and operation.scope not in keys.PARTNER_SCOPES:
            path = operation.path.replace("{customer}", anna.number).replace("{", "").replace("}", "")
            assert pets.send(operation.method, path, operation.example).status_code == 403, operation.path
    assert pets.get("partner/customers/?key=P-1").status_code == 404
    assert pets.send("DELETE", "partner/customers/?key=P-1").status_code == 404
    assert checksum() == before


def test_the_same_key_of_two_partners_is_two_customers(pets: Api) -> None:
    other = partner_api("books", "Books")
    bring(pets)
    bring(other, name="Somebody else")
    assert Identity.objects.filter(key="P-1").values("customer").distinct().count() == 2
    assert other.get("partner/customers/?key=P-1").json()["name"] == "Somebody else"


@pytest.mark.parametrize("scope", sorted(keys.PARTNER_SCOPES))
def test_only_a_partners_key_has_those_scopes_and_it_has_no_others(scope: str, pets: Api) -> None:
    with pytest.raises(keys.BadKey):
        keys.make("till", [scope], now=timezone.now())
    with pytest.raises(keys.BadKey):
        keys.make("x", ["customers:read"], now=timezone.now(), partner=Partner.objects.get())
    old = keys.ApiKey.objects.get()
    new, _ = keys.rotate(old, overlap=timezone.timedelta(0), now=timezone.now())
    assert new.partner_id == "pets"


def test_nobody_else_writes_under_a_partners_source(api: Api, pets: Api) -> None:
    shop = {
        "customer": {"source": "shop", "key": "A-1"}, "kind": "visit", "occurred_at": "2026-11-01T09:30:00Z",
        "source": "shop", "source_id": "1",
    }  # fmt: skip
    named = {"source": "partner:pets", "key": "P-1"}
    for body in (shop | {"source": "partner:pets"}, shop | {"customer": named}):
        assert api.post("interactions/", body).status_code == 422
    assert api.post("customers/", named).status_code == 422
    with pytest.raises(CommandError, match="partners alone"):
        call_command("import_interactions", "x.csv", source="partner:pets")


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("customers", {"key": "a\tb"}, "/key"),
        ("customers", {"key": "P", "email": "nobody"}, "/email"),
        ("customers", {"key": "P", "phone": "123"}, "/phone"),
        ("customers", {"key": "P", "known_as": {"source": "partner:x", "key": "1"}}, "/known_as/source"),
        ("interactions", {"kind": "message_opened"}, "/kind"),
        ("interactions", {"customer": "a\nb"}, "/customer"),
        ("interactions", {"occurred_at": "2126-01-01T00:00:00Z"}, ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(pets: Api, path: str, body: Any, pointer: str) -> None:
    said = pets.post(f"partner/{path}/", body if path == "customers" else came(1, **body))
    assert (said.status_code, said.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Brought.objects.exists()


def test_a_partner_is_ended_and_all_that_it_brought_removed(pets: Api, api: Api) -> None:
    pets.post("partner/interactions/", [came(n, customer=f"P-{n}") for n in range(3)])
    [told] = api.get("partners/").json()["items"]
    assert (told["brought"], told["joined"], told["source"]) == (3, 0, "partner:pets")
    assert api.send("DELETE", "partners/pets/").json() == {"removed": 3, "left": 0}
    assert pets.get("partner/customers/?key=P-1").status_code == 403
    assert not Interaction.objects.exclude(source_id="").exists()
    assert api.put("partners/pets/", {"name": "Pets", "wording": WORDING}).json()["ended_at"] is None


def test_the_command_makes_lists_and_removes_them() -> None:
    out = StringIO()
    call_command("partners", "pets", name="Pet Shop", wording=WORDING, stdout=out)
    call_command("create_api_key", "pets", partner="pets", stdout=(made := StringIO()), stderr=StringIO())
    api = Api(made.getvalue().strip())
    assert bring(api).status_code == 200
    call_command("partners", stdout=out)
    call_command("partners", "pets", remove=True, stdout=out)
    assert "pets: Pet Shop, 1 brought" in out.getvalue()
    assert "1 customers whom Pet Shop brought are removed" in out.getvalue()
    assert bring(api).status_code == 403
    with pytest.raises(CommandError):
        call_command("partners", "none", remove=True)
