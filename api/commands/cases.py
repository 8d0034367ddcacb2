"""``fangang cases``: what is shipped, and what each case documents and assumes."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from api.commands.arguments import JsonOption
from api.finder import known_case
from api.screen import output
from scenarios.library import cases as shipped_cases


def cases(
    name: Annotated[str | None, typer.Argument(metavar="CASE", help="Show this case's whole page.")] = None,
    json: JsonOption = False,
) -> None:
    """List the shipped cases; with CASE, show what is documented about it and what is assumed."""
    console = output()
    shown = shipped_cases() if name is None else (known_case(name),)
    if json:
        keys = ("name", "title", "summary") if name is None else ("name", "title", "summary", "page")
        console.print_json(data=[{key: getattr(case, key) for key in keys} for case in shown])
    elif name is not None:
        typer.echo(shown[0].page)
    else:
        for case in shown:
            console.print(Text(case.name, style="bold"), Text(f"  {case.title}\n  {case.summary}\n"), sep="\n")
