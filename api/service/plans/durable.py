"""The engine of durable execution (DBOS): a workflow for each job, which it takes up again after any end of a process.

Which job is whose is decided in ``plan_jobs``; a workflow carries a job's id and nothing else. It lives in the same
PostgreSQL, in a schema of its own, or in an SQLite file beside the database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from sqlalchemy import create_engine

from api.service.store import Database

Outcome = str
Attempt = Callable[[str], Outcome]
"""One attempt at a job: ``again`` where another is to follow, anything else is the end."""

AGAIN = "again"
_VERSION = "1"
"""Of the workflow's steps, not of the product: an older worker's job goes on in a newer one."""
_POLL_SECONDS = 0.1
_OVER = frozenset({"SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"})


class Durable:
    """The engine in this process; there can be one at a time. ``attempt`` is called in threads of its own."""

    def __init__(self, database: Database, worker_id: str, attempt: Attempt) -> None:
        self._queue = queue_of(worker_id)
        address = _address(database)
        logging.getLogger("dbos").setLevel(logging.ERROR)
        config: DBOSConfig = {
            "name": "fangang",
            "system_database_url": address,
            "application_version": _VERSION,
            "executor_id": worker_id,
            "log_level": "ERROR",
            "enable_otlp": False,
            "serializer": DBOSPortableJSONSerializer(),  # the default reads pickles, which could run anything
            "sys_db_pool_size": 5,
            "scheduler_polling_interval_sec": 3600.0,
        }
        DBOS(config=config)
        self._workflow = _workflow(attempt)
        DBOS.listen_queues([self._queue])
        DBOS.launch()
        DBOS.register_queue(self._queue, polling_interval_sec=_POLL_SECONDS, on_conflict="always_update")

    def start(self, job_id: str) -> None:
        """Has a job executed here that this worker has claimed, whatever was begun of it before, and wherever."""
        status = DBOS.get_workflow_status(job_id)
        if status is not None and status.status in _OVER:
            DBOS.delete_workflow(job_id)
            status = None
        if status is None:
            with SetWorkflowID(job_id):
                DBOS.enqueue_workflow(self._queue, self._workflow, job_id)
        else:
            DBOS.resume_workflow(job_id, queue_name=self._queue)

    def forget(self, gone_id: str) -> None:
        """Removes the queue of a worker that is gone."""
        DBOS.delete_queue(queue_of(gone_id))

    def close(self) -> None:
        """Ends the engine's threads; what they execute is not waited for."""
        DBOS.destroy(destroy_registry=True)


def queue_of(worker_id: str) -> str:
    """A worker's own queue: what it has claimed, nobody else executes."""
    return f"plans-{worker_id}"


def _workflow(attempt: Attempt) -> Callable[[str], Any]:
    @DBOS.step(name="attempt")
    def one(job_id: str) -> Outcome:
        return attempt(job_id)

    @DBOS.workflow(name="plan", max_recovery_attempts=None)
    def plan(job_id: str) -> Outcome:
        while (outcome := one(job_id)) == AGAIN:
            pass
        return outcome

    return plan


def _address(database: Database) -> str:
    """Where the engine keeps its own tables; an SQLite file is set to WAL once, which stays."""
    url = database.engine.url
    if not database.is_sqlite:
        return url.render_as_string(hide_password=False)
    beside = url.set(database=f"{url.database}-engine")
    engine = create_engine(beside)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()
    return beside.render_as_string(hide_password=False)
