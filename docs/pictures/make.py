"""Makes the pictures of the documentation from real pages: ``python docs/pictures/make.py`` (Chromium, some minutes).

Plans are made anew, so the pictures show what the product makes today.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from indexed_png import Pixels, indexed_png
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECONDS = "75"
WINDOW = {"width": 1366, "height": 768}
MOST_BYTES = 300_000
_SETTLED_MS = 2500
_PIXELS = """async shot => {
  const image = new Image();
  image.src = "data:image/png;base64," + shot;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [image.height, image.width, btoa(text)];
}"""
"""A screenshot as its size and pixels: the browser knows how to read its own PNG."""


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
    for case, plan in (("sichuan-zhejiang-day-uncapped", "before"), ("sichuan-zhejiang-day", "after")):
        _fangang(folder, "plan", case, "--out", plan, "--seconds", SECONDS)
    _fangang(folder, "map", "sichuan-zhejiang-day", "after", "--out", "map.html")
    _fangang(folder, "timeline", "sichuan-zhejiang-day", "after", "--out", "timeline.html")
    _fangang(folder, "compare", "before", "after", "--out", "comparison.html")


def _fangang(folder: Path, *arguments: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from api.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, check=True)


def _photograph(page: Page, source: Path, target: Path) -> None:
    page.goto(source.as_uri())
    page.wait_for_timeout(_SETTLED_MS)
    shot = page.screenshot()
    page.goto("about:blank")
    target.write_bytes(indexed_png(_pixels(page, shot)))
    size = target.stat().st_size
    print(f"{target.name}: {size} bytes")
    if size > MOST_BYTES:
        raise SystemExit(f"{target}: {size} bytes, at most {MOST_BYTES}.\n  Maybe a smaller window.")


def _pixels(page: Page, shot: bytes) -> Pixels:
    height, width, data = page.evaluate(_PIXELS, base64.b64encode(shot).decode())
    return np.frombuffer(base64.b64decode(data), dtype=np.uint8).reshape(height, width, 4)[:, :, :3]


if __name__ == "__main__":
    main()
