"""``fangang serve`` as a process: it answers, and when it is told to stop it takes all its children along."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.processes import below, searching

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def session_of(pid: int) -> set[int]:
    """All processes of the session that ``pid`` leads, zombies apart."""
    found = set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat[3]) == pid and stat[0] != "Z":
            found.add(int(folder.name))
    return found


@contextmanager
def served(command: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The service in a session of its own, and its address."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="fangang-", ignore_cleanup_errors=True) as data,
        subprocess.Popen(
            [command, "serve", "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            env={**os.environ, "FANGANG_DATA": data, **environment},
        ) as process,
    ):
        try:
            assert process.stdout is not None
            assert any(line.startswith("Serving") for line in process.stdout), process.poll()
            url = f"http://127.0.0.1:{port}"
            until = time.monotonic() + 20
            while True:
                try:
                    assert httpx.get(f"{url}/api/v1/health", timeout=60).json()["status"] == "ok"
                    break
                except httpx.ConnectError:
                    assert time.monotonic() < until
                    time.sleep(0.05)
            yield process, url
        finally:
            for left in session_of(process.pid):
                os.kill(left, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_child(command: Path, number: signal.Signals) -> None:
    with served(command, FANGANG_SHUTDOWN_SECONDS="1", FANGANG_RUNNING_PLANS="1") as (process, url):
        for _ in range(2):
            job = httpx.post(f"{url}/api/v1/cases/jinan-k4016/plans?seconds=300", timeout=60).json()
        with httpx.stream("GET", f"{url}{job['links']['events']}", timeout=30) as follower:
            lines = follower.iter_lines()
            assert next(lines)
            until = time.monotonic() + 60
            while not searching(process.pid):
                assert time.monotonic() < until, "no search begins"
                time.sleep(0.05)
            process.send_signal(number)
            stopped = time.monotonic()
            for _ in lines:
                pass
        _, err = process.communicate(timeout=30)
        assert time.monotonic() - stopped < 60
        assert "Traceback" not in err
        while left := session_of(process.pid):  # the last one is Python's own, which ends when it sees the others gone
            assert time.monotonic() - stopped < 60, [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in left]
            time.sleep(0.05)


def test_a_killed_worker_is_begun_again_and_its_job_ends(command: Path) -> None:
    with served(command) as (process, url):
        job = httpx.post(f"{url}/api/v1/cases/jinan-k4016/plans?seconds=2", timeout=60).json()
        until = time.monotonic() + 100
        while not searching(process.pid):
            assert time.monotonic() < until, "no search begins"
            time.sleep(0.05)
        (worker,) = (pid for pid, words in below(process.pid).items() if "worker --beside" in words)
        os.kill(worker, signal.SIGKILL)
        while (status := httpx.get(f"{url}{job['links']['self']}", timeout=60).json())["state"] != "finished":
            assert time.monotonic() < until, status
            time.sleep(0.2)
        assert httpx.get(f"{url}{job['links']['result']}", timeout=60).json()["valid"] is True


def test_the_service_itself_stays_light(command: Path) -> None:
    with served(command, FANGANG_OWN_WORKER="false") as (process, url):
        assert httpx.get(f"{url}/api/v1/plans/example/map", timeout=60).status_code == 200
        assert httpx.get(f"{url}/api/v1/plans/example/result", timeout=60).status_code == 200
        kib = re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[0]
        assert int(kib) * 1024 < 400e6
        loaded = Path(f"/proc/{process.pid}/maps").read_text()
        assert not re.findall(r"llvmlite|ortools", loaded), "compiler and solvers are for the worker's children"


def test_a_port_in_use_is_a_message_and_status_2(command: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [command, "serve", "--port", str(port)], capture_output=True, encoding="utf-8", timeout=60, check=False
        )
    assert ended.returncode == 2
    assert f"port {port}" in ended.stderr
    assert "Maybe" in ended.stderr


def test_a_wrong_setting_is_a_message_and_status_2(command: Path) -> None:
    environment = {**os.environ, "FANGANG_UPLOAD_MB": "much"}
    ended = subprocess.run(
        [command, "serve"], capture_output=True, encoding="utf-8", timeout=60, check=False, env=environment
    )
    assert ended.returncode == 2
    assert "FANGANG_UPLOAD_MB = 'much'" in ended.stderr


def test_the_first_start_tells_its_link_on_stdout_at_once_and_the_log_has_it_not(command: Path) -> None:
    """As a container's log or systemd's journal gets it: both streams are pipes, nothing is a terminal."""
    long_address = f"https://return.{'very-long-name.' * 8}example"
    with tempfile.TemporaryDirectory(prefix="fangang-", ignore_cleanup_errors=True) as data:
        environment = {"FANGANG_DATA": data, "FANGANG_PUBLIC_ADDRESS": long_address, "FANGANG_OWN_WORKER": "false"}
        with subprocess.Popen(
            [command, "serve", "--port", str(free_port())],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, **environment},
        ) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(3)]
            process.terminate()
            rest, logged = process.communicate(timeout=30)
    link = re.fullmatch(rf"  {re.escape(long_address)}/link/([\w-]{{20,}})\n", said[1])
    assert link is not None, said
    assert said[0].startswith("Nobody can sign in yet.")
    assert said[2].startswith("Serving http://127.0.0.1:")
    assert rest == ""
    assert link[1] not in logged
    assert all(isinstance(json.loads(line), dict) for line in logged.splitlines())
