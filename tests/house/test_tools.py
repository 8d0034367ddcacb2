"""The tools that every commit must satisfy, run as a test so that one command runs everything."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(sysconfig.get_path("scripts"))


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
    ],
    ids=" ".join,
)
def test_tool_is_satisfied(command: list[str]) -> None:
    suffix = ".exe" if sys.platform == "win32" else ""
    tool = SCRIPTS / f"{command[0]}{suffix}"
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
