"""The checker judges planners, so it shares nothing with them but records and clock."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import optimizer.check

ALLOWED = ("optimizer.check", "optimizer.clock", "optimizer.plan", "optimizer.problem")


def test_the_checker_imports_only_records_and_the_standard_library() -> None:
    imported = set()
    for path in Path(optimizer.check.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                imported.add(node.module or "")
    strangers = {
        name
        for name in imported
        if not name.startswith(ALLOWED) and name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert strangers == set()
