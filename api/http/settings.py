"""Limits of the service, each with a default, a place in the environment and a meaning."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any

from maps.tiles import WANTED_TILES, is_tile_address

PREFIX = "FANGANG_"


class SettingsError(ValueError):
    """A variable of the environment that is no value of its setting; the message says what it may be."""


def _setting(default: Any, about: str, *, least: float = 0) -> Any:
    return field(default=default, metadata={"about": about, "least": least})


def _solves() -> int:
    """A search keeps about two cores busy: the engine one, the bound the other."""
    return max(1, (os.cpu_count() or 1) // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the service allows. MB are 1,000,000 bytes."""

    upload_mb: float = _setting(20.0, "largest body of a request")
    unpacked_mb: float = _setting(200.0, "largest workbook when unpacked")
    body_seconds: float = _setting(30.0, "longest time in which a body has to arrive", least=0.1)
    read_seconds: float = _setting(60.0, "longest time for reading a scenario", least=0.1)
    read_memory_mb: float = _setting(2000.0, "most memory for reading a scenario", least=500)
    json_depth: int = _setting(20, "deepest nesting of a JSON document", least=4)
    max_sites: int = _setting(6000, "most sites of a scenario that is planned", least=1)
    max_demands: int = _setting(20000, "most demands of a scenario that is planned", least=1)
    fault_rows: int = _setting(1000, "most rows of faults or warnings in an answer", least=1)
    plan_seconds: float = _setting(60.0, "planning time where none is asked for", least=1)
    max_plan_seconds: float = _setting(3600.0, "longest planning time of a job", least=1)
    sync_seconds: float = _setting(10.0, "planning time of a synchronous call where none is asked for", least=1)
    max_sync_seconds: float = _setting(30.0, "longest planning time of a synchronous call", least=1)
    running_plans: int = _setting(_solves(), "searches at the same time", least=1)
    waiting_plans: int = _setting(16, "jobs that may wait for their turn")
    kept_plans: int = _setting(50, "plans kept to be read; the oldest goes first", least=1)
    compared_plans: int = _setting(8, "most plans in one comparison", least=2)
    shutdown_seconds: float = _setting(10.0, "time for searches to end when the service stops")
    connections: int = _setting(100, "connections at the same time", least=1)
    tiles: str = _setting("", "address of map tiles, {z}/{x}/{y}; empty: none, nothing is loaded from outside")
    hosts: str = _setting("", "host names that may be asked for, with commas; empty: any")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that the environment gives (``FANGANG_UPLOAD_MB``, …), else defaults. Raises SettingsError."""
        faults: list[str] = []
        given: dict[str, Any] = {}
        for f in fields(cls):
            text = environment.get(variable(f.name), "").strip()
            if not text:
                continue
            value = _read(f, text)
            if value is None:
                kind = "a whole number" if f.type == "int" else "a number"
                least, default = f.metadata["least"], f.default
                faults.append(
                    f"{variable(f.name)} = {text!r}: expected {kind} of at least {least:g} ({f.metadata['about']}).\n"
                    f"  Maybe {default:g}, the default."
                )
            given[f.name] = value
        tiles = given.get("tiles", "")
        if tiles and not is_tile_address(tiles):
            faults.append(f"{variable('tiles')} = {tiles!r}: expected {WANTED_TILES}.\n  Maybe leave it out.")
        if faults:
            raise SettingsError("\n".join(faults))
        return cls(**given)

    @property
    def upload_bytes(self) -> int:
        """The largest body in bytes."""
        return int(self.upload_mb * 1e6)

    @property
    def unpacked_bytes(self) -> int:
        """The largest workbook in bytes when unpacked."""
        return int(self.unpacked_mb * 1e6)

    @property
    def host_names(self) -> frozenset[str]:
        """The allowed host names in small letters; empty: any."""
        return frozenset(name.strip().lower() for name in self.hosts.split(",") if name.strip())


def variable(name: str) -> str:
    """The environment's variable of a setting."""
    return f"{PREFIX}{name.upper()}"


def described() -> Mapping[str, tuple[object, str]]:
    """Default and meaning of every setting by its variable."""
    found = {}
    for f in fields(Settings):
        assert f.default is not MISSING
        found[variable(f.name)] = (f.default, str(f.metadata["about"]))
    return found


def _read(f: Field[Any], text: str) -> Any:
    if f.type == "str":
        return text
    try:
        value = int(text) if f.type == "int" else float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= f.metadata["least"] else None
