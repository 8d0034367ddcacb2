"""Exit statuses, and how an error becomes a message and a status instead of a traceback."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import typer
from rich.text import Text
from typer.core import TyperGroup

from api.screen import talk
from optimizer.problem import ProblemError
from scenarios import PlanFilesError, ReplaceError, SaveError, ScenarioError


class Status(IntEnum):
    """What a command's end means to the shell. 1 and 2 are promised; the others follow custom (sysexits, signals)."""

    GOOD = 0
    BROKEN_PLAN = 1
    BAD_INPUT = 2
    BUG = 70
    ABORTED = 130


class InputError(ValueError):
    """What was asked for cannot be done as asked; the message says why and what to do."""


class GuardedGroup(TyperGroup):
    """Commands whose errors end as a message on stderr and one of ``Status``; a fault of our own passes through."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command. Raises typer.Exit with the status of what went wrong."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except ScenarioError as error:
            for warning in error.warnings:
                complain(f"Warning: {warning}")
            count = len(error.faults)
            complain(f"{count} {'fault' if count == 1 else 'faults'} in the input, nothing was done:\n{error}")
            raise typer.Exit(Status.BAD_INPUT) from error
        except PlanFilesError as error:
            complain(str(error))
            raise typer.Exit(Status.BROKEN_PLAN) from error
        except ReplaceError as error:
            complain(f"{str(error).splitlines()[0]}\n  Maybe --force, which replaces it, or a new name.")
            raise typer.Exit(Status.BAD_INPUT) from error
        except (InputError, SaveError, ProblemError) as error:
            complain(str(error))
            raise typer.Exit(Status.BAD_INPUT) from error
        except OSError as error:
            where = f"{error.filename}: " if error.filename is not None else ""
            complain(f"{where}{error.strerror or error}")
            raise typer.Exit(Status.BAD_INPUT) from error
        except KeyboardInterrupt as error:
            complain("Aborted.")
            raise typer.Exit(Status.ABORTED) from error


def complain(message: str) -> None:
    """Says what went wrong, beside the output."""
    talk().print(Text(message))
