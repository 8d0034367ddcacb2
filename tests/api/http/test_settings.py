"""The limits come from the environment, and a wrong one is told with its variable."""

from __future__ import annotations

import os

import pytest

from api.http.settings import Settings, SettingsError, described, variable


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
