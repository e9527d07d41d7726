"""The OpenAPI document: as committed, complete, and true for whatever schemathesis makes of it."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi import checks

from customers import learning
from customers.models import Identity
from hub.api import body, schema
from hub.api.problems import TITLES
from hub.api.routes import OPERATIONS
from hub.wsgi import application
from tests.hub.api.conftest import make_api
from tests.makers import make_customer, make_topic

pytestmark = pytest.mark.django_db


@schemathesis.serializer(body.NDJSON)
def _as_lines(_: schemathesis.SerializationContext, said: Any) -> bytes:
    """Send text as it is, and anything else as one line of JSON."""
    text = said if isinstance(said, str) else json.dumps(said)
    return text.encode(errors="surrogatepass")


DOCUMENT = schema.document()
# Copies: it resolves references in the document that it is given.
briefly, at_length = (schemathesis.openapi.from_dict(deepcopy(DOCUMENT)) for _ in range(2))
briefly.app = at_length.app = application
briefly.config.phases.coverage.enabled = False
# What our rules refuse although its form is right (a customer that is not there) is a documented 422.
NOT_PROMISED = [checks.positive_data_acceptance]
# A list with a flawed item is answered 200 with a verdict for each, and one that is too long 413.
BULK = {f"/api/v1/{each.path}" for each in OPERATIONS if each.is_bulk}


def test_the_committed_copy_is_the_schema() -> None:
    committed = (Path(settings.BASE_DIR) / "docs" / "openapi.yaml").read_text()
    assert committed == schema.as_yaml(), "run: make openapi"


def test_it_is_served_without_a_key_and_the_page_to_read_it_fits_our_policy(client: Client) -> None:
    assert client.get("/api/schema/").json() == DOCUMENT
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert "http" not in page.content.decode().replace("http-equiv", "")
    assert "unsafe" not in page["Content-Security-Policy"]


def test_every_type_of_problem_is_explained_where_it_points(client: Client) -> None:
    page = client.get("/api/docs/problems/").content.decode()
    for slug in TITLES:
        assert f'id="{slug}"' in page


def test_every_operation_has_a_summary_and_every_body_an_example() -> None:
    assert len({each.name for each in OPERATIONS}) == len(OPERATIONS)
    for operation in OPERATIONS:
        assert operation.summary.endswith((".", ":")), operation.name
        assert (operation.example is not None) == (operation.takes is not None), operation.name


@pytest.fixture
def headers(db: None) -> Iterator[dict[str, str]]:
    """A hub with somebody to find, so that not everything ends at 404."""
    make_topic("news", "News")
    customer = make_customer(pk=123)
    Identity.objects.create(customer=customer, source="shop", key="A-1007")
    learning.declare("shop", "Home branch")
    # As Django's own test client does: the connection is the test's, and outlives its requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {make_api().key}"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _settings(examples: int) -> hypothesis_settings:
    return hypothesis_settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@briefly.parametrize()
@_settings(4)
def test_whatever_is_sent_the_answer_is_as_documented(case: Any, headers: dict[str, str]) -> None:
    _check(case, headers)


@pytest.mark.long
@pytest.mark.timeout(1800)
@at_length.parametrize()
@_settings(300)
def test_whatever_is_sent_at_length_the_answer_is_as_documented(case: Any, headers: dict[str, str]) -> None:
    _check(case, headers)


def _check(case: Any, headers: dict[str, str]) -> None:
    excluded = [*NOT_PROMISED, checks.negative_data_rejection] if case.path in BULK else NOT_PROMISED
    case.call_and_validate(headers=headers, excluded_checks=excluded)
