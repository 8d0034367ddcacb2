"""``audit``: a plan's own prices are certified; raised, missing or broken ones are told."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ended

from api.cli import app
from optimizer.bound import lower_bound
from scenarios import write_plan
from scenarios.certificate_file import CERTIFICATE_FILE, certificate_bytes, read_certificate
from tests.known import Known


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def kept(known: Known, tmp_path: Path) -> Path:
    """The known plan with its bound and what proves that."""
    found = lower_bound(known.problem)
    gap = (known.statement.objective - found.value) / known.statement.objective
    statement = replace(known.statement, bound=found.value, gap=gap)
    folder = tmp_path / "plan"
    write_plan(folder, known.problem, known.plan, statement, certificate=found.certificate)
    return folder


def test_a_certificate_comes_back_as_it_was_written(known: Known, kept: Path) -> None:
    assert read_certificate(kept) == (lower_bound(known.problem).certificate, ())


def test_a_plan_with_its_prices_is_certified(known: Known, kept: Path) -> None:
    ended = fangang("audit", known.scenario_folder, kept, "--samples", 200)
    assert ended.exit_code == 0, ended.output
    assert "is certified" in ended.stdout
    stated = json.loads(fangang("audit", known.scenario_folder, kept, "--samples", 50, "--json").stdout)
    assert stated["certified"] is True
    assert all(check["wrong"] == 0 for check in stated["checks"])
    assert fangang("check", known.scenario_folder, kept).exit_code == 0


def test_a_claim_raised_by_one_ends_with_1(known: Known, kept: Path) -> None:
    stated = json.loads((kept / "plan.json").read_text(encoding="utf-8"))
    stated["bound"] += 1
    stated["gap"] = (stated["objective"] - stated["bound"]) / stated["objective"]
    (kept / "plan.json").write_text(json.dumps(stated), encoding="utf-8")
    ended = fangang("audit", known.scenario_folder, kept, "--samples", 0)
    assert ended.exit_code == 1
    assert "NOT certified" in ended.stdout
    assert "bound of plan.json" in ended.stdout


def test_a_plan_without_prices_is_bad_input(known: Known) -> None:
    ended = fangang("audit", known.scenario_folder, known.plan_folder)
    assert ended.exit_code == 2
    assert "nothing to audit" in ended.output


@pytest.mark.parametrize("text", ["{", "[]", '{"form": 1}', '{"form": 2}', "null"])
def test_prices_that_cannot_be_read_are_bad_input(known: Known, kept: Path, text: str) -> None:
    (kept / CERTIFICATE_FILE).write_text(text, encoding="utf-8")
    ended = fangang("audit", known.scenario_folder, kept)
    assert ended.exit_code == 2
    assert "duals.json" in ended.output


def test_prices_that_are_no_numbers_are_bad_input(known: Known, kept: Path) -> None:
    found = lower_bound(known.problem).certificate
    assert found is not None
    text = certificate_bytes(found).decode().replace('"part": ', '"part": "half", "was": ')
    (kept / CERTIFICATE_FILE).write_text(text, encoding="utf-8")
    assert fangang("audit", known.scenario_folder, kept).exit_code == 2


def test_a_plan_replaced_by_one_without_prices_has_none(known: Known, kept: Path) -> None:
    write_plan(kept, known.problem, known.plan, known.statement)
    assert read_certificate(kept) == (None, ())
    shutil.rmtree(kept)
    assert read_certificate(kept) == (None, ())
