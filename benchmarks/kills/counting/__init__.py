"""Whatever in a database is not as it was promised: missing, there twice, in halves, or told otherwise in the log."""

from __future__ import annotations

from collections.abc import Iterator

from api.service.actor import SYSTEM
from api.service.people.vault import Vault
from api.service.store import Database
from benchmarks.kills.acknowledged import Acknowledged
from benchmarks.kills.counting.answers import faults_of_answers
from benchmarks.kills.counting.log import faults_of_log
from benchmarks.kills.counting.plans import faults_of_plans
from benchmarks.kills.counting.publications import faults_of_publications
from benchmarks.kills.counting.requests import faults_of_requests


def faults(database: Database, vault: Vault, told: Acknowledged) -> Iterator[str]:
    """Each a sentence that begins with the id or the key to look up."""
    with database.read(SYSTEM) as unit:
        yield from faults_of_answers(unit, told)
        yield from faults_of_plans(unit)
        yield from faults_of_requests(unit, vault, told)
        yield from faults_of_publications(unit, told)
        yield from faults_of_log(unit)
    if database.is_sqlite:
        with database.engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            if found != "ok":
                yield f"the file is damaged: {found}"
