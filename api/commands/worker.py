"""``fangang worker``: makes the plans that a service has taken orders for."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Annotated

import typer

from api.entry import ctrl_c_ends_at_once
from api.exits import InputError, complain


def worker(
    beside: Annotated[
        bool, typer.Option("--beside", help="End when standard input ends: for a service that starts its own worker.")
    ] = False,
) -> None:
    """Make the plans of the database in FANGANG_DATABASE_URL, until Ctrl-C. Any number of workers may share one."""
    from api.http.settings import Settings, SettingsError

    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        raise InputError(str(error)) from error
    with ctrl_c_ends_at_once():
        from api.http.logs import write_to
        from api.operating import prepare
        from api.service.people.vault import Vault
        from api.service.plans.worker import Capacity
        from api.service.plans.working import work
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    if beside:
        threading.Thread(target=_end_with_input, args=(ending,), daemon=True).start()
    write_to(sys.stderr, as_json=settings.log_json)
    prepare(settings)
    capacity = Capacity(
        slots=settings.running_plans,
        attempts=settings.plan_attempts,
        grace=settings.shutdown_seconds,
        kept=settings.kept_plans,
    )
    work(
        settings.database_address,
        capacity,
        ending,
        open_vault=lambda: Vault.open(settings.master_key, settings.data_folder),
        cores=settings.worker_cores,
        nice=settings.worker_nice if beside else 0,
        say=complain,
    )


def _end_with_input(ending: threading.Event) -> None:
    while sys.stdin.buffer.read(1024):
        pass
    ending.set()
