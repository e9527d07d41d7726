"""Every bench can still be begun: nothing else notices when what it borrows from another has moved."""

import importlib
from pathlib import Path

import pytest

import bench

BENCHES = sorted(path.stem for path in Path(bench.__path__[0]).glob("*.py") if path.stem != "__main__")
AFTER_SET_UP = {"bare", "bigfill", "naive_api"}
"""What wants Django to be ready; the benches import it when it is."""


@pytest.mark.parametrize("name", [name for name in BENCHES if name not in AFTER_SET_UP])
def test_a_bench_can_be_imported(name: str) -> None:
    importlib.import_module(f"bench.{name}")
