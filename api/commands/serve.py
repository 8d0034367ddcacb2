"""``fangang serve``: the API and the start page."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from api.entry import ctrl_c_ends_at_once
from api.exits import InputError
from api.screen import announce

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen at; 0.0.0.0 for the whole network.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen at.")] = 8000,
) -> None:
    """Serve the API and the start page until Ctrl-C, with a worker that plans. FANGANG_… variables set its limits."""
    from api.http.settings import Settings, SettingsError

    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        raise InputError(str(error)) from error
    if host in _LOOPBACK and not settings.hosts:
        settings = settings.model_copy(update={"hosts": ",".join(_LOOPBACK)})
    with ctrl_c_ends_at_once():
        from api.first_start import tell_first_link
        from api.http.app import create_app
        from api.http.logs import write_to
        from api.http.server import bind, run
        from api.operating import prepare
        from api.service.plans.beside import WorkerBeside
    try:
        listening = bind(host, port)
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"{host}, port {port}: cannot listen there, {reason}.\n  Maybe --port {port + 1}.") from error
    write_to(sys.stderr, as_json=settings.log_json)
    with listening:
        prepare(settings)
        app = create_app(settings)
        listening.listen()
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        tell_first_link(settings, address)
        announce(f"Serving {address}  (Ctrl-C stops)")
        beside = WorkerBeside(settings.shutdown_seconds)
        if settings.own_worker:
            beside.start()
        try:
            run(app, settings, listening)
        finally:
            beside.stop()
