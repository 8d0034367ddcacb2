"""Papers that prove a claim: a PDF or a picture, known by its bytes and not by its name, kept with its hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from api.service.policy.finding import find
from api.service.requests.filing import changeable
from api.service.requests.tables import Request, RequestProof, RequestProofFile
from api.service.store import ConflictError, InvalidError, NotFoundError, Unit
from scenarios import FileFault

PROOF_TYPES = ("application/pdf", "image/png", "image/jpeg")
"""What ``sniffed`` tells apart."""

MOST_PROOFS = 20
_PROOF = "proof"
_TAIL = 1024
_LONGEST_NAME = 200
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069\ud800-\udfff]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofContent:
    """A proof with its bytes."""

    row: RequestProof
    content: bytes


def sniffed(data: bytes) -> str | None:
    """The media type that the bytes are, from begin to end; None: none that is taken."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-_TAIL:]:
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and b"IEND" in data[-16:]:
        return "image/png"
    if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in data[-_TAIL:]:
        return "image/jpeg"
    return None


def attach(unit: Unit, request_id: str, file_name: str, data: bytes, *, most_bytes: int) -> RequestProof:
    """Adds a paper; the same bytes again are the paper that is there.

    Raises InvalidError for another kind of file or one too large, ConflictError where there are too many.
    """
    request = changeable(unit, request_id)
    media_type = sniffed(data)
    faults = []
    if media_type is None:
        faults.append(_unfit(file_name, "a whole PDF, PNG or JPEG file", "Maybe save or scan it as PDF."))
    if len(data) > most_bytes:
        faults.append(_unfit(file_name, f"at most {most_bytes} bytes, this has {len(data)}", "Maybe scan it smaller."))
    if media_type is None or faults:
        raise InvalidError("The paper cannot be used, nothing was done.", faults)
    digest = hashlib.sha256(data).hexdigest()
    there = unit.session.scalar(
        select(RequestProof).where(
            RequestProof.request_id == request.id, RequestProof.sha256 == digest, RequestProof.deleted_at.is_(None)
        )
    )
    if there is not None:
        return there
    _refuse_many(unit, request)
    name = _NOT_IN_NAMES.sub("_", file_name).strip()[:_LONGEST_NAME] or _PROOF
    proof = unit.add(
        RequestProof(
            request_id=request.id,
            employer_id=request.employer_id,
            file_name=name,
            media_type=media_type,
            size=len(data),
            sha256=digest,
        )
    )
    unit.session.flush()
    unit.add(RequestProofFile(proof_id=proof.id, content=data))
    return proof


def proofs_of(unit: Unit, request_id: str) -> Sequence[RequestProof]:
    """The papers of a request, the first one first. Raises NotFoundError."""
    request = find(unit, Request, request_id, what="request")
    chosen = select(RequestProof).where(RequestProof.request_id == request.id, RequestProof.deleted_at.is_(None))
    return unit.session.scalars(chosen.order_by(RequestProof.id)).all()


def proof_content(unit: Unit, request_id: str, proof_id: str) -> ProofContent:
    """A paper with its bytes, which are those of its hash. Raises NotFoundError, ConflictError where they are not."""
    row = _own(unit, find(unit, Request, request_id, what="request"), proof_id)
    content = unit.get(RequestProofFile, proof_id, what=_PROOF).content
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise ConflictError(f"The paper {proof_id} is not what was given: its hash differs. Maybe restore a backup.")
    return ProofContent(row=row, content=content)


def detach(unit: Unit, request_id: str, proof_id: str, version: int | None) -> None:
    """Takes a paper away; it stays on record. Raises NotFoundError, StaleError."""
    unit.delete(unit.expect(_own(unit, changeable(unit, request_id), proof_id), version))


def _own(unit: Unit, request: Request, proof_id: str) -> RequestProof:
    row = unit.get(RequestProof, proof_id, what=_PROOF)
    if row.request_id != request.id:
        raise NotFoundError(f"There is no {_PROOF} {proof_id}. Maybe its list has the right one.")
    return row


def _refuse_many(unit: Unit, request: Request) -> None:
    counted = select(func.count()).where(RequestProof.request_id == request.id, RequestProof.deleted_at.is_(None))
    if (unit.session.scalar(counted) or 0) >= MOST_PROOFS:
        raise ConflictError(f"A request takes at most {MOST_PROOFS} papers. Maybe put several into one PDF.")


def _unfit(name: str, expected: str, advice: str) -> FileFault:
    return FileFault(place=_PROOF, value=name[:_LONGEST_NAME], expected=expected, advice=advice)
