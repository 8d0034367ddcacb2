"""Figures of operation for Prometheus: requests by route, jobs by state, workers, the database."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import Depends, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from prometheus_fastapi_instrumentator import Instrumentator
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from api.http.context import Here
from api.http.signed_in import Bearer, Cookie, signed_in
from api.service.actor import SYSTEM
from api.service.plans.states import JOB_STATES
from api.service.plans.tables import PlanJob
from api.service.policy import require
from api.service.readiness import workers_alive
from api.service.store import Database, UnavailableError

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30, 60)


class _Jobs(Collector):
    """What the database says at the moment of asking."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterable[Metric]:
        """Jobs by state, workers alive, and whether the database answers."""
        up = GaugeMetricFamily("fangang_database_up", "1: the database answers")
        try:
            with self._database.read(SYSTEM) as unit:
                counted = select(PlanJob.state, func.count()).group_by(PlanJob.state)
                counts = {state: count for state, count in unit.session.execute(counted)}  # noqa: C416 - rows are no pairs to dict
                alive = workers_alive(unit)
        except (UnavailableError, SQLAlchemyError):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        jobs = GaugeMetricFamily("fangang_plan_jobs", "Plan jobs by state", labels=["state"])
        for state in JOB_STATES:
            jobs.add_metric([state], counts.get(state, 0))
        yield jobs
        workers = GaugeMetricFamily("fangang_workers", "Workers that were heard of lately")
        workers.add_metric([], alive)
        yield workers


class Metrics:
    """One app's figures."""

    def __init__(self, database: Database) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.registry.register(_Jobs(database))

    def watch(self, app: FastAPI) -> None:
        """Counts and times the requests of ``app`` by route, method and kind of status."""
        Instrumentator(registry=self.registry, should_exclude_streaming_duration=True).instrument(
            app, latency_highr_buckets=_BUCKETS, latency_lowr_buckets=_BUCKETS
        )

    def serve(self, app: FastAPI) -> None:
        """``/metrics`` in Prometheus' text format, to everybody if the settings say so, else to who may read it."""

        @app.get("/metrics", include_in_schema=False, dependencies=[Depends(_allowed)])
        def read_metrics() -> Response:
            return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


def _allowed(request: Request, here: Here, session: Cookie = None, key: Bearer = None) -> None:
    if not here.settings.metrics_open:
        require(signed_in(request, here, session, key).actor, "read", "metrics")
