"""The command ``fangang``: its commands put together, and the way in from the shell."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from typing import Annotated

import typer

from api import STARTED, __version__
from api.commands.account import account
from api.commands.audit import audit
from api.commands.audit_log import audit_log
from api.commands.backup import backup, restore
from api.commands.cases import cases
from api.commands.check import check
from api.commands.compare import compare
from api.commands.convert import convert
from api.commands.demo import demo
from api.commands.generate import generate
from api.commands.map import draw_map
from api.commands.people import expire, rotate_key
from api.commands.places import places
from api.commands.plan import plan
from api.commands.schedule import schedule
from api.commands.serve import serve
from api.commands.timeline import timeline
from api.commands.warmup import warmup
from api.commands.worker import worker
from api.exits import GuardedGroup, Status, complain
from api.session import Session

app = typer.Typer(
    cls=GuardedGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Plans the door-to-door return of workers by coach, train, carriage and flight, and checks every plan.\n\n"
    "Exit status: 0 good, 1 a plan that breaks a rule, 2 bad input.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fangang {__version__}")
        raise typer.Exit


@app.callback()
def begin(
    ctx: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Notes when the command began, for ``--seconds`` counts from there."""
    if ctx.obj is None:
        ctx.obj = Session(started=time.monotonic())


_PLANNING = (demo, plan, check, audit, compare, convert, schedule, timeline, generate, cases, places, warmup)
_SERVICE = (serve, worker, backup, restore, audit_log, expire, rotate_key)
_commands: tuple[Callable[..., None], ...] = (*_PLANNING, *_SERVICE)
for _command in _commands:
    app.command()(_command)
app.command("map")(draw_map)
app.add_typer(account, name="account")


def main() -> None:
    """Runs the command line of this process. A fault of our own ends with its traceback and status 70."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(obj=Session(started=STARTED))
    except Exception:
        complain(f"{traceback.format_exc()}This is a fault of fangang itself, please report it with the lines above.")
        sys.exit(Status.BUG)
