"""What proves that a problem is solved: words, a paper, or both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from api.service.ledger.problems import problem_of
from api.service.ledger.states import CLOSED
from api.service.ledger.tables import ProblemEntry, ProblemProof, ProblemProofFile
from api.service.policy import find
from api.service.requests.proof import sniffed
from api.service.store import ConflictError, InvalidError, NotFoundError, Unit
from scenarios import FileFault

_FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofForm:
    """Words, or the bytes of a PDF, PNG or JPEG with the name of its file; or both. ``most_bytes`` is its limit."""

    text: str = ""
    file_name: str = ""
    content: bytes = b""
    most_bytes: int = 5_000_000


def add_proof(unit: Unit, problem_id: str, form: ProofForm) -> ProblemProof:
    """A proof of a problem that is not closed yet. Raises InvalidError, ConflictError, NotFoundError."""
    problem = find(unit, ProblemEntry, problem_id, what="problem", action="change", lock=True)
    if problem.state == CLOSED:
        raise ConflictError(f"Problem {problem.id} is closed. Maybe take it back first, with the reason.")
    if faults := list(_faults(form)):
        raise InvalidError("The proof cannot be used, nothing was done.", faults)
    proof = ProblemProof(problem_id=problem.id, text=form.text.strip())
    if form.content:
        proof.media_type = sniffed(form.content)
        proof.file_name = form.file_name.strip() or "proof"
        proof.size, proof.sha256 = len(form.content), hashlib.sha256(form.content).hexdigest()
    unit.add(proof)
    unit.session.flush()
    if form.content:
        unit.add(ProblemProofFile(proof_id=proof.id, content=form.content))
        unit.session.flush()
    return proof


def proofs_of(unit: Unit, problem: ProblemEntry) -> Sequence[ProblemProof]:
    """All proofs of a problem, the first one first."""
    wanted = select(ProblemProof).where(ProblemProof.problem_id == problem.id, ProblemProof.deleted_at.is_(None))
    return list(unit.session.scalars(wanted.order_by(ProblemProof.id)))


def proof_file(unit: Unit, problem_id: str, proof_id: str) -> tuple[ProblemProof, bytes]:
    """A proof with its paper. Raises NotFoundError, also where it has words alone."""
    problem = problem_of(unit, problem_id)
    proof = unit.get(ProblemProof, proof_id, what="proof")
    file = unit.session.get(ProblemProofFile, proof.id)
    if proof.problem_id != problem.id or file is None:
        raise NotFoundError(f"There is no paper {proof_id} of problem {problem_id}. Maybe its list has the right one.")
    return proof, file.content


def _faults(form: ProofForm) -> Iterator[FileFault]:
    if not form.text.strip() and not form.content:
        yield FileFault(place="proof", column="text", value=form.text, expected="words, or a paper")
    if form.content and sniffed(form.content) is None:
        yield FileFault(place="proof", column=_FILE, value=form.file_name, expected="a whole PDF, PNG or JPEG file")
    if len(form.content) > form.most_bytes:
        expected = f"at most {form.most_bytes} bytes, this has {len(form.content)}"
        yield FileFault(place="proof", column=_FILE, value=form.file_name, expected=expected)
