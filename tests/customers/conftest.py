import pytest

from customers import standing


@pytest.fixture(params=[pytest.param(1, id="as-of-many"), pytest.param(10, id="as-of-few")])
def few_and_many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many customers the gate reads the touches by themselves, and only those that a rule counts."""
    monkeypatch.setattr(standing, "_MANY", request.param)
