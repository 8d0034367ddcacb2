"""The limits come from the environment, and a wrong one is told with its variable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.http.settings import FILE, Settings, SettingsError, described, variable


def test_defaults_hold_where_nothing_is_set() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings().upload_bytes == 20_000_000


def test_the_environment_is_read_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "FANGANG_UPLOAD_MB", "1.5")
    monkeypatch.setitem(os.environ, "FANGANG_KEPT_PLANS", " 7 ")
    monkeypatch.setitem(os.environ, "FANGANG_HOSTS", "Plans.example, 10.0.0.1")
    settings = Settings.from_environment()
    assert (settings.upload_bytes, settings.kept_plans) == (1_500_000, 7)
    assert settings.host_names == {"plans.example", "10.0.0.1"}


def test_every_wrong_variable_is_told_at_once() -> None:
    wrong = {"FANGANG_UPLOAD_MB": "much", "FANGANG_RUNNING_PLANS": "0", "FANGANG_PLAN_SECONDS": "nan"}
    with pytest.raises(SettingsError) as told:
        Settings.from_environment(wrong)
    for name, text in wrong.items():
        assert f"{name} = {text!r}: expected" in str(told.value)
    assert "Maybe 20, the default." in str(told.value)


@pytest.mark.parametrize(
    "address", ["tiles", "https://tiles.example/{z}/{x}.png", "//tiles.example/{z}/{x}/{y}", "http://["]
)
def test_an_address_of_tiles_has_its_gaps(address: str) -> None:
    with pytest.raises(SettingsError, match=r"FANGANG_TILES = .*expected the http or https address"):
        Settings.from_environment({"FANGANG_TILES": address})


def test_a_tile_server_may_be_set() -> None:
    address = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    assert Settings.from_environment({"FANGANG_TILES": address}).tiles == address


def test_every_setting_is_described() -> None:
    assert described()[variable("upload_mb")] == (20.0, "largest body of a request")
    assert all(about for _, about in described().values())


def test_a_file_has_settings_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    file = tmp_path / "fangang.toml"
    file.write_text('upload_mb = 50\nkept_plans = 7\nopen_calls = false\ndata = "/srv/fangang"\n', encoding="utf-8")
    settings = Settings.from_environment({FILE: str(file), "FANGANG_KEPT_PLANS": "9"})
    assert (settings.upload_mb, settings.kept_plans, settings.open_calls) == (50, 9, False)
    assert settings.database_address == "sqlite:////srv/fangang/fangang.db"


def test_wrong_lines_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "fangang.toml"
    file.write_text('upload_mb = "much"\nkept_plans = 0\nunheard_of = 1\n', encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        Settings.from_environment({FILE: str(file)})
    for line in (
        "upload_mb = 'much': expected a number",
        "kept_plans = 0: expected a whole",
        "unheard_of: there is no",
    ):
        assert f"{file}: {line}" in str(told.value)


@pytest.mark.parametrize(("content", "said"), [(None, "expected the path of a TOML file"), ("a = ", "a TOML file")])
def test_a_file_that_is_none_is_told(tmp_path: Path, content: str | None, said: str) -> None:
    file = tmp_path / "fangang.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        Settings.from_environment({FILE: str(file)})


def test_things_are_in_the_folder_of_data_unless_they_have_an_address(tmp_path: Path) -> None:
    assert Settings(data=str(tmp_path)).database_address == f"sqlite:///{tmp_path / 'fangang.db'}"
    assert Settings(database_url="postgresql://db.example/x").database_address == "postgresql://db.example/x"


def test_the_service_loads_no_planner() -> None:
    """The process that answers stays small; the worker beside it plans."""
    loaded = "import sys, api.http.app; print([m for m in ('numba', 'ortools', 'dbos') if m in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=120)
    assert ended.stdout.strip() == "[]"
