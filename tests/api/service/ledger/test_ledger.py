"""A problem goes through six states in their order, has an owner and a due date, and is closed only with a proof."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from api.service.actor import Actor
from api.service.campaigns.campaigns import create_campaign
from api.service.ledger import (
    STATE_WORDS,
    STATES,
    Filter,
    ProblemForm,
    ProofForm,
    add_proof,
    change_problem,
    delete_problem,
    open_problems,
    problem_of,
    problems,
    proof_file,
    proofs_of,
    raise_problem,
    step_problem,
    steps_of,
)
from api.service.ledger.tables import ProblemEntry
from api.service.store import ConflictError, Database, DeniedError, InvalidError, NotFoundError, StaleError, Unit
from tests.api.service.campaigns.bureau import FORM, PLANNER, READER, account, bureau, employer

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def problem(unit: Unit, title: str = "No pass for the coach", **more: object) -> ProblemEntry:
    return raise_problem(unit, ProblemForm(title=title, **more))  # type: ignore[arg-type]


def closed(unit: Unit, row: ProblemEntry) -> ProblemEntry:
    add_proof(unit, row.id, ProofForm(text="The pass was issued"))
    for state in STATES[STATES.index(row.state) + 1 :]:
        step_problem(unit, row.id, state, None)
    return row


def test_the_six_states_are_those_of_the_paper_ledger() -> None:
    assert [STATE_WORDS[state] for state in STATES] == ["发现", "汇总", "提交", "转办", "协调", "销号"]


def test_a_problem_goes_one_state_at_a_time_each_with_who_and_when(database: Database) -> None:
    with database.write(PLANNER) as unit:
        who = account(unit)
    with database.write(Actor(role="planner", account_id=who.id)) as unit:
        row = problem(unit)
        for state in STATES[1:5]:
            step_problem(unit, row.id, state, row.version, note=f"to {state}")
        with pytest.raises(ConflictError, match="cannot become gathered"):
            step_problem(unit, row.id, "gathered", None)
        steps = steps_of(unit, row)
        assert [(step.before, step.after) for step in steps] == [
            (None, "found"),
            *pairwise(STATES[:5]),
        ]
        assert {(step.account_id, step.role, step.at) for step in steps} == {(who.id, "planner", unit.now)}
        assert steps[-1].note == "to coordinated"


def test_a_step_back_says_why(database: Database) -> None:
    with database.write(PLANNER) as unit:
        row = problem(unit)
        step_problem(unit, row.id, "gathered", None)
        with pytest.raises(InvalidError, match="needs a note"):
            step_problem(unit, row.id, "found", None, note="  ")
        assert step_problem(unit, row.id, "found", None, note="told twice").state == "found"


def test_it_is_closed_only_with_a_proof(database: Database) -> None:
    with database.write(PLANNER) as unit:
        row = problem(unit)
        for state in STATES[1:5]:
            step_problem(unit, row.id, state, None)
        with pytest.raises(ConflictError, match="no proof"):
            step_problem(unit, row.id, "closed", None)
        paper = add_proof(unit, row.id, ProofForm(file_name="pass.pdf", content=PDF))
        assert step_problem(unit, row.id, "closed", None).state == "closed"
        assert proof_file(unit, row.id, paper.id)[1] == PDF
        assert [(proof.media_type, proof.size) for proof in proofs_of(unit, row)] == [("application/pdf", len(PDF))]
        for attempt in (
            lambda: change_problem(unit, row.id, ProblemForm(title="other"), None),
            lambda: add_proof(unit, row.id, ProofForm(text="more")),
        ):
            with pytest.raises(ConflictError, match="is closed"):
                attempt()
        assert step_problem(unit, row.id, "coordinated", None, note="it came back").state == "coordinated"


def test_a_proof_is_words_or_a_paper_of_a_known_kind(database: Database) -> None:
    with database.write(PLANNER) as unit:
        row = problem(unit)
        for form in (
            ProofForm(text=" "),
            ProofForm(file_name="pass.pdf", content=b"MZ not a paper"),
            ProofForm(file_name="pass.pdf", content=PDF, most_bytes=10),
        ):
            with pytest.raises(InvalidError, match="proof cannot be used"):
                add_proof(unit, row.id, form)
        words = add_proof(unit, row.id, ProofForm(text="seen"))
        with pytest.raises(NotFoundError, match="no paper"):
            proof_file(unit, row.id, words.id)


def test_overdue_is_what_is_open_past_its_due_date_in_the_campaigns_zone(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        today = (unit.now + timedelta(hours=8)).date()
        late, done, due_today = (
            problem(unit, campaign_id=campaign.id, due=today - timedelta(days=days)) for days in (1, 2, 0)
        )
        closed(unit, done)
        found = problems(unit, Filter(campaign_id=campaign.id, overdue=True), cursor=None, limit=9)
        assert [row.id for row in found.items] == [late.id]
        assert due_today.id not in {row.id for row in found.items}


def test_open_problems_are_counted_by_employer_district_state_and_owner(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        one, other = employer(unit), employer(unit, "一号公司", "槐荫区")
        owner = account(unit)
        past = unit.now.date() - timedelta(days=3)
        problem(unit, campaign_id=campaign.id, employer_id=one.id, due=past, owner_id=owner.id)
        problem(unit, campaign_id=campaign.id, employer_id=one.id)
        problem(unit, campaign_id=campaign.id, employer_id=other.id, district="天桥区")
        closed(unit, problem(unit, campaign_id=campaign.id, employer_id=other.id, due=past))
        problem(unit)
        assert open_problems(unit, campaign.id, "employer") == {one.id: (2, 1), other.id: (1, 0)}
        assert open_problems(unit, campaign.id, "district") == {"历下区": (2, 1), "天桥区": (1, 0)}
        assert open_problems(unit, campaign.id, "state") == {"found": (3, 1)}
        assert open_problems(unit, campaign.id, "owner") == {owner.id: (1, 1), "": (2, 0)}
        assert open_problems(unit, None, "employer")[""] == (1, 0)


def test_an_employer_raises_and_sees_its_own(database: Database) -> None:
    with database.write(PLANNER) as unit:
        one, other = employer(unit), employer(unit, "一号公司")
        theirs = problem(unit, employer_id=other.id)
    with database.write(Actor(role="employer", employer_id=one.id)) as unit:
        row = problem(unit, employer_id=other.id)
        assert (row.employer_id, row.district) == (one.id, "历下区")
        assert [item.id for item in problems(unit, Filter(), cursor=None, limit=9).items] == [row.id]
        assert open_problems(unit, None, "employer") == {one.id: (1, 0)}
        with pytest.raises(NotFoundError):
            problem_of(unit, theirs.id)
        for attempt in (
            lambda: step_problem(unit, row.id, "gathered", None),
            lambda: change_problem(unit, row.id, ProblemForm(title="other"), None),
            lambda: add_proof(unit, row.id, ProofForm(text="solved")),
            lambda: delete_problem(unit, row.id, None),
        ):
            with pytest.raises(DeniedError):
                attempt()
        with pytest.raises(InvalidError, match="1 field"):
            problem(unit, due=unit.now.date())


def test_nobody_else_sees_the_ledger(database: Database) -> None:
    with database.write(PLANNER) as unit:
        row = problem(unit)
    with database.read(READER) as unit:
        assert problem_of(unit, row.id).title == row.title
    for actor in (Actor(role="carrier", carrier_id="c"), Actor(role="escort"), Actor(role="nobody")):
        with database.write(actor) as unit:
            with pytest.raises(NotFoundError):
                problem_of(unit, row.id)
            with pytest.raises(DeniedError):
                problem(unit)


def test_what_it_is_about_fits_together(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = problem(
            unit, campaign_id=here.campaign.id, employer_id=here.employer.id, request_id=here.request.id, run_id="R1"
        )
        assert row.district == "历下区"
        with pytest.raises(InvalidError, match="1 field"):
            problem(unit, campaign_id=here.campaign.id, employer_id=employer(unit).id, request_id=here.request.id)
        with pytest.raises(NotFoundError):
            problem(unit, campaign_id="none")
        with pytest.raises(InvalidError, match="1 field"):
            problem(unit, owner_id=account(unit, "reader").id)
        with pytest.raises(InvalidError, match="1 field"):
            problem(unit, " ")


def test_a_change_against_an_old_version_changes_nothing(database: Database) -> None:
    with database.write(PLANNER) as unit:
        row = problem(unit)
        change_problem(unit, row.id, ProblemForm(title="No pass", due=unit.now.date()), row.version)
        with pytest.raises(StaleError):
            change_problem(unit, row.id, ProblemForm(title="Another"), 1)
        with pytest.raises(StaleError):
            step_problem(unit, row.id, "gathered", 1)
        delete_problem(unit, row.id, 2)
        assert problems(unit, Filter(), cursor=None, limit=9).items == []
