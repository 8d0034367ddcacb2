"""Where a benchmark's own database is, and a port that nobody has."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypeAlias

from tests.api.service.postgres import running_postgres

Kind: TypeAlias = Literal["sqlite", "postgresql"]


def kinds_of(asked: str) -> Sequence[Kind]:
    """``both``, or the one that is asked for."""
    return [kind for kind in ("sqlite", "postgresql") if asked in (kind, "both")]


@contextmanager
def database_address(kind: Kind) -> Iterator[str]:
    """The address of an empty database, which is gone afterwards."""
    if kind == "postgresql":
        with running_postgres() as url:
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="fangang-bench-", ignore_cleanup_errors=True) as folder:
        yield f"sqlite:///{folder}/fangang.db"


def free_port() -> int:
    """A port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
