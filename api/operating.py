"""What commands of the operator need: settings, the database and the master key; errors as messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from api.exits import InputError
from api.http.settings import Settings, SettingsError
from api.service.people.sealing import SealError
from api.service.people.vault import MasterKeyError, Vault
from api.service.store import Database, ServiceError
from api.service.store.database import driver_url
from api.service.store.migrating import UnknownRevisionError


@dataclass(frozen=True, slots=True, kw_only=True)
class Operated:
    """The service's things, without the service."""

    settings: Settings
    database: Database

    def vault(self) -> Vault:
        """The master key. Raises MasterKeyError."""
        return Vault.open(self.settings.master_key, self.settings.data_folder)


def prepare(settings: Settings) -> None:
    """Brings the database of the settings to this version's tables. Raises InputError where that cannot be."""
    try:
        with closing(Database.open(settings.database_address)):
            pass
    except UnknownRevisionError as error:
        raise InputError(str(error)) from error
    except SQLAlchemyError as error:
        raise _no_answer(settings, error) from error


@contextmanager
def operating(*, empty: bool = False) -> Iterator[Operated]:
    """The database of the settings, which has this version's tables, or with ``empty`` whatever it has.

    Raises InputError for everything that the service refuses.
    """
    try:
        settings = Settings.from_environment()
        database = Database.open(settings.database_address, migrate=False)
    except (SettingsError, SQLAlchemyError) as error:
        raise InputError(str(error)) from error
    try:
        if not empty and not database.is_current():
            raise InputError(
                f"{_shown(settings)}: has no tables, or those of another version. Maybe start this version once."
            )
        yield Operated(settings=settings, database=database)
    except (ServiceError, SealError, MasterKeyError, UnknownRevisionError) as error:
        raise InputError(str(error)) from error
    except SQLAlchemyError as error:
        raise _no_answer(settings, error) from error
    finally:
        database.close()


def _no_answer(settings: Settings, error: SQLAlchemyError) -> InputError:
    return InputError(
        f"{_shown(settings)}: the database does not answer ({type(error).__name__}). Maybe it is not running, or "
        f"FANGANG_DATABASE_URL is another."
    )


def _shown(settings: Settings) -> str:
    """The database's address without its password."""
    return driver_url(settings.database_address).render_as_string(hide_password=True)
