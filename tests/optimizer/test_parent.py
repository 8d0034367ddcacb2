"""The process that asks for a plan stays light: what is native and slow to load is for the children."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SOLVE = """
import sys
from optimizer import solve
from optimizer.result import Options
from scenarios.generator import generate

if __name__ == "__main__":
    result = solve(generate("tiny", seed=1), Options(iterations=3))
    assert result.stop_reason in ("iterations", "optimal")
    print(sorted({"numba", "ortools"} & set(sys.modules)))
"""


def test_a_solve_loads_no_compiler_and_no_solver_into_the_process_that_asked_for_it(tmp_path: Path) -> None:
    script = tmp_path / "ask.py"
    script.write_text(_SOLVE, encoding="utf-8")
    same = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=200, env=same
    )
    assert done.stdout.strip() == "[]", done.stderr
