"""The service put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import anyio
from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from api import __version__
from api.http import openapi, pages, problems, sign_pages
from api.http.context import PREFIX, Context
from api.http.daily import forget_people
from api.http.guard import Guard
from api.http.jobs import Jobs
from api.http.limits import BodyLimits
from api.http.logs import Requests
from api.http.methods import Methods
from api.http.metrics import Metrics
from api.http.own_names import OwnNames
from api.http.routes import (
    accounts,
    audit,
    campaigns,
    carriers,
    cases,
    comparison,
    employers,
    escort_runs,
    figures,
    ground,
    invitations,
    keys,
    ledger,
    manifests,
    offers,
    plan_orders,
    plans,
    profiles,
    provider,
    publications,
    requests,
    rosters,
    scenarios,
    service,
    session,
    sign_up,
    snapshots,
    travel,
    views,
    workers,
)
from api.http.settings import Settings
from api.http.signed_in import account_rules, open_or_signed
from api.http.stored_jobs import StoredJobs
from api.http.upload import Reader
from api.service.accounts.door import Door
from api.service.campaigns.profiles import install_shipped
from api.service.people.vault import Vault
from api.service.store import Database
from api.service.store.database import engine_of

_TAGS = [
    {"name": "cases", "description": "Documented journeys that are shipped with the service"},
    {"name": "scenarios", "description": "What is to be planned"},
    {"name": "plans", "description": "Plans being made"},
    {"name": "orders", "description": "Plans of campaigns, and all that was ordered"},
    {"name": "results", "description": "What a finished plan shows"},
    {"name": "comparison", "description": "Plans side by side"},
    {"name": "session", "description": "Signing in and out"},
    {"name": "accounts", "description": "Who may sign in, and by which keys and links"},
    {"name": "parties", "description": "Employers, carriers, and who escorts which run"},
    {"name": "record", "description": "Who changed what"},
    {"name": "campaigns", "description": "Campaigns, their ground, offers and rules, and snapshots of what is planned"},
    {"name": "problems", "description": "The ledger of problems"},
    {"name": "requests", "description": "What employers ask for"},
    {"name": "rosters", "description": "Workers by workbook or CSV"},
    {"name": "workers", "description": "Named workers, their places and seats"},
    {"name": "publications", "description": "What is published, and what each party reads of it"},
    {"name": "travel", "description": "What happened on the way: records of runs, handovers"},
    {"name": "figures", "description": "The campaign in figures, daily reports, who pays"},
    {"name": "service", "description": "The service itself"},
]

_OPEN_ROOMS = (cases, scenarios, plans, views, comparison)
_ROOMS = (
    plan_orders,
    service,
    audit,
    session,
    accounts,
    keys,
    invitations,
    employers,
    carriers,
    sign_up,
    escort_runs,
    provider,
    campaigns,
    ground,
    profiles,
    offers,
    snapshots,
    ledger,
    requests,
    rosters,
    workers,
    manifests,
    publications,
    travel,
    figures,
)


def create_app(settings: Settings | None = None, *, jobs: Jobs | None = None) -> FastAPI:
    """The service with ``settings``, by default those of the environment. ``jobs``: by default
    those of the database, which workers make.

    When the app starts it opens its database and brings the tables to this version's; when it shuts down it ends every
    search and every child process, and closes the database. Raises SettingsError.
    """
    settings = settings or Settings.from_environment()
    database = Database(engine_of(settings.database_address))
    here = Context(
        settings=settings,
        jobs=jobs or StoredJobs(database, most_waiting=settings.waiting_plans),
        reader=Reader(settings),
        database=database,
        door=Door(database, account_rules(settings)),
        provider=provider.provider_of(settings),
        open_vault=cache(lambda: Vault.open(settings.master_key, settings.data_folder)),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(here.database.upgrade)
        await anyio.to_thread.run_sync(install_shipped, here.database)
        async with anyio.create_task_group() as by_itself:
            by_itself.start_soon(forget_people, here.database)
            yield
            by_itself.cancel_scope.cancel()
        here.reader.close()
        here.database.close()

    app = FastAPI(
        title="fangang",
        version=__version__,
        openapi_tags=_TAGS,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=_operation_id,
    )
    app.state.context = here
    api = APIRouter(prefix=PREFIX)
    for room in _OPEN_ROOMS:
        api.include_router(room.router, dependencies=[Depends(open_or_signed)])
    for room in _ROOMS:
        api.include_router(room.router)
    app.include_router(api)
    metrics = Metrics(here.database)
    metrics.serve(app)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]
    pages.install(app)
    sign_pages.install(app)
    methods = Methods(PREFIX, (room.router for room in (*_OPEN_ROOMS, *_ROOMS)))
    problems.install(app, methods)
    app.add_middleware(OwnNames, methods=methods)
    app.add_middleware(BodyLimits, most_bytes=settings.upload_bytes, seconds=settings.body_seconds)
    app.add_middleware(problems.Faults)
    metrics.watch(app)
    app.add_middleware(Guard, hosts=settings.host_names)
    app.add_middleware(Requests)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
