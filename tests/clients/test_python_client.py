"""The Python client against a real server: as its page shows it, through trouble, and true to the schema."""

import ast
import os
import re
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rapport_client
import requests
import yaml
from django.conf import settings
from rapport_client import Client
from requests.adapters import HTTPAdapter
from standardwebhooks.webhooks import Webhook

from customers.models import Interaction
from hub.api.routes import OPERATIONS
from tests.hub.api.conftest import make_api
from tests.makers import make_topic

ROOT = Path(settings.BASE_DIR)
CLIENT = ROOT / "clients" / "python"
PAGES = [CLIENT / "README.md", ROOT / "README.md"]


class Trouble(HTTPAdapter):
    """A line that loses the first answers, or a proxy that says 503 instead of asking the hub."""

    def __init__(self, *, loses: int = 0, refuses: int = 0) -> None:
        super().__init__()
        self.loses, self.refuses, self.keys = loses, refuses, list[str | None]()

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        self.keys.append(request.headers.get("Idempotency-Key"))
        if self.refuses:
            self.refuses -= 1
            response = requests.Response()
            response.status_code, response.headers["Retry-After"] = 503, "1"
            return response
        answer = super().send(request, *args, **kwargs)
        if self.loses:
            self.loses -= 1
            answer.close()
            raise requests.ConnectionError("the line went down")
        return answer


@pytest.fixture
def server(live_server: Any) -> str:
    make_topic("orders", "Orders")
    make_topic("news", "News")
    return str(live_server.url)


def client_of(server: str, key: str = "", trouble: Trouble | None = None, **patience: float) -> Client:
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", trouble or Trouble())
    return Client(server, key or make_api().key, session=session, **patience)


def purchases(count: int) -> Iterator[Any]:
    for number in range(count):
        yield {
            "customer": {"source": "shop", "key": "A-1"}, "kind": "purchase" if number % 400 else "nonsense",
            "occurred_at": "2026-11-20T09:30:00Z", "source": "shop", "source_id": f"order-{number}",
        }  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", PAGES, ids=["its own", "the project's"])
def test_the_example_works_as_it_is_written(page: Path, server: str) -> None:
    examples = re.findall(r"^```python\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)
    assert [len(example.strip().splitlines()) <= 12 for example in examples] == [True]
    variables = {"HUB": server, "KEY": make_api().key, "no_proxy": "127.0.0.1,localhost"}
    done = subprocess.run(
        [sys.executable, "-c", examples[0]],
        env=os.environ | variables | {"PYTHONPATH": str(CLIENT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("allow Allowed ['Purchase'"), done.stdout
    assert Interaction.objects.filter(kind="purchase").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_are_recorded_in_batches_and_read_again_page_by_page(server: str) -> None:
    client = client_of(server)
    taken = client.record(purchases(1001))
    assert (taken.new, taken.repeated) == (998, 0)
    assert [item["source_id"] for item, _ in taken.refused] == ["order-0", "order-400", "order-800"]
    assert taken.refused[1][1][0]["pointer"].endswith("/kind")
    again = client.record(purchases(1001))
    assert (again.new, again.repeated) == (0, 998)
    customer = client.find_customers(source="shop", key="A-1")["items"][0]["customer"]
    lines = [line["id"] for line in client.iter_timeline(customer, limit=200)]
    assert len(lines) == len(set(lines)) == 998
    some = client.read_timeline(customer, fields="kind", limit=2)
    assert some["items"] == [{"kind": "purchase"}] * 2


@pytest.mark.django_db(transaction=True)
def test_through_trouble_a_write_is_sent_again_under_its_key_and_done_once(server: str) -> None:
    lost = Trouble(loses=1)
    said = client_of(server, trouble=lost).record_interactions(next(purchases(400)) | {"kind": "visit"})
    assert (said["new"], len(lost.keys), len(set(lost.keys))) == (1, 2, 1)
    busy, began = Trouble(refuses=1), time.monotonic()
    client_of(server, trouble=busy).list_event_kinds()
    assert (len(busy.keys), time.monotonic() - began >= 1) == (2, True)
    with pytest.raises(rapport_client.Unreachable):
        client_of(server, trouble=Trouble(loses=9), patience_seconds=0).list_event_kinds()
    key = make_api(per_minute=1).key
    with pytest.raises(rapport_client.TooManyRequests):
        [client_of(server, key, patience_seconds=0).list_event_kinds() for _ in range(3)]


@pytest.mark.django_db(transaction=True)
def test_problems_are_exceptions_that_say_what_and_where(server: str) -> None:
    client = client_of(server)
    with pytest.raises(rapport_client.Invalid) as wrong:
        client.send_message({
            "customer": "C999999", "key": "k", "purpose": "service", "topic": "orders",
            "content": {"text": "x"},
        })  # fmt: skip
    assert (wrong.value.slug, wrong.value.pointer) == ("invalid", "/customer")
    with pytest.raises(rapport_client.NotFound):
        client.read_customer("C999999")
    with pytest.raises(rapport_client.NotFound):
        client.read_offer("../customers")
    with pytest.raises(rapport_client.NotAllowed, match="offers:read"):
        client_of(server, make_api("messages:read").key).read_offer("box")
    with pytest.raises(rapport_client.Problem, match="401"):
        client_of(server, "nonsense").list_event_kinds()
    offer = client.write_offer("box", {"name": "Box", "topic": "orders", "title": "A box"}, if_none_match="*")
    etag = rapport_client.etag_of(offer)
    client.write_offer("box", {"name": "Box", "topic": "orders", "title": "The box"}, if_match=etag)
    with pytest.raises(rapport_client.Changed):
        client.write_offer("box", {"name": "Box", "topic": "orders", "title": "No box"}, if_match=etag)


def test_a_webhook_is_checked_by_its_signature_and_time() -> None:
    secret, now = "whsec_" + b64encode(b"s" * 24).decode(), datetime(2026, 11, 20, tzinfo=UTC)
    body = '{"type": "purchase", "data": {"customer": "Ä"}}'
    headers = {
        "webhook-id": "m1", "webhook-timestamp": str(int(now.timestamp())),
        "Webhook-Signature": "v1,x v1," + Webhook(secret).sign("m1", now, body).removeprefix("v1,"),
    }  # fmt: skip
    at = now.timestamp()
    assert rapport_client.verify(secret, headers, body.encode(), now=at)["type"] == "purchase"
    other = "whsec_" + b64encode(b"t" * 24).decode()
    for bad in (
        (other, headers, body.encode(), at), ("whsec_%", headers, body.encode(), at), (secret, {}, b"", at),
        (secret, headers, b"{}", at), (secret, headers, body.encode(), at + 301),
        (secret, headers | {"webhook-id": "m2"}, body.encode(), at),
    ):  # fmt: skip
        with pytest.raises(rapport_client.BadSignature):
            rapport_client.verify(*bad[:3], now=bad[3])


def test_methods_and_types_are_those_of_the_schema() -> None:
    generator: dict[str, Any] = {"__file__": str(CLIENT / "generate.py"), "__name__": "generate"}
    exec(compile((CLIENT / "generate.py").read_text(), "generate.py", "exec"), generator)
    document = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    for name, text in generator["written"](document).items():
        assert (CLIENT / "rapport_client" / name).read_text() == text, f"{name}: run: make openapi"
    assert {each.name for each in OPERATIONS} <= set(vars(rapport_client.client.Operations))


def test_it_stands_alone_and_the_hub_does_without_it() -> None:
    for source in (CLIENT / "rapport_client").glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            known = {*sys.stdlib_module_names, "requests", "rapport_client"}
            assert {name.partition(".")[0] for name in names} <= known, source
    for app in ("hub", "campaigns", "channels", "customers"):
        for source in (ROOT / app).rglob("*.py"):
            assert "rapport_client" not in source.read_text(), source
