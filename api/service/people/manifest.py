"""The passenger registration sheet of a run: who sits where, with columns for the temperatures on the way.

Here alone names, numbers and telephones are clear, for whoever may read them (resource ``manifests``); an employer
reads its own workers only, a carrier names alone and by the rule of ``roll_call``. Every reading is noted in the audit
log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from sqlalchemy import select

from api.service.accounts.tables import Employer
from api.service.people.health import Holds, health_on
from api.service.people.keys import batches
from api.service.people.masks import GONE, masked
from api.service.people.roll_call import READS, is_by_rule, require_roll_call
from api.service.people.seats import isolation_seats, seat_key, seat_name
from api.service.people.tables import Seating, SeatPlan, Worker
from api.service.people.vault import Vault
from api.service.people.workers import by_ids, fields_of
from api.service.policy import may, reach, require, sees_clear, visible
from api.service.publishing.tables import PublishedRun
from api.service.store import NotFoundError, Unit
from optimizer.clock import minute_of, show_minute

TEMPERATURE_EVERY_MIN = 180
"""On the way temperature is taken so often (train G4368; other runs took 2 to 8 hours)."""

Reading: TypeAlias = Literal["boarding", "on_the_way", "arrival"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemperatureColumn:
    """One column to be filled in: local time, and the stop where it is one."""

    at: str
    kind: Reading
    site: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passenger:
    """One seat that is taken. ``fields`` are empty for a place that nobody is named for; ``health`` None: not told."""

    seat: str
    origin_id: str
    place: int
    employer_id: str
    employer: str
    board_seq: int
    alight_seq: int
    worker_id: str | None
    fields: Mapping[str, str]
    health: Holds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The sheet of one run; ``stops`` are those of the published run, ``isolation`` the seats kept free."""

    run: PublishedRun
    stops: Sequence[Mapping[str, Any]]
    isolation: Sequence[str]
    columns: Sequence[TemperatureColumn]
    passengers: Sequence[Passenger]


def published_run(unit: Unit, publication_id: str, run_id: str) -> PublishedRun:
    """A run of a publication, whoever asks. Raises NotFoundError."""
    chosen = select(PublishedRun).where(PublishedRun.publication_id == publication_id, PublishedRun.run_id == run_id)
    found = unit.session.scalar(chosen)
    if found is None:
        raise NotFoundError(f"There is no run {run_id} of that publication. Maybe its list has the right one.")
    return found


def manifest(unit: Unit, vault: Vault, run: PublishedRun) -> Manifest:
    """The sheet of a published run, as far as the actor may read it; noted in the log, so the unit must write.

    Raises DeniedError, and NotFoundError where nothing of the run is the actor's.
    """
    by_rule = is_by_rule(unit)
    if by_rule:
        require_roll_call(unit, run)
    elif reach(unit.actor.role, "read", "manifests") == "-":
        require(unit.actor, "read", "manifests", run)
    chosen = select(Seating).where(
        Seating.plan_id == run.plan_id,
        Seating.run_id == run.run_id,
        visible(unit.actor, Seating, resource="manifests"),
    )
    groups = unit.session.scalars(chosen).all()
    whole = by_rule or may(unit.actor, "read", "manifests", run)
    if not groups and not whole:
        raise NotFoundError(f"There is no run {run.run_id} of that publication. Maybe its list has the right one.")
    unit.note("read", "manifests", run.id, after={"plan_id": run.plan_id, "run_id": run.run_id})
    vehicle = unit.session.scalar(
        select(SeatPlan).where(SeatPlan.plan_id == run.plan_id, SeatPlan.run_id == run.run_id)
    )
    stops = run.stops if whole else _stops_of(run.stops, groups)
    return Manifest(
        run=run,
        stops=stops,
        isolation=() if vehicle is None else _isolation(vehicle),
        columns=temperature_columns(stops),
        passengers=_passengers(unit, vault, groups, departs=_leaves(stops[0]), names_alone=by_rule),
    )


def temperature_columns(
    stops: Sequence[Mapping[str, Any]], every_min: int = TEMPERATURE_EVERY_MIN
) -> list[TemperatureColumn]:
    """Where anyone boards, every so often on the way, and at the last stop; in order of time."""
    first, last = minute_of(_leaves(stops[0])), minute_of(stops[-1]["arrival"])
    found = [TemperatureColumn(at=_leaves(stop), kind="boarding", site=stop["site"]) for stop in stops if stop["board"]]
    found += [
        TemperatureColumn(at=show_minute(at), kind="on_the_way", site=None)
        for at in range(first + every_min, last, every_min)
    ]
    found.append(TemperatureColumn(at=stops[-1]["arrival"], kind="arrival", site=stops[-1]["site"]))
    return sorted(found, key=lambda column: column.at)


def _stops_of(stops: Sequence[Mapping[str, Any]], groups: Sequence[Seating]) -> list[Mapping[str, Any]]:
    """Where these groups board and alight, with their own headcounts: the others aboard are not told of."""
    found: list[Mapping[str, Any]] = []
    for stop in stops:
        board = sum(len(group.places) for group in groups if group.board_seq == stop["seq"])
        alight = sum(len(group.places) for group in groups if group.alight_seq == stop["seq"])
        if board or alight:
            found.append({**stop, "board": board, "alight": alight})
    return found


def holders(unit: Unit, groups: Sequence[Seating]) -> dict[tuple[str, int], Worker]:
    """The named workers by origin and place."""
    workers = by_ids(unit, Worker.origin_id, {group.origin_id for group in groups})
    return {(w.origin_id, w.place): w for w in workers if w.origin_id is not None and w.place is not None}


def _passengers(
    unit: Unit, vault: Vault, groups: Sequence[Seating], *, departs: str, names_alone: bool
) -> list[Passenger]:
    named = holders(unit, groups)
    aboard = {
        worker.id: worker
        for group in groups
        for place in group.places
        if (worker := named.get((group.origin_id, place))) is not None
    }
    known = fields_of(unit, vault, aboard.values())
    clear = sees_clear(unit.actor, "read", "manifests")
    names = employer_names(unit, {group.employer_id for group in groups})
    day = date.fromisoformat(departs[:10])
    found: list[Passenger] = []
    for group in groups:
        for place, seat in zip(group.places, group.seats, strict=True):
            worker = named.get((group.origin_id, place))
            fields = {} if worker is None else known.get(worker.id, {"name": GONE})
            health = None if names_alone else health_on(fields, day)
            if names_alone:
                fields = {name: value for name, value in fields.items() if name in READS}
            found.append(
                Passenger(
                    seat=seat,
                    origin_id=group.origin_id,
                    place=place,
                    employer_id=group.employer_id,
                    employer=names.get(group.employer_id, ""),
                    board_seq=group.board_seq,
                    alight_seq=group.alight_seq,
                    worker_id=None if worker is None or names_alone else worker.id,
                    fields=fields if clear else masked(fields),
                    health=health,
                )
            )
    return sorted(found, key=lambda p: (seat_key(p.seat), p.board_seq))


def employer_names(unit: Unit, employer_ids: set[str]) -> Mapping[str, str]:
    """The names of employers by id."""
    found: dict[str, str] = {}
    for ids in batches(employer_ids):
        rows = unit.session.execute(select(Employer.id, Employer.name).where(Employer.id.in_(ids)))
        found |= {row.id: row.name for row in rows}
    return found


def _isolation(vehicle: SeatPlan) -> list[str]:
    return [
        seat_name(vehicle.mode, unit, seat)
        for unit in range(1, vehicle.units + 1)
        for seat in isolation_seats(vehicle.mode, vehicle.seats, vehicle.reserved)
    ]


def _leaves(stop: Mapping[str, Any]) -> str:
    return str(stop["departure"] or stop["arrival"])
