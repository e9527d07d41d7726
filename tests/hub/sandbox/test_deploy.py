"""What deploy/ tells an operator is what the code reads and runs."""

import re
import socket

from hub.sandbox import bringup, home

READS = re.compile(r'env\.(?:text|flag|number|words|database)\(\s*"([A-Z_]+)"')


def test_every_setting_the_code_reads_stands_in_the_example() -> None:
    code = "".join(
        (home.PROJECT / "hub" / name).read_text() for name in ("settings.py", "sandbox/bringup.py")
    )
    example = (home.PROJECT / "deploy/rapport.env.example").read_text()
    shown = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert set(READS.findall(code)) | set(bringup.PASSED_ON) <= shown


def test_the_procfile_lists_the_processes_that_make_run_starts() -> None:
    with socket.socket() as listener:
        table = bringup.processes({"RAPPORT_HOME": "var", "RAPPORT_TOWN": "0"}, listener, listener)
        started = [program.name for program in table]
    procfile = (home.PROJECT / "deploy/Procfile").read_text()
    assert [line.split(":")[0] for line in procfile.splitlines()] == started
