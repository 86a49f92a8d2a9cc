"""The two commands of the house stop with one clear line: they never guess, hang or install unasked."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.house.source import HOUSE

if TYPE_CHECKING:
    from pathlib import Path


def started(command: str, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own commands
        [HOUSE / command, *arguments],
        env=os.environ | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("port", ["abc", "80 80", "123456", "-p", "--help"])
def test_run_takes_a_port_and_nothing_else(port: str) -> None:
    answer = started("run", port)
    assert answer.returncode == 2
    assert answer.stderr.strip() == "usage: ./run [PORT | --setup]"


@pytest.mark.parametrize("command", ["run", "test"])
def test_without_root_nor_terminal_the_command_to_type_is_printed(command: str, tmp_path: Path) -> None:
    for program, body in {
        "id": "echo 1000",
        "ldconfig": "true",
        "apt-get": "touch installed",
        "sudo": "touch installed",
    }.items():
        (tmp_path / program).write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
        (tmp_path / program).chmod(0o755)
    answer = started(command, "--setup", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert answer.returncode == 2
    assert "PDFs (Pango)" in answer.stderr
    assert "apt-get update && apt-get install -y" in answer.stderr.splitlines()[-1]
    assert not (HOUSE / "installed").exists()


def test_the_forge_runs_what_everybody_runs() -> None:
    assert (HOUSE / ".ci" / "run").read_text(encoding="ascii") == '#!/bin/sh\nexec "$(dirname "$0")/../test"\n'
