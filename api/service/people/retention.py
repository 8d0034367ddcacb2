"""When the retention time of a campaign ends, its people are forgotten: their keys are destroyed, everywhere at once.

Sealed fields may lie on in the table, in the log and in backups; without the key, which was never in any of these, they
are noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select, update

from api.service.actor import SYSTEM
from api.service.campaigns.tables import Campaign
from api.service.people.keys import wipe_what_is_deleted
from api.service.people.tables import Worker, WorkerKey
from api.service.policy import require
from api.service.requests.freeze import today_of
from api.service.requests.tables import Request
from api.service.store import AUDITED, Database, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """One campaign whose time has ended: how many keys went."""

    campaign_id: str
    keys: int


def kept_until(campaign: Campaign) -> date:
    """The last day on which a campaign's people are known: its retention days after its end.

    It ends with its last day, or on the day it was closed where that is earlier.
    """
    closed = campaign.state_since.date() if campaign.state == "closed" else campaign.last_day
    return min(closed, campaign.last_day) + timedelta(days=campaign.retention_days)


def expire(unit: Unit) -> list[Forgotten]:
    """Forgets the people of every campaign whose retention time has ended; done again it finds nothing.

    Raises DeniedError. After the unit has ended, ``scrub`` takes the traces out of the database's files.
    """
    require(unit.actor, "delete", "worker_keys")
    holders = select(WorkerKey.campaign_id).distinct()
    campaigns = unit.session.scalars(select(Campaign).where(Campaign.id.in_(holders)).order_by(Campaign.id))
    return [_forget(unit, c) for c in campaigns.all() if today_of(unit, c) > kept_until(c)]


def expire_now(database: Database) -> Sequence[Forgotten]:
    """``expire`` and ``scrub``: what the service does daily, and ``fangang expire``."""
    with database.write(SYSTEM) as unit:
        gone = expire(unit)
    if gone:
        scrub(database)
    return gone


def scrub(database: Database) -> None:
    """Takes deleted keys out of the database's files: SQLite's log is emptied, PostgreSQL's table written anew.

    PostgreSQL's own write-ahead log and its archives keep them for as long as they are kept themselves.
    """
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
        else:
            connection.exec_driver_sql(f"VACUUM FULL {WorkerKey.__tablename__}")


def _forget(unit: Unit, campaign: Campaign) -> Forgotten:
    wipe_what_is_deleted(unit)
    gone = unit.session.connection().execute(delete(WorkerKey).where(WorkerKey.campaign_id == campaign.id)).rowcount
    for table in (Worker, Request):
        column = {"sealed": None} if table is Worker else {"contact": None}
        statement = update(table).where(table.campaign_id == campaign.id).values(**column)
        unit.session.execute(statement, execution_options={AUDITED: True, "synchronize_session": False})
    unit.note(
        "forget", "worker_keys", campaign.id, after={"keys": gone, "kept_until": kept_until(campaign).isoformat()}
    )
    return Forgotten(campaign_id=campaign.id, keys=gone)
