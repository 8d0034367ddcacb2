"""A plan keeps what proves its bound, and whoever takes it away can audit it; a backup has it too."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import MetaData, insert
from typer.testing import CliRunner

from api.cli import app
from api.http.samples import SAMPLES
from api.service.actor import SYSTEM
from api.service.people.sealing import new_key
from api.service.people.vault import Vault
from api.service.plans import turns
from api.service.plans.orders import Order, accept, upload_of
from api.service.plans.packing import pack_certificate, unpack_certificate
from api.service.plans.stored import stored_certificate
from api.service.record import back_up, restore
from api.service.store import Database, new_id
from optimizer.bound import lower_bound
from optimizer.certificate import Certificate
from scenarios.certificate_file import CERTIFICATE_FILE, certificate_bytes
from tests.api.service.over_http import OverHttp
from tests.api.service.plans.conftest import judged
from tests.known import known_problem


def stored(database: Database, certificate: Certificate | None, bound: float) -> str:
    """The known plan as a worker stores it, with that bound; its id."""
    plan, worker_id = judged(), new_id()
    stated = plan.statement
    gap = (stated.objective - bound) / stated.objective
    plan = replace(plan, statement=replace(stated, bound=bound, gap=gap), certificate=certificate)
    with database.write(SYSTEM) as unit:
        accept(unit, Order(upload=upload_of(known_problem()), seconds=2.0), most_waiting=10)
    with database.write(SYSTEM) as unit:
        job = turns.claim(unit, worker_id)
        assert job is not None
        turn = turns.begin(unit, job.id, worker_id, most_attempts=1)
        assert turn is not None
        assert turns.store(unit, turn, plan)
        return job.id


def proved(database: Database) -> str:
    """The same with the bound of this product and its prices."""
    found = lower_bound(known_problem())
    return stored(database, found.certificate, found.value)


def certificate(database: Database, plan_id: str) -> Certificate | None:
    with database.read(SYSTEM) as unit:
        return stored_certificate(unit, plan_id)


def taken_away(over_http: OverHttp, plan_id: str, folder: Path) -> Path:
    """The plan's folder as the service gives it."""
    answer = over_http.anonymous.get(f"/api/v1/plans/{plan_id}/files")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(folder)
    return folder


def test_a_plan_keeps_its_prices_exactly(database: Database) -> None:
    assert certificate(database, proved(database)) == lower_bound(known_problem()).certificate


def test_prices_of_an_older_version_prove_nothing_any_more() -> None:
    found = lower_bound(known_problem()).certificate
    assert found is not None
    older = json.loads(certificate_bytes(found)) | {"form": 1}
    assert unpack_certificate(pack_certificate(found)) == found
    assert unpack_certificate(zlib.compress(json.dumps(older).encode())) is None


def test_a_plan_that_was_taken_away_can_be_audited(over_http: OverHttp, tmp_path: Path) -> None:
    plan = taken_away(over_http, proved(over_http.database), tmp_path / "plan")
    ended = CliRunner().invoke(app, ["audit", str(plan / "scenario.json"), str(plan), "--samples", "100"])
    assert ended.exit_code == 0, ended.output
    assert "is certified" in ended.stdout


@pytest.mark.parametrize("plan_id", SAMPLES)
def test_the_samples_can_be_audited(over_http: OverHttp, tmp_path: Path, plan_id: str) -> None:
    plan = taken_away(over_http, plan_id, tmp_path / "plan")
    ended = CliRunner().invoke(app, ["audit", str(plan / "scenario.json"), str(plan), "--samples", "100"])
    assert ended.exit_code == 0, ended.output


def test_a_plan_without_prices_is_given_without(over_http: OverHttp, tmp_path: Path) -> None:
    plan = taken_away(over_http, stored(over_http.database, None, 1.0), tmp_path / "plan")
    assert (plan / "plan.json").exists()
    assert not (plan / CERTIFICATE_FILE).exists()


def test_a_backup_has_the_prices(database: Database, empty_url: str, tmp_path: Path) -> None:
    vault, path = Vault((new_key(),)), tmp_path / "service.backup"
    plan_id = proved(database)
    back_up(database, vault, path)
    with closing(Database.open(empty_url, migrate=False)) as other:
        restore(other, vault, path)
        assert certificate(other, plan_id) == certificate(database, plan_id)


def test_plans_of_before_stay_and_have_none(empty_url: str) -> None:
    """Rows of a database that did not know the column yet."""
    with closing(Database.open(empty_url, migrate=False)) as database:
        database.upgrade("0008")
        plan_id = _old_plan(database)
        database.upgrade()
        assert certificate(database, plan_id) is None
        assert certificate(database, proved(database)) is not None


def _old_plan(database: Database) -> str:
    """By the tables that are there, for the code's are of today."""
    there, now = MetaData(), datetime(2020, 3, 1)
    there.reflect(database.engine)
    stamps = {"created_at": now, "changed_at": now, "version": 1}
    scenario = {"id": new_id(), "sha256": "0" * 64, "name": "old", "document": b"", **stamps}
    job = {
        "id": new_id(),
        "scenario_id": scenario["id"],
        "scenario_name": "old",
        "state": "done",
        "attempts": 1,
        **stamps,
    }
    plan = {"id": job["id"], "sha256": "0" * 64, "statement": {}, "extra": {}, "tables": b"", **stamps}
    with database.transaction() as connection:
        connection.execute(insert(there.tables["plan_scenarios"]).values(scenario))
        connection.execute(insert(there.tables["plan_jobs"]).values(job | {"seconds": 1.0, "seed": 0}))
        connection.execute(insert(there.tables["plans"]).values(plan))
    return str(job["id"])
