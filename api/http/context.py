"""What every call needs: limits, jobs, the reader of scenarios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, TypeAlias

from fastapi import Depends, Path, Query, Request

from api.http.jobs import Jobs
from api.http.samples import SAMPLES
from api.http.settings import Settings
from api.http.upload import Reader
from api.service.accounts.door import Door
from api.service.accounts.provider import Provider
from api.service.figures.keeping import KeptFigures
from api.service.people.vault import Vault
from api.service.store import Database
from scenarios.words import Lang

PREFIX = "/api/v1"
ID_PATTERN = "^[A-Za-z0-9_-]{1,64}$"

PlanId: TypeAlias = Annotated[str, Path(description="The plan's id", pattern=ID_PATTERN, examples=[SAMPLES[0]])]
LangQuery: TypeAlias = Annotated[Lang, Query(description="Language of what people read", examples=["en"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One service's own things."""

    settings: Settings
    jobs: Jobs
    reader: Reader
    database: Database
    door: Door
    open_vault: Callable[[], Vault]
    provider: Provider | None = None
    kept_figures: KeptFigures = field(default_factory=KeptFigures)

    @property
    def vault(self) -> Vault:
        """The master key; where there is none yet, its file is made when it is first wanted."""
        return self.open_vault()


def context(request: Request) -> Context:
    """The context of the app that has the request."""
    found: Context = request.app.state.context
    return found


Here: TypeAlias = Annotated[Context, Depends(context)]
