"""Problems raised, changed, and taken from state to state, each step with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, select

from api.service.accounts.tables import Account, Employer
from api.service.campaigns.tables import Campaign
from api.service.ledger.states import CLOSED, STATES, is_back, next_states
from api.service.ledger.tables import ProblemEntry, ProblemProof, ProblemStep
from api.service.policy import find, require, visible
from api.service.requests.tables import Request
from api.service.store import ConflictError, InvalidError, Page, Unit, new_id, page
from scenarios import FileFault

_WHAT = "problem"
_PERSONS_IN_CHARGE = ("administrator", "planner")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemForm:
    """What a problem is. An employer says title, text and what it is about; owner and due date are the bureau's."""

    title: str
    text: str = ""
    campaign_id: str | None = None
    employer_id: str | None = None
    request_id: str | None = None
    plan_id: str | None = None
    run_id: str | None = None
    district: str | None = None
    owner_id: str | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which problems are wanted; None: whatever it is. ``overdue``: not closed and due before today."""

    campaign_id: str | None = None
    employer_id: str | None = None
    district: str | None = None
    owner_id: str | None = None
    state: str | None = None
    overdue: bool = False


def raise_problem(unit: Unit, form: ProblemForm) -> ProblemEntry:
    """A new problem, found. An employer raises its own. Raises InvalidError, NotFoundError, DeniedError."""
    own = unit.actor.employer_id if unit.actor.role == "employer" else None
    row = ProblemEntry(state=STATES[0], state_since=unit.now, employer_id=own or form.employer_id)
    require(unit.actor, "create", "problems", row)
    if own is not None and (form.owner_id, form.due) != (None, None):
        fault = FileFault(
            place=_WHAT, column="owner_id", value=form.owner_id, expected="nothing, as for due: the bureau says"
        )
        raise InvalidError("1 field of the problem cannot be used, nothing was done.", [fault])
    _put(unit, row, form)
    unit.add(row)
    unit.session.flush()
    _note(unit, row, None, row.state, "")
    return row


def change_problem(unit: Unit, problem_id: str, form: ProblemForm, version: int | None) -> ProblemEntry:
    """The problem with other words, owner or due date, until it is closed. Raises StaleError, ConflictError."""
    row = unit.expect(find(unit, ProblemEntry, problem_id, what=_WHAT, action="change", lock=True), version)
    if row.state == CLOSED:
        raise ConflictError(f"Problem {row.id} is closed. Maybe take it back first, with the reason.")
    row.employer_id = form.employer_id
    _put(unit, row, form)
    unit.session.flush()
    return row


def step_problem(unit: Unit, problem_id: str, state: str, version: int | None, *, note: str = "") -> ProblemEntry:
    """The problem one state on, or one back with a reason; closed only with a proof.

    Raises StaleError, ConflictError, InvalidError.
    """
    action = "close" if state == CLOSED else "change"
    row = unit.expect(find(unit, ProblemEntry, problem_id, what=_WHAT, action=action, lock=True), version)
    before = row.state
    if state not in next_states(before):
        ways = ", ".join(next_states(before))
        raise ConflictError(f"Problem {row.id} is {before} and cannot become {state}. Maybe {ways}.")
    if is_back(before, state) and not note.strip():
        fault = FileFault(place="step", column="note", value=note, expected="the reason why it goes back")
        raise InvalidError(f"A problem that goes back to {state} needs a note.", [fault])
    if state == CLOSED and not _is_proven(unit, row):
        raise ConflictError(f"Problem {row.id} has no proof that it is solved. Maybe add words or a paper first.")
    row.state, row.state_since = state, unit.now
    _note(unit, row, before, state, note)
    unit.session.flush()
    return row


def delete_problem(unit: Unit, problem_id: str, version: int | None) -> None:
    """Takes away a problem that was none. It stays in the record."""
    row = unit.expect(find(unit, ProblemEntry, problem_id, what=_WHAT, action="delete", lock=True), version)
    unit.delete(row)
    unit.session.flush()


def problem_of(unit: Unit, problem_id: str) -> ProblemEntry:
    """A problem that the actor may read. Raises NotFoundError."""
    return find(unit, ProblemEntry, problem_id, what=_WHAT)


def steps_of(unit: Unit, problem: ProblemEntry) -> Sequence[ProblemStep]:
    """Every step of it, the first one first."""
    wanted = select(ProblemStep).where(ProblemStep.problem_id == problem.id).order_by(ProblemStep.id)
    return list(unit.session.scalars(wanted))


def problems(unit: Unit, wanted: Filter, *, cursor: str | None, limit: int) -> Page[ProblemEntry]:
    """The problems that the actor sees, the oldest first."""
    require(unit.actor, "list", "problems")
    return page(unit, chosen(unit, wanted), cursor=cursor, limit=limit)


def chosen(unit: Unit, wanted: Filter) -> Select[ProblemEntry]:
    """The rows of a filter, as far as the actor sees them."""
    found = select(ProblemEntry).where(ProblemEntry.deleted_at.is_(None), visible(unit.actor, ProblemEntry))
    for name in ("campaign_id", "employer_id", "district", "owner_id", "state"):
        value = getattr(wanted, name)
        if value is not None:
            found = found.where(getattr(ProblemEntry, name) == value)
    return found.where(is_overdue(today(unit, wanted.campaign_id))) if wanted.overdue else found


def is_overdue(day: date) -> ColumnElement[bool]:
    """In SQL: not closed, and due before the day."""
    return (ProblemEntry.state != CLOSED) & ProblemEntry.due.is_not(None) & (ProblemEntry.due < day)


def today(unit: Unit, campaign_id: str | None) -> date:
    """The date in the campaign's zone; without a campaign in UTC."""
    campaign = None if campaign_id is None else unit.session.get(Campaign, campaign_id)
    return unit.now.astimezone(UTC if campaign is None else ZoneInfo(campaign.timezone)).date()


def _put(unit: Unit, row: ProblemEntry, form: ProblemForm) -> None:
    if not form.title.strip():
        fault = FileFault(place=_WHAT, column="title", value=form.title, expected="a few words for what is wrong")
        raise InvalidError("1 field of the problem cannot be used, nothing was done.", [fault])
    employer = None if row.employer_id is None else find(unit, Employer, row.employer_id, what="employer")
    if form.campaign_id is not None:
        find(unit, Campaign, form.campaign_id, what="campaign")
    if form.request_id is not None:
        _check_request(find(unit, Request, form.request_id, what="request"), row, form)
    if form.owner_id is not None:
        _check_owner(unit.get(Account, form.owner_id, what="account"))
    row.title, row.text = form.title.strip(), form.text.strip()
    row.campaign_id, row.request_id = form.campaign_id, form.request_id
    row.plan_id, row.run_id = form.plan_id, form.run_id
    row.district = form.district or (employer.district if employer else None)
    row.owner_id, row.due = form.owner_id, form.due


def _check_request(request: Request, row: ProblemEntry, form: ProblemForm) -> None:
    if (request.employer_id, request.campaign_id) != (row.employer_id, form.campaign_id):
        expected = "a request of the same employer in the same campaign"
        fault = FileFault(place=_WHAT, column="request_id", value=request.id, expected=expected)
        raise InvalidError("1 field of the problem cannot be used, nothing was done.", [fault])


def _check_owner(account: Account) -> None:
    if account.role not in _PERSONS_IN_CHARGE:
        expected = "an account of the bureau: a planner or an administrator"
        fault = FileFault(place=_WHAT, column="owner_id", value=account.id, expected=expected)
        raise InvalidError("1 field of the problem cannot be used, nothing was done.", [fault])


def _is_proven(unit: Unit, row: ProblemEntry) -> bool:
    proof = exists().where(ProblemProof.problem_id == row.id, ProblemProof.deleted_at.is_(None))
    return bool(unit.session.scalar(select(proof)))


def _note(unit: Unit, row: ProblemEntry, before: str | None, after: str, note: str) -> None:
    actor = unit.actor
    unit.add(
        ProblemStep(
            id=new_id(),
            problem_id=row.id,
            at=unit.now,
            account_id=actor.account_id,
            role=actor.role,
            before=before,
            after=after,
            note=note.strip(),
        )
    )
