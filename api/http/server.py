"""The service on a port, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import ctypes
import socket
import sys
import threading
import time
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from api.http.settings import Settings
from api.http.warming import warm

_IDLE_SECONDS = 10
_DRAIN_SECONDS = 3
_LOOK_SECONDS = 0.1
_LARGEST_HEADER = 32_768
_TURN_SECONDS = 0.0005
"""How long a thread that computes, figures for one, keeps the others waiting at each of their steps; Python's own 5 ms
make 100 ms of a call that asks the database twenty times."""
_M_ARENA_MAX, _ARENAS = -8, 2


def bind(host: str, port: int) -> socket.socket:
    """A socket at the address. Raises OSError where that cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off the delay of small packets only for sockets that say they are TCP: 40 ms of every answer
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening


def run(app: FastAPI, settings: Settings, listening: socket.socket) -> None:
    """Serves until it is told to stop; then every search and every child process has ended.

    Once it answers, a thread beside gets ready what the first callers would wait for.
    """
    config = uvicorn.Config(
        app,
        log_config=None,  # events go where those of the service go
        log_level="warning",
        server_header=False,
        limit_concurrency=settings.connections,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
        h11_max_incomplete_event_size=_LARGEST_HEADER,
    )
    _share_heaps()
    sys.setswitchinterval(_TURN_SECONDS)
    server = uvicorn.Server(config)
    threading.Thread(target=_warm_once_up, args=(server, app), name="warming", daemon=True).start()
    server.run(sockets=[listening])


def _share_heaps() -> None:
    """Lets the service's threads share two heaps where the C library is glibc.

    With eight for each processor, as glibc has it, dozens of threads keep tens of MB that none of them uses.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def _warm_once_up(server: uvicorn.Server, app: FastAPI) -> None:
    while not server.started:
        if server.should_exit:
            return
        time.sleep(_LOOK_SECONDS)
    warm(app)
