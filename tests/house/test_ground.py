"""The ground keeps its promises: locks that fit, a wheel that is whole, no address of anyone's machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PACKAGES = ("optimizer", "scenarios", "maps", "api")
LOCKS = ("requirements.lock", "requirements-dev.lock")

# spelled with brackets so that this file does not find itself
HOSTS = re.compile(r"(files\.pythonhosted|pyp[i]|registry\.npmj[s]|deb\.debia[n])\.(org|com)")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(wor[k]|far[m]|tm[p]|roo[t]|hom[e])/[A-Za-z.]")


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def locked(name: str) -> dict[str, list[str]]:
    """Versions by package; one package may have several, each behind a marker."""
    versions: dict[str, list[str]] = {}
    for package, version in re.findall(r"^([a-z0-9-]+)==([^ \\]+)", (ROOT / name).read_text(), re.MULTILINE):
        versions.setdefault(package, []).append(version)
    return versions


@pytest.mark.parametrize("name", LOCKS)
def test_lock_satisfies_every_requirement(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["build"], *(extras["dev"] if "dev" in name else [])]
    versions = locked(name)
    for text in wanted:
        requirement = Requirement(text)
        if requirement.name == project["name"]:
            continue
        found = versions.get(requirement.name)
        assert found, f"{name} lacks {requirement.name}"
        assert all(requirement.specifier.contains(v) for v in found), f"{name}: {requirement} is locked at {found}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]
    assert entries
    assert [e.split()[0] for e in entries if "--hash=sha256:" not in e] == []


def test_both_locks_agree() -> None:
    run, dev = (locked(name) for name in LOCKS)
    assert run.items() <= dev.items()


def test_wheel_holds_every_tracked_file_of_the_packages(tmp_path: Path) -> None:
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    of_packages = {p.relative_to(ROOT).as_posix() for p in tracked() if p.relative_to(ROOT).parts[0] in PACKAGES}
    assert of_packages
    assert of_packages - inside == set()


@pytest.mark.parametrize("pattern", [HOSTS, MACHINE_PATHS], ids=["registry hosts", "machine paths"])
def test_no_tracked_text_names_an_address(pattern: re.Pattern[str]) -> None:
    found = []
    for path in tracked():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{n}: {line[:120]}" for n, line in enumerate(lines, 1) if pattern.search(line)
        ]
    assert found == []
