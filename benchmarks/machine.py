"""What the measurements were made on and with."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.running import cores_here

_FILE = "machine.json"
_PACKAGES = ("fangang", "ortools", "pyvrp", "pyvroom", "numpy", "numba")


def note(folder: Path) -> None:
    """Writes down this machine; what is there already of an earlier one stays beside it."""
    known = noted(folder)
    here = _here()
    if here not in known:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_text(json.dumps([*known, here], ensure_ascii=False, indent=1), encoding="utf-8")


def noted(folder: Path) -> list[dict[str, Any]]:
    """Every machine and version that measurements in the folder were made with."""
    path = folder / _FILE
    if not path.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _here() -> dict[str, Any]:
    return {
        "processor": _processor(),
        "cores": cores_here(),
        "memory_gb": round(_memory_gb()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "commit": commit(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"


def _memory_gb() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (ValueError, OSError, AttributeError):
        return 0.0


def commit() -> str:
    """The commit that is measured, short."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return done.stdout.strip() or "unknown"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
