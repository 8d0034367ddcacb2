"""The processes below a process, looked up in /proc: for tests that kill them."""

from __future__ import annotations

import os
from pathlib import Path


def below(pid: int) -> dict[int, str]:
    """Every descendant that is no zombie, with its command line."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            state, parent = _stat(folder)
            if state not in ("", "Z"):
                parents[int(folder.name)] = parent
    found: dict[int, str] = {}
    ring = {pid}
    while ring:
        ring = {child for child, parent in parents.items() if parent in ring and child not in found}
        found |= {child: _words(child) for child in ring}
    return found


def searching(pid: int | None = None) -> set[int]:
    """The children that search for the workers of a process, by default of this one."""
    return {child for child, words in below(pid or os.getpid()).items() if "spawn_main" in words}


def _stat(folder: Path) -> tuple[str, int]:
    try:
        state, parent, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return "", 0
    return state, int(parent)


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
