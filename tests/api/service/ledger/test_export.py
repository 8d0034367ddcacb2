"""The ledger leaves as a workbook to print and as a document with every step."""

from __future__ import annotations

import io
import json

from python_calamine import load_workbook

from api.service.ledger import Filter, ProblemForm, ProofForm, add_proof, raise_problem, step_problem
from api.service.ledger.export import ledger_document, ledger_workbook, whole_ledger
from api.service.store import Database, Unit
from tests.api.service.campaigns.bureau import PLANNER, account, employer


def _two(unit: Unit) -> None:
    firm, owner = employer(unit), account(unit)
    row = raise_problem(unit, ProblemForm(title="=1+1", employer_id=firm.id, owner_id=owner.id, due=unit.now.date()))
    step_problem(unit, row.id, "gathered", None, note="three firms tell the same")
    add_proof(unit, row.id, ProofForm(text="pass 0312"))
    raise_problem(unit, ProblemForm(title="No masks"))


def test_the_workbook_has_a_line_for_each_in_both_languages(database: Database) -> None:
    with database.write(PLANNER) as unit:
        _two(unit)
        found = whole_ledger(unit, Filter())
        zh, en = ledger_workbook(found, "zh"), ledger_workbook(found, "en")
    rows = load_workbook(io.BytesIO(zh)).get_sheet_by_name("问题台账").to_python()
    assert rows[0][1:7] == ["问题", "具体情况", "企业", "区县", "状态", "状态时间"]
    assert [row[0] for row in rows[1:]] == [1, 2]
    assert [rows[1][column] for column in (1, 3, 4, 5, 7, 11, 12)] == [
        "=1+1",
        "山东建工",
        "历下区",
        "汇总",
        "The planner",
        "three firms tell the same",
        "pass 0312",
    ]
    assert load_workbook(io.BytesIO(en)).get_sheet_by_name("Ledger of problems").to_python()[1][5] == "gathered"


def test_the_document_has_every_step_and_proof(database: Database) -> None:
    with database.write(PLANNER) as unit:
        _two(unit)
        told = json.loads(json.dumps(ledger_document(whole_ledger(unit, Filter()))))
    assert [item["title"] for item in told] == ["=1+1", "No masks"]
    assert [step["after"] for step in told[0]["steps"]] == ["found", "gathered"]
    assert [proof["text"] for proof in told[0]["proofs"]] == ["pass 0312"]
    assert (told[0]["employer"], told[0]["owner"], told[1]["employer"]) == ("山东建工", "The planner", None)
