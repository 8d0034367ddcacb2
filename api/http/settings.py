"""Settings of the service, each with a default, a place in the environment or a file, and a meaning."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any, TypeAlias

import platformdirs
from pydantic import AfterValidator, Field, FiniteFloat, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from maps.tiles import WANTED_TILES, is_tile_address

PREFIX = "FANGANG_"
FILE = f"{PREFIX}SETTINGS"
"""The variable with the path of a TOML file of settings; the environment goes before the file."""


class SettingsError(ValueError):
    """A variable of the environment that is no value of its setting; the message says what it may be."""


def _setting(default: Any, about: str, *, least: float = 0) -> Any:
    """A number or a switch."""
    number = isinstance(default, int | float) and not isinstance(default, bool)
    return Field(default=default, description=about, ge=least if number else None)


def _solves() -> int:
    """A search keeps about two cores busy, the engine one, the bound the other; a large one needs 2 GB of memory."""
    cores = os.cpu_count() or 1
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2e9
    except (AttributeError, OSError, ValueError):
        memory = cores / 2
    return max(1, min(cores // 2, int(memory)))


def _tiles(address: str) -> str:
    if address and not is_tile_address(address):
        raise ValueError(WANTED_TILES)
    return address


_Tiles: TypeAlias = Annotated[str, AfterValidator(_tiles)]


class Settings(BaseSettings):
    """What the service allows and where its things are. MB are 1,000,000 bytes.

    Made directly it has the values that are given and defaults; ``from_environment`` reads the environment and a file.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, str_strip_whitespace=True
    )

    # Where things are.
    data: str = _setting("", "folder of the service's files; empty: the user's folder for data of programs")
    database_url: str = _setting(
        "", "address of the database, sqlite:///… or postgresql://…; empty: fangang.db in the folder of data"
    )
    # What the calls take.
    upload_mb: FiniteFloat = _setting(20.0, "largest body of a request")
    unpacked_mb: FiniteFloat = _setting(200.0, "largest workbook when unpacked")
    body_seconds: FiniteFloat = _setting(30.0, "longest time in which a body has to arrive", least=0.1)
    read_seconds: FiniteFloat = _setting(60.0, "longest time for reading a scenario", least=0.1)
    read_memory_mb: FiniteFloat = _setting(2000.0, "most memory for reading a scenario", least=500)
    json_depth: int = _setting(20, "deepest nesting of a JSON document", least=4)
    max_sites: int = _setting(6000, "most sites of a scenario that is planned", least=1)
    max_demands: int = _setting(20000, "most demands of a scenario that is planned", least=1)
    fault_rows: int = _setting(1000, "most rows of faults or warnings in an answer", least=1)
    # Planning.
    plan_seconds: FiniteFloat = _setting(60.0, "planning time where none is asked for", least=1)
    max_plan_seconds: FiniteFloat = _setting(3600.0, "longest planning time of a job", least=1)
    sync_seconds: FiniteFloat = _setting(10.0, "planning time of a synchronous call where none is asked for", least=1)
    max_sync_seconds: FiniteFloat = _setting(30.0, "longest planning time of a synchronous call", least=1)
    running_plans: int = _setting(_solves(), "searches of a worker at the same time", least=1)
    waiting_plans: int = _setting(16, "jobs that may wait for their turn")
    kept_plans: int = _setting(1000, "plans of uploaded scenarios kept to be read; the oldest goes first", least=1)
    compared_plans: int = _setting(8, "most plans in one comparison", least=2)
    shutdown_seconds: FiniteFloat = _setting(10.0, "time for searches to end when the service or a worker stops")
    # Workers.
    own_worker: bool = _setting(True, "true: fangang serve runs a worker beside the service; false: others plan")
    plan_attempts: int = _setting(3, "times that a job is begun, where its workers die over it", least=1)
    worker_cores: int = _setting(0, "cores that a worker may use; 0: all")
    worker_nice: int = _setting(10, "how far the worker beside a service gives way to it and to others, 0 to 19")
    # Who may ask, and how.
    connections: int = _setting(500, "connections at the same time", least=1)
    tiles: _Tiles = _setting("", "address of map tiles, {z}/{x}/{y}; empty: none, nothing is loaded from outside")
    hosts: str = _setting("", "host names that may be asked for, with commas; empty: any")
    open_calls: bool = _setting(True, "true: planning, comparing and the shipped cases need no signing in")
    metrics_open: bool = _setting(False, "true: anybody may read /metrics; false: who may read metrics, signed in")
    # Signing in.
    public_address: str = _setting(
        "", "address under which people reach the service, such as https://…; empty: that of each request"
    )
    session_idle_minutes: FiniteFloat = _setting(480.0, "rest after which a session ends", least=1)
    session_hours: FiniteFloat = _setting(72.0, "age at which a session ends", least=0.1)
    set_up_hours: FiniteFloat = _setting(24.0, "time for which the first start's link is good", least=0.1)
    invitation_hours: FiniteFloat = _setting(168.0, "time for which an invitation is good", least=0.1)
    reset_hours: FiniteFloat = _setting(24.0, "time for which a link for a new password is good", least=0.1)
    sign_in_attempts: int = _setting(5, "wrong passwords of an account before each costs a wait", least=1)
    sign_in_attempts_by_address: int = _setting(50, "wrong passwords of one address before each costs a wait", least=1)
    sign_ups_by_address: int = _setting(20, "sign-ups from one address before each costs a wait", least=1)
    lock_seconds: FiniteFloat = _setting(2.0, "first wait after too many attempts; it doubles each time", least=0.1)
    longest_lock_minutes: FiniteFloat = _setting(15.0, "longest wait after too many attempts", least=0.1)
    argon2_rounds: int = _setting(2, "rounds of argon2 for a password's hash", least=1)
    argon2_memory_kib: int = _setting(19456, "memory of argon2 for a password's hash, in KiB", least=8)
    oidc_issuer: str = _setting("", "issuer of an OpenID Connect provider, https://…; empty: none")
    oidc_client_id: str = _setting("", "the service's name at that provider")
    oidc_client_secret: str = _setting("", "the service's secret at that provider")
    # People and papers.
    master_key: str = _setting(
        "", "key over all persons' keys, 32 bytes in base64, the newest first with commas; empty: a file in the folder"
    )
    proof_mb: FiniteFloat = _setting(5.0, "largest paper that proves a claim", least=0.1)
    # What is told.
    log_json: bool = _setting(True, "true: the log is one JSON object a line; false: for reading on a screen")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is given: a test or a document must not depend on where it runs."""
        return (init_settings,)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of the environment (``FANGANG_UPLOAD_MB``, …), else of its file, else defaults.

        Raises SettingsError, which names every wrong one.
        """
        path = environment.get(FILE, "").strip()
        filed = _from_file(path) if path else {}
        given = _Variables(cls, environment)()
        try:
            return cls(**(filed | given))
        except ValidationError as error:
            faults = [_fault(found, path, str(found["loc"][0]) in given) for found in error.errors()]
            raise SettingsError("\n".join(faults)) from None

    @property
    def upload_bytes(self) -> int:
        """The largest body in bytes."""
        return int(self.upload_mb * 1e6)

    @property
    def proof_bytes(self) -> int:
        """The largest paper in bytes."""
        return int(self.proof_mb * 1e6)

    @property
    def unpacked_bytes(self) -> int:
        """The largest workbook in bytes when unpacked."""
        return int(self.unpacked_mb * 1e6)

    @property
    def host_names(self) -> frozenset[str]:
        """The allowed host names in small letters; empty: any."""
        return frozenset(name.strip().lower() for name in self.hosts.split(",") if name.strip())

    @property
    def data_folder(self) -> Path:
        """Where the service's files are; it need not exist yet."""
        return Path(self.data) if self.data else platformdirs.user_data_path("fangang", appauthor=False)

    @property
    def database_address(self) -> str:
        """The database's address, made from the folder of data where none is set."""
        return self.database_url or f"sqlite:///{self.data_folder / 'fangang.db'}"


class _Variables(EnvSettingsSource):
    """Reads a given environment rather than that of the process."""

    def __init__(self, settings: type[BaseSettings], environment: Mapping[str, str]) -> None:
        self._environment = {name: text.strip() for name, text in environment.items()}
        super().__init__(settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): text for name, text in self._environment.items() if text}


def variable(name: str) -> str:
    """The environment's variable of a setting."""
    return f"{PREFIX}{name.upper()}"


def described() -> Mapping[str, tuple[object, str]]:
    """Default and meaning of every setting by its variable."""
    return {variable(name): (f.default, str(f.description)) for name, f in Settings.model_fields.items()}


def _from_file(path: str) -> dict[str, Any]:
    if not Path(path).is_file():
        raise SettingsError(f"{FILE} = {path!r}: expected the path of a TOML file.\n  Maybe leave it out.")
    try:
        return TomlConfigSettingsSource(Settings, Path(path))()
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: expected a TOML file, {error}.\n  Maybe quote the texts in it.") from error


def _fault(found: Mapping[str, Any], path: str, in_environment: bool) -> str:
    """One wrong setting: where, its value, what it may be, and its default."""
    name = str(found["loc"][0])
    place = variable(name) if in_environment else f"{path}: {name}"
    field = Settings.model_fields.get(name)
    if field is None:
        return f"{place}: there is no such setting.\n  Maybe the documentation's list has its right name."
    if name == "tiles":
        return f"{place} = {found['input']!r}: expected {WANTED_TILES}.\n  Maybe leave it out."
    least = next((bound.ge for bound in field.metadata if hasattr(bound, "ge")), None)
    kind = {bool: "true or false", int: "a whole number", str: "a text"}.get(type(field.default), "a number")
    wanted = kind if least is None else f"{kind} of at least {least:g}"
    default = f"{field.default:g}" if isinstance(field.default, float) else str(field.default).lower()
    return f"{place} = {found['input']!r}: expected {wanted} ({field.description}).\n  Maybe {default}, the default."
