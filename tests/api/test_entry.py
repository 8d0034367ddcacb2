"""The way in from the shell: Ctrl-C while Python is still loading the product is a word, no crash."""

from __future__ import annotations

import subprocess
import sys

import pytest

_INTERRUPTED_AT_IMPORT = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
sys.argv = ["fangang", "cases"]
from api.entry import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C cannot be sent to a process")
@pytest.mark.parametrize("module", ["api.cli", "typer", "numba.core", "scenarios.library"])
def test_ctrl_c_while_loading_is_a_word_and_its_status(module: str) -> None:
    words = [sys.executable, "-c", _INTERRUPTED_AT_IMPORT.format(module=module)]
    ended = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "Aborted.\n")


def test_the_way_in_loads_nothing_slow() -> None:
    code = "import sys, api.entry; print(*({'typer', 'rich', 'numpy', 'scenarios', 'optimizer'} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert ended.stdout == "\n"
