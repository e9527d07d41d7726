"""The data folder keeps a copy's settings for those who come later, and keeps them to itself."""

import os
import subprocess
from pathlib import Path

import pytest

from hub.sandbox import home

SETTINGS = {
    "DATABASE_URL": "postgres://rapport@/rapport?host=/a b/c",
    "ORGANISATION": 'Miller\'s & "Sons" $HOME',
}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RAPPORT_HOME", str(tmp_path))
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


def test_settings_are_read_as_they_were_written_and_by_nobody_else(tmp_path: Path) -> None:
    home.write(tmp_path, SETTINGS)
    assert home.read(tmp_path) == SETTINGS
    assert (tmp_path / "env").stat().st_mode & 0o077 == 0


def test_a_shell_can_take_the_settings(tmp_path: Path) -> None:
    script = f'{home.as_shell(SETTINGS)}printf %s "$ORGANISATION"'
    assert subprocess.check_output(["sh", "-c", script], text=True) == SETTINGS["ORGANISATION"]


def test_a_command_without_a_database_takes_the_copys_settings(tmp_path: Path) -> None:
    home.write(tmp_path, SETTINGS)
    home.load_into_environ()
    assert {name: os.environ[name] for name in SETTINGS} == SETTINGS


def test_a_command_with_a_database_of_its_own_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write(tmp_path, SETTINGS)
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere")
    home.load_into_environ()
    assert "ORGANISATION" not in os.environ


def test_a_copy_that_never_ran_has_no_settings(tmp_path: Path) -> None:
    assert home.read(tmp_path) == {}
