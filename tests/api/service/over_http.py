"""The service over HTTP for tests, signed in as anybody by API key."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from api.http.app import create_app
from api.http.server import bind
from api.http.settings import Settings
from api.service.accounts import keys
from api.service.accounts.actors import actor_of
from api.service.accounts.tables import Account, Carrier, Employer
from api.service.actor import SYSTEM
from api.service.store import Database, new_id


@dataclass(kw_only=True)
class OverHttp:
    """A running app. ``signed_in`` gives clients; whatever is open ends with ``close``."""

    app: FastAPI
    database: Database
    anonymous: httpx.Client
    open_things: ExitStack = field(default_factory=ExitStack)

    def signed_in(self, role: str, *, employer_id: str | None = None, carrier_id: str | None = None) -> httpx.Client:
        """A client with an API key of a new account; employers and carriers get a party of their own if none is given.

        The party's ids and the account's are in ``client.headers`` under x-employer, x-carrier and x-account.
        """
        with self.database.write(SYSTEM) as unit:
            if role == "employer" and employer_id is None:
                employer_id = unit.add(Employer(name=f"Employer {new_id()}")).id
            if role == "carrier" and carrier_id is None:
                carrier_id = unit.add(Carrier(name=f"Carrier {new_id()}")).id
            unit.session.flush()
            account = Account(login=new_id(), name=role, role=role, employer_id=employer_id, carrier_id=carrier_id)
            unit.add(account)
            unit.session.flush()
            actor = actor_of(unit, account)
        with self.database.write(actor) as unit:
            _, secret = keys.create(unit, name="test", role=None, expires_at=None)
        told = {"x-account": account.id, "x-employer": employer_id or "", "x-carrier": carrier_id or ""}
        client = httpx.Client(
            base_url=self.anonymous.base_url, headers={"Authorization": f"Bearer {secret}", **told}, timeout=60
        )
        return self.open_things.enter_context(closing(client))

    def close(self) -> None:
        """Closes every client."""
        self.open_things.close()


@contextmanager
def running(app: FastAPI) -> Iterator[httpx.Client]:
    """The app on a port of this machine, and a client of it; at the end it has shut down."""
    with bind("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=3))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server ended before it began"
                time.sleep(0.01)
            with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


def settings_for_tests(database_url: str, folder: Path, **others: object) -> Settings:
    """Settings whose things are all in ``folder``, with cheap hashes."""
    values = {"database_url": database_url, "data": str(folder), "argon2_memory_kib": 8, "argon2_rounds": 1}
    return Settings(**{**values, **others})


def app_for_tests(database_url: str, folder: Path, **others: object) -> FastAPI:
    """The app with ``settings_for_tests``."""
    return create_app(settings_for_tests(database_url, folder, **others))
