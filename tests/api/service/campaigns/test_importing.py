"""A whole scenario becomes a campaign, and the campaign's snapshot is that scenario but for the names of rows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.service.campaigns.importing import import_scenario
from api.service.campaigns.profiles import profile
from api.service.campaigns.snapshots import load_problem, take_snapshot
from api.service.campaigns.tables import Offer
from api.service.requests.tables import Request
from api.service.store import Database, DeniedError
from optimizer.problem import Problem, Tables
from scenarios import load
from scenarios.comparison.scenario_difference import scenario_difference
from scenarios.library import cases
from tests.api.service.campaigns.bureau import PLANNER, READER
from tests.known import known_problem


def scenarios() -> Iterator[tuple[str, Path]]:
    """The shipped cases, and the small public instances where they are at hand."""
    yield from ((case.name, case.path) for case in cases())
    home = os.environ.get("FANGANG_INSTANCES")
    if home:
        names = ("tiny-01", "tiny-04", "campaign-S-shandong", "trunk-S", "commute-S")
        yield from ((name, Path(home) / name) for name in names)


def plain(problem: Problem) -> Problem:
    """Without what a campaign keeps elsewhere: whom to call, employers who ask for nothing, types nobody has."""
    asking = {demand.employer_id for demand in problem.demands}
    driven = {row.type_id for row in problem.fleet}
    return Problem.build(
        Tables(
            settings=problem.settings,
            regions=problem.regions,
            sites=problem.sites,
            employers=[
                replace(row, contact="", phone="", priority=1.0)
                for row in problem.employers
                if row.employer_id in asking
            ],
            demands=[replace(row, priority=problem.priority(row)) for row in problem.demands],
            vehicle_types=[
                replace(row, cost_km_empty=row.cost_km if row.cost_km_empty is None else row.cost_km_empty)
                for row in problem.vehicle_types
                if row.type_id in driven
            ],
            fleet=problem.fleet,
            services=problem.services,
            service_stops=problem.service_stops,
            links=problem.links,
            caps=problem.caps,
            limits=[row for row in problem.limits if row.scope in asking or row.scope not in problem.employer],
        )
    )


def renamed(problem: Problem, like: Problem) -> Problem:
    """With the employers, demands and services of ``like`` in place of its own, which are in the same order."""
    employers = dict(
        zip((e.employer_id for e in problem.employers), (e.employer_id for e in like.employers), strict=True)
    )
    demands = dict(zip((d.demand_id for d in problem.demands), (d.demand_id for d in like.demands), strict=True))
    services = dict(zip((s.service_id for s in problem.services), (s.service_id for s in like.services), strict=True))
    tables = Tables(
        settings=problem.settings,
        regions=problem.regions,
        sites=problem.sites,
        employers=[replace(row, employer_id=employers[row.employer_id]) for row in problem.employers],
        demands=[
            replace(row, demand_id=demands[row.demand_id], employer_id=employers[row.employer_id])
            for row in problem.demands
        ],
        vehicle_types=problem.vehicle_types,
        fleet=problem.fleet,
        services=[replace(row, service_id=services[row.service_id]) for row in problem.services],
        service_stops=[replace(row, service_id=services[row.service_id]) for row in problem.service_stops],
        links=problem.links,
        caps=problem.caps,
        limits=[replace(row, scope=employers.get(row.scope, row.scope)) for row in problem.limits],
    )
    return Problem.build(tables)


def test_the_snapshot_of_an_imported_scenario_is_that_scenario(database: Database) -> None:
    different = []
    for name, path in scenarios():
        wanted = plain(load(path).problem)
        with database.write(PLANNER) as unit:
            campaign = import_scenario(unit, load(path).problem)
            found = load_problem(unit, take_snapshot(unit, campaign.id).id)
        if not scenario_difference(wanted, renamed(plain(found), wanted)).none:
            different.append(name)
    assert different == []


def test_rules_stay_with_the_campaign_as_a_profile_of_its_own(database: Database) -> None:
    with database.write(PLANNER) as unit:
        for edition in (1, 2):
            campaign = import_scenario(unit, known_problem(), name="Known case", receiving_area="Jinan")
            assert (campaign.name, campaign.receiving_area, campaign.state) == ("Known case", "Jinan", "frozen")
            assert profile(unit, "imported-known-case").edition == edition


def test_demands_become_checked_requests_and_fleets_accepted_offers(database: Database) -> None:
    with database.write(PLANNER) as unit:
        import_scenario(unit, known_problem())
        problem = known_problem()
        states = unit.session.execute(select(Request.state, func.count()).group_by(Request.state)).all()
        assert [tuple(row) for row in states] == [
            ("checked", len({(d.employer_id, d.workplace_id, problem.priority(d)) for d in problem.demands}))
        ]
        states = unit.session.execute(select(Offer.state, func.count()).group_by(Offer.state)).all()
        assert [tuple(row) for row in states] == [("accepted", len(problem.fleet) + len(problem.services))]


def test_only_the_bureau_imports(database: Database) -> None:
    with database.write(READER) as unit, pytest.raises(DeniedError):
        import_scenario(unit, known_problem())
