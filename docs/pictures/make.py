"""Makes the pictures of the documentation from real pages: ``python docs/pictures/make.py`` (Chromium, some minutes).

Plans are made anew, so the pictures show what the product makes today.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECONDS = "45"
WINDOW = {"width": 1280, "height": 720}
MOST_BYTES = 300_000
_SETTLED_MS = 2500


def main() -> None:
    """Plans, draws and photographs."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        folder = Path(home)
        _draw(folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW)
        for name in ("map", "timeline", "comparison"):
            _photograph(page, folder / f"{name}.html", HERE / f"{name}.png")
        browser.close()


def _draw(folder: Path) -> None:
    case = "jinan-k4016"
    before, after = "sichuan-zhejiang-day-before", "sichuan-zhejiang-day-after"
    _fangang(folder, "plan", case, "--out", "plan", "--seconds", SECONDS)
    _fangang(folder, "map", case, "plan", "--out", "map.html")
    _fangang(folder, "timeline", case, "plan", "--out", "timeline.html")
    _fangang(folder, "plan", before, "--out", "before", "--seconds", SECONDS)
    _fangang(folder, "plan", after, "--out", "after", "--seconds", SECONDS)
    _fangang(folder, "compare", "before", "after", "--out", "comparison.html")


def _fangang(folder: Path, *arguments: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from api.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, check=True)


def _photograph(page: Page, source: Path, target: Path) -> None:
    page.goto(source.as_uri())
    page.wait_for_timeout(_SETTLED_MS)
    page.screenshot(path=target)
    size = target.stat().st_size
    print(f"{target.name}: {size} bytes")
    if size > MOST_BYTES:
        raise SystemExit(f"{target}: {size} bytes, at most {MOST_BYTES}.\n  Maybe a smaller window.")


if __name__ == "__main__":
    main()
