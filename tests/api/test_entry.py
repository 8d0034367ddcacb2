"""The way in from the shell: Ctrl-C while Python is still loading the product is a word, no crash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_INTERRUPTED_AT_IMPORT = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job in the background ignores it
sys.meta_path.insert(0, Interrupting())
sys.argv = ["fangang", *{words!r}]
from api.entry import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C cannot be sent to a process")
@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("api.cli", ["cases"]),
        ("typer", ["cases"]),
        ("scenarios.library", ["cases"]),
        ("pandas.core", ["map", "jinan-k4016", "--out", "map.html"]),
        ("fastapi", ["serve"]),
    ],
)
def test_ctrl_c_while_loading_is_a_word_and_its_status(module: str, words: list[str], tmp_path: Path) -> None:
    code = [sys.executable, "-c", _INTERRUPTED_AT_IMPORT.format(module=module, words=words)]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    ended = subprocess.run(
        code, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "Aborted.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("module", "slow"),
    [
        ("api.entry", {"typer", "rich", "numpy", "scenarios", "optimizer"}),
        ("api.cli", {"fastapi", "folium", "numba", "ortools", "pandas", "pypinyin"}),
    ],
)
def test_nothing_slow_is_loaded_before_it_is_needed(module: str, slow: set[str]) -> None:
    code = f"import sys, {module}; print(*({slow!r} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert ended.stdout == "\n"
