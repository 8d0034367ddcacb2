"""A running service for the pages with HTTP examples, and a page's examples run against it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from api.http.settings import Settings
from api.service.accounts import keys
from api.service.accounts.actors import actor_of
from api.service.accounts.tables import Account
from api.service.actor import SYSTEM
from api.service.store import Database
from api.warmup import warm_up
from tests.docs.commands import DOCS, commands

_SHOWN = "http://127.0.0.1:8000"
"""Where the pages' service is."""

_UP_WITHIN_SECONDS = 300
_MOST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Served:
    """A service with one worker; ``key`` is the API key of a planner."""

    address: str
    key: str


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """A service on a free port whose things are all in ``folder``, and whose worker need not compile the planner."""
    warm_up(print)
    key = _planners_key(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(port)]
    environment = {"FANGANG_DATA": str(folder), "FANGANG_WORKER_NICE": "0"}
    process = subprocess.Popen(command, cwd=DOCS.parent, env=os.environ | environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api/v1/ready", process)
        yield Served(address, key)
    finally:
        process.terminate()
        process.wait(timeout=30)


def run_examples(page: str, served: Served, folder: Path) -> subprocess.CompletedProcess[str]:
    """The ``sh`` blocks of a page, one after the other in one shell."""
    shell = shutil.which("bash")
    if shell is None or shutil.which("curl") is None:
        pytest.skip("no bash or no curl to run the examples with")
    said = commands(page).replace(_SHOWN, served.address).replace("python3 -c", f"'{sys.executable}' -c")
    return subprocess.run(
        [shell, "-euo", "pipefail", "-c", said],
        cwd=folder,
        env=os.environ | {"BUREAU_KEY": served.key},
        capture_output=True,
        encoding="utf-8",
        timeout=_MOST_SECONDS,
        check=False,
    )


def _planners_key(folder: Path) -> str:
    settings = Settings(data=str(folder))
    with closing(Database.open(settings.database_address)) as database:
        with database.write(SYSTEM) as unit:
            account = unit.add(Account(login="planner@example.cn", name="Planner", role="planner"))
            unit.session.flush()
            actor = actor_of(unit, account)
        with database.write(actor) as unit:
            return keys.create(unit, name="examples", role=None, expires_at=None)[1]


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _UP_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            urlopen(url, timeout=5).close()
        except OSError:  # refused, 503, or too slow on a busy machine
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"the service is not ready at {url}, its process ended with {process.poll()}")
