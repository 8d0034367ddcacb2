"""``fangang expire`` and ``fangang rotate-key``: people forgotten when their time ends; a new master key."""

from __future__ import annotations

from api.exits import InputError
from api.screen import output


def expire() -> None:
    """Forget the people of campaigns whose retention time has ended.

    Their keys are destroyed, so nothing opens their names any more: not in the database, not in its log, not in any
    backup. A running service does this by itself.
    """
    from api.http.settings import Settings, SettingsError
    from api.service.people.retention import expire_now
    from api.service.store import Database

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise InputError(str(error)) from error
    database = Database.open(settings.database_address)
    try:
        gone = expire_now(database)
    finally:
        database.close()
    for campaign in gone:
        output().print(f"{campaign.campaign_id}: {campaign.keys} keys destroyed")
    if not gone:
        output().print("No retention time has ended since the last time.")


def rotate_key() -> None:
    """Wrap every person's key under a new master key.

    With the master key in its file a new one is made, and a running service goes on. Where FANGANG_MASTER_KEY holds it,
    put a new one in front of it with a comma, restart the service, and then call this.
    """
    from api.http.settings import Settings, SettingsError
    from api.service.people.rotation import rotate
    from api.service.people.sealing import SealError
    from api.service.people.vault import MasterKeyError, Vault
    from api.service.store import Database

    try:
        settings = Settings.from_environment()
        vault = Vault.open(settings.master_key, settings.data_folder)
    except (SettingsError, MasterKeyError) as error:
        raise InputError(str(error)) from error
    database = Database.open(settings.database_address)
    try:
        count = rotate(database, vault)
    except SealError as error:
        raise InputError(str(error)) from error
    finally:
        database.close()
    output().print(f"{count} keys are wrapped under the master key {vault.newest}.")
