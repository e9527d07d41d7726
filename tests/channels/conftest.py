"""A real SMTP sink for tests of sending: what it received is the judge."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import sink


@pytest.fixture
def mail_sink(tmp_path: Path, settings: Any) -> Iterator[sink.Running]:
    with sink.running(tmp_path) as running:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{running.port}"
        yield running
