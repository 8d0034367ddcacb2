"""After a start the first callers find ready what they need, and what goes wrong there harms nobody."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.http import warming
from api.http.warming import warm

ROOT = Path(__file__).parents[3]
_WARMED = """
import sys, time
from api.http.app import create_app
from api.http.settings import Settings
from api.http.warming import warm
from scenarios.places import find, resembling

app = create_app(Settings(data=sys.argv[1]))
warm(app)
assert app.openapi_schema is not None
begun = time.process_time()
assert len(find("泰山区", kind="pickup")) == 1
assert resembling("泰山曲", kind="pickup")
app.openapi()
print(time.process_time() - begun)
drawing = [name for name in sys.modules if name.partition(".")[0] in ("folium", "pandas", "pypinyin")]
assert drawing == [], drawing
"""


def test_what_was_made_ready_takes_no_time_and_maps_are_not_loaded(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WARMED, tmp_path], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 0.3, "unprepared it is about 1 s"


def test_what_cannot_be_made_ready_is_logged_and_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    def broken() -> None:
        raise OSError("no file")

    monkeypatch.setattr(warming, "steps", lambda app: {"one": broken, "two": lambda: done.append("two")})
    with caplog.at_level(logging.ERROR):
        warm(FastAPI())
    assert done == ["two"]
    assert "something could not be made ready ahead" in caplog.text
