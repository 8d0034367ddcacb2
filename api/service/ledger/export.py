"""The ledger to take away: a workbook in English or Chinese, and one JSON document with every step."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from sqlalchemy import select

from api.service.accounts.tables import Account, Employer
from api.service.ledger.problems import Filter, chosen, today
from api.service.ledger.states import CLOSED, STATE_WORDS
from api.service.ledger.tables import ProblemEntry, ProblemProof, ProblemStep
from api.service.policy import require
from api.service.store import Unit
from scenarios.words import Lang

MOST_PROBLEMS = 20_000
_LONGEST_CELL = 32_000

_HEADS: Mapping[Lang, Sequence[str]] = {
    "en": (
        "No.",
        "Title",
        "What is wrong",
        "Employer",
        "District",
        "State",
        "Since",
        "Owner",
        "Due",
        "Overdue",
        "Found",
        "Last note",
        "Proof",
        "Id",
    ),
    "zh": (
        "序号",
        "问题",
        "具体情况",
        "企业",
        "区县",
        "状态",
        "状态时间",
        "责任人",
        "办结期限",
        "超期",
        "发现时间",
        "最近说明",
        "销号依据",
        "编号",
    ),
}
_TITLES: Mapping[Lang, str] = {"en": "Ledger of problems", "zh": "问题台账"}
_YES: Mapping[Lang, str] = {"en": "overdue", "zh": "超期"}
_WIDTHS = (6, 30, 50, 28, 14, 12, 17, 16, 12, 9, 17, 36, 36, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A problem with its steps, its proofs and the names of those it is about."""

    problem: ProblemEntry
    employer: str | None
    owner: str | None
    overdue: bool
    steps: Sequence[ProblemStep]
    proofs: Sequence[ProblemProof]


def whole_ledger(unit: Unit, wanted: Filter) -> list[Whole]:
    """Everything of the filter that the actor sees, at most ``MOST_PROBLEMS``, the oldest first."""
    require(unit.actor, "list", "problems")
    rows = list(unit.session.scalars(chosen(unit, wanted).order_by(ProblemEntry.id).limit(MOST_PROBLEMS)))
    employers = _names(unit, Employer, {row.employer_id for row in rows})
    owners = _names(unit, Account, {row.owner_id for row in rows})
    steps = _by_problem(unit, ProblemStep, rows)
    proofs = _by_problem(unit, ProblemProof, rows)
    return [
        Whole(
            problem=row,
            employer=employers.get(row.employer_id or ""),
            owner=owners.get(row.owner_id or ""),
            overdue=_is_late(row, today(unit, row.campaign_id)),
            steps=steps[row.id],
            proofs=[proof for proof in proofs[row.id] if proof.deleted_at is None],
        )
        for row in rows
    ]


def ledger_workbook(found: Sequence[Whole], lang: Lang) -> bytes:
    """One sheet, a line for each problem; every text is a text, never a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet(_TITLES[lang])
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for column, (text, width) in enumerate(zip(_HEADS[lang], _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, text, head)
        for line, item in enumerate(found, 1):
            sheet.write_number(line, 0, line, cell)
            for column, text in enumerate(_line(item, lang), 1):
                sheet.write_string(line, column, text[:_LONGEST_CELL], cell)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(found)), len(_WIDTHS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return buffer.getvalue()


def ledger_document(found: Sequence[Whole]) -> list[dict[str, Any]]:
    """The same as plain data, with every step and what proves each."""
    return [
        {
            **{name: getattr(item.problem, name) for name in _PLAIN},
            "due": item.problem.due and item.problem.due.isoformat(),
            "state_since": item.problem.state_since.isoformat(),
            "created_at": item.problem.created_at.isoformat(),
            "employer": item.employer,
            "owner": item.owner,
            "overdue": item.overdue,
            "steps": [
                {"at": step.at.isoformat(), **{name: getattr(step, name) for name in _STEP}} for step in item.steps
            ],
            "proofs": [{name: getattr(proof, name) for name in _PROOF} for proof in item.proofs],
        }
        for item in found
    ]


_PLAIN = (
    "id",
    "campaign_id",
    "employer_id",
    "request_id",
    "plan_id",
    "run_id",
    "district",
    "title",
    "text",
    "state",
    "owner_id",
)
_STEP = ("account_id", "role", "before", "after", "note")
_PROOF = ("id", "text", "file_name", "media_type", "size", "sha256")


def _line(item: Whole, lang: Lang) -> Iterator[str]:
    row = item.problem
    yield row.title
    yield row.text
    yield item.employer or ""
    yield row.district or ""
    yield STATE_WORDS[row.state] if lang == "zh" else row.state
    yield f"{row.state_since:%Y-%m-%d %H:%M}"
    yield item.owner or ""
    yield "" if row.due is None else row.due.isoformat()
    yield _YES[lang] if item.overdue else ""
    yield f"{row.created_at:%Y-%m-%d %H:%M}"
    yield next((step.note for step in reversed(item.steps) if step.note), "")
    yield "; ".join(proof.text or proof.file_name or "" for proof in item.proofs)
    yield row.id


def _is_late(row: ProblemEntry, day: date) -> bool:
    return row.state != CLOSED and row.due is not None and row.due < day


def _names(unit: Unit, kind: type[Any], ids: set[str | None]) -> dict[str, str]:
    """Names by id."""
    found: dict[str, str] = {}
    for some in _batches(sorted(row_id for row_id in ids if row_id)):
        rows = unit.session.execute(select(kind.id, kind.name).where(kind.id.in_(some)))
        found |= {row.id: row.name for row in rows}
    return found


def _by_problem(unit: Unit, kind: type[Any], problems: Sequence[ProblemEntry]) -> Mapping[str, list[Any]]:
    """Rows of a table by their problem's id, the first one first."""
    found: dict[str, list[Any]] = {row.id: [] for row in problems}
    for some in _batches(list(found)):
        for row in unit.session.scalars(select(kind).where(kind.problem_id.in_(some)).order_by(kind.id)):
            found[row.problem_id].append(row)
    return found


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """A thousand at a time: some databases take no more values in a statement."""
    return (ids[at : at + 1000] for at in range(0, len(ids), 1000))
