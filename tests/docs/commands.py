"""The commands of the documentation's pages, and a page's commands running in a folder of their own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
QUICK_STARTS = tuple(sorted(path.stem for path in DOCS.glob("start-*.md")))
SAID = "said.txt"
"""The file with what a page's commands say."""

_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(text: str) -> str:
    """All shell commands of a page, in its order."""
    return "".join(_BLOCK.findall(text))


def quick_start(page: str) -> str:
    """All commands of a quick start."""
    return commands((DOCS / f"{page}.md").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Running:
    """The commands of a page, running one after the other in ``folder``."""

    process: subprocess.Popen[bytes]
    folder: Path

    def wait(self, seconds: float) -> tuple[int, str]:
        """The exit status, and all that was said. Raises subprocess.TimeoutExpired."""
        status = self.process.wait(timeout=seconds)
        return status, (self.folder / SAID).read_text(encoding="utf-8")

    def end(self) -> None:
        """Ends what still runs, with all its children."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def run_quick_start(page: str, folder: Path) -> Running | None:
    """Starts a quick start's commands in ``folder``; None where there is no bash."""
    shell = shutil.which("bash")
    if shell is None:
        return None
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    with (folder / SAID).open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [shell, "-euo", "pipefail", "-c", quick_start(page)],
            cwd=folder,
            env=os.environ | {"PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Running(process, folder)
