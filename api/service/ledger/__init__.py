"""The ledger of problems: each taken through six states, with an owner and a due date, closed only with a proof."""

from api.service.ledger.counting import Count, open_problems
from api.service.ledger.problems import (
    Filter,
    ProblemForm,
    change_problem,
    delete_problem,
    problem_of,
    problems,
    raise_problem,
    step_problem,
    steps_of,
)
from api.service.ledger.proofs import ProofForm, add_proof, proof_file, proofs_of
from api.service.ledger.states import STATE_WORDS, STATES

__all__ = [
    "STATES",
    "STATE_WORDS",
    "Count",
    "Filter",
    "ProblemForm",
    "ProofForm",
    "add_proof",
    "change_problem",
    "delete_problem",
    "open_problems",
    "problem_of",
    "problems",
    "proof_file",
    "proofs_of",
    "raise_problem",
    "step_problem",
    "steps_of",
]
