"""Kinds declared over the API: enforced at the bulk door and in imports, told on timelines, retired."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from customers.models import Interaction
from tests.hub.api.conftest import Api
from tests.makers import make_customer, make_staff

pytestmark = pytest.mark.django_db
REPAIR = {
    "label": "Repair",
    "channel": "branch",
    "schema": {
        "properties": {"device": {"type": "string", "title": "Device"}, "days": {"type": "integer"}},
        "required": ["device"],
    },
}


def happened(number: int, **data: Any) -> dict[str, Any]:
    return {
        "customer": {"source": "shop", "key": "A-1"},
        "kind": "repair",
        "occurred_at": "2026-11-01T09:30:00Z",
        "source": "shop",
        "source_id": f"r-{number}",
        "data": data,
    }


def test_a_kind_is_declared_listed_changed_and_retired(api: Api) -> None:
    said = api.put("event-kinds/repair/", REPAIR)
    assert said.status_code == 201
    assert (said.json()["checked"], said.json()["failing"]) == (0, 0)
    kind = said.json()["kind"]
    assert (kind["label"], kind["from_outside"], kind["declared"]["version"]) == ("Repair", True, 1)
    assert kind in api.get("event-kinds/").json()["items"]
    api.post("interactions/", [happened(1, device="Kettle"), happened(2, device="Toaster", days=2)])
    narrow = REPAIR | {"schema": {"required": ["days"]}}
    changed = api.put("event-kinds/repair/", narrow)
    assert (changed.status_code, changed.json()["checked"], changed.json()["failing"]) == (200, 2, 1)
    gone = api.send("DELETE", "event-kinds/repair/").json()
    assert (gone["from_outside"], gone["declared"]["version"]) == (False, 2)
    assert api.get("event-kinds/repair/").json() == gone
    said = api.post("interactions/", happened(3, days=1))
    assert said.json()["errors"][0]["pointer"] == "/kind"


def test_each_item_that_breaks_the_schema_is_refused_with_a_pointer_into_its_data(api: Api) -> None:
    api.put("event-kinds/repair/", REPAIR)
    items = [happened(1, device="Kettle"), happened(2), happened(3, device="Toaster", days="two")]
    said = api.post("interactions/", items).json()
    assert [each["status"] for each in said["items"]] == ["accepted", "refused", "refused"]
    flaws = [flaw for each in said["items"] for flaw in each.get("errors", [])]
    assert flaws == [
        {"pointer": "/1/data", "detail": '"device" is a required property'},
        {"pointer": "/2/data/days", "detail": '"two" is not of type "integer"'},
    ]
    alone = api.post("interactions/", happened(4, device=5))
    assert (alone.status_code, alone.json()["errors"][0]["pointer"]) == (422, "/data/device")


def test_the_timeline_tells_it_by_its_name_in_console_and_api(api: Api, client: Any) -> None:
    api.put("event-kinds/repair/", REPAIR)
    number = api.post("interactions/", happened(1, device="Kettle <b>", days=3)).json()["items"][0][
        "customer"
    ]
    api.send("DELETE", "event-kinds/repair/")
    [line] = api.get(f"customers/{number}/timeline/").json()["items"]
    assert (line["label"], line["summary"]) == ("Repair", "Device: Kettle <b> · Days: 3")
    client.force_login(make_staff("agent"))
    page = client.get(reverse("console:customer", args=[int(number[1:])])).content.decode()
    assert "Device: Kettle &lt;b&gt; · Days: 3" in page
    assert "Kettle <b>" not in page


def test_an_import_refuses_the_lines_that_break_it_and_says_why(api: Api, tmp_path: Path) -> None:
    api.put("event-kinds/repair/", REPAIR)
    base = {"customer": "A-1", "kind": "repair", "occurred_at": "2026-11-01T09:30:00Z"}
    lines = [base | {"source_id": "1", "device": "Kettle"}, base | {"source_id": "2", "days": 5}]
    file = tmp_path / "shop.ndjson"
    file.write_text("\n".join(map(json.dumps, lines)))
    call_command("import_interactions", str(file))
    assert Interaction.objects.get().data == {"device": "Kettle"}
    assert '"device\\" is a required property' in (tmp_path / "shop.ndjson.rejects.ndjson").read_text()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"schema": {"$ref": "http://127.0.0.1/"}}, "/schema/$ref"),
        ({"schema": {"properties": {"a": {"type": "strin"}}}}, "/schema/properties/a/type"),
        ({"schema": {"type": "array"}}, "/schema/type"),
        ({"schema": []}, "/schema"),
        ({"label": ""}, "/label"),
        ({"counts_as": "note"}, "/counts_as"),
        ({"extra": 1}, ""),
    ],
)
def test_what_cannot_be_declared_is_said_with_its_place(
    api: Api, change: dict[str, Any], pointer: str
) -> None:
    said = api.put("event-kinds/repair/", REPAIR | change)
    assert (said.status_code, said.json()["errors"][0]["pointer"]) == (422, pointer)
    assert api.get("event-kinds/repair/").status_code == 404


@pytest.mark.parametrize("body", [b'{"label":"x","schema":{"a":"\\ud800"}}', b'{"label":"x","schema":' * 2])
def test_what_is_no_json_is_a_400(api: Api, body: bytes) -> None:
    assert api.put("event-kinds/repair/", body).status_code == 400


def test_nul_and_bottomless_schemas_are_refused(api: Api) -> None:
    nul = b'{"label":"x","schema":{"title":"\\u0000"}}'
    assert api.put("event-kinds/repair/", nul).status_code == 422
    deep = b'{"label":"x","schema":' + b'{"a":' * 900 + b"1" + b"}" * 901
    assert api.put("event-kinds/repair/", deep).status_code == 422


@pytest.mark.parametrize("key", ["purchase", "Repair", "x" * 41, "re-pair", "%00"])
def test_a_key_that_cannot_be_is_refused(api: Api, key: str) -> None:
    assert api.put(f"event-kinds/{key}/", REPAIR).status_code in (404, 422)
    assert api.send("DELETE", f"event-kinds/{key}/").status_code == 404


def test_webhooks_may_be_of_declared_kinds(api: Api) -> None:
    hook = {"name": "shop", "url": "https://shop.example.org/rapport", "kinds": ["repair"]}
    assert api.post("webhooks/", hook).status_code == 422
    api.put("event-kinds/repair/", REPAIR)
    assert api.post("webhooks/", hook).status_code == 201


def test_a_customer_of_ours_may_be_named_by_number_too(api: Api) -> None:
    api.put("event-kinds/repair/", REPAIR)
    customer = make_customer()
    said = api.post("interactions/", happened(1, device="Kettle") | {"customer": customer.number})
    assert said.json()["items"][0]["customer"] == customer.number
