"""What follows from what: schemathesis walks the links of the schema with every kind of key."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi import checks

from customers import partitions
from hub.api import keys, schema
from hub.wsgi import application
from tests.hub.api.conftest import make_api
from tests.hub.api.test_schema import BULK, NOT_PROMISED, headers

__all__ = ["headers"]
pytestmark = pytest.mark.django_db
READS = tuple(scope for scope in keys.SCOPES if scope.endswith(":read"))
WRITES = tuple(set(keys.SCOPES) - set(READS))
KINDS: dict[str, Callable[[], str]] = {
    "all scopes": lambda: make_api().key,
    "reading": lambda: make_api(*READS).key,
    "writing": lambda: make_api(*WRITES).key,
    "one scope": lambda: make_api("customers:write").key,
    "ended": lambda: make_api(days=-1).key,
    "nonsense": lambda: "nonsense",
}
"""Who asks: a key of each kind."""
Unchanged = Callable[..., bool]
NEVER_WRITE = {"reading": ("hub_viewing",), "ended": (), "nonsense": ()}
"""Who may not write, and the tables that asking changes all the same: that a customer was seen is kept."""


@pytest.mark.parametrize("kind", KINDS)
def test_walking_from_answer_to_request_every_answer_is_as_documented(
    kind: str, headers: dict[str, str], unchanged: Unchanged
) -> None:
    _walk(kind, unchanged, 4, 6)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", KINDS)
def test_walking_at_length_every_answer_is_as_documented(
    kind: str, headers: dict[str, str], unchanged: Unchanged
) -> None:
    statuses = _walk(kind, unchanged, 250 if kind in ("all scopes", "writing") else 50, 12)
    print(f"{kind}: {len(statuses)} answers, {sorted(set(statuses))}")


def _walk(kind: str, unchanged: Unchanged, examples: int, steps: int) -> list[int]:
    """Go from answer to request and return the statuses; also who may not write must not have written."""
    # A copy: it resolves references in the document that it is given.
    document = schemathesis.openapi.from_dict(deepcopy(schema.document()))
    statuses = list[int]()
    document.app, sent = application, {"Authorization": f"Bearer {KINDS[kind]()}"}

    class Walk(document.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            super().setup()
            self.savepoint = transaction.savepoint()

        def teardown(self) -> None:
            """Every walk begins where the first did: hypothesis goes some ways twice."""
            try:
                assert kind not in NEVER_WRITE or unchanged(*NEVER_WRITE[kind])
            finally:
                transaction.savepoint_rollback(self.savepoint)
                partitions._known.clear()
                super().teardown()

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": sent}

        def validate_response(self, response: Any, case: Any, *_: Any, **how: Any) -> None:
            statuses.append(response.status_code)
            of_lists = [checks.negative_data_rejection] if case.path in BULK else []
            case.validate_response(
                response,
                excluded_checks=[*NOT_PROMISED, *of_lists],
                headers=sent,
                transport_kwargs=how,
                recorder=self.recorder,
            )

    Walk.run(
        settings=hypothesis_settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
    )
    assert statuses
    return statuses
