"""The page of the service over HTTP has every call, and its commands run as they stand."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from api.http.app import create_app
from api.http.problems import TITLES
from api.http.settings import Settings, described
from tests.docs.commands import DOCS
from tests.docs.commands import commands as commands_of

PAGE = (DOCS / "http.md").read_text(encoding="utf-8")
_SERVED = "http://127.0.0.1:8000"
_UP_WITHIN_SECONDS = 90


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A service of our own on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=DOCS.parent)
    try:
        found = f"http://127.0.0.1:{port}"
        _wait_for(f"{found}/api/v1/health", process)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _UP_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            urlopen(url, timeout=5).close()
        except (URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the service does not answer at {url}, its process ended with {process.poll()}")


def test_examples_run_as_they_stand(address: str, tmp_path: Path) -> None:
    shell = shutil.which("bash")
    if shell is None or shutil.which("curl") is None:
        pytest.skip("no bash or no curl to run the examples with")
    commands = commands_of(PAGE).replace(_SERVED, address)
    commands = commands.replace("python3 -c", f"'{sys.executable}' -c")
    done = subprocess.run(
        [shell, "-euo", "pipefail", "-c", commands],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "event: end" in done.stdout
    assert '"status":404' in done.stdout.replace(" ", "")
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert result["served"] > 0
    for name, begins in (
        ("map.html", b"<!DOCTYPE html>"),
        ("timeline.html", b"<!DOCTYPE html>"),
        ("schedule.xlsx", b"PK"),
        ("plan.zip", b"PK"),
        ("schedule.json", b"{"),
        ("unserved.json", b"{"),
    ):
        assert (tmp_path / name).read_bytes().lstrip().lower().startswith(begins.lower()), name


def test_every_call_status_and_setting_is_on_the_page(site: Path) -> None:
    text = re.sub(r"<[^>]+>", "", (site / "http.html").read_text(encoding="utf-8"))
    paths = create_app(Settings()).openapi()["paths"]
    calls = [f"{m.upper()} {p}" for p, item in paths.items() for m in item if m in ("get", "post", "delete")]
    assert [call for call in calls if call not in text] == []
    assert [status for status in TITLES if f"{TITLES[status][1]}." not in text] == []
    assert [name for name in described() if name not in text] == []
